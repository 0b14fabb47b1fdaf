#include "app/server/score_feed.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

#include "app/server/http_get.h"
#include "app/server/score_page.h"

namespace app {
namespace {

constexpr double kPollS = 5;     // the plugin answers within one second
constexpr double kAgainS = 0.5;  // after an answer that was none
// A plugin that does not wait until there is a score is not asked without end.
constexpr double kEmptyS = 0.02;    // after an answer with no score of this run
constexpr double kFilledS = 0.005;  // after one with some
constexpr int kMostFailures = 6;    // in a row

}  // namespace

class ScoreFeed::Impl {
public:
    Impl(const ServerSettings& settings, std::string address, std::string prefix)
        : m_settings(settings), m_address(std::move(address)), m_prefix(std::move(prefix)) {
        m_thread = std::thread([this] { work(); });
    }
    ~Impl() {
        m_stops = true;
        m_came.notify_all();
        m_thread.join();
    }

    std::optional<float> find(int trace, int position) const {
        const std::lock_guard lock(m_mutex);
        const auto found = m_scores.find({trace, position});
        return found == m_scores.end() ? std::nullopt : std::optional(found->second);
    }
    void wait(double seconds) {
        std::unique_lock lock(m_mutex);
        const auto before = m_changes;
        m_came.wait_for(lock, std::chrono::duration<double>(seconds), [&] { return m_changes != before; });
    }
    std::optional<int> usedBlocks() const {
        const std::lock_guard lock(m_mutex);
        return m_usedBlocks;
    }
    std::string problem() const {
        const std::lock_guard lock(m_mutex);
        return m_problem;
    }

private:
    void work() {
        std::int64_t next = 0;
        int failures = 0;
        while (!m_stops) {
            const std::string url = m_address + "/stepscope/v1/scores?since=" + std::to_string(next);
            std::string why;
            double pauseS = kEmptyS;
            try {
                const HttpAnswer answer = askHttp(m_settings, {.url = url,
                                                               .timeoutS = kPollS,
                                                               .sendsKey = m_address == m_settings.address,
                                                               .isStopped = [this] { return m_stops.load(); }});
                why = problemOf(answer, m_settings, m_address);
                if (why.empty()) {
                    const ScorePage page = scoresIn(answer.body, m_prefix);
                    take(page);
                    if (!page.scores.empty()) pauseS = kFilledS;
                    next = page.next;
                }
            } catch (const std::exception& error) {
                why = m_address + ": " + serverText(error.what(), m_settings);
            }
            failures = why.empty() ? 0 : failures + 1;
            if (failures >= kMostFailures) return giveUp(why);
            if (!why.empty()) pauseS = kAgainS;
            std::unique_lock lock(m_mutex);
            m_came.wait_for(lock, std::chrono::duration<double>(pauseS), [this] { return m_stops.load(); });
        }
    }

    void take(const ScorePage& page) {
        const std::lock_guard lock(m_mutex);
        for (const PluginScore& each : page.scores) m_scores[{each.trace, each.position}] = each.score;
        if (page.usedBlocks) m_usedBlocks = page.usedBlocks;
        ++m_changes;
        m_came.notify_all();
    }

    void giveUp(const std::string& why) {
        const std::lock_guard lock(m_mutex);
        m_problem = why;
        ++m_changes;
        m_came.notify_all();
    }

    const ServerSettings m_settings;
    const std::string m_address;
    const std::string m_prefix;
    mutable std::mutex m_mutex;
    std::condition_variable m_came;
    std::map<std::pair<int, int>, float> m_scores;  // by trace and position
    std::optional<int> m_usedBlocks;
    std::string m_problem;
    std::uint64_t m_changes = 0;
    std::atomic<bool> m_stops = false;
    std::thread m_thread;
};

ScoreFeed::ScoreFeed(const ServerSettings& settings, std::string pluginAddress, std::string prefix)
    : m_impl(std::make_unique<Impl>(settings, std::move(pluginAddress), std::move(prefix))) {}
ScoreFeed::~ScoreFeed() = default;

std::optional<float> ScoreFeed::find(int trace, int position) const {
    return m_impl->find(trace, position);
}
void ScoreFeed::wait(double seconds) {
    m_impl->wait(seconds);
}
std::optional<int> ScoreFeed::usedBlocks() const {
    return m_impl->usedBlocks();
}
std::string ScoreFeed::problem() const {
    return m_impl->problem();
}

}  // namespace app
