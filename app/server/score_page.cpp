#include "app/server/score_page.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "engine/files/json_text.h"
#include "engine/text/ascii.h"

namespace app {
namespace {

constexpr std::size_t kTraceDigits = 5;
constexpr int kMostPosition = 1 << 28;

std::optional<int> traceOf(const std::string& request, const std::string& prefix) {
    const std::size_t at = request.find(prefix);
    if (at == std::string::npos) return std::nullopt;
    const std::string digits = request.substr(at + prefix.size(), kTraceDigits);
    if (digits.size() != kTraceDigits || !engine::ascii::isDigits(digits)) return std::nullopt;
    return std::stoi(digits);
}

}  // namespace

ScorePage scoresIn(const std::string& body, const std::string& prefix) {
    const nlohmann::json json = engine::parseJson(body, "its scores");
    const engine::JsonObject answer(json, "its scores");
    ScorePage page;
    page.next = answer.requireInteger("next", 0);
    for (const nlohmann::json& each : answer.requireList("scores")) {
        const engine::JsonObject score(each, "its scores", "scores[]");
        const auto trace = traceOf(score.requireString("request"), prefix);
        if (!trace) continue;  // somebody else's
        const double value = score.requireNumber("score");
        if (!std::isfinite(value) || value < 0 || value > 1)
            score.fail("score", "expected a number from 0 to 1, found " + engine::describeJson(each["score"]));
        page.scores.push_back({*trace, score.requireInt("position", 0, kMostPosition), static_cast<float>(value)});
    }
    page.usedBlocks = answer.findInt("used_blocks", 0);
    return page;
}

}  // namespace app
