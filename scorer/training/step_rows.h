// The hidden rows at step boundaries of one problem's traces on disk, so that sampling can stop and continue: one
// `.safetensors` file a problem, with tensors hidden F16 [steps, width], trace I32 [steps] (the id of the trace that
// the step belongs to), end I32 [steps] (generated tokens up to the step's end), trace_ids I32 [traces], right U8
// [traces], and as metadata format, question, answer, model, model_sha256, seed, temperature, n, fingerprint. Steps of
// several traces may alternate; those of one trace are in order. Files are untrusted when read. No state, any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace scorer {

struct StepRowsInfo {
    std::string question;
    std::string answer;  ///< the right one
    std::string modelName;
    std::string modelSha256;
    std::uint64_t seed = 0;
    double temperature = 0;
    int n = 0;                     ///< traces sampled; those that gave no answer are not in the file
    std::string fingerprint = {};  ///< what the sampling depended on, as JSON; empty in files of older versions

    bool operator==(const StepRowsInfo&) const = default;
};

struct StepRows {
    StepRowsInfo info;
    int width = 0;                       ///< d of the model
    std::vector<std::uint16_t> hidden;   ///< [steps, width] bits of float16
    std::vector<std::int32_t> trace;     ///< [steps] one of traceIds
    std::vector<std::int32_t> end;       ///< [steps] at least 1, rising within a trace
    std::vector<std::int32_t> traceIds;  ///< [traces] each once, at least 0
    std::vector<std::uint8_t> right;     ///< [traces] 1: its answer is right

    /// Appends a step. `row` [width] is rounded to the nearest half; what is above the largest half becomes that.
    void addStep(std::int32_t traceId, std::int32_t endTokens, std::span<const float> row);
    void addTrace(std::int32_t traceId, bool isRight);

    bool operator==(const StepRows&) const = default;
};

/// Writes the file whole or not at all. Throws std::runtime_error naming the file when it cannot be written or the rows
/// are not as described above.
void writeStepRows(const std::filesystem::path& path, const StepRows& rows);

/// Throws std::runtime_error with one line: file, field, expected, found.
StepRows readStepRows(const std::filesystem::path& path);

}  // namespace scorer
