#include "scorer/slim_sc.h"

#include <cmath>

#include "engine/philox.h"

namespace scorer {

void ThoughtMean::add(std::span<const float> row) {
    if (m_sum.empty()) m_sum.assign(row.size(), 0.0);
    for (std::size_t i = 0; i < m_sum.size(); ++i) m_sum[i] += static_cast<double>(row[i]);
    ++m_tokens;
}

std::vector<float> ThoughtMean::take() {
    std::vector<float> mean(m_sum.size());
    for (std::size_t i = 0; i < mean.size(); ++i) mean[i] = static_cast<float>(m_sum[i] / m_tokens);
    m_sum.clear();
    m_tokens = 0;
    return mean;
}

double cosine(std::span<const float> a, std::span<const float> b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
        const double x = static_cast<double>(a[i]);
        const double y = static_cast<double>(b[i]);
        dot += x * y;
        aa += x * x;
        bb += y * y;
    }
    return aa > 0 && bb > 0 ? dot / std::sqrt(aa * bb) : 0.0;
}

std::optional<engine::TraceId> chooseSimilar(const SlimRules& rules, std::uint64_t seed, double similarity,
                                             const TraceView& newest, const TraceView& other, int longestTokens,
                                             int end) {
    if (similarity <= rules.similarity) return std::nullopt;
    const double least = rules.delay * longestTokens;
    if (newest.tokens < least || other.tokens < least) return std::nullopt;
    const double draw = engine::uniformAt(seed, {newest.trace, end}, engine::DrawUse::Similar);
    return draw < 0.5 ? newest.trace : other.trace;
}

}  // namespace scorer
