// Who may write into a folder of results: one process, or several that each do a part of their own. A lock ends with
// its process, in whatever way that ends. Owned by the command that writes; any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "app/study/problem_choice.h"

namespace app {

class FolderLock {
public:
    /// For a process that writes `part` of the folder's results; makes the folder. Others may write other parts
    /// meanwhile. Throws UsageError if another process writes the same part or all of it, or the folder cannot be
    /// written.
    FolderLock(const std::filesystem::path& folder, const Shard& part);
    ~FolderLock();
    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&&) = delete;

    /// Waits for exclusive access while one file of the folder is changed by one of several processes.
    static FolderLock turn(const std::filesystem::path& folder);

private:
    FolderLock() = default;
    std::vector<int> m_files;  // descriptors that hold the locks
};

}  // namespace app
