#include "fuzz/made_up_pass.h"

#include <algorithm>

namespace hostile {
namespace {

constexpr int kHiddenSize = 4;
// What tokens are: the text's end, a step's end, an answer, a word.
constexpr int kEnd = 0;
constexpr int kBoundary = 1;
constexpr int kFirstAnswer = 2;
constexpr int kFirstWord = 20;

std::uint32_t mixed(std::uint32_t a, std::uint32_t b, std::uint32_t c) {
    std::uint32_t h = a * 0x9E3779B1U ^ (b + 0x7F4A7C15U) * 0x85EBCA6BU ^ (c + 0x165667B1U) * 0xC2B2AE35U;
    h ^= h >> 15;
    h *= 0x2C1B3C6DU;
    h ^= h >> 12;
    h *= 0x297A2D39U;
    return h ^ h >> 15;
}

/// 0 .. 1
float shareOf(std::uint32_t hash) {
    return static_cast<float>(hash >> 8) / static_cast<float>(1U << 24);
}

}  // namespace

app::RunStarted MadeUpPass::header(const std::string&) const {
    app::RunStarted header;
    header.backend = "cpu";
    header.device = "nobody";
    header.model.name = "made up";
    header.model.sha256 = "m";
    header.model.hiddenSize = kHiddenSize;
    header.model.contextTokens = m_model.contextTokens;
    header.model.blockBytes = std::size_t{1} << 20;
    header.scorer = app::ScorerInfo{"made up", {}, {}, kHiddenSize, 1, {}};
    header.prefillRows = 64;
    return header;
}

std::vector<app::TokenId> MadeUpPass::promptTokens(const std::string&, const app::RunOptions&) const {
    return std::vector<app::TokenId>(static_cast<std::size_t>(m_model.promptTokens), app::TokenId{kFirstWord});
}

app::MemoryFacts MadeUpPass::memory() const {
    app::MemoryFacts facts;
    facts.deviceBytes = std::size_t{1} << 34;
    facts.blockBytes = std::size_t{1} << 20;
    facts.contextTokens = m_model.contextTokens;
    return facts;
}

engine::PassResult MadeUpPass::pass(std::span<const engine::Slice> slices, const engine::SamplingParams&) {
    engine::PassResult result;
    m_model.secondsNow += 0.01;
    for (const engine::Slice& slice : slices) {
        if (!slice.sample) continue;
        const auto trace = static_cast<std::uint32_t>(index(slice.sample->trace));
        const auto position = static_cast<std::uint32_t>(slice.sample->position);
        const std::uint32_t hash = mixed(m_model.seed, trace, position);
        const auto length =
            1 + mixed(m_model.seed, trace, 1U << 30) % static_cast<std::uint32_t>(2 * m_model.meanTokens);
        int token = kFirstWord + static_cast<int>(hash % 1000);
        if (position + 2 == length) {
            token = kFirstAnswer + static_cast<int>(hash % static_cast<std::uint32_t>(m_model.answers));
        } else if (position + 1 >= length) {
            token = kEnd;
        } else if (hash / 1000 % static_cast<std::uint32_t>(m_model.stepEvery) == 0) {
            token = kBoundary;
        }
        result.sampled.push_back(
            {app::TokenId{token}, -3 * shareOf(mixed(hash, 1, 0)), 20 * shareOf(mixed(hash, 2, 0))});
        if (!slice.gatherHidden) continue;
        result.scores.push_back(shareOf(mixed(hash, 3, 0)));
        for (int i = 0; i < kHiddenSize; ++i)
            result.hidden.push_back(shareOf(mixed(hash, 4, static_cast<std::uint32_t>(i))) - 0.5F);
    }
    return result;
}

app::TokenReading MadeUpPass::read(app::TraceId, int, app::TokenId token) {
    app::TokenReading reading;
    const int number = index(token);
    if (number == kEnd)
        reading.endsText = true;
    else if (number == kBoundary)
        reading.text = ".\n\n";
    else if (number < kFirstWord)
        reading.text = " \\boxed{" + std::to_string(number) + "}";
    else
        reading.text = " word";
    reading.isBoundary = number == kBoundary;
    return reading;
}

}  // namespace hostile
