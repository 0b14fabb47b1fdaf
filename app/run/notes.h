// What people wrote about a recording: notes pinned to a moment, a trace or a step. They are kept beside the recording
// (FILE.stepscope.notes.json), never in it. The file is input: bounded, typed, refused with one line. A value type;
// reading and writing on any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace app {

struct RunNote {
    int id = 0;                                       ///< from 1; no two notes of a recording have the same
    double atS = 0;                                   ///< the moment, in the run's seconds
    std::optional<std::size_t> event = std::nullopt;  ///< so many events had happened: tells moments of one time apart
    std::optional<int> trace = std::nullopt;          ///< its number, from 1
    std::optional<int> step = std::nullopt;           ///< of the trace, from 1, as the window counts
    std::string text = {};                            ///< UTF-8, may have several lines
    std::string written = {};                         ///< when, ISO 8601, UTC
    bool operator==(const RunNote&) const = default;
};

constexpr std::size_t kMostNotes = 2000;
constexpr std::size_t kMostNoteBytes = 4000;  ///< of one text

/// The notes of one recording, ordered by moment.
class RunNotes {
public:
    const std::vector<RunNote>& all() const { return m_notes; }
    bool isEmpty() const { return m_notes.empty(); }
    bool isFull() const { return m_notes.size() >= kMostNotes; }
    const RunNote* find(int id) const;
    /// Gives it an id, and the time now where `written` is empty; returns the id. Throws std::runtime_error with one
    /// line where the note cannot be kept: no text, too long a text, or too many notes.
    int add(RunNote note);
    /// Throws as add() does; an unknown id is ignored.
    void setText(int id, std::string text);
    void remove(int id);
    bool operator==(const RunNotes&) const = default;

private:
    std::vector<RunNote> m_notes;
};

/// Where the notes of a recording are.
std::filesystem::path notesPathOf(const std::filesystem::path& recording);

/// Without a file there are no notes. Throws std::runtime_error: file, field, what was expected and found.
RunNotes readNotes(const std::filesystem::path& file);
/// Atomically: the file is as it was, or holds these notes. Without notes there is no file. Throws std::runtime_error.
void writeNotes(const std::filesystem::path& file, const RunNotes& notes);

}  // namespace app
