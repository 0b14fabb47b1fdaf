#include "ui/setup/policy_text.h"

#include <QCoreApplication>

namespace ui {
namespace {
QString tr(const char* text) {
    return QCoreApplication::translate("PolicyText", text);
}
}  // namespace

QString policyTitle(app::PolicyKind policy) {
    using app::PolicyKind;
    switch (policy) {
        case PolicyKind::Cot: return tr("CoT");
        case PolicyKind::SelfConsistency: return tr("Self-consistency");
        case PolicyKind::ScStatic: return tr("Self-consistency, queued");
        case PolicyKind::SlimSc: return tr("Slim-SC, hidden-state similarity");
        case PolicyKind::DeepConfLow: return tr("DeepConf-low");
        case PolicyKind::DeepConfHigh: return tr("DeepConf-high");
        case PolicyKind::Step: return tr("STEP");
        case PolicyKind::StepRefill: return tr("STEP with refill");
    }
    return {};
}

QString policyExplanation(app::PolicyKind policy) {
    using app::PolicyKind;
    switch (policy) {
        case PolicyKind::Cot:
            return tr(
                "One trace reasons alone, and its answer is the answer. What every other policy is measured "
                "against: the cheapest, and the least sure.");
        case PolicyKind::SelfConsistency:
            return tr(
                "n traces reason at once and each finished one has one vote. When memory is full, the trace "
                "that came last gives its memory up, waits, and later computes its tokens again, as vLLM does. "
                "Nothing is lost but time.");
        case PolicyKind::ScStatic:
            return tr(
                "Self-consistency for which nobody is interrupted if it can be helped: only as many traces run "
                "at once as fit at the longest length seen so far, and the others queue. The second fair "
                "baseline: less is computed twice, and more time is spent in the queue.");
        case PolicyKind::SlimSc:
            return tr(
                "When two running traces think alike, one of them is given up, drawn by the seed. A thought is "
                "a step of at least so many tokens, compared by the cosine of the mean last-layer hidden rows "
                "of its tokens; a trace takes part once it is as long as the given share of the longest one. "
                "After arXiv 2509.13990, whose embedding and delay are not public: these are ours. Plain "
                "majority; when memory is full, traces wait.");
        case PolicyKind::DeepConfLow:
        case PolicyKind::DeepConfHigh: {
            const QString share = policy == PolicyKind::DeepConfLow
                                      ? tr("Low keeps only the most confident traces: about 2 of 16 pass.")
                                      : tr("High stops only the least confident traces: about 14 of 16 pass.");
            return tr("Confidence of a token is the mean of \u2212ln p over the 20 likeliest tokens; a group is a "
                      "window of tokens. The warm-up traces run to their end, and a percentile of their lowest group "
                      "confidences becomes the threshold. Every later trace stops once its window falls below it. "
                      "Votes weigh as much as the trace's lowest group confidence; warm-up traces below the threshold "
                      "do not vote.") +
                   u' ' + share + u' ' + tr("When memory is full, traces wait. arXiv 2508.15260.");
        }
        case PolicyKind::Step:
            return tr(
                "A small scorer reads the model's hidden state at the end of every step and says how likely the "
                "trace is right. When memory is full, the trace with the lowest mean score is pruned, so nobody "
                "waits, and the vote weighs each finished trace by its score. arXiv 2601.09093.");
        case PolicyKind::StepRefill:
            return tr(
                "STEP, and every so many passes the room that pruning and finishing have left is filled with "
                "branches of the best-scored traces; without room the worst give way to them. A branch shares "
                "its parent's text, scores and memory up to where it leaves, then draws its own tokens. The run "
                "ends when n traces have completed. Branches are correlated: their votes count for less than "
                "they seem to. After Gambit, arXiv 2608.08020.");
    }
    return {};
}

}  // namespace ui
