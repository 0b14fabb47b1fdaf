#include "app/server/stream_pool.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

#include "app/run/steady_seconds.h"
#include "app/server/stream_transfer.h"

namespace app {
namespace {

constexpr int kPollMs = 100;  // time-outs are looked at so often

struct MultiCloser {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
};
using Multi = std::unique_ptr<CURLM, MultiCloser>;

/// A stream to start, or without a body to abort.
struct Command {
    int stream = 0;
    std::optional<std::string> body = {};
    std::string requestId = {};
};

Multi makeMulti() {
    // libcurl's own set-up comes first; the handle itself is not needed.
    (void)makeCurl({}, "http://localhost");
    Multi multi(curl_multi_init());
    if (!multi) throw std::runtime_error("libcurl gives no handle");
    return multi;
}

}  // namespace

class StreamPool::Impl {
public:
    explicit Impl(const ServerSettings& settings) : m_settings(settings), m_multi(makeMulti()) {
        m_thread = std::thread([this] { work(); });
    }

    ~Impl() {
        {
            const std::lock_guard lock(m_mutex);
            m_stops = true;
        }
        curl_multi_wakeup(m_multi.get());
        m_thread.join();
    }

    void command(Command command) {
        {
            const std::lock_guard lock(m_mutex);
            if (!command.body) {
                std::erase_if(m_news, [&](const StreamNews& news) { return news.stream == command.stream; });
                m_aborted.push_back(command.stream);
            }
            m_commands.push_back(std::move(command));
        }
        curl_multi_wakeup(m_multi.get());
    }

    std::vector<StreamNews> take(double waitS) {
        std::vector<StreamNews> news;
        {
            std::unique_lock lock(m_mutex);
            if (waitS > 0)
                m_came.wait_for(lock, std::chrono::duration<double>(waitS), [this] { return !m_news.empty(); });
            news = std::exchange(m_news, {});
            if (!m_hasHeld) return news;
        }
        curl_multi_wakeup(m_multi.get());  // there is room for what was held back
        return news;
    }

    int retries() const { return m_retries; }

private:
    using Transfers = std::map<int, std::unique_ptr<StreamTransfer>>;

    void work() {
        while (obey()) {
            const double now = steadySeconds();
            startDue(now);
            holdFull(now);
            for (auto& [stream, transfer] : m_running) transfer->setNow(now);
            int running = 0;
            curl_multi_perform(m_multi.get(), &running);
            takeDone();
            publish();
            dropLate(now);  // what came while this thread read or had to wait for a processor is not late
            const bool goesOn = std::ranges::any_of(
                m_running, [](const auto& each) { return each.second->isPaused() && !each.second->isHeld(); });
            curl_multi_poll(m_multi.get(), nullptr, 0, goesOn ? 0 : kPollMs, nullptr);
        }
        for (auto& [stream, transfer] : m_running) curl_multi_remove_handle(m_multi.get(), transfer->curl());
        m_running.clear();
    }

    /// What the owner asked for; false if it is over.
    bool obey() {
        std::vector<Command> commands;
        {
            const std::lock_guard lock(m_mutex);
            if (m_stops) return false;
            commands = std::exchange(m_commands, {});
            m_aborted.clear();
        }
        for (Command& command : commands) {
            drop(command.stream);
            if (!command.body) continue;
            m_due.push_back(std::make_unique<StreamTransfer>(m_settings, command.stream, std::move(*command.body),
                                                             std::move(command.requestId)));
        }
        return true;
    }

    void drop(int stream) {
        std::erase_if(m_due, [stream](const auto& transfer) { return transfer->stream() == stream; });
        const auto found = m_running.find(stream);
        if (found == m_running.end()) return;
        curl_multi_remove_handle(m_multi.get(), found->second->curl());
        m_running.erase(found);
    }

    void startDue(double now) {
        for (auto at = m_due.begin(); at != m_due.end();) {
            if (static_cast<int>(m_running.size()) >= m_settings.limits.requests) return;
            if ((*at)->retryAt() > now) {
                ++at;
                continue;
            }
            CURL* curl = (*at)->begin(now);
            curl_multi_add_handle(m_multi.get(), curl);
            const int stream = (*at)->stream();
            m_running[stream] = std::move(*at);
            at = m_due.erase(at);
        }
    }

