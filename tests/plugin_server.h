// A scripted server with a scripted plugin: a vLLM that sends step scores, as far as a run sees it.
#pragma once

#include <array>
#include <atomic>
#include <mutex>

#include "server_support.h"

namespace server_support {

/// A step's score: the later the trace, the better; no two alike.
inline double scoreOf(int trace, int position) {
    return 0.05 * trace + 0.0001 * position;
}

/// A vLLM with the plugin, as far as a run sees it.
class PluginServer {
public:
    explicit PluginServer(double betweenS = 0.004)
        : m_server([this, betweenS](const Request& r, Link& link) { serve(r, link, betweenS); }) {}

    scripted::Server& server() { return m_server; }
    std::atomic<int> aborted = 0;
    std::atomic<bool> isMute = false;     // the plugin answers no more
    std::atomic<bool> isGarbled = false;  // it answers nonsense
    int blocks = 10;

    /// No stream is more than two tokens ahead of what its trace had when follow() was called last.
    void holdBack() { m_holdsBack = true; }
    void follow(const RunState& state) {
        for (const TraceState& trace : state.traces)
            m_tokens.at(static_cast<std::size_t>(index(trace.id))) = static_cast<int>(trace.tokenEnds.size());
    }

private:
    void serve(const Request& r, Link& link, double betweenS) {
        if (r.path == "/version") return link.answer(200, R"({"version": "0.24.0"})");
        if (r.path == "/stepscope/v1/info") return sendInfo(link);
        if (r.path.starts_with("/stepscope/v1/scores?since=")) return sendScores(std::stoul(r.path.substr(27)), link);
        if (answersQuestion(r, link, 20, "vllm")) return;
        link.beginStream();
        const std::string id = r.headers.at("x-request-id");
        const auto tokens = tokensOf(traceOf(r));
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            const bool isBoundary = tokens[i].ends_with("\n\n");
            if (!waitFor(traceOf(r), static_cast<int>(i), link) || !link.send(chunkOf(tokens[i]))) break;
            if (!link.wait(betweenS)) break;
            // The score comes with the pass that has the boundary token as its input.
            if (isBoundary) score(id, static_cast<int>(i), scoreOf(traceOf(r), static_cast<int>(i)));
            if (i + 1 == tokens.size()) return (void)link.send(lastChunk());
        }
        ++aborted;
    }
    /// False if the client has gone before token `at` may be sent.
    bool waitFor(int trace, int at, Link& link) const {
        while (m_holdsBack && at >= m_tokens.at(static_cast<std::size_t>(trace)) + 2) {
            if (!link.wait(0.002)) return false;
        }
        return true;
    }
    void score(const std::string& id, int position, double value) {
        const std::lock_guard lock(m_mutex);
        m_scores.push_back({{"request", "chatcmpl-" + id}, {"position", position}, {"token", 7}, {"score", value}});
    }
    void sendInfo(Link& link) const {
        link.answer(200, json({{"version", 1},
                               {"engine", "vllm 0.24.0"},
                               {"model", "m1"},
                               {"scorer", {{"name", "s1"}, {"input_width", 64}, {"hidden_width", 512}}},
                               {"boundary_tokens", {7, 3}},
                               {"block_size", 16},
                               {"capacity_blocks", blocks}})
                             .dump());
    }
    void sendScores(std::size_t since, Link& link) {
        if (isMute) return link.answer(503, "gone");
        if (isGarbled) return link.answer(200, R"({"next": 3, "scores": [{"request": "a"}]})");
        for (int i = 0; i < 50; ++i) {
            {
                const std::lock_guard lock(m_mutex);
                if (m_scores.size() > since || i == 49) {
                    json all = json::array();
                    for (std::size_t k = since; k < m_scores.size(); ++k) all.push_back(m_scores[k]);
                    return link.answer(200,
                                       json({{"next", m_scores.size()}, {"scores", all}, {"used_blocks", 9}}).dump());
                }
            }
            if (!link.wait(0.002)) return;
        }
    }

    std::atomic<bool> m_holdsBack = false;
    std::array<std::atomic<int>, 64> m_tokens{};  // that each trace had
    std::mutex m_mutex;
    std::vector<json> m_scores;
    scripted::Server m_server;
};

}  // namespace server_support
