#include "scorer/training/step_rows_file.h"

#include <charconv>
#include <cstring>
#include <stdexcept>

#include "engine/files/json_text.h"
#include "scorer/training/step_rows_check.h"

namespace scorer {
namespace {

using engine::inQuotes;
using engine::SafetensorsFile;
using engine::StorageType;

[[noreturn]] void fail(const SafetensorsFile& file, const std::string& field, const std::string& problem) {
    throw std::runtime_error(file.path().string() + ": " + field + ": " + problem);
}

const engine::TensorEntry& requireEntry(const SafetensorsFile& file, const char* name, StorageType type,
                                        std::size_t dimensions) {
    const engine::TensorEntry* entry = file.find(name);
    const std::string expected = "expected " + std::string(engine::storageName(type)) + " of " +
                                 std::to_string(dimensions) + (dimensions == 1 ? " dimension" : " dimensions");
    if (entry == nullptr) fail(file, name, expected + ", found no such tensor");
    if (entry->type != type || entry->shape.size() != dimensions) {
        fail(file, name,
             expected + ", found " + std::string(engine::storageName(entry->type)) + " " +
                 engine::shapeText(entry->shape));
    }
    return *entry;
}

template <class T>
std::vector<T> requireVector(const SafetensorsFile& file, const char* name, StorageType type) {
    const auto bytes = file.bytes(requireEntry(file, name, type, 1));
    std::vector<T> values(bytes.size() / sizeof(T));
    if (!values.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
}

const std::string& requireText(const SafetensorsFile& file, const char* name) {
    const auto found = file.metadata().find(name);
    if (found == file.metadata().end()) fail(file, name, "expected this metadata, found none");
    return found->second;
}

/// Empty if there is none.
std::string findText(const SafetensorsFile& file, const char* name) {
    const auto found = file.metadata().find(name);
    return found == file.metadata().end() ? std::string() : found->second;
}

template <class T>
T requireNumber(const SafetensorsFile& file, const char* name) {
    const std::string& text = requireText(file, name);
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
        fail(file, name, "expected a number, found " + inQuotes(text));
    return value;
}

StepRowsInfo readInfo(const SafetensorsFile& file) {
    const std::string& format = requireText(file, "format");
    if (format != kStepRowsFormat)
        fail(file, "format", "expected " + inQuotes(kStepRowsFormat) + ", found " + inQuotes(format));
    return {.question = requireText(file, "question"),
            .answer = requireText(file, "answer"),
            .modelName = requireText(file, "model"),
            .modelSha256 = requireText(file, "model_sha256"),
            .seed = requireNumber<std::uint64_t>(file, "seed"),
            .temperature = requireNumber<double>(file, "temperature"),
            .n = requireNumber<int>(file, "n"),
            .fingerprint = findText(file, "fingerprint")};
}

}  // namespace

StepRowsFile StepRowsFile::open(const std::filesystem::path& path) {
    StepRowsFile rows(SafetensorsFile::open(path));
    const SafetensorsFile& file = rows.m_file;
    rows.m_info = readInfo(file);
    const engine::TensorEntry& hidden = requireEntry(file, "hidden", StorageType::F16, 2);
    if (hidden.shape[1] < 1 || hidden.shape[1] > kMaxRowWidth) {
        fail(file, "hidden",
             "expected a width of 1 to " + std::to_string(kMaxRowWidth) + ", found shape " +
                 engine::shapeText(hidden.shape));
    }
    rows.m_width = static_cast<int>(hidden.shape[1]);
    rows.m_hidden = file.bytes(hidden);
    rows.m_trace = requireVector<std::int32_t>(file, "trace", StorageType::I32);
    rows.m_end = requireVector<std::int32_t>(file, "end", StorageType::I32);
    rows.m_traceIds = requireVector<std::int32_t>(file, "trace_ids", StorageType::I32);
    rows.m_right = requireVector<std::uint8_t>(file, "right", StorageType::U8);
    if (hidden.shape[0] != static_cast<std::int64_t>(rows.m_trace.size())) {
        fail(file, "hidden",
             "expected " + std::to_string(rows.m_trace.size()) + " rows as in trace, found shape " +
                 engine::shapeText(hidden.shape));
    }
    checkStepRows({.info = rows.m_info,
                   .width = rows.m_width,
                   .hidden = rows.m_hidden,
                   .trace = rows.m_trace,
                   .end = rows.m_end,
                   .traceIds = rows.m_traceIds,
                   .right = rows.m_right},
                  path.string());
    return rows;
}

std::span<const std::byte> StepRowsFile::row(std::size_t step) const {
    const std::size_t bytes = static_cast<std::size_t>(m_width) * sizeof(std::uint16_t);
    return m_hidden.subspan(step * bytes, bytes);
}

}  // namespace scorer
