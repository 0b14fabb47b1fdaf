#include "app/cli/steer_script.h"

#include <algorithm>
#include <sstream>

#include "app/cli/commands.h"
#include "app/run/steering.h"
#include "app/run/usage_error.h"
#include "app/run/user_text.h"
#include "engine/files/json_text.h"

namespace app::cli {
namespace {

constexpr std::uint64_t kMaxScriptBytes = std::uint64_t{16} << 20;

using Kind = SteerAction::Kind;

struct Word {
    const char* word;
    Kind kind;
};
constexpr Word kWords[] = {
    {"protect", Kind::Protect}, {"unprotect", Kind::Unprotect}, {"prune", Kind::Prune},        {"fork", Kind::Fork},
    {"edit", Kind::Fork},       {"traces", Kind::Traces},       {"kv-cache-mib", Kind::KvMib}, {"stop", Kind::Stop}};

bool concernsTrace(Kind kind) {
    return kind == Kind::Protect || kind == Kind::Unprotect || kind == Kind::Prune || kind == Kind::Fork;
}

}  // namespace

SteerScript::SteerScript(const std::string& path) : m_path(path) {
    std::istringstream lines;
    try {
        lines.str(readUserText(path, kMaxScriptBytes));
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
    int number = 0;
    for (std::string text; std::getline(lines, text);) {
        ++number;
        if (text.find_first_not_of(" \t\r") != std::string::npos) m_lines.push_back(read(text, number, path));
    }
}

SteerScript::Line SteerScript::read(const std::string& text, int number, const std::string& path) {
    const std::string name = path + ": line " + std::to_string(number);
    try {
        const nlohmann::json json = engine::parseJson(text, name);
        const engine::JsonObject j(json, name);
        Line line;
        line.number = number;
        line.pass = j.findInt("pass", 0);
        line.tokens = j.findInteger("tokens", 0);
        if (line.pass.has_value() == line.tokens.has_value()) j.fail("pass", "expected one of \"pass\" and \"tokens\"");
        const std::string wanted = j.requireString("do");
        const auto* word =
            std::find_if(std::begin(kWords), std::end(kWords), [&](const Word& w) { return wanted == w.word; });
        if (word == std::end(kWords)) {
            j.fail("do", "expected protect, unprotect, prune, fork, edit, traces, kv-cache-mib or stop, found " +
                             engine::inQuotes(wanted));
        }
        line.action.kind = word->kind;
        if (concernsTrace(word->kind)) line.action.trace = TraceId{j.requireInt("trace", 1)};
        if (word->kind == Kind::Fork) {
            line.step = j.findInt("step", 1);
            if (!line.step) line.action.atToken = j.requireInt("token", 0);
            line.replacesStep = wanted == "edit";
            if (wanted == "edit") line.action.given.text = j.requireString("text");
        }
        if (word->kind == Kind::Traces) line.action.value = j.requireInt("value", 1);
        if (word->kind == Kind::KvMib) line.action.value = j.requireNumber("value", 0.01);
        return line;
    } catch (const UsageError&) {
        throw;
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
}

void SteerScript::act(RunLoop& run) {
    while (!m_lines.empty() && !run.isFinished()) {
        Line& line = m_lines.front();
        const RunState& state = run.state();
        if (line.pass ? state.passes < *line.pass : state.generatedTokens < *line.tokens) return;
        try {
            resolveStep(line, state);
            steer(run, line.action);
        } catch (const UsageError& error) {
            tellAbout(line, error.what());
        }
        m_lines.pop_front();
    }
}

/// A step by its number becomes a number of tokens.
void SteerScript::resolveStep(Line& line, const RunState& state) {
    if (!line.step) return;
    const TraceState* trace = state.findTrace(line.action.trace);
    if (!trace) return;  // the run says so
    const auto step = static_cast<std::size_t>(*line.step);
    // One more than there are is the step that is being written: it can be replaced.
    if (line.replacesStep && step == trace->steps.size() + 1) {
        line.action.atToken = trace->steps.empty() ? 0 : trace->steps.back().endToken;
        return;
    }
    if (step > trace->steps.size())
        throw UsageError("trace " + std::to_string(index(line.action.trace)) + " has " +
                         std::to_string(trace->steps.size()) + " scored steps, not " + std::to_string(step));
    const StepState& found = trace->steps[step - 1];
    line.action.atToken = line.replacesStep ? found.beginToken : found.endToken;
}

bool SteerScript::finish() {
    for (const Line& line : m_lines) tellAbout(line, "the run ended before it was due");
    m_lines.clear();
    return m_allDone;
}

void SteerScript::tellAbout(const Line& line, const std::string& what) {
    tell(m_path + ": line " + std::to_string(line.number) + ": " + what);
    m_allDone = false;
}

}  // namespace app::cli
