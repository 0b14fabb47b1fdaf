#include "engine/files/tensor_source.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstring>
#include <stdexcept>

#include "engine/files/pieces.h"
#include "kernels/block_formats.h"
#include "kernels/half.h"

namespace engine {
namespace {

float bfloat16ToFloat(std::uint16_t bits) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

std::uint16_t roundToBfloat16(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const bool isNan = (bits & 0x7fffffffU) > 0x7f800000U;
    return static_cast<std::uint16_t>(isNan ? 0x7fc0U : (bits + 0x7fffU + (bits >> 16 & 1U)) >> 16);
}

/// `convert` applied to each stored value; the source need not be aligned.
template <typename Stored, typename Convert>
void convertAll(std::span<const std::byte> bytes, std::span<float> out, Convert convert) {
    for (std::size_t i = 0; i < out.size(); ++i) {
        Stored stored;
        std::memcpy(&stored, bytes.data() + i * sizeof(Stored), sizeof(Stored));
        out[i] = convert(stored);
    }
}

/// The first number all of whose exponent bits are set: an infinity or no number. One more than such an exponent runs
/// over into the sign's bit. Batches first, without a branch in them, so that the compiler makes vector code of it.
template <typename Bits>
std::optional<std::size_t> findAllOnes(std::span<const std::byte> bytes, Bits exponent) {
    constexpr std::size_t kBatch = 1024;
    const auto lowest = static_cast<Bits>(exponent & (~exponent + 1));
    const auto sign = static_cast<Bits>(Bits{1} << (8 * sizeof(Bits) - 1));
    const std::size_t count = bytes.size() / sizeof(Bits);
    for (std::size_t begin = 0; begin < count; begin += kBatch) {
        const std::size_t size = std::min(kBatch, count - begin);
        std::array<Bits, kBatch> batch;
        std::memcpy(batch.data(), bytes.data() + begin * sizeof(Bits), size * sizeof(Bits));
        Bits any = 0;
        for (std::size_t i = 0; i < size; ++i) any |= static_cast<Bits>((batch[i] & exponent) + lowest);
        if ((any & sign) == 0) continue;
        for (std::size_t i = 0;; ++i)
            if ((batch[i] & exponent) == exponent) return begin + i;
    }
    return std::nullopt;
}

}  // namespace

std::string_view storageName(StorageType type) {
    switch (type) {
        case StorageType::F64: return "F64";
        case StorageType::F32: return "F32";
        case StorageType::F16: return "F16";
        case StorageType::BF16: return "BF16";
        case StorageType::F8E4M3: return "F8_E4M3";
        case StorageType::F8E5M2: return "F8_E5M2";
        case StorageType::I64: return "I64";
        case StorageType::I32: return "I32";
        case StorageType::I16: return "I16";
        case StorageType::I8: return "I8";
        case StorageType::U64: return "U64";
        case StorageType::U32: return "U32";
        case StorageType::U16: return "U16";
        case StorageType::U8: return "U8";
        case StorageType::Bool: return "BOOL";
        case StorageType::Q4_0: return "Q4_0";
        case StorageType::Q4_1: return "Q4_1";
        case StorageType::Q5_0: return "Q5_0";
        case StorageType::Q5_1: return "Q5_1";
        case StorageType::Q8_0: return "Q8_0";
        case StorageType::Q4_K: return "Q4_K";
        case StorageType::Q5_K: return "Q5_K";
        case StorageType::Q6_K: return "Q6_K";
    }
    return "?";
}

std::size_t bytesPerElement(StorageType type) {
    switch (type) {
        case StorageType::F64:
        case StorageType::I64:
        case StorageType::U64: return 8;
        case StorageType::F32:
        case StorageType::I32:
        case StorageType::U32: return 4;
        case StorageType::F16:
        case StorageType::BF16:
        case StorageType::I16:
        case StorageType::U16: return 2;
        case StorageType::F8E4M3:
        case StorageType::F8E5M2:
        case StorageType::I8:
        case StorageType::U8:
        case StorageType::Bool: return 1;
        default: break;
    }
    throw std::logic_error("bytesPerElement: " + std::string(storageName(type)) + " is stored in blocks");
}

bool isQuantised(StorageType type) {
    return type >= StorageType::Q4_0;
}

std::optional<kernels::HostType> findHostType(StorageType type) {
    using kernels::HostType;
    switch (type) {
        case StorageType::F32: return HostType::F32;
        case StorageType::F16: return HostType::F16;
        case StorageType::BF16: return HostType::Bf16;
        case StorageType::Q4_0: return HostType::Q4_0;
        case StorageType::Q4_1: return HostType::Q4_1;
        case StorageType::Q5_0: return HostType::Q5_0;
        case StorageType::Q5_1: return HostType::Q5_1;
        case StorageType::Q8_0: return HostType::Q8_0;
        case StorageType::Q4_K: return HostType::Q4_K;
        case StorageType::Q5_K: return HostType::Q5_K;
        case StorageType::Q6_K: return HostType::Q6_K;
        default: return std::nullopt;
    }
}

BlockLayout blockLayout(StorageType type) {
    if (!isQuantised(type)) return {1, bytesPerElement(type)};
    const kernels::HostBlock block = kernels::blockOf(*findHostType(type));
    return {block.elements, block.bytes};
}

std::string shapeText(std::span<const std::int64_t> shape) {
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i) text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
    return text + "]";
}

