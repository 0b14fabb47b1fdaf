#include "app/server/stream_transfer.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "app/server/http_get.h"

namespace app {
namespace {

constexpr double kMostRetryAfterS = 60;

bool isTransient(CURLcode code) {
    return code == CURLE_COULDNT_CONNECT || code == CURLE_OPERATION_TIMEDOUT || code == CURLE_GOT_NOTHING ||
           code == CURLE_RECV_ERROR || code == CURLE_SEND_ERROR || code == CURLE_PARTIAL_FILE;
}

}  // namespace

StreamTransfer::StreamTransfer(const ServerSettings& settings, int stream, std::string body, std::string requestId)
    : m_settings(settings),
      m_stream(stream),
      m_body(std::move(body)),
      m_requestId(std::move(requestId)),
      m_lines(settings.limits.lineBytes),
      m_chunks(settings.limits) {}

CURL* StreamTransfer::begin(double now) {
    m_lines = LineSplitter(m_settings.limits.lineBytes);
    m_chunks = ChunkReader(m_settings.limits);
    m_finish.clear();
    m_failure.clear();
    m_errorBody.clear();
    m_isDone = m_isHeld = m_isPaused = false;
    m_bytes = 0;
    m_retryAfterS = 0;
    m_error[0] = '\0';
    ++m_attempts;
    if (!m_firstBegunAt) m_firstBegunAt = now;
    m_begunAt = m_now = now;

    m_curl = makeCurl(m_settings, m_settings.address + "/v1/chat/completions");
    m_headers.emplace();
    m_headers->add("Accept: text/event-stream");
    m_headers->add("Content-Type: application/json");
    m_headers->add("Expect:");
    m_headers->add("X-Request-Id: " + m_requestId);
    if (!m_settings.key.empty()) m_headers->add("Authorization: Bearer " + m_settings.key);
    CURL* c = m_curl.get();
    curl_easy_setopt(c, CURLOPT_HTTPHEADER, m_headers->get());
    curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(m_body.size()));
    curl_easy_setopt(c, CURLOPT_POSTFIELDS, m_body.c_str());
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, onBody);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, onHeader);
    curl_easy_setopt(c, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(c, CURLOPT_ERRORBUFFER, m_error);
    curl_easy_setopt(c, CURLOPT_PRIVATE, this);
    curl_easy_setopt(c, CURLOPT_QUICK_EXIT, 1L);
    return c;
}

std::size_t StreamTransfer::onBody(char* data, std::size_t, std::size_t bytes, void* self) {
    return static_cast<StreamTransfer*>(self)->takeBody({data, bytes});
}

std::size_t StreamTransfer::onHeader(char* data, std::size_t, std::size_t bytes, void* self) {
    auto& transfer = *static_cast<StreamTransfer*>(self);
    if (const auto value = headerIn({data, bytes}, "retry-after")) {
        const double seconds = std::strtod(value->c_str(), nullptr);
        transfer.m_retryAfterS = std::isfinite(seconds) ? std::clamp(seconds, 0.0, kMostRetryAfterS) : 0;
    }
    return bytes;
}

bool StreamTransfer::fail(std::string why) {
    m_failure = std::move(why);
    return false;
}

/// What libcurl has read; fewer bytes than came end the transfer.
std::size_t StreamTransfer::takeBody(std::string_view data) {
    // libcurl goes on for as long as there is something to read: a fast server keeps it here for seconds.
    if (m_isHeld || m_tokens.size() > static_cast<std::size_t>(m_settings.limits.waitingTokens)) {
        m_isPaused = true;
        return CURL_WRITEFUNC_PAUSE;
    }
    long status = 0;
    curl_easy_getinfo(curl(), CURLINFO_RESPONSE_CODE, &status);
    if (status != 200) {
        const std::size_t room =
            m_settings.limits.errorBytes - std::min(m_errorBody.size(), m_settings.limits.errorBytes);
        m_errorBody.append(data.substr(0, room));
        return room == 0 ? 0 : data.size();
    }
    if (m_bytes == 0 && contentTypeOf(curl()) != "text/event-stream") {
        const std::string type = contentTypeOf(curl());
        (void)fail("it answered with " + (type.empty() ? std::string("something of no type") : type) +
                   ", expected a stream (text/event-stream)");
        return 0;
    }
    m_bytes += data.size();
    if (m_bytes > m_settings.limits.streamBytes) {
        (void)fail("its answer is longer than " + std::to_string(m_settings.limits.streamBytes >> 20U) + " MiB");
        return 0;
    }
    const bool goesOn = m_lines.push(data, [this](std::string_view line) { return takeLine(line); });
    if (m_lines.isTooLong())
        (void)fail("it sent a line longer than " + std::to_string(m_settings.limits.lineBytes >> 10U) + " KiB");
    return goesOn ? data.size() : 0;
}

