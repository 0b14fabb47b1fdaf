// Step boundaries: the vocabulary ids after which a reasoning step ends. Computed once per tokenizer; immutable.
#pragma once

#include <vector>

#include "engine/text/tokenizer.h"

namespace scorer {

/// Every id whose own decoded text contains two newlines in a row (arXiv 2601.09093; in a Qwen tokenizer these
/// include tokens such as ".\n\n").
class BoundarySet {
public:
    explicit BoundarySet(const engine::Tokenizer& tokenizer);

    bool contains(engine::TokenId id) const {
        const auto i = static_cast<std::size_t>(engine::index(id));
        return i < m_isBoundary.size() && m_isBoundary[i];
    }
    int count() const { return m_count; }

private:
    std::vector<bool> m_isBoundary;  // [vocabulary]
    int m_count = 0;
};

}  // namespace scorer
