// Where STEP loses: computed from the paired differences, whichever way they fall.
#include <algorithm>

#include "app/study/report_page.h"

namespace app {
namespace {

struct Loss {
    const PairedDifference* difference;
    const Estimate* estimate;
    bool clear;  ///< the interval excludes equality
};

using Field = std::optional<Estimate> PairedDifference::*;

/// Settings where `step` is behind `against` (any policy where empty), in the order of the differences.
std::vector<Loss> lossesOf(const Page& page, Field field, double equal, bool moreIsBetter, bool lone) {
    std::vector<Loss> out;
    for (const PairedDifference& d : page.stats.differences) {
        const auto& e = d.*field;
        if (d.policy != "step" || !e || e->value == equal || (e->value > equal) == moreIsBetter) continue;
        if ((d.against == "cot") != lone) continue;
        out.push_back({&d, &*e, excludes(*e, equal)});
    }
    return out;
}

int countOf(const Page& page, Field field, bool lone) {
    return static_cast<int>(std::count_if(page.stats.differences.begin(), page.stats.differences.end(), [&](const PairedDifference& d) {
        return d.policy == "step" && (d.against == "cot") == lone && (d.*field).has_value();
    }));
}

std::string summary(const std::vector<Loss>& losses, int compared, const std::string& measure) {
    if (compared == 0) return measure + ": nothing to compare.";
    const auto clear = std::count_if(losses.begin(), losses.end(), [](const Loss& loss) { return loss.clear; });
    if (losses.empty()) return measure + ": in none of " + plural(compared, "comparison") + ".";
    return measure + ": in " + std::to_string(losses.size()) + " of " + plural(compared, "comparison") + "; the interval excludes equality in " +
           std::to_string(clear) + " of them.";
}

/// One line a policy: the settings in which it is ahead.
void addList(Page& page, const std::vector<Loss>& losses, Unit unit) {
    page.html += "<ul>\n";
    for (const std::string& policy : page.policies) {
        std::vector<Loss> here;
        std::copy_if(losses.begin(), losses.end(), std::back_inserter(here), [&](const Loss& loss) { return loss.difference->against == policy; });
        if (here.empty()) continue;
        page.html += "<li><b>" + escaped(policy) + "</b> is ahead at " + listed(here, [&](const Loss& loss) {
            return settingName(loss.difference->traces, loss.difference->memory) + " (step " + shown(*loss.estimate, unit) + (loss.clear ? ", clear" : "") + ")";
        }) + "</li>\n";
    }
    page.html += "</ul>\n";
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
    page.paragraph("Looked at: step against every other policy with several traces at the same n and memory, on the problems and seeds both have, and the families. "
                   "“Clear” means that the 95 % interval excludes equality; with this many comparisons about one in twenty does so by chance.");
    page.html += "<h3>" + summary(accuracy, compared, "Less accurate") + "</h3>\n";
    if (!accuracy.empty()) addList(page, accuracy, Unit::Points);
    page.html += "<h3>" + summary(latency, countOf(page, &PairedDifference::latencyRatio, false), "Slower") + "</h3>\n";
    if (!latency.empty()) addList(page, latency, Unit::Ratio);
    page.html += "<h3>" + summary(tokens, countOf(page, &PairedDifference::tokenRatio, false), "More tokens") + "</h3>\n";
    if (!tokens.empty()) addList(page, tokens, Unit::Ratio);

    if (const int lone = countOf(page, &PairedDifference::accuracyPoints, true); lone > 0) {
        const auto lost = lossesOf(page, &PairedDifference::accuracyPoints, 0, true, true);
        const auto slower = lossesOf(page, &PairedDifference::latencyRatio, 1, false, true);
        page.html += "<h3>Against one trace</h3>\n";
        page.paragraph(summary(lost, lone, "Less accurate than cot") + " " + summary(slower, countOf(page, &PairedDifference::latencyRatio, true), "Slower"));
        if (!lost.empty()) addList(page, lost, Unit::Points);
    }

    std::vector<FamilyDifference> below;
    std::copy_if(page.stats.families.begin(), page.stats.families.end(), std::back_inserter(below),
                 [](const FamilyDifference& f) { return f.points && f.points->value < 0; });
    page.html += "<h3>Families</h3>\n";
    if (page.stats.families.empty()) page.paragraph("None are named.");
    else if (below.empty()) page.paragraph("step is below sc in none of " + std::to_string(page.stats.families.size()) + ".");
    else {
        page.paragraph("step is below sc in " + std::to_string(below.size()) + " of " + std::to_string(page.stats.families.size()) + ": " +
                       listed(below, [](const FamilyDifference& f) {
                           return escaped(f.family) + " (" + shown(f.points, Unit::Points) + (excludes(*f.points, 0) ? ", clear)" : ")");
                       }) + ".");
    }
}

}  // namespace app
