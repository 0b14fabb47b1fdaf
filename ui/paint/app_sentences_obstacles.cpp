// Forms of sentences about models, plans and files, and of what stands in the way of something.
#include <QCoreApplication>

#include "ui/paint/app_text.h"

namespace ui {
namespace {

constexpr SentenceForm kForms[] = {
    // Loading.
    {QT_TRANSLATE_NOOP("sentences", "reading the configuration"), ""},
    {QT_TRANSLATE_NOOP("sentences", "reading the tokenizer"), ""},
    {QT_TRANSLATE_NOOP("sentences", "reading the weights"), ""},
    {QT_TRANSLATE_NOOP("sentences", "checking the weights"), ""},
    {QT_TRANSLATE_NOOP("sentences", "this build has no CUDA support"), ""},
    {QT_TRANSLATE_NOOP("sentences", "no CUDA device was found"), ""},
    {QT_TRANSLATE_NOOP("sentences", "CUDA is not usable: %1"), ""},
    {QT_TRANSLATE_NOOP("sentences", "no snapshot of it was downloaded"), ""},
    {QT_TRANSLATE_NOOP("sentences", "config.json is missing"), ""},
    {QT_TRANSLATE_NOOP("sentences", "tokenizer.json is missing"), ""},
    // What stands in the way.
    {QT_TRANSLATE_NOOP("sentences", "stop the run before starting another one"), ""},
    {QT_TRANSLATE_NOOP("sentences", "stop the run before its traces go on"), ""},
    {QT_TRANSLATE_NOOP("sentences", "stop the run before training a scorer"), ""},
    {QT_TRANSLATE_NOOP("sentences", "stop the run before starting a study"), ""},
    {QT_TRANSLATE_NOOP("sentences", "stop the run before scoring a recording"), ""},
    {QT_TRANSLATE_NOOP("sentences", "stop the traces that go on before choosing another scorer"), ""},
    {QT_TRANSLATE_NOOP("sentences", "load a model first, then its scorer"), ""},
    {QT_TRANSLATE_NOOP("sentences", "load the run's model first"), ""},
    {QT_TRANSLATE_NOOP("sentences", "load a model before training a scorer for it"), ""},
    {QT_TRANSLATE_NOOP("sentences", "load a model before starting a study"), ""},
    {QT_TRANSLATE_NOOP("sentences", "load the model that made the recording, %1: %2"), "2"},
    {QT_TRANSLATE_NOOP("sentences", "no hidden rows were kept beside the recording"), ""},
    {QT_TRANSLATE_NOOP("sentences", "no model is loaded"), ""},
    {QT_TRANSLATE_NOOP("sentences", "there is no run to steer"), ""},
    {QT_TRANSLATE_NOOP("sentences", "the run has ended; start a new one from the trace instead"), ""},
    {QT_TRANSLATE_NOOP("sentences", "the text has ended there; choose an earlier step"), ""},
    {QT_TRANSLATE_NOOP("sentences",
                       "it would begin with %1 tokens, and a trace of this run ends at %2; choose an earlier step"),
     ""},
    {QT_TRANSLATE_NOOP("sentences", "every trace of the run has reached its end; there is nothing to finish"), ""},
    {QT_TRANSLATE_NOOP("sentences", "the recording has no run"), ""},
    {QT_TRANSLATE_NOOP("sentences", "the problem is empty; type a question first"), ""},
    {QT_TRANSLATE_NOOP("sentences", "the problem takes %1 tokens, the model's context is %2; shorten it"), ""},
    {QT_TRANSLATE_NOOP("sentences",
                       "the KV cache holds %1 blocks; the prompt and one block for each of %2 traces take %3; use n %4 "
                       "or less, or a KV cache of at least %5 MiB"),
     ""},
    {QT_TRANSLATE_NOOP("sentences",
                       "the KV cache holds %1 blocks; the prompt and one block for each of %2 traces take %3; use a KV "
                       "cache of at least %4 MiB"),
     ""},
    {QT_TRANSLATE_NOOP("sentences",
                       "the KV cache holds %1 blocks; the prompt and one block for each of %2 traces take %3; use n 1, "
                       "or a KV cache of at least %4 MiB"),
     ""},
    {QT_TRANSLATE_NOOP("sentences",
                       "the KV cache holds %1 blocks; the prompt and one block for each of %2 traces take %3; use n %4 "
                       "or less, or a KV cache of at least %5 tokens"),
     ""},
    {QT_TRANSLATE_NOOP("sentences",
                       "the KV cache holds %1 blocks; the prompt and one block for each of %2 traces take %3; use a KV "
                       "cache of at least %4 tokens"),
     ""},
    {QT_TRANSLATE_NOOP("sentences",
                       "the KV cache holds %1 blocks; the prompt and one block for each of %2 traces take %3; use n 1, "
                       "or a KV cache of at least %4 tokens"),
     ""},
    {QT_TRANSLATE_NOOP("sentences", "%1 needs a step scorer; load one (--scorer FILE) or choose another policy"), "1"},
    {QT_TRANSLATE_NOOP("sentences", "%1 has one trace, so it can go on from one"), "1"},
    {QT_TRANSLATE_NOOP(
         "sentences",
         "%1: the model has no chat template; choose a plain prompt (--plain-prompt) to continue without it"),
     ""},
    {QT_TRANSLATE_NOOP("sentences", "%1: the model has no chat template"), ""},
    {QT_TRANSLATE_NOOP("sentences", "hidden rows are not kept: %1; the run continues"), "1"},
    {QT_TRANSLATE_NOOP("sentences", "recording stopped: %1; the run continues"), "1"},
    // Memory plans.
    {QT_TRANSLATE_NOOP("sentences",
                       "the model does not fit: weights and workspace take %1 of %2, of which others use %3"),
     ""},
    {QT_TRANSLATE_NOOP("sentences", "the model does not fit: weights and workspace take %1 of %2"), ""},
    {QT_TRANSLATE_NOOP(
         "sentences",
         "n = %1: the prompt and one block per trace do not fit; use n = %2 or less, or a KV cache of at least %3"),
     ""},
    {QT_TRANSLATE_NOOP("sentences",
                       "n = %1: the prompt and one block per trace do not fit; use a KV cache of at least %2"),
     ""},
    {QT_TRANSLATE_NOOP(
         "sentences", "n = %1: the prompt and one block per trace do not fit; use n = 1, or a KV cache of at least %2"),
     ""},
    {QT_TRANSLATE_NOOP("sentences",
                       "n = %1: a KV cache of %2 cannot be reserved, this process may take %3 more (ulimit -v); use "
                       "--kv-cache-mib below that"),
     ""},
    {QT_TRANSLATE_NOOP("sentences",
                       "n = %1: the traces can fill %2 of KV cache, %3 of memory are free for it; use fewer traces or "
                       "a smaller --kv-cache-mib"),
     ""},
    {QT_TRANSLATE_NOOP("sentences", "n = %1: memory saturates near %2 tokens per trace"), ""},
    {QT_TRANSLATE_NOOP("sentences", "n = %1: memory never saturates, every trace can reach its limit of %2 tokens"),
     ""},
    // What-ifs.
    {QT_TRANSLATE_NOOP("sentences", "the recording holds no trace"), ""},
    {QT_TRANSLATE_NOOP("sentences", "%1 of %2 is incomplete: %3"), "23"},
    {QT_TRANSLATE_NOOP("sentences", "%1 of %2 are incomplete: %3"), "23"},
    {QT_TRANSLATE_NOOP("sentences", "%1; %2 ended for lack of memory (%3)"), "1"},
    {QT_TRANSLATE_NOOP("sentences", "%1; %2 not at its end (%3)"), "1"},
    {QT_TRANSLATE_NOOP("sentences", "%1; %2 pruned (%3)"), "1"},
    {QT_TRANSLATE_NOOP("sentences", "%1; %2 stopped (%3)"), "1"},
    {QT_TRANSLATE_NOOP("sentences", "%1 ended for lack of memory (%2)"), ""},
    {QT_TRANSLATE_NOOP("sentences", "%1 not at its end (%2)"), ""},
    {QT_TRANSLATE_NOOP("sentences", "%1 pruned (%2)"), ""},
    {QT_TRANSLATE_NOOP("sentences", "%1 stopped (%2)"), ""},
    {QT_TRANSLATE_NOOP("sentences", "%1 damaged in the file (%2)"), ""},
    {QT_TRANSLATE_NOOP("sentences",
                       "run the problem again with --policy sc, whose traces all run to their ends, or let the cut "
                       "traces finish, or ask for n %1 or less"),
     ""},
    {QT_TRANSLATE_NOOP("sentences",
                       "run the problem again with --policy sc, whose traces all run to their ends, or let the cut "
                       "traces finish, or ask for n %1"),
     ""},
    {QT_TRANSLATE_NOOP(
         "sentences",
         "run the problem again with --policy sc, whose traces all run to their ends, or let the cut traces finish"),
     ""},
    {QT_TRANSLATE_NOOP("sentences", "the prompt and one block a trace take %1 blocks"), ""},
    {QT_TRANSLATE_NOOP("sentences", "the recorded traces have another %1; run the model for that"), "1"},
    {QT_TRANSLATE_NOOP("sentences", "rule for steps after the thinking"), ""},
    {QT_TRANSLATE_NOOP("sentences",
                       "the recording does not say how long the prompt is or how large a block; record the run again"),
     ""},
    {QT_TRANSLATE_NOOP("sentences", "ask for one trace at least"), ""},
    {QT_TRANSLATE_NOOP("sentences", "the recording holds %1; ask for as many or fewer"), "1"},
    {QT_TRANSLATE_NOOP("sentences", "%1 needs step scores, and the recorded run had no scorer; record it with one"),
     "1"},
    {QT_TRANSLATE_NOOP("sentences",
                       "some recorded steps have no score, because the scorer came late or the file is damaged; record "
                       "the run again"),
     ""},
    {QT_TRANSLATE_NOOP(
         "sentences",
         "%1 needs the confidence of every token, which an older version did not record; record the run again"),
     "1"},
    {QT_TRANSLATE_NOOP(
         "sentences",
         "recorded traces end at %1 tokens, and nobody knows how they would go on; run the model for longer traces"),
     ""},
    {QT_TRANSLATE_NOOP(
         "sentences",
         "%1 branches traces, and a recording does not hold what the branches would draw; run the model for that"),
     "1"},
    {QT_TRANSLATE_NOOP("sentences",
                       "%1 compares hidden states, and no hidden rows were kept with the recording (--record-hidden); "
                       "run the model for that"),
     "1"},
    {QT_TRANSLATE_NOOP("sentences", "%1 branches traces, and a recording does not hold what the branches would draw"),
     "1"},
    {QT_TRANSLATE_NOOP("sentences",
                       "%1 compares hidden states, and no hidden rows were kept with the recording (--record-hidden)"),
     "1"},
    {QT_TRANSLATE_NOOP("sentences",
                       "the consensus probe asks traces for answers, and a recording does not hold what they would "
                       "reply; run the model for that"),
     ""},
    // Servers.
    {QT_TRANSLATE_NOOP("sentences", "%1; %2 lost (%3)"), "1"},
    {QT_TRANSLATE_NOOP("sentences", "%1 lost (%2)"), ""},
    {QT_TRANSLATE_NOOP("sentences", "that needs the model itself, and this run's is on a server"), ""},
    {QT_TRANSLATE_NOOP("sentences", "no model is behind this run, because its passes come from a recording"), ""},
    {QT_TRANSLATE_NOOP("sentences", "traces on a server cannot be forked or edited; use a model of this machine"), ""},
    // Files.
    {QT_TRANSLATE_NOOP("sentences", "%1: the file is empty"), "1"},
    {QT_TRANSLATE_NOOP("sentences", "%1: not a Stepscope recording: the file is empty"), ""},
    {QT_TRANSLATE_NOOP("sentences", "not a Stepscope recording: the first line is no header"), ""},
    {QT_TRANSLATE_NOOP("sentences", "%1: not a Stepscope recording: the first line is no header"), ""},
    {QT_TRANSLATE_NOOP("sentences", "the recording ends in the middle of a line; everything before it is shown"), ""},
    {QT_TRANSLATE_NOOP("sentences", "%1; this line and everything after it are left out"), "1"},
    {QT_TRANSLATE_NOOP("sentences", "%1 of unknown event types skipped"), "1"},
    {QT_TRANSLATE_NOOP("sentences", "1 line"), ""},
    {QT_TRANSLATE_NOOP("sentences", "%1 lines"), "n"},
    {QT_TRANSLATE_NOOP("sentences", "%1: cannot be opened"), ""},
    {QT_TRANSLATE_NOOP("sentences", "%1: no such file"), ""},
    {QT_TRANSLATE_NOOP("sentences", "%1: cannot be written"), ""},
    {QT_TRANSLATE_NOOP("sentences", "%1: cannot be written: %2"), ""},
    {QT_TRANSLATE_NOOP("sentences", "%1: cannot write the recording: %2"), "2"},
    {QT_TRANSLATE_NOOP("sentences", "%1: cannot be removed: %2"), ""},
    {QT_TRANSLATE_NOOP("sentences", "it is not a file"), ""},
    {QT_TRANSLATE_NOOP("sentences", "it is a symbolic link; name the file itself, or another one"), ""},
    {QT_TRANSLATE_NOOP("sentences", "the file exists and is not a recording; choose another name, or remove it"), ""},
    {QT_TRANSLATE_NOOP("sentences", "another run is recording to it; choose another name"), ""},
    {QT_TRANSLATE_NOOP("sentences", "the note has no text"), ""},
    {QT_TRANSLATE_NOOP("sentences", "the note has %1 bytes, at most %2 are kept"), ""},
    {QT_TRANSLATE_NOOP("sentences", "the recording has %1 notes, which is the most; delete one first"), ""},
};

}  // namespace

std::span<const SentenceForm> formsOfObstacles() {
    return kForms;
}

}  // namespace ui
