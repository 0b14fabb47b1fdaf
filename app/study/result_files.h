// How results reach the disk: whole JSON files, and files of lines that grow run by run. A killed command leaves no
// half file, and of a line that it was writing nothing that is read. No state; one writer a file.
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace app {

/// Writes beside, then renames. Throws std::runtime_error.
void writeJson(const std::filesystem::path& path, const nlohmann::json& value);

/// Lines of a file that is appended to, without a last one that was cut off. None where there is no file.
std::vector<std::string> readLines(const std::filesystem::path& path);
/// Removes a last line that was cut off, as a killed writer leaves it; for the file's only writer.
void removeUnfinishedLine(const std::filesystem::path& path);
/// Appends one line and flushes it. Throws std::runtime_error ("disk full?").
void appendLine(const std::filesystem::path& path, const std::string& line);

}  // namespace app
