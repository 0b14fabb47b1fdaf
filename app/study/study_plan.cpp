#include "app/study/study_plan.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/run/number_text.h"
#include "app/run/policy_table.h"
#include "app/run/reference_run.h"
#include "app/run/resources.h"
#include "app/run/utc_now.h"
#include "app/study/fingerprint.h"
#include "engine/files/json_text.h"
#include "engine/files/sha256.h"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxSetupBytes = 16 << 20;
constexpr const char* kServerBackend = "server";
constexpr const char* kServerNote =
    "The model ran on a server, which others may have used at the same time. Only policies that prune were held to "
    "less memory than the server has; under the others it made traces wait, and does not say how long.";

template <typename T>
void unite(std::vector<T>& into, const std::vector<T>& more) {
    for (const T& value : more) {
        if (std::find(into.begin(), into.end(), value) == into.end()) into.push_back(value);
    }
}

std::string numberText(double value) {
    return shortText(value);
}

/// The parameters of the policies that have some, a sentence each.
std::vector<std::string> notesOf(const StudyPlan& plan) {
    const RunOptions& o = plan.options;
    const auto any = [&](auto belongs) { return std::any_of(plan.policies.begin(), plan.policies.end(), belongs); };
    std::vector<std::string> notes;
    if (any([](const EvalPolicy& p) { return policyRow(p.policy).watchesConfidence; })) {
        notes.push_back("DeepConf: a window of " + std::to_string(o.deepconf.window) + " tokens, a warm-up of " +
                        (plan.fixedWarmup ? std::to_string(o.deepconf.warmup) + " traces"
                                          : std::string("a quarter of n, at least 4 traces")) +
                        ".");
    }
    if (any([](const EvalPolicy& p) { return policyRow(p.policy).comparesThoughts; })) {
        notes.push_back("Slim-SC, hidden-state similarity: above " + numberText(o.slim.similarity) +
                        ", thoughts of at least " + std::to_string(o.slim.minTokens) + " tokens, from " +
                        numberText(100 * o.slim.delay) + " % of the longest trace on.");
    }
    if (any([](const EvalPolicy& p) { return policyRow(p.policy).refills; })) {
        notes.push_back("STEP with refill: every " + std::to_string(o.refill.rounds) + " passes, parents of at least " +
                        std::to_string(o.refill.minTokens) + " tokens of their own.");
    }
    if (o.consensusProbe || any([](const EvalPolicy& p) { return p.consensusProbe; })) {
        notes.push_back(std::string("Consensus probe, ") +
                        (o.probe.setting == ProbeSetting::Published ? "Parallel-Probe's rules" : "our rules") +
                        ": every " + std::to_string(o.probe.everyPasses) + " passes, a warm-up of " +
                        std::to_string(o.probe.warmupRounds) + " rounds, a stop after " +
                        std::to_string(o.probe.stableRounds) + " rounds with one majority, a trace goes after " +
                        std::to_string(o.probe.disagreeRounds) + " against it; its tokens count.");
    }
    return notes;
}

/// The options of one kind of run, without what its cells say.
nlohmann::json runOptions(const StudyPlan& plan, const RunOptions& options) {
    nlohmann::json all = resultOptions(options);
    all.erase("n");
    all.erase("seed");
    if (plan.memoryAxis == MemoryAxis::Utilization) all.erase("memory_utilization");
    if (plan.memoryAxis == MemoryAxis::PeakShare) all.erase("kv_cache_mib");
    all.erase("server_kv_tokens");
    all.erase("server_model");  // "model" says it, also where the server has no other
    if (!plan.fixedWarmup && all.contains("warmup")) all["warmup"] = "a quarter of n";
    return all;
}

/// Options that end every run early do not end the unpruned ones. Self-consistency that they end is another policy
/// then, named as if it had been asked for by name.
void nameStoppedReference(StudyPlan& plan) {
    const std::string plain = nameOf(kReferencePolicy);
    std::string name = plain;
    if (plan.options.voteLock) name += "+lock";
    if (plan.options.betaStop) name += "+beta";
    if (plan.options.consensusProbe) name += "+probe";
    if (name == plain) return;
    const bool isThere = std::ranges::find(plan.policies, name, &EvalPolicy::name) != plan.policies.end();
    for (EvalPolicy& policy : plan.policies) {
        if (policy.name == plain) policy = parsePolicies(name).front();
    }
    if (isThere)
        std::erase_if(plan.policies, [&, seen = false](const EvalPolicy& policy) mutable {
            return policy.name == name && std::exchange(seen, true);
        });
}

}  // namespace

std::vector<std::string> fitToHost(StudyPlan& plan, const RunHost& host, const AskedFor& asked) {
    std::vector<std::string> lines = leaveOutImpossible(plan.policies, plan.options, host, asked.policies);
    const bool anyIsLimited =
        std::ranges::any_of(plan.policies, [&](const EvalPolicy& policy) { return host.limitsMemory(policy.policy); });
    const bool anyIsLess = std::ranges::any_of(plan.memory, [](double share) { return share < 1; });
    if (anyIsLimited || !anyIsLess || plan.policies.empty()) return lines;
    if (asked.memory)
        throw UsageError(
            "--memory: on a server it is for policies that prune when memory is full, and none of these "
            "does; leave it out");
    plan.memory = {1.0};
    return lines;
}

