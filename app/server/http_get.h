// One question, one answer in one piece, over HTTP: bounded in time and size, no redirects, no proxy.
// Each call is on its own; any thread. Streams: stream_pool.h.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "app/server/server_settings.h"

namespace app {

struct HttpAnswer {
    long status = 0;          ///< 0: there was no answer
    std::string type = {};    ///< "application/json", in small letters
    std::string server = {};  ///< the header "Server"
    std::string body = {};
    std::string problem = {};  ///< where there was no answer, or too large a one: why, in one line
    bool isOk() const { return problem.empty() && status >= 200 && status < 300; }
};

struct HttpQuestion {
    std::string url;
    std::optional<std::string> json = std::nullopt;  ///< posted; empty: GET
    double timeoutS = 20;
    bool sendsKey = true;
    std::function<bool()> isStopped = {};  ///< true: it is given up
};

/// An answer with that status means: ask again in a while.
bool isTransient(long status);

HttpAnswer askHttp(const ServerSettings& settings, const HttpQuestion& question);

/// What went wrong, in one line: "http://host:8000 answered 404: no such model"; empty where nothing did.
std::string problemOf(const HttpAnswer& answer, const ServerSettings& settings, const std::string& url);

/// The message of an OpenAI-compatible error, or the body's first line.
std::string errorMessageIn(const std::string& body);

}  // namespace app
