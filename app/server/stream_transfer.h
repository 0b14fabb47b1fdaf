// One streamed completion on its way: what has been read of it, how long it may take, and how it ended. Used by the
// pool's thread alone.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/server/completion_chunk.h"
#include "app/server/curl_setup.h"
#include "app/server/line_splitter.h"
#include "app/server/stream_pool.h"

namespace app {

class StreamTransfer {
public:
    StreamTransfer(const ServerSettings& settings, int stream, std::string body, std::string requestId);
    StreamTransfer(const StreamTransfer&) = delete;
    StreamTransfer& operator=(const StreamTransfer&) = delete;

    int stream() const { return m_stream; }
    CURL* curl() const { return m_curl.get(); }

    /// A fresh handle for the request, sent for the first time or again.
    CURL* begin(double now);
    /// libcurl is done with it. Empty: it is to be sent again, from retryAt() on.
    std::optional<StreamEnd> finish(CURLcode code, double now);
    /// It has taken too long.
    std::optional<StreamEnd> checkTime(double now) const;
    double retryAt() const { return m_retryAt; }

    /// What has been read since the last call.
    std::vector<StreamToken> takeTokens() { return std::exchange(m_tokens, {}); }
    /// Nothing more is read until it is off again; such time does not count.
    void setHeld(bool held, double now);
    bool isHeld() const { return m_isHeld; }
    /// libcurl has been told to wait.
    bool isPaused() const { return m_isPaused; }
    void unpause() { m_isPaused = false; }

private:
    static std::size_t onBody(char* data, std::size_t, std::size_t bytes, void* self);
    static std::size_t onHeader(char* data, std::size_t, std::size_t bytes, void* self);
    std::size_t takeBody(std::string_view data);
    bool takeLine(std::string_view line);
    bool takeChunk(std::string_view json);
    bool fail(std::string why);
    bool mayRetry() const { return m_tokenCount == 0 && m_attempts <= m_settings.retries; }
    StreamEnd lost(const std::string& why) const;
    void retry(double now);

    const ServerSettings& m_settings;
    int m_stream;
    std::string m_body;
    std::string m_requestId;
    CurlHandle m_curl;
    std::optional<CurlHeaders> m_headers;
    char m_error[CURL_ERROR_SIZE] = {};
    LineSplitter m_lines;
    ChunkReader m_chunks;
    std::vector<StreamToken> m_tokens;
    std::string m_finish;
    std::string m_failure;
    std::string m_errorBody;
    bool m_isDone = false;  // "[DONE]" was read
    bool m_isHeld = false;
    bool m_isPaused = false;
    std::size_t m_bytes = 0;
    std::int64_t m_tokenCount = 0;
    int m_attempts = 0;
    std::optional<double> m_firstBegunAt;
    double m_begunAt = 0;
    double m_lastTokenAt = 0;
    double m_now = 0;  // of the loop that reads
    double m_retryAt = 0;
    double m_retryAfterS = 0;  // what the server asked for

public:
    void setNow(double now) { m_now = now; }
};

}  // namespace app