std::optional<std::uint64_t> findElementCount(std::span<const std::int64_t> shape) {
    std::uint64_t count = 1;
    for (const std::int64_t size : shape) {
        if (size < 0 || __builtin_mul_overflow(count, static_cast<std::uint64_t>(size), &count)) return std::nullopt;
    }
    return count;
}

void TensorSource::read(const HostTensor& tensor, std::size_t offset, std::span<std::byte> out) const {
    if (!out.empty()) std::memcpy(out.data(), tensor.bytes.subspan(offset, out.size()).data(), out.size());
}

HostTensor TensorSource::requireTensor(std::string_view name, std::span<const std::int64_t> expectedShape) const {
    auto tensor = findTensor(name);
    if (!tensor) {
        throw std::runtime_error(describe() + ": tensor " + std::string(name) + ": expected shape " +
                                 shapeText(expectedShape) + ", found no such tensor");
    }
    if (!std::ranges::equal(tensor->shape, expectedShape)) {
        throw std::runtime_error(describe() + ": tensor " + std::string(name) + ": expected shape " +
                                 shapeText(expectedShape) + ", found " + shapeText(tensor->shape));
    }
    return *std::move(tensor);
}

HostTensor TensorSource::requireTensor(std::string_view name, std::initializer_list<std::int64_t> expectedShape) const {
    return requireTensor(name, std::span<const std::int64_t>(expectedShape.begin(), expectedShape.size()));
}

std::optional<std::size_t> findNonFinite(StorageType type, std::span<const std::byte> bytes) {
    switch (type) {
        case StorageType::F64: return findAllOnes<std::uint64_t>(bytes, 0x7ff0'0000'0000'0000U);
        case StorageType::F32: return findAllOnes<std::uint32_t>(bytes, 0x7f80'0000U);
        case StorageType::F16: return findAllOnes<std::uint16_t>(bytes, 0x7c00U);
        case StorageType::BF16: return findAllOnes<std::uint16_t>(bytes, 0x7f80U);
        default: break;
    }
    throw std::logic_error("findNonFinite: " + std::string(storageName(type)) + " holds no plain numbers");
}

std::vector<float> toFloat32(const HostTensor& tensor) {
    const BlockLayout layout = blockLayout(tensor.type);
    std::vector<float> values(tensor.bytes.size() / layout.bytes * layout.elements);
    if (isQuantised(tensor.type)) {
        kernels::dequantise(*findHostType(tensor.type), tensor.bytes, values);
        return values;
    }
    switch (tensor.type) {
        case StorageType::F64:
            convertAll<double>(tensor.bytes, values, [](double value) { return static_cast<float>(value); });
            return values;
        case StorageType::F32:
            if (!values.empty()) std::memcpy(values.data(), tensor.bytes.data(), values.size() * sizeof(float));
            return values;
        case StorageType::F16: convertAll<std::uint16_t>(tensor.bytes, values, kernels::halfToFloat); return values;
        case StorageType::BF16: convertAll<std::uint16_t>(tensor.bytes, values, bfloat16ToFloat); return values;
        default: break;
    }
    throw std::runtime_error("tensor " + tensor.name + ": expected F64, F32, F16 or BF16 values, found " +
                             std::string(storageName(tensor.type)));
}

bool toBfloat16(const HostTensor& tensor, std::span<std::uint16_t> out) {
    constexpr std::size_t kAtOnce = 4096;  // elements, whole blocks; they stay in the near cache
    const BlockLayout layout = blockLayout(tensor.type);
    if (!isQuantised(tensor.type)) throw std::logic_error("toBfloat16: tensor " + tensor.name + " is not quantised");
    if (out.size() != tensor.bytes.size() / layout.bytes * layout.elements)
        throw std::logic_error("toBfloat16: tensor " + tensor.name + ": expected room for its elements");
    std::atomic<bool> areFinite = true;
    forPieces(out.size(), kAtOnce, [&](std::size_t begin, std::size_t end) {
        std::array<float, kAtOnce> floats;
        std::uint32_t any = 0;  // the upper bit: an exponent all of whose bits are set ran over into it
        const auto blocks = tensor.bytes.subspan(begin / layout.elements * layout.bytes,
                                                 (end - begin) / layout.elements * layout.bytes);
        kernels::dequantise(*findHostType(tensor.type), blocks, std::span(floats).first(end - begin));
        for (std::size_t i = begin; i < end; ++i) {
            out[i] = roundToBfloat16(floats[i - begin]);
            any |= (out[i] & 0x7f80U) + 0x80U;
        }
        if ((any & 0x8000U) != 0) areFinite = false;
    });
    return areFinite;
}

}  // namespace engine
