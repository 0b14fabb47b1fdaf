// What the run loop hands to the transformer for one pass, and what it gets back.
// Plain values; a slice's spans must stay alive until the pass returns. Any thread.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/ids.h"

namespace engine {

/// Keys the counter-based generator: the draw depends on (seed, trace, position) and nothing else.
struct SampleKey {
    TraceId trace;
    int position = 0;  ///< Index of the token to draw within the trace's generated text, from 0.
};

/// Consecutive tokens of one sequence that take part in a pass: one token in decode, many in prefill or recompute.
struct Slice {
    std::span<const TokenId> tokens;  ///< [tokens], never empty
    int firstPosition = 0;            ///< position of tokens[0] in its sequence
    std::span<const BlockId> blocks;  ///< block table; covers positions 0 .. firstPosition + tokens.size() - 1
    std::optional<SampleKey> sample;  ///< draw the next token from the last row's logits
    bool gatherHidden = false;        ///< copy the last row (after the final norm) into PassResult::hidden
};

struct SamplingParams {
    double temperature = 0.6;  ///< 0 picks the most likely token
    double topP = 0.95;        ///< 1 turns it off
    int topK = 20;             ///< 0 turns it off
    std::uint64_t seed = 0;
    bool wantConfidence = false;  ///< fill Sampled::confidence
};

struct Sampled {
    TokenId token{};
    float logProbability = 0;  ///< natural log, full softmax at temperature 1
    float confidence = 0;      ///< mean of -ln p over the 20 most likely tokens at temperature 1, if asked for
};

struct PassResult {
    std::vector<Sampled> sampled;  ///< one per slice with `sample`, in slice order
    std::vector<float> hidden;     ///< [gathered slices, hiddenSize], slice order (host copy, kept for re-scoring)
    std::vector<float> scores;     ///< [gathered slices] step scores where a scorer is attached, else empty
};

}  // namespace engine
