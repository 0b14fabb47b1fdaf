#include "app/study/plan_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/run/event_json.h"
#include "app/run/policy_table.h"
#include "app/run/resources.h"
#include "app/run/usage_error.h"
#include "app/study/result_files.h"
#include "engine/files/json_text.h"
#include "engine/files/printable.h"

namespace app {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uint64_t kMaxPlanBytes = 1 << 20;
constexpr int kMostDepth = 8;
constexpr int kMostTraces = 4096;
constexpr int kMostTogether = 256;
constexpr int kMostProblems = 1000000;

std::string absolute(const std::string& path) {
    std::error_code error;
    const fs::path whole = path.empty() ? fs::path() : fs::absolute(path, error);
    return error ? path : whole.string();
}

/// Where the set is one that comes with the program, its name is enough, and stays right where the program moves.
std::string placeOfSet(const std::string& path) {
    std::error_code error;
    try {
        if (fs::equivalent(fs::path(path).parent_path(), resourceDir() / "problems", error) && !error)
            return "own:" + fs::path(path).filename().string();
    } catch (const std::exception&) {  // no resources
    }
    return absolute(path);
}

/// A server's address is among the options.
std::string modelPlace(const HostInfo& info) {
    return info.isEmbedded || info.backend == "server" ? std::string() : absolute(info.modelPath);
}

std::string setAt(const std::string& place) {
    constexpr std::string_view kOwn = "own:";
    if (!place.starts_with(kOwn)) return place;
    const fs::path name = fs::path(place.substr(kOwn.size())).filename();
    return (resourceDir() / "problems" / name).string();
}

std::vector<EvalPolicy> policiesFrom(const engine::JsonObject& object) {
    std::string list;
    for (const std::string& name : object.listOf("policies", engine::stringFrom))
        list += (list.empty() ? "" : ",") + name;
    try {
        return parsePolicies(list);
    } catch (const std::runtime_error& error) {
        object.fail("policies", error.what());
    }
}

StudyPlan planFrom(const engine::JsonObject& object) {
    StudyPlan plan;
    plan.problemsPath = setAt(object.requireString("problems"));
    plan.levels = object.requireString("levels");
    plan.limit = object.requireInt("limit", 0, kMostProblems);
    plan.policies = policiesFrom(object);
    plan.traces = object.listOf("n", [](const json& value, const engine::JsonPlace& place) {
        return engine::intFrom(value, place, 1, kMostTraces);
    });
    const std::string axis = object.requireString("memory_axis");
    if (axis != "peak_share" && axis != "utilization")
        object.fail("memory_axis", "expected peak_share or utilization, found " + engine::inQuotes(axis));
    plan.memoryAxis = axis == "utilization" ? MemoryAxis::Utilization : MemoryAxis::PeakShare;
    plan.memory = object.listOf("memory", [](const json& value, const engine::JsonPlace& place) {
        return engine::numberFrom(value, place, 0.0001, 1);
    });
    plan.seeds = object.listOf("seeds", engine::unsignedFrom);
    plan.parallel = object.requireInt("parallel", 1, kMostTogether);
    plan.aloneProblems = object.requireInt("alone", 0, kMostProblems);
    plan.fixedWarmup = object.requireBool("fixed_warmup");
    plan.options = allOptionsFrom(object.requireObject("options").value(), object.fileName(), OutOfRange::Refused);
    return plan;
}

}  // namespace

void writePlanFile(const StudyPlan& plan, const RunHost& host) {
    const HostInfo info = host.info();
    json policies = json::array();
    for (const EvalPolicy& policy : plan.policies) policies.push_back(policy.name);
    RunOptions options = plan.options;
    options.policy = kReferencePolicy;  // policy, n and seed are the cell's
    options.traces = plan.traces.front();
    options.sampling.seed = plan.seeds.front();
    writeJson(plan.folder / "plan.json",
              {{"program_version", kProgramVersion},
               {"model", modelPlace(info)},
               {"model_name", info.model},
               {"scorer", absolute(info.scorerPath)},
               {"problems", placeOfSet(plan.problemsPath)},
               {"levels", plan.levels},
               {"limit", plan.limit},
               {"policies", std::move(policies)},
               {"n", plan.traces},
               {"memory_axis", plan.memoryAxis == MemoryAxis::Utilization ? "utilization" : "peak_share"},
               {"memory", plan.memory},
               {"seeds", plan.seeds},
               {"parallel", plan.parallel},
               {"alone", plan.aloneProblems},
               {"fixed_warmup", plan.fixedWarmup},
               {"options", allToJson(options)}});
}

KeptPlan readPlanFile(const fs::path& folder) {
    const fs::path file = folder / "plan.json";
    if (!fs::exists(file)) {
        throw UsageError(folder.string() + (fs::exists(folder / "study.json")
                                                ? ": an earlier version began this study and did not keep its plan; "
                                                  "continue it with the command that began it"
                                                : ": no study there (study.json is missing)"));
    }
    try {
        const json value =
            engine::parseJson(engine::readTextFile(file, kMaxPlanBytes), file.string(), {.depth = kMostDepth});
        const engine::JsonObject object(value, file.string());
        KeptPlan kept;
        kept.plan = planFrom(object);
        kept.plan.folder = folder;
        kept.modelPath = object.requireString("model");
        kept.modelName = object.requireString("model_name");
        kept.scorerPath = object.requireString("scorer");
        if (!kept.plan.options.server.empty()) {
            throw UsageError(folder.string() + ": its runs are on the server " +
                             engine::printable(kept.plan.options.server) +
                             "; stepscope-cli study continues it, with the options that began it");
        }
        return kept;
    } catch (const UsageError&) {
        throw;
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
}

LineNotes readProblemsOf(StudyPlan& plan) {
    try {
        ProblemSet set = readProblems(plan.problemsPath);
        std::erase_if(set.problems, [](const Problem& problem) { return !problem.answer; });
        if (set.problems.empty()) throw UsageError(plan.problemsPath + ": no problem has an 'answer'");
        plan.skippedLines = static_cast<int>(set.badLines.size());
        plan.problems = chooseProblems(std::move(set.problems), plan.levels, plan.limit);
        return set.badLines;
    } catch (const UsageError&) {
        throw;
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
}

}  // namespace app
