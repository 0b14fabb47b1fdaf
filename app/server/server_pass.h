// Passes that a server's streams answer, for a run loop. A pass is what has come since the last one: at most one token
// of each running trace, so that all rules of the loop hold. A trace starts when its first token is there. Owned by its
// run loop; one thread at a time.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/run/pass_source.h"
#include "app/server/score_feed.h"
#include "app/server/server_description.h"
#include "app/server/stream_pool.h"

namespace app {

class ServerPass : public PassSource {
public:
    /// @param runName    unlike that of any other run: request ids are made from it
    /// @param maxTokens  that a trace may generate
    /// @param hasLimit   the run's blocks are a capacity
    ServerPass(const ServerSettings& settings, ServerDescription server, ServerPrompt prompt, RunOptions options,
               const std::string& runName, bool hasLimit);

    RunStarted header(const std::string& problem) const override;
    std::vector<std::string> notes() const override;
    /// As many as the server counts; what they are decides nothing.
    std::vector<TokenId> promptTokens(const std::string& problem, const RunOptions& options) const override;
    MemoryFacts memory() const override;
    void reserveKv(int, kernels::KvType) override {}

    engine::PassResult pass(std::span<const engine::Slice> slices, const engine::SamplingParams& sampling) override;
    double lastScorerSeconds() const override { return 0; }
    void copyBlock(BlockId, BlockId) override {}
    TokenReading read(TraceId trace, int position, TokenId token) override;
    void branch(TraceId parent, TraceId child) override;
    ModelSession* model() override { return nullptr; }
    std::optional<std::string> whyNot(const RunOptions& options) const override {
        return whyNotOnServer(m_server, options);
    }

    std::optional<double> lastPassSeconds() const override { return m_lastPassS; }
    std::vector<Ended> takeEnded() override;
    void awaitTokens(engine::Plan& plan) override;
    void forget(TraceId trace) override;
    bool lacksScore(TraceId trace, int end) const override { return m_unscored.contains({index(trace), end}); }
    std::vector<Notice> takeNotices() override;

private:
    struct Stream {
        bool isStarted = false;
        bool isOver = false;  // it has ended for the loop, or the loop has ended it
        std::deque<StreamToken> tokens = {};
        std::optional<StreamEnd> end = {};
        StreamToken current = {};          // the one that was last given to the loop
        int given = 0;                     // tokens
        std::optional<int> unscored = {};  // position of the boundary token whose score the next token waits for
        std::optional<double> waitsUntil = {};
    };

    /// All its tokens have been given to the loop, and no more come.
    static bool hasEnded(const Stream& s) { return s.end && s.tokens.empty() && !s.isOver; }
    static bool isLost(const Stream& s) { return s.end && s.end->kind == StreamEnd::Kind::Lost; }
    bool mayTellLost();
    Stream& streamOf(TraceId trace);
    void start(TraceId trace);
    void absorb(double waitS);
    void cutAt(int most, TraceId trace);
    bool isReady(TraceId trace);
    bool isBoundary(const StreamToken& token) const;
    int maxTokens() const;
    int topLogProbabilities() const;

    ServerSettings m_settings;
    ServerDescription m_server;
    ServerPrompt m_prompt;
    RunOptions m_options;
    std::string m_idPrefix;  // of requests: "stepscope-RUN-"
    bool m_hasLimit;
    std::vector<Stream> m_streams;             // [trace - 1]
    std::set<std::pair<int, int>> m_unscored;  // trace and end of steps whose score did not come
    std::optional<double> m_lostAt = {};       // since when a lost trace waits to be told
    int m_lostLines = 0;
    double m_waitedS = 0;  // for tokens, since the last pass
    double m_lastPassS = 0;
    bool m_saidUnscored = false;
    bool m_saidProblem = false;
    int m_retriesSaid = 0;
    double m_retriesSaidAt = 0;
    std::vector<Notice> m_notices;
    std::optional<ScoreFeed> m_feed;
    std::optional<StreamPool> m_pool;  // last: its thread ends first
};

}  // namespace app
