// The commands of stepscope-cli. Each adds itself to the parser; what it returns is the exit code.
// Errors are thrown: UsageError and CLI::Error mean exit code 2, other errors 1. Whether standard output could be
// written is main's business.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "app/cli/cli_options.h"
#include "app/run/model_session.h"

namespace app::cli {

/// Set once by a subcommand's callback; main runs it after parsing.
using Action = std::function<int()>;

void addRun(CLI::App& program, Action& action);
void addEval(CLI::App& program, Action& action);
void addStudy(CLI::App& program, Action& action);
void addTrainScorer(CLI::App& program, Action& action);
void addReplay(CLI::App& program, Action& action);
void addCompare(CLI::App& program, Action& action);
void addWhatIf(CLI::App& program, Action& action);
void addRerun(CLI::App& program, Action& action);
void addExport(CLI::App& program, Action& action);
void addFinish(CLI::App& program, Action& action);
void addRescore(CLI::App& program, Action& action);
void addBench(CLI::App& program, Action& action);
void addTokenize(CLI::App& program, Action& action);
void addLogits(CLI::App& program, Action& action);
void addModels(CLI::App& program, Action& action);
void addOptions(CLI::App& program, Action& action);
void addManual(CLI::App& program, Action& action);

/// The session that the options name, with progress on standard error.
std::unique_ptr<ModelSession> loadSession(const CliRunOptions& options);
/// From now on SIGINT (Ctrl+C), SIGTERM and SIGHUP ask the command to end; a second SIGINT or SIGTERM ends the program.
void catchInterrupts();
/// True once one of them came.
bool isInterrupted();
/// The exit code of a command that ended for it, as shells have it: 130, 143 or 129.
int interruptCode();
/// A line on standard error, with the program's name in front; also where memory is used up.
void tell(std::string_view message) noexcept;

}  // namespace app::cli
