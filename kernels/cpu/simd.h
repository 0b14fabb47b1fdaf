// Sixteen floats as one value, in the instruction set of the translation unit that includes this: AVX-512, AVX2 with
// FMA and F16C, or what the compiler makes of 16-byte vectors. For the vector_kernels_*.cpp files only: everything is
// local to them, so that code of one instruction set never replaces that of another at link time. No standard headers
// with code.
#pragma once

#include <cstddef>
#include <cstdint>

#if defined(__AVX512F__) || (defined(__AVX2__) && defined(__FMA__))
#include <immintrin.h>
#else
#include "kernels/half.h"  // only here, where its code is that of every other file
#endif

namespace kernels {
namespace {

#if defined(__AVX512F__)

struct Vec16 {
    __m512 v;
};
inline Vec16 load(const float* p) {
    return {_mm512_loadu_ps(p)};
}
inline void store(float* p, Vec16 a) {
    _mm512_storeu_ps(p, a.v);
}
/// Sixteen bf16 values, and sixteen 8-bit whole numbers. Masked forms, all lanes set: GCC 12 warns of the plain ones.
inline Vec16 load(const std::uint16_t* p) {
    const __m256i halves = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
    const __m512i words = _mm512_maskz_cvtepu16_epi32(0xFFFF, halves);
    return {_mm512_castsi512_ps(_mm512_maskz_slli_epi32(0xFFFF, words, 16))};
}
inline Vec16 load(const std::int8_t* p) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    return {_mm512_maskz_cvtepi32_ps(0xFFFF, _mm512_maskz_cvtepi8_epi32(0xFFFF, bytes))};
}
inline Vec16 broadcast(float x) {
    return {_mm512_set1_ps(x)};
}
inline Vec16 operator+(Vec16 a, Vec16 b) {
    return {_mm512_add_ps(a.v, b.v)};
}
inline Vec16 operator-(Vec16 a, Vec16 b) {
    return {_mm512_sub_ps(a.v, b.v)};
}
inline Vec16 operator*(Vec16 a, Vec16 b) {
    return {_mm512_mul_ps(a.v, b.v)};
}
inline Vec16 operator/(Vec16 a, Vec16 b) {
    return {_mm512_div_ps(a.v, b.v)};
}
inline Vec16 fma(Vec16 a, Vec16 b, Vec16 c) {
    return {_mm512_fmadd_ps(a.v, b.v, c.v)};
}
inline Vec16 maximum(Vec16 a, Vec16 b) {
    return {_mm512_max_ps(a.v, b.v)};
}
inline Vec16 minimum(Vec16 a, Vec16 b) {
    return {_mm512_min_ps(a.v, b.v)};
}
/// Sixteen words of two bf16 values each: the lower or the upper ones, as floats.
inline Vec16 lowerHalves(Vec16 a) {
    return {_mm512_castsi512_ps(_mm512_slli_epi32(_mm512_castps_si512(a.v), 16))};
}
inline Vec16 upperHalves(Vec16 a) {
    return {_mm512_castsi512_ps(_mm512_and_epi32(_mm512_castps_si512(a.v), _mm512_set1_epi32(-65536)))};
}
/// Sixteen half-precision values.
inline Vec16 loadFloat16(const std::uint16_t* p) {
    return {_mm512_maskz_cvtph_ps(0xFFFF, _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)))};
}
/// The low or the high four bits of sixteen bytes, as whole numbers.
inline Vec16 lowNibbles(const std::uint8_t* p) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const __m512i words = _mm512_maskz_cvtepu8_epi32(0xFFFF, bytes);
    return {_mm512_maskz_cvtepi32_ps(0xFFFF, _mm512_and_epi32(words, _mm512_set1_epi32(15)))};
}
inline Vec16 highNibbles(const std::uint8_t* p) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const __m512i words = _mm512_maskz_cvtepu8_epi32(0xFFFF, bytes);
    return {_mm512_maskz_cvtepi32_ps(0xFFFF, _mm512_maskz_srli_epi32(0xFFFF, words, 4))};
}
/// a + 0x7FFF + its lowest bit that bf16 keeps: the upper half is then the nearest bf16, ties to even. Finite numbers.
inline __m512i roundedBits(Vec16 a) {
    const __m512i bits = _mm512_castps_si512(a.v);
    const __m512i odd = _mm512_and_epi32(_mm512_maskz_srli_epi32(0xFFFF, bits, 16), _mm512_set1_epi32(1));
    return _mm512_add_epi32(_mm512_add_epi32(bits, _mm512_set1_epi32(0x7FFF)), odd);
}
inline Vec16 roundedToBf16(Vec16 a) {
    return {_mm512_castsi512_ps(_mm512_and_epi32(roundedBits(a), _mm512_set1_epi32(-65536)))};
}
/// Words of two values each, rounded to bf16.
inline Vec16 bf16Words(Vec16 lower, Vec16 upper) {
    const __m512i low = _mm512_maskz_srli_epi32(0xFFFF, roundedBits(lower), 16);
    const __m512i high = _mm512_and_epi32(roundedBits(upper), _mm512_set1_epi32(-65536));
    return {_mm512_castsi512_ps(_mm512_or_epi32(low, high))};
}
/// 2^n * a for whole n, given as bits(n + 1.5 * 2^23).
inline Vec16 scaleByPowerOfTwo(Vec16 a, Vec16 shifted) {
    const __m512i exponent = _mm512_slli_epi32(_mm512_castps_si512(shifted.v), 23);
    return {_mm512_castsi512_ps(_mm512_add_epi32(_mm512_castps_si512(a.v), exponent))};
}

