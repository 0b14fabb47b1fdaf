// The commands of stepscope-cli. Each adds itself to the parser; what it returns is the exit code.
// Errors are thrown: UsageError and CLI::Error mean exit code 2, anything else 1.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>

#include "app/cli_options.h"
#include "app/model_session.h"

namespace app::cli {

/// Set once by a subcommand's callback; main runs it after parsing.
using Action = std::function<int()>;

void addRun(CLI::App& program, Action& action);
void addEval(CLI::App& program, Action& action);
void addStudy(CLI::App& program, Action& action);
void addTrainScorer(CLI::App& program, Action& action);
void addReplay(CLI::App& program, Action& action);
void addBench(CLI::App& program, Action& action);
void addTokenize(CLI::App& program, Action& action);
void addLogits(CLI::App& program, Action& action);
void addModels(CLI::App& program, Action& action);

/// The session that the options name, with progress on standard error.
std::unique_ptr<ModelSession> loadSession(const CliRunOptions& options);
/// True once the user pressed Ctrl+C (the first press asks, the second ends the program).
bool isInterrupted();
void catchInterrupts();

}  // namespace app::cli
