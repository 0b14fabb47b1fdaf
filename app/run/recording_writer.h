// Writing .stepscope files: as a run goes, and as a whole. An existing file is kept until the new run has begun. A
// writer belongs to one thread.
#pragma once

#include <memory>
#include <string>

#include "app/run/events.h"

namespace app {

/// Refuses, with std::runtime_error, what a recording must not take the place of: a file that is not a recording, a
/// recording that another run is writing, a folder, a symbolic link. A missing or empty file may be written.
void requireRecordable(const std::string& path);

/// A run of this or another program writes the file now: it holds a lock. Always false where there are no locks.
bool isBeingRecorded(const std::string& path);

class EventLog;

/// Writes a whole recording: the file is as it was before, or holds all events. Throws std::runtime_error.
void saveRecording(const std::string& path, const EventLog& events);

class RecordingWriter {
public:
    /// Checks `path` and that its folder can be written, and leaves the file alone: the first event replaces it, and a
    /// run sends that only once it has been accepted. Throws std::runtime_error if it could not be.
    explicit RecordingWriter(const std::string& path);
    ~RecordingWriter();
    RecordingWriter(const RecordingWriter&) = delete;
    RecordingWriter& operator=(const RecordingWriter&) = delete;
    /// Appends one line, which is in the file when this returns. After the first failure (disk full) it writes no more
    /// and returns false; what was written stays.
    bool append(const Event& event);
    const std::string& path() const { return m_path; }
    /// Why append() has failed, with the file's name.
    const std::string& problem() const { return m_problem; }

private:
    class Target;
    std::string m_path;
    std::unique_ptr<Target> m_target;
    std::string m_problem;
};

}  // namespace app