#elif defined(__AVX2__) && defined(__FMA__)

struct Vec16 {
    __m256 lo, hi;
};
inline Vec16 load(const float* p) {
    return {_mm256_loadu_ps(p), _mm256_loadu_ps(p + 8)};
}
inline void store(float* p, Vec16 a) {
    _mm256_storeu_ps(p, a.lo);
    _mm256_storeu_ps(p + 8, a.hi);
}
inline __m256 loadHalves8(const std::uint16_t* p) {
    const __m128i halves = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(halves), 16));
}
inline __m256 loadBytes8(const std::int8_t* p) {
    return _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p))));
}
inline Vec16 load(const std::uint16_t* p) {
    return {loadHalves8(p), loadHalves8(p + 8)};
}
inline Vec16 load(const std::int8_t* p) {
    return {loadBytes8(p), loadBytes8(p + 8)};
}
inline Vec16 broadcast(float x) {
    return {_mm256_set1_ps(x), _mm256_set1_ps(x)};
}
inline Vec16 operator+(Vec16 a, Vec16 b) {
    return {_mm256_add_ps(a.lo, b.lo), _mm256_add_ps(a.hi, b.hi)};
}
inline Vec16 operator-(Vec16 a, Vec16 b) {
    return {_mm256_sub_ps(a.lo, b.lo), _mm256_sub_ps(a.hi, b.hi)};
}
inline Vec16 operator*(Vec16 a, Vec16 b) {
    return {_mm256_mul_ps(a.lo, b.lo), _mm256_mul_ps(a.hi, b.hi)};
}
inline Vec16 operator/(Vec16 a, Vec16 b) {
    return {_mm256_div_ps(a.lo, b.lo), _mm256_div_ps(a.hi, b.hi)};
}
inline Vec16 fma(Vec16 a, Vec16 b, Vec16 c) {
    return {_mm256_fmadd_ps(a.lo, b.lo, c.lo), _mm256_fmadd_ps(a.hi, b.hi, c.hi)};
}
inline Vec16 maximum(Vec16 a, Vec16 b) {
    return {_mm256_max_ps(a.lo, b.lo), _mm256_max_ps(a.hi, b.hi)};
}
inline Vec16 minimum(Vec16 a, Vec16 b) {
    return {_mm256_min_ps(a.lo, b.lo), _mm256_min_ps(a.hi, b.hi)};
}
inline __m256 lower8(__m256 a) {
    return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_castps_si256(a), 16));
}
inline __m256 upper8(__m256 a) {
    return _mm256_and_ps(a, _mm256_castsi256_ps(_mm256_set1_epi32(-65536)));
}
inline Vec16 lowerHalves(Vec16 a) {
    return {lower8(a.lo), lower8(a.hi)};
}
inline Vec16 upperHalves(Vec16 a) {
    return {upper8(a.lo), upper8(a.hi)};
}
inline Vec16 loadFloat16(const std::uint16_t* p) {
    return {_mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p))),
            _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p + 8)))};
}
inline __m256i loadBytesAsWords8(const std::uint8_t* p) {
    return _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p)));
}
inline __m256 lowNibbles8(const std::uint8_t* p) {
    return _mm256_cvtepi32_ps(_mm256_and_si256(loadBytesAsWords8(p), _mm256_set1_epi32(15)));
}
inline __m256 highNibbles8(const std::uint8_t* p) {
    return _mm256_cvtepi32_ps(_mm256_srli_epi32(loadBytesAsWords8(p), 4));
}
inline Vec16 lowNibbles(const std::uint8_t* p) {
    return {lowNibbles8(p), lowNibbles8(p + 8)};
}
inline Vec16 highNibbles(const std::uint8_t* p) {
    return {highNibbles8(p), highNibbles8(p + 8)};
}
inline __m256i roundedBits8(__m256 a) {
    const __m256i bits = _mm256_castps_si256(a);
    const __m256i odd = _mm256_and_si256(_mm256_srli_epi32(bits, 16), _mm256_set1_epi32(1));
    return _mm256_add_epi32(_mm256_add_epi32(bits, _mm256_set1_epi32(0x7FFF)), odd);
}
inline Vec16 roundedToBf16(Vec16 a) {
    return {upper8(_mm256_castsi256_ps(roundedBits8(a.lo))), upper8(_mm256_castsi256_ps(roundedBits8(a.hi)))};
}
inline __m256 bf16Words8(__m256 lower, __m256 upper) {
    return _mm256_castsi256_ps(
        _mm256_blend_epi16(_mm256_srli_epi32(roundedBits8(lower), 16), roundedBits8(upper), 0xAA));
}
inline Vec16 bf16Words(Vec16 lower, Vec16 upper) {
    return {bf16Words8(lower.lo, upper.lo), bf16Words8(lower.hi, upper.hi)};
}
inline Vec16 scaleByPowerOfTwo(Vec16 a, Vec16 shifted) {
    const __m256i lo = _mm256_slli_epi32(_mm256_castps_si256(shifted.lo), 23);
    const __m256i hi = _mm256_slli_epi32(_mm256_castps_si256(shifted.hi), 23);
    return {_mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(a.lo), lo)),
            _mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(a.hi), hi))};
}

