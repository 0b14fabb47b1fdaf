#include "engine/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <stdexcept>
#include <string>
#include <system_error>

namespace engine {
namespace {

constexpr std::size_t kMostAtOnce = std::size_t{1} << 30;

/// The file beside the wanted one; it goes unless it is kept.
class Draft {
public:
    explicit Draft(const std::filesystem::path& target) : m_target(target) {
        static std::atomic<unsigned> number{0};
        m_path = target.string() + ".part-" + std::to_string(::getpid()) + "-" + std::to_string(number++);
        m_fd = ::open(m_path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (m_fd < 0) fail("cannot be written");
    }
    ~Draft() {
        if (m_fd >= 0) ::close(m_fd);
        if (!m_kept) ::unlink(m_path.c_str());
    }
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;

    void append(std::span<const std::byte> bytes) {
        while (!bytes.empty()) {
            const auto written = ::write(m_fd, bytes.data(), std::min(bytes.size(), kMostAtOnce));
            if (written < 0 && errno == EINTR) continue;
            if (written < 0) fail("cannot be written");
            bytes = bytes.subspan(static_cast<std::size_t>(written));
        }
    }
    void keep() {
        if (::fsync(m_fd) != 0) fail("cannot be written to disk");
        const int closed = ::close(m_fd);
        m_fd = -1;
        if (closed != 0) fail("cannot be written");
        if (::rename(m_path.c_str(), m_target.c_str()) != 0) fail("cannot be put in its place");
        m_kept = true;
    }

private:
    [[noreturn]] void fail(const char* what) const {
        const int error = errno;
        throw std::runtime_error(m_target.string() + ": " + what + ": " + std::generic_category().message(error));
    }

    std::filesystem::path m_target;
    std::string m_path;
    int m_fd = -1;
    bool m_kept = false;
};

}  // namespace

void writeFileAtomically(const std::filesystem::path& path, std::span<const std::span<const std::byte>> parts) {
    Draft draft(path);
    for (const auto part : parts) draft.append(part);
    draft.keep();
}

void writeFileAtomically(const std::filesystem::path& path, std::string_view text) {
    const std::span<const std::byte> bytes = std::as_bytes(std::span(text));
    writeFileAtomically(path, std::span(&bytes, 1));
}

}  // namespace engine
