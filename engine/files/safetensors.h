// Reader of the safetensors format: one file, or a model directory's index with its shards.
// Files are untrusted: the header's size, depth and types, every shape, type and byte range are checked on opening.
// Owns the mapped files; immutable after opening, any thread may read.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>

#include "engine/files/mapped_file.h"
#include "engine/files/tensor_source.h"

namespace engine {

struct TensorEntry {
    StorageType type = StorageType::F32;
    std::vector<std::int64_t> shape;
    std::uint64_t offset = 0;  ///< of the first byte, from the start of the file
    std::uint64_t size = 0;    ///< bytes
};

class SafetensorsFile {
public:
    /// Throws std::runtime_error with one line naming the file, the field, what was expected and what was found.
    static SafetensorsFile open(const std::filesystem::path& path);

    const TensorEntry* find(std::string_view name) const;
    std::span<const std::byte> bytes(const TensorEntry& entry) const;
    /// As TensorSource::read().
    void read(const TensorEntry& entry, std::size_t offset, std::span<std::byte> out) const;

    const std::map<std::string, TensorEntry, std::less<>>& entries() const { return m_entries; }
    const std::map<std::string, std::string, std::less<>>& metadata() const { return m_metadata; }  ///< `__metadata__`
    const std::filesystem::path& path() const { return m_file.path(); }
    std::uint64_t fileBytes() const { return m_file.size(); }

private:
    explicit SafetensorsFile(MappedFile file) : m_file(std::move(file)) {}

    MappedFile m_file;
    std::map<std::string, TensorEntry, std::less<>> m_entries;
    std::map<std::string, std::string, std::less<>> m_metadata;
};

/// The tensors of a `.safetensors` file, of a `.safetensors.index.json`, or of a model directory that holds
/// `model.safetensors` or `model.safetensors.index.json`. Shards named by the index must lie beside it.
std::unique_ptr<TensorSource> openSafetensors(const std::filesystem::path& fileOrDirectory);

}  // namespace engine
