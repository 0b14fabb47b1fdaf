#include "app/run/hidden_file.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <tuple>

#include "app/run/hidden_format.h"
#include "engine/files/json_text.h"
#include "engine/files/sha256.h"
#include "kernels/half.h"

namespace app {
namespace {

// A file is input: what none of ours holds takes no memory.
constexpr std::uint64_t kMaxRecords = std::uint64_t{1} << 22;
constexpr int kMaxTrace = 1 << 15;
constexpr int kMaxEnd = 1 << 26;

int majorOf(const std::string& format) {
    const auto digits = format.substr(0, format.find('.'));
    const bool isNumber = !digits.empty() && digits.size() < 6 &&
                          std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
    return isNumber ? std::stoi(digits) : 0;
}

}  // namespace

std::string hiddenPathOf(const std::string& recordingPath) {
    return recordingPath + ".hidden";
}

bool hasHiddenFile(const std::string& recordingPath) {
    std::error_code error;
    return std::filesystem::exists(hiddenPathOf(recordingPath), error);
}

std::string identityOfRun(const RunStarted& header) {
    // What another version of the program writes in the same way, and no other run has.
    engine::Sha256 hash;
    for (const std::string& part :
         {header.startedAt, header.backend, header.model.sha256, header.problem, header.options.systemPrompt,
          std::to_string(header.options.sampling.seed), std::to_string(header.options.traces),
          std::to_string(header.promptTokens), std::to_string(header.kvBlocks)}) {
        hash.add(std::to_string(part.size()) + ":");
        hash.add(part);
    }
    return hash.finishHex();
}

HiddenFile::HiddenFile(const std::string& path, const RunStarted& header)
    : m_path(path), m_file(engine::RegularFile::open(path)) {
    readEntries(readHeader(header));
}

/// Where the records begin.
std::uint64_t HiddenFile::readHeader(const RunStarted& header) {
    std::string text(std::min(m_file.size(), hidden::kMaxHeaderBytes), '\0');
    text.resize(m_file.readSome(0, std::as_writable_bytes(std::span(text))));
    const std::size_t end = text.find('\n');
    if (end == std::string::npos) throw std::runtime_error(m_path + ": not a file of hidden rows: it has no header");
    const nlohmann::json json = engine::parseJson(std::string_view(text).substr(0, end), m_path, {.depth = 4});
    const engine::JsonObject head(json, m_path);
    if (head.findString("e") != "hidden") throw std::runtime_error(m_path + ": not a file of hidden rows");
    const std::string format = head.requireString("format");
    const int major = majorOf(format);
    if (major != hidden::kOldestMajor && major != hidden::kCheckedMajor)
        head.fail("format", "expected 1 or 2, found " + engine::inQuotes(format) + "; a newer version may read it");
    m_isChecked = major >= hidden::kCheckedMajor;
    m_headerChecksum = hidden::checksum(0, std::as_bytes(std::span(text).first(end + 1)));
    m_width = static_cast<std::size_t>(head.requireInt("hidden_size", 1, hidden::kMaxHiddenSize));
    const std::string type = head.requireString("type");
    if (type != hidden::kFloat32 && type != hidden::kFloat16)
        head.fail("type", "expected float32 or float16, found " + engine::inQuotes(type));
    m_isFloat32 = type == hidden::kFloat32;
    m_thoughtTokens = head.findInt("thought_tokens", 1, kMaxEnd);
    if (static_cast<int>(m_width) != header.model.hiddenSize || head.requireString("model") != header.model.sha256)
        throw std::runtime_error(m_path + ": its rows are of another model than the recording; remove the file");
    if (head.requireString("run") != identityOfRun(header))
        throw std::runtime_error(m_path + ": its rows are of another run than the recording; remove the file");
    return end + 1;
}

std::size_t HiddenFile::headBytes() const {
    return hidden::kHeadBytes + (m_isChecked ? sizeof(hidden::Checksum) : 0);
}

std::size_t HiddenFile::recordBytes() const {
    return headBytes() + 2 * m_width * valueBytes() + (m_isChecked ? sizeof(hidden::Checksum) : 0);
}

/// The heads of all whole records; the last one may have been cut off.
void HiddenFile::readEntries(std::uint64_t from) {
    const std::uint64_t bytes = recordBytes();
    const std::uint64_t count = (m_file.size() - from) / bytes;
    if (count > kMaxRecords)
        throw std::runtime_error(m_path + ": expected at most " + std::to_string(kMaxRecords) + " steps, found " +
                                 std::to_string(count));
    m_entries.reserve(count);
    for (std::uint64_t i = 0; i < count; ++i) {
        std::array<std::byte, hidden::kHeadBytes + sizeof(hidden::Checksum)> raw{};
        const std::uint64_t offset = from + i * bytes;
        if (m_file.readSome(offset, std::span(raw).first(headBytes())) != headBytes()) break;
        hidden::RecordHead head{};
        hidden::Checksum kept = 0;
        std::memcpy(head.data(), raw.data(), hidden::kHeadBytes);
        std::memcpy(&kept, raw.data() + hidden::kHeadBytes, sizeof kept);
        const auto [trace, end, token, thoughtTokens] = head;
        const bool isIntact =
            !m_isChecked || kept == hidden::checksum(m_headerChecksum, std::span(raw).first(hidden::kHeadBytes));
        const bool isSane = isIntact && trace >= 1 && trace <= kMaxTrace && end >= 1 && end <= kMaxEnd && token >= 0 &&
                            thoughtTokens >= 0 && thoughtTokens <= end;
        if (!isSane)
            throw std::runtime_error(m_path + ": step " + std::to_string(i + 1) + " is damaged: trace " +
                                     std::to_string(trace) + ", end " + std::to_string(end) + ", token " +
                                     std::to_string(token) + "; remove the file");
        m_entries.push_back({TraceId{trace}, end, TokenId{token}, thoughtTokens, offset});
    }
    const auto key = [](const Entry& e) { return std::tuple(index(e.trace), e.end); };
    std::ranges::stable_sort(m_entries, {}, key);
    const auto isSame = [&key](const Entry& a, const Entry& b) { return key(a) == key(b); };
    m_entries.erase(std::unique(m_entries.begin(), m_entries.end(), isSame), m_entries.end());
}

const HiddenFile::Entry* HiddenFile::find(TraceId trace, int end) const {
    const auto key = [](const Entry& e) { return std::tuple(index(e.trace), e.end); };
    const auto found = std::ranges::lower_bound(m_entries, std::tuple(index(trace), end), {}, key);
    return found != m_entries.end() && found->trace == trace && found->end == end ? &*found : nullptr;
}

/// @param record  all of it
void HiddenFile::requireChecksum(const Entry& entry, std::span<const std::byte> record) const {
    const std::span<const std::byte> head = record.first(hidden::kHeadBytes);
    const std::span<const std::byte> rows = record.subspan(headBytes(), 2 * m_width * valueBytes());
    hidden::Checksum kept = 0;
    std::memcpy(&kept, record.last(sizeof kept).data(), sizeof kept);
    if (kept == hidden::checksum(hidden::checksum(m_headerChecksum, head), rows)) return;
    throw std::runtime_error(m_path + ": the rows of trace " + std::to_string(index(entry.trace)) +
                             "'s step up to token " + std::to_string(entry.end) +
                             " are damaged: their checksum differs; remove the file");
}

/// @param part  0: the row, 1: the thought
std::vector<float> HiddenFile::valuesAt(const Entry& entry, std::size_t part) const {
    std::vector<std::byte> record(recordBytes());
    if (m_file.readSome(entry.offset, record) != record.size())
        throw std::runtime_error(m_path + ": the file has become shorter while it was read");
    if (m_isChecked) requireChecksum(entry, record);
    const std::size_t partBytes = m_width * valueBytes();
    const std::span<const std::byte> bytes = std::span(record).subspan(headBytes() + part * partBytes, partBytes);
    std::vector<float> values(m_width);
    if (m_isFloat32) {
        std::memcpy(values.data(), bytes.data(), bytes.size());
    } else {
        for (std::size_t i = 0; i < m_width; ++i) {
            std::uint16_t half = 0;
            std::memcpy(&half, bytes.data() + i * sizeof half, sizeof half);
            values[i] = kernels::halfToFloat(half);
        }
    }
    if (!std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); }))
        throw std::runtime_error(m_path + ": the rows of trace " + std::to_string(index(entry.trace)) +
                                 "'s step up to token " + std::to_string(entry.end) +
                                 " contain values that are not numbers; remove the file");
    return values;
}

}  // namespace app
