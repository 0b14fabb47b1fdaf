#include "app/export/page_data.h"

#include <array>
#include <charconv>
#include <map>
#include <utility>

#include "app/export/export_words.h"
#include "app/export/run_walk.h"
#include "app/run/event_json.h"
#include "app/run/event_words.h"
#include "app/run/policy_table.h"
#include "app/run/verdict.h"
#include "engine/files/json_text.h"
#include "engine/files/utf8.h"

namespace app {
namespace {

using engine::orNull;
using nlohmann::json;

/// The number with the fewest digits that is this float again once the page has rounded it to one.
json shortest(float value) {
    std::array<char, 32> text;
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    double number = 0;
    std::from_chars(text.data(), end, number);
    return number;
}

/// What a browser calls the length of a text.
std::size_t utf16Length(std::string_view text) {
    std::size_t units = 0;
    while (!text.empty()) {
        const engine::Utf8Step step = engine::stepUtf8(text);
        units += step.character > 0xFFFF ? 2 : 1;
        text.remove_prefix(step.length);
    }
    return units;
}

/// The text from a token on, and how long each of its tokens is.
json textFrom(const TraceState& trace, std::size_t firstToken) {
    const std::size_t begin = firstToken == 0 ? 0 : trace.tokenEnds[firstToken - 1];
    const std::string text = trace.text.substr(begin);
    json lengths = json::array();
    std::size_t from = begin;
    for (std::size_t i = firstToken; i < trace.tokenEnds.size(); ++i) {
        const std::size_t to = trace.tokenEnds[i];
        lengths.push_back(utf16Length(std::string_view(text).substr(from - begin, to - from)));
        from = to;
    }
    return {text, std::move(lengths)};
}

class Rows {
public:
    Rows(const RunWalk& walk, json& out) : m_walk(walk), m_out(out) {}

    /// Before the event is folded.
    void look();
    /// After it.
    void write();
    int baseOf(TraceId id) const { return m_bases.at(id); }

private:
    template <typename... Values>
    void row(const char* word, Values&&... values) {
        json line = {m_walk.event().t, m_walk.event().continued ? std::string("+") + word : std::string(word)};
        (line.push_back(std::forward<Values>(values)), ...);
        m_out["events"].push_back(std::move(line));
    }
    void writeBody();
    void writePass(const PassDone& pass);
    void writeScore(const StepScored& scored);
    void writePruned(const TracePruned& pruned);
    void writeLane(const TraceState& trace, bool isFork);
    void writeFinished(const TraceFinished& finished);
    void writeRescored(const Rescored& rescored);
    void writeEnd(const RunFinished& end);
    void writeGo(const TracesContinued& go);
    void writeSides();
    void writeVotes();

    const RunState& state() const { return m_walk.state(); }
    /// The trace of an event that it was about: it was there, and active before.
    const TraceState* taken(TraceId id) const { return m_wasActive ? find(id) : nullptr; }
    const TraceState* find(TraceId id) const {
        return m_walk.event().continued ? (state().wouldHave ? state().wouldHave->find(id) : nullptr)
                                        : state().findTrace(id);
    }

