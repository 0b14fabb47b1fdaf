// Passes that nobody computed: a token is a function of seed, trace and position, as it is with a model. One thread.
#pragma once

#include "app/run/pass_source.h"

namespace hostile {

struct MadeUpModel {
    std::uint32_t seed = 0;
    int promptTokens = 20;
    int contextTokens = 200;
    int stepEvery = 6;      ///< mean tokens of a step
    int meanTokens = 40;    ///< of a trace
    int answers = 3;        ///< that the traces give
    double secondsNow = 0;  ///< its clock goes on with every pass
};

class MadeUpPass : public app::PassSource {
public:
    explicit MadeUpPass(MadeUpModel& model) : m_model(model) {}

    app::RunStarted header(const std::string& problem) const override;
    std::vector<std::string> notes() const override { return {}; }
    std::vector<app::TokenId> promptTokens(const std::string& problem, const app::RunOptions& options) const override;
    app::MemoryFacts memory() const override;
    void reserveKv(int, kernels::KvType) override {}
    engine::PassResult pass(std::span<const engine::Slice> slices, const engine::SamplingParams& sampling) override;
    double lastScorerSeconds() const override { return 0; }
    void copyBlock(app::BlockId, app::BlockId) override {}
    app::TokenReading read(app::TraceId trace, int position, app::TokenId token) override;
    void branch(app::TraceId, app::TraceId) override {}
    std::optional<std::string> whyNot(const app::RunOptions& options) const override {
        return app::whyNeedsModel(options);
    }
    app::ModelSession* model() override { return nullptr; }

private:
    MadeUpModel& m_model;
};

}  // namespace hostile
