#include "app/study/study_reference.h"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace app {

namespace {

std::string textOf(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

std::vector<std::string> readLines(const std::filesystem::path& path) {
    std::vector<std::string> lines;
    const std::string text = textOf(path);
    std::size_t begin = 0;
    for (std::size_t end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) lines.push_back(text.substr(begin, end - begin));
    return lines;
}

void removeUnfinishedLine(const std::filesystem::path& path) {
    const std::string text = textOf(path);
    if (text.empty() || text.back() == '\n') return;
    std::filesystem::resize_file(path, text.rfind('\n') + 1);  // npos + 1 is 0
}

void appendLine(const std::filesystem::path& path, const std::string& line) {
    std::ofstream file(path, std::ios::binary | std::ios::app);
    file << line << '\n' << std::flush;
    if (!file) throw std::runtime_error(path.string() + ": cannot be written (disk full?)");
}

StudyReference::StudyReference(std::filesystem::path path, const std::vector<std::filesystem::path>& others) : m_path(std::move(path)) {
    for (const std::filesystem::path& other : others) read(other, readLines(other));
    removeUnfinishedLine(m_path);
    read(m_path, readLines(m_path));
}

void StudyReference::read(const std::filesystem::path& path, const std::vector<std::string>& lines) {
    int number = 0;
    for (const std::string& line : lines) {
        ++number;
        try {
            const auto json = nlohmann::json::parse(line);
            Problem problem;
            problem.peakBlocks = json.at("peak_blocks").get<int>();
            for (const auto& trace : json.at("traces")) problem.traces.push_back({trace.at(0).get<std::string>(), trace.at(1).get<bool>()});
            m_problems[json.at("problem").get<int>()] = std::move(problem);
        } catch (const nlohmann::json::exception& error) {
            throw std::runtime_error(path.string() + ": line " + std::to_string(number) + ": " + error.what());
        }
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
    if (!alone->traces[i].text.starts_with(trace.text)) return std::nullopt;
    return alone->traces[i].right;
}

}  // namespace app
