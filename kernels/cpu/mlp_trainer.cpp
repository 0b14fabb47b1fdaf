#include "kernels/cpu/mlp_trainer.h"

#include <cblas.h>

#include <cmath>

namespace kernels::cpu {

namespace {

constexpr int kUnitTile = 32;  // hidden units of a task: their weights and gradients stay in the near cache

/// Weights, their gradient and Adam's two moments, each as one run of floats: w0 [h, d], b0 [h], w1 [h], b1 [1].
struct Layout {
    std::size_t input;
    std::size_t hidden;
    std::size_t b0() const { return hidden * input; }
    std::size_t w1() const { return b0() + hidden; }
    std::size_t b1() const { return w1() + hidden; }
    std::size_t size() const { return b1() + 1; }
};

class CpuMlpTrainer final : public MlpTrainer {
public:
    CpuMlpTrainer(Context& context, const MlpTrainerConfig& config, const MlpParameters& initial)
        : MlpTrainer(config),
          m_context(context),
          m_at{std::size_t(config.inputWidth), std::size_t(config.hiddenWidth)},
          m_gradient(m_at.size()),
          m_first(m_at.size()),
          m_second(m_at.size()) {
        // OpenBLAS has one setting for the whole process; its own threads would fight with ours.
        openblas_set_num_threads(1);
        m_weights = initial.w0;
        m_weights.insert(m_weights.end(), initial.b0.begin(), initial.b0.end());
        m_weights.insert(m_weights.end(), initial.w1.begin(), initial.w1.end());
        m_weights.push_back(initial.b1);
    }

    MlpParameters parameters() override { return split(m_weights); }

private:
    /// Calls body(first unit, units) for all tiles of hidden units.
    template <class Body>
    void forTiles(const Body& body) {
        const int hidden = config().hiddenWidth;
        m_context.pool.run((hidden + kUnitTile - 1) / kUnitTile, [&](int tile, int) {
            body(tile * kUnitTile, std::min(kUnitTile, hidden - tile * kUnitTile));
        });
    }

    /// m_hidden = rows * w0^T + b0, before the ReLU; out = the logits.
    void forward(Tensor<const float> rows, float* out) {
        const int count = rows.dim(0), width = config().inputWidth, hidden = config().hiddenWidth;
        m_hidden.resize(std::size_t(count) * m_at.hidden);
        const float* biases = m_weights.data() + m_at.b0();
        forTiles([&](int first, int units) {
            float* tile = m_hidden.data() + first;  // [count, hidden], the columns of this tile
            for (int r = 0; r < count; ++r) std::copy_n(biases + first, units, tile + std::size_t(r) * m_at.hidden);
            cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, count, units, width, 1.0F, rows.data, width,
                        m_weights.data() + std::size_t(first) * m_at.input, width, 1.0F, tile, hidden);
        });
        for (int r = 0; r < count; ++r) {
            const float* row = m_hidden.data() + std::size_t(r) * m_at.hidden;
            out[r] = m_context.vector.reluDot(row, m_weights.data() + m_at.w1(), m_at.hidden) + m_weights[m_at.b1()];
        }
    }

