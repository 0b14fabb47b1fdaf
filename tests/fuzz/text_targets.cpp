#include <nlohmann/json.hpp>
#include <stdexcept>

#include "app/cli/commands.h"
#include "app/cli/steer_script.h"
#include "app/run/option_table.h"
#include "app/session/next_run.h"
#include "app/session/run_history.h"
#include "app/study/comparison_folder.h"
#include "app/study/plan_file.h"
#include "fuzz/generated_targets.h"
#include "scorer/answers/answer.h"
#include "scorer/answers/answer_judge.h"

/// The script's reader says nothing by itself; the command line's own tell() is not linked.
void app::cli::tell(std::string_view) noexcept {}

namespace hostile {
namespace {

void require(bool holds, const std::string& what) {
    if (!holds) throw std::logic_error(what);
}

std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size() && lines.size() < 6;) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

}  // namespace

void compareAnswers(const std::filesystem::path& path) {
    const std::vector<std::string> lines = linesOf(textOf(path));
    for (const std::string& line : lines) {
        (void)scorer::normaliseAnswer(line);
        const std::string key = scorer::canonicalAnswer(line);
        require(scorer::canonicalAnswer(line) == key, "an answer has two keys: " + line);
        if (const auto boxed = scorer::findBoxedAnswer("so \\boxed{" + line + "}")) (void)scorer::answerText(*boxed);
    }
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
        const std::string &a = lines[i], &b = lines[i + 1];
        (void)scorer::isRightByReference(a, b);
        if (scorer::canonicalAnswer(a) == scorer::canonicalAnswer(b))
            require(scorer::canonicalAnswer(b) == scorer::canonicalAnswer(a), "equal one way: " + a + " and " + b);
    }
}

void readSettings(const std::filesystem::path& path) {
    const std::string text = textOf(path);
    for (const std::string& line : linesOf(text)) (void)app::startOfHistoryName(line);
    const auto options = app::findOptions(text);
    if (!options) throw std::runtime_error("no options");
    const std::string written = app::textOfOptions(*options);
    const auto again = app::findOptions(written);
    require(again && app::textOfOptions(*again) == written, "options that were written read otherwise: " + written);
}

void readPlan(const std::filesystem::path& path) {
    const app::KeptPlan kept = app::readPlanFile(path.parent_path());
    for (const int traces : kept.plan.traces) require(traces >= 1 && traces <= 4096, "n is out of range");
    for (const double memory : kept.plan.memory) require(memory > 0 && memory <= 1, "memory is out of range");
}

void readSteering(const std::filesystem::path& path) {
    const app::cli::SteerScript script(path.string());
}

void readComparison(const std::filesystem::path& path) {
    for (const std::filesystem::path& recording : app::requireComparison(path.parent_path()))
        require(recording.parent_path() == path.parent_path(), "a comparison reads elsewhere: " + recording.string());
}

}  // namespace hostile
