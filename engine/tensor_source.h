// Named tensors of a model, wherever they are stored: what the transformer asks for its weights.
// A source owns the file's memory; tensors are views into it and must not outlive it. Reading is safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

/// Element type as stored in the file, little endian.
enum class StorageType { F64, F32, F16, BF16, F8E4M3, F8E5M2, I64, I32, I16, I8, U64, U32, U16, U8, Bool };

/// "F32", "BF16", ...: the names the safetensors format uses.
std::string_view storageName(StorageType type);
std::size_t bytesPerElement(StorageType type);

/// "[4096, 1024]"; "[]" for a scalar.
std::string shapeText(std::span<const std::int64_t> shape);

/// Product of the sizes (1 for a scalar); nothing where it does not fit 64 bits or a size is negative.
std::optional<std::uint64_t> findElementCount(std::span<const std::int64_t> shape);

/// A tensor in host memory: row-major, contiguous, little endian, not necessarily aligned.
struct HostTensor {
    std::string name;
    StorageType type = StorageType::F32;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes;  ///< exactly elements * bytesPerElement(type)
};

class TensorSource {
public:
    virtual ~TensorSource() = default;

    virtual std::optional<HostTensor> findTensor(std::string_view name) const = 0;
    virtual std::vector<std::string> tensorNames() const = 0;

    /// The file or directory, for messages.
    virtual std::string describe() const = 0;

    /// The tensor, of exactly this shape. Throws naming the source, the tensor, the expected and the found shape.
    HostTensor requireTensor(std::string_view name, std::span<const std::int64_t> expectedShape) const;
    HostTensor requireTensor(std::string_view name, std::initializer_list<std::int64_t> expectedShape) const;
};

/// The values as float32, for F64, F32, F16 and BF16. Throws naming the tensor and its type for any other.
std::vector<float> toFloat32(const HostTensor& tensor);

}  // namespace engine
