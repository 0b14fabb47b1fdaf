// stepscope-cli manual, which --help does not list: the manual page and the completions, for the build that installs
// them.
#include <cstdio>

#include "app/cli/commands.h"
#include "app/cli/manual.h"

namespace app::cli {
namespace {

constexpr const char* kDescription =
    "Runs many reasoning traces of a language model on one problem, scores each step from the model's hidden state, "
    "and prunes the trace with the lowest score when memory is full. The traces that finish vote on the answer.\n\n"
    "Without --model, the embedded demo model is used. Recordings (.stepscope) can be replayed, compared, exported and "
    "opened in the window, stepscope(1).";

}  // namespace

void addManual(CLI::App& program, Action& action) {
    auto* command = program.add_subcommand("manual", "Print the manual page or a shell's completion");
    command->group("");
    auto format = std::make_shared<std::string>();
    addManualFormat(*command, "format", *format)->required();
    command->callback([&program, format, &action] {
        action = [&program, format] {
            const std::string text = manualText(
                program, *format,
                {.summary = "run, record and compare reasoning traces of a language model",
                 .description = kDescription,
                 .exitStatus = "0: success. 1: the run failed or its output could not be written. 2: bad usage or bad "
                               "input. 128 + N: ended by signal N; 130 is Ctrl+C.",
                 .seeAlso = "stepscope(1)"});
            std::fputs(text.c_str(), stdout);
            return 0;
        };
    });
}

}  // namespace app::cli
