#include "engine/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

namespace engine {
namespace {

/// Closes a descriptor on every way out.
struct Descriptor {
    int fd;
    ~Descriptor() { ::close(fd); }
};

[[noreturn]] void fail(const std::filesystem::path& path, std::string_view what, int error) {
    throw std::runtime_error(path.string() + ": " + std::string(what) + ": " + std::generic_category().message(error));
}

}  // namespace

MappedFile MappedFile::open(const std::filesystem::path& path) {
    // Non-blocking, so that a FIFO with a model file's name can't hang the program.
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) fail(path, "cannot open", errno);
    const Descriptor guard{fd};

    struct stat status{};
    if (::fstat(fd, &status) != 0) fail(path, "cannot read its size", errno);
    if (!S_ISREG(status.st_mode)) throw std::runtime_error(path.string() + ": expected a regular file");
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size == 0) return {path, nullptr, 0};

    void* data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (data == MAP_FAILED) fail(path, "cannot map into memory", errno);
    return {path, static_cast<const std::byte*>(data), size};
}

MappedFile::MappedFile(std::filesystem::path path, const std::byte* data, std::size_t size)
    : m_path(std::move(path)), m_data(data), m_size(size) {}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : m_path(std::move(other.m_path)),
      m_data(std::exchange(other.m_data, nullptr)),
      m_size(std::exchange(other.m_size, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    std::swap(m_path, other.m_path);
    std::swap(m_data, other.m_data);
    std::swap(m_size, other.m_size);
    return *this;
}

MappedFile::~MappedFile() {
    if (m_data != nullptr) ::munmap(const_cast<std::byte*>(m_data), m_size);
}

std::span<const std::byte> MappedFile::requireBytes(std::uint64_t offset, std::uint64_t size,
                                                    std::string_view what) const {
    if (offset > m_size || size > m_size - offset) {
        throw std::runtime_error(m_path.string() + ": " + std::string(what) + ": expected " + std::to_string(size) +
                                 " bytes at offset " + std::to_string(offset) + ", the file has " +
                                 std::to_string(m_size));
    }
    return bytes().subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(size));
}

}  // namespace engine
