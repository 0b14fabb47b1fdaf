#include "engine/files/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <mutex>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace engine {
namespace {

constexpr std::size_t kMostAtOnce = std::size_t{1} << 30;
constexpr int kNames = 1000;  // to try where a process that had this one's number left drafts behind

// Drafts of any thread that are not in place, chained through themselves: the list takes no memory.
std::mutex g_listMutex;
FileDraft* g_newest = nullptr;

}  // namespace

FileDraft::FileDraft(std::filesystem::path target) : m_target(std::move(target)) {
    // A link's file is replaced and the link stays. Devices and pipes are not for renaming onto.
    std::error_code error;
    if (std::filesystem::is_symlink(m_target, error)) {
        const std::filesystem::path real = std::filesystem::canonical(m_target, error);
        if (!error) m_target = real;
    }
    const auto kind = std::filesystem::status(m_target, error).type();
    if (kind == std::filesystem::file_type::block || kind == std::filesystem::file_type::character ||
        kind == std::filesystem::file_type::fifo || kind == std::filesystem::file_type::socket)
        throw std::runtime_error(m_target.string() + ": cannot be written: it is not a file");
    static std::atomic<unsigned> number{0};
    for (int i = 0; i < kNames && m_fd < 0; ++i) {
        m_path = m_target.string() + ".part-" + std::to_string(::getpid()) + "-" + std::to_string(number++);
        m_fd = ::open(m_path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (m_fd < 0 && errno != EEXIST) break;
    }
    if (m_fd < 0) fail("cannot be written");
    enlist();
}

FileDraft::~FileDraft() {
    if (m_fd >= 0) ::close(m_fd);
    if (m_inPlace) return;
    delist();
    ::unlink(m_path.c_str());
}

void FileDraft::enlist() noexcept {
    const std::lock_guard lock(g_listMutex);
    m_before = g_newest;
    if (m_before) m_before->m_after = this;
    g_newest = this;
}

void FileDraft::delist() noexcept {
    const std::lock_guard lock(g_listMutex);
    if (m_before) m_before->m_after = m_after;
    (m_after ? m_after->m_before : g_newest) = m_before;
}

void FileDraft::removeAll() noexcept {
    const std::lock_guard lock(g_listMutex);
    for (const FileDraft* draft = g_newest; draft; draft = draft->m_before) ::unlink(draft->m_path.c_str());
}

void FileDraft::append(std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(m_fd, bytes.data(), std::min(bytes.size(), kMostAtOnce));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail("cannot be written");
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

void FileDraft::putInPlace() {
    if (::rename(m_path.c_str(), m_target.c_str()) != 0) fail("cannot be put in its place");
    m_inPlace = true;
    delist();
}

void FileDraft::sync() {
    if (::fsync(m_fd) != 0) fail("cannot be written to disk");
}

void FileDraft::close() {
    const int closed = ::close(std::exchange(m_fd, -1));
    if (closed != 0) fail("cannot be written");
}

void FileDraft::fail(const char* what) const {
    const int error = errno;
    throw std::runtime_error(m_target.string() + ": " + what + ": " + std::generic_category().message(error));
}

void writeFileAtomically(const std::filesystem::path& path, std::span<const std::span<const std::byte>> parts) {
    FileDraft draft(path);
    for (const auto part : parts) draft.append(part);
    draft.sync();
    draft.close();
    draft.putInPlace();
}

void writeFileAtomically(const std::filesystem::path& path, std::string_view text) {
    const std::span<const std::byte> bytes = std::as_bytes(std::span(text));
    writeFileAtomically(path, std::span(&bytes, 1));
}

}  // namespace engine
