// The run options of the command line, shared by stepscope and stepscope-cli.
// Plain values, one thread.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/run/given_options.h"
#include "app/run/load_model.h"

namespace app {

/// What the command line said about a run; nothing is filled in that was not given.
struct CliRunOptions {
    std::optional<std::string> problem;
    std::optional<std::string> problemFile;
    std::optional<int> example;  ///< 1-based number of an example that comes with the program
    std::optional<std::string> knownAnswer;
    std::optional<std::string> recordPath;
    std::string modelPath;                  ///< or a found model's name; empty: the embedded demo model
    std::vector<std::string> modelFolders;  ///< further folders to look for models in
    std::optional<std::string> scorerPath;
    bool serverKeyring = false;  ///< the key of --server is in the system's keyring
    std::string serverKeyFile;   ///< with the key of --server; empty: from the environment
    std::string serverCaFile;    ///< certificates to trust; empty: the system's
    GivenOptions given;

    std::optional<PolicyKind> policy() const;
    void setDevice(BackendChoice backend, std::optional<int> device);
    /// Weights as a recording had them, where the command line asks for none.
    void preferWeights(WeightChoice weights);
    /// The model, scorer, device and weights that were asked for.
    LoadModel loadOrder() const;
    /// Lays what was given over a model's defaults.
    RunOptions applyTo(RunOptions defaults) const;
    /// The problem's text, from --problem, --problem-file or --example; empty where none was given.
    /// Throws std::runtime_error where it cannot be read or several were given.
    std::optional<std::string> findProblem() const;
    /// --answer, or the example's.
    std::optional<std::string> findKnownAnswer() const;
};

/// --model --scorer --backend and everything that shapes a run.
void addRunOptions(CLI::App& command, CliRunOptions& options);
/// The options of those rows of the option table alone.
void addOptionsOf(CLI::App& command, std::span<const std::string_view> keys, GivenOptions& given);
/// --model --models-dir --scorer --backend --device --weights: the model alone, for commands whose run is given.
void addModelOptions(CLI::App& command, CliRunOptions& options);
/// --backend --device, for commands that take no other run options.
void addDeviceOptions(CLI::App& command, BackendChoice& backend, std::optional<int>& device);
/// --kv-type --weights, for commands that take no other run options.
void addTypeOptions(CLI::App& command, KvChoice& kvType, std::optional<WeightChoice>& weights);
/// --problem --problem-file --example --answer --record.
void addProblemOptions(CLI::App& command, CliRunOptions& options);

}  // namespace app
