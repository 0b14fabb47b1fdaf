// A file's bytes: as a read-only view without copying (mmap), and by reading. A view costs nothing until it is used,
// but using it when the file has become shorter ends the program, so model files are read instead. Owned by whoever
// reads the file; immutable after opening, so any thread may read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "engine/files/regular_file.h"

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

    /// Copies of bytes. Throw as requireBytes(), and where the file has become shorter or
    /// another one since it was opened.
    void read(std::uint64_t offset, std::span<std::byte> out, std::string_view what) const;
    std::string readText(std::uint64_t offset, std::uint64_t size, std::string_view what) const;
    /// The same of the bytes from `offset` on of a view that requireBytes() gave.
    void readView(std::span<const std::byte> view, std::size_t offset, std::span<std::byte> out,
                  std::string_view what) const;

    /// Enough of the beginning to tell what it is.
    std::string firstText() const;

private:
    MappedFile(const RegularFile& file, const std::byte* data);
    void requireWithin(std::uint64_t offset, std::uint64_t size, std::string_view what) const;

    // No descriptor is kept: a folder of training rows is thousands of mapped files.
    std::filesystem::path m_path;
    RegularFile::Identity m_identity{};
    const std::byte* m_data = nullptr;
    std::size_t m_size = 0;
};

}  // namespace engine
