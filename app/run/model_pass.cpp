#include "app/run/model_pass.h"

#include "app/run/resources.h"
#include "app/run/utc_now.h"

namespace app {

RunStarted ModelPass::header(const std::string& problem) const {
    RunStarted header;
    header.programVersion = kProgramVersion;
    header.startedAt = utcNow();
    header.backend = m_session.device().backend;
    header.device = m_session.device().name;
    header.model = m_session.info();
    header.scorer = m_session.scorer();
    header.hint = m_session.findHint(problem);
    header.prefillRows = m_session.transformer().maxRows();
    return header;
}

std::vector<TokenId> ModelPass::promptTokens(const std::string& problem, const RunOptions& options) const {
    return m_session.promptTokens(problem, options.systemPrompt, options.plainPrompt);
}

void ModelPass::reserveKv(int blocks, kernels::KvType type) {
    m_session.reserveKv(blocks, type);
}

engine::PassResult ModelPass::pass(std::span<const engine::Slice> slices, const engine::SamplingParams& sampling) {
    return m_session.transformer().pass(slices, sampling);
}

engine::StreamingDecoder& ModelPass::decoderOf(TraceId trace) {
    const auto at = static_cast<std::size_t>(index(trace)) - 1;
    while (m_decoders.size() <= at) m_decoders.emplace_back(m_session.tokenizer(), true);
    return m_decoders[at];
}

TokenReading ModelPass::read(TraceId trace, int, TokenId token) {
    return {decoderOf(trace).push(token), m_session.endsText(token), m_session.endsThinking(token),
            m_session.boundaries().contains(token)};
}

void ModelPass::branch(TraceId parent, TraceId child) {
    const engine::StreamingDecoder copy = decoderOf(parent);
    decoderOf(child) = copy;
}

}  // namespace app
