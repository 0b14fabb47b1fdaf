#include "app/server/server_pass.h"

#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <utility>

#include "app/run/log_words.h"
#include "app/run/policy_table.h"
#include "app/run/resources.h"
#include "app/run/steady_seconds.h"
#include "app/run/utc_now.h"
#include "app/server/completion_chunk.h"
#include "app/server/server_request.h"

namespace app {
namespace {

constexpr double kGatherS = 0.004;  // tokens that come so close together share a pass
constexpr double kGatherLostS = 0.5;
constexpr double kScoreWaitS = 2;    // for the score of a step, once the next token is there
constexpr double kRetryNoticeS = 5;  // between two lines about requests that were sent again
constexpr int kRowsPerPass = 8192;   // more than any run has traces
constexpr int kBytesPerToken = 4;    // of a prompt whose length the server does not say

std::string fiveDigits(int trace) {
    char text[16];
    std::snprintf(text, sizeof text, "%05d", trace);
    return text;
}

}  // namespace

ServerPass::ServerPass(const ServerSettings& settings, ServerDescription server, ServerPrompt prompt,
                       RunOptions options, const std::string& runName, bool hasLimit)
    : m_settings(settings),
      m_server(std::move(server)),
      m_prompt(std::move(prompt)),
      m_options(std::move(options)),
      m_idPrefix("stepscope-" + runName + "-"),
      m_hasLimit(hasLimit) {
    if (whyNotOnServer(m_server, m_options)) return;  // the loop says so, and no thread needs to start
    if (m_server.plugin) m_feed.emplace(m_settings, m_server.plugin->address, m_idPrefix);
    m_pool.emplace(m_settings);
}

RunStarted ServerPass::header(const std::string&) const {
    RunStarted header;
    header.programVersion = kProgramVersion;
    header.startedAt = utcNow();
    header.backend = "server";
    header.device = m_server.engine + " at " + m_server.address;
    header.model.name = modelTitle(m_server.model);
    header.model.contextTokens = m_server.contextTokens;
    if (m_server.plugin) header.scorer = m_server.plugin->scorer;
    header.prefillRows = kRowsPerPass;
    ServerInfo info;
    info.address = m_server.address;
    info.engine = m_server.engine;
    info.hasLogProbabilities = m_server.sendsLogProbabilities;
    info.topLogProbabilities = std::min(topLogProbabilities(), m_server.topLogProbabilities);
    info.blockTokens = m_server.blockTokens;
    info.kvTokens = m_server.kvTokens;
    info.hasLimit = m_hasLimit;
    header.server = std::move(info);
    return header;
}

std::vector<std::string> ServerPass::notes() const {
    std::vector<std::string> lines = {"the model runs on " + m_server.engine + " at " + m_server.address};
    if (!m_hasLimit) {
        lines.emplace_back(policyRow(m_options.policy).prunes
                               ? "nobody says how much the server's KV cache holds, so memory prunes no trace; "
                                 "--server-kv-tokens says it"
                               : "the server itself makes traces wait when its memory is full");
    }
    if (m_server.slots > 0 && m_server.slots < m_options.traces) {
        lines.push_back("the server decodes " + plural(m_server.slots, "trace") + " at once; further ones wait there");
    }
    if (!m_server.sendsLogProbabilities)
        lines.emplace_back("the server sends no log-probabilities; they are written as 0");
    if (m_server.promptTokens == 0) lines.emplace_back("the server does not say how long the prompt is; it is guessed");
    lines.insert(lines.end(), m_server.notes.begin(), m_server.notes.end());
    return lines;
}

std::vector<TokenId> ServerPass::promptTokens(const std::string&, const RunOptions&) const {
    const std::size_t guess = (m_prompt.system.size() + m_prompt.problem.size()) / kBytesPerToken + 1;
    return std::vector<TokenId>(m_server.promptTokens > 0 ? static_cast<std::size_t>(m_server.promptTokens) : guess,
                                TokenId{0});
}

MemoryFacts ServerPass::memory() const {
    MemoryFacts facts;
    facts.backend = "cpu";  // nothing of a device is asked about: the run has its blocks from the beginning
    facts.device = m_server.engine;
    facts.contextTokens = m_server.contextTokens;
    return facts;
}

int ServerPass::maxTokens() const {
    if (m_server.contextTokens <= 0) return m_options.maxTokens;
    return std::max(1, std::min(m_options.maxTokens, m_server.contextTokens - m_server.promptTokens));
}

ServerPass::Stream& ServerPass::streamOf(TraceId trace) {
    const auto at = static_cast<std::size_t>(index(trace)) - 1;
    if (m_streams.size() <= at) m_streams.resize(at + 1);
    return m_streams[at];
}

/// A server writes every one of them as text: twenty for each token take it longer than the token itself.
int ServerPass::topLogProbabilities() const {
    return policyRow(m_options.policy).watchesConfidence ? kConfidenceTokens : 1;
}

void ServerPass::start(TraceId trace) {
    Stream& stream = streamOf(trace);
    if (std::exchange(stream.isStarted, true)) return;
    const RequestExtras extras{.sampling = m_server.takesSampling,
                               .logProbabilities = m_server.sendsLogProbabilities,
                               .topLogProbabilities = topLogProbabilities(),
                               .tokenIds = m_server.sendsTokenIds};
    m_pool->start(index(trace), streamRequest(m_server.model, m_prompt, m_options, maxTokens(), index(trace), extras),
                  m_idPrefix + fiveDigits(index(trace)));
}

/// What has come goes to its streams.
void ServerPass::absorb(double waitS) {
    for (StreamNews& news : m_pool->take(waitS)) {
        Stream& stream = streamOf(TraceId{news.stream});
        if (stream.isOver) continue;
        std::ranges::move(news.tokens, std::back_inserter(stream.tokens));
        if (news.end) stream.end = std::move(news.end);
        cutAt(maxTokens(), TraceId{news.stream});
    }
}

/// A server that sends more tokens than it was asked for is not listened to any longer.
void ServerPass::cutAt(int most, TraceId trace) {
    Stream& stream = streamOf(trace);
    const auto room = static_cast<std::size_t>(std::max(0, most - stream.given));
    if (stream.tokens.size() <= room) return;
    stream.tokens.resize(room);
    if (!stream.end) m_pool->abort(index(trace));
    stream.end = StreamEnd{StreamEnd::Kind::Length, {}};
}

/// The trace's next token is there, and so is the score that the loop will ask for with it.
bool ServerPass::isReady(TraceId trace) {
    Stream& stream = streamOf(trace);
    if (stream.tokens.empty()) return false;
    if (!m_feed || !stream.unscored || m_feed->find(index(trace), *stream.unscored)) return true;
    if (!m_feed->problem().empty()) return true;
    const double now = steadySeconds();
    if (!stream.waitsUntil) stream.waitsUntil = now + kScoreWaitS;
    return now >= *stream.waitsUntil;
}

void ServerPass::awaitTokens(engine::Plan& plan) {
    for (TraceId trace : plan.admissions) start(trace);
    const auto isOpen = [this](const engine::PlannedSlice& slice) {
        return slice.trace != engine::kPromptTrace && !isReady(slice.trace);
    };
    const double begin = steadySeconds();
    std::optional<double> firstAt;
    absorb(0);
    for (;;) {
        const auto open = std::ranges::count_if(plan.slices, isOpen);
        if (open == 0) break;
        const double now = steadySeconds();
        if (!firstAt && open < std::ssize(plan.slices)) firstAt = now;
        const double until = firstAt ? *firstAt + kGatherS : begin + m_settings.patienceS;
        const bool isOneOver =
            std::ranges::any_of(m_streams, [](const Stream& stream) { return hasEnded(stream) && !isLost(stream); });
        if (now >= until || isOneOver) break;
        // A score may be what is missing, and it comes another way.
        absorb(m_feed ? std::min(until - now, 0.002) : until - now);
    }
    m_waitedS += steadySeconds() - begin;
    // What stays planned keeps its order; a trace that does not start yet stays in the queue.
    std::erase_if(plan.slices, isOpen);
    std::erase_if(plan.admissions, [this](TraceId trace) { return !isReady(trace); });
    plan.prefillTokens = 0;
    for (const engine::PlannedSlice& slice : plan.slices) {
        if (slice.trace == engine::kPromptTrace) plan.prefillTokens += slice.tokenCount;
    }
}

engine::PassResult ServerPass::pass(std::span<const engine::Slice> slices, const engine::SamplingParams&) {
    m_lastPassS = std::exchange(m_waitedS, 0.0);
    engine::PassResult result;
    result.sampled.reserve(slices.size());
    for (const engine::Slice& slice : slices) {
        if (!slice.sample) continue;
        const TraceId trace = slice.sample->trace;
        Stream& stream = streamOf(trace);
        if (slice.gatherHidden && m_feed) {
            const int end = slice.sample->position;
            const auto score = m_feed->find(index(trace), end - 1);
            if (!score) m_unscored.emplace(index(trace), end);
            if (!score && !std::exchange(m_saidUnscored, true)) {
                m_notices.push_back({Notice::Severity::Warning, "no score came for the step of trace " +
                                                                    std::to_string(index(trace)) + " up to token " +
                                                                    std::to_string(end) + ", and perhaps for others"});
            }
            result.scores.push_back(score.value_or(0));
        }
        if (stream.tokens.empty()) throw std::logic_error("server pass: a token is asked for that has not come");
        stream.current = std::move(stream.tokens.front());
        stream.tokens.pop_front();
        stream.waitsUntil.reset();
        stream.unscored.reset();
        if (isBoundary(stream.current)) stream.unscored = stream.given;
        ++stream.given;
        result.sampled.push_back({stream.current.id, stream.current.logProbability, stream.current.confidence});
    }
    return result;
}

bool ServerPass::isBoundary(const StreamToken& token) const {
    if (!m_server.plugin || index(token.id) < 0) return token.isBoundary;
    return std::ranges::binary_search(m_server.plugin->boundaries, token.id);
}

TokenReading ServerPass::read(TraceId trace, int, TokenId) {
    const StreamToken& token = streamOf(trace).current;
    return {.text = token.text, .endsThinking = token.endsThinking, .isBoundary = isBoundary(token)};
}

void ServerPass::branch(TraceId, TraceId) {
    throw std::logic_error("server pass: a branch draws what no stream brings");
}

/// What one thing has brought down is said at once: the first that is lost waits a moment for others.
bool ServerPass::mayTellLost() {
    const auto waits = [](const Stream& stream) { return hasEnded(stream) && isLost(stream); };
    if (std::ranges::none_of(m_streams, waits)) {
        m_lostAt.reset();
        return false;
    }
    if (!m_lostAt) m_lostAt = steadySeconds();
    const bool goesOn = std::ranges::any_of(
        m_streams, [&](const Stream& stream) { return stream.isStarted && !stream.isOver && !waits(stream); });
    // Where they trickle in, each line waits twice as long as the one before.
    const double gatherS = kGatherLostS * static_cast<double>(1 << std::min(m_lostLines, 6));
    if (goesOn && steadySeconds() - *m_lostAt < gatherS) return false;
    ++m_lostLines;
    m_lostAt.reset();
    return true;
}

std::vector<PassSource::Ended> ServerPass::takeEnded() {
    absorb(0);
    const bool tellsLost = mayTellLost();
    std::vector<Ended> ended;
    for (std::size_t i = 0; i < m_streams.size(); ++i) {
        Stream& stream = m_streams[i];
        if (!hasEnded(stream) || (isLost(stream) && !tellsLost)) continue;
        Ended each{TraceId{static_cast<int>(i) + 1}};
        if (stream.end->kind == StreamEnd::Kind::Length) each.reason = FinishReason::Length;
        if (isLost(stream)) {
            each.reason = FinishReason::Lost;
            each.why = stream.end->why;
        }
        ended.push_back(std::move(each));
    }
    return ended;
}

void ServerPass::forget(TraceId trace) {
    Stream& stream = streamOf(trace);
    if (stream.isStarted && !stream.end) m_pool->abort(index(trace));
    stream.isOver = true;
    stream.tokens.clear();
}

std::vector<Notice> ServerPass::takeNotices() {
    if (m_feed && !m_saidProblem) {
        if (const std::string problem = m_feed->problem(); !problem.empty()) {
            m_saidProblem = true;
            m_notices.push_back({Notice::Severity::Warning, "no more step scores come: " + problem});
        }
    }
    const int retries = m_pool->retries();
    const double now = steadySeconds();
    if (retries > m_retriesSaid && (m_retriesSaid == 0 || now - m_retriesSaidAt > kRetryNoticeS)) {
        m_notices.push_back(
            {Notice::Severity::Warning, plural(retries - m_retriesSaid, "request") + " had to be sent again"});
        m_retriesSaid = retries;
        m_retriesSaidAt = now;
    }
    return std::exchange(m_notices, {});
}

}  // namespace app
