#include "app/server/curl_setup.h"

#include <algorithm>
#include <mutex>
#include <stdexcept>

#include "app/run/number_text.h"
#include "app/server/http_get.h"
#include "engine/text/ascii.h"

namespace app {
namespace {

/// libcurl's own set-up, once a process.
void initialise() {
    static std::once_flag done;
    std::call_once(done, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

}  // namespace

void CurlHeaders::add(const std::string& line) {
    curl_slist* longer = curl_slist_append(m_list, line.c_str());
    if (!longer) throw std::bad_alloc();
    m_list = longer;
}

CurlHandle makeCurl(const ServerSettings& settings, const std::string& url) {
    initialise();
    CurlHandle curl(curl_easy_init());
    if (!curl) throw std::runtime_error("libcurl gives no handle");
    CURL* c = curl.get();
    curl_easy_setopt(c, CURLOPT_URL, url.c_str());
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(c, CURLOPT_PROXY, "");  // not what the environment says either
    curl_easy_setopt(c, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    curl_easy_setopt(c, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));  // closing aborts the request
    curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!settings.caFile.empty()) curl_easy_setopt(c, CURLOPT_CAINFO, settings.caFile.c_str());
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.timeouts.connectS * 1000));
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(c, CURLOPT_TCP_NODELAY, 1L);
    curl_easy_setopt(c, CURLOPT_USERAGENT, "stepscope/" STEPSCOPE_VERSION);
    return curl;
}

std::string contentTypeOf(CURL* curl) {
    const char* type = nullptr;
    curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
    const std::string whole = type ? lower(type) : "";
    std::string first = whole.substr(0, whole.find(';'));
    while (first.ends_with(' ')) first.pop_back();
    return first;
}

std::optional<std::string> headerIn(std::string_view line, std::string_view name) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || lower(line.substr(0, colon)) != name) return std::nullopt;
    std::string_view value = line.substr(colon + 1);
    while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
    while (!value.empty() && (value.back() == '\r' || value.back() == '\n' || value.back() == ' '))
        value.remove_suffix(1);
    return std::string(value);
}

std::string curlText(CURLcode code, const char* buffer) {
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST: return "there is no such host";
        case CURLE_COULDNT_CONNECT: return "nothing answers at this address";
        case CURLE_GOT_NOTHING: return "the server closed the connection without an answer";
        case CURLE_PARTIAL_FILE:
        case CURLE_RECV_ERROR:
        case CURLE_SEND_ERROR: return "the connection broke";
        case CURLE_HTTP2:
        case CURLE_WEIRD_SERVER_REPLY:
        case CURLE_UNSUPPORTED_PROTOCOL: return "what answers is no HTTP server";
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
            return std::string("its certificate is not trusted (") + (buffer && *buffer ? buffer : "no reason given") +
                   "); --server-ca-file names certificates to trust";
        case CURLE_SSL_CONNECT_ERROR: return "no TLS connection comes about; is it an http:// address?";
        case CURLE_OPERATION_TIMEDOUT: return "no connection in time";
        case CURLE_ABORTED_BY_CALLBACK: return "given up";
        default: return buffer && *buffer ? buffer : curl_easy_strerror(code);
    }
}

std::string statusText(long status, const std::string& body) {
    std::string text = "answered " + std::to_string(status);
    if (status >= 300 && status < 400)
        return text + ": it sends elsewhere, which is not followed; give the address itself";
    if (status == 401 || status == 403) text += " (the key is missing or not accepted)";
    const std::string message = errorMessageIn(body);
    return message.empty() ? text : text + ": " + message;
}

std::string secondsText(double seconds) {
    return fixedText(seconds, seconds < 10 && seconds != static_cast<int>(seconds) ? 1 : 0) + " s";
}

}  // namespace app
