// Results of an evaluation: one problem's outcome and all problems' summary as the JSON of the STEP evaluation script,
// and the means over problems. Pure functions over run states, any thread.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/run/policy_list.h"
#include "app/run/run_state.h"
#include "app/study/problems.h"

namespace app {

class ModelSession;

/// KV cap in MiB for a run of `options` on the question: `share` of the blocks that its traces need at their peak
/// unpruned, and at least what they need to start.
double kvCapOf(const ModelSession& session, const std::string& question, const RunOptions& options, double share,
               int peakBlocks);

/// The object of question_NNNN.json: the keys of the STEP evaluation script, and ours beside them.
nlohmann::json questionOf(const RunState& state, const Problem& problem, int questionIndex);

/// Means over problems, as `eval --json` prints them.
struct PolicySummary {
    std::string policy;
    int problems = 0;
    int withoutAnswer = 0;   ///< of these problems: run, not judged
    double accuracy = 0;     ///< 0..1, of those that were judged
    double tokens = 0;       ///< generated, per problem
    double recomputed = 0;   ///< tokens whose KV was computed again, per problem
    double probeTokens = 0;  ///< of consensus probes, per problem
    double latencyS = 0;     ///< wall-clock, per problem
    double waitShare = 0;    ///< time that traces waited for memory / time that traces were alive
    double pruned = 0;       ///< traces, per problem
};

/// @param questions  objects made by questionOf()
PolicySummary summarise(const std::string& policy, const std::vector<nlohmann::json>& questions);
nlohmann::json toJson(const PolicySummary& summary);

/// What one policy's benchmark_summary.json has of the STEP evaluation script's.
struct BenchmarkPlace {
    std::string problemsPath;
    std::string modelPath;
    std::string outputFolder;
    int traces = 0;       ///< of each question
    bool isTimed = true;  ///< each question had the device to itself
};
nlohmann::json benchmarkSummaryOf(const BenchmarkPlace& place, const std::vector<nlohmann::json>& questions);

/// question_0007.json
std::string questionFileName(int questionIndex);

}  // namespace app
