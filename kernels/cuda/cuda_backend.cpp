#include "kernels/cuda/cuda_backend.h"

#include <algorithm>
#include <cstring>

#include "kernels/backend_cost.h"
#include "kernels/cuda/devices.h"
#include "kernels/cuda/kv_layout.h"
#include "kernels/cuda/matmul.h"
#include "kernels/cuda/mlp_trainer.h"
#include "kernels/cuda/quant_ops.h"
#include "kernels/cuda/uploader.h"

namespace kernels::cuda {

namespace {

struct CudaStream : Stream {
    CudaStream() { CHECK_CUDA(cudaStreamCreateWithFlags(&handle, cudaStreamNonBlocking)); }
    ~CudaStream() override { cudaStreamDestroy(handle); }
    cudaStream_t handle = nullptr;
};

struct CudaGraph : Graph {
    ~CudaGraph() override {
        if (handle != nullptr) cudaGraphExecDestroy(handle);
    }
    cudaGraphExec_t handle = nullptr;
};

struct CudaEvent : Event {
    CudaEvent() { CHECK_CUDA(cudaEventCreate(&handle)); }
    ~CudaEvent() override { cudaEventDestroy(handle); }
    cudaEvent_t handle = nullptr;
};

cudaStream_t handleOf(Stream& stream) {
    return static_cast<CudaStream&>(stream).handle;
}
const CudaWeight& cudaWeight(const Weight& weight) {
    return static_cast<const CudaWeight&>(weight);
}

bool isCapturing(cudaStream_t stream) {
    cudaStreamCaptureStatus status = cudaStreamCaptureStatusNone;
    CHECK_CUDA(cudaStreamIsCapturing(stream, &status));
    return status != cudaStreamCaptureStatusNone;
}

/// Device memory that grows with what is asked of it, for intermediate results of one op.
class Scratch {
public:
    explicit Scratch(Backend& backend) : m_backend(backend) {}
    void* atLeast(std::size_t bytes, cudaStream_t stream) {
        if (m_buffer.bytes() >= bytes) return m_buffer.data();
        if (isCapturing(stream)) throw Error("the memory of an op has to grow while a graph is captured");
        CHECK_CUDA(cudaStreamSynchronize(stream));
        m_buffer = {};
        ++m_version;  // graphs that were captured before hold the old address
        m_buffer = m_backend.allocate(bytes, "intermediate results");
        return m_buffer.data();
    }
    std::uint64_t version() const { return m_version; }

private:
    Backend& m_backend;
    Buffer m_buffer;
    std::uint64_t m_version = 0;
};

class CudaBackend final : public Backend {
public:
    explicit CudaBackend(const CudaOptions& options)
        : m_options(options),
          m_properties(openDevice(options.device)),
          m_matmul(std::make_unique<Matmul>()),
          m_uploader(std::make_unique<Uploader>()),
          m_attentionScratch(*this),
          m_sampleScratch(*this),
          m_scoreScratch(*this) {}

    DeviceInfo info() const override {
        DeviceInfo info{.backend = "cuda", .name = m_properties.name};
        CHECK_CUDA(cudaMemGetInfo(&info.freeBytes, &info.totalBytes));
        return info;
    }
    std::size_t activationBytes() const override { return sizeof(std::uint16_t); }
    KvType nativeKv() const override { return costOf(BackendKind::Cuda).nativeKv; }
    bool takesQuantised() const override { return true; }
    bool takesKv(KvType type) const override { return kernels::takesKv(BackendKind::Cuda, type); }
    int preferredRows() const override { return costOf(BackendKind::Cuda).rows; }
    int kvHeadWidth(int headDim) const override { return paddedHeadDim(headDim); }

    Buffer allocate(std::size_t bytes, std::string_view label, MemoryKind kind) override;
    std::unique_ptr<Stream> makeStream() override { return std::make_unique<CudaStream>(); }
    void synchronize(Stream& stream) override { CHECK_CUDA(cudaStreamSynchronize(handleOf(stream))); }
    void copyToDevice(Stream& stream, void* device, const void* host, std::size_t bytes) override {
        CHECK_CUDA(cudaMemcpyAsync(device, host, bytes, cudaMemcpyHostToDevice, handleOf(stream)));
    }
    void copyToHost(Stream& stream, void* host, const void* device, std::size_t bytes) override {
        CHECK_CUDA(cudaMemcpyAsync(host, device, bytes, cudaMemcpyDeviceToHost, handleOf(stream)));
    }

