// Passes that a recording answers: each slice gets the token, log-probability, confidence and score that its trace had
// there. Its clock goes by a time model. Owned by its run loop; one thread at a time, any number over the same record.
#pragma once

#include "app/run/pass_source.h"
#include "app/run/policy_table.h"
#include "app/whatif/recorded_run.h"

namespace app {

/// What the time of a pass over these slices goes by.
PassLoad loadOf(std::span<const engine::Slice> slices);

/// Simulated seconds, shared between the passes and the loop that asks for the time.
struct SimulatedClock {
    double now = 0;
};

class RecordedPass : public PassSource {
public:
    /// Both must outlive it.
    RecordedPass(const RecordedRun& record, SimulatedClock& clock) : m_record(record), m_clock(clock) {}

    RunStarted header(const std::string& problem) const override;
    std::vector<std::string> notes() const override { return m_record.notes; }
    /// As many as the recorded run had; what they were decides nothing.
    std::vector<TokenId> promptTokens(const std::string& problem, const RunOptions& options) const override;
    MemoryFacts memory() const override;
    void reserveKv(int, kernels::KvType) override {}

    /// Throws std::runtime_error for a token that the record does not have.
    engine::PassResult pass(std::span<const engine::Slice> slices, const engine::SamplingParams& sampling) override;
    double lastScorerSeconds() const override { return m_scorerS; }
    void copyBlock(BlockId, BlockId) override {}
    TokenReading read(TraceId trace, int position, TokenId token) override;
    void branch(TraceId parent, TraceId child) override;
    std::optional<Thought> findThought(TraceId trace, int end) override;
    bool hasThoughts() const override { return m_record.hidden != nullptr; }
    std::optional<std::string> whyNot(const RunOptions& options) const override {
        const auto& server = m_record.header.server;
        if (policyRow(options.policy).watchesConfidence && server && server->topLogProbabilities < kTopOfConfidence)
            return std::string("the run's server was not asked for the log-probabilities that this policy needs");
        return whyNeedsModel(options, hasThoughts());
    }
    ModelSession* model() override { return nullptr; }

private:
    static constexpr int kTopOfConfidence = 20;  // tokens that a confidence is the mean of

    const TraceRecord& traceOf(TraceId trace) const;

    const RecordedRun& m_record;
    SimulatedClock& m_clock;
    double m_scorerS = 0;
};

}  // namespace app
