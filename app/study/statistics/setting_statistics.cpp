// Means of settings, paired differences between them, and the same by family.
#include <algorithm>
#include <set>

#include "app/study/statistics/study_runs.h"

namespace app {
namespace {

double tokensOf(const StudyRecord& record) {
    return static_cast<double>(record.generated);
}

template <typename Add>
Tallies tally(const Runs& runs, Add add) {
    Tallies tallies;
    for (const auto& [key, record] : runs) add(tallies[key.first], *record);
    return tallies;
}

/// add(tally, a, b) for every problem and seed that both have.
template <typename Add>
Tallies tallyPairs(const Runs& a, const Runs& b, Add add) {
    Tallies tallies;
    for (const auto& [key, record] : a) {
        const auto other = b.find(key);
        if (other != b.end()) add(tallies[key.first], *record, *other->second);
    }
    return tallies;
}

std::optional<Interval> seedRange(const Runs& runs) {
    std::map<std::uint64_t, Tally> seeds;
    for (const auto& [key, record] : runs) seeds[key.second].add(record->correct ? 1 : 0);
    std::optional<Interval> range;
    for (const auto& [seed, tally] : seeds) {
        const double accuracy = tally.part / tally.whole;
        if (!range) range = Interval{accuracy, accuracy};
        range->low = std::min(range->low, accuracy);
        range->high = std::max(range->high, accuracy);
    }
    return range;
}

PairedDifference difference(const SettingRuns& a, const SettingRuns& b, int traces, double memory,
                            Bootstrap& bootstrap) {
    PairedDifference d{a.setting.policy, b.setting.policy, traces, memory, {}, {}, {}};
    d.accuracyPoints = bootstrap.ratio(tallyPairs(a.counted, b.counted,
                                                  [](Tally& t, const StudyRecord& x, const StudyRecord& y) {
                                                      t.add((x.correct ? 1 : 0) - (y.correct ? 1 : 0));
                                                  }),
                                       100);
    d.tokenRatio =
        bootstrap.ratio(tallyPairs(a.counted, b.counted, [](Tally& t, const StudyRecord& x, const StudyRecord& y) {
            t.add(tokensOf(x), tokensOf(y));
        }));
    d.latencyRatio = bootstrap.ratio(tallyPairs(
        a.timed, b.timed, [](Tally& t, const StudyRecord& x, const StudyRecord& y) { t.add(x.latencyS, y.latencyS); }));
    return d;
}

/// All n and memory at which something with several traces ran; everything where nothing did.
std::vector<std::pair<int, double>> placesOf(std::span<const SettingRuns> all) {
    std::set<std::pair<int, double>> several, any;
    for (const SettingRuns& runs : all) {
        any.emplace(runs.setting.traces, runs.setting.memory);
        if (runs.setting.traces > 1) several.emplace(runs.setting.traces, runs.setting.memory);
    }
    const auto& used = several.empty() ? any : several;
    return {used.begin(), used.end()};
}

}  // namespace

SettingStatistics settingStatistics(const SettingRuns& runs, Bootstrap& bootstrap) {
    SettingStatistics s;
    s.setting = runs.setting;
    std::set<int> problems;
    std::set<std::uint64_t> seeds;
    for (const auto& [key, record] : runs.counted) {
        problems.insert(key.first);
        seeds.insert(key.second);
    }
    s.problems = static_cast<int>(problems.size());
    s.seeds = static_cast<int>(seeds.size());
    s.runs = static_cast<int>(runs.counted.size());
    s.timedRuns = static_cast<int>(runs.timed.size());
    s.seedAccuracy = seedRange(runs.counted);

    const auto mean = [&](const Runs& of, auto value) {
        return bootstrap.ratio(tally(of, [&](Tally& t, const StudyRecord& r) { t.add(value(r)); }));
    };
    s.accuracy = mean(runs.counted, [](const StudyRecord& r) { return r.correct ? 1.0 : 0.0; });
    s.tokens = mean(runs.counted, tokensOf);
    s.recomputed = mean(runs.counted, [](const StudyRecord& r) { return static_cast<double>(r.recomputed); });
    s.probe = mean(runs.counted, [](const StudyRecord& r) { return static_cast<double>(r.probe); });
    s.pruned = mean(runs.counted, [](const StudyRecord& r) { return static_cast<double>(r.pruned); });
    s.latencyS = mean(runs.timed, [](const StudyRecord& r) { return r.latencyS; });

    const auto traces = [](const StudyRecord& r) { return static_cast<double>(r.traces.size()); };
    s.waitShare =
        bootstrap.ratio(tally(runs.timed, [](Tally& t, const StudyRecord& r) { t.add(r.waitedS, r.aliveS); }));
    s.waitedS =
        bootstrap.ratio(tally(runs.timed, [&](Tally& t, const StudyRecord& r) { t.add(r.waitedS, traces(r)); }));
    s.decodedS = bootstrap.ratio(tally(
        runs.timed, [&](Tally& t, const StudyRecord& r) { t.add(std::max(0.0, r.aliveS - r.waitedS), traces(r)); }));
    return s;
}

std::vector<PairedDifference> pairedDifferences(const StudySetup& setup, std::span<const SettingRuns> all,
                                                Bootstrap& bootstrap) {
    std::vector<std::string> policies = setup.policies;
    for (const SettingRuns& runs : all) {
        if (std::find(policies.begin(), policies.end(), runs.setting.policy) == policies.end())
            policies.push_back(runs.setting.policy);
    }
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const std::string& policy : policies) {
        if (policy != "sc") pairs.emplace_back(policy, "sc");
    }
    for (const std::string& policy : policies) {
        if (policy != "sc" && policy != "step") pairs.emplace_back("step", policy);
    }
    const auto places = placesOf(all);
    std::vector<PairedDifference> out;
    for (const auto& [policy, against] : pairs) {
        for (const auto& [traces, memory] : places) {
            const SettingRuns* a = findRuns(all, {policy, traces, memory});
            const SettingRuns* b = findRuns(all, {against, traces, memory});
            if (a && b) out.push_back(difference(*a, *b, traces, memory, bootstrap));
        }
    }
    return out;
}

std::vector<FamilyDifference> familyDifferences(std::span<const SettingRuns> all, Bootstrap& bootstrap) {
    struct Sums {
        Tallies points;
        Tally step, sc;
    };
    std::map<std::string, Sums> families;
    for (const SettingRuns& runs : all) {
        if (runs.setting.policy != "step") continue;
        const SettingRuns* other = findRuns(all, {"sc", runs.setting.traces, runs.setting.memory});
        if (!other) continue;
        tallyPairs(runs.counted, other->counted, [&](Tally&, const StudyRecord& step, const StudyRecord& sc) {
            if (step.family.empty()) return;
            Sums& sums = families[step.family];
            sums.points[step.problem].add((step.correct ? 1 : 0) - (sc.correct ? 1 : 0));
            sums.step.add(step.correct ? 1 : 0);
            sums.sc.add(sc.correct ? 1 : 0);
        });
    }
    std::vector<FamilyDifference> out;
    for (const auto& [family, sums] : families) {
        out.push_back({family, static_cast<int>(sums.points.size()), sums.step.part / sums.step.whole,
                       sums.sc.part / sums.sc.whole, bootstrap.ratio(sums.points, 100)});
    }
    return out;
}

}  // namespace app
