// What a server sends: streams, pages of metrics, pages of scores. In whatever pieces they arrive, they mean the same.
#include <cmath>
#include <stdexcept>
#include <vector>

#include "app/server/completion_chunk.h"
#include "app/server/http_get.h"
#include "app/server/line_splitter.h"
#include "app/server/score_page.h"
#include "app/server/server_metrics.h"
#include "fuzz/generated_targets.h"

namespace hostile {
namespace {

void require(bool holds, const char* what) {
    if (!holds) throw std::logic_error(what);
}

/// What a stream came to: tokens, and why it ended early.
struct Heard {
    std::vector<app::StreamToken> tokens;
    std::string refusal;
    bool isDone = false;
};

Heard hear(const std::string& stream, std::size_t pieceBytes, const app::ServerLimits& limits) {
    Heard heard;
    app::LineSplitter lines(limits.lineBytes);
    app::ChunkReader reader(limits);
    const auto take = [&](std::string_view line) {
        const auto data = app::eventData(line);
        if (!data || heard.isDone) return true;
        if (*data == "[DONE]") return heard.isDone = true;
        try {
            for (app::StreamToken& token : reader.read(*data).tokens) heard.tokens.push_back(std::move(token));
            return true;
        } catch (const std::logic_error&) {
            throw;
        } catch (const std::exception& error) {
            heard.refusal = error.what();
            return false;
        }
    };
    for (std::size_t at = 0; at < stream.size(); at += pieceBytes) {
        if (!lines.push(std::string_view(stream).substr(at, pieceBytes), take)) break;
    }
    if (lines.isTooLong()) heard.refusal = "a line is too long";
    return heard;
}

/// A server's words are shown in one line, whatever is in them.
[[noreturn]] void refuse(const std::string& words) {
    throw std::runtime_error(app::serverText(words, {}) + ".");
}

}  // namespace

void readStream(const std::filesystem::path& path) {
    const std::string stream = textOf(path);
    app::ServerLimits limits;
    limits.lineBytes = 4096;
    limits.textBytes = 4096;
    const Heard whole = hear(stream, std::max<std::size_t>(1, stream.size()), limits);
    const Heard pieces = hear(stream, 3, limits);
    require(
        whole.tokens.size() == pieces.tokens.size() && whole.isDone == pieces.isDone && whole.refusal == pieces.refusal,
        "a stream in pieces is another one");
    for (std::size_t i = 0; i < whole.tokens.size(); ++i) {
        const app::StreamToken& token = whole.tokens[i];
        require(token.text == pieces.tokens[i].text, "a token in pieces is another one");
        require(std::isfinite(token.logProbability) && token.logProbability <= 0, "a log-probability that is none");
        require(std::isfinite(token.confidence) && token.confidence >= 0, "a confidence that is none");
    }
    if (!whole.refusal.empty()) refuse(whole.refusal);
    if (whole.tokens.empty()) throw std::runtime_error("no token came");
}

void readMetrics(const std::filesystem::path& path) {
    const std::string page = textOf(path);
    const auto value = app::findMetric(page, "vllm:kv_cache_usage_perc");
    require(!value || std::isfinite(*value), "a metric that is no number");
    const auto label = app::findMetricLabel(page, "vllm:cache_config_info", "block_size");
    require(!label || label->find_first_of("\"\n") == std::string::npos, "a label beyond its quotes");
    (void)app::serverText(app::errorMessageIn(page), {});
    if (!value && !label) throw std::runtime_error("no metric is there");
}

void readScores(const std::filesystem::path& path) {
    const app::ScorePage page = app::scoresIn(textOf(path), "stepscope-0-");
    require(page.next >= 0, "a number of scores that is none");
    for (const app::PluginScore& each : page.scores) {
        require(each.score >= 0 && each.score <= 1 && each.position >= 0 && each.trace >= 0 && each.trace < 100'000,
                "a score out of range");
    }
}

}  // namespace hostile
