// Writing the hidden rows of a run's steps into a file beside its recording (hidden_file.h has the format and reads).
// Like the recording it grows as the run goes: a crash loses at most the row that was being written. One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "app/run/events.h"
#include "app/run/step_row.h"
#include "engine/files/atomic_file.h"

namespace app {

class HiddenWriter {
public:
    /// Checks the place and leaves it alone: the header of the run replaces what is there. Throws std::runtime_error
    /// where a file that is not of this kind would be replaced, or none can be written.
    explicit HiddenWriter(const std::string& recordingPath);
    HiddenWriter(const HiddenWriter&) = delete;
    HiddenWriter& operator=(const HiddenWriter&) = delete;

    /// Both return false from the first failure on (disk full): nothing more is written then, and what is there stays.
    bool begin(const RunStarted& header);
    bool append(const StepRow& step);
    const std::string& path() const { return m_path; }
    /// Why they have failed, with the file's name.
    const std::string& problem() const { return m_problem; }

private:
    bool write(std::string_view bytes);
    std::uint32_t addChecksum(std::uint32_t before, std::size_t from);

    std::string m_path;
    std::unique_ptr<engine::FileDraft> m_draft;
    std::size_t m_hiddenSize = 0;
    bool m_isFloat32 = false;
    std::uint32_t m_headerChecksum = 0;
    std::string m_record;  // kept, so that a step allocates nothing
    std::string m_problem;
};

}  // namespace app
