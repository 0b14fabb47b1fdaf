// Bodies of the vector kernels, compiled once for each instruction set by a vector_kernels_*.cpp file that defines
// STEPSCOPE_VECTOR_TABLE and STEPSCOPE_VECTOR_NAME first. Everything but the table's function is local to that file.
#include "kernels/cpu/simd.h"
#include "kernels/cpu/vector_attention.h"
#include "kernels/cpu/vector_gemm_quantised.h"
#include "kernels/cpu/vector_kernels.h"

namespace kernels {
namespace {

/// Calls body(offset, count) for pieces of up to 16 of `width`; count is 16 but for the last piece.
template <class Body>
inline void forPieces(std::size_t width, const Body& body) {
    std::size_t i = 0;
    for (; i + 16 <= width; i += 16) body(i, std::size_t{16});
    if (i < width) body(i, width - i);
}

inline Vec16 loadPiece(const float* p, std::size_t count) {
    return count == 16 ? load(p) : loadPart(p, count, 0.0F);
}
inline void storePiece(float* p, std::size_t count, Vec16 a) {
    if (count == 16)
        store(p, a);
    else
        storePart(p, count, a);
}

inline float inverseRms(float sumOfSquares, std::size_t width, float epsilon) {
    return 1.0F / __builtin_sqrtf(sumOfSquares / static_cast<float>(width) + epsilon);
}

void addRmsNorm(float* residual, const float* delta, const float* gain, std::size_t width, float epsilon, float* out) {
    Vec16 squares = zero();
    forPieces(width, [&](std::size_t i, std::size_t count) {
        Vec16 x = loadPiece(residual + i, count);
        if (delta != nullptr) {
            x = x + loadPiece(delta + i, count);
            storePiece(residual + i, count, x);
        }
        squares = fma(x, x, squares);
    });
    const Vec16 scale = broadcast(inverseRms(sumOf(squares), width, epsilon));
    forPieces(width, [&](std::size_t i, std::size_t count) {
        storePiece(out + i, count, loadPiece(residual + i, count) * scale * loadPiece(gain + i, count));
    });
}

void normRope(float* head, const float* gain, std::size_t headDim, float epsilon, const float* rope,
              std::size_t rotaryDim) {
    if (gain != nullptr) addRmsNorm(head, nullptr, gain, headDim, epsilon, head);
    const std::size_t half = rotaryDim / 2;
    forPieces(half, [&](std::size_t i, std::size_t count) {
        const Vec16 cosine = loadPiece(rope + i, count);
        const Vec16 sine = loadPiece(rope + half + i, count);
        const Vec16 a = loadPiece(head + i, count);
        const Vec16 b = loadPiece(head + half + i, count);
        storePiece(head + i, count, a * cosine - b * sine);
        storePiece(head + half + i, count, b * cosine + a * sine);
    });
}

void swiGlu(const float* gate, const float* up, std::size_t width, float* out) {
    forPieces(width, [&](std::size_t i, std::size_t count) {
        const Vec16 g = loadPiece(gate + i, count);
        const Vec16 silu = g / (broadcast(1.0F) + exponential(zero() - g));
        storePiece(out + i, count, silu * loadPiece(up + i, count));
    });
}

float maximumOfRow(const float* x, std::size_t count) {
    Vec16 m = broadcast(x[0]);
    forPieces(count, [&](std::size_t i, std::size_t part) {
        m = maximum(m, part == 16 ? load(x + i) : loadPart(x + i, part, x[0]));
    });
    return maximumOf(m);
}

double sumOfExp(const float* x, std::size_t count, float shift) {
    // A lane's float sum stays short; the pieces are added in double precision.
    constexpr std::size_t kPieces = 64;
    double sum = 0;
    Vec16 part = zero();
    std::size_t pieces = 0;
    forPieces(count, [&](std::size_t i, std::size_t n) {
        const Vec16 value = loadPiece(x + i, n);
        // The exponential's limits hide what is not a number; value - value shows it.
        const Vec16 e = exponential(value - broadcast(shift)) + (value - value);
        if (n == 16) {
            part = part + e;
        } else {
            float lanes[16];
            store(lanes, e);
            part = part + loadPart(lanes, n, 0.0F);
        }
        if (++pieces % kPieces == 0) {
            sum += sumOf(part);
            part = zero();
        }
    });
    return sum + sumOf(part);
}

float reluDot(const float* x, const float* w, std::size_t count) {
    Vec16 sum = zero();
    forPieces(count, [&](std::size_t i, std::size_t n) {
        sum = fma(maximum(loadPiece(x + i, n), zero()), loadPiece(w + i, n), sum);
    });
    return sumOf(sum);
}

}  // namespace

const VectorKernels& STEPSCOPE_VECTOR_TABLE() {
    static constexpr VectorKernels kTable{STEPSCOPE_VECTOR_NAME, gemmPanels, addRmsNorm, normRope, attend, swiGlu,
                                          maximumOfRow,          sumOfExp,   reluDot};
    return kTable;
}

}  // namespace kernels