std::vector<UnusableProblem> completeStudyPlan(StudyPlan& plan, const RunHost& host,
                                               const std::function<bool()>& isStopped) {
    plan.options.pace = 0;
    nameStoppedReference(plan);
    if (plan.traces.empty()) plan.traces = {plan.options.traces};
    if (plan.seeds.empty()) plan.seeds = {plan.options.sampling.seed};
    std::vector<UnusableProblem> unusable = host.takeUnusable(plan.options, plan.problems, isStopped);
    plan.unusableProblems = static_cast<int>(unusable.size());
    if (plan.problems.empty() && !unusable.empty())
        throw UsageError(plan.problemsPath + ": no problem of it can run; " + unusable.front().reason);
    return unusable;
}

StudySetup studySetupOf(const RunHost& host, const StudyPlan& plan) {
    StudySetup setup;
    const RunOptions& o = plan.options;
    const HostInfo info = host.info();
    setup.programVersion = kProgramVersion;
    setup.startedAt = utcNow();
    setup.model = info.model;
    setup.parameters = info.parameters;
    setup.backend = info.backend;
    setup.device = info.device;
    setup.scorer = info.scorer;
    setup.scorerSha256 = info.scorerSha256;
    setup.problemsFile = fs::path(plan.problemsPath).filename().string();
    setup.problemsSha256 = engine::sha256HexOfFile(plan.problemsPath);
    setup.problems = static_cast<int>(plan.problems.size());
    setup.skippedLines = plan.skippedLines;
    setup.unusableProblems = plan.unusableProblems;
    setup.aloneProblems = std::min(plan.aloneProblems, setup.problems);
    setup.parallel = plan.parallel;
    setup.temperature = o.sampling.temperature;
    setup.topP = o.sampling.topP;
    setup.topK = o.sampling.topK;
    setup.maxTokens = o.maxTokens;
    for (const EvalPolicy& policy : plan.policies) setup.policies.push_back(policy.name);
    const std::string reference = nameOf(kReferencePolicy);
    if (std::find(setup.policies.begin(), setup.policies.end(), reference) == setup.policies.end()) {
        setup.policies.insert(setup.policies.begin(), reference);  // its unpruned runs are there anyway
    }
    setup.notes = notesOf(plan);
    if (info.backend == kServerBackend) setup.notes.emplace_back(kServerNote);
    setup.traces = plan.traces;
    setup.memoryAxis = plan.memoryAxis;
    setup.memory = plan.memory;
    setup.seeds = plan.seeds;
    setup.fingerprint = studyFingerprint(host, plan);
    return setup;
}

std::string studyFingerprint(const RunHost& host, const StudyPlan& plan) {
    const RunOptions unpruned = referenceOptions(plan.options);
    nlohmann::json all = host.fingerprint(unpruned, plan.problems);
    all.erase("options");
    all["memory_axis"] = plan.memoryAxis == MemoryAxis::Utilization ? "utilization" : "peak_share";
    all["runs"]["unpruned"] = runOptions(plan, unpruned);
    for (const EvalPolicy& policy : plan.policies) {
        RunOptions options = plan.options;
        policy.applyTo(options);
        all["runs"][policy.name] = runOptions(plan, options);
    }
    return all.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

StudySetup joinedStudy(const StudySetup& before, const StudySetup& now, const fs::path& file) {
    if (before.fingerprint.empty()) {
        throw UsageError(file.string() +
                         ": field 'fingerprint' is missing: an earlier version began this study and did not say of "
                         "what its results are; "
                         "choose another folder (--report-only still reports it)");
    }
    const auto kept = nlohmann::json::parse(before.fingerprint);
    if (!kept.contains("runs") || !kept["runs"].is_object()) {
        throw UsageError(file.string() + ": field 'fingerprint.runs': expected an object; choose another folder");
    }
    auto asked = nlohmann::json::parse(now.fingerprint);
    // Policies that one of both lacks are no difference.
    nlohmann::json joined = kept;
    nlohmann::json common = kept;
    nlohmann::json& runs = asked["runs"];
    joined["runs"].update(runs);
    for (auto run = common["runs"].begin(); run != common["runs"].end();)
        run = runs.contains(run.key()) ? std::next(run) : common["runs"].erase(run);
    for (auto run = runs.begin(); run != runs.end();)
        run = common["runs"].contains(run.key()) ? std::next(run) : runs.erase(run);
    requireSameFingerprint(file, common, asked);
    StudySetup both = before;
    both.fingerprint = joined.dump();
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
    const fs::path file = folder / "study.json";
    if (!fs::exists(file)) throw UsageError(folder.string() + ": no study there (study.json is missing)");
    try {
        const std::string text = engine::readTextFile(file, kMaxSetupBytes);
        return studySetupFrom(engine::parseJson(text, file.string(), {.depth = 16}));
    } catch (const std::runtime_error& error) {
        const std::string what = error.what();
        throw UsageError((what.starts_with(file.string()) ? what : file.string() + ": " + what) +
                         "; choose another folder");
    }
}

}  // namespace app
