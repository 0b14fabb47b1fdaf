#include "app/run/kept_rows.h"

#include <algorithm>

#include "kernels/half.h"

namespace app {
namespace {

constexpr std::size_t kRowsPerChunk = 16;

}  // namespace

void KeptRows::add(int end, std::span<const float> row) {
    if (m_ends.size() % kRowsPerChunk == 0) {
        m_chunks.push_back(std::make_shared<Chunk>());
        m_chunks.back()->reserve(kRowsPerChunk * row.size());
    } else if (m_chunks.back().use_count() > 1) {  // a branch goes on from here as well: each writes into its own
        auto own = std::make_shared<Chunk>();
        own->reserve(kRowsPerChunk * row.size());
        own->assign(m_chunks.back()->begin(), m_chunks.back()->end());
        m_chunks.back() = std::move(own);
    }
    m_ends.push_back(end);
    for (const float value : row) m_chunks.back()->push_back(kernels::floatToHalf(value));
}

KeptRows KeptRows::upTo(int end) const {
    KeptRows past;
    past.m_ends.assign(m_ends.begin(), std::upper_bound(m_ends.begin(), m_ends.end(), end));
    const std::size_t count = past.m_ends.size();
    past.m_chunks.assign(m_chunks.begin(),
                         m_chunks.begin() + static_cast<std::ptrdiff_t>((count + kRowsPerChunk - 1) / kRowsPerChunk));
    if (const std::size_t inLast = count % kRowsPerChunk; inLast != 0) {  // a chunk of its own to write into
        const Chunk& all = *past.m_chunks.back();
        const std::size_t width = all.size() / std::min(kRowsPerChunk, m_ends.size() - (count - inLast));
        auto own = std::make_shared<Chunk>();
        own->reserve(kRowsPerChunk * width);
        own->assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(inLast * width));
        past.m_chunks.back() = std::move(own);
    }
    return past;
}

std::vector<float> KeptRows::values() const {
    std::vector<float> values;
    if (!m_chunks.empty()) values.reserve(m_chunks.size() * m_chunks.front()->size());
    for (const auto& chunk : m_chunks) {
        for (const std::uint16_t half : *chunk) values.push_back(kernels::halfToFloat(half));
    }
    return values;
}

std::size_t KeptRows::ownBytes() const {
    std::size_t bytes = 0;
    for (const auto& chunk : m_chunks) bytes += chunk.use_count() == 1 ? chunk->size() * sizeof(std::uint16_t) : 0;
    return bytes;
}

}  // namespace app
