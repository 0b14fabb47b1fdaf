// Problem sets: JSON Lines, or one JSON list, of problems with `question` and `answer`. Pure, any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace app {

struct Problem {
    std::string question;
    std::optional<std::string> answer;  ///< nothing: unknown, a run has no verdict
    std::string id;                     ///< empty if the set has none
    std::string family;                 ///< empty if the set has none
    int level = 0;                      ///< 0 if the set has none
    int line = 0;                       ///< in its file, from 1
    int index = 0;  ///< place in its set, from 0, whatever stands before it: line or element of the list
};

/// Messages about lines: how many there are, and the first of them, for a file may have millions.
class LineNotes {
public:
    static constexpr std::size_t kShown = 20;

    void add(int line, const std::string& message);
    std::size_t size() const { return m_count; }
    bool empty() const { return m_count == 0; }
    const std::string& front() const { return m_shown.front(); }
    /// At most kShown, "line N: why".
    const std::vector<std::string>& shown() const { return m_shown; }

private:
    std::vector<std::string> m_shown;
    std::size_t m_count = 0;
};

struct ProblemSet {
    std::vector<Problem> problems;
    LineNotes badLines;  ///< left out, for the reader to be told
    LineNotes warnings;  ///< used, but perhaps not what was meant
};

/// A set is read as UTF-8 or as UTF-16 with a byte order mark. Numbers keep the digits of the file; an answer may be
/// text, a number or a list. Throws std::runtime_error if the file cannot be read or has no usable problem.
ProblemSet readProblems(const std::string& path);

}  // namespace app
