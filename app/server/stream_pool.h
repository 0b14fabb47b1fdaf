// Many streamed completions at once, read by one thread of the pool's own. The owner starts and aborts streams and
// takes what has come; it may wait, never for longer than it says. Each stream ends in exactly one StreamEnd unless it
// is aborted: time-outs, refusals and broken connections included. Owner's calls: one thread at a time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/server/completion_chunk.h"
#include "app/server/server_settings.h"

namespace app {

struct StreamEnd {
    enum class Kind { Stop, Length, Lost };
    Kind kind = Kind::Stop;
    std::string why = {};  ///< where it was lost: one line
};

/// What has come of one stream since the last time.
struct StreamNews {
    int stream = 0;
    std::vector<StreamToken> tokens = {};
    std::optional<StreamEnd> end = {};  ///< after those tokens
};

class StreamPool {
public:
    explicit StreamPool(const ServerSettings& settings);
    /// Closes every connection.
    ~StreamPool();
    StreamPool(const StreamPool&) = delete;
    StreamPool& operator=(const StreamPool&) = delete;

    /// @param stream     the caller's number
    /// @param body       JSON, with "stream": true
    /// @param requestId  of the header X-Request-Id
    void start(int stream, std::string body, std::string requestId);
    /// Closes its connection; nothing more comes of it.
    void abort(int stream);
    /// What has come, in the order of arrival; waits for it no longer than that.
    std::vector<StreamNews> take(double waitS);
    /// Requests that were sent again so far.
    int retries() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace app