    const RunWalk& m_walk;
    json& m_out;
    VoteWatch m_votes;
    json m_set = json::array();   ///< traces of the last pass
    std::vector<TraceId> m_took;  ///< of this one, those whose tokens count
    bool m_wasActive = false;
    std::size_t m_traces = 0, m_steps = 0, m_entries = 0;
    bool m_hadEnd = false;
    int m_used = -1;
    std::map<TraceId, int> m_bases;  ///< tokens that a trace had when it went on after the run
};

void Rows::look() {
    const std::vector<TraceId> traces = tracesOf(m_walk.event());
    const auto isTaken = [this](TraceId id) {
        const TraceState* trace = find(id);
        return trace && isActive(trace->phase);
    };
    m_took.clear();
    if (std::holds_alternative<PassDone>(m_walk.event().body)) {
        std::copy_if(traces.begin(), traces.end(), std::back_inserter(m_took), isTaken);
        return;
    }
    const TraceState* trace = traces.empty() ? nullptr : find(traces.front());
    m_wasActive = trace && isActive(trace->phase);
    m_steps = trace ? trace->steps.size() : 0;
    m_traces = state().traces.size();
    m_hadEnd = m_walk.event().continued ? !state().wouldHave : state().finished.has_value();
}

void Rows::write() {
    const std::size_t before = m_out["events"].size();
    writeBody();
    if (m_out["events"].size() == before) row("other");
    writeSides();
}

void Rows::writeBody() {
    const EventBody& body = m_walk.event().body;
    if (const auto* pass = std::get_if<PassDone>(&body)) return writePass(*pass);
    if (const auto* scored = std::get_if<StepScored>(&body)) return writeScore(*scored);
    if (const auto* finished = std::get_if<TraceFinished>(&body)) return writeFinished(*finished);
    if (const auto* end = std::get_if<RunFinished>(&body)) return writeEnd(*end);
    if (const auto* go = std::get_if<TracesContinued>(&body)) return writeGo(*go);
    if (m_walk.event().continued) return;
    if (std::holds_alternative<PromptBlocks>(body)) return row("prompt", state().kv.promptBlocks);
    if (std::holds_alternative<TraceAdded>(body)) {
        if (state().traces.size() > m_traces) row("add", index(state().traces.back().id));
    } else if (const auto* admitted = std::get_if<TraceAdmitted>(&body)) {
        if (const TraceState* trace = taken(admitted->trace))
            row("admit", index(trace->id), admitted->recomputedTokens, admitted->waitedS, trace->blocks.size());
    } else if (std::holds_alternative<Saturated>(body)) {
        row("saturated");
    } else if (const auto* pruned = std::get_if<TracePruned>(&body)) {
        writePruned(*pruned);
    } else if (const auto* preempted = std::get_if<TracePreempted>(&body)) {
        if (taken(preempted->trace)) row("preempt", index(preempted->trace));
    } else if (const auto* guarded = std::get_if<TraceProtected>(&body)) {
        if (taken(guarded->trace)) row("protect", index(guarded->trace), guarded->on);
    } else if (std::holds_alternative<TraceBranched>(body) || std::holds_alternative<TraceForked>(body)) {
        if (state().traces.size() > m_traces)
            writeLane(state().traces.back(), std::holds_alternative<TraceForked>(body));
    } else if (std::holds_alternative<LimitsChanged>(body)) {
        row("limits", state().kv.totalBlocks, state().header.options.traces);
    } else if (const auto* rescored = std::get_if<Rescored>(&body)) {
        writeRescored(*rescored);
    } else if (std::holds_alternative<Paused>(body)) {
        row("paused");
    } else if (std::holds_alternative<Resumed>(body)) {
        row("resumed");
    }
}

void Rows::writePass(const PassDone& pass) {
    json set = json::array();
    for (const TraceId id : m_took) set.push_back(index(id));
    if (m_out["sets"].empty() || set != m_set) {
        m_out["sets"].push_back(set);
        m_set = std::move(set);
    }
    json blocks = json::array();
    if (!m_walk.event().continued) {
        for (const BlockGrant& grant : pass.granted) {
            if (const TraceState* trace = state().findTrace(grant.trace))
                blocks.push_back({index(trace->id), trace->blocks.size()});
        }
    }
    const std::size_t number = m_out["sets"].size() - 1;
    blocks.empty() ? row("pass", number) : row("pass", number, std::move(blocks));
}

void Rows::writeScore(const StepScored& scored) {
    const TraceState* trace = find(scored.trace);
    if (trace && trace->steps.size() > m_steps) row("score", index(scored.trace), scored.end, shortest(scored.score));
}

void Rows::writePruned(const TracePruned& pruned) {
    if (const TraceState* trace = taken(pruned.trace))
        row("prune", index(trace->id), wordOf(kPruneCauses, pruned.cause), pruned.freedBlocks, pruned.amongRunning,
            orNull(trace->answer), orNull(trace->right));
}

void Rows::writeLane(const TraceState& trace, bool isFork) {
    const json parent = trace.parent ? json(index(*trace.parent)) : json(nullptr);
    if (isFork) {
        row("fork", index(trace.id), parent, trace.branchToken, trace.givenTokens, orNull(trace.handFrom),
            orNull(trace.earlierTrace));
    } else {
        row("branch", index(trace.id), parent, trace.branchToken, trace.blocks.size());
    }
}

void Rows::writeFinished(const TraceFinished& finished) {
    if (const TraceState* trace = taken(finished.trace))
        row("finish", index(trace->id), nameOf(trace->phase), orNull(trace->answer), orNull(trace->right),
            wordOf(kFinishReasons, finished.reason));
}

void Rows::writeRescored(const Rescored& rescored) {
    if (state().log.size() == m_entries || state().log.back().kind != LogKind::Rescored) return;  // too much of it
    json traces = json::array();
    for (const Rescored::Trace& scored : rescored.traces) {
        const TraceState* trace = state().findTrace(scored.trace);
        if (!trace) continue;
        json scores = json::array();
        for (const StepState& step : trace->steps) scores.push_back(shortest(step.score));
        traces.push_back({index(trace->id), std::move(scores)});
    }
    row("rescore", rescored.scorer.name, std::move(traces));
}

void Rows::writeEnd(const RunFinished& end) {
    if (!m_hadEnd) row("end", nameOf(end.end), end.message);
}

void Rows::writeGo(const TracesContinued& go) {
    json traces = json::array();
    for (const TraceId id : go.traces) {
        const TraceState* cut = state().findTrace(id);
        if (!cut || !RunState::isCut(*cut)) continue;
        m_bases.try_emplace(id, cut->tokenCount());
        traces.push_back(index(id));
    }
    row("go", std::move(traces));
}

void Rows::writeSides() {
    const std::size_t at = m_out["events"].size() - 1;
    if (m_walk.event().continued) return;
    if (state().kv.usedBlocks != m_used) m_out["kv"].push_back({at, m_used = state().kv.usedBlocks});
    writeVotes();
    for (; m_entries < state().log.size(); ++m_entries) {
        const LogEntry& entry = state().log[m_entries];
        m_out["log"].push_back(
            {at, entry.t, nameOf(entry.kind), entry.trace ? json(index(*entry.trace)) : json(nullptr), entry.text});
    }
}

/// [row, answer, trace, weight] for one more vote; [row, [[answer, traces, weights]]] for the changes of a recount.
void Rows::writeVotes() {
    const std::size_t at = m_out["events"].size() - 1;
    const std::vector<VoteWatch::Change> changes = m_votes.changesBy(m_walk.event(), state());
    if (changes.empty()) return;
    if (changes.size() == 1 && changes[0].answer && !m_votes.isRecount()) {
        const TraceId voter = state().vote.ballots.back().trace;
        const AnswerVote& answer = *changes[0].answer;
        const auto place = std::find(answer.traces.begin(), answer.traces.end(), voter) - answer.traces.begin();
        m_out["votes"].push_back(
            {at, changes[0].number, index(voter), answer.weights[static_cast<std::size_t>(place)]});
        return;
    }
    json counts = json::array();
    for (const VoteWatch::Change& change : changes) {
        json traces = json::array(), weights = json::array();
        if (change.answer) {
            for (const TraceId id : change.answer->traces) traces.push_back(index(id));
            for (const double weight : change.answer->weights) weights.push_back(weight);
        }
        counts.push_back({change.number, std::move(traces), std::move(weights)});
    }
    m_out["votes"].push_back({at, std::move(counts)});
}

const char* wordOf(VoteWeight votes) {
    return votes == VoteWeight::Equal ? "equal" : votes == VoteWeight::TraceScore ? "score" : "confidence";
}

const char* wordOf(TraceScoreRule rule) {
    return rule == TraceScoreRule::Mean ? "mean" : rule == TraceScoreRule::Last ? "last" : "last-five";
}

json headerOf(const RunStarted& header) {
    const PolicyRow& policy = policyRow(header.options.policy);
    return {{"program", header.programVersion},
            {"started", header.startedAt},
            {"backend", header.backend},
            {"device", header.device},
            {"model", header.model.name},
            {"parameters", header.model.parameters},
            {"scorer", header.scorer ? json(header.scorer->name) : json(nullptr)},
            {"policy", policy.name},
            {"policy_title", policy.title},
            {"policy_text", policy.explanation},
            {"votes", wordOf(policy.votes)},
            {"score_rule", wordOf(header.options.traceScore)},
            {"problem", header.problem},
            {"known_answer", orNull(header.knownAnswer)},
            {"hint", orNull(header.hint)},
            {"n", tracesOf(header.options)},
            {"kv_blocks", std::max(header.kvBlocks, 0)},
            {"block_tokens", engine::kBlockTokens},
            {"block_bytes", header.model.blockBytes},
            {"prompt_tokens", header.promptTokens},
            {"simulated", header.simulated},
            {"what_if", header.whatIf},
            {"options", toJson(header.options)}};
}

}  // namespace

PageData pageDataOf(const EventLog& events) {
    RunWalk walk(events);
    PageData page;
    page.run = {{"events", json::array()},
                {"sets", json::array()},
                {"kv", json::array()},
                {"votes", json::array()},
                {"log", json::array()}};
    Rows rows(walk, page.run);
    while (walk.next()) {
        rows.look();
        walk.fold();
        const auto* header = std::get_if<RunStarted>(&walk.event().body);
        if (header) page.run["header"] = headerOf(*header);
        rows.write();
    }
    const RunState& state = walk.state();
    page.texts = json::array();
    for (const TraceState& trace : state.traces) {
        json text = {{"own", textFrom(trace, static_cast<std::size_t>(trace.parent ? trace.branchToken : 0))}};
        const TraceState* would = state.wouldHave ? state.wouldHave->find(trace.id) : nullptr;
        if (would) text["after"] = textFrom(*would, static_cast<std::size_t>(rows.baseOf(trace.id)));
        page.texts.push_back(std::move(text));
    }
    if (const auto verdict = verdictOf(state)) page.run["verdict"] = verdictText(*verdict);
    return page;
}

}  // namespace app
