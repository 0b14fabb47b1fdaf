// The parts of the report, each appended to one page. For the files of this folder; others use report_html.h.
#pragma once

#include <string>
#include <vector>

#include "app/study/report/report_look.h"
#include "app/study/report/report_text.h"
#include "app/study/statistics/study_statistics.h"

namespace app {

struct Page {
    Page(const StudySetup& study, const StudyStatistics& statistics);

    const StudySetup& setup;
    const StudyStatistics& stats;
    std::vector<std::string> policies;  ///< that have records, in the setup's order
    std::vector<double> memory;         ///< with several traces, ascending
    std::vector<int> traces;            ///< over 1, ascending; all n if there is none over 1
    Looks looks;
    int figures = 0;
    std::string html;

    int largestN() const { return traces.empty() ? 0 : traces.back(); }
    bool hasTimes() const;
    const char* place() const { return setup.backend == "server" ? "server" : "device"; }  ///< where the runs were
    std::vector<std::string> stepLast() const;  ///< the policies in drawing order: step over the others
    const SettingStatistics* find(const std::string& policy, int n, double share) const {
        return findSetting(stats, {policy, n, share});
    }

    void section(const std::string& title);
    void paragraph(const std::string& markup);
    /// `before` is a legend or nothing; `caption` is markup of one sentence; panels stand side by side.
    void figure(const std::string& before, const std::vector<std::string>& panels, int columns,
                const std::string& caption);
};

std::string memoryName(double share);                ///< "memory 25 %"
std::string memoryMeaning(const StudySetup& setup);  ///< what its memory values are shares of
std::string settingName(int traces, double share);   ///< "n 64, memory 25 %"
std::string show0(double value);                     ///< ticks: grouped whole numbers
std::string showPercent(double share);               ///< ticks: 0.25 as "25"
std::string restsOn(const Page& page);               ///< "50 problems, 3 seeds"
std::string hadAlone(const Page& page);              ///< "had the device alone", or the server
std::string timedProblems(const Page& page);  ///< "20 problems", or "15 to 16 problems" of a study that was stopped

/// One column a bin, as shares of `traces`; the last bin ends at `end` tokens.
void addTokenColumns(Plot& plot, const std::vector<int>& histogram, double end, int traces,
                     const std::string& colourClass);

void addAccuracyFigures(Page& page);  ///< accuracy against latency, memory, step minus every policy
void addTimeFigures(Page& page);      ///< waiting and decoding
void addRankingFigures(Page& page);   ///< ranking, scores over time, calibration
void addTokenFigures(Page& page);     ///< tokens of right and wrong traces
void addPruneFigures(Page& page);
void addSettingsTable(Page& page);
void addDifferenceTables(Page& page);
void addFamilyTable(Page& page);
void addLosses(Page& page);  ///< where STEP loses

}  // namespace app
