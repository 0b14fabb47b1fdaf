// .stepscope files: JSON Lines, one event a line, appended and flushed as the run goes (DESIGN section 4.4).
// A writer belongs to one thread. Reading is a pure function.
#pragma once

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "app/events.h"

namespace app {

/// One event as one line of JSON, without the line feed.
std::string toJsonLine(const Event& event);
/// The reverse. Unknown fields are ignored; throws std::runtime_error naming the field that is wrong or missing.
/// An event type that this version does not know gives an empty optional.
std::optional<Event> fromJsonLine(const std::string& line);

struct Recording {
    std::vector<Event> events;       ///< the first is RunStarted
    int skippedLines = 0;            ///< lines of unknown event types
    bool truncated = false;          ///< the last line was cut off
};

/// Throws std::runtime_error with a one-line message (not a recording, newer major version, line N: ...).
Recording readRecording(const std::string& path);

class RecordingWriter {
public:
    /// Throws std::runtime_error where the file cannot be created.
    explicit RecordingWriter(const std::string& path);
    ~RecordingWriter();
    RecordingWriter(const RecordingWriter&) = delete;
    RecordingWriter& operator=(const RecordingWriter&) = delete;
    /// Appends and flushes one line. After the first failure (disk full) it writes no more and returns false.
    bool append(const Event& event);
    const std::string& path() const { return m_path; }

private:
    std::string m_path;
    std::FILE* m_file = nullptr;
};

}  // namespace app
