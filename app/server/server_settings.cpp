#include "app/server/server_settings.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <memory>

#include "app/run/usage_error.h"
#include "engine/files/printable.h"

namespace app {
namespace {

constexpr std::size_t kMostAddressBytes = 2048;
constexpr std::size_t kMostKeyBytes = 4096;

struct UrlCloser {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, UrlCloser>;

bool hasPart(CURLU* url, CURLUPart part) {
    char* text = nullptr;
    const bool found = curl_url_get(url, part, &text, 0) == CURLUE_OK;
    const bool isFilled = found && text != nullptr && *text != '\0';
    curl_free(text);
    return isFilled;
}

std::string trimmed(std::string_view text) {
    const auto isSpace = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!text.empty() && isSpace(text.front())) text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back())) text.remove_suffix(1);
    return std::string(text);
}

}  // namespace

std::string serverAddress(std::string_view written) {
    std::string address = trimmed(written);
    const auto refuse = [](const std::string& why) -> std::string {
        throw UsageError("the address of the server " + why + "; expected http://HOST:PORT or https://HOST:PORT");
    };
    if (address.empty()) return refuse("is empty");
    if (address.size() > kMostAddressBytes) return refuse("is too long");
    if (!address.starts_with("http://") && !address.starts_with("https://"))
        return refuse("does not begin with http:// or https://");
    const Url url(curl_url());
    if (!url || curl_url_set(url.get(), CURLUPART_URL, address.c_str(), 0) != CURLUE_OK) return refuse("is none");
    if (hasPart(url.get(), CURLUPART_USER) || hasPart(url.get(), CURLUPART_PASSWORD))
        return refuse("holds a user name or a password, and recordings keep the address; give a key by " +
                      std::string(kServerKeyVariable) + ", --server-key-file or --server-keyring instead");
    if (hasPart(url.get(), CURLUPART_QUERY) || hasPart(url.get(), CURLUPART_FRAGMENT))
        return refuse("has something behind ? or #");
    while (address.ends_with('/')) address.pop_back();
    if (address.ends_with("/v1")) address.resize(address.size() - 3);
    while (address.ends_with('/')) address.pop_back();
    return address;
}

std::string requireServerKey(std::string key, const std::string& source) {
    const bool isPlain = std::ranges::all_of(key, [](char c) { return c > ' ' && c < 127; });
    if (!isPlain || key.size() > kMostKeyBytes)
        throw UsageError(source + " holds no key: a key is one word of printable ASCII characters");
    return key;
}

std::string serverKey(const std::string& file) {
    if (file.empty()) {
        const char* key = std::getenv(kServerKeyVariable);  // NOLINT(concurrency-mt-unsafe): nobody sets it
        std::string source = "the environment's ";
        source += kServerKeyVariable;
        return key && *key ? requireServerKey(trimmed(key), source) : std::string();
    }
    std::ifstream in(file, std::ios::binary);
    std::string text(kMostKeyBytes + 2, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!in && !in.eof()) throw UsageError(file + ": the file with the server's key cannot be read");
    text.resize(static_cast<std::size_t>(in.gcount()));
    text = trimmed(text.substr(0, text.find('\n')));
    if (text.empty())
        throw UsageError(file + ": the file with the server's key cannot be read or its first line is empty");
    return requireServerKey(std::move(text), file);
}

std::string serverText(std::string_view text, const ServerSettings& settings, std::size_t bytes) {
    std::string clean(text);
    if (!settings.key.empty()) {
        for (std::size_t at = clean.find(settings.key); at != std::string::npos; at = clean.find(settings.key, at))
            clean.replace(at, settings.key.size(), "[key]");
    }
    return engine::printable(clean, bytes);
}

}  // namespace app
