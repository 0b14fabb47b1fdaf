// Where the report of a study lies. Any thread.
#pragma once

#include <filesystem>
#include <optional>

namespace app {

/// The report of the study that comes with the program; empty if this copy has none.
std::optional<std::filesystem::path> embeddedStudyReport();

/// report.html of the study at `given`: its folder, or report.html or study.json in it. A report that is missing is
/// written from the folder's records. Throws UsageError if there is no study, std::runtime_error if it cannot be read
/// or the report not be written.
/// @param fresh  written again also where one is there, for a study that has gone on since
std::filesystem::path requireStudyReport(const std::filesystem::path& given, bool fresh = false);

}  // namespace app
