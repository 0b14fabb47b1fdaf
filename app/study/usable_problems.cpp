#include "app/study/usable_problems.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

namespace app {
namespace {

constexpr std::size_t kMostTold = 20;

std::optional<std::string> findReason(const ModelSession& session, const RunOptions& options, const Problem& problem) {
    try {
        const auto tokens = session.promptTokens(problem.question, options.systemPrompt, options.plainPrompt).size();
        const int context = session.info().contextTokens;
        if (tokens + 1 > static_cast<std::size_t>(std::max(0, context))) {
            return "it takes " + std::to_string(tokens) + " tokens, the model's context is " + std::to_string(context);
        }
        return std::nullopt;
    } catch (const DeviceError&) {
        throw;
    } catch (const UsageError& error) {
        return error.what();
    }
}

}  // namespace

std::vector<UnusableProblem> takeUnusable(const ModelSession& session, const RunOptions& options,
                                          std::vector<Problem>& problems, const std::function<bool()>& isStopped) {
    std::vector<UnusableProblem> unusable;
    std::erase_if(problems, [&](const Problem& problem) {
        if (isStopped && isStopped()) return false;
        const auto reason = findReason(session, options, problem);
        if (reason) unusable.push_back({problem.index, problem.line, *reason});
        return reason.has_value();
    });
    return unusable;
}

std::string unusableText(const std::string& file, std::span<const UnusableProblem> unusable) {
    std::string text;
    for (const UnusableProblem& problem : unusable.first(std::min(kMostTold, unusable.size()))) {
        text += file + ": line " + std::to_string(problem.line) + ": problem " + std::to_string(problem.index) + ": " +
                problem.reason + "; skipped\n";
    }
    if (unusable.size() > kMostTold)
        text += file + ": " + std::to_string(unusable.size() - kMostTold) + " more problems cannot be used; skipped\n";
    return text;
}

nlohmann::json toJson(std::span<const UnusableProblem> unusable) {
    nlohmann::json all = nlohmann::json::array();
    for (const UnusableProblem& problem : unusable) {
        all.push_back({{"problem", problem.index}, {"line", problem.line}, {"reason", problem.reason}});
    }
    return all;
}

}  // namespace app
