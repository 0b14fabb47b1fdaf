#include "ui/presenting/caption.h"

#include <algorithm>

#include "app/run/policy_table.h"
#include "app/run/relief_order.h"
#include "ui/paint/app_text.h"
#include "ui/paint/format.h"
#include "ui/panels/events_model.h"
#include "ui/presenting/caption_words.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

using namespace caption;
using app::PruneCause;

// ---- memory ---------------------------------------------------------------------------------------------------------

bool isRunning(const app::TraceState& trace) {
    return trace.phase == app::TracePhase::Running || trace.phase == app::TracePhase::Prefill;
}

/// Running traces that have the same score as the one that has just gone, which counts as well.
int countEquals(const app::TracePruned& pruned, const app::RunState& shown) {
    const bool zero = shown.header.options.unscored == app::UnscoredRule::Zero;
    const double score = pruned.score.value_or(0);
    const auto equals = std::ranges::count_if(shown.traces, [&](const app::TraceState& trace) {
        if (!isRunning(trace) || trace.isProtected) return false;
        const auto own = trace.score();
        if (!own && !zero) return !pruned.score;
        return (zero || pruned.score) && own.value_or(0) == score;
    });
    return 1 + static_cast<int>(equals);
}

Caption ofLowestScore(const app::TracePruned& pruned, const app::RunState& shown, bool isExact) {
    const QString name = formatTrace(pruned.trace);
    const QString score = nameOfScore(shown.header.options.traceScore);
    const QString among = runningTraces(pruned.amongRunning);
    const int equals = isExact ? countEquals(pruned, shown) : 1;
    Caption caption;
    if (!pruned.score && shown.header.options.unscored == app::UnscoredRule::Neutral) {
        caption.head = tr("Memory is full: none of %1 has a score yet, and %2 came last.").arg(among, name);
    } else if (!pruned.score) {
        caption.head = tr("Memory is full: %1 has no score yet, which counts as 0, the lowest of %2.").arg(name, among);
    } else if (equals > 1) {
        caption.head = tr("Memory is full: of %1, %2 share the lowest %3, %4, and %5 came last.")
                           .arg(among)
                           .arg(equals)
                           .arg(score, formatScore(pruned.score), name);
    } else {
        caption.head =
            tr("Memory is full: %1 has the lowest %2 of %3, %4.").arg(name, score, among, formatScore(pruned.score));
    }
    return caption;
}

Caption ofMemory(const app::TracePruned& pruned, const app::RunState& shown, bool isExact) {
    const QString name = formatTrace(pruned.trace);
    const QString among = runningTraces(pruned.amongRunning);
    const app::TraceState* trace = shown.findTrace(pruned.trace);
    Caption caption;
    switch (app::policyRules(shown.header.options).victim) {
        case scorer::VictimRule::LowestScore: caption = ofLowestScore(pruned, shown, isExact); break;
        case scorer::VictimRule::Random:
            caption.head = tr("Memory is full: of %1, %2 is drawn at random.").arg(among, name);
            break;
        case scorer::VictimRule::Longest:
            caption.head = tr("Memory is full: %1 is the longest of %2, with %3 tokens.")
                               .arg(name, among, formatCount(trace ? trace->tokenCount() : 0));
            break;
        case scorer::VictimRule::LowestLogProbability:
            caption.head = tr("Memory is full: %1 has the lowest mean log-probability of %2.").arg(name, among);
            break;
    }
    if (pruned.sparing.spared) {
        caption.head = tr("Memory is full: %1 would go, but a person protects it, so %2 goes instead.")
                           .arg(formatTrace(*pruned.sparing.spared), name);
    } else if (pruned.sparing.allProtected) {
        caption.head =
            tr("Memory is full, and all of %1 are protected: the policy takes %2 as if none were.").arg(among, name);
    }
    const QString freed = blocks(pruned.freedBlocks);
    const int others = pruned.amongRunning - 1;
    caption.why = others > 1    ? tr("It is pruned and frees %1, so the other %2 go on.").arg(freed).arg(others)
                  : others == 1 ? tr("It is pruned and frees %1, so the other one goes on.").arg(freed)
                                : tr("It is pruned and frees %1.").arg(freed);
    return caption;
}

/// Under --pruned-vote, one that had written its box does.
QString voteOfPruned(engine::TraceId trace, const app::RunState& shown) {
    const bool votes = std::ranges::find(shown.vote.ballots, trace, &scorer::Ballot::trace) != shown.vote.ballots.end();
    return votes ? tr("It had written its answer, so it votes.") : tr("It does not vote.");
}

