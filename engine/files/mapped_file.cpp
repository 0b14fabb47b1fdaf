#include "engine/files/mapped_file.h"

#include <sys/mman.h>

#include <algorithm>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace engine {

MappedFile MappedFile::open(const std::filesystem::path& path) {
    const RegularFile file = RegularFile::open(path);
    const auto size = static_cast<std::size_t>(file.size());
    if (size == 0) return {file, nullptr};
    void* data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.descriptor(), 0);
    if (data == MAP_FAILED) {
        throw std::runtime_error(path.string() + ": cannot map into memory: " + std::generic_category().message(errno));
    }
    return {file, static_cast<const std::byte*>(data)};
}

MappedFile::MappedFile(const RegularFile& file, const std::byte* data)
    : m_path(file.path()), m_identity(file.identity()), m_data(data), m_size(static_cast<std::size_t>(file.size())) {}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : m_path(std::move(other.m_path)),
      m_identity(other.m_identity),
      m_data(std::exchange(other.m_data, nullptr)),
      m_size(std::exchange(other.m_size, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    std::swap(m_path, other.m_path);
    std::swap(m_identity, other.m_identity);
    std::swap(m_data, other.m_data);
    std::swap(m_size, other.m_size);
    return *this;
}

MappedFile::~MappedFile() {
    if (m_data != nullptr) ::munmap(const_cast<std::byte*>(m_data), m_size);
}

void MappedFile::requireWithin(std::uint64_t offset, std::uint64_t size, std::string_view what) const {
    if (offset <= m_size && size <= m_size - offset) return;
    throw std::runtime_error(m_path.string() + ": " + std::string(what) + ": expected " + std::to_string(size) +
                             " bytes at offset " + std::to_string(offset) + ", the file has " + std::to_string(m_size));
}

std::span<const std::byte> MappedFile::requireBytes(std::uint64_t offset, std::uint64_t size,
                                                    std::string_view what) const {
    requireWithin(offset, size, what);
    return bytes().subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(size));
}

void MappedFile::read(std::uint64_t offset, std::span<std::byte> out, std::string_view what) const {
    requireWithin(offset, out.size(), what);
    const auto fail = [&](const char* problem) {
        throw std::runtime_error(m_path.string() + ": " + std::string(what) + ": the file " + problem +
                                 " while it was read; load it again when it is complete");
    };
    const RegularFile file = RegularFile::open(m_path);
    if (file.identity() != m_identity) fail("was replaced");
    if (file.readSome(offset, out) < out.size()) fail("became shorter");
}

void MappedFile::readView(std::span<const std::byte> view, std::size_t offset, std::span<std::byte> out,
                          std::string_view what) const {
    read(static_cast<std::uint64_t>(view.data() - m_data) + offset, out, what);
}

std::string MappedFile::readText(std::uint64_t offset, std::uint64_t size, std::string_view what) const {
    requireWithin(offset, size, what);
    std::string text(static_cast<std::size_t>(size), '\0');
    read(offset, std::as_writable_bytes(std::span(text)), what);
    return text;
}

std::string MappedFile::firstText() const {
    constexpr std::uint64_t kEnough = 512;
    return readText(0, std::min(kEnough, size()), "the first bytes");
}

}  // namespace engine
