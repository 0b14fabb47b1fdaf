// Problem sets: JSON Lines with `question` and `answer` (DESIGN section 4.3). Pure, any thread.
#pragma once

#include <string>
#include <vector>

namespace app {

struct Problem {
    std::string question;
    std::string answer;
    std::string family;   ///< empty where the set has none
    int level = 0;        ///< 0 where the set has none
    int line = 0;         ///< in its file, from 1
    int index = 0;        ///< among the usable problems of its set, from 0
};

struct ProblemSet {
    std::vector<Problem> problems;
    std::vector<std::string> badLines;  ///< "line N: why", for the reader to be told
};

/// Throws std::runtime_error where the file cannot be read or has no usable line.
ProblemSet readProblems(const std::string& path);

}  // namespace app
