#include "engine/files/safetensors_writer.h"

#include <algorithm>
#include <bit>
#include <stdexcept>

#include "engine/files/atomic_file.h"
#include "engine/files/json_text.h"

namespace engine {
namespace {

constexpr std::size_t kHeaderAlignment = 8;
constexpr std::string_view kMetadataName = "__metadata__";

static_assert(std::endian::native == std::endian::little, "tensors are written as they lie in memory");

void requireWritable(const HostTensor& tensor, const std::string& fileName) {
    const auto fail = [&](const std::string& problem) {
        throw std::runtime_error(fileName + ": tensor " + inQuotes(tensor.name) + ": " + problem);
    };
    if (tensor.name.empty() || tensor.name == kMetadataName) fail("expected another name");
    if (isQuantised(tensor.type)) fail("expected a plain type, found " + std::string(storageName(tensor.type)));
    const auto elements = findElementCount(tensor.shape);
    if (!elements || *elements * bytesPerElement(tensor.type) != tensor.bytes.size()) {
        fail("expected the bytes of " + std::string(storageName(tensor.type)) + " " + shapeText(tensor.shape) +
             ", found " + std::to_string(tensor.bytes.size()));
    }
}

std::vector<std::byte> headerBytes(std::span<const HostTensor* const> tensors, const SafetensorsMetadata& metadata,
                                   const std::string& fileName) {
    nlohmann::json header = nlohmann::json::object();
    if (!metadata.empty()) header[std::string(kMetadataName)] = metadata;
    std::uint64_t offset = 0;
    for (const HostTensor* tensor : tensors) {
        if (header.contains(tensor->name))
            throw std::runtime_error(fileName + ": tensor " + inQuotes(tensor->name) + ": expected each name once");
        header[tensor->name] = {{"dtype", storageName(tensor->type)},
                                {"shape", tensor->shape},
                                {"data_offsets", {offset, offset + tensor->bytes.size()}}};
        offset += tensor->bytes.size();
    }
    std::string text = header.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    text.resize((text.size() + kHeaderAlignment - 1) / kHeaderAlignment * kHeaderAlignment, ' ');

    std::vector<std::byte> bytes;
    bytes.reserve(8 + text.size());
    for (int i = 0; i < 8; ++i) bytes.push_back(static_cast<std::byte>(std::uint64_t{text.size()} >> (8 * i) & 0xffu));
    const auto textBytes = std::as_bytes(std::span(text));
    bytes.insert(bytes.end(), textBytes.begin(), textBytes.end());
    return bytes;
}

}  // namespace

void writeSafetensors(const std::filesystem::path& path, std::span<const HostTensor> tensors,
                      const SafetensorsMetadata& metadata) {
    const std::string fileName = path.string();
    std::vector<const HostTensor*> ordered;
    for (const HostTensor& tensor : tensors) {
        requireWritable(tensor, fileName);
        ordered.push_back(&tensor);
    }
    std::ranges::stable_sort(ordered, std::greater(), [](const HostTensor* t) { return bytesPerElement(t->type); });
    const std::vector<std::byte> header = headerBytes(ordered, metadata, fileName);
    std::vector<std::span<const std::byte>> parts{header};
    for (const HostTensor* tensor : ordered) parts.push_back(tensor->bytes);
    writeFileAtomically(path, parts);
}

}  // namespace engine
