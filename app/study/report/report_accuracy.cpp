// Accuracy against latency, both against memory, and STEP minus every other policy.
#include <algorithm>

#include "app/study/report/report_page.h"

namespace app {
namespace {

using Field = std::optional<Estimate> SettingStatistics::*;

struct Range {
    double low = 1e300;
    double high = -1e300;
    bool empty() const { return low > high; }
    void add(double value) {
        low = std::min(low, value);
        high = std::max(high, value);
    }
    void add(const Estimate& e) {
        add(e.value);
        if (!e.interval) return;
        add(e.interval->low);
        add(e.interval->high);
    }
};

Range rangeOf(const Page& page, Field field) {
    Range range;
    for (const SettingStatistics& s : page.stats.settings) {
        if (s.*field) range.add(*(s.*field));
    }
    return range;
}

Axis accuracyAxis(const Page& page) {
    const Range range = rangeOf(page, &SettingStatistics::accuracy);
    return range.empty() ? linearAxis("accuracy (%)", 0, 1, showPercent)
                         : tightAxis("accuracy (%)", range.low, range.high, showPercent, 8);
}

/// Times and tokens span decades once one trace stands beside 64.
Axis costAxis(const Range& range, const std::string& label) {
    if (range.empty()) return linearAxis(label, 0, 1, plainNumber);
    const bool wide = range.low > 0 && range.high / range.low > 6;
    return wide ? logAxis(label, range.low, range.high, plainNumber) : tightAxis(label, 0, range.high, plainNumber);
}

std::string tipOf(const SettingStatistics& s, Field cost, Unit unit) {
    return s.setting.policy + ", " +
           (s.setting.traces == 1 ? "one trace" : settingName(s.setting.traces, s.setting.memory)) + ": accuracy " +
           shown(s.accuracy, Unit::Percent) + "; " + shown(s.*cost, unit) + (unit == Unit::Count ? " tokens" : "");
}

/// Settings of a policy at a memory, by n; a policy of one trace stands in every panel.
std::vector<const SettingStatistics*> byTraces(const Page& page, const std::string& policy, double share) {
    std::vector<const SettingStatistics*> out;
    for (int n : page.traces) {
        const SettingStatistics* s = page.find(policy, n, share);
        if (s && (out.empty() || out.back() != s)) out.push_back(s);
    }
    return out;
}

std::string costPanel(const Page& page, double share, Field cost, Unit unit, const Axis& x, const Axis& y) {
    Plot plot({.width = 350, .height = 330}, x, y, memoryName(share),
              "Accuracy against " + x.label + " for every policy, " + memoryName(share));
    for (const std::string& policy : page.stepLast()) {
        const Look& look = page.looks.of(policy);
        std::vector<Point> line;
        std::vector<const SettingStatistics*> ends;
        for (const SettingStatistics* s : byTraces(page, policy, share)) {
            if (!s->accuracy || !(s->*cost)) continue;
            const Point at{(s->*cost)->value, s->accuracy->value};
            line.push_back(at);
            ends.push_back(s);
            if (s->accuracy->interval)
                plot.whiskerY(at.x, s->accuracy->interval->low, s->accuracy->interval->high, look.colourClass);
            if ((s->*cost)->interval)
                plot.whiskerX(at.y, (s->*cost)->interval->low, (s->*cost)->interval->high, look.colourClass);
            plot.marker(at, look.marker, 4, look.colourClass, tipOf(*s, cost, unit));
        }
        plot.line(line, look.colourClass + (policy == "step" ? " own" : ""));
        const auto name = [&](const SettingStatistics* s) {
            return s->setting.traces == 1 ? policy : std::to_string(s->setting.traces);
        };
        if (!line.empty()) plot.label(line.back(), look.colourClass, name(ends.back()));
        if (line.size() > 1) plot.label(line.front(), look.colourClass, name(ends.front()));
    }
    return plot.svg();
}

void addCostFigure(Page& page) {
    const bool times = page.hasTimes();
    const Field cost = times ? &SettingStatistics::latencyS : &SettingStatistics::tokens;
    const Axis x = costAxis(rangeOf(page, cost), times ? "seconds per problem" : "generated tokens per problem");
    const Axis y = accuracyAxis(page);
    std::vector<std::string> panels;
    for (double share : page.memory)
        panels.push_back(costPanel(page, share, cost, times ? Unit::Seconds : Unit::Count, x, y));
    page.figure(
        page.looks.legend(page.policies), panels, std::min<int>(3, static_cast<int>(panels.size())),
        std::string("Accuracy against ") + (times ? "latency" : "tokens, because no problem ran alone for its time") +
            ", a line for each policy through its n (small numbers at its ends), whiskers are 95 % intervals by "
            "problem; accuracy rests on " +
            restsOn(page) + (times ? ", times on the " + timedProblems(page) + " that " + hadAlone(page) + "." : "."));
}

/// One quantity at the largest n against memory; policies stand side by side at each memory.
std::string memoryPanel(const Page& page, Field field, const Axis& y, Unit unit) {
    std::vector<std::string> names;
    for (double share : page.memory) names.push_back(memoryPercent(share));
    Axis x =
        namedAxis(page.setup.memoryAxis == MemoryAxis::Utilization ? "memory utilization"
                                                                   : "KV memory, of what n traces need at their peak",
                  names, false);
    Plot plot({.width = 520, .height = 290, .right = 100}, x, y, "n " + std::to_string(page.largestN()),
              y.label + " against memory for every policy at n " + std::to_string(page.largestN()));
    const double middle = static_cast<double>(page.policies.size() - 1) / 2;
    const std::vector<std::string> policies = page.stepLast();
    for (std::size_t p = 0; p < policies.size(); ++p) {
        const Look& look = page.looks.of(policies[p]);
        std::vector<Point> line;
        for (std::size_t m = 0; m < page.memory.size(); ++m) {
            const SettingStatistics* s = page.find(policies[p], page.largestN(), page.memory[m]);
            if (!s || !(s->*field)) continue;
            const Estimate& e = *(s->*field);
            const Point at{static_cast<double>(m) + 0.055 * (static_cast<double>(p) - middle), e.value};
            line.push_back(at);
            if (e.interval) plot.whiskerY(at.x, e.interval->low, e.interval->high, look.colourClass);
            plot.marker(at, look.marker, 3.8, look.colourClass,
                        policies[p] + ", " + memoryName(page.memory[m]) + ": " + shown(e, unit));
        }
        plot.line(line, look.colourClass + (policies[p] == "step" ? " own" : ""));
        if (!line.empty()) plot.endLabel(line.back(), look.colourClass, policies[p]);
    }
    return plot.svg();
}

void addMemoryFigure(Page& page) {
    if (page.memory.size() < 2) return;
    std::vector<std::string> panels{memoryPanel(page, &SettingStatistics::accuracy, accuracyAxis(page), Unit::Percent)};
    Range range;
    for (const SettingStatistics& s : page.stats.settings) {
        if (s.latencyS && (s.setting.traces == page.largestN() || s.setting.traces == 1)) range.add(*s.latencyS);
    }
    if (!range.empty()) {
        panels.push_back(
            memoryPanel(page, &SettingStatistics::latencyS, costAxis(range, "seconds per problem"), Unit::Seconds));
    }
    page.figure("", panels, 2,
                std::string(panels.size() > 1 ? "Accuracy and latency" : "Accuracy") + " at n " +
                    std::to_string(page.largestN()) + " as KV memory grows, with 95 % intervals by problem; " +
                    restsOn(page) + ".");
}

void addDifferenceFigure(Page& page) {
    std::vector<std::string> others;
    for (const std::string& policy : page.policies) {
        if (policy != "step") others.push_back(policy);
    }
    Range range;
    range.add(0);
    for (const PairedDifference& d : page.stats.differences) {
        if (d.policy == "step" && d.traces == page.largestN() && d.accuracyPoints) range.add(*d.accuracyPoints);
    }
    std::vector<std::string> panels;
    const Axis x = tightAxis(
        "percentage points", range.low, range.high, [](double v) { return (v > 0 ? "+" : "") + plainNumber(v); }, 6);
    for (double share : page.memory) {
        const double height = 66 + 20.0 * static_cast<double>(others.size());
        Plot plot({.width = 350, .height = height, .left = 78}, x, namedAxis("step minus", others, true),
                  memoryName(share),
                  "Accuracy of step minus that of every other policy, " + settingName(page.largestN(), share));
        plot.ruleX(0, "zero");
        bool any = false;
        for (std::size_t i = 0; i < others.size(); ++i) {
            const PairedDifference* d = findDifference(page.stats, "step", others[i], page.largestN(), share);
            if (!d || !d->accuracyPoints) continue;
            any = true;
            const Look& look = page.looks.of(others[i]);
            const double y = static_cast<double>(i);
            if (d->accuracyPoints->interval)
                plot.whiskerX(y, d->accuracyPoints->interval->low, d->accuracyPoints->interval->high,
                              look.colourClass + " strong");
            plot.marker({d->accuracyPoints->value, y}, look.marker, 4, look.colourClass,
                        "step minus " + others[i] + ": " + shown(d->accuracyPoints, Unit::Points) + " points");
        }
        if (any) panels.push_back(plot.svg());
    }
    page.figure("", panels, std::min<int>(3, static_cast<int>(panels.size())),
                "Accuracy of step minus each policy on the same problems and seeds at n " +
                    std::to_string(page.largestN()) +
                    " (right of the line: step is better), with 95 % intervals by problem; " + restsOn(page) + ".");
}

}  // namespace

void addAccuracyFigures(Page& page) {
    addCostFigure(page);
    addMemoryFigure(page);
    addDifferenceFigure(page);
}

void addTimeFigures(Page& page) {
    const int n = page.largestN();
    double most = 0;
    int timed = 0;
    for (const SettingStatistics& s : page.stats.settings) {
        if (!s.waitedS || !s.decodedS || (s.setting.traces != n && s.setting.traces != 1)) continue;
        most = std::max(most, s.waitedS->value + s.decodedS->value);
        timed = std::max(timed, s.waitedS->problems);
    }
    if (timed == 0) {
        page.paragraph(!knowsWaiting(page.setup)
                           ? "A server does not say how long traces waited in it."
                           : "No problem had the device to itself, so there are no waiting times.");
        return;
    }
    std::vector<std::string> panels;
    const Axis x = tightAxis("seconds per trace", 0, most, plainNumber, 4);
    for (double share : page.memory) {
        Plot plot(
            {.width = 350, .height = 62 + 23.0 * static_cast<double>(page.policies.size()), .left = 78, .right = 40}, x,
            namedAxis("", page.policies, true), memoryName(share),
            "Seconds that a trace waited and decoded, by policy, " + settingName(n, share));
        bool any = false;
        for (std::size_t i = 0; i < page.policies.size(); ++i) {
            const SettingStatistics* s = page.find(page.policies[i], n, share);
            if (!s || !s->waitedS || !s->decodedS) continue;
            any = true;
            const double y = static_cast<double>(i);
            const double waited = s->waitedS->value;
            const double all = waited + s->decodedS->value;
            const std::string tip = page.policies[i] + ": waiting " + shown(s->waitedS, Unit::Seconds) + ", decoding " +
                                    shown(s->decodedS, Unit::Seconds);
            plot.bar(0, waited, y, 13, "wait", tip);
            plot.bar(waited, all, y, 13, "br " + page.looks.of(page.policies[i]).colourClass, tip);
            plot.text({all, y}, 5, 3.4, "start", "tk", waited > 0.0005 * all ? percent(waited / all) : "0 %");
        }
        if (any) panels.push_back(plot.svg());
    }
    page.figure(
        "<div class=\"legend\"><span><svg viewBox=\"0 0 14 14\" aria-hidden=\"true\"><rect class=\"wait\" width=\"14\" "
        "height=\"14\"/></svg>waiting for memory</span><span><svg viewBox=\"0 0 14 14\" aria-hidden=\"true\"><rect "
        "class=\"br " +
            std::string(kNeutralClass) +
            "\" width=\"14\" height=\"14\"/></svg>decoding (in the policy's colour)</span></div>",
        panels, std::min<int>(3, static_cast<int>(panels.size())),
        "How long a trace waits for memory and how long it decodes at n " + std::to_string(n) +
            ", means per trace, with the waiting share at the end of each bar; " + plural(timed, "problem") + " that " +
            hadAlone(page) + ".");
}

}  // namespace app
