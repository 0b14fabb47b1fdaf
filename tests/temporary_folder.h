// A folder of its own among the system's temporary files, for programs that have no QTemporaryDir. One thread.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace tests {

/// Removed with the object, with all that is in it.
class TemporaryFolder {
public:
    /// @param name  the beginning of its name. Throws std::runtime_error where none can be made.
    explicit TemporaryFolder(const std::string& name) {
        std::string pattern = (std::filesystem::temp_directory_path() / (name + "-XXXXXX")).string();
        if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error(pattern + ": this folder cannot be made");
        m_path = pattern;
    }
    ~TemporaryFolder() {
        std::error_code error;
        if (!m_stays) std::filesystem::remove_all(m_path, error);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return m_path; }
    /// It is not removed: somebody wants to look at what is in it.
    void keep() { m_stays = true; }

private:
    std::filesystem::path m_path;
    bool m_stays = false;
};

}  // namespace tests