#else

typedef float Float4 __attribute__((vector_size(16)));

struct Vec16 {
    Float4 v[4];
};
inline Vec16 load(const float* p) {
    Vec16 a;
    __builtin_memcpy(&a, p, sizeof a);
    return a;
}
inline void store(float* p, Vec16 a) {
    __builtin_memcpy(p, &a, sizeof a);
}
inline Vec16 load(const std::uint16_t* p) {
    std::uint32_t words[16];
    for (std::size_t i = 0; i < 16; ++i) words[i] = std::uint32_t{p[i]} << 16;
    Vec16 a;
    __builtin_memcpy(&a, words, sizeof a);
    return a;
}
inline Vec16 load(const std::int8_t* p) {
    float values[16];
    for (std::size_t i = 0; i < 16; ++i) values[i] = p[i];
    return load(values);
}
inline Vec16 broadcast(float x) {
    const Float4 v{x, x, x, x};
    return {{v, v, v, v}};
}
inline Vec16 operator+(Vec16 a, Vec16 b) {
    return {{a.v[0] + b.v[0], a.v[1] + b.v[1], a.v[2] + b.v[2], a.v[3] + b.v[3]}};
}
inline Vec16 operator-(Vec16 a, Vec16 b) {
    return {{a.v[0] - b.v[0], a.v[1] - b.v[1], a.v[2] - b.v[2], a.v[3] - b.v[3]}};
}
inline Vec16 operator*(Vec16 a, Vec16 b) {
    return {{a.v[0] * b.v[0], a.v[1] * b.v[1], a.v[2] * b.v[2], a.v[3] * b.v[3]}};
}
inline Vec16 operator/(Vec16 a, Vec16 b) {
    return {{a.v[0] / b.v[0], a.v[1] / b.v[1], a.v[2] / b.v[2], a.v[3] / b.v[3]}};
}
inline Vec16 fma(Vec16 a, Vec16 b, Vec16 c) {
    return a * b + c;
}
inline Float4 max4(Float4 a, Float4 b) {
    return a > b ? a : b;
}
inline Float4 min4(Float4 a, Float4 b) {
    return a < b ? a : b;
}
inline Vec16 maximum(Vec16 a, Vec16 b) {
    return {{max4(a.v[0], b.v[0]), max4(a.v[1], b.v[1]), max4(a.v[2], b.v[2]), max4(a.v[3], b.v[3])}};
}
inline Vec16 minimum(Vec16 a, Vec16 b) {
    return {{min4(a.v[0], b.v[0]), min4(a.v[1], b.v[1]), min4(a.v[2], b.v[2]), min4(a.v[3], b.v[3])}};
}
// Unsigned, since shifts move bits out at the top.
typedef std::uint32_t Bits4 __attribute__((vector_size(16)));
inline Vec16 lowerHalves(Vec16 a) {
    for (Float4& v : a.v) v = (Float4)((Bits4)v << 16);
    return a;
}
inline Vec16 upperHalves(Vec16 a) {
    for (Float4& v : a.v) v = (Float4)((Bits4)v & 0xFFFF0000U);
    return a;
}
inline Vec16 loadFloat16(const std::uint16_t* p) {
    float values[16];
    for (std::size_t i = 0; i < 16; ++i) values[i] = halfToFloat(p[i]);
    return load(values);
}
inline Vec16 lowNibbles(const std::uint8_t* p) {
    float values[16];
    for (std::size_t i = 0; i < 16; ++i) values[i] = static_cast<float>(p[i] & 15);
    return load(values);
}
inline Vec16 highNibbles(const std::uint8_t* p) {
    float values[16];
    for (std::size_t i = 0; i < 16; ++i) values[i] = static_cast<float>(p[i] >> 4);
    return load(values);
}
inline Bits4 roundedBits4(Float4 a) {
    return (Bits4)a + 0x7FFFU + ((Bits4)a >> 16 & 1U);
}
inline Vec16 roundedToBf16(Vec16 a) {
    for (Float4& v : a.v) v = (Float4)(roundedBits4(v) & 0xFFFF0000U);
    return a;
}
inline Vec16 bf16Words(Vec16 lower, Vec16 upper) {
    for (std::size_t i = 0; i < 4; ++i)
        lower.v[i] = (Float4)(roundedBits4(lower.v[i]) >> 16 | (roundedBits4(upper.v[i]) & 0xFFFF0000U));
    return lower;
}
inline Float4 scale4(Float4 a, Float4 shifted) {
    return (Float4)((Bits4)a + ((Bits4)shifted << 23));
}
inline Vec16 scaleByPowerOfTwo(Vec16 a, Vec16 shifted) {
    return {{scale4(a.v[0], shifted.v[0]), scale4(a.v[1], shifted.v[1]), scale4(a.v[2], shifted.v[2]),
             scale4(a.v[3], shifted.v[3])}};
}

