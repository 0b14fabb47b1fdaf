// Where STEP loses: computed from the paired differences, whichever way they fall.
#include <algorithm>

#include "app/run/policy_table.h"
#include "app/study/report/report_page.h"

namespace app {
namespace {

struct Loss {
    const PairedDifference* difference;
    const Estimate* estimate;
    bool clear;  ///< the interval excludes equality
};

/// Of a name in a study's files.
bool isLone(const std::string& policy) {
    const auto kind = findPolicy(policy);
    return kind && policyRow(*kind).oneTrace;
}

using Field = std::optional<Estimate> PairedDifference::*;

/// Where step is behind: another policy with several traces, or the one with a single trace where `lone`.
std::vector<Loss> lossesOf(const Page& page, Field field, double equal, bool moreIsBetter, bool lone) {
    std::vector<Loss> out;
    for (const PairedDifference& d : page.stats.differences) {
        const auto& e = d.*field;
        if (d.policy != "step" || !e || e->value == equal || (e->value > equal) == moreIsBetter) continue;
        if (isLone(d.against) != lone) continue;
        out.push_back({&d, &*e, excludes(*e, equal)});
    }
    return out;
}

int countOf(const Page& page, Field field, bool lone) {
    return static_cast<int>(
        std::count_if(page.stats.differences.begin(), page.stats.differences.end(), [&](const PairedDifference& d) {
            return d.policy == "step" && isLone(d.against) == lone && (d.*field).has_value();
        }));
}

std::string summary(const std::vector<Loss>& losses, int compared, const std::string& measure) {
    if (compared == 0) return measure + ": nothing to compare.";
    const auto clear = std::count_if(losses.begin(), losses.end(), [](const Loss& loss) { return loss.clear; });
    if (losses.empty()) return measure + ": in none of " + plural(compared, "comparison") + ".";
    return measure + ": in " + std::to_string(losses.size()) + " of " + plural(compared, "comparison") +
           "; the interval excludes equality in " + std::to_string(clear) + " of them.";
}

/// A row a policy that is ahead somewhere, a column a setting: step's value where it is behind, a dot where it is not.
void addMatrix(Page& page, const std::vector<Loss>& losses, Field field, Unit unit) {
    if (losses.empty()) return;
    std::string memories = "<tr><th></th>";
    std::string counts = "<tr><th>" + std::string(unit == Unit::Points ? "step minus" : "step over") + "</th>";
    for (double share : page.memory) {
        memories += "<th colspan=\"" + std::to_string(page.traces.size()) + "\">" + memoryName(share) + "</th>";
        for (int n : page.traces) counts += "<th>n " + std::to_string(n) + "</th>";
    }
    page.html +=
        "<div class=\"wide\"><table class=\"losses\"><thead>" + memories + "</tr>" + counts + "</tr></thead><tbody>\n";
    for (const std::string& policy : page.policies) {
        if (std::none_of(losses.begin(), losses.end(),
                         [&](const Loss& loss) { return loss.difference->against == policy; }))
            continue;
        page.html += "<tr><td>" + escaped(policy) + "</td>";
        for (double share : page.memory) {
            for (int n : page.traces) {
                const PairedDifference* d = findDifference(page.stats, "step", policy, n, share);
                const auto loss =
                    std::find_if(losses.begin(), losses.end(), [&](const Loss& each) { return each.difference == d; });
                if (!d || !(d->*field))
                    page.html += "<td></td>";
                else if (loss == losses.end())
                    page.html += "<td class=\"dot\">·</td>";
                else
                    page.html +=
                        "<td>" +
                        (loss->clear ? "<span class=\"worse\">" + shown(loss->estimate->value, unit) + " *</span>"
                                     : shown(loss->estimate->value, unit)) +
                        "</td>";
            }
        }
        page.html += "</tr>\n";
    }
    page.html += "</tbody></table></div>\n";
}

}  // namespace

void addLosses(Page& page) {
    const auto accuracy = lossesOf(page, &PairedDifference::accuracyPoints, 0, true, false);
    const auto latency = lossesOf(page, &PairedDifference::latencyRatio, 1, false, false);
    const auto tokens = lossesOf(page, &PairedDifference::tokenRatio, 1, false, false);
    const int compared = countOf(page, &PairedDifference::accuracyPoints, false);
    if (compared == 0 && countOf(page, &PairedDifference::accuracyPoints, true) == 0) {
        page.paragraph("Nothing can be said: step and another policy have no problems in common.");
        return;
    }
    page.paragraph(
        "Looked at: step against every other policy with several traces at the same n and memory, on the problems and "
        "seeds both have, and the families. The tables show only where step is behind; a star means that the 95 % "
        "interval excludes equality, a dot that step is not behind. With this many comparisons some intervals exclude "
        "equality by chance; the intervals themselves are under “Paired differences”.");
    page.html += "<h3>" + summary(accuracy, compared, "Less accurate") + "</h3>\n";
    addMatrix(page, accuracy, &PairedDifference::accuracyPoints, Unit::Points);
    page.html += "<h3>" + summary(latency, countOf(page, &PairedDifference::latencyRatio, false), "Slower") + "</h3>\n";
    addMatrix(page, latency, &PairedDifference::latencyRatio, Unit::Ratio);
    page.html += "<h3>" +
                 summary(tokens, countOf(page, &PairedDifference::tokenRatio, false), "More generated tokens") +
                 "</h3>\n";
    addMatrix(page, tokens, &PairedDifference::tokenRatio, Unit::Ratio);

    if (const int lone = countOf(page, &PairedDifference::accuracyPoints, true); lone > 0) {
        const auto lost = lossesOf(page, &PairedDifference::accuracyPoints, 0, true, true);
        const auto slower = lossesOf(page, &PairedDifference::latencyRatio, 1, false, true);
        page.html += "<h3>Against one trace</h3>\n";
        page.paragraph(summary(lost, lone, "Less accurate than cot") + " " +
                       summary(slower, countOf(page, &PairedDifference::latencyRatio, true), "Slower"));
        addMatrix(page, lost, &PairedDifference::accuracyPoints, Unit::Points);
    }

    std::vector<FamilyDifference> below;
    std::copy_if(page.stats.families.begin(), page.stats.families.end(), std::back_inserter(below),
                 [](const FamilyDifference& f) { return f.points && f.points->value < 0; });
    page.html += "<h3>Families</h3>\n";
    if (page.stats.families.empty())
        page.paragraph("None are named.");
    else if (below.empty())
        page.paragraph("step is below sc in none of " + std::to_string(page.stats.families.size()) + ".");
    else {
        page.paragraph("step is below sc in " + std::to_string(below.size()) + " of " +
                       std::to_string(page.stats.families.size()) + ": " +
                       listed(below,
                              [](const FamilyDifference& f) {
                                  return escaped(f.family) + " (" + shown(f.points, Unit::Points) +
                                         (excludes(*f.points, 0) ? ", clear)" : ")");
                              }) +
                       ".");
    }
}

}  // namespace app
