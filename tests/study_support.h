// Records of a study made by hand or drawn from a fixed generator, for the tests of app/study.
#pragma once

#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "app/run/policy_table.h"
#include "app/study/statistics/study_record.h"

namespace study_support {

using namespace app;

inline bool near(double a, double b, double within = 1e-9) {
    return std::abs(a - b) < within;
}

inline StudyRecord record(const std::string& policy, int n, double memory, std::uint64_t seed, int problem,
                          bool correct) {
    StudyRecord r;
    r.cell = {policy, n, memory, seed, false};
    r.problem = problem;
    r.family = problem % 2 == 0 ? "even" : "odd";
    r.correct = correct;
    r.answer = "42";
    r.generated = 1000;
    r.traces.resize(static_cast<std::size_t>(n));
    for (StudyTrace& trace : r.traces) trace = {"finished", 1000 / n, correct, {}, {}, {}, {}};
    return r;
}

inline StudyRecord timed(StudyRecord r, double latency, double waited, double alive) {
    r.cell.alone = true;
    r.latencyS = latency;
    r.waitedS = waited;
    r.aliveS = alive;
    return r;
}

inline StudyTrace scored(bool right, std::vector<float> scores, int tokens = 100) {
    StudyTrace trace{"finished", tokens, right, std::move(scores), {}, {}, {}};
    for (std::size_t i = 0; i < trace.scores.size(); ++i) {
        trace.stepEnds.push_back(static_cast<int>((i + 1) * static_cast<std::size_t>(tokens) / trace.scores.size()));
    }
    return trace;
}

inline StudySetup setupOf(std::vector<std::string> policies) {
    StudySetup setup;
    setup.model = "model";
    setup.device = "device";
    setup.policies = std::move(policies);
    setup.traces = {4};
    setup.memory = {1};
    setup.seeds = {1};
    return setup;
}

/// Eight policies, three n, three memories, three seeds; prunes, scores and times as a study has them.
inline std::vector<StudyRecord> wholeStudy(const std::vector<std::string>& policies, int problems) {
    std::mt19937 draw(7);
    const auto chance = [&](double p) { return static_cast<double>(draw() % 1000) < 1000 * p; };
    const auto share = [&] { return static_cast<double>(draw() % 1000) / 1000; };
    std::vector<StudyRecord> out;
    for (const std::string& policy : policies) {
        const bool lone = policy == "cot";
        for (int n : lone ? std::vector{1} : std::vector{4, 8, 16}) {
            for (double memory : lone ? std::vector{1.0} : std::vector{0.25, 0.5, 1.0}) {
                for (std::uint64_t seed : {1U, 2U, 3U}) {
                    for (int problem = 0; problem < problems; ++problem) {
                        StudyRecord r = record(policy, n, memory, seed, problem, chance(policy == "step" ? 0.8 : 0.6));
                        for (StudyTrace& trace : r.traces) {
                            trace.tokens = 50 + static_cast<int>(400 * share());
                            trace.right = chance(0.5);
                            if (policy != "sc" && memory < 1 && chance(0.4)) {
                                trace = {"pruned", trace.tokens / 2, {}, {}, {}, {}, chance(0.3)};
                                ++r.pruned;
                            } else if (policy == "sc" && memory == 1) {
                                const double lift = *trace.right ? 0.4 : 0.1;
                                for (int step = 1; step <= 12; ++step) {
                                    trace.scores.push_back(static_cast<float>(lift + 0.5 * share()));
                                    trace.stepEnds.push_back(step * trace.tokens / 12);
                                }
                                for (int i = 0; i < 10; ++i)
                                    trace.logProbability.push_back(static_cast<float>(-share()));
                            }
                        }
                        out.push_back(r);
                        if (problem % 2 == 0) out.push_back(timed(r, 1 + n * share(), share(), 2 + share()));
                    }
                }
            }
        }
    }
    return out;
}

inline const std::vector<std::string> kPolicies = [] {
    std::vector<std::string> out;
    for (const PolicyRow& row : policyRows()) out.emplace_back(row.name);
    return out;
}();

inline StudySetup wholeSetup() {
    StudySetup setup = setupOf(kPolicies);
    setup.programVersion = "0.2.0";
    setup.startedAt = "2026-11-25T20:14:03Z";
    setup.parameters = 4'022'468'096;
    setup.backend = "cuda";
    setup.scorer = "scorer.safetensors";
    setup.problemsFile = "set.jsonl";
    setup.problems = 12;
    setup.aloneProblems = 6;
    setup.temperature = 0.6;
    setup.topP = 0.95;
    setup.traces = {4, 8, 16};
    setup.memory = {0.25, 0.5, 1};
    setup.seeds = {1, 2, 3};
    return setup;
}

}  // namespace study_support