    void copyOnDevice(Stream& stream, void* to, const void* from, std::size_t bytes) override {
        CHECK_CUDA(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToDevice, handleOf(stream)));
    }

    std::optional<int> findGraphRows(int rows) const override;
    std::uint64_t scratchVersion() const override {
        return m_attentionScratch.version() + m_sampleScratch.version() + m_scoreScratch.version();
    }
    std::unique_ptr<Graph> capture(Stream& stream, std::function<void(Stream&)> work) override;
    void launch(Stream& stream, Graph& graph) override {
        CHECK_CUDA(cudaGraphLaunch(static_cast<CudaGraph&>(graph).handle, handleOf(stream)));
    }

    std::unique_ptr<Event> makeEvent() override { return std::make_unique<CudaEvent>(); }
    void record(Stream& stream, Event& event) override {
        // Within a graph the event must be one that can be asked for its time after each launch.
        const unsigned flags = isCapturing(handleOf(stream)) ? cudaEventRecordExternal : cudaEventRecordDefault;
        CHECK_CUDA(cudaEventRecordWithFlags(static_cast<CudaEvent&>(event).handle, handleOf(stream), flags));
    }
    double secondsBetween(const Event& from, const Event& to) const override {
        float milliseconds = 0;
        CHECK_CUDA(cudaEventElapsedTime(&milliseconds, static_cast<const CudaEvent&>(from).handle,
                                        static_cast<const CudaEvent&>(to).handle));
        return 1e-3 * double(milliseconds);
    }

private:
    static cudaDeviceProp openDevice(int device);
    Launch launchOn(Stream& stream) const {
        return {.stream = handleOf(stream),
                .overlap = m_properties.major >= 9,
                .multiprocessors = m_properties.multiProcessorCount};
    }

