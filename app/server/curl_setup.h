// What every transfer has in common: libcurl's handles and the rules of connections. For .cpp files of this room only.
// Each handle belongs to one thread at a time.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "app/server/server_settings.h"

namespace app {

struct CurlCloser {
    void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
};
using CurlHandle = std::unique_ptr<CURL, CurlCloser>;

/// Header lines of a request.
class CurlHeaders {
public:
    CurlHeaders() = default;
    CurlHeaders(const CurlHeaders&) = delete;
    CurlHeaders& operator=(const CurlHeaders&) = delete;
    ~CurlHeaders() { curl_slist_free_all(m_list); }
    void add(const std::string& line);
    curl_slist* get() const { return m_list; }

private:
    curl_slist* m_list = nullptr;
};

/// A handle for that address and no other: http(s) alone, no redirect, no proxy, certificates checked. Throws
/// std::runtime_error where libcurl cannot.
CurlHandle makeCurl(const ServerSettings& settings, const std::string& url);

/// "text/event-stream" without what follows it, in small letters.
std::string contentTypeOf(CURL* curl);
/// The value of a header line with that name (in small letters), if it is one.
std::optional<std::string> headerIn(std::string_view line, std::string_view name);
/// An error of libcurl in one line.
std::string curlText(CURLcode code, const char* buffer);
/// "answered 404: no such model"; what a redirect or a refused key means is said.
std::string statusText(long status, const std::string& body);
/// "20 s"
std::string secondsText(double seconds);

}  // namespace app