/// False ends the transfer.
bool StreamTransfer::takeLine(std::string_view line) {
    const auto data = eventData(line);
    if (!data || m_isDone) return true;
    if (*data == "[DONE]") return m_isDone = true;
    return takeChunk(*data);
}

bool StreamTransfer::takeChunk(std::string_view json) {
    try {
        CompletionChunk chunk = m_chunks.read(json);
        if (!chunk.finish.empty()) m_finish = chunk.finish;
        if (chunk.tokens.empty()) return true;
        m_tokenCount += static_cast<std::int64_t>(chunk.tokens.size());
        m_lastTokenAt = m_now;
        std::ranges::move(chunk.tokens, std::back_inserter(m_tokens));
        return true;
    } catch (const std::exception& error) {
        return fail(error.what());
    }
}

StreamEnd StreamTransfer::lost(const std::string& why) const {
    return {StreamEnd::Kind::Lost, serverText(why, m_settings, 300)};
}

void StreamTransfer::retry(double now) {
    // Streams that failed together do not come back together.
    const double spread = 1.0 + 0.25 * (m_stream % 8) / 8.0;
    const double backOff = m_settings.backOffS * std::pow(2.0, m_attempts - 1) * spread;
    m_retryAt = now + std::max(backOff, m_retryAfterS);
}

std::optional<StreamEnd> StreamTransfer::finish(CURLcode code, double now) {
    long status = 0;
    curl_easy_getinfo(curl(), CURLINFO_RESPONSE_CODE, &status);
    if (!m_failure.empty()) return lost(m_failure);
    if (status >= 200 && status < 300 && status != 200) return lost("it " + statusText(status, m_errorBody));
    if (status != 0 && status != 200) {
        if (isTransient(status) && mayRetry()) return retry(now), std::nullopt;
        const std::string often = m_attempts > 1 ? " (asked " + std::to_string(m_attempts) + " times)" : "";
        return lost("it " + statusText(status, m_errorBody) + often);
    }
    if (m_finish == "length") return StreamEnd{StreamEnd::Kind::Length, {}};
    if (m_finish == "abort" || m_finish == "error" || m_finish == "content_filter")
        return lost("the server ended it (" + m_finish + ")");
    if (!m_finish.empty() || m_isDone) return StreamEnd{};
    const bool isBroken = code == CURLE_OK || isTransient(code);
    if (isBroken && mayRetry()) return retry(now), std::nullopt;
    if (m_tokenCount > 0 && isBroken) return lost("the connection ended in the middle");
    return lost(code == CURLE_OK ? "the connection ended before the first token" : curlText(code, m_error));
}

std::optional<StreamEnd> StreamTransfer::checkTime(double now) const {
    const ServerTimeouts& most = m_settings.timeouts;
    if (m_isHeld) return std::nullopt;
    if (m_tokenCount == 0 && now - m_begunAt > most.firstTokenS)
        return lost("no token came within " + secondsText(most.firstTokenS));
    if (m_tokenCount > 0 && now - m_lastTokenAt > most.betweenTokensS)
        return lost("no further token came for " + secondsText(most.betweenTokensS));
    if (m_firstBegunAt && now - *m_firstBegunAt > most.wholeS)
        return lost("it took longer than " + secondsText(most.wholeS));
    return std::nullopt;
}

void StreamTransfer::setHeld(bool held, double now) {
    if (m_isHeld && !held) m_lastTokenAt = now;
    m_isHeld = held;
}

}  // namespace app
