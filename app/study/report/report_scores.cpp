// What scores know: ranking over the share of a trace, scores over time, calibration, tokens of right and wrong traces.
#include <algorithm>

#include "app/study/report/report_page.h"

namespace app {
namespace {

std::vector<std::string> shares() {
    std::vector<std::string> out;
    for (int i = 1; i <= kStudyShares; ++i) out.push_back(std::to_string(10 * i));
    return out;
}

/// One curve over tenths of a trace, with its band and an end label.
void addCurve(Plot& plot, const std::vector<std::optional<Estimate>>& values, const Look& look, const std::string& name,
              bool dashed, Unit unit) {
    std::vector<Point> line;
    std::vector<BandPoint> band;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!values[i]) continue;
        const Point at{static_cast<double>(i), values[i]->value};
        line.push_back(at);
        if (values[i]->interval) band.push_back({at.x, values[i]->interval->low, values[i]->interval->high});
        plot.marker(at, look.marker, 3.6, look.colourClass,
                    name + ", " + std::to_string(10 * (i + 1)) + " %: " + shown(values[i], unit));
    }
    plot.band(band, look.colourClass);
    plot.line(line, look.colourClass, dashed);
    if (!line.empty()) plot.endLabel(line.back(), look.colourClass, name);
}

void widen(double& low, double& high, const std::vector<std::optional<Estimate>>& values) {
    for (const auto& e : values) {
        if (!e) continue;
        low = std::min(low, e->interval ? e->interval->low : e->value);
        high = std::max(high, e->interval ? e->interval->high : e->value);
    }
}

bool anyOf(const std::vector<std::optional<Estimate>>& values) {
    return std::any_of(values.begin(), values.end(), [](const auto& e) { return e.has_value(); });
}

std::string rankingPanel(const ScoreStatistics& s) {
    double low = 0.48;
    double high = 0.6;
    widen(low, high, s.scoreRanking);
    widen(low, high, s.logProbabilityRanking);
    const Axis y = tightAxis("right trace ranked above wrong (%)", low, std::min(high, 1.0), showPercent, 6);
    Plot plot({.width = 520, .height = 290, .right = 104}, namedAxis("first part of the trace (%)", shares(), false), y,
              "",
              "Share of pairs of a right and a wrong trace of one problem that are in the right order, by the part of "
              "the trace that is known");
    plot.ruleY(0.5);
    addCurve(plot, s.scoreRanking, {kRightClass, Marker::Circle}, "step scores", false, Unit::Percent);
    addCurve(plot, s.logProbabilityRanking, {kNeutralClass, Marker::Diamond}, "log-probability", true, Unit::Percent);
    plot.text({0, 0.5}, -14, -4, "start", "nt tk", "chance");
    return plot.svg();
}

std::string scoresPanel(const ScoreStatistics& s) {
    double low = 1;
    double high = 0;
    widen(low, high, s.rightScores);
    widen(low, high, s.wrongScores);
    const Axis y = tightAxis("mean step score", low, high, [](double v) { return fixed(v, 2); });
    Plot plot({.width = 520, .height = 290, .right = 104},
              namedAxis("position in the trace (%, by tokens)", shares(), false), y, "",
              "Mean step score of right and of wrong traces over the position in the trace");
    addCurve(plot, s.rightScores, {kRightClass, Marker::Circle}, "right traces", false, Unit::Share);
    addCurve(plot, s.wrongScores, {kWrongClass, Marker::Square}, "wrong traces", true, Unit::Share);
    return plot.svg();
}

std::string calibrationPanel(const ScoreStatistics& s) {
    const Axis x = linearAxis("mean trace score of the bin", 0, 1, [](double v) { return fixed(v, 1); });
    const Axis y = linearAxis("right traces (%)", 0, 1, showPercent);
    Plot plot({.width = 520, .height = 270}, x, y, "calibration", "Share of right traces against the trace score");
    plot.line(std::vector<Point>{{0, 0}, {1, 1}}, kNeutralClass, true);
    std::vector<Point> line;
    for (const CalibrationBin& bin : s.calibration) {
        if (!bin.meanScore || !bin.rightShare) continue;
        const Point at{*bin.meanScore, bin.rightShare->value};
        line.push_back(at);
        if (bin.rightShare->interval)
            plot.whiskerY(at.x, bin.rightShare->interval->low, bin.rightShare->interval->high, kRightClass);
        plot.marker(at, Marker::Circle, 4, kRightClass,
                    "score " + fixed(bin.low, 1) + " to " + fixed(bin.high, 1) + ": " +
                        shown(bin.rightShare, Unit::Percent) + " right of " + plural(bin.traces, "trace"));
    }
    plot.line(line, kRightClass);
    return plot.svg();
}

