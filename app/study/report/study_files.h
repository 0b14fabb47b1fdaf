// The files of a study: records in, results out. Files are written beside and renamed, so that a killed program leaves
// no half file. Any thread; one writer a folder.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "app/study/statistics/study_statistics.h"

namespace app {

/// JSON Lines, one record each; a last line without its end (the program was killed) is left out. Throws
/// UsageError naming file, line and field.
std::vector<StudyRecord> readStudyRecords(const std::filesystem::path& path);

/// The records without those that repeat a cell's problem: the first of them counts.
std::vector<StudyRecord> eachRunOnce(std::vector<StudyRecord> records);

/// RFC 4180: one row for each setting, seed and alone, with means over problems; times only where alone.
/// @param records  each run once
std::string resultsCsv(std::span<const StudyRecord> records, bool knowsWaiting = true);
/// GitHub Markdown: all policies and memories at the largest n, and STEP minus self-consistency at every n.
std::string tablesMarkdown(const StudySetup& setup, const StudyStatistics& statistics);

/// results.csv, summary.json, tables.md and report.html in `folder`, which is made. Throws std::runtime_error.
void writeStudyFiles(const std::filesystem::path& folder, const StudySetup& setup,
                     std::span<const StudyRecord> records);

}  // namespace app
