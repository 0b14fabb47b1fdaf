// Who may write into a folder of results: one process, or several that each do a part of their own. A lock goes with
// its process, however that ends. Owned by the command that writes; any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "app/study/problem_choice.h"

namespace app {

class FolderLock {
public:
    /// For a process that does `part` of what belongs into the folder, which is made. Others may do other parts
    /// meanwhile. Throws UsageError where somebody does the same part or all of it, or the folder cannot be written.
    FolderLock(const std::filesystem::path& folder, const Shard& part);
    ~FolderLock();
    FolderLock(FolderLock&& other) noexcept;
    FolderLock& operator=(FolderLock&&) = delete;

    /// Waits for its turn: for the moment in which several processes change one file of the folder.
    static FolderLock turn(const std::filesystem::path& folder);

private:
    FolderLock() = default;
    std::vector<int> m_files;  // descriptors that hold the locks
};

}  // namespace app