Caption ofPrune(const app::TracePruned& pruned, const app::RunState& shown, bool isExact) {
    const QString name = formatTrace(pruned.trace);
    const QString vote = voteOfPruned(pruned.trace, shown);
    const QString goes = tr("It is pruned and frees %1. %2").arg(blocks(pruned.freedBlocks), vote);
    switch (pruned.cause) {
        case PruneCause::Memory: return ofMemory(pruned, shown, isExact);
        case PruneCause::Similarity:
            return {tr("%1 thinks like %2: their newest thoughts have a similarity of %3.")
                        .arg(name, pruned.other ? formatTrace(*pruned.other) : tr("another trace"),
                             formatScore(pruned.value)),
                    tr("One of the two is enough. %1 is drawn, is pruned and frees %2.")
                        .arg(name, blocks(pruned.freedBlocks))};
        case PruneCause::Confidence:
            return {tr("%1 is unsure: its group confidence fell to %2, below the threshold of %3.")
                        .arg(name, formatScore(pruned.value), formatScore(shown.confidenceThreshold)),
                    tr("It is stopped early and frees %1. %2").arg(blocks(pruned.freedBlocks), vote)};
        case PruneCause::Refill:
            return {tr("%1 makes room for a branch of a better trace.").arg(name),
                    (pruned.score ? tr("Its score is %1. ").arg(formatScore(pruned.score)) : QString()) + goes};
        case PruneCause::Consensus:
            return {tr("%1 has disagreed with the majority for %2 probes in a row.")
                        .arg(name, formatCount(static_cast<qint64>(std::clamp(pruned.value.value_or(0), 0.0, 1e9)))),
                    goes};
        case PruneCause::Hand:
            return {tr("A person prunes %1%2.")
                        .arg(name, pruned.score ? tr(", whose score is %1").arg(formatScore(pruned.score)) : QString()),
                    tr("It frees %1. The policy did not choose it.").arg(blocks(pruned.freedBlocks))};
    }
    return {};
}

Caption ofWaiting(const app::TracePreempted& preempted, const app::RunState& shown) {
    const QString name = formatTrace(preempted.trace);
    Caption caption;
    if (preempted.sparing.spared) {
        caption.head = tr("Memory is full: %1 came last, but a person protects it, so %2 waits instead.")
                           .arg(formatTrace(*preempted.sparing.spared), name);
    } else if (preempted.sparing.allProtected) {
        caption.head = tr("Memory is full, and every running trace is protected: %1 came last, so it waits.").arg(name);
    } else {
        caption.head = tr("Memory is full: %1 came last of the running traces, so it waits.").arg(name);
    }
    const QString again = shown.header.options.prefixReuse
                              ? tr("Once there is room, it computes again what others have overwritten.")
                              : tr("Once there is room, it computes all of its tokens again.");
    caption.why = tr("It gives up %1. %2").arg(blocks(preempted.freedBlocks), again);
    return caption;
}

Caption ofResumed(const app::TraceAdmitted& admitted) {
    Caption caption{.head = tr("There is room again: %1 goes on after waiting %2.")
                                .arg(formatTrace(admitted.trace), formatSeconds(admitted.waitedS)),
                    .why = tr("What it had computed is still in memory.")};
    if (admitted.recomputedTokens > 0) {
        caption.why = tr("First it computes %1 again, which it had written before.")
                          .arg(formatNumberOf(admitted.recomputedTokens, tr("1 token"), tr("%1 tokens")));
    }
    return caption;
}

Caption ofSaturation(const app::Saturated& full, const app::RunState& shown, bool isExact) {
    const app::RunOptions& options = shown.header.options;
    Caption caption;
    caption.head =
        tr("Memory is full for the first time: %1 and %2 free.")
            .arg(full.running == 1 ? tr("1 trace needs %1").arg(blocks(full.neededBlocks))
                                   : tr("%1 traces need %2").arg(full.running).arg(blocks(full.neededBlocks)),
                 full.freeBlocks == 1 ? tr("1 is") : tr("%1 are").arg(std::max(0, full.freeBlocks)));
    if (!app::policyRow(options.policy).prunes) {
        caption.why = tr("From now on the trace that came last has to wait, and is computed again later.");
        return caption;
    }
    caption.why = tr("From now on %1 is pruned.").arg(victimInWords(options));
    const std::vector<engine::TraceId> next = isExact ? app::reliefOrder(shown, 1) : std::vector<engine::TraceId>();
    const app::TraceState* trace = next.empty() ? nullptr : shown.findTrace(next.front());
    const bool byScore = app::policyRules(options).victim == scorer::VictimRule::LowestScore;
    if (trace)
        caption.why += u' ' + (byScore && trace->score()
                                   ? tr("First: %1, at %2.").arg(formatTrace(trace->id), formatScore(trace->score()))
                                   : tr("First: %1.").arg(formatTrace(trace->id)));
    return caption;
}

// ---- lanes that come and go -----------------------------------------------------------------------------------------

Caption ofBranch(const app::TraceBranched& branch) {
    return {tr("There is room: %1 branches from %2, one of the best.")
                .arg(formatTrace(branch.trace), formatTrace(branch.parent)),
            tr("It shares the first %1 and draws its own from here on.")
                .arg(formatNumberOf(branch.atToken, tr("1 token"), tr("%1 tokens")))};
}

