#include "ui/paint/glossary.h"

#include <QCoreApplication>
#include <algorithm>

namespace ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("ui", text);
}

}  // namespace

std::vector<Term> glossary() {
    std::vector<Term> terms = {
        {tr("Trace"), tr("One attempt of the model at the problem, from the first thought to the answer. The traces of "
                         "a run reason side by side and draw different tokens.")},
        {tr("Lane"), tr("The row of one trace in the middle of the window. Its strip holds the trace's steps from left "
                        "to right.")},
        {tr("Token"), tr("The piece of text that a model writes at a time, about three quarters of an English word.")},
        {tr("Step"), tr("A part of a trace up to the next blank line. The scorer looks at the end of each step.")},
        {tr("Step score"), tr("How likely the scorer thinks it is, at the end of a step, that the trace ends with the "
                              "right answer: 0 to 1. Red is low, blue is high.")},
        {tr("Trace score"), tr("What a trace's step scores add up to: their mean, unless another rule is chosen. It "
                               "decides who is pruned and how much a vote weighs.")},
        {tr("Step scorer"), tr("A small network with two layers. It reads the model's hidden state at the end of a "
                               "step and gives the step score. It was trained on traces with known outcome.")},
        {tr("Policy"), tr("The rule that decides what happens when memory is full, which traces end early, and how "
                          "votes are weighed.")},
        {tr("STEP"), tr("The policy of this program's method (arXiv 2601.09093): when memory is full, the trace with "
                        "the lowest score is pruned, so that no other trace has to wait.")},
        {tr("Self-consistency"), tr("The policy without pruning: all traces run to their end, and each has one vote. "
                                    "When memory is full, traces wait.")},
        {tr("KV cache"), tr("The memory in which a model keeps what it has read and written, so that it need not read "
                            "it again for each token. It grows with every token of every trace.")},
        {tr("Block"), tr("The unit in which the KV cache is handed out: room for 16 tokens of one trace. Traces share "
                         "the blocks of the problem's text.")},
        {tr("Saturated"), tr("The KV cache has no free block left, and a trace needs one. Now the policy has to act.")},
        {tr("Pruned"), tr("Given up, so that its blocks are free for other traces. A pruned trace writes nothing more "
                          "and has no vote, unless that is chosen.")},
        {tr("Next victim"), tr("The running trace that would be pruned if memory were full at this moment.")},
        {tr("Waiting"), tr("The trace lost its blocks because memory was full, and goes on when enough are free "
                           "again. STEP is made so that this does not happen.")},
        {tr("Recomputed"), tr("Tokens whose place in the KV cache was given away while their trace waited. The model "
                              "has to read them again before the trace goes on.")},
        {tr("Vote"), tr("Every trace that finishes votes for its answer. Answers that are mathematically equal count "
                        "as one.")},
        {tr("Weight"), tr("What a vote counts: under STEP the trace's score, under DeepConf its confidence, under "
                          "self-consistency 1.")},
        {tr("Margin"), tr("The leading answer's weight minus that of the second. At 0 there is a tie.")},
        {tr("AUC"), tr("How well scores tell right traces from wrong ones: the chance that a right one has the higher "
                       "score. 0.5 is guessing, 1 is perfect.")},
        {tr("F1"), tr("How well a scorer names the right traces at a threshold of 0.5: the harmonic mean of precision "
                      "and recall. 1 is perfect.")},
        {tr("Calibration error"), tr("How far step scores lie from what really happens. At 0, of all steps with score "
                                     "0.7, 70 % lie on traces that end right.")},
        {tr("Pass"), tr("One run of the model's layers, which writes the next token of every running trace.")},
        {tr("Prefill"), tr("The passes that read the problem's text before the first token is written.")},
        {tr("Known answer"), tr("The right answer, where somebody gave one. It marks answers as right or wrong and "
                                "changes nothing in the run.")},
    };
    std::ranges::sort(terms, [](const Term& a, const Term& b) { return a.word.localeAwareCompare(b.word) < 0; });
    return terms;
}

QString meaningOf(const QString& word) {
    for (const Term& term : glossary()) {
        if (term.word == word) return term.meaning;
    }
    Q_ASSERT_X(false, "meaningOf", "the glossary lacks this word");
    return {};
}

}  // namespace ui