#endif

inline Vec16 zero() {
    return broadcast(0.0F);
}

/// The first `count` (0..16) floats at `p`; the other lanes are `fill`.
inline Vec16 loadPart(const float* p, std::size_t count, float fill) {
    float lanes[16];
    for (std::size_t i = 0; i < 16; ++i) lanes[i] = i < count ? p[i] : fill;
    return load(lanes);
}
inline void storePart(float* p, std::size_t count, Vec16 a) {
    float lanes[16];
    store(lanes, a);
    for (std::size_t i = 0; i < count; ++i) p[i] = lanes[i];
}

/// Sum of the lanes, always in the same order.
inline float sumOf(Vec16 a) {
    float lanes[16];
    store(lanes, a);
    for (std::size_t width = 8; width > 0; width /= 2)
        for (std::size_t i = 0; i < width; ++i) lanes[i] += lanes[i + width];
    return lanes[0];
}
inline float maximumOf(Vec16 a) {
    float lanes[16];
    store(lanes, a);
    float m = lanes[0];
    for (float lane : lanes) m = lane > m ? lane : m;
    return m;
}

/// e^x within 2 units in the last place; x below -87 gives e^-87 (1.6e-38), x above 88 gives e^88. What is not a number
/// stays none: maximum and minimum give their second argument where one of the two is none.
inline Vec16 exponential(Vec16 x) {
    constexpr float kMagic = 12582912.0F;  // 1.5 * 2^23: adding it rounds to whole numbers, kept in the low bits
    x = minimum(broadcast(88.0F), maximum(broadcast(-87.0F), x));
    const Vec16 shifted = fma(x, broadcast(1.44269504088896341F), broadcast(kMagic));
    const Vec16 n = shifted - broadcast(kMagic);
    Vec16 r = fma(n, broadcast(-0.693359375F), x);  // ln 2 in two parts
    r = fma(n, broadcast(2.12194440e-4F), r);
    Vec16 p = broadcast(1.9875691500e-4F);  // Cephes' expf polynomial on [-ln2/2, ln2/2]
    p = fma(p, r, broadcast(1.3981999507e-3F));
    p = fma(p, r, broadcast(8.3334519073e-3F));
    p = fma(p, r, broadcast(4.1665795894e-2F));
    p = fma(p, r, broadcast(1.6666665459e-1F));
    p = fma(p, r, broadcast(5.0000001201e-1F));
    p = fma(p, r * r, r + broadcast(1.0F));
    return scaleByPowerOfTwo(p, shifted);
}

}  // namespace
}  // namespace kernels
