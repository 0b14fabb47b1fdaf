#include "kernels/cpu/cpu_backend.h"

#include <cblas.h>

#include <chrono>
#include <cstring>

#include "kernels/backend_cost.h"
#include "kernels/block_formats.h"
#include "kernels/cpu/cpu_memory.h"
#include "kernels/cpu/mlp_trainer.h"
#include "kernels/cpu/ops.h"
#include "kernels/cpu/vector_choice.h"

namespace kernels {

namespace {

using Clock = std::chrono::steady_clock;

struct CpuStream : Stream {};  // work is done when a call returns

struct CpuGraph : Graph {
    std::function<void(Stream&)> work;
};

struct CpuEvent : Event {
    Clock::time_point at;
};

const VectorKernels& chosenVectors(const std::optional<std::string>& name) {
    const std::vector<const VectorKernels*>& usable = usableVectorKernels();
    if (!name) return *usable.front();
    for (const VectorKernels* table : usable)
        if (*name == table->name) return *table;
    throw std::invalid_argument("this processor has no vector kernels named " + *name);
}

CpuGemm chosenGemm(CpuGemm wanted, const VectorKernels& vector) {
    if (wanted != CpuGemm::Auto) return wanted;
    return &vector == &portableVectorKernels() ? CpuGemm::OpenBlas : CpuGemm::Packed;
}

const cpu::CpuWeight& cpuWeight(const Weight& weight) {
    return static_cast<const cpu::CpuWeight&>(weight);
}

class CpuBackend final : public Backend {
public:
    explicit CpuBackend(const CpuOptions& options)
        : m_options(options),
          m_context(options.threads, chosenGemm(options.gemm, chosenVectors(options.vectors)),
                    chosenVectors(options.vectors)) {
        // OpenBLAS has one setting for the whole process; its own threads would fight with ours.
        if (m_context.gemm == CpuGemm::OpenBlas) openblas_set_num_threads(1);
    }

    DeviceInfo info() const override {
        return {.backend = "cpu",
                .name = cpu::processorName(),
                .totalBytes = cpu::totalMemoryBytes(),
                .freeBytes = cpu::availableMemoryBytes()};
    }
    std::size_t activationBytes() const override { return sizeof(float); }
    KvType nativeKv() const override { return costOf(BackendKind::Cpu).nativeKv; }
    bool takesKv(KvType type) const override { return kernels::takesKv(BackendKind::Cpu, type); }

    bool takesQuantised() const override { return m_context.gemm == CpuGemm::Packed; }

    Buffer allocate(std::size_t bytes, std::string_view label, MemoryKind) override {
        return cpu::allocateMemory(bytes, label);
    }
    std::unique_ptr<Stream> makeStream() override { return std::make_unique<CpuStream>(); }
    void synchronize(Stream&) override {}
    void copyToDevice(Stream&, void* device, const void* host, std::size_t bytes) override {
        copy(device, host, bytes);
    }
    void copyToHost(Stream&, void* host, const void* device, std::size_t bytes) override { copy(host, device, bytes); }
    void copyOnDevice(Stream&, void* to, const void* from, std::size_t bytes) override { copy(to, from, bytes); }

    std::optional<int> findGraphRows(int rows) const override {
        if (!m_options.graphRows) return std::nullopt;
        const int unit = *m_options.graphRows;
        return (rows + unit - 1) / unit * unit;
    }
    std::unique_ptr<Graph> capture(Stream&, std::function<void(Stream&)> work) override {
        auto graph = std::make_unique<CpuGraph>();
        graph->work = std::move(work);
        return graph;
    }
    void launch(Stream& stream, Graph& graph) override { static_cast<CpuGraph&>(graph).work(stream); }

    std::unique_ptr<Event> makeEvent() override { return std::make_unique<CpuEvent>(); }
    void record(Stream&, Event& event) override { static_cast<CpuEvent&>(event).at = Clock::now(); }
    double secondsBetween(const Event& from, const Event& to) const override {
        return std::chrono::duration<double>(static_cast<const CpuEvent&>(to).at -
                                             static_cast<const CpuEvent&>(from).at)
            .count();
    }

private:
    static void copy(void* to, const void* from, std::size_t bytes) {
        if (bytes > 0) std::memcpy(to, from, bytes);
    }

    std::unique_ptr<Weight> doUploadWeight(std::span<const HostMatrix> parts, std::string_view label,
                                           WeightPrecision) override {
        const std::size_t bytes = cpu::CpuWeight::bytesFor(parts, m_context.gemm);
        // Weights are written at once, so memory that is not there must be refused before the system runs out of it.
        if (bytes > cpu::availableMemoryBytes()) throw OutOfMemory(label, bytes, cpu::availableMemoryBytes());
        return std::make_unique<cpu::CpuWeight>(parts, m_context.gemm, cpu::allocateMemory(bytes, label),
                                                m_context.pool);
    }

