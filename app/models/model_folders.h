// The folders that the user added to the search for models: one path a line in a small file of the user's settings, so
// that window and command line see the same list. Any thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace app {

/// $XDG_CONFIG_HOME (or ~/.config)/Stepscope/model-folders.
std::filesystem::path modelFoldersFile();
/// Empty if there is no file; lines that are no absolute path are left out.
std::vector<std::string> loadModelFolders();
/// Throws std::runtime_error naming the file if it cannot be written.
void saveModelFolders(const std::vector<std::string>& folders);

}  // namespace app
