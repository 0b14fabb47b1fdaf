// The study's main results as Markdown, for the documents.
#include <algorithm>

#include "app/study/report/report_page.h"
#include "app/study/report/study_files.h"

namespace app {
namespace {

/// Text that stays within its cell.
std::string plainCell(const std::string& text) {
    std::string out;
    for (char c : text)
        out += c == '|' ? std::string("\\|") : c == '\n' || c == '\r' ? std::string(" ") : std::string(1, c);
    return out;
}

/// A value with its interval; nothing but the zero if all of it is zero.
std::string valueCell(const std::optional<Estimate>& e, Unit unit, const std::string& zero) {
    const bool flat = e && e->value == 0 && (!e->interval || (e->interval->low == 0 && e->interval->high == 0));
    return flat ? zero : shown(e, unit);
}

std::string row(const std::string& memory, const SettingStatistics& s) {
    const std::string name = "`" + plainCell(s.setting.policy) + "`";
    return "| " + memory + " | " + (s.setting.policy == "step" ? "**" + name + "**" : name) + " | " +
           shown(s.accuracy, Unit::Percent) + " | " + shown(s.tokens, Unit::Count) + " | " +
           valueCell(s.recomputed, Unit::Count, "") + " | " + valueCell(s.probe, Unit::Count, "") + " | " +
           shown(s.latencyS, Unit::Seconds) + " | " + valueCell(s.waitShare, Unit::Percent, "0 %") + " | " +
           valueCell(s.pruned, Unit::Count, "") + " |\n";
}

std::string settingsTable(const Page& page) {
    std::string out =
        "| memory | policy | accuracy | tokens | recomputed | probe | latency | waiting | pruned "
        "|\n|---|---|---|---|---|---|---|---|---|\n";
    for (const SettingStatistics& s : page.stats.settings) {
        if (s.setting.traces == 1 && page.largestN() > 1) out += row("-", s);
    }
    for (double share : page.memory) {
        for (const SettingStatistics& s : page.stats.settings) {
            if (s.setting.traces == page.largestN() && s.setting.memory == share) out += row(memoryPercent(share), s);
        }
    }
    return out;
}

std::string differencesTable(const Page& page) {
    std::string out;
    for (const PairedDifference& d : page.stats.differences) {
        if (d.policy != "step" || d.against != "sc") continue;
        out += "| " + std::to_string(d.traces) + " | " + memoryPercent(d.memory) + " | " +
               shown(d.accuracyPoints, Unit::Points) + " | " + shown(d.latencyRatio, Unit::Ratio) + " | " +
               shown(d.tokenRatio, Unit::Ratio) + " |\n";
    }
    if (out.empty()) return {};
    return "\nSTEP against self-consistency on the same problems and seeds (points of accuracy; latency and generated "
           "tokens as a share of self-consistency's):\n\n| n | memory | accuracy | latency | tokens "
           "|\n|---|---|---|---|---|\n" +
           out;
}

std::string scorerText(const ScoreStatistics& s) {
    if (!s.stepAuc || !s.traceAuc) return {};
    std::string out = "\nScorer on " + plural(s.rightTraces + s.wrongTraces, "unpruned trace") + ": step AUC " +
                      shown(s.stepAuc, Unit::Share) + ", trace AUC " + shown(s.traceAuc, Unit::Share) + ".";
    const auto& first = s.scoreRanking;
    if (first.size() == kStudyShares && first[1] && first[4] && first[9]) {
        out += " A right trace ranks above a wrong one of its problem " + shown(first[1], Unit::Percent) +
               " of the time after 20 % of the steps, " + shown(first[4], Unit::Percent) + " after 50 % and " +
               shown(first[9], Unit::Percent) + " after all (" + plural(s.mixedProblems, "problem") +
               " with both kinds).";
    }
    return out + "\n";
}

}  // namespace

std::string tablesMarkdown(const StudySetup& setup, const StudyStatistics& statistics) {
    const Page page(setup, statistics);
    if (statistics.settings.empty()) return "No records yet.\n";
    return plainCell(setup.model) + " on " + plainCell(setup.device) + ", " + restsOn(page) + " of `" +
           plainCell(setup.problemsFile) + "`, n " + std::to_string(page.largestN()) + ", temperature " +
           plainNumber(setup.temperature) +
           (setup.memoryAxis == MemoryAxis::Utilization
                ? "; memory as the share of the device's that a run may use (100 %: the unpruned runs). "
                : "; memory as a share of what each problem's traces need at their peak. ") +
           "Tokens are those generated; those whose KV cache was recomputed after a preemption and those of consensus "
           "probes stand beside them. "
           "Means per problem with 95 % bootstrap intervals over problems" +
           (page.hasTimes() ? "; latency and waiting from " + timedProblems(page) + " that " + hadAlone(page) : "") +
           ".\n\n" + settingsTable(page) + differencesTable(page) + scorerText(statistics.scores);
}

}  // namespace app
