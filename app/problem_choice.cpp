#include "app/problem_choice.h"

#include <cstdio>

#include "app/usage_error.h"

namespace app {

std::vector<int> spread(int size, int count) {
    std::vector<int> chosen;
    if (count <= 0 || count > size) count = size;
    for (int i = 0; i < count; ++i) chosen.push_back(static_cast<int>(static_cast<std::int64_t>(i) * size / count));
    return chosen;
}

std::vector<Problem> chooseProblems(std::vector<Problem> problems, const std::string& levels, int limit) {
    if (!levels.empty()) {
        int low = 0;
        int high = 0;
        if (std::sscanf(levels.c_str(), "%d-%d", &low, &high) < 2) high = low;
        if (low < 1 || high < low) throw UsageError("--levels takes one level or a range such as 2-5, not '" + levels + "'");
        std::erase_if(problems, [&](const Problem& p) { return p.level < low || p.level > high; });
        if (problems.empty()) throw UsageError("no problem of level " + levels + " in the set");
    }
    std::vector<Problem> kept;
    for (int i : spread(static_cast<int>(problems.size()), limit)) kept.push_back(problems[static_cast<std::size_t>(i)]);
    return kept;
}

Shard parseShard(const std::string& text) {
    Shard shard;
    if (text.empty()) return shard;
    if (std::sscanf(text.c_str(), "%d/%d", &shard.part, &shard.count) != 2 || shard.part < 1 || shard.count < shard.part) {
        throw UsageError("--shard takes PART/COUNT such as 3/16, not '" + text + "'");
    }
    --shard.part;
    return shard;
}

ProblemSet readProblemsFor(const std::string& path) {
    try {
        ProblemSet set = readProblems(path);
        for (const std::string& bad : set.badLines) std::fprintf(stderr, "stepscope-cli: %s: %s; skipped\n", path.c_str(), bad.c_str());
        return set;
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
}

}  // namespace app
