#include "app/run/log_words.h"

#include <algorithm>

#include "app/run/number_text.h"
#include "app/run/policy_table.h"

namespace app {
namespace {

constexpr std::size_t kMostLoggedAnswer = 200;  // bytes

std::string formatCount(const std::optional<double>& value) {
    return value ? std::to_string(static_cast<long>(std::clamp(*value, -1e9, 1e9))) : "many";
}

}  // namespace

std::string formatScore(const std::optional<double>& score) {
    return score ? fixedText(*score, 2) : "-";
}

std::string shortAnswer(const std::string& answer) {
    if (answer.size() <= kMostLoggedAnswer) return answer;
    std::size_t end = kMostLoggedAnswer;
    while (end > 0 && (static_cast<unsigned char>(answer[end]) & 0xC0) == 0x80) --end;  // whole characters
    return answer.substr(0, end) + "...";
}

std::string plural(int count, const char* noun) {
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

const char* endingText(FinishReason reason) {
    switch (reason) {
        case FinishReason::Length: return " (length limit)";
        case FinishReason::Memory: return " (the KV cache is full)";
        case FinishReason::Probed: return " when probed";
        case FinishReason::EndOfText:
        case FinishReason::Lost:
        case FinishReason::Stopped: break;
    }
    return "";
}

std::string whyPruned(const TracePruned& e, const RunState& state) {
    const std::string score = e.score ? "pruned at " + formatScore(e.score) : "pruned before its first score";
    const std::string among = std::to_string(e.amongRunning);
    switch (e.cause) {
        case PruneCause::Memory:
            return score + ", " + victimRow(policyRules(state.header.options).victim).inLog + " of " + among;
        case PruneCause::Similarity:
            return "pruned: its newest thought is like that of trace " + std::to_string(e.other ? index(*e.other) : 0) +
                   " (similarity " + formatScore(e.value) + ")";
        case PruneCause::Confidence:
            return "stopped early: group confidence " + formatScore(e.value) + " is below " +
                   formatScore(state.confidenceThreshold);
        case PruneCause::Consensus:
            return "pruned: probed, it disagrees with the majority in " + formatCount(e.value) + " rounds in a row";
        case PruneCause::Refill: return score + " to make room for a branch, among " + among;
        case PruneCause::Hand:
            return "pruned by hand" + (e.score ? " at " + formatScore(e.score) : std::string()) + ", among " + among;
    }
    return score;
}

std::string sparingText(const Sparing& sparing) {
    if (sparing.allProtected) return "; every running trace is protected, so the policy's own order decided";
    return sparing.spared ? "; trace " + std::to_string(index(*sparing.spared)) + " was next, but is protected" : "";
}

std::string forkedText(const TraceForked& e) {
    const int taken = static_cast<int>(e.given.size()) - e.written;
    std::string text;
    if (e.parent) {
        text = "leaves trace " + std::to_string(index(*e.parent)) + " after " + plural(e.atToken, "token");
    } else {
        text = "begins with " + plural(taken, "token");
        if (e.earlierTrace) text += " of trace " + std::to_string(*e.earlierTrace) + " of an earlier run";
    }
    return text + (e.written ? " and goes on with " + plural(e.written, "token") + " written by hand" : "");
}

std::string sparedText(const TraceSpared& e) {
    const auto why = [&]() -> std::string {
        switch (e.cause) {
            case PruneCause::Confidence: return "would stop early at group confidence " + formatScore(e.value);
            case PruneCause::Similarity: return "would go for its similarity " + formatScore(e.value);
            case PruneCause::Consensus: return "would go because its probes disagree with the majority";
            case PruneCause::Refill: return "would make room for a branch";
            case PruneCause::Memory:
            case PruneCause::Hand: break;
        }
        return "would be pruned";
    };
    return why() + ", but is protected";
}

std::string saturatedText(const Saturated& e) {
    return "KV cache saturated for the first time: " + plural(e.neededBlocks, "block") + " needed, " +
           std::to_string(std::max(e.freeBlocks, 0)) + " free, " + plural(e.running, "trace") + " running";
}

std::string thresholdText(const ThresholdSet& e) {
    return "warm-up over: " + std::to_string(e.traces) + " traces set the confidence threshold to " +
           fixedText(e.threshold, 2) + " (percentile " + shortText(e.percentile) + ")";
}

std::string probeText(const ProbeDone& e, const scorer::ProbeTrack& track, int answers) {
    std::string text =
        "probe " + std::to_string(track.rounds) + ": " + plural(static_cast<int>(e.replies.size()), "trace") + " asked";
    if (track.majority) {
        text += ", " + std::to_string(track.majorityVotes) + " of " + plural(answers, "answer") + " agree on " +
                shortAnswer(*track.majority) + ", the majority in " + plural(track.unchangedRounds, "round") +
                " in a row";
    }
    if (e.left) text += "; no memory to ask " + std::to_string(e.left) + " more";
    return text;
}

std::string lostText(const std::vector<TraceId>& traces, const std::string& why) {
    constexpr std::size_t kMostNamed = 8;
    std::string text = traces.size() == 1 ? "trace " : "traces ";
    for (std::size_t i = 0; i < traces.size() && i < kMostNamed; ++i)
        text += (i ? ", " : "") + std::to_string(index(traces[i]));
    if (traces.size() > kMostNamed) text += " and " + std::to_string(traces.size() - kMostNamed) + " more";
    return text + (traces.size() == 1 ? " was lost: " : " were lost: ") + why;
}

LogEntry entryOf(const RunFinished& finished, double t) {
    const auto stopped = [t](const char* text) { return LogEntry{t, LogKind::Stopped, std::nullopt, text}; };
    switch (finished.end) {
        case RunEnd::Done: return {t, LogKind::Info, std::nullopt, "run finished"};
        case RunEnd::Stopped: return stopped("run stopped");
        case RunEnd::VoteLock: return stopped("run stopped: the vote is decided");
        case RunEnd::BetaStop: return stopped("run stopped: the leader most likely stays ahead");
        case RunEnd::Consensus: return stopped("run stopped: the answers agree");
        case RunEnd::Probe: return stopped("run stopped: the probed majority has long been the same");
        case RunEnd::Failed: break;
    }
    return {t, LogKind::Error, std::nullopt, "run failed: " + finished.message};
}

}  // namespace app
