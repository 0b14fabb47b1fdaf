#include "app/study/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "app/run/usage_error.h"

namespace app {
namespace {

namespace fs = std::filesystem;

int openLock(const fs::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0666);
    if (descriptor < 0) throw UsageError(file.string() + ": cannot be written: " + std::strerror(errno));
    return descriptor;
}

/// A file system without locks keeps nobody out.
/// @param how  LOCK_SH or LOCK_EX
void lockNow(int descriptor, int how, const fs::path& folder) {
    if (::flock(descriptor, how | LOCK_NB) == 0) return;
    if (errno == EWOULDBLOCK) {
        throw UsageError(folder.string() + ": another command writes into this folder; wait for it or choose another");
    }
}

}  // namespace

FolderLock::FolderLock(const fs::path& folder, const Shard& part) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) throw UsageError(folder.string() + ": cannot be made: " + error.message());
    try {
        m_files.push_back(openLock(folder / ".lock"));
        lockNow(m_files.back(), part.count > 1 ? LOCK_SH : LOCK_EX, folder);
        if (part.count <= 1) return;
        const std::string name = ".lock_part" + std::to_string(part.part + 1) + "of" + std::to_string(part.count);
        m_files.push_back(openLock(folder / name));
        lockNow(m_files.back(), LOCK_EX, folder);
    } catch (...) {
        for (int file : m_files) ::close(file);
        throw;
    }
}

FolderLock::FolderLock(FolderLock&& other) noexcept : m_files(std::exchange(other.m_files, {})) {}

FolderLock::~FolderLock() {
    for (int file : m_files) ::close(file);
}

FolderLock FolderLock::turn(const fs::path& folder) {
    FolderLock lock;
    lock.m_files.push_back(openLock(folder / ".lock_turn"));
    while (::flock(lock.m_files.back(), LOCK_EX) != 0 && errno == EINTR) {
    }
    return lock;
}

}  // namespace app
