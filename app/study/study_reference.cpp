#include "app/study/study_reference.h"

#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <span>
#include <stdexcept>
#include <string_view>

#include "app/run/usage_error.h"
#include "engine/files/json_text.h"
#include "engine/files/regular_file.h"

namespace app {

namespace {

constexpr std::uint64_t kMaxLineBytes = std::uint64_t{1} << 30;
constexpr std::uint64_t kTailBytes = 1 << 16;

}  // namespace

std::vector<std::string> readLines(const std::filesystem::path& path) {
    std::vector<std::string> lines;
    if (!std::filesystem::exists(path)) return lines;
    engine::LineReader reader(path, kMaxLineBytes);
    for (auto line = reader.next(); line && line->endsInLineFeed; line = reader.next()) lines.emplace_back(line->text);
    return lines;
}

void removeUnfinishedLine(const std::filesystem::path& path) {
    if (!std::filesystem::exists(path)) return;
    std::uint64_t end = 0;  // of the last whole line
    {
        const engine::RegularFile file = engine::RegularFile::open(path);
        std::string tail(kTailBytes, '\0');
        for (end = file.size(); end > 0;) {
            const std::uint64_t begin = end > kTailBytes ? end - kTailBytes : 0;
            const std::span<char> part(tail.data(), static_cast<std::size_t>(end - begin));
            const std::size_t got = file.readSome(begin, std::as_writable_bytes(part));
            const auto feed = std::string_view(tail).substr(0, got).rfind('\n');
            end = feed == std::string::npos ? begin : begin + feed + 1;
            if (feed != std::string::npos) break;
        }
        if (end == file.size()) return;
    }
    std::filesystem::resize_file(path, end);
}

void appendLine(const std::filesystem::path& path, const std::string& line) {
    std::ofstream file(path, std::ios::binary | std::ios::app);
    file << line << '\n' << std::flush;
    if (!file) throw std::runtime_error(path.string() + ": cannot be written (disk full?)");
}

StudyReference::StudyReference(std::filesystem::path path, const std::vector<std::filesystem::path>& others)
    : m_path(std::move(path)) {
    try {
        for (const std::filesystem::path& other : others) read(other, readLines(other));
        removeUnfinishedLine(m_path);
        read(m_path, readLines(m_path));
    } catch (const std::runtime_error& error) {
        throw UsageError(std::string(error.what()) + "; remove the file to have its runs made again");
    }
}

void StudyReference::read(const std::filesystem::path& path, const std::vector<std::string>& lines) {
    int number = 0;
    for (const std::string& line : lines) {
        ++number;
        const std::string where = path.string() + ": line " + std::to_string(number);
        const auto json = engine::parseJson(line, where, {.depth = 16});
        const engine::JsonObject object(json, where);
        Problem problem;
        problem.peakBlocks = static_cast<int>(object.requireInteger("peak_blocks", 0, std::numeric_limits<int>::max()));
        const auto& traces = object.requireValue("traces", "a list");
        if (!traces.is_array()) object.fail("traces", "expected a list, found " + engine::describeJson(traces));
        for (const auto& trace : traces) {
            if (!trace.is_array() || trace.size() != 2 || !trace[0].is_string() || !trace[1].is_boolean()) {
                object.fail("traces",
                            "expected pairs of a text and true or false, found " + engine::describeJson(trace));
            }
            problem.traces.push_back({trace[0].get<std::string>(), trace[1].get<bool>()});
        }
        m_problems[static_cast<int>(object.requireInteger("problem", 0, std::numeric_limits<int>::max()))] =
            std::move(problem);
    }
}

const StudyReference::Problem* StudyReference::find(int problem) const {
    const auto found = m_problems.find(problem);
    return found == m_problems.end() ? nullptr : &found->second;
}

void StudyReference::add(int problem, const RunState& state) {
    Problem kept;
    kept.peakBlocks = state.kv.peakBlocks;
    nlohmann::json traces = nlohmann::json::array();
    for (const TraceState& trace : state.traces) {
        kept.traces.push_back({trace.text, state.isCorrect(trace).value_or(false)});
        traces.push_back({trace.text, kept.traces.back().right});
    }
    const nlohmann::json line = {{"problem", problem}, {"peak_blocks", kept.peakBlocks}, {"traces", std::move(traces)}};
    appendLine(m_path, line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    m_problems[problem] = std::move(kept);
}

std::optional<bool> StudyReference::wouldBeRight(int problem, const TraceState& trace) const {
    const Problem* alone = find(problem);
    const auto i = static_cast<std::size_t>(index(trace.id)) - 1;
    if (!alone || i >= alone->traces.size() || trace.parent) return std::nullopt;
    if (!alone->traces[i].text.starts_with(trace.text.str())) return std::nullopt;
    return alone->traces[i].right;
}

}  // namespace app