/// Traces a bin of trace score, under the calibration's axis.
std::string countsPanel(const ScoreStatistics& s) {
    int most = 1;
    for (const CalibrationBin& bin : s.calibration) most = std::max(most, bin.traces);
    const Axis x = linearAxis("trace score", 0, 1, [](double v) { return fixed(v, 1); });
    Plot plot({.width = 520, .height = 270}, x, linearAxis("traces", 0, most, show0),
              "how many traces have which score", "Number of traces by trace score");
    for (const CalibrationBin& bin : s.calibration) {
        if (bin.traces > 0)
            plot.column(bin.low, bin.high, bin.traces, "soft " + std::string(kRightClass),
                        fixed(bin.low, 1) + " to " + fixed(bin.high, 1) + ": " + plural(bin.traces, "trace"));
    }
    return plot.svg();
}

std::string tokensPanel(const TokenStatistics& t, double end, double mostShare, const std::string& name,
                        const std::string& colourClass) {
    Plot plot({.width = 520, .height = 220}, tightAxis("tokens", 0, end, show0),
              tightAxis("traces (%)", 0, mostShare, showPercent, 4), name + ", " + plural(t.traces, "trace"),
              "Histogram of the tokens of " + name);
    addTokenColumns(plot, t.histogram, end, t.traces, colourClass);
    if (t.median) {
        plot.ruleX(*t.median);
        plot.text({end, mostShare}, 0, 4, "end", "nt tk", "median " + grouped(*t.median) + " (dashed)");
    }
    return plot.svg();
}

std::string tokensText(const TokenStatistics& t) {
    return "mean " + brief(*t.mean) + ", 10th to 90th percentile " + brief(*t.tenth) + " to " + brief(*t.ninetieth);
}

}  // namespace

void addRankingFigures(Page& page) {
    const ScoreStatistics& s = page.stats.scores;
    std::vector<std::string> panels;
    if (anyOf(s.scoreRanking) || anyOf(s.logProbabilityRanking)) panels.push_back(rankingPanel(s));
    if (anyOf(s.rightScores) || anyOf(s.wrongScores)) panels.push_back(scoresPanel(s));
    if (panels.empty()) {
        page.paragraph(
            "No step scores were kept (they come from self-consistency at memory 100 % with a scorer), so there is no "
            "ranking to show.");
        return;
    }
    std::string aucs;
    if (s.stepAuc && s.traceAuc) {
        aucs = " Over all problems the area under the ROC curve is " + shown(s.stepAuc, Unit::Share) +
               " for steps and " + shown(s.traceAuc, Unit::Share) + " for whole traces.";
    }
    page.paragraph("From unpruned self-consistency runs at n " + std::to_string(s.traces) + ": " +
                   plural(s.rightTraces, "right trace") + ", " + plural(s.wrongTraces, "wrong one") + " and " +
                   grouped(s.unansweredTraces) + " without an answer, which are left out; " +
                   plural(s.steps, "scored step") + "." + aucs);
    page.figure("", panels, 2,
                "Left: how often a right trace ranks above a wrong one of its problem when only the first part of each "
                "is known, by the mean of its step scores and by its mean log-probability (" +
                    plural(s.mixedProblems, "problem") +
                    " with both kinds); right: the mean step score on the way through right and wrong traces; bands "
                    "are 95 % intervals by problem.");
    if (s.stepAuc || s.traceAuc) {
        page.figure("", {calibrationPanel(s), countsPanel(s)}, 2,
                    "How often traces of a score are right (grey dashes: score and share agree), with 95 % intervals "
                    "by problem, and how many traces have that score; " +
                        plural(s.rightTraces + s.wrongTraces, "trace") + " of " + plural(s.problems, "problem") + ".");
    }
}

void addTokenFigures(Page& page) {
    const ScoreStatistics& s = page.stats.scores;
    double most = 0;
    for (const TokenStatistics* t : {&s.right, &s.wrong}) {
        for (int bin : t->histogram) most = std::max(most, t->traces > 0 ? bin / static_cast<double>(t->traces) : 0);
    }
    std::vector<std::string> panels;
    std::string words;
    if (s.right.traces > 0) {
        panels.push_back(tokensPanel(s.right, s.histogramTokens, most, "right traces", kRightClass));
        words += "; right: " + tokensText(s.right);
    }
    if (s.wrong.traces > 0) {
        panels.push_back(tokensPanel(s.wrong, s.histogramTokens, most, "wrong traces", kWrongClass));
        words += "; wrong: " + tokensText(s.wrong);
    }
    page.figure("", panels, 2,
                "Length of right and of wrong traces in unpruned runs" + words +
                    " tokens; the last bar also holds longer ones.");
}

}  // namespace app
