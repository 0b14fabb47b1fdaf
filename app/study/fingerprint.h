// What decides the results in a folder: the problems, the model, its scorer, the program and every option of the runs.
// A folder keeps it beside its results, and results with another one are refused. Pure functions over values and the
// model's files, any thread.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>

#include "app/run/model_session.h"
#include "app/study/problems.h"

namespace app {

/// Goes up by one whenever the program gets other results from the same problems, model and options.
inline constexpr int kResultsVersion = 1;

/// The options of a run that its results depend on: all of its JSON but for a few named keys.
nlohmann::json resultOptions(const RunOptions& options);

/// A name for a model's files: the hash of its weights, or where they are large that of their sizes and of samples from
/// them; and of what says how they are used. Throws std::runtime_error if a file cannot be read.
std::string modelIdentity(const ModelInfo& model);

/// Of the questions, the answers and the problems' numbers.
std::string problemsSha256(std::span<const Problem> problems);

/// Of runs of `options`: results_version, backend, model, scorer, options, and kv_type where it is not the device's
/// own.
nlohmann::json fingerprintOf(const ModelSession& session, const RunOptions& options);
/// The same, and the problems.
nlohmann::json fingerprintOf(const ModelSession& session, const RunOptions& options, std::span<const Problem> problems);

struct Difference {
    std::string field;  ///< "options.temperature"
    std::string kept;   ///< as text
    std::string asked;
};

/// The first field in which two fingerprints differ, by the order of their names.
std::optional<Difference> findDifference(const nlohmann::json& kept, const nlohmann::json& asked);

/// Throws UsageError with one line if they differ: file, field, both values and what to do.
void requireSameFingerprint(const std::filesystem::path& file, const nlohmann::json& kept, const nlohmann::json& asked);

}  // namespace app
