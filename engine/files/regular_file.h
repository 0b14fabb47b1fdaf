// Regular files from outside, read under a limit: never a FIFO, a device or more bytes than the caller allows. Owned by
// whoever reads; a RegularFile may be read from any thread, a LineReader by one at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace engine {

/// An open regular file. All functions throw std::runtime_error with one line that names the file.
class RegularFile {
public:
    /// Refuses what is not a regular file (a FIFO cannot hang it) and what is missing.
    static RegularFile open(const std::filesystem::path& path);

    RegularFile(RegularFile&& other) noexcept;
    RegularFile& operator=(RegularFile&& other) noexcept;
    RegularFile(const RegularFile&) = delete;
    RegularFile& operator=(const RegularFile&) = delete;
    ~RegularFile();

    const std::filesystem::path& path() const { return m_path; }
    int descriptor() const { return m_fd; }
    std::uint64_t size() const { return m_size; }  ///< bytes when it was opened

    /// The same for two openings of one file, another one for a file that took its name.
    struct Identity {
        std::uint64_t device = 0;
        std::uint64_t node = 0;
        bool operator==(const Identity&) const = default;
    };
    Identity identity() const { return m_identity; }

    /// Reads at `offset` until `out` is full or the file ends; returns the bytes read.
    std::size_t readSome(std::uint64_t offset, std::span<std::byte> out) const;

private:
    RegularFile(std::filesystem::path path, int fd, std::uint64_t size);

    std::filesystem::path m_path;
    int m_fd = -1;
    std::uint64_t m_size = 0;
    Identity m_identity{};
};

/// The whole file. Throws naming the file if it is missing, no regular file, above `maxBytes`, or shrinks meanwhile.
std::string readRegularFile(const std::filesystem::path& path, std::uint64_t maxBytes);

/// What stands in a file's place when a download went wrong, by its first bytes: "is a Git LFS pointer, not the file
/// itself; run `git lfs pull` ...", a web page. Nothing if the bytes are neither; an empty file is not judged.
std::optional<std::string> findPlaceholder(std::string_view firstBytes);

/// A text file line by line, in memory for one line at most: for JSON Lines.
class LineReader {
public:
    struct Line {
        std::string_view text;       ///< without its line feed; valid until the next call
        std::int64_t number = 0;     ///< from 1
        std::uint64_t offset = 0;    ///< of its first byte in the file
        bool endsInLineFeed = true;  ///< false: the last line of a file that was cut off or is still written to
    };

    /// Throws as RegularFile::open() does, and where the file is above `maxFileBytes`.
    LineReader(const std::filesystem::path& path, std::uint64_t maxLineBytes,
               std::uint64_t maxFileBytes = std::numeric_limits<std::uint64_t>::max());

    /// The next line, nothing at the end. Throws naming file and line if a line is longer than allowed; nothing can be
    /// read after that.
    std::optional<Line> next();

    const std::filesystem::path& path() const { return m_file.path(); }
    std::uint64_t fileBytes() const { return m_file.size(); }

private:
    bool fill();

    RegularFile m_file;
    std::uint64_t m_maxLineBytes;
    std::string m_buffer;  ///< read and not yet given out, from m_begin on
    std::size_t m_begin = 0;
    std::uint64_t m_readBytes = 0;  ///< of the file
    std::int64_t m_number = 0;
};

}  // namespace engine
