#include "app/run/probe_pass.h"

#include <algorithm>
#include <chrono>

#include "scorer/answers/answer.h"

namespace app {
namespace {

/// A trace's side branch while it writes.
class Branch {
public:
    /// Blocks that a branch takes on top of those it shares.
    static int blocksNeeded(const ProbeTarget& target, int answerTokens) {
        const auto total = static_cast<int>(target.tokens.size() + target.forced.size()) + answerTokens;
        return engine::blocksFor(total) - computedOf(target) / engine::kBlockTokens;
    }

    Branch(const ProbeTarget& target, ModelSession& session, engine::BlockPool& pool, int firstBlock, int answerTokens)
        : m_trace(target.trace),
          m_pool(pool),
          m_firstBlock(firstBlock),
          m_computed(computedOf(target)),
          m_tokensLeft(answerTokens),
          m_decoder(session.tokenizer(), true) {
        const int full = m_computed / engine::kBlockTokens;
        m_blocks.assign(target.blocks.begin(), target.blocks.begin() + full);
        for (BlockId block : m_blocks) m_pool.share(block);
        for (int i = blocksNeeded(target, answerTokens); i > 0; --i) m_blocks.push_back(m_pool.take());
        if (m_computed % engine::kBlockTokens != 0) {
            session.transformer().copyBlock(stored(target.blocks[static_cast<std::size_t>(full)]),
                                            stored(m_blocks[static_cast<std::size_t>(full)]));
        }
        for (BlockId block : m_blocks) m_table.push_back(stored(block));
        m_input.assign(1, target.tokens.back());
        m_input.insert(m_input.end(), target.forced.begin(), target.forced.end());
    }
    ~Branch() {
        for (BlockId block : m_blocks) m_pool.release(block);
    }
    Branch(const Branch&) = delete;
    Branch& operator=(const Branch&) = delete;

    bool isDone() const { return m_done; }
    ProbeReply reply() const { return {m_trace, m_answer}; }

    engine::Slice slice() const {
        engine::Slice slice;
        slice.tokens = m_input;
        slice.firstPosition = m_computed;
        slice.blocks = m_table;
        slice.sample = engine::SampleKey{m_trace, m_computed};
        return slice;
    }

    /// The slice has run and `token` was drawn.
    void take(TokenId token, bool endsText) {
        m_computed += static_cast<int>(m_input.size());
        m_input.assign(1, token);
        if (!endsText) m_text += m_decoder.push(token);
        m_answer = scorer::findBoxedAnswer("\\boxed{" + m_text);
        m_done = m_answer || endsText || --m_tokensLeft <= 1;  // the last block has no room for one more input
    }

private:
    static int computedOf(const ProbeTarget& target) { return static_cast<int>(target.tokens.size()) - 1; }
    BlockId stored(BlockId block) const { return BlockId{index(block) + m_firstBlock}; }

    TraceId m_trace;
    engine::BlockPool& m_pool;
    int m_firstBlock;
    std::vector<BlockId> m_blocks;  // of the pool
    std::vector<BlockId> m_table;   // of the storage
    std::vector<TokenId> m_input;
    int m_computed;
    int m_tokensLeft;
    engine::StreamingDecoder m_decoder;
    std::string m_text;
    std::optional<std::string> m_answer;
    bool m_done = false;
};

/// Runs branches to their answers; returns tokens forced and drawn.
int runBranches(ModelSession& session, std::span<const std::unique_ptr<Branch>> branches) {
    engine::SamplingParams greedy;
    greedy.temperature = 0;
    int tokens = 0;
    while (true) {
        std::vector<engine::Slice> slices;
        std::vector<Branch*> active;
        for (const auto& branch : branches) {
            if (branch->isDone()) continue;
            active.push_back(branch.get());
            slices.push_back(branch->slice());
            tokens += static_cast<int>(slices.back().tokens.size());
        }
        if (active.empty()) return tokens;
        const engine::PassResult result = session.transformer().pass(slices, greedy);
        for (std::size_t i = 0; i < active.size(); ++i) {
            const TokenId token = result.sampled.at(i).token;
            active[i]->take(token, session.endsText(token));
        }
    }
}

}  // namespace

ProbeOutcome askForAnswers(ModelSession& session, engine::BlockPool& pool, int firstBlock,
                           std::span<const ProbeTarget> targets, const scorer::ProbeRules& rules) {
    const auto begin = std::chrono::steady_clock::now();
    const int answerTokens = std::max(2, rules.answerTokens);
    ProbeOutcome outcome;
    for (std::size_t next = 0; next < targets.size();) {
        std::vector<std::unique_ptr<Branch>> together;
        for (; next < targets.size(); ++next) {
            const ProbeTarget& target = targets[next];
            const auto length = static_cast<int>(target.tokens.size() + target.forced.size()) + answerTokens;
            if (length > session.info().contextTokens) continue;
            const int needed = Branch::blocksNeeded(target, answerTokens);
            if (needed > pool.free()) {
                if (!together.empty()) break;
                continue;
            }
            together.push_back(std::make_unique<Branch>(target, session, pool, firstBlock, answerTokens));
        }
        outcome.tokens += runBranches(session, together);
        for (const auto& branch : together) outcome.replies.push_back(branch->reply());
    }
    outcome.passS = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return outcome;
}

}  // namespace app
