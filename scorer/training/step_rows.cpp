#include "scorer/training/step_rows.h"

#include <charconv>
#include <cstring>
#include <stdexcept>

#include "engine/files/safetensors_writer.h"
#include "kernels/half.h"
#include "scorer/training/step_rows_check.h"
#include "scorer/training/step_rows_file.h"

namespace scorer {
namespace {

template <class T>
engine::HostTensor tensorOf(const char* name, engine::StorageType type, std::vector<std::int64_t> shape,
                            const std::vector<T>& values) {
    return {name, type, std::move(shape), std::as_bytes(std::span(values))};
}

std::string shortest(double value) {
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

}  // namespace

void StepRows::addStep(std::int32_t traceId, std::int32_t endTokens, std::span<const float> row) {
    if (width < 1 || row.size() != static_cast<std::size_t>(width)) {
        throw std::invalid_argument("step rows: expected a row of width " + std::to_string(width) + ", got " +
                                    std::to_string(row.size()));
    }
    for (const float value : row) hidden.push_back(kernels::floatToHalf(value));
    trace.push_back(traceId);
    end.push_back(endTokens);
}

void StepRows::addTrace(std::int32_t traceId, bool isRight) {
    traceIds.push_back(traceId);
    right.push_back(isRight ? 1 : 0);
}

void writeStepRows(const std::filesystem::path& path, const StepRows& rows) {
    const std::string fileName = path.string();
    checkStepRows({.info = rows.info,
                   .width = rows.width,
                   .hidden = std::as_bytes(std::span(rows.hidden)),
                   .trace = rows.trace,
                   .end = rows.end,
                   .traceIds = rows.traceIds,
                   .right = rows.right},
                  fileName);
    const auto steps = static_cast<std::int64_t>(rows.trace.size());
    const auto traces = static_cast<std::int64_t>(rows.traceIds.size());
    using enum engine::StorageType;
    const std::vector<engine::HostTensor> tensors{
        tensorOf("hidden", F16, {steps, rows.width}, rows.hidden), tensorOf("trace", I32, {steps}, rows.trace),
        tensorOf("end", I32, {steps}, rows.end), tensorOf("trace_ids", I32, {traces}, rows.traceIds),
        tensorOf("right", U8, {traces}, rows.right)};
    engine::writeSafetensors(path, tensors,
                             {{"format", kStepRowsFormat},
                              {"question", rows.info.question},
                              {"answer", rows.info.answer},
                              {"model", rows.info.modelName},
                              {"model_sha256", rows.info.modelSha256},
                              {"seed", std::to_string(rows.info.seed)},
                              {"temperature", shortest(rows.info.temperature)},
                              {"n", std::to_string(rows.info.n)},
                              {"fingerprint", rows.info.fingerprint}});
}

StepRows readStepRows(const std::filesystem::path& path) {
    const StepRowsFile file = StepRowsFile::open(path);
    StepRows rows;
    rows.info = file.info();
    rows.width = file.width();
    rows.trace = file.trace();
    rows.end = file.end();
    rows.traceIds = file.traceIds();
    rows.right = file.right();
    const auto width = static_cast<std::size_t>(rows.width);
    rows.hidden.resize(file.stepCount() * width);
    for (std::size_t step = 0; step < file.stepCount(); ++step)
        std::memcpy(rows.hidden.data() + step * width, file.row(step).data(), width * sizeof(std::uint16_t));
    return rows;
}

}  // namespace scorer
