#include "app/study/study_reference.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "app/run/usage_error.h"
#include "app/study/result_files.h"
#include "engine/files/json_text.h"

namespace app {

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
        problem.peakBlocks = object.requireInt("peak_blocks", 0);
        problem.traces = object.listOf("traces", [](const auto& trace, const engine::JsonPlace& place) {
            if (!trace.is_array() || trace.size() != 2)
                place.fail("expected [text, true or false], found " + engine::describeJson(trace));
            return Trace{engine::stringFrom(trace[0], place), engine::boolFrom(trace[1], place)};
        });
        m_problems[object.requireInt("problem", 0)] = std::move(problem);
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
