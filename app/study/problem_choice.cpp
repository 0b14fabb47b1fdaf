#include "app/study/problem_choice.h"

#include <charconv>
#include <cstdint>
#include <cstdio>
#include <string_view>

#include "app/run/usage_error.h"
#include "engine/files/printable.h"

namespace app {
namespace {

/// A whole number from 1 on, nothing else.
std::optional<int> parseCount(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 1) return std::nullopt;
    return value;
}

/// Two such numbers with a sign between them.
std::optional<std::pair<int, int>> parsePair(std::string_view text, char sign) {
    const std::size_t at = text.find(sign);
    if (at == std::string_view::npos) return std::nullopt;
    const auto first = parseCount(text.substr(0, at));
    const auto second = parseCount(text.substr(at + 1));
    if (!first || !second) return std::nullopt;
    return std::pair(*first, *second);
}

/// A line on standard error; names and lines of files are anybody's text.
void tell(const std::string& message) {
    std::fprintf(stderr, "stepscope-cli: %s\n", engine::printable(message).c_str());
}

void tell(const std::string& path, const LineNotes& notes, const char* what) {
    for (const std::string& note : notes.shown()) tell(path + ": " + note + what);
    const std::size_t left = notes.size() - notes.shown().size();
    if (left > 0)
        tell(path + ": " + std::to_string(left) + " lines more like these, " + std::to_string(notes.size()) +
             " in all" + what);
}

}  // namespace

std::vector<int> spread(int size, int count) {
    std::vector<int> chosen;
    if (count <= 0 || count > size) count = size;
    chosen.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) chosen.push_back(static_cast<int>(static_cast<std::int64_t>(i) * size / count));
    return chosen;
}

std::optional<LevelRange> parseLevels(const std::string& text) {
    if (text.empty()) return std::nullopt;
    if (const auto level = parseCount(text)) return LevelRange{*level, *level};
    const auto range = parsePair(text, '-');
    if (!range || range->first > range->second)
        throw UsageError("--levels takes one level or a range such as 2-5, not '" + text + "'");
    return LevelRange{range->first, range->second};
}

std::vector<Problem> chooseProblems(std::vector<Problem> problems, const std::string& levels, int limit) {
    if (limit < 0) throw UsageError("--limit takes a number of problems, 0 for all, not " + std::to_string(limit));
    if (const auto range = parseLevels(levels)) {
        std::erase_if(problems, [&](const Problem& p) { return !range->has(p.level); });
        if (problems.empty()) throw UsageError("no problem of level " + levels + " in the set");
    }
    std::vector<Problem> kept;
    for (int i : spread(static_cast<int>(problems.size()), limit))
        kept.push_back(std::move(problems[static_cast<std::size_t>(i)]));
    return kept;
}

std::vector<Problem> withAnswers(std::vector<Problem> problems, const std::string& path) {
    const std::size_t without = std::erase_if(problems, [](const Problem& p) { return !p.answer; });
    if (problems.empty()) throw UsageError(path + ": no problem has an 'answer', which this command needs");
    if (without > 0)
        tell(path + ": " + (without == 1 ? std::string("1 problem has") : std::to_string(without) + " problems have") +
             " no answer; left out");
    return problems;
}

Shard parseShard(const std::string& text) {
    if (text.empty()) return {};
    const auto pair = parsePair(text, '/');
    if (!pair || pair->first > pair->second)
        throw UsageError("--shard takes PART/COUNT such as 3/16, not '" + text + "'");
    return {pair->first - 1, pair->second};
}

ProblemSet readProblemsFor(const std::string& path) {
    try {
        ProblemSet set = readProblems(path);
        tell(path, set.badLines, "; skipped");
        tell("problem set", set.warnings, "");
        return set;
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
}

}  // namespace app
