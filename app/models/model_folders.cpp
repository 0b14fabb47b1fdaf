#include "app/models/model_folders.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "engine/files/regular_file.h"

namespace app {
namespace {
constexpr std::size_t kMostFolders = 256;
constexpr std::size_t kMostPathBytes = 4096;
}  // namespace

std::filesystem::path modelFoldersFile() {
    namespace fs = std::filesystem;
    const char* config = std::getenv("XDG_CONFIG_HOME");
    const char* home = std::getenv("HOME");
    const fs::path base = config && *config ? fs::path(config) : fs::path(home ? home : "") / ".config";
    return base / "Stepscope" / "model-folders";
}

std::vector<std::string> loadModelFolders() {
    std::vector<std::string> folders;
    std::string text;
    try {
        text = engine::readRegularFile(modelFoldersFile(), kMostFolders * kMostPathBytes);
    } catch (const std::runtime_error&) {  // not there, or not what this program wrote
        return folders;
    }
    std::istringstream lines(text);
    for (std::string line; folders.size() < kMostFolders && std::getline(lines, line);) {
        const bool usable = line.starts_with('/') && line.size() < kMostPathBytes;
        if (usable && std::ranges::find(folders, line) == folders.end()) folders.push_back(line);
    }
    return folders;
}

void saveModelFolders(const std::vector<std::string>& folders) {
    const std::filesystem::path path = modelFoldersFile();
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    std::ofstream file(path, std::ios::trunc);
    for (const std::string& folder : folders) file << folder << '\n';
    if (!file.flush()) throw std::runtime_error(path.string() + ": cannot be written");
}

}  // namespace app
