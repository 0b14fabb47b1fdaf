#include "app/study/study_plan.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "app/resources.h"
#include "app/utc_now.h"
#include "engine/sha256.h"

namespace app {
namespace {

namespace fs = std::filesystem;

template <typename T>
void unite(std::vector<T>& into, const std::vector<T>& more) {
    for (const T& value : more) {
        if (std::find(into.begin(), into.end(), value) == into.end()) into.push_back(value);
    }
}

std::string numberText(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%g", value);
    return text;
}

/// The parameters of the policies that have some, a sentence each.
std::vector<std::string> notesOf(const StudyPlan& plan) {
    const RunOptions& o = plan.options;
    const auto any = [&](auto belongs) { return std::any_of(plan.policies.begin(), plan.policies.end(), belongs); };
    std::vector<std::string> notes;
    if (any([](const EvalPolicy& p) { return scorer::isDeepConf(p.policy); })) {
        notes.push_back("DeepConf: a window of " + std::to_string(o.deepconf.window) + " tokens, a warm-up of " +
                        (plan.fixedWarmup ? std::to_string(o.deepconf.warmup) + " traces" : std::string("a quarter of n, at least 4 traces")) + ".");
    }
    if (any([](const EvalPolicy& p) { return p.policy == PolicyKind::SlimSc; })) {
        notes.push_back("Slim-SC, hidden-state similarity: above " + numberText(o.slim.similarity) + ", thoughts of at least " +
                        std::to_string(o.slim.minTokens) + " tokens, from " + numberText(100 * o.slim.delay) + " % of the longest trace on.");
    }
    if (any([](const EvalPolicy& p) { return p.policy == PolicyKind::StepRefill; })) {
        notes.push_back("STEP with refill: every " + std::to_string(o.refill.rounds) + " passes, parents of at least " +
                        std::to_string(o.refill.minTokens) + " tokens of their own.");
    }
    if (any([](const EvalPolicy& p) { return p.consensusProbe; })) {
        notes.push_back("Consensus probe: every " + std::to_string(o.probe.everyPasses) + " passes, a warm-up of " + std::to_string(o.probe.warmupRounds) +
                        " rounds, a stop after " + std::to_string(o.probe.stableRounds) + " rounds with one majority, a trace goes after " +
                        std::to_string(o.probe.disagreeRounds) + " against it; its tokens count.");
    }
    return notes;
}

/// The field in which two studies differ; empty where one can go on in the other's folder.
std::string differenceOf(const StudySetup& a, const StudySetup& b) {
    if (a.model != b.model || a.parameters != b.parameters) return "model";
    if (a.scorerSha256 != b.scorerSha256) return "scorer";
    if (a.problemsSha256 != b.problemsSha256 || a.problems != b.problems) return "problems";
    if (a.backend != b.backend) return "backend";
    if (a.temperature != b.temperature || a.topP != b.topP || a.topK != b.topK || a.maxTokens != b.maxTokens) return "sampling";
    return {};
}

}  // namespace

StudySetup studySetupOf(const ModelSession& session, const StudyPlan& plan) {
    StudySetup setup;
    const RunOptions& o = plan.options;
    const kernels::DeviceInfo device = session.device();
    setup.programVersion = kProgramVersion;
    setup.startedAt = utcNow();
    setup.model = session.info().name;
    setup.parameters = session.info().parameters;
    setup.backend = device.backend;
    setup.device = device.name;
    if (session.scorer()) {
        setup.scorer = session.scorer()->name;
        setup.scorerSha256 = session.scorer()->sha256;
    }
    setup.problemsFile = fs::path(plan.problemsPath).filename().string();
    setup.problemsSha256 = engine::sha256HexOfFile(plan.problemsPath);
    setup.problems = static_cast<int>(plan.problems.size());
    setup.skippedLines = plan.skippedLines;
    setup.aloneProblems = std::min(plan.aloneProblems, setup.problems);
    setup.parallel = plan.parallel;
    setup.temperature = o.sampling.temperature;
    setup.topP = o.sampling.topP;
    setup.topK = o.sampling.topK;
    setup.maxTokens = o.maxTokens;
    for (const EvalPolicy& policy : plan.policies) setup.policies.push_back(policy.name);
    if (std::find(setup.policies.begin(), setup.policies.end(), kReferencePolicy) == setup.policies.end()) {
        setup.policies.insert(setup.policies.begin(), kReferencePolicy);  // its unpruned runs are there anyway
    }
    setup.notes = notesOf(plan);
    setup.traces = plan.traces;
    setup.memory = plan.memory;
    setup.seeds = plan.seeds;
    return setup;
}

StudySetup joinedStudy(const StudySetup& before, const StudySetup& now) {
    const std::string differs = differenceOf(before, now);
    if (!differs.empty()) throw UsageError("the folder holds a study with other " + differs + "; choose another folder");
    StudySetup both = before;
    unite(both.policies, now.policies);
    unite(both.traces, now.traces);
    unite(both.memory, now.memory);
    unite(both.seeds, now.seeds);
    unite(both.notes, now.notes);
    both.aloneProblems = std::max(both.aloneProblems, now.aloneProblems);
    both.parallel = now.parallel;
    return both;
}

StudySetup readStudySetup(const fs::path& folder) {
    std::ifstream file(folder / "study.json");
    if (!file) throw UsageError(folder.string() + ": no study there (study.json is missing)");
    try {
        return studySetupFrom(nlohmann::json::parse(file));
    } catch (const std::exception& error) {
        throw UsageError((folder / "study.json").string() + ": " + error.what());
    }
}

}  // namespace app
