#include "kernels/cuda/mlp_trainer.h"

#include <algorithm>
#include <limits>

#include "kernels/cuda/float_product.h"

namespace kernels::cuda {

namespace {

/// All weights of the scorer in one run of floats: w0 [h, d], b0 [h], w1 [h], b1 [1].
class Parameters {
public:
    Parameters(Backend& backend, int hidden, int input, std::string_view label)
        : m_hidden(hidden), m_input(input), m_memory(backend.allocate(size() * sizeof(float), label)) {}

    std::size_t size() const { return std::size_t(m_hidden) * std::size_t(m_input + 2) + 1; }
    Tensor<float> w0() const { return {m_memory.as<float>(), m_hidden, m_input}; }
    Tensor<float> b0() const { return {w0().data + w0().size(), m_hidden}; }
    Tensor<float> w1() const { return {b0().data + m_hidden, m_hidden}; }
    Tensor<float> b1() const { return {w1().data + m_hidden, 1}; }
    Tensor<float> all() const { return {w0().data, int(size())}; }

private:
    int m_hidden;
    int m_input;
    Buffer m_memory;
};

class CudaMlpTrainer final : public MlpTrainer {
public:
    CudaMlpTrainer(Backend& backend, std::unique_ptr<Stream> stream, const Launch& to, const MlpTrainerConfig& config,
                   const MlpParameters& initial)
        : MlpTrainer(config),
          m_backend(backend),
          m_stream(std::move(stream)),
          m_to(to),
          m_product(backend),
          m_weights(backend, config.hiddenWidth, config.inputWidth, "scorer weights"),
          m_gradient(backend, config.hiddenWidth, config.inputWidth, "scorer gradient"),
          m_first(backend, config.hiddenWidth, config.inputWidth, "scorer moments"),
          m_second(backend, config.hiddenWidth, config.inputWidth, "scorer moments"),
          m_loss(backend.allocate(sizeof(float), "training loss")),
          m_hostLoss(backend.allocate(sizeof(float), "training loss", MemoryKind::Host)) {
        upload(m_weights.w0(), initial.w0.data());
        upload(m_weights.b0(), initial.b0.data());
        upload(m_weights.w1(), initial.w1.data());
        upload(m_weights.b1(), &initial.b1);
        m_backend.synchronize(*m_stream);
    }

    MlpParameters parameters() override { return download(m_weights); }

private:
    void upload(Tensor<float> to, const float* from) {
        m_backend.copyToDevice(*m_stream, to.data, from, to.size() * sizeof(float));
    }

    /// Memory for batches of this many rows.
    void reserve(int rows) {
        if (rows <= m_capacity) return;
        m_backend.synchronize(*m_stream);
        m_capacity = 0;
        for (Buffer* buffer : {&m_hostRows, &m_rows, &m_hidden, &m_perRow}) *buffer = {};
        const auto count = std::size_t(rows);
        const std::size_t rowBytes = std::size_t(config().inputWidth) * sizeof(float);
        m_hostRows = m_backend.allocate(count * (rowBytes + sizeof(float)), "training rows", MemoryKind::Host);
        m_rows = m_backend.allocate(count * rowBytes, "training rows");
        m_hidden = m_backend.allocate(count * std::size_t(config().hiddenWidth) * sizeof(float), "hidden layer");
        m_perRow = m_backend.allocate(count * 3 * sizeof(float), "training labels");
        m_capacity = rows;
    }

    // Of a batch of this many rows: labels, logits (later their slopes) and losses.
    Tensor<float> perRow(int which, int rows) const { return {m_perRow.as<float>() + which * m_capacity, rows}; }
    Tensor<float> labels(int rows) const { return perRow(0, rows); }
    Tensor<float> slopes(int rows) const { return perRow(1, rows); }
    Tensor<float> losses(int rows) const { return perRow(2, rows); }
    Tensor<float> hidden(int rows) const { return {m_hidden.as<float>(), rows, config().hiddenWidth}; }
    Tensor<float> input(int rows) const { return {m_rows.as<float>(), rows, config().inputWidth}; }

