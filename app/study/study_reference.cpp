#include "app/study/study_reference.h"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace app {

std::vector<std::string> readLines(const std::filesystem::path& path) {
    std::vector<std::string> lines;
    std::ifstream file(path, std::ios::binary);
    if (!file) return lines;
    const std::string text(std::istreambuf_iterator<char>(file), {});
    file.close();
    std::size_t begin = 0;
    for (std::size_t end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) lines.push_back(text.substr(begin, end - begin));
    if (begin < text.size()) std::filesystem::resize_file(path, begin);
    return lines;
}

void appendLine(const std::filesystem::path& path, const std::string& line) {
    std::ofstream file(path, std::ios::binary | std::ios::app);
    file << line << '\n' << std::flush;
    if (!file) throw std::runtime_error(path.string() + ": cannot be written (disk full?)");
}

StudyReference::StudyReference(std::filesystem::path path) : m_path(std::move(path)) {
    int number = 0;
    for (const std::string& line : readLines(m_path)) {
        ++number;
        try {
            const auto json = nlohmann::json::parse(line);
            Problem problem;
            problem.peakBlocks = json.at("peak_blocks").get<int>();
            for (const auto& trace : json.at("traces")) problem.traces.push_back({trace.at(0).get<std::string>(), trace.at(1).get<bool>()});
            m_problems[json.at("problem").get<int>()] = std::move(problem);
        } catch (const nlohmann::json::exception& error) {
            throw std::runtime_error(m_path.string() + ": line " + std::to_string(number) + ": " + error.what());
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
