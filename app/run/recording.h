// Reading .stepscope files: JSON Lines, one event per line (event_json.h lists the fields). They are input: what cannot
// be read ends the recording there, and what comes before it opens with a warning. recording_writer.h writes. Pure
// functions, any thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/run/events.h"
#include "app/run/recording_writer.h"
#include "app/run/timeline.h"

namespace app {

/// One event as one line of JSON, without the line feed.
std::string toJsonLine(const Event& event);
/// The reverse. Unknown fields are ignored; throws std::runtime_error naming the field that is wrong or missing.
/// An event that this version does not know, or whose score is missing, gives an empty optional.
std::optional<Event> fromJsonLine(const std::string& line);

struct RecordingNotes {
    int skippedLines = 0;                ///< lines of unknown event types
    bool truncated = false;              ///< the last line was cut off
    std::optional<std::string> leftOut;  ///< "line 7, byte 1200: what is wrong": this line and all after it
    std::vector<std::string> oddities;   ///< values that were taken otherwise than they stand there

    /// One sentence for each thing that is not as the file has it, for people.
    std::vector<std::string> warnings() const;
};

struct Recording : RecordingNotes {
    EventLog events;  ///< the first is RunStarted
};

/// A recording with the run's states, ready to be shown.
struct OpenedRecording : RecordingNotes {
    Timeline timeline;
};

using IsGivenUp = std::function<bool()>;

/// Throws std::runtime_error with a one-line message if not even a header can be read (no recording, newer major
/// version, no regular file, too large), and where `isGivenUp` says so, which is asked now and then.
Recording readRecording(const std::string& path, const IsGivenUp& isGivenUp = {});
/// The same, folded; linear in the file's size.
OpenedRecording openRecording(const std::string& path, const IsGivenUp& isGivenUp = {});

/// The same, folded event by event into `state`, which is empty: for those who want the end alone.
RecordingNotes foldRecording(const std::string& path, RunState& state, const IsGivenUp& isGivenUp = {});

/// The file's first line is the header of a recording, of whatever version.
bool startsAsRecording(const std::string& path);

}  // namespace app
