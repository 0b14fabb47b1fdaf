// Who answers a run loop's passes: a loaded model (model_pass.h), or a recording that holds what came out of them
// (app/whatif/recorded_pass.h). The loop plans, decides and tells; it asks for a pass here and for nothing else.
// Owned by its run loop; one thread at a time.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/run/events.h"
#include "app/run/preflight.h"
#include "engine/forward_pass.h"
#include "engine/scheduler.h"

namespace app {

class ModelSession;

/// What a token is in its trace, besides its number.
struct TokenReading {
    std::string text;           ///< whole UTF-8 characters that are complete with it, perhaps none
    bool endsText = false;      ///< the trace has come to its natural end
    bool endsThinking = false;  ///< its own text holds "</think>", special token or not
    bool isBoundary = false;    ///< a step may end with it
};

class PassSource {
public:
    PassSource() = default;
    PassSource(const PassSource&) = delete;
    PassSource& operator=(const PassSource&) = delete;
    virtual ~PassSource() = default;

    // ---- before the first pass
    /// A run's header without what the loop knows: options, problem, prompt and KV cache.
    virtual RunStarted header(const std::string& problem) const = 0;
    /// Lines for the beginning of the log.
    virtual std::vector<std::string> notes() const = 0;
    /// Throws UsageError for a problem that cannot be put to the model.
    virtual std::vector<TokenId> promptTokens(const std::string& problem, const RunOptions& options) const = 0;
    virtual MemoryFacts memory() const = 0;
    /// KV storage of that type for so many blocks, at least. Throws kernels::OutOfMemory.
    virtual void reserveKv(int blocks, kernels::KvType type) = 0;

    // ---- passes
    /// As engine::Transformer::pass(). Hidden rows may be left out where the scores of the gathered rows are there.
    virtual engine::PassResult pass(std::span<const engine::Slice> slices, const engine::SamplingParams& sampling) = 0;
    virtual double lastScorerSeconds() const = 0;  ///< of the last pass()
    virtual void copyBlock(BlockId from, BlockId to) = 0;
    /// Once for each token of a trace, in order. `position` is its index within the generated text, from 0.
    virtual TokenReading read(TraceId trace, int position, TokenId token) = 0;
    /// `child` goes on from what has been read of `parent`.
    virtual void branch(TraceId parent, TraceId child) = 0;

    /// Slim-SC: the mean hidden row of a step's tokens and their number, from whoever knows it without the rows
    /// themselves. Nothing: the rows of the passes say it.
    struct Thought {
        std::vector<float> mean;  ///< [hiddenSize]
        int tokens = 0;
    };
    virtual std::optional<Thought> findThought(TraceId, int /*end*/) { return std::nullopt; }
    virtual bool hasThoughts() const { return false; }

    // ---- traces that go on by themselves, on a server (app/server/server_pass.h)
    /// A trace that has ended without a token that says so.
    struct Ended {
        TraceId trace;
        FinishReason reason = FinishReason::EndOfText;
        std::string why = {};  ///< where it was lost, in one line
    };
    /// Those whose tokens have all been read.
    virtual std::vector<Ended> takeEnded() { return {}; }
    /// Of a plan without shortage, what the next pass cannot answer yet is taken out; may wait a moment for it.
    virtual void awaitTokens(engine::Plan& /*plan*/) {}
    /// Seconds that the last pass() took, with the wait for what it answers; nothing: as the loop has measured it.
    virtual std::optional<double> lastPassSeconds() const { return std::nullopt; }
    /// The run has ended a trace: nobody asks for its tokens any more.
    virtual void forget(TraceId) {}
    /// Nobody scored the step that ends with the trace's `end`-th token, though there is a scorer.
    virtual bool lacksScore(TraceId, int /*end*/) const { return false; }
    /// Lines for the log that have come up since the last call.
    virtual std::vector<Notice> takeNotices() { return {}; }

    /// Why it cannot answer a run of these options, one line; nothing where it can.
    virtual std::optional<std::string> whyNot(const RunOptions& options) const = 0;

    /// The model, for what goes beyond a trace's own draws: probes, other scorers. Null where there is none.
    virtual ModelSession* model() = 0;
};

/// Why these options need a model and no recording can answer for it, one line; nothing where one can.
/// @param hasThoughts  the recording's hidden rows are there
std::optional<std::string> whyNeedsModel(const RunOptions& options, bool hasThoughts = false);

}  // namespace app
