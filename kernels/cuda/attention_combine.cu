// The second half of decode attention: heads whose blocks several warps had walked through, from their partial results.
#include "kernels/cuda/attention_decode.cuh"

namespace kernels::cuda {

namespace {

/// Grid: rows x KV heads x heads of a group / kTogether; block: Padded. Puts heads together
/// from the partial results of the warps that shared them.
template <int Padded, int kTogether>
__global__ void combineKernel(const DecodeArguments a) {
    allowNext();
    const int lane = int(threadIdx.x) % 32;
    const int dim = int(threadIdx.x);
    const int row = int(blockIdx.x);
    const int kvHead = int(blockIdx.y);
    int before = 0, total = 0;
    for (int r = lane; r < a.rows; r += 32) {
        const int count = rowBlocks(a.positions[r], a.window).count;
        before += r < row ? count : 0;
        total += count;
    }
    before = warpSum(before) * a.kvHeads;
    const int units = warpSum(total) * a.kvHeads;
    const int count = rowBlocks(a.positions[row], a.window).count;
    const int workers = workersFor(units, a.workers);
    const int begin = before + kvHead * count;
    const int first = count == 0 ? 0 : workerOf(begin, units, workers);
    const int last = count == 0 ? 0 : workerOf(begin + count - 1, units, workers);
    Bf16* out =
        a.out + (std::size_t(row) * std::size_t(a.heads) + std::size_t(kvHead * a.group)) * std::size_t(a.headDim);
    waitForInputs();
    if (count == 0 && blockIdx.z == 0)  // padding
        for (int i = dim; i < a.group * a.headDim; i += Padded) out[i] = __float2bfloat16_rn(0.0F);
    if (first == last) return;  // one warp had it all

    const auto partialOf = [&](int worker) {
        return a.partials +
               std::size_t(2 * worker + (worker == first ? 1 : 0)) * std::size_t(partialFloats(a.group, Padded));
    };
    const int query = int(blockIdx.z) * kTogether;
    float maximum[kTogether], sum[kTogether], weight[kTogether];
#pragma unroll
    for (int j = 0; j < kTogether; ++j) {
        const int q = min(query + j, a.group - 1);
        maximum[j] = -INFINITY;
        for (int w = first + lane; w <= last; w += 32)
            maximum[j] = fmaxf(maximum[j], partialOf(w)[a.group * Padded + q]);
        sum[j] = weight[j] = 0;
    }
#pragma unroll
    for (int j = 0; j < kTogether; ++j) maximum[j] = warpMax(maximum[j]);
    for (int base = first; base <= last; base += 32) {
        float scale[kTogether] = {};  // of the partial result base + lane
        if (base + lane <= last) {
            const float* partial = partialOf(base + lane);
#pragma unroll
            for (int j = 0; j < kTogether; ++j) {
                const int q = min(query + j, a.group - 1);
                scale[j] = exp2f(partial[a.group * Padded + q] - maximum[j]);
                weight[j] += scale[j] * partial[a.group * (Padded + 1) + q];
            }
        }
        const int here = min(32, last - base + 1);
#pragma unroll 4
        for (int i = 0; i < here; ++i) {
            const float* partial = partialOf(base + i);
#pragma unroll
            for (int j = 0; j < kTogether; ++j)
                sum[j] += __shfl_sync(0xFFFFFFFFU, scale[j], i) * partial[min(query + j, a.group - 1) * Padded + dim];
        }
    }
#pragma unroll
    for (int j = 0; j < kTogether; ++j) {
        const float all = warpSum(weight[j]);
        if (query + j < a.group && dim < a.headDim)
            out[std::size_t(query + j) * std::size_t(a.headDim) + std::size_t(dim)] = __float2bfloat16_rn(sum[j] / all);
    }
}

template <int Padded>
void launchCombine(const Launch& to, const DecodeArguments& a) {
    // Many rows fill the chip with few blocks each; few rows need them all.
    constexpr int kTogether = 4, kFew = 256;
    const auto grid = [&](int together) {
        return dim3(static_cast<unsigned>(a.rows), static_cast<unsigned>(a.kvHeads),
                    static_cast<unsigned>((a.group + together - 1) / together));
    };
    if (a.rows * a.kvHeads < kFew)
        launchKernel(to, combineKernel<Padded, 1>, grid(1), Padded, 0, a);
    else
        launchKernel(to, combineKernel<Padded, kTogether>, grid(kTogether), Padded, 0, a);
}

}  // namespace

void combineDecode(const Launch& to, int padded, const DecodeArguments& a) {
    switch (padded) {
        case 32: return launchCombine<32>(to, a);
        case 64: return launchCombine<64>(to, a);
        case 96: return launchCombine<96>(to, a);
        case 128: return launchCombine<128>(to, a);
        default: return launchCombine<256>(to, a);
    }
}

}  // namespace kernels::cuda
