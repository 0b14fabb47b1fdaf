// Where prunes fall, and what the pruned traces would have become.
#include <algorithm>

#include "app/study/report_page.h"

namespace app {
namespace {

/// One policy at one memory.
std::string prunePanel(const Page& page, const PruneStatistics& p, double mostShare) {
    const double end = page.stats.pruneTokens;
    Plot plot({.width = 340, .height = 150, .left = 34, .bottom = 34}, linearAxis("tokens written", 0, end, show0, 4), linearAxis("%", 0, mostShare, showPercent, 2),
              p.policy + ", " + memoryName(p.memory), "Histogram of the tokens that traces had written when " + p.policy + " pruned them, " + memoryName(p.memory));
    const double width = end / kHistogramBins;
    const std::string& colour = page.looks.of(p.policy).colourClass;
    for (std::size_t b = 0; b < p.histogram.size(); ++b) {
        if (p.histogram[b] == 0) continue;
        const double from = width * static_cast<double>(b);
        plot.column(from, from + width, p.histogram[b] / static_cast<double>(p.pruned), "soft " + colour,
                    grouped(from) + " to " + grouped(from + width) + " tokens: " + plural(p.histogram[b], "trace"));
    }
    if (p.medianTokens) {
        plot.ruleX(*p.medianTokens);
        plot.text({*p.medianTokens, mostShare}, 5, 4, "start", "nt tk", "median " + grouped(*p.medianTokens));
    }
    return plot.svg();
}

std::string fatePanel(const Page& page, const std::vector<PruneStatistics>& rows, double share, const Axis& x) {
    std::vector<std::string> names;
    for (const PruneStatistics& p : rows) names.push_back(p.policy);
    Plot plot({.width = 350, .height = 64 + 22.0 * static_cast<double>(names.size()), .left = 84, .right = 40}, x, namedAxis("", names, true), memoryName(share),
              "Share of pruned traces that would have ended right, by policy, beside the base rate, " + memoryName(share));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const PruneStatistics& p = rows[i];
        const Look& look = page.looks.of(p.policy);
        const double y = static_cast<double>(i);
        if (p.wouldBeRight->interval) plot.whiskerX(y, p.wouldBeRight->interval->low, p.wouldBeRight->interval->high, look.colourClass + " strong");
        if (p.baseRate) plot.tick({p.baseRate->value, y}, 7, "base", "right among all traces: " + shown(p.baseRate, Unit::Percent));
        plot.marker({p.wouldBeRight->value, y}, look.marker, 4, look.colourClass,
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
    for (const PruneStatistics& p : page.stats.prunes) panels.push_back(prunePanel(page, p, mostShare));
    page.figure("", panels, 3, "How many tokens traces had written when they were pruned, in percent of each panel's prunes, over all n and seeds; " +
                                   plural(pruned, "pruned trace") + ".");

    double most = 0.1;
    std::vector<std::pair<double, std::vector<PruneStatistics>>> groups;
    for (double share : page.memory) {
        std::vector<PruneStatistics> rows;
        for (const PruneStatistics& p : page.stats.prunes) {
            if (p.memory != share || !p.wouldBeRight) continue;
            rows.push_back(p);
            most = std::max(most, p.wouldBeRight->interval ? p.wouldBeRight->interval->high : p.wouldBeRight->value);
            if (p.baseRate) most = std::max(most, p.baseRate->value);
        }
        if (!rows.empty()) groups.emplace_back(share, std::move(rows));
    }
    std::vector<std::string> fates;
    const Axis x = linearAxis("would have ended right (%)", 0, std::min(1.0, most), showPercent);
    for (const auto& [share, rows] : groups) fates.push_back(fatePanel(page, rows, share, x));
    if (fates.empty()) page.paragraph("What the pruned traces would have become is not known: no unpruned run began with the same text.");
    page.figure("", fates, std::min<int>(3, static_cast<int>(fates.size())),
                "How many pruned traces would have ended right had they been left alone (marker, 95 % interval by problem), beside the share of right traces among "
                "all traces of the same unpruned runs (upright mark); a policy that prunes well stays left of its mark; " + plural(known, "pruned trace") +
                    " whose end is known.");
}

}  // namespace app
