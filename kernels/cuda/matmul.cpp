#include "kernels/cuda/matmul.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "kernels/backend_cost.h"

namespace kernels::cuda {

namespace {

constexpr std::size_t kWorkspaceBytes = std::size_t{32} << 20;
constexpr std::size_t kScratchBytes = std::size_t{128} << 20;  // more than the level-2 cache holds
// Of the scratch cuBLASLt has the first part, a slice that is made bf16 the second, shared sums the rest.
constexpr std::size_t kSliceBytes = std::size_t{32} << 20;
constexpr std::size_t kSumBytes = kScratchBytes - kWorkspaceBytes - kSliceBytes;
constexpr int kCandidates = 48;
constexpr int kRepeats = 5;
/// Ours begins to fetch weights while the kernel ahead still runs, which a timing by itself does not show.
constexpr double kOwnAdvantage = 1.07;
/// Other shapes remembered at once: each costs a question to cuBLASLt, some ten microseconds, when it comes again.
constexpr std::size_t kUntimedChoices = 1024;
/// Weights smaller than this are not worth the time that choosing takes.
constexpr std::size_t kTunedBytes = std::size_t{4} << 20;
/// Numbers of warps that are tried for few rows of quantised weights: the units of common widths divide among them.
constexpr std::array kSkinnyWarps = {2, 3, 4, 5, 8, 10, 16, 20};

/// A pass with so many rows comes again: choosing for it pays, and there are few such numbers. Every other prompt or
/// recomputed text would have its candidates timed in the middle of the pass that needs it.
bool isTimed(int rows) {
    return rows == costOf(BackendKind::Cuda).rows || std::binary_search(kGraphRows.begin(), kGraphRows.end(), rows);
}

/// The greatest power of two up to 256 that divides a byte count.
std::uint32_t alignmentOf(std::size_t bytes) {
    std::uint32_t alignment = 256;
    while (bytes % alignment != 0) alignment /= 2;
    return alignment;
}

/// Descriptions of one product for cuBLASLt, which counts in columns: out^T [n, rows] = w [n, k] * x^T [k, rows].
struct Problem {
    cublasLtMatmulDesc_t operation = nullptr;
    cublasLtMatrixLayout_t weights = nullptr, input = nullptr, output = nullptr;