    std::unique_ptr<Weight> doUploadWeight(std::span<const HostMatrix> parts, std::string_view label,
                                           WeightPrecision precision) override;
    std::unique_ptr<Weight> doRandomWeight(int n, int k, float scale, std::uint64_t seed, std::string_view label,
                                           std::optional<HostType> quantised) override;
    void doEmbed(Stream& stream, Tensor<const std::int32_t> tokens, const Weight& table,
                 Tensor<Activation> out) override {
        const CudaWeight& weight = cudaWeight(table);
        if (weight.sections().empty()) return cuda::embed(launchOn(stream), tokens, weight, out);
        for (const QuantSection& s : weight.sections())
            embedQuantised(launchOn(stream), s.type, tokens, s.matrix, s.firstRow, out);
    }
    void doAddRmsNorm(Stream& stream, Tensor<Activation> residual, Tensor<const Activation> delta,
                      Tensor<const float> gain, float epsilon, Tensor<Activation> out) override {
        cuda::addRmsNorm(launchOn(stream), residual, delta, gain, epsilon, out);
    }
    void doMatmul(Stream& stream, Tensor<const Activation> x, const Weight& w, Tensor<const float> bias,
                  Tensor<Activation> out) override {
        m_matmul->run(launchOn(stream), x, cudaWeight(w), out);
        if (!bias.empty()) cuda::addBias(launchOn(stream), out, bias);
    }
    void doMatmul(Stream& stream, Tensor<const Activation> x, const Weight& w, Tensor<const float> bias,
                  Tensor<float> out) override {
        m_matmul->run(launchOn(stream), x, cudaWeight(w), out);
        if (!bias.empty()) cuda::addBias(launchOn(stream), out, bias);
    }
    void doRopeTable(Stream& stream, Tensor<const std::int32_t> positions, Tensor<const float> inverseFrequencies,
                     float scale, Tensor<float> out) override {
        cuda::ropeTable(launchOn(stream), positions, inverseFrequencies, scale, out);
    }
    void doRopeAndCache(Stream& stream, const AttentionShape& shape, Tensor<Activation> qkv, Tensor<const float> qGain,
                        Tensor<const float> kGain, float epsilon, Tensor<const float> rope, const PagedRows& rows,
                        const KvCache& cache, int layer) override {
        cuda::ropeAndCache(launchOn(stream), shape, qkv, qGain, kGain, epsilon, rope, rows, cache, layer);
    }
    void doAttention(Stream& stream, const AttentionShape& shape, Tensor<const Activation> qkv, float scale,
                     const PagedRows& rows, const KvCache& cache, int layer, Tensor<Activation> out) override;
    void doSwiGlu(Stream& stream, Tensor<const Activation> gateUp, Tensor<Activation> out) override {
        cuda::swiGlu(launchOn(stream), gateUp, out);
    }
    void doMatmulSwiGlu(Stream& stream, Tensor<const Activation> x, const Weight& w, Tensor<Activation> gateUp,
                        Tensor<Activation> out) override {
        if (!m_matmul->runSwiGlu(launchOn(stream), x, cudaWeight(w), out))
            Backend::doMatmulSwiGlu(stream, x, w, gateUp, out);
    }
    void doGatherRows(Stream& stream, Tensor<const Activation> x, Tensor<const std::int32_t> indices,
                      Tensor<Activation> out) override {
        cuda::gatherRows(launchOn(stream), x, indices, out);
    }
    void doGatherRows(Stream& stream, Tensor<const Activation> x, Tensor<const std::int32_t> indices,
                      Tensor<float> out) override {
        cuda::gatherRows(launchOn(stream), x, indices, out);
    }
    void doScoreMlp(Stream& stream, Tensor<const float> x, const Mlp& mlp, Tensor<float> scores) override {
        void* scratch = m_scoreScratch.atLeast(scoreScratchBytes(x.dim(0), mlp.first->n(), x.dim(1)), handleOf(stream));
        cuda::scoreMlp(launchOn(stream), x, mlp, scores, scratch);
    }
    void doSample(Stream& stream, Tensor<const float> logits, Tensor<const DrawKey> keys,
                  Tensor<const DrawSettings> settings, Tensor<std::int32_t> tokens, Tensor<float> logProbabilities,
                  Tensor<float> confidences) override {
        void* scratch = m_sampleScratch.atLeast(sampleScratchBytes(logits.dim(0)), handleOf(stream));
        cuda::sample(launchOn(stream), logits, keys, settings, tokens, logProbabilities, confidences, scratch);
    }
    void doCopyBlock(Stream& stream, const KvCache& cache, int from, int to) override {
        cuda::copyBlock(launchOn(stream), cache, from, to);
    }

    std::unique_ptr<MlpTrainer> doMakeMlpTrainer(const MlpTrainerConfig& config,
                                                 const MlpParameters& initial) override {
        std::unique_ptr<Stream> stream = makeStream();
        const Launch to = launchOn(*stream);
        return cuda::makeMlpTrainer(*this, std::move(stream), to, config, initial);
    }

