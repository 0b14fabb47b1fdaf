// The second half of decode attention: heads whose blocks several warps had walked through, from their partial results.
#include "kernels/cuda/attention_decode.cuh"

namespace kernels::cuda {

namespace {

/// What a thread has put together: two heads, two dims (the first and the eighth after it) of each.
struct Pair {
    float2 maximum, weight;
    float4 sum;

    __device__ void add(float2 otherMaximum, float2 otherWeight, float4 other) {
        const float2 m = {fmaxf(maximum.x, otherMaximum.x), fmaxf(maximum.y, otherMaximum.y)};
        const float2 own = {quickExp2(maximum.x - m.x), quickExp2(maximum.y - m.y)};
        const float2 its = {quickExp2(otherMaximum.x - m.x), quickExp2(otherMaximum.y - m.y)};
        maximum = m;
        weight = {weight.x * own.x + otherWeight.x * its.x, weight.y * own.y + otherWeight.y * its.y};
        sum = {sum.x * own.x + other.x * its.x, sum.y * own.y + other.y * its.y, sum.z * own.x + other.z * its.x,
               sum.w * own.y + other.w * its.y};
    }
};

/// Grid: rows x KV heads x 32 places of a head's sums; block: 32 x Slices, which take the partial results in turn.
/// Puts heads together from the partial results of the warps that shared them.
template <int Padded, int Slices>
__global__ void combineKernel(const DecodeArguments a) {
    constexpr int kTiles = Padded / 16;
    allowNext();
    const int lane = int(threadIdx.x) % 32;
    const int slice = int(threadIdx.x) / 32;
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
    const int pairs = (a.group + 1) / 2;
    const int place = int(blockIdx.z) * 32 + lane;
    const int pair = place % pairs, dim = place / pairs % 8, tile = place / pairs / 8;
    waitForInputs();
    if (count == 0 && blockIdx.z == 0)  // padding
        for (int i = int(threadIdx.x); i < a.group * a.headDim; i += 32 * Slices) out[i] = __float2bfloat16_rn(0.0F);
    if (first == last) return;  // one warp had it all

    Pair own{.maximum = {-INFINITY, -INFINITY}, .weight = {}, .sum = {}};
    if (tile < kTiles)
#pragma unroll 4
        for (int worker = first + slice; worker <= last; worker += Slices) {
            const PartialView partial = partialOf(a, Padded, worker, worker == first ? 1 : 0);
            own.add(partial.maxima[pair], partial.weights[pair], partial.sums[place]);
        }
    __shared__ Pair others[Slices][32];
    if (slice > 0) others[slice][lane] = own;
    __syncthreads();
    if (slice > 0 || tile >= kTiles) return;
    for (int s = 1; s < Slices && first + s <= last; ++s)
        own.add(others[s][lane].maximum, others[s][lane].weight, others[s][lane].sum);
    const float value[4] = {own.sum.x / own.weight.x, own.sum.y / own.weight.y, own.sum.z / own.weight.x,
                            own.sum.w / own.weight.y};
#pragma unroll
    for (int i = 0; i < 4; ++i) {
        const int query = 2 * pair + i % 2, at = tile * 16 + dim + i / 2 * 8;
        if (query < a.group && at < a.headDim) out[query * a.headDim + at] = __float2bfloat16_rn(value[i]);
    }
}

template <int Padded>
void launchCombine(const Launch& to, const DecodeArguments& a) {
    // Many rows fill the chip with few partial results each; few rows have many.
    constexpr int kFew = 256, kSlicesOfFew = 8, kSlicesOfMany = 2;
    const int places = (a.group + 1) / 2 * Padded / 2;
    const dim3 grid(static_cast<unsigned>(a.rows), static_cast<unsigned>(a.kvHeads),
                    static_cast<unsigned>((places + 31) / 32));
    if (a.rows * a.kvHeads < kFew)
        launchKernel(to, combineKernel<Padded, kSlicesOfFew>, grid, 32 * kSlicesOfFew, 0, a);
    else
        launchKernel(to, combineKernel<Padded, kSlicesOfMany>, grid, 32 * kSlicesOfMany, 0, a);
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
