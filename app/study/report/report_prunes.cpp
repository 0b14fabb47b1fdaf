// Where prunes fall, and what the pruned traces would have become.
#include <algorithm>
#include <set>

#include "app/study/report/report_page.h"

namespace app {
namespace {

const PruneStatistics* findPrunes(const Page& page, const std::string& policy, double share) {
    for (const PruneStatistics& p : page.stats.prunes) {
        if (p.policy == policy && p.memory == share) return &p;
    }
    return nullptr;
}

/// Policies that pruned at any memory, in the page's order.
std::vector<std::string> pruningPolicies(const Page& page) {
    std::vector<std::string> out;
    for (const std::string& policy : page.policies) {
        const bool prunes = std::any_of(page.stats.prunes.begin(), page.stats.prunes.end(),
                                        [&](const PruneStatistics& p) { return p.policy == policy; });
        if (prunes) out.push_back(policy);
    }
    return out;
}

/// One policy at one memory.
std::string prunePanel(const Page& page, const PruneStatistics& p, double mostShare) {
    const double end = page.stats.pruneTokens;
    Plot plot(
        {.width = 340, .height = 150, .left = 34, .bottom = 34}, tightAxis("tokens written", 0, end, show0, 4),
        tightAxis("%", 0, mostShare, showPercent, 3), p.policy + ", " + memoryName(p.memory),
        "Histogram of the tokens that traces had written when " + p.policy + " pruned them, " + memoryName(p.memory));
    addTokenColumns(plot, p.histogram, end, p.pruned, page.looks.of(p.policy).colourClass);
    if (p.medianTokens) {
        plot.ruleX(*p.medianTokens);
        plot.text({end, mostShare}, 0, 6, "end", "nt tk", "median " + grouped(*p.medianTokens));
    }
    return plot.svg();
}

std::string fatePanel(const Page& page, const std::vector<std::string>& names, double share, const Axis& x) {
    Plot plot(
        {.width = 350, .height = 64 + 22.0 * static_cast<double>(names.size()), .left = 84, .right = 40}, x,
        namedAxis("", names, true), memoryName(share),
        "Share of pruned traces that would have ended right, by policy, beside the base rate, " + memoryName(share));
    for (std::size_t i = 0; i < names.size(); ++i) {
        const PruneStatistics* found = findPrunes(page, names[i], share);
        if (!found || !found->wouldBeRight) continue;
        const PruneStatistics& p = *found;
        const Look& look = page.looks.of(p.policy);
        const double y = static_cast<double>(i);
        if (p.wouldBeRight->interval)
            plot.whiskerX(y, p.wouldBeRight->interval->low, p.wouldBeRight->interval->high,
                          look.colourClass + " strong");
        if (p.baseRate)
            plot.tick({p.baseRate->value, y}, 7, "base", "right among all traces: " + shown(p.baseRate, Unit::Percent));
        plot.marker(
            {p.wouldBeRight->value, y}, look.marker, 4, look.colourClass,
            p.policy + ": " + shown(p.wouldBeRight, Unit::Percent) + " of " + plural(p.knownFates, "pruned trace"));
        plot.text({x.high, y}, 6, 3.4, "start", "tk", percent(p.wouldBeRight->value));
    }
    return plot.svg();
}

}  // namespace

void addPruneFigures(Page& page) {
    if (page.stats.prunes.empty()) {
        page.paragraph("No trace was pruned in any of the settings.");
        return;
    }
    double mostShare = 0;
    int pruned = 0;
    int known = 0;
    for (const PruneStatistics& p : page.stats.prunes) {
        pruned += p.pruned;
        known += p.knownFates;
        for (int bin : p.histogram) mostShare = std::max(mostShare, bin / static_cast<double>(p.pruned));
    }
    std::vector<std::string> panels;
    const std::vector<std::string> pruning = pruningPolicies(page);
    for (const std::string& policy : pruning) {  // a row each
        for (double share : page.memory) {
            const PruneStatistics* p = findPrunes(page, policy, share);
            panels.push_back(p ? prunePanel(page, *p, mostShare)
                               : "<p class=\"none\">" + escaped(policy) + ", " + memoryName(share) +
                                     ": none pruned</p>");
        }
    }
    page.figure("", panels, static_cast<int>(page.memory.size()),
                "How many tokens traces had written when they were pruned, in percent of each panel's prunes, over all "
                "n and seeds (the last bar also holds longer ones, dashes mark the median); " +
                    plural(pruned, "pruned trace") + ".");

    double most = 0.1;
    std::set<double> shares;
    for (const PruneStatistics& p : page.stats.prunes) {
        if (!p.wouldBeRight) continue;
        shares.insert(p.memory);
        most = std::max(most, p.wouldBeRight->interval ? p.wouldBeRight->interval->high : p.wouldBeRight->value);
        if (p.baseRate) most = std::max(most, p.baseRate->value);
    }
    std::vector<std::string> fates;
    const Axis x = tightAxis("would have ended right (%)", 0, std::min(1.0, most), showPercent);
    for (double share : shares) fates.push_back(fatePanel(page, pruning, share, x));
    if (fates.empty())
        page.paragraph(
            "What the pruned traces would have become is not known: no unpruned run began with the same text.");
    page.figure("", fates, std::min<int>(3, static_cast<int>(fates.size())),
                "How many pruned traces would have ended right had they been left alone (marker, 95 % interval by "
                "problem), beside the share of right traces among all traces of the same unpruned runs (upright mark); "
                "a policy that prunes well stays left of its mark; " +
                    plural(known, "pruned trace") + " whose end is known.");
}

}  // namespace app
