#include "app/server/server_request.h"

#include <nlohmann/json.hpp>

namespace app {
namespace {

using nlohmann::json;

json messagesOf(const ServerPrompt& prompt) {
    json messages = json::array();
    if (!prompt.system.empty()) messages.push_back({{"role", "system"}, {"content", prompt.system}});
    messages.push_back({{"role", "user"}, {"content", prompt.problem}});
    return messages;
}

void addExtras(json& request, const RequestExtras& extras) {
    if (extras.logProbabilities) {
        request["logprobs"] = true;
        request["top_logprobs"] = extras.topLogProbabilities;
    }
    if (extras.sampling) request["min_p"] = 0.0;
    if (extras.tokenIds) request["return_token_ids"] = true;
}

/// Servers take seeds of 31 bits.
std::int64_t seedOf(std::uint64_t seed, int trace) {
    std::uint64_t mixed = seed * 0x9E3779B97F4A7C15U + static_cast<std::uint64_t>(trace);
    mixed ^= mixed >> 31U;
    mixed *= 0xBF58476D1CE4E5B9U;
    return static_cast<std::int64_t>(mixed >> 33U);
}

/// Text that is not UTF-8 is replaced and no error.
std::string textOf(const json& request) {
    return request.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

std::string streamRequest(const std::string& model, const ServerPrompt& prompt, const RunOptions& options,
                          int maxTokens, int trace, const RequestExtras& extras) {
    json request = {{"model", model},
                    {"messages", messagesOf(prompt)},
                    {"stream", true},
                    {"max_tokens", maxTokens},
                    {"temperature", options.sampling.temperature},
                    {"top_p", options.sampling.topP},
                    {"seed", seedOf(options.sampling.seed, trace)}};
    if (extras.sampling) request["top_k"] = options.sampling.topK;
    addExtras(request, extras);
    return textOf(request);
}

std::string sampleRequest(const std::string& model, const ServerPrompt& prompt, const RequestExtras& extras) {
    json request = {{"model", model},     {"messages", messagesOf(prompt)},
                    {"stream", false},    {"max_tokens", 1},
                    {"temperature", 0.6}, {"seed", 1}};
    if (extras.sampling) request["top_k"] = 20;
    addExtras(request, extras);
    return textOf(request);
}

}  // namespace app