    /// `width`: from an output's row to the next
    Problem(int rows, int n, int k, bool float32, int width) {
        const cublasOperation_t transposed = CUBLAS_OP_T;
        CHECK_CUDA(cublasLtMatmulDescCreate(&operation, CUBLAS_COMPUTE_32F, CUDA_R_32F));
        CHECK_CUDA(
            cublasLtMatmulDescSetAttribute(operation, CUBLASLT_MATMUL_DESC_TRANSA, &transposed, sizeof transposed));
        CHECK_CUDA(cublasLtMatrixLayoutCreate(&weights, CUDA_R_16BF, std::uint64_t(k), std::uint64_t(n), k));
        CHECK_CUDA(cublasLtMatrixLayoutCreate(&input, CUDA_R_16BF, std::uint64_t(k), std::uint64_t(rows), k));
        CHECK_CUDA(cublasLtMatrixLayoutCreate(&output, float32 ? CUDA_R_32F : CUDA_R_16BF, std::uint64_t(n),
                                              std::uint64_t(rows), width));
    }
    ~Problem() {
        if (output != nullptr) cublasLtMatrixLayoutDestroy(output);
        if (input != nullptr) cublasLtMatrixLayoutDestroy(input);
        if (weights != nullptr) cublasLtMatrixLayoutDestroy(weights);
        if (operation != nullptr) cublasLtMatmulDescDestroy(operation);
    }
    Problem(const Problem&) = delete;
    Problem& operator=(const Problem&) = delete;
};

/// What cuBLASLt proposes, its favourite first; none if it can't do the shape.
std::vector<cublasLtMatmulAlgo_t> proposals(cublasLtHandle_t handle, const Problem& problem, int n, int k,
                                            bool float32) {
    cublasLtMatmulPreference_t preference = nullptr;
    CHECK_CUDA(cublasLtMatmulPreferenceCreate(&preference));
    const auto set = [&](cublasLtMatmulPreferenceAttributes_t attribute, auto value) {
        CHECK_CUDA(cublasLtMatmulPreferenceSetAttribute(preference, attribute, &value, sizeof value));
    };
    const std::uint32_t operandAlignment = alignmentOf(std::size_t(k) * 2);
    const std::uint32_t outputAlignment = alignmentOf(std::size_t(n) * (float32 ? 4 : 2));
    set(CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, kWorkspaceBytes);
    set(CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES, operandAlignment);
    set(CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES, operandAlignment);
    set(CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES, outputAlignment);
    set(CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES, outputAlignment);
    std::vector<cublasLtMatmulHeuristicResult_t> results(kCandidates);
    int found = 0;
    const cublasStatus_t status =
        cublasLtMatmulAlgoGetHeuristic(handle, problem.operation, problem.weights, problem.input, problem.output,
                                       problem.output, preference, kCandidates, results.data(), &found);
    cublasLtMatmulPreferenceDestroy(preference);
    std::vector<cublasLtMatmulAlgo_t> algorithms;
    if (status != CUBLAS_STATUS_SUCCESS) return algorithms;
    for (int i = 0; i < found; ++i)
        if (results[std::size_t(i)].state == CUBLAS_STATUS_SUCCESS) algorithms.push_back(results[std::size_t(i)].algo);
    return algorithms;
}

}  // namespace

struct Matmul::Choice {
    enum class Kind { Library, Skinny, DeepSkinny, Plain } kind = Kind::Plain;
    std::unique_ptr<Problem> problem;
    cublasLtMatmulAlgo_t algorithm{};
    bool timed = false;
};

Matmul::Matmul() {
    CHECK_CUDA(cublasLtCreate(&m_handle));
    CHECK_CUDA(cudaMalloc(&m_workspace, kScratchBytes));
    CHECK_CUDA(cudaEventCreate(&m_begin));
    CHECK_CUDA(cudaEventCreate(&m_end));
}

Matmul::~Matmul() {
    if (m_begin != nullptr) cudaEventDestroy(m_begin);
    if (m_end != nullptr) cudaEventDestroy(m_end);
    if (m_workspace != nullptr) cudaFree(m_workspace);
    if (m_handle != nullptr) cublasLtDestroy(m_handle);
}

void Matmul::run(const Launch& to, Tensor<const Activation> x, const CudaWeight& w, Tensor<Activation> out) {
    runAny(to, x, w, out);
}
void Matmul::run(const Launch& to, Tensor<const Activation> x, const CudaWeight& w, Tensor<float> out) {
    runAny(to, x, w, out);
}

template <class Out>
void Matmul::runAny(const Launch& to, Tensor<const Activation> x, const CudaWeight& w, Tensor<Out> out) {
    if (!w.sections().empty()) return runQuantised(to, x, w, out);
    if (w.isFloat32()) throw ShapeError("matmul: a CUDA device multiplies with bf16 weights only");
    const Shape shape{x.dim(0), w.n(), w.k(), std::is_same_v<Out, float>, w.n()};
    cudaStreamCaptureStatus capturing = cudaStreamCaptureStatusNone;
    CHECK_CUDA(cudaStreamIsCapturing(to.stream, &capturing));
    std::map<Shape, Choice>& choices = isTimed(shape.rows) ? m_choices : m_untimed;
    auto found = choices.find(shape);
    if (found == choices.end()) {
        Launch timing = to;
        if (capturing != cudaStreamCaptureStatusNone || !isTimed(shape.rows))
            timing.multiprocessors = 0;  // nothing may run
        if (choices.size() >= kUntimedChoices && !isTimed(shape.rows)) choices.clear();
        found = choices.emplace(shape, choose(timing, x, w, out)).first;
    }
    execute(to, found->second, x, w, out);
}

template <class Out>
void Matmul::execute(const Launch& to, Choice& choice, Tensor<const Activation> x, const CudaWeight& w,
                     Tensor<Out> out) {
    switch (choice.kind) {
        case Choice::Kind::Skinny:
        case Choice::Kind::DeepSkinny: return matmulSkinny(to, choice.kind == Choice::Kind::DeepSkinny, x, w, out);
        case Choice::Kind::Plain: return matmulPlain(to, x, w, out);
        case Choice::Kind::Library: break;
    }
    multiply(to, choice, x.data, w.data(), out.data);
}

void Matmul::multiply(const Launch& to, const Choice& choice, const void* x, const void* w, void* out) {
    const float one = 1, zero = 0;
    const Problem& p = *choice.problem;
    CHECK_CUDA(cublasLtMatmul(m_handle, p.operation, &one, w, p.weights, x, p.input, &zero, out, p.output, out,
                              p.output, &choice.algorithm, m_workspace, kWorkspaceBytes, to.stream));
}

/// Median of a few runs, each with a cold cache.
double Matmul::secondsOf(const Launch& to, const std::function<void()>& work) {
    std::vector<float> milliseconds;
    for (int i = 0; i <= kRepeats; ++i) {
        CHECK_CUDA(cudaMemsetAsync(m_workspace, i, kScratchBytes, to.stream));
        CHECK_CUDA(cudaEventRecord(m_begin, to.stream));
        work();
        CHECK_CUDA(cudaEventRecord(m_end, to.stream));
        CHECK_CUDA(cudaEventSynchronize(m_end));
        float elapsed = 0;
        CHECK_CUDA(cudaEventElapsedTime(&elapsed, m_begin, m_end));
        if (i > 0) milliseconds.push_back(elapsed);  // the first one loads code
    }
    std::nth_element(milliseconds.begin(), milliseconds.begin() + kRepeats / 2, milliseconds.end());
    return 1e-3 * double(milliseconds[kRepeats / 2]);
}

template <class Out>
Matmul::Choice Matmul::choose(const Launch& to, Tensor<const Activation> x, const CudaWeight& w, Tensor<Out> out) {
    constexpr bool float32 = std::is_same_v<Out, float>;
    const int rows = x.dim(0);
    const bool fitsSkinny = rows <= kSkinnyRows && w.k() % 8 == 0 && !m_onlyLibrary;
    auto problem = std::make_unique<Problem>(rows, w.n(), w.k(), float32, w.n());
    const std::vector<cublasLtMatmulAlgo_t> algorithms = proposals(m_handle, *problem, w.n(), w.k(), float32);

    Choice best;
    best.problem = std::move(problem);
    if (!algorithms.empty()) {
        best.kind = Choice::Kind::Library;
        best.algorithm = algorithms.front();
    }
    const bool timed = to.multiprocessors > 0 && w.bytes() >= kTunedBytes;
    if (!timed) {
        if (fitsSkinny) best.kind = Choice::Kind::Skinny;
        return best;
    }
    double least = std::numeric_limits<double>::infinity();
    Choice trial;
    trial.kind = Choice::Kind::Library;
    trial.problem = std::move(best.problem);
    for (const cublasLtMatmulAlgo_t& algorithm : algorithms) {
        trial.algorithm = algorithm;
        const double seconds = secondsOf(to, [&] { execute(to, trial, x, w, out); });
        if (seconds >= least) continue;
        least = seconds;
        best.algorithm = algorithm;
    }
    best.problem = std::move(trial.problem);
    least *= kOwnAdvantage;
    for (const bool deep : {false, true}) {
        if (!fitsSkinny) break;
        const double seconds = secondsOf(to, [&] { matmulSkinny(to, deep, x, w, out); });
        if (seconds >= least) continue;
        least = seconds;
        best.kind = deep ? Choice::Kind::DeepSkinny : Choice::Kind::Skinny;
    }
    return best;
}

// ---- quantised weights ---------------------------------------------------------------------------------------------

QuantScratch Matmul::quantScratch() const {
    std::byte* sums = static_cast<std::byte*>(m_workspace) + kWorkspaceBytes + kSliceBytes;
    return {.sums = reinterpret_cast<float*>(sums), .sumBytes = kSumBytes};
}

Matmul::QuantChoice Matmul::quantChoice(const Launch& to, const QuantShape& shape,
                                        const std::function<QuantChoice(const Launch&)>& choose) {
    const auto found = m_quantised.find(shape);
    if (found != m_quantised.end()) return found->second;
    Launch timing = to;
    if (!isTimed(shape.rows)) {
        timing.multiprocessors = 0;  // nothing may run
        return choose(timing);
    }
    cudaStreamCaptureStatus capturing = cudaStreamCaptureStatusNone;
    CHECK_CUDA(cudaStreamIsCapturing(to.stream, &capturing));
    const std::size_t bytes = layoutOf(shape.type, std::size_t(shape.n), std::size_t(shape.k)).bytes;
    if (capturing != cudaStreamCaptureStatusNone || bytes < kTunedBytes) timing.multiprocessors = 0;
    return m_quantised.emplace(shape, choose(timing)).first->second;
}

Matmul::QuantChoice Matmul::fastest(const Launch& to, const std::vector<QuantChoice>& candidates,
                                    const std::function<void(const QuantChoice&)>& work) {
    QuantChoice best;
    double least = std::numeric_limits<double>::infinity();
    for (const QuantChoice& candidate : candidates) {
        const double seconds = secondsOf(to, [&] { work(candidate); });
        if (seconds >= least) continue;
        least = seconds;
        best = candidate;
    }
    return best;
}

template <class Out>
void Matmul::runQuantised(const Launch& to, Tensor<const Activation> x, const CudaWeight& w, Tensor<Out> out) {
    for (const QuantSection& section : w.sections()) {
        const QuantShape shape{section.type, x.dim(0), section.matrix.n, section.matrix.k, std::is_same_v<Out, float>};
        const QuantChoice choice =
            quantChoice(to, shape, [&](const Launch& timing) { return chooseQuantised(timing, x, section, out); });
        runSection(to, choice, x, section, out);
    }
}

bool Matmul::runSwiGlu(const Launch& to, Tensor<const Activation> x, const CudaWeight& w, Tensor<Activation> out) {
    if (w.sections().size() != 1) return false;
    const HostType type = w.sections().front().type;
    const QuantMatrix& matrix = w.sections().front().matrix;
    const int rows = x.dim(0);
    if (!fitsGated(rows, matrix)) return false;
    const QuantShape shape{.type = type, .rows = rows, .n = matrix.n, .k = matrix.k, .float32 = false, .gated = true};
    const auto run = [&](const Launch& on, const QuantChoice& choice) {
        matmulGatedQuantised(on, type, choice.tiling, x, matrix, out);
    };
    const QuantChoice choice = quantChoice(to, shape, [&](const Launch& timing) -> QuantChoice {
        if (timing.multiprocessors == 0) return {.tiling = {.isSkinny = true, .warps = 4, .tiles = 2}};
        std::vector<QuantChoice> candidates;
        for (const int warps : kSkinnyWarps)
            if (warps <= mostSkinnyWarps(rows))
                candidates.push_back({.tiling = {.isSkinny = true, .warps = warps, .tiles = 2}});
        return fastest(timing, candidates, [&](const QuantChoice& candidate) { run(timing, candidate); });
    });
    run(to, choice);
    return true;
}

template <class Out>
void Matmul::runSection(const Launch& to, const QuantChoice& choice, Tensor<const Activation> x,
                        const QuantSection& section, Tensor<Out> out) {
    const QuantMatrix& w = section.matrix;
    if (!choice.inSlices)
        return matmulQuantised(to, section.type, choice.tiling, quantScratch(), x, w, out, section.firstRow);
    constexpr int kAligned = 128;
    const int most = std::max(1, int(kSliceBytes / (std::size_t(w.k) * 2)) / kAligned) * kAligned;
    void* slice = static_cast<std::byte*>(m_workspace) + kWorkspaceBytes;
    for (int first = 0; first < w.n; first += most) {
        const int n = std::min(most, w.n - first);
        unpackQuantised(to, section.type, w, first, n, slice);
        runLibrary(to, x, slice, n, out, section.firstRow + first);
    }
}

template <class Out>
Matmul::QuantChoice Matmul::chooseQuantised(const Launch& to, Tensor<const Activation> x, const QuantSection& section,
                                            Tensor<Out> out) {
    const int rows = x.dim(0);
    if (rows > kWideQuantRows) return {.inSlices = true, .tiling = {}};
    if (to.multiprocessors == 0) {
        QuantChoice usual;
        usual.tiling.isSkinny = rows <= kSkinnyQuantRows;
        if (!usual.tiling.isSkinny) {
            // Four blocks for each of a large device's multiprocessors, each with work for two units or more.
            constexpr int kBlocksWanted = 512;
            const int units = (section.matrix.n + 127) / 128 * ((rows + 63) / 64) * section.matrix.units;
            usual.tiling.blocks = std::clamp(units / 2, 1, kBlocksWanted);
        }
        return usual;
    }
    std::vector<QuantChoice> candidates;
    for (const int tiles : {1, 2})
        for (const int warps : kSkinnyWarps)
            if (rows <= kSkinnyQuantRows && warps <= mostSkinnyWarps(rows))
                candidates.push_back({.tiling = {.isSkinny = true, .warps = warps, .tiles = tiles}});
    if (rows > 8) {
        const int places = (section.matrix.n + 127) / 128 * (rows <= 32 ? 1 : (rows + 63) / 64);
        candidates.push_back({.tiling = {.blocks = places}});
        for (const int each : {1, 2, 3, 5}) candidates.push_back({.tiling = {.blocks = each * to.multiprocessors}});
    }
    if (rows > 64) candidates.push_back({.inSlices = true, .tiling = {}});
    std::erase_if(candidates, [&](const QuantChoice& candidate) {
        return !candidate.inSlices && !candidate.tiling.isSkinny &&
               !fitsTiling(candidate.tiling, rows, section.matrix.n, section.matrix.k, quantScratch());
    });
    return fastest(to, candidates, [&](const QuantChoice& candidate) { runSection(to, candidate, x, section, out); });
}

template <class Out>
void Matmul::runLibrary(const Launch& to, Tensor<const Activation> x, const void* w, int n, Tensor<Out> out,
                        int firstColumn) {
    constexpr bool float32 = std::is_same_v<Out, float>;
    const Shape shape{x.dim(0), n, x.dim(1), float32, out.dim(1)};
    auto found = m_untimed.find(shape);
    if (found == m_untimed.end()) {
        if (m_untimed.size() >= kUntimedChoices) m_untimed.clear();
        Choice choice;
        choice.problem = std::make_unique<Problem>(shape.rows, n, shape.k, float32, shape.width);
        const std::vector<cublasLtMatmulAlgo_t> algorithms =
            proposals(m_handle, *choice.problem, shape.width, shape.k, float32);
        if (algorithms.empty()) throw Error("cuBLASLt has no product for part of a quantised matrix");
        choice.kind = Choice::Kind::Library;
        choice.algorithm = algorithms.front();
        found = m_untimed.emplace(shape, std::move(choice)).first;
    }
    multiply(to, found->second, x.data, w,
             static_cast<void*>(reinterpret_cast<std::byte*>(out.data) + std::size_t(firstColumn) * (float32 ? 4 : 2)));
}

}  // namespace kernels::cuda
