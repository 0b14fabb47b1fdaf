#include "app/study/study_place.h"

#include "app/run/resources.h"
#include "app/run/usage_error.h"
#include "app/study/report/study_files.h"
#include "app/study/study_runner.h"

namespace app {

namespace fs = std::filesystem;

std::optional<fs::path> embeddedStudyReport() {
    try {
        fs::path report = resourceDir() / "study" / "report.html";
        std::error_code error;
        if (fs::is_regular_file(report, error)) return report;
    } catch (const std::exception&) {  // no resources, no report
    }
    return std::nullopt;
}

fs::path requireStudyReport(const fs::path& given, bool fresh) {
    std::error_code error;
    const bool isFolder = fs::is_directory(given, error);
    if (!isFolder && given.extension() == ".html" && fs::is_regular_file(given, error)) return given;
    const fs::path folder = isFolder ? given : given.parent_path();
    fs::path report = folder / "report.html";
    if (!fresh && fs::is_regular_file(report, error)) return report;
    if (!fs::is_regular_file(folder / "study.json", error))
        throw UsageError(folder.string() + ": no study: neither report.html nor study.json is there");
    const StudySetup setup = readStudySetup(folder);
    const std::vector<StudyRecord> records = readStudyFolder(folder);
    if (records.empty()) throw UsageError(folder.string() + ": the study has no runs yet");
    writeStudyFiles(folder, setup, records);
    return report;
}

}  // namespace app