    /// m_slope = d(mean loss)/d(logit) of every row; returns the mean loss. The stable form that PyTorch uses.
    float lossAndSlope(Tensor<const float> labels) {
        const auto positiveWeight = static_cast<float>(config().positiveWeight);
        const auto count = static_cast<float>(labels.dim(0));
        double total = 0;
        for (std::size_t r = 0; r < m_slope.size(); ++r) {
            const float x = m_slope[r], y = labels.data[r];
            const float weight = 1 + (positiveWeight - 1) * y;
            total += double((1 - y) * x + weight * (std::log1p(std::exp(-std::abs(x))) + std::max(-x, 0.0F)));
            const float sigmoid = x >= 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x));
            m_slope[r] = (weight * sigmoid - positiveWeight * y) / count;
        }
        return static_cast<float>(total / double(count));
    }

    float doStep(Tensor<const float> rows, Tensor<const float> labels, const AdamFactors* factors) override {
        const int count = rows.dim(0), width = config().inputWidth, hidden = config().hiddenWidth;
        m_slope.resize(std::size_t(count));
        forward(rows, m_slope.data());
        const float loss = lossAndSlope(labels);
        forTiles([&](int first, int units) {
            backwardTile(count, first, units);
            cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, units, width, count, 1.0F, m_hidden.data() + first,
                        hidden, rows.data, width, 0.0F, m_gradient.data() + std::size_t(first) * m_at.input, width);
            if (factors == nullptr) return;
            adam(*factors, std::size_t(first) * m_at.input, std::size_t(units) * m_at.input);
            adam(*factors, m_at.b0() + std::size_t(first), std::size_t(units));
            adam(*factors, m_at.w1() + std::size_t(first), std::size_t(units));
        });
        float sum = 0;
        for (const float slope : m_slope) sum += slope;
        m_gradient[m_at.b1()] = sum;
        if (factors != nullptr) adam(*factors, m_at.b1(), 1);
        return loss;
    }

    /// Gradients of w1 and b0 of these units; in m_hidden the values before the ReLU become their slopes.
    void backwardTile(int count, int first, int units) {
        const float* w1 = m_weights.data() + m_at.w1() + first;
        float* gradientW1 = m_gradient.data() + m_at.w1() + first;
        float* gradientB0 = m_gradient.data() + m_at.b0() + first;
        std::fill_n(gradientW1, units, 0.0F);
        std::fill_n(gradientB0, units, 0.0F);
        for (int r = 0; r < count; ++r) {
            float* row = m_hidden.data() + std::size_t(r) * m_at.hidden + first;
            const float slope = m_slope[std::size_t(r)];
            for (int u = 0; u < units; ++u) {
                gradientW1[u] += std::max(row[u], 0.0F) * slope;
                row[u] = row[u] > 0 ? slope * w1[u] : 0.0F;
                gradientB0[u] += row[u];
            }
        }
    }

    /// torch.optim.Adam over weights [from, from + count).
    void adam(const AdamFactors& f, std::size_t from, std::size_t count) {
        constexpr auto kKeep1 = static_cast<float>(1 - kAdamBeta1), kBeta2 = static_cast<float>(kAdamBeta2),
                       kKeep2 = static_cast<float>(1 - kAdamBeta2), kEpsilon = static_cast<float>(kAdamEpsilon);
        float* weight = m_weights.data() + from;
        float* first = m_first.data() + from;
        float* second = m_second.data() + from;
        const float* gradient = m_gradient.data() + from;
        for (std::size_t i = 0; i < count; ++i) {
            const float g = gradient[i] + f.weightDecay * weight[i];
            first[i] += kKeep1 * (g - first[i]);
            second[i] = kBeta2 * second[i] + kKeep2 * g * g;
            weight[i] -= f.stepSize * first[i] / (std::sqrt(second[i]) / f.secondCorrection + kEpsilon);
        }
    }

    MlpParameters split(const std::vector<float>& all) const {
        const auto at = [&](std::size_t offset) { return all.begin() + std::ptrdiff_t(offset); };
        return {.w0 = {all.begin(), at(m_at.b0())},
                .b0 = {at(m_at.b0()), at(m_at.w1())},
                .w1 = {at(m_at.w1()), at(m_at.b1())},
                .b1 = all.back()};
    }
    MlpParameters doGradient() override { return split(m_gradient); }
    void doLogits(Tensor<const float> rows, Tensor<float> out) override { forward(rows, out.data); }

    Context& m_context;
    Layout m_at;
    std::vector<float> m_weights, m_gradient, m_first, m_second;  ///< as Layout says
    std::vector<float> m_hidden;                                  ///< [batch, h]
    std::vector<float> m_slope;                                   ///< [batch]
};

}  // namespace

std::unique_ptr<MlpTrainer> makeMlpTrainer(Context& context, const MlpTrainerConfig& config,
                                           const MlpParameters& initial) {
    return std::make_unique<CpuMlpTrainer>(context, config, initial);
}

}  // namespace kernels::cpu