Caption ofFork(const app::TraceForked& fork, const app::RunState& shown) {
    const QString name = formatTrace(fork.trace);
    const QString tokens = formatNumberOf(fork.atToken, tr("1 token"), tr("%1 tokens"));
    Caption caption;
    if (fork.parent) {
        caption.head =
            tr("A person forks %1 after %2: %3 goes on from there.").arg(formatTrace(*fork.parent), tokens, name);
    } else {
        caption.head = tr("A person starts %1 with text of an earlier run.").arg(name);
    }
    if (fork.written == 0) {
        caption.why = tr("It draws tokens of its own.");
    } else {
        const bool counts = shown.header.options.handVotes == app::HandVotes::Count;
        caption.why = tr("The next step is written by hand. ") +
                      (counts ? tr("Its vote will count, marked as by hand.") : tr("Its vote will not count."));
    }
    return caption;
}

Caption ofProtection(const app::TraceProtected& change) {
    if (!change.on)
        return {tr("A person no longer protects %1.").arg(formatTrace(change.trace)),
                tr("The policy may take it again.")};
    return {tr("A person protects %1.").arg(formatTrace(change.trace)),
            tr("It goes only if every running trace is protected.")};
}

// ---- the vote and the end -------------------------------------------------------------------------------------------

Caption ofFinish(const app::TraceFinished& finish, const app::RunState& shown) {
    const app::TraceState* trace = shown.findTrace(finish.trace);
    const QString name = formatTrace(finish.trace);
    Caption caption;
    if (finish.answer) {
        const QString answer = formatAnswer(*finish.answer);
        const QString right = !trace || !trace->right ? QString()
                              : *trace->right         ? tr(", which is right")
                                                      : tr(", which is wrong");
        caption.head = tr("%1 %2 with the answer %3%4.").arg(name, endingOf(finish.reason), answer, right);
    } else {
        caption.head = tr("%1 %2 without an answer.").arg(name, endingOf(finish.reason));
    }
    caption.why = ballotOf(finish.trace, shown) + u' ' + standing(shown);
    return caption;
}

Caption ofLeader(const app::RunState& shown) {
    const app::VoteState& vote = shown.vote;
    const app::AnswerVote* leader = vote.leader();
    if (!leader) return {tr("No answer leads the vote."), {}};
    Caption caption;
    const QString name = formatAnswer(leader->answer);
    const auto right = shown.isCorrect(*leader);
    const QString judged = !right ? QString() : *right ? tr(", the right answer") : tr(", a wrong answer");
    if (vote.answers.size() == 1) {
        caption.head = tr("The first vote is for %1%2.").arg(name, judged);
    } else {
        caption.head = tr("%1%2, now leads the vote.").arg(name, judged);
        if (judged.isEmpty()) caption.head = tr("%1 now leads the vote.").arg(name);
    }
    caption.why =
        (vote.ballots.empty() ? QString() : tr("%1 has just voted. ").arg(formatTrace(vote.ballots.back().trace))) +
        standing(shown);
    return caption;
}

}  // namespace

Caption captionAt(const app::Timeline& run, std::size_t entry, const app::RunState& shown, bool isExact) {
    const app::LogEntry& line = run.latest().log[entry];
    const std::size_t count = run.markOf(entry).events;
    if (line.kind == app::LogKind::LeaderChanged && isExact) return ofLeader(shown);
    if (count >= 1 && count <= run.events().size()) {
        const app::Event event = run.events()[count - 1];
        const auto is = [&]<typename T>(const T* body) {
            return body && !event.continued && (!line.trace || *line.trace == body->trace);
        };
        if (const auto* pruned = std::get_if<app::TracePruned>(&event.body); is(pruned))
            return ofPrune(*pruned, shown, isExact);
        if (const auto* waits = std::get_if<app::TracePreempted>(&event.body); is(waits))
            return ofWaiting(*waits, shown);
        if (const auto* back = std::get_if<app::TraceAdmitted>(&event.body); is(back)) return ofResumed(*back);
        if (const auto* branch = std::get_if<app::TraceBranched>(&event.body); is(branch)) return ofBranch(*branch);
        if (const auto* fork = std::get_if<app::TraceForked>(&event.body); is(fork)) return ofFork(*fork, shown);
        if (const auto* change = std::get_if<app::TraceProtected>(&event.body); is(change))
            return ofProtection(*change);
        if (const auto* end = std::get_if<app::TraceFinished>(&event.body);
            is(end) && line.kind == app::LogKind::Finished)
            return ofFinish(*end, shown);
        if (const auto* full = std::get_if<app::Saturated>(&event.body)) return ofSaturation(*full, shown, isExact);
        if (std::holds_alternative<app::RunFinished>(event.body) && shown.finished && !event.continued)
            return ofEnd(shown);
    }
    const QString text = describe(line, run.latest());
    return {asSentence(text), {}};
}

Caption captionOfStart(const app::RunState& shown) {
    if (shown.phase == app::RunPhase::Empty) return {tr("No run yet."), tr("Press Space to start one.")};
    const auto traces = static_cast<int>(shown.traces.size());
    const app::PolicyRow& policy = app::policyRow(shown.header.options.policy);
    return {traces == 1 ? tr("One trace reasons about the problem.")
                        : tr("%1 traces reason about the same problem, side by side.").arg(traces),
            tr("%1: %2.").arg(appText(policy.title), appText(policy.clause))};
}

}  // namespace ui
