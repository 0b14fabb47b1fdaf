#include "app/whatif/recorded_pass.h"

#include <algorithm>
#include <stdexcept>

namespace app {
namespace {

/// As the scheduler counts them: all but the tokens of decoding traces, which come one by one and draw.
bool isPrefill(const engine::Slice& slice) {
    return slice.tokens.size() != 1 || !slice.sample;
}

}  // namespace

PassLoad loadOf(std::span<const engine::Slice> slices) {
    PassLoad load;
    for (const engine::Slice& slice : slices) {
        const auto rows = static_cast<double>(slice.tokens.size());
        (isPrefill(slice) ? load.prefillTokens : load.rows) += rows;
        load.kvTokens += rows * slice.firstPosition + rows * (rows + 1) / 2;
    }
    return load;
}

RunStarted RecordedPass::header(const std::string&) const {
    RunStarted header = m_record.header;
    header.whatIf = true;
    return header;
}

std::vector<TokenId> RecordedPass::promptTokens(const std::string&, const RunOptions&) const {
    return std::vector<TokenId>(static_cast<std::size_t>(std::max(0, m_record.header.promptTokens)), TokenId{0});
}

MemoryFacts RecordedPass::memory() const {
    MemoryFacts facts;
    facts.backend = m_record.header.backend;
    facts.device = m_record.header.device;
    facts.blockBytes = m_record.header.model.blockBytes;
    facts.contextTokens = m_record.header.model.contextTokens;
    return facts;
}

const TraceRecord& RecordedPass::traceOf(TraceId trace) const {
    const auto at = static_cast<std::size_t>(index(trace)) - 1;
    if (at >= m_record.traces.size())
        throw std::runtime_error("the recording holds no trace " + std::to_string(index(trace)));
    return m_record.traces[at];
}

engine::PassResult RecordedPass::pass(std::span<const engine::Slice> slices, const engine::SamplingParams&) {
    engine::PassResult result;
    result.sampled.reserve(slices.size());
    for (const engine::Slice& slice : slices) {
        if (!slice.sample) continue;
        const TraceRecord& trace = traceOf(slice.sample->trace);
        const int position = slice.sample->position;
        if (position < 0 || position >= static_cast<int>(trace.tokens.size())) {
            throw std::runtime_error("the recording holds no token " + std::to_string(position) + " of trace " +
                                     std::to_string(index(slice.sample->trace)));
        }
        const TokenRecord& token = trace.tokens[static_cast<std::size_t>(position)];
        result.sampled.push_back({token.token, token.logProbability, token.confidence});
        if (!slice.gatherHidden || !m_record.header.scorer) continue;
        const StepRecord* step = trace.findStep(position);
        if (!step) {  // a row that no step ends with is part of a thought, and nobody asks for its score
            result.scores.push_back(0);
            continue;
        }
        if (!step->score) {
            throw std::runtime_error("the recording holds no score of trace " +
                                     std::to_string(index(slice.sample->trace)) + "'s step up to token " +
                                     std::to_string(position));
        }
        result.scores.push_back(*step->score);
    }
    m_scorerS = m_record.passTimes.perScoreS * static_cast<double>(result.scores.size());
    m_clock.now += m_record.passTimes.secondsOf(loadOf(slices));
    return result;
}

TokenReading RecordedPass::read(TraceId id, int position, TokenId) {
    const TraceRecord& trace = traceOf(id);
    TokenReading reading;
    reading.text = trace.textOf(position);
    reading.endsText = trace.endsText && position + 1 == static_cast<int>(trace.tokens.size());
    reading.isBoundary = trace.findStep(position + 1) != nullptr;
    return reading;
}

std::optional<PassSource::Thought> RecordedPass::findThought(TraceId trace, int end) {
    const HiddenFile::Entry* entry = m_record.hidden ? m_record.hidden->find(trace, end) : nullptr;
    if (!entry) throw std::runtime_error("the recording holds no hidden rows of trace " + std::to_string(index(trace)));
    return Thought{m_record.hidden->thought(*entry), entry->thoughtTokens};
}

void RecordedPass::branch(TraceId, TraceId) {
    throw std::logic_error("recorded pass: a branch draws what nobody recorded");
}

}  // namespace app