    std::unique_ptr<Weight> doRandomWeight(int n, int k, float scale, std::uint64_t seed, std::string_view label,
                                           std::optional<HostType> quantised) override {
        if (!quantised) return Backend::doRandomWeight(n, k, scale, seed, label, quantised);
        const HostBlock layout = blockOf(*quantised);
        std::vector<std::byte> blocks(bytesOf(*quantised, std::size_t(n), std::size_t(k)));
        const std::size_t rowBytes = blocks.size() / std::size_t(n);
        m_context.pool.run(n, [&](int row, int) {
            fillWithRandomBlocks(*quantised, scale, seed, std::size_t(row) * (rowBytes / layout.bytes),
                                 std::span(blocks).subspan(std::size_t(row) * rowBytes, rowBytes));
        });
        const HostMatrix matrix{blocks, *quantised, n, k};
        return doUploadWeight({&matrix, 1}, label, WeightPrecision::Native);
    }

    void doEmbed(Stream&, Tensor<const std::int32_t> tokens, const Weight& table, Tensor<Activation> out) override {
        cpu::embed(m_context, tokens, cpuWeight(table), cpu::floats(out));
    }
    void doAddRmsNorm(Stream&, Tensor<Activation> residual, Tensor<const Activation> delta, Tensor<const float> gain,
                      float epsilon, Tensor<Activation> out) override {
        cpu::addRmsNorm(m_context, cpu::floats(residual), cpu::floats(delta), gain, epsilon, cpu::floats(out));
    }
    void doMatmul(Stream&, Tensor<const Activation> x, const Weight& w, Tensor<const float> bias,
                  Tensor<Activation> out) override {
        cpu::matmul(m_context, cpu::floats(x), cpuWeight(w), bias, cpu::floats(out));
    }
    void doMatmul(Stream&, Tensor<const Activation> x, const Weight& w, Tensor<const float> bias,
                  Tensor<float> out) override {
        cpu::matmul(m_context, cpu::floats(x), cpuWeight(w), bias, out);
    }
    void doRopeTable(Stream&, Tensor<const std::int32_t> positions, Tensor<const float> inverseFrequencies, float scale,
                     Tensor<float> out) override {
        cpu::ropeTable(m_context, positions, inverseFrequencies, scale, out);
    }
    void doRopeAndCache(Stream&, const AttentionShape& shape, Tensor<Activation> qkv, Tensor<const float> qGain,
                        Tensor<const float> kGain, float epsilon, Tensor<const float> rope, const PagedRows& rows,
                        const KvCache& cache, int layer) override {
        cpu::ropeAndCache(m_context, shape, cpu::floats(qkv), qGain, kGain, epsilon, rope, rows, cache, layer);
    }
    void doAttention(Stream&, const AttentionShape& shape, Tensor<const Activation> qkv, float scale,
                     const PagedRows& rows, const KvCache& cache, int layer, Tensor<Activation> out) override {
        cpu::attention(m_context, shape, cpu::floats(qkv), scale, rows, cache, layer, cpu::floats(out));
    }
    void doSwiGlu(Stream&, Tensor<const Activation> gateUp, Tensor<Activation> out) override {
        cpu::swiGlu(m_context, cpu::floats(gateUp), cpu::floats(out));
    }
    void doGatherRows(Stream&, Tensor<const Activation> x, Tensor<const std::int32_t> indices,
                      Tensor<Activation> out) override {
        cpu::gatherRows(cpu::floats(x), indices, cpu::floats(out));
    }
    void doGatherRows(Stream&, Tensor<const Activation> x, Tensor<const std::int32_t> indices,
                      Tensor<float> out) override {
        cpu::gatherRows(cpu::floats(x), indices, out);
    }
    void doScoreMlp(Stream&, Tensor<const float> x, const Mlp& mlp, Tensor<float> scores) override {
        cpu::scoreMlp(m_context, x, mlp, scores);
    }
    void doSample(Stream&, Tensor<const float> logits, Tensor<const DrawKey> keys, Tensor<const DrawSettings> settings,
                  Tensor<std::int32_t> tokens, Tensor<float> logProbabilities, Tensor<float> confidences) override {
        cpu::sample(m_context, logits, keys, *settings.data, tokens, logProbabilities, confidences);
    }
    void doCopyBlock(Stream&, const KvCache& cache, int from, int to) override { cpu::copyBlock(cache, from, to); }
    std::unique_ptr<MlpTrainer> doMakeMlpTrainer(const MlpTrainerConfig& config,
                                                 const MlpParameters& initial) override {
        return cpu::makeMlpTrainer(m_context, config, initial);
    }

    CpuOptions m_options;
    cpu::Context m_context;
};

}  // namespace

CpuGemm defaultCpuGemm() {
    return chosenGemm(CpuGemm::Auto, *usableVectorKernels().front());
}

std::vector<std::string> cpuVectorNames() {
    std::vector<std::string> names;
    for (const VectorKernels* table : usableVectorKernels()) names.emplace_back(table->name);
    return names;
}

std::unique_ptr<Backend> makeCpuBackend(const CpuOptions& options) {
    return std::make_unique<CpuBackend>(options);
}

}  // namespace kernels
