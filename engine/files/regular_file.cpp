#include "engine/files/regular_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace engine {
namespace {

constexpr std::size_t kReadBytes = 64 << 10;

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& problem) {
    throw std::runtime_error(path.string() + ": " + problem);
}

[[noreturn]] void failWith(const std::filesystem::path& path, std::string_view what, int error) {
    if (error == ENOENT) fail(path, "no such file");
    fail(path, std::string(what) + ": " + std::generic_category().message(error));
}

std::string_view kindOf(mode_t mode) {
    if (S_ISDIR(mode)) return "a directory";
    if (S_ISFIFO(mode)) return "a pipe";
    if (S_ISSOCK(mode)) return "a socket";
    return "a device";
}

struct stat statusOf(const std::filesystem::path& path, int fd) {
    struct stat status {};
    if (::fstat(fd, &status) != 0) failWith(path, "cannot read its size", errno);
    return status;
}

[[noreturn]] void failAbove(const std::filesystem::path& path, std::uint64_t maxBytes, std::uint64_t found) {
    fail(path, "expected at most " + std::to_string(maxBytes) + " bytes, found " + std::to_string(found));
}

}  // namespace

RegularFile RegularFile::open(const std::filesystem::path& path) {
    // Non-blocking, so that a FIFO without a writer cannot hang the program.
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) failWith(path, "cannot open", errno);
    RegularFile file(path, fd, 0);
    const auto status = statusOf(path, fd);
    if (!S_ISREG(status.st_mode)) fail(path, "expected a regular file, found " + std::string(kindOf(status.st_mode)));
    file.m_size = static_cast<std::uint64_t>(status.st_size);
    file.m_identity = {static_cast<std::uint64_t>(status.st_dev), static_cast<std::uint64_t>(status.st_ino)};
    return file;
}

RegularFile::RegularFile(std::filesystem::path path, int fd, std::uint64_t size)
    : m_path(std::move(path)), m_fd(fd), m_size(size) {}

RegularFile::RegularFile(RegularFile&& other) noexcept
    : m_path(std::move(other.m_path)),
      m_fd(std::exchange(other.m_fd, -1)),
      m_size(other.m_size),
      m_identity(other.m_identity) {}

RegularFile& RegularFile::operator=(RegularFile&& other) noexcept {
    std::swap(m_path, other.m_path);
    std::swap(m_fd, other.m_fd);
    std::swap(m_size, other.m_size);
    std::swap(m_identity, other.m_identity);
    return *this;
}

RegularFile::~RegularFile() {
    if (m_fd >= 0) ::close(m_fd);
}

std::size_t RegularFile::readSome(std::uint64_t offset, std::span<std::byte> out) const {
    std::size_t done = 0;
    while (done < out.size()) {
        const auto got = ::pread(m_fd, out.data() + done, out.size() - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) failWith(m_path, "cannot read the file", errno);
        if (got == 0) break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

std::string readRegularFile(const std::filesystem::path& path, std::uint64_t maxBytes) {
    const RegularFile file = RegularFile::open(path);
    if (file.size() > maxBytes) failAbove(path, maxBytes, file.size());
    std::string text(static_cast<std::size_t>(file.size()), '\0');
    if (file.readSome(0, std::as_writable_bytes(std::span(text))) < text.size())
        fail(path, "became shorter while it was read");
    return text;
}

std::optional<std::string> findPlaceholder(std::string_view firstBytes) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (firstBytes.starts_with(kByteOrderMark)) firstBytes.remove_prefix(kByteOrderMark.size());
    firstBytes.remove_prefix(std::min(firstBytes.find_first_not_of(" \t\r\n"), firstBytes.size()));
    const auto begins = [&](std::string_view words) {
        return std::ranges::equal(firstBytes.substr(0, words.size()), words, {},
                                  [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    };
    if (begins("version https://git-lfs") || begins("version https://hawser"))
        return "is a Git LFS pointer, not the file itself; run `git lfs pull` where it was cloned, or download it "
               "again";
    if (firstBytes.substr(0, 256).find("/annex/objects/") != std::string_view::npos)
        return "is a git-annex pointer, not the file itself; run `git annex get` on it";
    if (begins("<!doctype") || begins("<html") || begins("<?xml"))
        return "is a web page, not the file itself; download it again";
    return std::nullopt;
}

LineReader::LineReader(const std::filesystem::path& path, std::uint64_t maxLineBytes, std::uint64_t maxFileBytes)
    : m_file(RegularFile::open(path)), m_maxLineBytes(maxLineBytes) {
    if (m_file.size() > maxFileBytes) failAbove(path, maxFileBytes, m_file.size());
}

/// Reads on behind what is left in the buffer; false at the end of the file.
bool LineReader::fill() {
    m_buffer.erase(0, m_begin);
    m_begin = 0;
    const std::size_t kept = m_buffer.size();
    m_buffer.resize(kept + kReadBytes);
    const auto got = m_file.readSome(m_readBytes, std::as_writable_bytes(std::span(m_buffer)).subspan(kept));
    m_buffer.resize(kept + got);
    m_readBytes += got;
    return got > 0;
}

std::optional<LineReader::Line> LineReader::next() {
    std::size_t searched = 0;  // bytes behind m_begin that hold no line feed
    std::size_t end = std::string::npos;
    while ((end = m_buffer.find('\n', m_begin + searched)) == std::string::npos) {
        searched = m_buffer.size() - m_begin;
        if (searched > m_maxLineBytes || !fill()) break;
    }
    const bool ended = end != std::string::npos;
    const std::size_t length = (ended ? end : m_buffer.size()) - m_begin;
    if (length == 0 && !ended) return std::nullopt;
    ++m_number;
    if (length > m_maxLineBytes) {
        fail(path(), "line " + std::to_string(m_number) + ": expected at most " + std::to_string(m_maxLineBytes) +
                         " bytes, found a longer line");
    }
    const Line line{std::string_view(m_buffer).substr(m_begin, length), m_number,
                    m_readBytes - (m_buffer.size() - m_begin), ended};
    m_begin += length + (ended ? 1 : 0);
    return line;
}

}  // namespace engine
