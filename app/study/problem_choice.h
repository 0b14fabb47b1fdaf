// Which problems of a set a command takes. Pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/study/problems.h"

namespace app {

struct LevelRange {
    int low = 1;
    int high = 1;
    bool has(int level) const { return level >= low && level <= high; }
};

/// "3" or "2-5"; nothing if the text is empty. Throws UsageError if it is neither.
std::optional<LevelRange> parseLevels(const std::string& text);

/// Those of the levels asked for (see parseLevels(); empty: all), of them `limit` spread evenly over the set (0: all).
/// Throws UsageError if the levels cannot be read, no problem has one of them, or the limit is below 0.
std::vector<Problem> chooseProblems(std::vector<Problem> problems, const std::string& levels, int limit);

/// Those with a known answer; reports on standard error how many have none and are left out. Throws UsageError if none
/// has one.
std::vector<Problem> withAnswers(std::vector<Problem> problems, const std::string& path);

/// `count` indices spread evenly over 0 .. size-1; all if there are not so many.
std::vector<int> spread(int size, int count);

/// A process's part of a set: problems with index % count == part.
struct Shard {
    int part = 0;
    int count = 1;
    bool has(int index) const { return index % count == part; }
};

/// "3/16": the third of sixteen equal parts; empty text: all. Throws UsageError.
Shard parseShard(const std::string& text);

/// readProblems() for a command: what is wrong with the file is a UsageError; lines that cannot be used or look wrong
/// are told on standard error, the first of them one by one.
ProblemSet readProblemsFor(const std::string& path);

}  // namespace app
