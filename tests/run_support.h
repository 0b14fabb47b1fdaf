// What tests of whole runs have in common: the demo model on the CPU, runs of it, and what their events say.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/run/event_json.h"
#include "app/run/recording.h"
#include "app/run/run_loop.h"

namespace run_support {

using namespace app;

inline constexpr const char* kProblem = "What is 3 * (17 + 25) - 4 * 9 + 12?";
inline constexpr int kPlentyOfBlocks = 4000;

/// The events as lines, without what the clock wrote: equal for two runs of the same seed.
inline std::string timeless(const std::vector<Event>& events) {
    std::string text;
    for (const Event& event : events) {
        nlohmann::json j = toJson(event);
        for (const char* key : {"t", "pass_s", "scorer_s", "prefill_s", "decode_s", "waited_s", "started"})
            j.erase(key);
        text += j.dump() + '\n';
    }
    return text;
}

struct Outcome {
    RunState state;
    std::vector<Event> events;
};

template <typename T>
std::vector<T> all(const Outcome& outcome) {
    std::vector<T> found;
    for (const Event& e : outcome.events) {
        if (const auto* body = std::get_if<T>(&e.body)) found.push_back(*body);
    }
    return found;
}

inline std::map<TraceId, std::vector<TokenId>> tokensByTrace(const Outcome& outcome) {
    std::map<TraceId, std::vector<TokenId>> tokens;
    for (const PassDone& pass : all<PassDone>(outcome)) {
        for (const TokenOut& t : pass.tokens) tokens[t.trace].push_back(t.token);
    }
    return tokens;
}

inline std::vector<TokenId> tokensOf(const Outcome& outcome, TraceId trace) {
    return tokensByTrace(outcome)[trace];
}

/// The state that the events give after they went through a file.
inline RunState foldedFromLines(const Outcome& outcome) {
    RunState folded;
    for (const Event& e : outcome.events) folded.apply(*fromJsonLine(toJsonLine(e)));
    return folded;
}

/// A test program's model and its runs.
class Runs {
protected:
    void loadDemo() { m_session = ModelSession::load({.backend = BackendChoice::Cpu}); }
    ModelSession& session() { return *m_session; }

    double mibOf(int blocks) const {
        return static_cast<double>(blocks) * static_cast<double>(m_session->info().blockBytes) / (1 << 20);
    }

    RunOptions options(PolicyKind policy, int n, int blocks = kPlentyOfBlocks) const {
        RunOptions o = m_session->defaults();
        o.policy = policy;
        o.traces = n;
        o.kvCacheMib = mibOf(blocks);
        o.sampling.seed = 7;
        o.maxTokens = 300;
        return o;
    }

    /// A whole run, its blocks checked after every pass.
    Outcome run(const RunOptions& options, const std::function<void(RunLoop&)>& between = {}) {
        return run(kProblem, options, between);
    }
    Outcome run(const char* problem, const RunOptions& options, const std::function<void(RunLoop&)>& between = {}) {
        Outcome outcome;
        RunLoop loop(*m_session, RunRequest{problem, "102", options},
                     [&](const Event& e) { outcome.events.push_back(e); });
        while (!loop.isFinished()) {
            loop.step();
            if (between) between(loop);
            loop.checkIntegrity();
        }
        outcome.state = loop.state();
        return outcome;
    }

private:
    std::unique_ptr<ModelSession> m_session;
};

}  // namespace run_support
