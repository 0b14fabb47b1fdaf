#include "app/whatif/load_tracker.h"

#include <algorithm>

namespace app {
namespace {

// A recording is input: traces beyond these are no run's.
constexpr int kMostTraces = 1 << 15;
constexpr std::size_t kMostRecomputing = 1 << 12;

/// KV tokens that `rows` rows read which come after `first` others.
double kvTokensOf(double first, double rows) {
    return rows * first + rows * (rows + 1) / 2;
}

}  // namespace

void LoadTracker::begin(int promptTokens) {
    *this = LoadTracker();
    m_promptTokens = promptTokens;
}

LoadTracker::Place& LoadTracker::place(TraceId trace) {
    const auto at = static_cast<std::size_t>(std::clamp(index(trace), 0, kMostTraces));
    if (at >= m_places.size()) m_places.resize(at + 1);
    return m_places[at];
}

void LoadTracker::branch(TraceId trace, int parentTokens) {
    place(trace).generated = parentTokens;
}

void LoadTracker::admit(const TraceAdmitted& event) {
    m_anyAdmitted = true;
    if (event.recomputedTokens <= 0 || m_recomputing.size() >= kMostRecomputing) return;
    place(event.trace).computed -= event.recomputedTokens;
    m_recomputing.push_back(event.trace);
}

void LoadTracker::preempt(TraceId trace) {
    // A trace that decodes has all its tokens computed but the last.
    if (std::erase(m_recomputing, trace) == 0) place(trace).computed = m_promptTokens + place(trace).generated - 1;
}

void LoadTracker::end(TraceId trace) {
    std::erase(m_recomputing, trace);
}

/// Gives the recomputed tokens of a pass to their traces; returns how many nobody can have had.
std::int64_t LoadTracker::shareOut(std::int64_t prefillTokens, PassLoad& load) {
    std::int64_t left = prefillTokens;
    for (const TraceId id : m_recomputing) {
        Place& trace = place(id);
        const std::int64_t count = std::min(left, m_promptTokens + trace.generated - trace.computed);
        if (count <= 0) continue;
        load.kvTokens += kvTokensOf(static_cast<double>(trace.computed), static_cast<double>(count));
        trace.computed += count;
        left -= count;
    }
    return left;
}

std::optional<PassLoad> LoadTracker::loadOf(const PassDone& pass) {
    PassLoad load;
    load.prefillTokens = pass.prefillTokens;
    std::int64_t unexplained = 0;
    if (!m_anyAdmitted) {
        load.kvTokens = kvTokensOf(m_promptComputed, pass.prefillTokens);
        m_promptComputed += pass.prefillTokens;
    } else if (pass.prefillTokens > 0) {
        unexplained = shareOut(pass.prefillTokens, load);
    }
    for (const TokenOut& token : pass.tokens) {
        Place& trace = place(token.trace);
        const std::int64_t length = m_promptTokens + trace.generated;
        const auto again = std::find(m_recomputing.begin(), m_recomputing.end(), token.trace);
        if (again == m_recomputing.end()) {
            load.rows += 1;
            load.kvTokens += static_cast<double>(length);
        } else {
            // It draws with the last of its recomputed tokens; a single one that was left counts as decoding.
            if (trace.computed == length - 1) {
                load.rows += 1;
                load.kvTokens += static_cast<double>(length);
            } else if (trace.computed != length) {
                unexplained += 1;
            }
            m_recomputing.erase(again);
        }
        ++trace.generated;
    }
    if (unexplained != 0 || load.rows + load.prefillTokens <= 0) return std::nullopt;
    return load;
}

}  // namespace app
