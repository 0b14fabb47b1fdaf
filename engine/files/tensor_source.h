// Named tensors of a model, wherever they are stored: what the transformer asks for its weights.
// A source owns the file's memory; tensors are views into it and must not outlive it. Reading is safe from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/tensor.h"

namespace engine {

/// Element type as stored in the file, little endian.
enum class StorageType {
    F64,
    F32,
    F16,
    BF16,
    F8E4M3,
    F8E5M2,
    I64,
    I32,
    I16,
    I8,
    U64,
    U32,
    U16,
    U8,
    Bool,
    Q4_0,
    Q4_1,
    Q5_0,
    Q5_1,
    Q8_0,
    Q4_K,
    Q5_K,
    Q6_K,  ///< of GGUF: blocks of elements, see kernels/block_formats.h
};

/// "F32", "BF16", ...: the names the safetensors format uses, and for quantised types those of GGUF.
std::string_view storageName(StorageType type);
/// Of a type that is not quantised.
std::size_t bytesPerElement(StorageType type);

bool isQuantised(StorageType type);
/// What the kernels call it; nothing for a type that they do not take.
std::optional<kernels::HostType> findHostType(StorageType type);
/// Elements that are stored together and their bytes; one element for plain types.
struct BlockLayout {
    std::size_t elements = 1;
    std::size_t bytes = 1;
};
BlockLayout blockLayout(StorageType type);

/// "[4096, 1024]"; "[]" for a scalar.
std::string shapeText(std::span<const std::int64_t> shape);

/// Product of the sizes (1 for a scalar); nothing if it does not fit 64 bits or a size is negative.
std::optional<std::uint64_t> findElementCount(std::span<const std::int64_t> shape);

/// A tensor in host memory: row-major, contiguous, little endian, not necessarily aligned.
struct HostTensor {
    std::string name;
    StorageType type = StorageType::F32;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes;  ///< exactly the elements' blocks; the last size is a multiple of a block
};

/// Whose names a source's tensors have.
enum class TensorNaming { HuggingFace, Gguf };

class TensorSource {
public:
    virtual ~TensorSource() = default;
    virtual TensorNaming naming() const { return TensorNaming::HuggingFace; }

    virtual std::optional<HostTensor> findTensor(std::string_view name) const = 0;
    virtual std::vector<std::string> tensorNames() const = 0;

    /// Copies bytes of a tensor that this source gave, from `offset` on, until `out` is full. Where the source is a
    /// file that has become shorter this throws, naming it; using `bytes` would end the program.
    virtual void read(const HostTensor& tensor, std::size_t offset, std::span<std::byte> out) const;

    /// The files that hold the tensors, in an order that depends on nothing but the model.
    virtual std::vector<std::filesystem::path> files() const { return {}; }

    /// The file or directory, for messages.
    virtual std::string describe() const = 0;

    /// The tensor, of exactly this shape. Throws naming the source, the tensor, the expected and the found shape.
    HostTensor requireTensor(std::string_view name, std::span<const std::int64_t> expectedShape) const;
    HostTensor requireTensor(std::string_view name, std::initializer_list<std::int64_t> expectedShape) const;
};

/// The first value that is not a finite number: its index among the elements of `bytes`, for F64, F32, F16 and BF16.
/// The bytes need not be aligned.
std::optional<std::size_t> findNonFinite(StorageType type, std::span<const std::byte> bytes);

/// The values as float32, for F64, F32, F16, BF16 and quantised types. Throws naming the tensor and its type for any
/// other.
std::vector<float> toFloat32(const HostTensor& tensor);
/// A quantised tensor's values as bits of bf16, rounded to the nearest, ties to even; `out` has one for each element.
/// False if one of them is an infinity or no number.
[[nodiscard]] bool toBfloat16(const HostTensor& tensor, std::span<std::uint16_t> out);

}  // namespace engine
