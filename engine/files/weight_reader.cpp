#include "engine/files/weight_reader.h"

#include <stdexcept>

#include "engine/files/pieces.h"
#include "engine/files/quantiser.h"
#include "kernels/block_formats.h"

namespace engine {
namespace {

constexpr std::size_t kPieceBytes = 1 << 20;  // read and looked through while it is in the near cache
constexpr std::size_t kPiecesWorthAThread = 8;

bool isPlainFloat(StorageType type) {
    return type == StorageType::F64 || type == StorageType::F32 || type == StorageType::F16 ||
           type == StorageType::BF16;
}

}  // namespace

void WeightReader::failNonFinite(const HostTensor& tensor, std::size_t element, const char* what) const {
    throw std::runtime_error(m_source.describe() + ": tensor " + tensor.name + ": expected finite numbers, found " +
                             what + " at element " + std::to_string(element) + " of " + shapeText(tensor.shape) +
                             "; the file is damaged");
}

void WeightReader::requireFinite(const HostTensor& tensor, StorageType type, std::span<const std::byte> bytes,
                                 std::size_t firstElement) const {
    const auto found = findNonFinite(type, bytes);
    if (!found) return;
    const std::size_t size = bytesPerElement(type);
    const float value =
        toFloat32({.name = {}, .type = type, .shape = {1}, .bytes = bytes.subspan(*found * size, size)})[0];
    failNonFinite(tensor, firstElement + *found, value != value ? "not-a-number" : "an infinity");
}

/// Throws for the first value of whole blocks that is not a finite number.
void WeightReader::requireFiniteBlocks(const HostTensor& tensor, std::span<const std::byte> blocks,
                                       std::size_t firstElement) const {
    const kernels::HostType type = *findHostType(tensor.type);
    const auto found = kernels::findNonFiniteBlock(type, blocks);
    if (!found) return;
    const kernels::HostBlock layout = kernels::blockOf(type);
    std::vector<float> values(layout.elements);
    kernels::dequantise(type, blocks.subspan(*found * layout.bytes, layout.bytes), values);
    requireFinite(tensor, StorageType::F32, std::as_bytes(std::span(values)), firstElement + *found * layout.elements);
}

HostTensor WeightReader::require(std::string_view name, std::initializer_list<std::int64_t> shape) {
    HostTensor tensor = m_source.requireTensor(name, shape);
    const std::span<std::byte> out = m_bytes.take(tensor.bytes.size());
    const bool isPlain = isPlainFloat(tensor.type);
    const BlockLayout layout = blockLayout(tensor.type);
    const std::size_t pieceBytes = kPieceBytes / layout.bytes * layout.bytes;
    forPieces(
        out.size(), pieceBytes,
        [&](std::size_t begin, std::size_t end) {
            const auto piece = out.subspan(begin, end - begin);
            m_source.read(tensor, begin, piece);
            const std::size_t element = begin / layout.bytes * layout.elements;
            if (isPlain) requireFinite(tensor, tensor.type, piece, element);
            if (isQuantised(tensor.type)) requireFiniteBlocks(tensor, piece, element);
        },
        kPiecesWorthAThread);
    tensor.bytes = out;
    return tensor;
}

std::vector<float> WeightReader::floats(const HostTensor& tensor) const {
    std::vector<float> values = toFloat32(tensor);
    if (tensor.type != StorageType::F32) requireFinite(tensor, StorageType::F32, std::as_bytes(std::span(values)), 0);
    return values;
}

std::span<const std::uint16_t> WeightReader::halves(const HostTensor& tensor) {
    const std::span<std::uint16_t> values = m_halves.take(*findElementCount(tensor.shape));
    if (!toBfloat16(tensor, values)) requireFinite(tensor, StorageType::BF16, std::as_bytes(values), 0);
    return values;
}

std::span<const std::byte> WeightReader::quantised(const HostTensor& tensor, kernels::HostType type) {
    const kernels::HostBlock layout = kernels::blockOf(type);
    const std::span<std::byte> blocks = m_bytes.take(*findElementCount(tensor.shape) / layout.elements * layout.bytes);
    quantise(tensor, type, blocks);
    return blocks;
}

void WeightReader::giveBack() {
    m_bytes.giveBack();
    m_halves.giveBack();
}

}  // namespace engine
