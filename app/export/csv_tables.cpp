#include "app/export/csv_tables.h"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "app/export/csv_text.h"
#include "app/export/export_words.h"
#include "app/export/run_walk.h"
#include "app/run/event_words.h"
#include "engine/files/atomic_file.h"

namespace app {
namespace {

constexpr const char* kTraceColumns =
    "trace,state,tokens,steps,score_0_to_1,answer,right,vote_weight,added_s,started_s,ended_s,waited_s,"
    "recomputed_tokens,freed_blocks,prune_cause,parent_trace,branch_tokens,given_tokens,by_hand,protected,"
    "would_state,would_tokens,would_answer,would_right";
constexpr const char* kStepColumns = "trace,step,first_token,end_token,score_0_to_1,scored_s,text";
constexpr const char* kEventColumns = "event,time_s,kind,trace,text";
constexpr const char* kNoteColumns = "note,time_s,event_count,trace,step,text,written";
constexpr const char* kVoteColumns = "time_s,event_count,answer,weight,traces,margin,leader";

/// What only the way there tells.
struct Begun {
    std::vector<double> added;                   ///< [trace number - 1]
    std::vector<std::optional<double>> started;  ///< the same; when it first got memory
};

void note(Begun& begun, const Event& event, const RunState& state) {
    begun.added.resize(state.traces.size(), state.now);
    begun.started.resize(state.traces.size());
    const bool starts =
        std::holds_alternative<TraceAdmitted>(event.body) || std::holds_alternative<TraceBranched>(event.body);
    if (!starts) return;
    for (const TraceId id : tracesOf(event)) {
        const auto at = static_cast<std::size_t>(index(id)) - 1;
        if (state.findTrace(id) && !begun.started[at]) begun.started[at] = state.now;
    }
}

void addTrace(CsvText& csv, const RunState& state, const TraceState& trace, const Begun& begun,
              std::optional<double> voteWeight) {
    const auto at = static_cast<std::size_t>(index(trace.id)) - 1;
    const bool isPruned = trace.phase == TracePhase::Pruned;
    csv.whole(index(trace.id)).text(nameOf(trace.phase)).whole(trace.tokenCount());
    csv.whole(static_cast<std::int64_t>(trace.steps.size())).numberIf(trace.score()).textIf(trace.answer);
    csv.yesIf(trace.right).numberIf(voteWeight).number(begun.added[at]).numberIf(begun.started[at]);
    isActive(trace.phase) ? csv.none() : csv.number(trace.endedAt);
    csv.number(state.waitedS(trace)).whole(trace.recomputedTokens);
    isPruned ? csv.whole(trace.freedBlocks) : csv.none();
    isPruned ? csv.text(wordOf(kPruneCauses, trace.pruneCause)) : csv.none();
    trace.parent ? csv.whole(index(*trace.parent)) : csv.none();
    csv.whole(trace.branchToken).whole(trace.givenTokens).yes(trace.byHand()).yes(trace.isProtected);
    const TraceState* would = state.wouldHave ? state.wouldHave->find(trace.id) : nullptr;
    if (would) {
        csv.text(nameOf(would->phase)).whole(would->tokenCount()).textIf(would->answer).yesIf(would->right);
    } else {
        csv.none().none().none().none();
    }
    csv.endRow();
}

std::string tracesCsv(const RunState& state, const Begun& begun) {
    std::map<TraceId, double> weights;
    for (const AnswerVote& answer : state.vote.answers) {
        for (std::size_t i = 0; i < answer.traces.size(); ++i) weights[answer.traces[i]] = answer.weights[i];
    }
    CsvText csv(kTraceColumns);
    for (const TraceState& trace : state.traces) {
        const auto weight = weights.find(trace.id);
        addTrace(csv, state, trace, begun, weight == weights.end() ? std::nullopt : std::optional(weight->second));
    }
    return csv.str();
}

std::string stepsCsv(const RunState& state) {
    CsvText csv(kStepColumns);
    for (const TraceState& trace : state.traces) {
        const int first = trace.parent ? trace.branchToken : 0;
        std::int64_t number = 0;
        int end = 0;
        std::size_t endByte = 0;
        for (const StepState& step : trace.steps) {
            ++number;
            end = step.endToken;
            endByte = step.endByte;
            if (step.endToken <= first) continue;
            csv.whole(index(trace.id)).whole(number).whole(step.beginToken).whole(step.endToken);
            csv.number(step.score).number(step.t);
            csv.text(trace.text.substr(step.beginByte, step.endByte - step.beginByte)).endRow();
        }
        const int count = trace.tokenCount();
        if (end == count || first == count) continue;
        csv.whole(index(trace.id)).whole(number + 1).whole(end).whole(count).none().none();
        csv.text(trace.text.substr(endByte)).endRow();
    }
    return csv.str();
}

std::string eventsCsv(const RunState& state) {
    CsvText csv(kEventColumns);
    std::int64_t number = 0;
    for (const LogEntry& entry : state.log) {
        csv.whole(++number).number(entry.t).text(nameOf(entry.kind));
        entry.trace ? csv.whole(index(*entry.trace)) : csv.none();
        csv.text(entry.text).endRow();
    }
    return csv.str();
}

std::string notesCsv(const RunNotes& notes) {
    if (notes.isEmpty()) return {};
    CsvText csv(kNoteColumns);
    for (const RunNote& note : notes.all()) {
        csv.whole(note.id).number(note.atS);
        note.event ? csv.whole(static_cast<std::int64_t>(*note.event)) : csv.none();
        note.trace ? csv.whole(*note.trace) : csv.none();
        note.step ? csv.whole(*note.step) : csv.none();
        csv.text(note.text).text(note.written).endRow();
    }
    return csv.str();
}

/// The names that answers have in rows where they have no vote any more.
void addVotes(CsvText& csv, const RunWalk& walk, const std::vector<VoteWatch::Change>& changes,
              std::vector<std::string>& names) {
    const VoteState& vote = walk.state().vote;
    for (const VoteWatch::Change& change : changes) {
        names.resize(std::max(names.size(), static_cast<std::size_t>(change.number) + 1));
        std::string& name = names[static_cast<std::size_t>(change.number)];
        if (change.answer) name = change.answer->answer;
        csv.number(walk.state().now).whole(static_cast<std::int64_t>(walk.number()) + 1).text(name);
        csv.number(change.answer ? change.answer->weight : 0.0);
        csv.whole(change.answer ? static_cast<std::int64_t>(change.answer->traces.size()) : 0);
        csv.number(vote.margin);
        vote.leader() ? csv.text(vote.leader()->answer) : csv.none();
        csv.endRow();
    }
}

}  // namespace

CsvTables csvOf(const EventLog& events, const RunNotes& notes) {
    RunWalk walk(events);
    VoteWatch watch;
    Begun begun;
    CsvText votes(kVoteColumns);
    std::vector<std::string> names;
    while (walk.next()) {
        walk.fold();
        note(begun, walk.event(), walk.state());
        addVotes(votes, walk, watch.changesBy(walk.event(), walk.state()), names);
    }
    const RunState& state = walk.state();
    return {tracesCsv(state, begun), stepsCsv(state), eventsCsv(state), votes.str(), notesCsv(notes)};
}

void writeCsv(const std::filesystem::path& folder, const CsvTables& tables) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) throw std::runtime_error(folder.string() + ": the folder cannot be made: " + error.message());
    const auto write = [&](const char* name, const std::string& text) {
        engine::writeFileAtomically(folder / name, std::string_view(text));
    };
    write("traces.csv", tables.traces);
    write("steps.csv", tables.steps);
    write("events.csv", tables.events);
    write("votes.csv", tables.votes);
    if (!tables.notes.empty()) write("notes.csv", tables.notes);
}

}  // namespace app
