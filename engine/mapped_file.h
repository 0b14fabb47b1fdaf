// A file's bytes in memory, read-only, without copying: mmap for as long as the object lives.
// Owned by whoever reads the file; immutable after opening, so any thread may read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>

namespace engine {

class MappedFile {
public:
    /// Maps a regular file (an empty one maps to an empty span). Throws std::runtime_error naming the file.
    static MappedFile open(const std::filesystem::path& path);

    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile();

    const std::filesystem::path& path() const { return m_path; }
    std::uint64_t size() const { return m_size; }

    std::span<const std::byte> bytes() const { return {m_data, m_size}; }

    /// The bytes [offset, offset + size). Throws naming the file, `what` and both sizes when they are not all there.
    std::span<const std::byte> requireBytes(std::uint64_t offset, std::uint64_t size, std::string_view what) const;

private:
    MappedFile(std::filesystem::path path, const std::byte* data, std::size_t size);

    std::filesystem::path m_path;
    const std::byte* m_data = nullptr;
    std::size_t m_size = 0;
};

}  // namespace engine
