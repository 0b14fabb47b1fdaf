// Reading the hidden rows that lie beside a recording, FILE.stepscope.hidden: with them another scorer can score it,
// and what-ifs of Slim-SC have something to compare. The file is input: bounds are checked, a cut-off tail is left out.
// Read-only once opened: any thread, several at once.
//
// Format 2: one line of JSON, then records of equal length, little-endian.
//   {"e": "hidden", "format": "2.0", "program", "run" (identity of the recording), "model" (SHA-256), "hidden_size" d,
//    "type": "float32" | "float16", "thought_tokens" (least tokens of a thought, which other policies do not record)}
//   int32 trace, int32 end, int32 token, int32 thought_tokens, uint32 checksum of the header and these four,
//   row [d] of the type, thought [d] of the type, uint32 checksum of the header and all of the record before it
// Checksums are CRC-32 and do not count themselves. Heads are checked when the file is opened, rows when they are read.
// Format 1 has no checksums and is still read: a changed number of a row goes unnoticed there.
// A run on the CPU keeps float32, which is what it computes: what is scored from it equals a live score, bit for bit. A
// GPU computes in bf16, and float16 holds that at half the size.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/run/events.h"
#include "engine/files/regular_file.h"

namespace app {

/// "run.stepscope.hidden" for "run.stepscope".
std::string hiddenPathOf(const std::string& recordingPath);
/// There is a file of that name; whether it can be used, only HiddenFile knows.
bool hasHiddenFile(const std::string& recordingPath);
/// Says whether a file of rows and a recording are of one run.
std::string identityOfRun(const RunStarted& header);

class HiddenFile {
public:
    /// Throws std::runtime_error with one line: the file, what is wrong, what to do. `header` is the recording's.
    HiddenFile(const std::string& path, const RunStarted& header);

    struct Entry {
        TraceId trace{};
        int end = 0;
        TokenId token{};
        int thoughtTokens = 0;
        std::uint64_t offset = 0;  ///< of the record in the file
    };
    /// By trace and end, each once.
    const std::vector<Entry>& entries() const { return m_entries; }
    /// The rows of the trace's step up to so many tokens; null where there are none.
    const Entry* find(TraceId trace, int end) const;
    std::optional<int> thoughtTokens() const { return m_thoughtTokens; }
    int hiddenSize() const { return static_cast<int>(m_width); }
    bool isExact() const { return m_isFloat32; }  ///< rows are as the model computed them, not rounded

    /// [hiddenSize]. Both throw std::runtime_error where the file has shrunk, was changed or holds what is no number.
    std::vector<float> row(const Entry& entry) const { return valuesAt(entry, 0); }
    std::vector<float> thought(const Entry& entry) const { return valuesAt(entry, 1); }

private:
    std::uint64_t readHeader(const RunStarted& header);
    void readEntries(std::uint64_t from);
    std::size_t valueBytes() const { return m_isFloat32 ? 4 : 2; }
    std::size_t headBytes() const;
    std::size_t recordBytes() const;
    void requireChecksum(const Entry& entry, std::span<const std::byte> record) const;
    std::vector<float> valuesAt(const Entry& entry, std::size_t part) const;

    std::string m_path;
    engine::RegularFile m_file;
    std::size_t m_width = 0;
    bool m_isFloat32 = false;
    bool m_isChecked = false;            // has checksums
    std::uint32_t m_headerChecksum = 0;  // of the line of JSON
    std::optional<int> m_thoughtTokens;
    std::vector<Entry> m_entries;
};

}  // namespace app
