// How to reach an inference server: its address, the model there, the key, how long to wait and how much to read.
// Plain values, any thread. The key is in no recording, log or message.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace app {

struct ServerTimeouts {
    double connectS = 10;
    double firstTokenS = 600;     ///< from the request on: a server may queue it
    double betweenTokensS = 120;  ///< a server that is short of memory makes traces wait
    double wholeS = 4 * 3600;     ///< of one request
    double answerS = 20;          ///< of a question that is no completion: models, metrics
};

/// More than that is no answer of an inference server, and is not read.
struct ServerLimits {
    std::size_t lineBytes = std::size_t{1} << 20;    ///< of a stream
    std::size_t answerBytes = std::size_t{4} << 20;  ///< of an answer in one piece
    std::size_t textBytes = std::size_t{32} << 20;   ///< of one trace
    std::size_t streamBytes = std::size_t{2} << 30;  ///< of one trace, with its log-probabilities
    std::size_t errorBytes = 64 << 10;               ///< of an answer that is an error
    int topLogProbabilities = 64;                    ///< of one token
    int waitingTokens = 8192;                        ///< of one trace, read and not yet asked for
    int requests = 512;                              ///< at once; further ones wait here
};

struct ServerSettings {
    std::string address = {};          ///< as serverAddress() returns it: "http://host:8000"
    std::string model = {};            ///< as the server calls it; empty: the only one that it has
    std::string plugin = {};           ///< address of Stepscope's plugin; empty: asked for at `address`
    std::string key = {};              ///< sent as a bearer token to `address`; empty: none
    std::string caFile = {};           ///< certificates to trust instead of the system's; empty: the system's
    std::optional<int> kvTokens = {};  ///< KV cache of the server, in tokens, where it does not say so itself
    int retries = 4;                   ///< of one request, before its first token
    double patienceS = 0.05;  ///< that a pass waits for its first token, before the caller may do something else
    double backOffS = 0.5;    ///< before the first retry; doubles each time
    ServerTimeouts timeouts = {};
    ServerLimits limits = {};
};

inline constexpr const char* kServerKeyVariable = "STEPSCOPE_SERVER_KEY";

/// The address without a slash, "/v1" or white space at its end. Throws UsageError for anything but http(s)://host with
/// a path: a user name, a key or a question in it would end up in recordings.
std::string serverAddress(std::string_view written);

/// The first line of the file, or where `file` is empty the environment's key; empty if there is none. Throws
/// UsageError for a file that cannot be read, and for a key that no header can hold. The message does not quote it.
std::string serverKey(const std::string& file);

/// The key itself. Throws UsageError, without it, where no header can hold it.
/// @param source  "the file k.txt"
std::string requireServerKey(std::string key, const std::string& source);

/// Text of a server in one line of ours: printable, bounded, and without the key.
std::string serverText(std::string_view text, const ServerSettings& settings, std::size_t bytes = 200);

}  // namespace app
