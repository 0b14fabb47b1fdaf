#include "engine/files/weight_reader.h"

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <thread>

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

/// The bytes [begin, end) of the tensor, piece by piece.
void WeightReader::readPieces(const HostTensor& tensor, std::span<std::byte> out, std::size_t begin,
                              std::size_t end) const {
    for (std::size_t at = begin; at < end; at += kPieceBytes) {
        const auto piece = out.subspan(at, std::min(kPieceBytes, end - at));
        m_source.read(tensor, at, piece);
        if (isPlainFloat(tensor.type)) requireFinite(tensor, tensor.type, piece, at / bytesPerElement(tensor.type));
    }
}

HostTensor WeightReader::require(std::string_view name, std::initializer_list<std::int64_t> shape) {
    HostTensor tensor = m_source.requireTensor(name, shape);
    const std::span<std::byte> out = m_bytes.take(tensor.bytes.size());
    const std::size_t pieces = (out.size() + kPieceBytes - 1) / kPieceBytes;
    const std::size_t threads =
        std::clamp<std::size_t>(pieces / kPiecesWorthAThread, 1, std::max(1U, std::thread::hardware_concurrency()));
    const std::size_t each = (pieces + threads - 1) / threads * kPieceBytes;
    std::vector<std::exception_ptr> failures(threads);
    {
        const auto readPart = [&](std::size_t part) {
            try {
                readPieces(tensor, out, std::min(part * each, out.size()), std::min((part + 1) * each, out.size()));
            } catch (...) {
                failures[part] = std::current_exception();
            }
        };
        std::vector<std::jthread> helpers;  // they are joined at the end of this scope
        for (std::size_t part = 1; part < threads; ++part) helpers.emplace_back(readPart, part);
        readPart(0);
    }
    for (const auto& failure : failures)
        if (failure) std::rethrow_exception(failure);  // the first part's: the same message whoever was faster
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

void WeightReader::giveBack() {
    m_bytes.giveBack();
    m_halves.giveBack();
}

}  // namespace engine
