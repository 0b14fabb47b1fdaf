#include "ui/presenting/caption_words.h"

#include <QCoreApplication>
#include <algorithm>

#include "app/run/policy_table.h"
#include "ui/lanes/run_words.h"
#include "ui/paint/format.h"

using namespace Qt::StringLiterals;

namespace ui::caption {
namespace {

constexpr double kSameWeight = 1e-9;

/// "3 votes", or "2.10" where votes weigh differently.
QString weightOf(const app::AnswerVote& answer, app::VoteWeight votes) {
    const auto count = static_cast<qint64>(answer.traces.size());
    return votes == app::VoteWeight::Equal ? formatNumberOf(count, tr("1 vote"), tr("%1 votes"))
                                           : formatWeight(answer.weight);
}

/// Why a trace that has ended has no vote.
QString whyNoVote(const app::TraceState& trace, const app::RunState& shown) {
    if (!trace.answer) return tr("It has no vote.");
    if (trace.byHand() && shown.header.options.handVotes == app::HandVotes::LeaveOut)
        return tr("It has no vote, because a person wrote part of it.");
    switch (app::policyRow(shown.header.options.policy).votes) {
        case app::VoteWeight::TraceScore: return tr("It has no vote, because none of its steps was scored.");
        case app::VoteWeight::Confidence: return tr("It has no vote, because its confidence is below the threshold.");
        case app::VoteWeight::Equal: break;
    }
    return tr("It has no vote.");
}

}  // namespace

QString tr(const char* text) {
    // Texts in functions of this namespace and of the one around it: lupdate takes the namespace for the context.
    const QString own = QCoreApplication::translate("ui::caption", text);
    return own == QString::fromUtf8(text) ? QCoreApplication::translate("ui", text) : own;
}

QString blocks(int count) {
    return formatNumberOf(count, tr("1 block"), tr("%1 blocks"));
}

QString runningTraces(int count) {
    return formatNumberOf(count, tr("1 running trace"), tr("%1 running traces"));
}

QString nameOfScore(app::TraceScoreRule rule) {
    switch (rule) {
        case app::TraceScoreRule::Mean: return tr("mean score");
        case app::TraceScoreRule::Last: return tr("last score");
        case app::TraceScoreRule::LastFive: return tr("mean of its last five scores");
    }
    return {};
}

QString victimInWords(const app::RunOptions& options) {
    switch (app::policyRules(options).victim) {
        case scorer::VictimRule::LowestScore:
            return options.traceScore == app::TraceScoreRule::LastFive
                       ? tr("the trace with the lowest mean of its last five scores")
                       : tr("the trace with the lowest %1").arg(nameOfScore(options.traceScore));
        case scorer::VictimRule::Random: return tr("a trace drawn at random");
        case scorer::VictimRule::Longest: return tr("the longest trace");
        case scorer::VictimRule::LowestLogProbability: return tr("the trace with the lowest mean log-probability");
    }
    return {};
}

QString endingOf(app::FinishReason reason) {
    switch (reason) {
        case app::FinishReason::EndOfText: return tr("finishes");
        case app::FinishReason::Length: return tr("reaches its token limit");
        case app::FinishReason::Memory: return tr("fills all of the memory alone and ends");
        case app::FinishReason::Stopped: return tr("is stopped");
        case app::FinishReason::Lost: return tr("is lost, because the connection broke");
        case app::FinishReason::Probed: return tr("is stopped at a probe");
    }
    return {};
}

QString ballotOf(engine::TraceId id, const app::RunState& shown) {
    const app::TraceState* trace = shown.findTrace(id);
    if (!trace) return {};
    const auto ballot = std::ranges::find(shown.vote.ballots, id, &scorer::Ballot::trace);
    if (ballot == shown.vote.ballots.end()) return whyNoVote(*trace, shown);
    if (shown.vote.isOfProbe) return tr("It has one vote.");
    const QString weight = formatWeight(ballot->weight);
    switch (app::policyRow(shown.header.options.policy).votes) {
        case app::VoteWeight::Equal: return tr("It has one vote.");
        case app::VoteWeight::TraceScore:
            if (!trace->score()) return tr("Its vote weighs %1.").arg(weight);
            return tr("Its vote weighs its %1, %2.").arg(nameOfScore(trace->scoreRule), weight);
        case app::VoteWeight::Confidence: return tr("Its vote weighs its lowest group confidence, %1.").arg(weight);
    }
    return {};
}

QString standing(const app::RunState& shown) {
    const app::VoteState& vote = shown.vote;
    const app::AnswerVote* leader = vote.leader();
    if (!leader) return tr("Nobody has voted yet.");
    const app::VoteWeight votes = app::policyRow(shown.header.options.policy).votes;
    const QString name = formatAnswer(leader->answer);
    if (vote.answers.size() == 1) return tr("All votes so far are for %1: %2.").arg(name, weightOf(*leader, votes));
    const app::AnswerVote& second = vote.answers[1];
    if (vote.margin <= kSameWeight)
        return tr("%1 and %2 are level; of equals, the answer of the earliest trace counts.")
            .arg(name, formatAnswer(second.answer));
    const QString ofLeader =
        votes == app::VoteWeight::Equal ? QString::number(leader->traces.size()) : formatWeight(leader->weight);
    return tr("%1 leads by %2 to %3.").arg(name, ofLeader, weightOf(second, votes));
}

Caption ofEnd(const app::RunState& shown) {
    const app::AnswerVote* leader = shown.vote.leader();
    Caption caption;
    if (shown.finished->end == app::RunEnd::Failed) {
        caption.head = tr("The run failed.");
    } else if (!leader) {
        caption.head = tr("The run is over, and no trace gave an answer.");
    } else {
        const auto right = shown.isCorrect(*leader);
        caption.head = tr("The answer is %1%2.")
                           .arg(formatAnswer(leader->answer), !right   ? QString()
                                                              : *right ? tr(", which is right")
                                                                       : tr(", which is wrong"));
    }
    caption.why = endingText(shown) + (leader && shown.vote.answers.size() > 1 ? u' ' + standing(shown) : QString());
    return caption;
}

}  // namespace ui::caption
