#include "scorer/boundary.h"

namespace scorer {

BoundarySet::BoundarySet(const engine::Tokenizer& tokenizer)
    : m_isBoundary(static_cast<std::size_t>(tokenizer.vocabSize()), false) {
    for (int id = 0; id < tokenizer.vocabSize(); ++id) {
        const bool boundary = tokenizer.pieceBytes(engine::TokenId{id}).find("\n\n") != std::string::npos;
        m_isBoundary[static_cast<std::size_t>(id)] = boundary;
        m_count += boundary ? 1 : 0;
    }
}

}  // namespace scorer
