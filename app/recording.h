// .stepscope files: JSON Lines, one event a line, appended and flushed as the run goes (DESIGN section 4.4).
// Reading is a pure function, any thread; recording_writer.h writes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/events.h"
#include "app/recording_writer.h"

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

/// The file's first line is the header of a recording, of whatever version.
bool startsAsRecording(const std::string& path);

}  // namespace app