    CudaOptions m_options;
    cudaDeviceProp m_properties;
    std::unique_ptr<Matmul> m_matmul;
    std::unique_ptr<Uploader> m_uploader;
    Scratch m_attentionScratch, m_sampleScratch, m_scoreScratch;
};

cudaDeviceProp CudaBackend::openDevice(int device) {
    const DeviceList list = listDevices();
    if (list.devices.empty()) throw Error(list.reasonIfEmpty);
    if (device < 0 || device >= int(list.devices.size()))
        throw Error("there is no CUDA device " + std::to_string(device) + "; there are " +
                    std::to_string(list.devices.size()) + ", counted from 0");
    cudaDeviceProp properties{};
    CHECK_CUDA(cudaGetDeviceProperties(&properties, device));
    if (properties.major < 8)
        throw Error(std::string(properties.name) + " has compute capability " + std::to_string(properties.major) + "." +
                    std::to_string(properties.minor) + "; bf16 on tensor cores needs 8.0 or later");
    CHECK_CUDA(cudaSetDevice(device));
    return properties;
}

Buffer CudaBackend::allocate(std::size_t bytes, std::string_view label, MemoryKind kind) {
    if (bytes == 0) return {};
    CHECK_CUDA(cudaSetDevice(m_options.device));  // the thread may be another one than last time
    void* memory = nullptr;
    if (kind == MemoryKind::Host) {
        CHECK_CUDA(cudaMallocHost(&memory, bytes));
        std::memset(memory, 0, bytes);
        return {memory, bytes, [](void* p, std::size_t) { cudaFreeHost(p); }};
    }
    const cudaError_t status = cudaMalloc(&memory, bytes);
    if (status == cudaErrorMemoryAllocation) {
        (void)cudaGetLastError();
        throw OutOfMemory(label, bytes, info().freeBytes);
    }
    check(status, "cudaMalloc", __FILE__, __LINE__);
    Buffer buffer(memory, bytes, [](void* p, std::size_t) { cudaFree(p); });
    CHECK_CUDA(cudaMemset(memory, 0, bytes));
    CHECK_CUDA(cudaDeviceSynchronize());
    return buffer;
}

std::optional<int> CudaBackend::findGraphRows(int rows) const {
    if (!m_options.graphs) return std::nullopt;
    const auto found = std::lower_bound(kGraphRows.begin(), kGraphRows.end(), rows);
    return found == kGraphRows.end() ? std::nullopt : std::optional<int>(*found);
}

std::unique_ptr<Graph> CudaBackend::capture(Stream& stream, std::function<void(Stream&)> work) {
    auto graph = std::make_unique<CudaGraph>();
    cudaGraph_t captured = nullptr;
    CHECK_CUDA(cudaStreamBeginCapture(handleOf(stream), cudaStreamCaptureModeThreadLocal));
    try {
        work(stream);
    } catch (...) {
        cudaStreamEndCapture(handleOf(stream), &captured);
        if (captured != nullptr) cudaGraphDestroy(captured);
        (void)cudaGetLastError();
        throw;
    }
    CHECK_CUDA(cudaStreamEndCapture(handleOf(stream), &captured));
    const cudaError_t status = cudaGraphInstantiate(&graph->handle, captured, 0);
    cudaGraphDestroy(captured);
    check(status, "cudaGraphInstantiate", __FILE__, __LINE__);
    CHECK_CUDA(cudaGraphUpload(graph->handle, handleOf(stream)));
    return graph;
}

namespace {

struct Sections {
    std::vector<QuantSection> sections;
    std::size_t bytes = 0;
};

/// Sections of the parts, neighbours of one type as one; their matrices have no addresses yet.
Sections sectionsOf(std::span<const HostMatrix> parts) {
    Sections result;
    int n = 0;
    for (const HostMatrix& part : parts) {
        if (result.sections.empty() || result.sections.back().type != part.type)
            result.sections.push_back({.type = part.type, .firstRow = n, .matrix = {.k = part.k}});
        result.sections.back().matrix.n += part.n;
        n += part.n;
    }
    for (const QuantSection& s : result.sections)
        result.bytes += layoutOf(s.type, std::size_t(s.matrix.n), std::size_t(s.matrix.k)).bytes;
    return result;
}

void placeSections(Sections& sections, std::byte* memory) {
    for (QuantSection& s : sections.sections) {
        s.matrix = quantMatrixAt(memory, s.type, s.matrix.n, s.matrix.k);
        memory += layoutOf(s.type, std::size_t(s.matrix.n), std::size_t(s.matrix.k)).bytes;
    }
}

}  // namespace

std::unique_ptr<Weight> CudaBackend::doUploadWeight(std::span<const HostMatrix> parts, std::string_view label,
                                                    WeightPrecision precision) {
    int n = 0;
    for (const HostMatrix& part : parts) n += part.n;
    const int k = parts.front().k;
    const auto isOne = [](const HostMatrix& part) { return isQuantised(part.type); };
    if (std::all_of(parts.begin(), parts.end(), isOne)) {
        Sections sections = sectionsOf(parts);
        Buffer memory = allocate(sections.bytes, label, MemoryKind::Device);
        placeSections(sections, memory.as<std::byte>());
        int row = 0;
        for (const HostMatrix& part : parts) {
            const auto after = std::upper_bound(sections.sections.begin(), sections.sections.end(), row,
                                                [](int r, const QuantSection& s) { return r < s.firstRow; });
            const QuantSection& section = *std::prev(after);
            m_uploader->uploadQuantised(part.bytes, part.type, section.matrix, row - section.firstRow);
            row += part.n;
        }
        return std::make_unique<CudaWeight>(n, k, std::move(sections.sections), std::move(memory));
    }
    const bool float32 = precision == WeightPrecision::Float32;
    const std::size_t elementBytes = float32 ? sizeof(float) : sizeof(std::uint16_t);
    Buffer memory = allocate(std::size_t(n) * std::size_t(k) * elementBytes, label, MemoryKind::Device);
    std::byte* to = memory.as<std::byte>();
    for (const HostMatrix& part : parts) {
        if (isOne(part)) {  // beside one that is not, which has no sections
            Sections alone = sectionsOf({&part, 1});
            const Buffer packed = allocate(alone.bytes, label, MemoryKind::Device);
            placeSections(alone, packed.as<std::byte>());
            m_uploader->uploadQuantised(part.bytes, part.type, alone.sections.front().matrix, 0);
            unpackQuantised({}, part.type, alone.sections.front().matrix, 0, part.n, to);
            CHECK_CUDA(cudaDeviceSynchronize());
        } else {
            m_uploader->upload(part.bytes, part.type, to, float32);
        }
        to += std::size_t(part.n) * std::size_t(k) * elementBytes;
    }
    return std::make_unique<CudaWeight>(n, k, float32, std::move(memory));
}

std::unique_ptr<Weight> CudaBackend::doRandomWeight(int n, int k, float scale, std::uint64_t seed,
                                                    std::string_view label, std::optional<HostType> quantised) {
    if (quantised) {
        const HostMatrix part{.bytes = {}, .type = *quantised, .n = n, .k = k};
        Sections sections = sectionsOf({&part, 1});
        Buffer memory = allocate(sections.bytes, label, MemoryKind::Device);
        placeSections(sections, memory.as<std::byte>());
        fillRandomQuantised(nullptr, *quantised, sections.sections.front().matrix, scale, seed);
        CHECK_CUDA(cudaDeviceSynchronize());
        return std::make_unique<CudaWeight>(n, k, std::move(sections.sections), std::move(memory));
    }
    const std::size_t count = std::size_t(n) * std::size_t(k);
    Buffer memory = allocate(count * sizeof(std::uint16_t), label, MemoryKind::Device);
    fillRandom(nullptr, memory.data(), count, scale, seed, false);
    CHECK_CUDA(cudaDeviceSynchronize());
    return std::make_unique<CudaWeight>(n, k, false, std::move(memory));
}

void CudaBackend::doAttention(Stream& stream, const AttentionShape& shape, Tensor<const Activation> qkv, float scale,
                              const PagedRows& rows, const KvCache& cache, int layer, Tensor<Activation> out) {
    const Launch to = launchOn(stream);
    const auto sliceOf = [](auto tensor, int first, int count) {
        using T = std::remove_pointer_t<decltype(tensor.data)>;
        const std::size_t bytes = std::size_t(first) * std::size_t(tensor.dim(1)) * sizeof(std::uint16_t);
        using Byte = std::conditional_t<std::is_const_v<T>, const std::byte, std::byte>;
        return decltype(tensor)(reinterpret_cast<T*>(reinterpret_cast<Byte*>(tensor.data) + bytes), count,
                                tensor.dim(1));
    };
    const auto pagedOf = [&](int first, int count) {
        PagedRows part = rows;
        part.positions = {rows.positions.data + first, count};
        part.sequences = {rows.sequences.data + first, count};
        return part;
    };
    const bool fits = shape.heads / shape.kvHeads <= decodeGroupMax(paddedHeadDim(shape.headDim));
    const int decoding = fits ? rows.decodeRows : 0;
    void* scratch = decoding == 0 ? nullptr
                                  : m_attentionScratch.atLeast(
                                        decodeScratchBytes(shape, m_properties.multiProcessorCount), to.stream);
    for (int first = 0; first < decoding; first += kDecodeRows) {
        const int count = std::min(kDecodeRows, decoding - first);
        attendDecode(to, shape, sliceOf(qkv, first, count), scale, pagedOf(first, count), cache, layer,
                     sliceOf(out, first, count), scratch);
    }
    const int rest = qkv.dim(0) - decoding;
    if (rest > 0)
        attendPrefill(to, shape, sliceOf(qkv, decoding, rest), scale, pagedOf(decoding, rest), cache, layer,
                      sliceOf(out, decoding, rest));
}

}  // namespace

std::unique_ptr<Backend> makeBackend(const CudaOptions& options) {
    return std::make_unique<CudaBackend>(options);
}

}  // namespace kernels::cuda
