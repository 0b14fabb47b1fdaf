// A chunk of a streamed chat completion, as tokens: text, log-probability, confidence. Servers differ: some send a
// chunk a token, others join several; thinking comes inside the text or apart from it. Pure but for what one stream
// remembers. One reader a stream; one thread at a time.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/server/server_settings.h"
#include "engine/ids.h"

namespace app {

struct StreamToken {
    std::string text = {};
    engine::TokenId id{-1};  ///< -1: the server does not say
    float logProbability = 0;
    float confidence = 0;  ///< mean of -ln p over the 20 most likely tokens; 0: the server does not say
    bool endsThinking = false;
    bool isBoundary = false;  ///< its own text holds two newlines
};

struct CompletionChunk {
    std::vector<StreamToken> tokens = {};
    std::string finish = {};  ///< "stop", "length", ...; empty while it goes on
    std::optional<int> promptTokens = {};
};

inline constexpr int kConfidenceTokens = 20;

class ChunkReader {
public:
    explicit ChunkReader(const ServerLimits& limits) : m_limits(limits) {}

    /// Throws std::runtime_error, in one line, for what is no chunk: not JSON, an error, a log-probability that is
    /// none.
    CompletionChunk read(std::string_view json);
    /// Thinking came apart from the answer.
    bool hasReasoning() const { return m_hasReasoning; }

private:
    ServerLimits m_limits;
    bool m_isThinking = false;
    bool m_hasReasoning = false;
    std::size_t m_textBytes = 0;
};

/// The most likely tokens that a completion in one piece brought for its first token, and more about it.
struct CompletionSample {
    int promptTokens = 0;
    bool hasLogProbability = false;
    int topLogProbabilities = 0;
    bool hasReasoning = false;
    bool hasTokenIds = false;
};
/// Throws std::runtime_error for what is no completion.
CompletionSample sampleOf(const std::string& json);

}  // namespace app
