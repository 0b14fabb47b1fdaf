#include "app/study/study_cost.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <deque>
#include <numeric>
#include <utility>

namespace app {
namespace {

constexpr int kRounds = 250;  // of a simulation; a round is several passes where traces are long

/// One run, round by round. Memory is counted in tokens behind the shared prompt.
class Simulation {
public:
    Simulation(const PolicyRow& policy, std::span<const int> lengths, int promptTokens, double memory)
        : m_policy(policy), m_prompt(promptTokens) {
        for (const int length : lengths) m_traces.push_back({std::max(1, length)});
        const int longest = std::max_element(m_traces.begin(), m_traces.end(), [](const Trace& a, const Trace& b) {
                                return a.length < b.length;
                            })->length;
        m_step = std::max(1, longest / kRounds);
        m_capacity = std::max(memory * peak(), static_cast<double>(longest));
        m_cost.prefillTokens = promptTokens;
    }

    RunCost run() {
        m_running = static_cast<int>(m_traces.size());
        while (m_running > 0 || !m_waiting.empty()) {
            resume();
            round();
        }
        return m_cost;
    }

private:
    struct Trace {
        int length = 0;
        int tokens = 0;
        bool runs = true;
    };

    /// The most tokens that all traces hold at once, if nobody gives anything up.
    double peak() const {
        std::vector<int> sorted;
        for (const Trace& trace : m_traces) sorted.push_back(trace.length);
        std::sort(sorted.begin(), sorted.end());
        double most = 0;
        for (std::size_t i = 0; i < sorted.size(); ++i)
            most = std::max(most, static_cast<double>(sorted.size() - i) * sorted[i]);
        return most;
    }

    void round() {
        m_cost.passes += m_step;
        for (std::size_t i = 0; i < m_traces.size(); ++i) {
            if (!m_traces[i].runs) continue;
            Trace& trace = m_traces[i];
            const int grows = std::min(m_step, trace.length - trace.tokens);
            while (m_used + grows > m_capacity && trace.runs) relieve();
            if (!trace.runs) continue;
            trace.tokens += grows;
            m_used += grows;
            m_cost.rows += grows;
            m_cost.kvTokens += static_cast<double>(grows) * (m_prompt + trace.tokens);
            m_longest = std::max(m_longest, trace.tokens);
            if (trace.tokens == trace.length) stop(trace);
        }
    }

    void stop(Trace& trace) {
        trace.runs = false;
        m_used -= trace.tokens;
        --m_running;
    }

    /// Which trace a score would choose is not known, and for the cost it need not be: any, by a fixed rule.
    void relieve() {
        if (!m_policy.prunes) {
            for (std::size_t i = m_traces.size(); i-- > 0;) {
                if (!m_traces[i].runs) continue;
                stop(m_traces[i]);
                m_waiting.push_front(i);
                return;
            }
        }
        auto nth = static_cast<int>((m_draw = m_draw * 6364136223846793005U + 1442695040888963407U) >> 33U) % m_running;
        for (Trace& trace : m_traces) {
            if (trace.runs && nth-- == 0) return stop(trace);
        }
    }

    void resume() {
        while (!m_waiting.empty()) {
            Trace& trace = m_traces[m_waiting.front()];
            const double margin = static_cast<double>(m_step) * (m_running + 1);
            const bool fits = m_used + trace.tokens + margin <= m_capacity;
            const bool mayRun = !m_policy.queues || m_running < m_capacity / std::max(1, m_longest);
            if (m_running > 0 && !(fits && mayRun)) return;
            trace.runs = true;
            m_used += trace.tokens;
            m_cost.prefillTokens += trace.tokens;
            ++m_running;
            m_waiting.pop_front();
        }
    }

    const PolicyRow& m_policy;
    int m_prompt;
    std::vector<Trace> m_traces;
    std::deque<std::size_t> m_waiting;
    int m_step = 1;
    int m_running = 0;
    int m_longest = 0;
    double m_capacity = 0;
    double m_used = 0;
    std::uint64_t m_draw = 1;
    RunCost m_cost;
};

}  // namespace

RunCost& RunCost::operator+=(const RunCost& other) {
    passes += other.passes;
    rows += other.rows;
    kvTokens += other.kvTokens;
    prefillTokens += other.prefillTokens;
    return *this;
}

RunCost RunCost::scaled(double by) const {
    return {passes * by, rows * by, kvTokens * by, prefillTokens * by};
}

bool isForeseeable(const PolicyRow& policy) {
    return !policy.comparesThoughts && !policy.watchesConfidence && !policy.refills;
}

RunCost simulateRun(const PolicyRow& policy, std::span<const int> lengths, int promptTokens, double memory) {
    if (lengths.empty()) return {};
    if (policy.oneTrace) return Simulation(policy, lengths.first(1), promptTokens, 1).run();
    return Simulation(policy, lengths, promptTokens, memory).run();
}

std::vector<int> spreadLengths(std::span<const double> sample, int count) {
    std::vector<double> sorted(sample.begin(), sample.end());
    std::sort(sorted.begin(), sorted.end());
    std::vector<int> lengths;
    for (int i = 0; i < count && !sorted.empty(); ++i) {
        const double at = (i + 0.5) / count * static_cast<double>(sorted.size()) - 0.5;
        const double low = std::clamp(std::floor(at), 0.0, static_cast<double>(sorted.size() - 1));
        const auto below = static_cast<std::size_t>(low);
        const std::size_t above = std::min(below + 1, sorted.size() - 1);
        const double part = std::clamp(at - low, 0.0, 1.0);
        lengths.push_back(static_cast<int>(std::lround(sorted[below] + part * (sorted[above] - sorted[below]))));
    }
    return lengths;
}

void StudyClock::expect(const std::string& setting, int runs, double expected) {
    m_settings[setting].left += runs;
    m_settings[setting].expected = expected;
}

void StudyClock::leaveOut(const std::string& setting) {
    --m_settings[setting].left;
}

void StudyClock::finish(const std::string& setting, double cost) {
    Setting& s = m_settings[setting];
    --s.left;
    ++s.finished;
    s.cost += cost;
}

double StudyClock::leftS(double elapsedS) const {
    double done = 0;
    double expected = 0;  // of what is done
    for (const auto& [name, s] : m_settings) {
        done += s.cost;
        expected += s.finished * s.expected;
    }
    if (done <= 0) return 0;
    const double scale = expected > 0 ? done / expected : 1;  // of what is expected to what it is
    double left = 0;
    for (const auto& [name, s] : m_settings)
        left += std::max(0, s.left) * (s.finished > 0 ? s.cost / s.finished : s.expected * scale);
    return elapsedS * left / done;
}

}  // namespace app
