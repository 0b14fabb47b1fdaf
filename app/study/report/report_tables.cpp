// Every setting, every difference, and families, as tables.
#include <algorithm>

#include "app/study/report/report_page.h"

namespace app {
namespace {

std::string cell(const std::optional<Estimate>& e, Unit unit, const char* judged = "") {
    if (!e) return "<td>–</td>";
    const bool zero = e->value == 0 && (!e->interval || (e->interval->low == 0 && e->interval->high == 0));
    if (zero && unit != Unit::Points) return "<td>0<i></i></td>";
    const std::string value = shown(e->value, unit);
    return "<td>" + (*judged ? "<span class=\"" + std::string(judged) + "\">" + value + "</span>" : value) + "<i>" +
           shownInterval(e->interval, unit) + "</i></td>";
}

std::string nameCell(const Page& page, const std::string& policy) {
    return "<td class=\"name " + page.looks.of(policy).colourClass + "\"><span>" + escaped(policy) + "</span></td>";
}

std::string settingRow(const Page& page, const SettingStatistics& s) {
    const std::string range = s.seedAccuracy && s.seeds > 1
                                  ? fixed(100 * s.seedAccuracy->low, 1) + "–" + fixed(100 * s.seedAccuracy->high, 1)
                                  : "–";
    return "<tr" + std::string(s.setting.policy == "step" ? " class=\"own\"" : "") + ">" +
           nameCell(page, s.setting.policy) + cell(s.accuracy, Unit::Percent) + "<td>" + range + "</td>" +
           cell(s.tokens, Unit::Count) + cell(s.recomputed, Unit::Count) + cell(s.probe, Unit::Count) +
           cell(s.latencyS, Unit::Seconds) + cell(s.waitShare, Unit::Percent) + cell(s.pruned, Unit::Count) + "<td>" +
           std::to_string(s.runs) + "</td><td>" + std::to_string(s.timedRuns) + "</td></tr>\n";
}

std::string groupHead(const std::string& name, int columns) {
    return "<tbody><tr><th colspan=\"" + std::to_string(columns) + "\">" + escaped(name) + "</th></tr>\n";
}

/// Green or red where an interval excludes no difference; the sign and brackets say the same without colour.
const char* judged(const std::optional<Estimate>& e, double equal, bool moreIsBetter) {
    if (!e || !excludes(*e, equal)) return "";
    return (e->value > equal) == moreIsBetter ? "better" : "worse";
}

void addDifferences(Page& page, const std::string& title, bool ofStep) {
    page.html += "<h3>" + title + "</h3>\n<div class=\"wide\"><table><thead><tr><th>" +
                 std::string(ofStep ? "step against" : "policy against sc") +
                 "</th><th>accuracy, points</th><th>latency, ratio</th><th>generated tokens, "
                 "ratio</th><th>problems</th></tr></thead>\n";
    for (int n : page.traces) {
        for (double share : page.memory) {
            std::string rows;
            for (const PairedDifference& d : page.stats.differences) {
                const bool wanted = ofStep ? d.policy == "step" : d.policy != "step" && d.against == "sc";
                if (!wanted || d.traces != n || d.memory != share) continue;
                rows += "<tr>" + nameCell(page, ofStep ? d.against : d.policy) +
                        cell(d.accuracyPoints, Unit::Points, judged(d.accuracyPoints, 0, true)) +
                        cell(d.latencyRatio, Unit::Ratio, judged(d.latencyRatio, 1, false)) +
                        cell(d.tokenRatio, Unit::Ratio, judged(d.tokenRatio, 1, false)) + "<td>" +
                        (d.accuracyPoints ? std::to_string(d.accuracyPoints->problems) : "–") + "</td></tr>\n";
            }
            if (!rows.empty()) page.html += groupHead(settingName(n, share), 5) + rows + "</tbody>\n";
        }
    }
    page.html += "</table></div>\n";
}

}  // namespace

void addSettingsTable(Page& page) {
    page.html +=
        "<div class=\"wide\"><table><thead><tr><th>policy</th><th>accuracy</th><th>seeds, %</th><th>tokens per "
        "problem</th><th>recomputed</th><th>of probes</th><th>latency</th><th>waiting</th><th>pruned per "
        "problem</th><th>runs</th><th>timed</th></tr></thead>\n";
    std::string lone;
    for (const SettingStatistics& s : page.stats.settings) {
        if (s.setting.traces == 1 && page.largestN() > 1) lone += settingRow(page, s);
    }
    if (!lone.empty()) page.html += groupHead("one trace", 11) + lone + "</tbody>\n";
    for (int n : page.traces) {
        for (double share : page.memory) {
            std::string rows;
            for (const SettingStatistics& s : page.stats.settings) {
                if (s.setting.traces == n && s.setting.memory == share) rows += settingRow(page, s);
            }
            if (!rows.empty()) page.html += groupHead(settingName(n, share), 11) + rows + "</tbody>\n";
        }
    }
    page.html += "</table></div>\n";
}

void addDifferenceTables(Page& page) {
    const auto has = [&](bool ofStep) {
        return std::any_of(page.stats.differences.begin(), page.stats.differences.end(),
                           [&](const PairedDifference& d) {
                               return ofStep ? d.policy == "step" : d.policy != "step" && d.against == "sc";
                           });
    };
    if (!has(true) && !has(false)) page.paragraph("There is no pair of policies with problems in common.");
    if (has(true)) addDifferences(page, "step against every policy", true);
    if (has(false)) addDifferences(page, "every other policy against sc", false);
}

void addFamilyTable(Page& page) {
    if (page.stats.families.empty()) {
        page.paragraph("The problem set names no families, or step and sc did not both run.");
        return;
    }
    page.html +=
        "<div class=\"wide\"><table><thead><tr><th>family</th><th>problems</th><th>step</th><th>sc</th><th>step − sc, "
        "points</th></tr></thead><tbody>\n";
    for (const FamilyDifference& f : page.stats.families) {
        page.html += "<tr><td>" + escaped(f.family) + "</td><td>" + std::to_string(f.problems) + "</td><td>" +
                     shown(f.stepAccuracy, Unit::Percent) + "</td><td>" + shown(f.scAccuracy, Unit::Percent) + "</td>" +
                     cell(f.points, Unit::Points, judged(f.points, 0, true)) + "</tr>\n";
    }
    page.html += "</tbody></table></div>\n";
}

}  // namespace app
