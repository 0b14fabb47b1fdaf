#include "engine/tensor_source.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <stdexcept>

namespace engine {
namespace {

float halfToFloat(std::uint16_t half) {
    const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000u) << 16;
    const std::uint32_t exponent = (half >> 10) & 0x1fu;
    const std::uint32_t mantissa = half & 0x3ffu;
    if (exponent == 0) {  // zero or subnormal: mantissa * 2^-24, exact in float32
        const float magnitude = static_cast<float>(mantissa) * 0x1p-24f;
        return sign != 0 ? -magnitude : magnitude;
    }
    const std::uint32_t exponent32 = exponent == 31 ? 255u : exponent + 112u;
    return std::bit_cast<float>(sign | (exponent32 << 23) | (mantissa << 13));
}

float bfloat16ToFloat(std::uint16_t bits) { return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16); }

/// `convert` applied to each stored value; the source need not be aligned.
template <typename Stored, typename Convert>
void convertAll(std::span<const std::byte> bytes, std::span<float> out, Convert convert) {
    for (std::size_t i = 0; i < out.size(); ++i) {
        Stored stored;
        std::memcpy(&stored, bytes.data() + i * sizeof(Stored), sizeof(Stored));
        out[i] = convert(stored);
    }
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
    }
    return 1;
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

std::vector<float> toFloat32(const HostTensor& tensor) {
    std::vector<float> values(tensor.bytes.size() / bytesPerElement(tensor.type));
    switch (tensor.type) {
        case StorageType::F64:
            convertAll<double>(tensor.bytes, values, [](double value) { return static_cast<float>(value); });
            return values;
        case StorageType::F32:
            if (!values.empty()) std::memcpy(values.data(), tensor.bytes.data(), values.size() * sizeof(float));
            return values;
        case StorageType::F16: convertAll<std::uint16_t>(tensor.bytes, values, halfToFloat); return values;
        case StorageType::BF16: convertAll<std::uint16_t>(tensor.bytes, values, bfloat16ToFloat); return values;
        default: break;
    }
    throw std::runtime_error("tensor " + tensor.name + ": expected F64, F32, F16 or BF16 values, found " +
                             std::string(storageName(tensor.type)));
}

}  // namespace engine
