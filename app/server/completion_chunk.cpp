#include "app/server/completion_chunk.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "engine/files/json_text.h"

namespace app {
namespace {

using nlohmann::json;

constexpr const char* kThinkBegin = "<think>";
constexpr const char* kThinkEnd = "</think>";
// Servers write -9999 for the logarithm of 0; beyond this a number is no log-probability.
constexpr double kLeastLogProbability = -1e5;
constexpr double kRounding = 1e-3;

const json* find(const json& object, const char* key) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(key);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::string textOf(const json& object, const char* key) {
    const json* value = find(object, key);
    if (!value) return {};
    if (!value->is_string()) throw std::runtime_error(std::string("its ") + key + " is no text");
    return value->get<std::string>();
}

/// Natural logarithm of a probability.
float logProbabilityOf(const json& object) {
    const json* value = find(object, "logprob");
    const double number = value && value->is_number() ? value->get<double>() : std::nan("");
    if (!std::isfinite(number) || number > kRounding || number < kLeastLogProbability)
        throw std::runtime_error("it sent a log-probability that is none: " +
                                 (value ? engine::describeJson(*value) : std::string("nothing")));
    return static_cast<float>(std::min(number, 0.0));
}

const json* topOf(const json& entry) {
    const json* top = find(entry, "top_logprobs");
    return top && top->is_array() ? top : nullptr;
}

/// Mean of -ln p over the 20 most likely tokens; 0 where fewer came. Servers may add the drawn token behind them.
float confidenceOf(const json& entry, int most) {
    const json* top = topOf(entry);
    if (!top || top->size() < static_cast<std::size_t>(kConfidenceTokens)) return 0;
    if (top->size() > static_cast<std::size_t>(most))
        throw std::runtime_error("it sent " + std::to_string(top->size()) +
                                 " log-probabilities for one token, at most " + std::to_string(most) + " are read");
    std::vector<double> values;
    values.reserve(top->size());
    for (const json& each : *top) values.push_back(static_cast<double>(logProbabilityOf(each)));
    std::sort(values.begin(), values.end(), std::greater<>());
    double sum = 0;
    for (int i = 0; i < kConfidenceTokens; ++i) sum -= values[static_cast<std::size_t>(i)];
    return static_cast<float>(sum / kConfidenceTokens);
}

/// The entries of a choice's log-probabilities, one a token.
const json* entriesOf(const json& choice) {
    const json* all = find(choice, "logprobs");
    const json* entries = all ? find(*all, "content") : nullptr;
    return entries && entries->is_array() && !entries->empty() ? entries : nullptr;
}

const json* idsOf(const json& choice) {
    const json* ids = find(choice, "token_ids");
    return ids && ids->is_array() && !ids->empty() ? ids : nullptr;
}

engine::TokenId idFrom(const json& value) {
    if (!value.is_number_integer() || value < 0 || value > engine::kMostInt)
        throw std::runtime_error("a token's number is " + engine::describeJson(value));
    return engine::TokenId{value.get<int>()};
}

/// One token for each entry or id that came; one where text came with neither.
std::vector<StreamToken> tokensOf(const json& choice, bool hasText, int mostTop) {
    const json* entries = entriesOf(choice);
    const json* ids = idsOf(choice);
    const std::size_t count = std::max({entries ? entries->size() : 0, ids ? ids->size() : 0, std::size_t{hasText}});
    std::vector<StreamToken> tokens(count);
    for (std::size_t i = 0; entries && i < entries->size(); ++i) {
        const json& entry = (*entries)[i];
        tokens[i].text = textOf(entry, "token");
        tokens[i].logProbability = logProbabilityOf(entry);
        tokens[i].confidence = confidenceOf(entry, mostTop);
    }
    for (std::size_t i = 0; ids && i < ids->size(); ++i) tokens[i].id = idFrom((*ids)[i]);
    return tokens;
}

/// Gives the text that came to the tokens it belongs to: each its own where they add up, else all to the last one.
void placeText(std::vector<StreamToken>& tokens, const std::string& text) {
    if (tokens.empty()) return;
    std::string joined;
    for (const StreamToken& token : tokens) joined += token.text;
    for (StreamToken& token : tokens) {
        token.isBoundary = token.text.find("\n\n") != std::string::npos;
        token.endsThinking = token.text.find(kThinkEnd) != std::string::npos;
    }
    if (joined == text) return;
    // Characters that tokens share come with the last one, and special tokens come without text.
    for (StreamToken& token : tokens) token.text.clear();
    StreamToken& last = tokens.back();
    last.text = text;
    last.isBoundary = last.isBoundary || (tokens.size() == 1 && text.find("\n\n") != std::string::npos);
}

json parsed(std::string_view text) {
    return engine::parseJson(text, "its answer");
}

std::string errorIn(const json& chunk) {
    const json* error = find(chunk, "error");
    if (!error) return {};
    if (error->is_string()) return error->get<std::string>();
    const json* message = find(*error, "message");
    return message && message->is_string() ? message->get<std::string>() : error->dump(-1, ' ', true);
}

int promptTokensOf(const json& answer) {
    const json* usage = find(answer, "usage");
    const json* tokens = usage ? find(*usage, "prompt_tokens") : nullptr;
    return tokens && tokens->is_number_integer() && *tokens >= 0 && *tokens <= engine::kMostInt ? tokens->get<int>()
                                                                                                : 0;
}

/// vLLM calls it "reasoning" since 0.12, others "reasoning_content".
std::string reasoningOf(const json& delta) {
    std::string text = textOf(delta, "reasoning_content");
    return text.empty() ? textOf(delta, "reasoning") : text;
}

}  // namespace

CompletionChunk ChunkReader::read(std::string_view text) {
    const json chunk = parsed(text);
    if (!chunk.is_object())
        throw std::runtime_error("its answer: expected an object, found " + engine::describeJson(chunk));
    if (std::string error = errorIn(chunk); !error.empty()) throw std::runtime_error(error);
    CompletionChunk out;
    if (const int tokens = promptTokensOf(chunk)) out.promptTokens = tokens;
    const json* choices = find(chunk, "choices");
    if (!choices || !choices->is_array() || choices->empty()) return out;  // usage alone
    const json& choice = choices->front();
    if (!choice.is_object()) throw std::runtime_error("its answer: choices[0] is " + engine::describeJson(choice));
    out.finish = textOf(choice, "finish_reason");
    const json none = json::object();
    const json* found = find(choice, "delta");
    const json& delta = found ? *found : none;
    const std::string reasoning = reasoningOf(delta);
    const std::string content = textOf(delta, "content");
    const bool hasText = !reasoning.empty() || !content.empty();
    out.tokens = tokensOf(choice, hasText, m_limits.topLogProbabilities);

    m_textBytes += reasoning.size() + content.size();
    if (m_textBytes > m_limits.textBytes)
        throw std::runtime_error("it wrote more than " + std::to_string(m_limits.textBytes >> 20U) +
                                 " MiB for one trace");
    placeText(out.tokens, reasoning + content);
    if (out.tokens.empty()) return out;
    // What came apart is marked by the tags that models use themselves.
    StreamToken& first = out.tokens.front();
    if (!reasoning.empty() && !m_isThinking) {
        first.text.insert(0, std::string(kThinkBegin) + "\n");
        m_isThinking = m_hasReasoning = true;
    }
    if (!content.empty() && m_isThinking) {
        StreamToken& last = out.tokens.back();
        const std::size_t at = last.text.size() >= content.size() ? last.text.size() - content.size() : 0;
        last.text.insert(at, std::string("\n") + kThinkEnd + "\n\n");
        last.endsThinking = true;
        m_isThinking = false;
    }
    return out;
}

CompletionSample sampleOf(const std::string& text) {
    const json answer = parsed(text);
    if (std::string error = errorIn(answer); !error.empty()) throw std::runtime_error(error);
    const json* choices = find(answer, "choices");
    if (!choices || !choices->is_array() || choices->empty() || !choices->front().is_object())
        throw std::runtime_error("its answer: expected a completion with choices, found " +
                                 engine::describeJson(answer));
    const json& choice = choices->front();
    CompletionSample sample;
    sample.promptTokens = promptTokensOf(answer);
    sample.hasTokenIds = idsOf(choice) != nullptr;
    if (const json* message = find(choice, "message")) sample.hasReasoning = !reasoningOf(*message).empty();
    if (const json* entries = entriesOf(choice)) {
        (void)logProbabilityOf(entries->front());
        sample.hasLogProbability = true;
        if (const json* top = topOf(entries->front())) sample.topLogProbabilities = static_cast<int>(top->size());
    }
    return sample;
}

}  // namespace app
