#include "app/study/comparison_words.h"

#include <nlohmann/json.hpp>

#include "app/run/number_text.h"
#include "app/run/policy_table.h"
#include "engine/files/json_text.h"

namespace app {
namespace {

using engine::orNull;
using nlohmann::json;

std::string votes(int count) {
    return std::to_string(count) + (count == 1 ? " vote" : " votes");
}

std::string countOf(std::size_t count, const char* one, const char* many) {
    return std::to_string(count) + " " + (count == 1 ? one : many);
}

json idsOf(const std::vector<TraceId>& traces) {
    json ids = json::array();
    for (const TraceId trace : traces) ids.push_back(index(trace));
    return ids;
}

json figuresJson(const ComparedFigures& f) {
    return {{"answer", orNull(f.asRun.answer)},
            {"right", orNull(f.asRun.right)},
            {"tied", f.tied},
            {"latency_s", f.latencyS},
            {"waiting_s", f.waitedS},
            {"generated_tokens", f.generatedTokens},
            {"recomputed_tokens", f.recomputedTokens},
            {"pruned", f.pruned},
            {"completed", f.finished},
            {"peak_kv_bytes", f.peakKvBytes},
            {"slowed", f.slowed},
            {"simulated", f.simulated},
            {"ended", f.ended}};
}

const char* nameOf(AnswerCause cause) {
    switch (cause) {
        case AnswerCause::Same: return "same";
        case AnswerCause::NoAnswer: return "no-answer";
        case AnswerCause::OtherTraces: return "other-traces";
        case AnswerCause::Weights: return "weights";
        case AnswerCause::Selection: return "selection";
        case AnswerCause::Either: return "either";
        case AnswerCause::Both: return "both";
        case AnswerCause::Unknown: return "unknown";
    }
    return "";
}

json ratiosOf(const ComparedFigures& f, const ComparedFigures& first) {
    const auto ratio = [](double value, double of) { return of > 0 ? json(value / of) : json(nullptr); };
    return {
        {"latency", ratio(f.latencyS, first.latencyS)},
        {"generated_tokens", ratio(static_cast<double>(f.generatedTokens), static_cast<double>(first.generatedTokens))},
        {"peak_kv", ratio(f.peakKvBytes, first.peakKvBytes)}};
}

json tracesOf(std::span<const ComparedRun> runs) {
    std::size_t most = 0;
    for (const ComparedRun& run : runs) most = std::max(most, run.state->traces.size());
    json traces = json::array();
    for (std::size_t i = 0; i < most; ++i) {
        json row = {{"trace", i + 1}, {"runs", json::array()}};
        for (const ComparedRun& run : runs) {
            const TraceState* trace = run.state->findTrace(TraceId{static_cast<int>(i) + 1});
            row["runs"].push_back(trace ? json{{"state", app::nameOf(trace->phase)},
                                               {"tokens", trace->tokenCount()},
                                               {"score", orNull(trace->score())},
                                               {"answer", orNull(trace->answer)},
                                               {"right", orNull(trace->right)}}
                                        : json(nullptr));
        }
        traces.push_back(std::move(row));
    }
    return traces;
}

}  // namespace

std::string answerText(const AnswerDifference& d, const std::string& first, const std::string& second) {
    // Of the two runs that whose votes the other one cut.
    const bool cutVotesAreFirsts = d.ofThemCut > 0 || d.ofOthersCut == 0 || d.cause == AnswerCause::Unknown;
    const std::string& whose = cutVotesAreFirsts ? first : second;
    const int votesCut = cutVotesAreFirsts ? d.ofThemCut : d.ofOthersCut;
    const std::string cut = std::to_string(votesCut) + " of its " +
                            votes(cutVotesAreFirsts ? d.votesForFirst : d.countForSecond) + " for " +
                            (cutVotesAreFirsts ? d.first : d.second) + (votesCut == 1 ? " comes" : " come") +
                            " from traces that " + (cutVotesAreFirsts ? second : first) + " cut";
    const std::string byCount = "by count, " + second + " has " + votes(d.countForSecond) + " for " + d.second +
                                " and " + std::to_string(d.countForFirst) + " for " + d.first;
    const std::string byWeight = "by weight, " + (d.firstWeighs ? first : second) + " has " +
                                 fixedText(d.weightForSecond, 2) + " for " + d.second + " and " +
                                 fixedText(d.weightForFirst, 2) + " for " + d.first;
    switch (d.cause) {
        case AnswerCause::Same: return d.first.empty() ? "Neither has an answer." : "Both say " + d.first + ".";
        case AnswerCause::NoAnswer:
            return d.first.empty() ? first + " has no answer, " + second + " says " + d.second + "."
                                   : first + " says " + d.first + ", " + second + " has no answer.";
        case AnswerCause::OtherTraces:
            return first + " says " + d.first + ", " + second + " says " + d.second +
                   ". Their traces wrote different text, so nothing else explains it.";
        case AnswerCause::Weights: return "The weights decide: " + byCount + "; " + byWeight + ".";
        case AnswerCause::Selection:
            return "The difference is who votes: in " + whose + ", " + cut + "; " + byCount + ".";
        case AnswerCause::Either:
            return "Weights or selection, each alone would be enough: in " + whose + ", " + cut + "; " + byWeight + ".";
        case AnswerCause::Both:
            return "It takes both the weights and who votes: in " + whose + ", " + cut + "; " + byCount + "; " +
                   byWeight + ".";
        case AnswerCause::Unknown:
            return first + " says " + d.first + ", " + second + " says " + d.second + ": in " + whose + ", " + cut +
                   ". Its traces have nothing to weigh them by, so nobody can say what weights would have changed.";
    }
    return {};
}

std::string partingText(const Parting& p, const std::string& first, const std::string& second) {
    return "They first differ in pass " + std::to_string(p.pass) + ": " + first + " " + p.first.what + " (" +
           fixedText(p.first.t, 2) + " s), " + second + " " + p.second.what + " (" + fixedText(p.second.t, 2) + " s).";
}

std::string fatesText(const Fates& f, const std::string& run, const std::string& other) {
    if (f.count() == 0) return {};
    std::string text = run + " cut " + countOf(f.count(), "trace", "traces");
    if (f.branches > 0)
        text += ", and " + countOf(static_cast<std::size_t>(f.branches), "branch", "branches") + " that " + other +
                " does not have";
    text += ". In " + other + ", ";
    text += std::to_string(f.right.size()) + (f.right.size() == 1 ? " of them ends right, " : " of them end right, ") +
            std::to_string(f.wrong.size()) + " wrong";
    if (!f.unanswered.empty()) text += ", " + std::to_string(f.unanswered.size()) + " unknown";
    return text + ".";
}

namespace {

/// Without a parting. A threshold may still keep traces from the vote.
std::string sameText(const ComparedRun& first, const ComparedRun& other) {
    std::string text = "They decide the same throughout";
    for (const auto& [run, twin] : {std::pair{&other, &first}, std::pair{&first, &other}}) {
        if (const int count = countLeftOut(*run->state, *twin->state); count > 0)
            return text + ", but " + run->label + " leaves out " + votes(count) + " of " + twin->label + ".";
    }
    return text + ".";
}

}  // namespace

std::vector<std::string> differencesOf(const ComparedRun& first, const ComparedRun& other) {
    std::vector<std::string> texts;
    texts.push_back(answerText(explainAnswers(*first.state, *other.state), first.label, other.label));
    if (const auto parting = findParting(*first.events, *other.events))
        texts.push_back(partingText(*parting, first.label, other.label));
    else
        texts.push_back(sameText(first, other));
    // The same number is the same trace only where the same model drew it.
    if (first.state->header.model.sha256 != other.state->header.model.sha256) return texts;
    for (const auto& [run, twin] : {std::pair{&other, &first}, std::pair{&first, &other}}) {
        const std::string text = fatesText(fatesOf(*run->state, *twin->state), run->label, twin->label);
        if (!text.empty()) texts.push_back(text);
    }
    return texts;
}

json comparisonJson(std::span<const ComparedRun> runs) {
    const RunStarted& header = runs.front().state->header;
    json out = {{"format", 1},           {"problem", header.problem},    {"known_answer", orNull(header.knownAnswer)},
                {"runs", json::array()}, {"differences", json::array()}, {"traces", tracesOf(runs)}};
    const ComparedFigures first = comparedFiguresOf(*runs.front().state);
    for (const ComparedRun& run : runs) {
        const ComparedFigures figures = comparedFiguresOf(*run.state);
        json entry = figuresJson(figures);
        entry["label"] = run.label;
        entry["policy"] = app::nameOf(run.state->header.options.policy);
        if (!run.file.empty()) entry["file"] = run.file;
        entry["ratio_to_first"] = ratiosOf(figures, first);
        out["runs"].push_back(std::move(entry));
        if (&run == &runs.front()) continue;
        const AnswerDifference answers = explainAnswers(*runs.front().state, *run.state);
        const Fates fates = fatesOf(*run.state, *runs.front().state);
        json difference = {{"run", run.label},
                           {"cause", nameOf(answers.cause)},
                           {"cut_right", idsOf(fates.right)},
                           {"cut_wrong", idsOf(fates.wrong)},
                           {"cut_unknown", idsOf(fates.unanswered)},
                           {"text", differencesOf(runs.front(), run)}};
        if (const auto parting = findParting(*runs.front().events, *run.events)) {
            difference["parting"] = {{"pass", parting->pass},
                                     {"first", {{"t", parting->first.t}, {"what", parting->first.what}}},
                                     {"second", {{"t", parting->second.t}, {"what", parting->second.what}}}};
        }
        out["differences"].push_back(std::move(difference));
    }
    return out;
}

}  // namespace app