    /// A stream whose tokens nobody takes is read no further, so that a paused run takes no memory.
    void holdFull(double now) {
        std::map<int, std::size_t> waiting;
        {
            const std::lock_guard lock(m_mutex);
            for (const StreamNews& news : m_news) waiting[news.stream] += news.tokens.size();
        }
        bool hasHeld = false;
        for (auto& [stream, transfer] : m_running) {
            const auto found = waiting.find(stream);
            const bool isFull =
                found != waiting.end() && found->second > static_cast<std::size_t>(m_settings.limits.waitingTokens);
            transfer->setHeld(isFull, now);
            hasHeld = hasHeld || isFull;
            if (isFull || !transfer->isPaused()) continue;
            transfer->unpause();
            curl_easy_pause(transfer->curl(), CURLPAUSE_CONT);
        }
        const std::lock_guard lock(m_mutex);
        m_hasHeld = hasHeld;
    }

    void takeDone() {
        int left = 0;
        while (const CURLMsg* message = curl_multi_info_read(m_multi.get(), &left)) {
            if (message->msg != CURLMSG_DONE) continue;
            const CURLcode code = message->data.result;
            char* self = nullptr;
            curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &self);
            // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): libcurl hands back what it was given
            end(*reinterpret_cast<StreamTransfer*>(self), code);
        }
    }

    void end(StreamTransfer& transfer, CURLcode code) {
        const int stream = transfer.stream();
        curl_multi_remove_handle(m_multi.get(), transfer.curl());
        std::optional<StreamEnd> end = transfer.finish(code, steadySeconds());
        auto node = m_running.extract(stream);
        if (end) {
            m_fresh.push_back({stream, transfer.takeTokens(), std::move(end)});
        } else {
            ++m_retries;
            m_due.push_back(std::move(node.mapped()));
        }
    }

    void dropLate(double now) {
        std::vector<StreamNews> late;
        for (auto& [stream, transfer] : m_running) {
            if (auto end = transfer->checkTime(now)) late.push_back({stream, {}, std::move(end)});
        }
        for (StreamNews& news : late) {
            drop(news.stream);
            m_fresh.push_back(std::move(news));
        }
        if (!late.empty()) publish();
    }

    /// What came goes to the owner.
    void publish() {
        for (auto& [stream, transfer] : m_running) {
            if (auto tokens = transfer->takeTokens(); !tokens.empty())
                m_fresh.push_back({stream, std::move(tokens), {}});
        }
        if (m_fresh.empty()) return;
        {
            const std::lock_guard lock(m_mutex);
            for (StreamNews& news : m_fresh) {
                if (std::ranges::find(m_aborted, news.stream) == m_aborted.end()) m_news.push_back(std::move(news));
            }
        }
        m_fresh.clear();
        m_came.notify_one();
    }

    const ServerSettings m_settings;
    Multi m_multi;
    // Of the thread alone.
    Transfers m_running;
    std::vector<std::unique_ptr<StreamTransfer>> m_due;  // to be sent, now or later
    std::vector<StreamNews> m_fresh;
    std::atomic<int> m_retries = 0;

    std::mutex m_mutex;
    std::condition_variable m_came;
    std::vector<Command> m_commands;
    std::vector<int> m_aborted;  // since the thread last looked
    std::vector<StreamNews> m_news;
    bool m_hasHeld = false;
    bool m_stops = false;
    std::thread m_thread;
};

StreamPool::StreamPool(const ServerSettings& settings) : m_impl(std::make_unique<Impl>(settings)) {}
StreamPool::~StreamPool() = default;

void StreamPool::start(int stream, std::string body, std::string requestId) {
    m_impl->command({stream, std::move(body), std::move(requestId)});
}

void StreamPool::abort(int stream) {
    m_impl->command({stream, std::nullopt, {}});
}

std::vector<StreamNews> StreamPool::take(double waitS) {
    return m_impl->take(waitS);
}

int StreamPool::retries() const {
    return m_impl->retries();
}

}  // namespace app