    /// Rows and labels (if given) go to the device through pinned memory, then through the network up to the logits.
    void forward(Tensor<const float> rows, Tensor<const float> labelsOrNone) {
        const int count = rows.dim(0);
        reserve(count);
        auto* staging = m_hostRows.as<float>();
        std::copy_n(rows.data, rows.size(), staging);
        upload(input(count), staging);
        if (!labelsOrNone.empty()) {
            std::copy_n(labelsOrNone.data, labelsOrNone.size(), staging + rows.size());
            upload(labels(count), staging + rows.size());
        }
        m_product.timesTransposed(m_to, input(count), m_weights.w0(), hidden(count));
        mlpLogits(m_to, hidden(count), m_weights.b0(), m_weights.w1(), m_weights.b1(), slopes(count));
    }

    float doStep(Tensor<const float> rows, Tensor<const float> labelsOfRows, const AdamFactors* factors) override {
        const int count = rows.dim(0);
        forward(rows, labelsOfRows);
        mlpLoss(m_to, slopes(count), labels(count), static_cast<float>(config().positiveWeight), losses(count));
        mlpBatchSums(m_to, losses(count), slopes(count), {m_loss.as<float>(), 1}, m_gradient.b1());
        mlpHiddenSlopes(m_to, hidden(count), slopes(count), m_weights.w1(), m_gradient.b0(), m_gradient.w1());
        m_product.transposedTimes(m_to, hidden(count), input(count), m_gradient.w0());
        if (factors != nullptr)
            mlpAdam(m_to, *factors, m_gradient.all(), m_weights.all(), m_first.all(), m_second.all());
        m_backend.copyToHost(*m_stream, m_hostLoss.data(), m_loss.data(), sizeof(float));
        m_backend.synchronize(*m_stream);
        return *m_hostLoss.as<float>();
    }

    void doLogits(Tensor<const float> rows, Tensor<float> out) override {
        forward(rows, {});
        m_backend.copyToHost(*m_stream, out.data, slopes(rows.dim(0)).data, out.size() * sizeof(float));
        m_backend.synchronize(*m_stream);
    }

    MlpParameters download(const Parameters& from) {
        MlpParameters to;
        to.w0.resize(from.w0().size());
        to.b0.resize(from.b0().size());
        to.w1.resize(from.w1().size());
        const auto get = [&](float* host, Tensor<float> device) {
            m_backend.copyToHost(*m_stream, host, device.data, device.size() * sizeof(float));
        };
        get(to.w0.data(), from.w0());
        get(to.b0.data(), from.b0());
        get(to.w1.data(), from.w1());
        get(&to.b1, from.b1());
        m_backend.synchronize(*m_stream);
        return to;
    }
    MlpParameters doGradient() override { return download(m_gradient); }

    Backend& m_backend;
    std::unique_ptr<Stream> m_stream;
    Launch m_to;
    FloatProduct m_product;
    Parameters m_weights, m_gradient, m_first, m_second;
    Buffer m_loss, m_hostLoss;
    int m_capacity = 0;                   ///< rows that the memory below holds
    Buffer m_hostRows, m_rows, m_hidden;  ///< [rows, d] and labels, pinned; [rows, d]; [rows, h]
    Buffer m_perRow;                      ///< [3, capacity]
};

}  // namespace

std::unique_ptr<MlpTrainer> makeMlpTrainer(Backend& backend, std::unique_ptr<Stream> stream, const Launch& to,
                                           const MlpTrainerConfig& config, const MlpParameters& initial) {
    const std::size_t weights = std::size_t(config.hiddenWidth) * std::size_t(config.inputWidth + 2) + 1;
    if (weights > std::size_t(std::numeric_limits<int>::max()))
        throw ShapeError("MlpTrainer: expected fewer than 2^31 weights, got " + std::to_string(weights));
    return std::make_unique<CudaMlpTrainer>(backend, std::move(stream), to, config, initial);
}

}  // namespace kernels::cuda
