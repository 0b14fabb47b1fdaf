// Passes of a loaded model, for a run loop. One thread, with its run.
#pragma once

#include <vector>

#include "app/run/model_session.h"
#include "app/run/pass_source.h"

namespace app {

class ModelPass : public PassSource {
public:
    /// The session must outlive it.
    explicit ModelPass(ModelSession& session) : m_session(session) {}

    RunStarted header(const std::string& problem) const override;
    std::vector<std::string> notes() const override { return m_session.notes(); }
    std::vector<TokenId> promptTokens(const std::string& problem, const RunOptions& options) const override;
    MemoryFacts memory() const override { return m_session.memory(); }
    void reserveKv(int blocks, kernels::KvType type) override;

    engine::PassResult pass(std::span<const engine::Slice> slices, const engine::SamplingParams& sampling) override;
    double lastScorerSeconds() const override { return m_session.transformer().lastScorerSeconds(); }
    void copyBlock(BlockId from, BlockId to) override { m_session.transformer().copyBlock(from, to); }
    TokenReading read(TraceId trace, int position, TokenId token) override;
    void branch(TraceId parent, TraceId child) override;
    std::optional<std::string> whyNot(const RunOptions&) const override { return std::nullopt; }
    ModelSession* model() override { return &m_session; }

private:
    engine::StreamingDecoder& decoderOf(TraceId trace);

    ModelSession& m_session;
    std::vector<engine::StreamingDecoder> m_decoders;  // [trace - 1]
};

}  // namespace app
