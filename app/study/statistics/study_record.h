// What a study keeps of each run, and of itself: plain values and their JSON. Everything in its tables and pictures is
// computed from these files alone. Pure, any thread.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace app {

/// One setting of a study: every problem is run once under it.
struct StudyCell {
    std::string policy;  ///< as `eval --policies` names it: "step", "sc", "step:random"
    int traces = 0;      ///< n; 1 for cot
    double memory = 1;   ///< KV cache on the study's memory axis; 1 in the unpruned runs
    std::uint64_t seed = 0;
    /// The problem had the device to itself, so its times mean something; else several problems shared each pass.
    bool alone = false;

    bool operator==(const StudyCell&) const = default;
};

/// One trace of a run.
struct StudyTrace {
    std::string state;                  ///< "finished", "length", "pruned", "stopped"
    int tokens = 0;                     ///< generated
    std::optional<bool> right;          ///< its own answer, where it has one
    std::vector<float> scores;          ///< step scores in order; kept for the reference cells (sc, memory 1) alone
    std::vector<int> stepEnds;          ///< [scores] generated tokens up to each step's end
    std::vector<float> logProbability;  ///< [10] mean over its first 10, 20 ... 100 % of tokens; reference cells alone
    /// Pruned traces: whether the same trace, left alone, ended right (true), wrong or without answer (false). Empty if
    /// it cannot be known: the unpruned run's trace began with other text.
    std::optional<bool> wouldBeRight;
};

/// One problem under one setting.
struct StudyRecord {
    StudyCell cell;
    int problem = 0;       ///< its number in its set, from 0
    std::string family;    ///< empty if the set has none
    int level = 0;         ///< 0 if the set has none
    bool correct = false;  ///< the vote's leader is the known answer
    std::optional<std::string> answer;
    std::int64_t generated = 0;   ///< tokens
    std::int64_t recomputed = 0;  ///< tokens
    std::int64_t probe = 0;       ///< tokens of consensus probes; in records of older versions they are in `generated`
    int pruned = 0;               ///< traces that were pruned or stopped early
    int peakBlocks = 0;
    int kvBlocks = 0;
    double latencyS = 0;  ///< wall-clock; to be used where cell.alone
    double waitedS =
        0;  ///< summed over traces: preempted and waiting for memory; queueing for the first admission is not in it
    double aliveS = 0;  ///< summed over traces: from when it could run (RunState::aliveS) to its end
    std::vector<StudyTrace> traces;
};

/// What a study's memory values are.
enum class MemoryAxis {
    PeakShare,    ///< a share of what a problem's n traces need at their peak unpruned
    Utilization,  ///< of the device's memory; on the CPU of the cap that --kv-cache-mib gives
};

/// What was run on what.
struct StudySetup {
    std::string programVersion;
    std::string startedAt;  ///< ISO 8601, UTC
    std::string model;
    std::int64_t parameters = 0;
    std::string backend;  ///< "cpu", "cuda", "server"
    std::string device;   ///< as people know it
    std::string scorer;   ///< file name; empty without one
    std::string scorerSha256;
    std::string problemsFile;  ///< file name
    std::string problemsSha256;
    int problems = 0;
    int skippedLines = 0;      ///< of the file, unusable
    int unusableProblems = 0;  ///< that the model could not run: too long, blank, refused by its template
    int aloneProblems = 0;     ///< of the problems, how many were run alone as well, for their times
    int parallel = 1;          ///< problems in one batch, for the others
    double temperature = 0;
    double topP = 1;
    int topK = 0;
    int maxTokens = 0;
    std::vector<std::string> policies;
    std::vector<int> traces;
    MemoryAxis memoryAxis = MemoryAxis::PeakShare;
    std::vector<double> memory;
    std::vector<std::uint64_t> seeds;
    std::vector<std::string> notes;  ///< parameters of single policies, one sentence each
    std::string fingerprint;  ///< what its results depend on, as JSON (app/study/fingerprint.h); empty in older studies
};

/// A server makes traces wait and does not say how long.
inline bool knowsWaiting(const StudySetup& setup) {
    return setup.backend != "server";
}

nlohmann::json toJson(const StudyRecord& record);
nlohmann::json toJson(const StudySetup& setup);
/// Throw std::runtime_error naming the field that is missing or of another type.
StudyRecord studyRecordFrom(const nlohmann::json& value);
StudySetup studySetupFrom(const nlohmann::json& value);

}  // namespace app
