// Which problems of a set a command takes. Pure functions, any thread.
#pragma once

#include <string>
#include <vector>

#include "app/problems.h"

namespace app {

/// Those of the levels asked for ("3" or "2-5"; empty: all), of them `limit` spread evenly over the set (0: all).
/// Throws UsageError where the levels cannot be read or no problem has one of them.
std::vector<Problem> chooseProblems(std::vector<Problem> problems, const std::string& levels, int limit);

/// `count` indices spread evenly over 0 .. size-1; all where there are not so many.
std::vector<int> spread(int size, int count);

/// A process's part of a set: problems with index % count == part.
struct Shard {
    int part = 0;
    int count = 1;
    bool has(int index) const { return index % count == part; }
};

/// "3/16": the third of sixteen equal parts; empty text: all. Throws UsageError.
Shard parseShard(const std::string& text);

/// readProblems() for a command: what is wrong with the file is a UsageError, lines that cannot be used are told on
/// standard error.
ProblemSet readProblemsFor(const std::string& path);

}  // namespace app
