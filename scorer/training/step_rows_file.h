// A file of step rows (scorer/training/step_rows.h), checked on opening and mapped, so that rows are read where they
// lie. Owns the mapping; immutable after opening, any thread may read.
#pragma once

#include <cstddef>

#include "engine/files/safetensors.h"
#include "scorer/training/step_rows.h"

namespace scorer {

class StepRowsFile {
public:
    /// Reads all of it once: shapes, ranges and finite values are checked. Throws std::runtime_error with one line:
    /// file, field, expected, found.
    static StepRowsFile open(const std::filesystem::path& path);

    const StepRowsInfo& info() const { return m_info; }
    int width() const { return m_width; }
    std::size_t stepCount() const { return m_trace.size(); }
    std::size_t traceCount() const { return m_traceIds.size(); }
    const std::vector<std::int32_t>& trace() const { return m_trace; }        ///< [steps] ids
    const std::vector<std::int32_t>& end() const { return m_end; }            ///< [steps]
    const std::vector<std::int32_t>& traceIds() const { return m_traceIds; }  ///< [traces]
    const std::vector<std::uint8_t>& right() const { return m_right; }        ///< [traces]
    /// float16 of one step, little endian, not necessarily aligned.
    std::span<const std::byte> row(std::size_t step) const;
    const std::filesystem::path& path() const { return m_file.path(); }

private:
    explicit StepRowsFile(engine::SafetensorsFile file) : m_file(std::move(file)) {}

    engine::SafetensorsFile m_file;
    StepRowsInfo m_info;
    int m_width = 0;
    std::span<const std::byte> m_hidden;
    std::vector<std::int32_t> m_trace, m_end, m_traceIds;
    std::vector<std::uint8_t> m_right;
};

}  // namespace scorer
