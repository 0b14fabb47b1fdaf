#include "app/study/report/report_page.h"

#include <algorithm>
#include <set>

namespace app {
namespace {

std::vector<std::string> policiesOf(const StudyStatistics& statistics) {
    std::vector<std::string> out;
    for (const SettingStatistics& s : statistics.settings) {
        if (std::find(out.begin(), out.end(), s.setting.policy) == out.end()) out.push_back(s.setting.policy);
    }
    return out;
}

}  // namespace

Page::Page(const StudySetup& study, const StudyStatistics& statistics)
    : setup(study), stats(statistics), policies(policiesOf(statistics)), looks(policies) {
    std::set<int> several, any;
    std::set<double> shares, anyShares;
    for (const SettingStatistics& s : stats.settings) {
        any.insert(s.setting.traces);
        anyShares.insert(s.setting.memory);
        if (s.setting.traces <= 1) continue;
        several.insert(s.setting.traces);
        shares.insert(s.setting.memory);
    }
    if (several.empty()) several = any, shares = anyShares;
    traces.assign(several.begin(), several.end());
    memory.assign(shares.begin(), shares.end());
}

bool Page::hasTimes() const {
    return std::any_of(stats.settings.begin(), stats.settings.end(),
                       [](const SettingStatistics& s) { return s.latencyS.has_value(); });
}

std::vector<std::string> Page::stepLast() const {
    std::vector<std::string> out = policies;
    std::stable_partition(out.begin(), out.end(), [](const std::string& policy) { return policy != "step"; });
    return out;
}

void Page::section(const std::string& title) {
    html += "<h2>" + escaped(title) + "</h2>\n";
}
void Page::paragraph(const std::string& markup) {
    html += "<p>" + markup + "</p>\n";
}

void Page::figure(const std::string& before, const std::vector<std::string>& panels, int columns,
                  const std::string& caption) {
    if (panels.empty()) return;
    static constexpr const char* kColumns[] = {"one", "two", "three", "four"};
    html += "<figure>" + before + "<div class=\"panels " + kColumns[std::clamp(columns, 1, 4) - 1] + "\">\n";
    for (const std::string& panel : panels) html += "<div>" + panel + "</div>";
    html +=
        "</div><figcaption><b>Figure " + std::to_string(++figures) + ".</b> " + caption + "</figcaption></figure>\n";
}

std::string memoryName(double share) {
    return "memory " + memoryPercent(share);
}
std::string memoryMeaning(const StudySetup& setup) {
    return setup.memoryAxis == MemoryAxis::Utilization
               ? "as the share of the device’s memory that a run may use (100 %: the unpruned runs)"
               : "as a share of what each problem’s n traces need at their peak unpruned";
}
std::string settingName(int traces, double share) {
    return "n " + std::to_string(traces) + ", " + memoryName(share);
}
std::string show0(double value) {
    return grouped(value);
}
std::string showPercent(double share) {
    return fixed(100 * share, 0);
}

std::string hadAlone(const Page& page) {
    return std::string("had the ") + page.place() + " alone";
}

std::string timedProblems(const Page& page) {
    int least = 0, most = 0;
    for (const SettingStatistics& setting : page.stats.settings) {
        if (!setting.latencyS) continue;
        least = most == 0 ? setting.latencyS->problems : std::min(least, setting.latencyS->problems);
        most = std::max(most, setting.latencyS->problems);
    }
    return (least == most ? std::string() : std::to_string(least) + " to ") + plural(most, "problem");
}

std::string restsOn(const Page& page) {
    int problems = 0;
    int seeds = 0;
    for (const SettingStatistics& s : page.stats.settings) {
        problems = std::max(problems, s.problems);
        seeds = std::max(seeds, s.seeds);
    }
    return plural(problems, "problem") + " and " + plural(seeds, "seed");
}

void addTokenColumns(Plot& plot, const std::vector<int>& histogram, double end, int traces,
                     const std::string& colourClass) {
    const double width = end / kHistogramBins;
    for (std::size_t b = 0; b < histogram.size(); ++b) {
        if (histogram[b] == 0) continue;
        const double from = width * static_cast<double>(b);
        plot.column(from, from + width, histogram[b] / static_cast<double>(traces), "soft " + colourClass,
                    grouped(from) + " to " + grouped(from + width) + " tokens: " + plural(histogram[b], "trace"));
    }
}

}  // namespace app
