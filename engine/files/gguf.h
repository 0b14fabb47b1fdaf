// Reader of the GGUF format, versions 2 and 3: metadata and tensors of one file, or of a model split into several.
// Files are untrusted: counts, lengths, types, shapes and byte ranges are checked on opening, before memory is taken.
// Owns the mapped files and copies of their headers; immutable after opening, any thread may read.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/files/mapped_file.h"
#include "engine/files/tensor_source.h"

namespace engine {

class GgufFile {
public:
    /// Throws std::runtime_error with one line naming the file, the field, what was expected and what was found.
    static GgufFile open(const std::filesystem::path& path);

    /// Metadata values; text lies in the copy of the header. Lists hold numbers (all whole numbers or all others) or
    /// text.
    using Integers = std::vector<std::int64_t>;
    using Numbers = std::vector<double>;
    using Texts = std::vector<std::string_view>;
    using Value = std::variant<std::int64_t, double, bool, std::string_view, Integers, Numbers, Texts>;

    bool has(std::string_view key) const { return m_values.contains(key); }
    std::size_t valueCount() const { return m_values.size(); }

    // Nothing if the key is missing, an error that names it where the value has another type or range.
    std::optional<std::string> findText(std::string_view key) const;
    std::optional<std::int64_t> findInteger(std::string_view key, std::int64_t least, std::int64_t most) const;
    std::optional<double> findNumber(std::string_view key, double least, double most) const;
    std::optional<bool> findBool(std::string_view key) const;
    const Texts* findTexts(std::string_view key) const;
    const Integers* findIntegers(std::string_view key) const;
    // The same; an error if the key is missing.
    std::string requireText(std::string_view key) const;
    std::int64_t requireInteger(std::string_view key, std::int64_t least, std::int64_t most) const;
    const Texts& requireTexts(std::string_view key) const;

    struct Tensor {
        StorageType type = StorageType::F32;
        std::vector<std::int64_t> shape;  ///< outermost first, the reverse of the file's order
        std::uint64_t offset = 0;         ///< of the first byte, from the start of the file
        std::uint64_t size = 0;           ///< bytes
    };
    const std::map<std::string, Tensor, std::less<>>& tensors() const { return m_tensors; }
    std::span<const std::byte> bytes(const Tensor& tensor) const;
    /// As TensorSource::read().
    void read(const Tensor& tensor, std::size_t offset, std::span<std::byte> out) const;

    const std::filesystem::path& path() const { return m_file.path(); }
    [[noreturn]] void fail(std::string_view field, const std::string& problem) const;

private:
    explicit GgufFile(MappedFile file) : m_file(std::move(file)) {}
    const Value* find(std::string_view key) const;

    MappedFile m_file;
    std::unique_ptr<std::byte[]> m_header;
    std::map<std::string, Value, std::less<>> m_values;
    std::map<std::string, Tensor, std::less<>> m_tensors;
    friend class GgufParser;
};

/// True for a regular file that begins as GGUF does, whatever its name.
bool isGgufFile(const std::filesystem::path& path);

/// The tensors of a model under GGUF's names, with the metadata of its first file.
class GgufSource final : public TensorSource {
public:
    /// `path` is a file, or any one of a split model's files "NAME-00001-of-00003.gguf", which must lie beside it.
    explicit GgufSource(const std::filesystem::path& path);

    const GgufFile& header() const { return m_files.front(); }
    /// The type that holds most of the elements: what people call the model's quantisation.
    StorageType mainType() const;

    TensorNaming naming() const override { return TensorNaming::Gguf; }
    std::optional<HostTensor> findTensor(std::string_view name) const override;
    std::vector<std::string> tensorNames() const override;
    void read(const HostTensor& tensor, std::size_t offset, std::span<std::byte> out) const override;
    std::vector<std::filesystem::path> files() const override;
    std::string describe() const override { return header().path().string(); }

private:
    std::vector<GgufFile> m_files;
    std::map<std::string, std::size_t, std::less<>> m_fileOfTensor;
};

}  // namespace engine
