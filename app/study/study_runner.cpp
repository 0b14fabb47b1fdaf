#include "app/study/study_runner.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>

#include "app/resources.h"
#include "app/study/study_files.h"
#include "engine/sha256.h"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kReferencePolicy = "sc";

double seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::string utcNow() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

/// Collects what the fold does not keep: log-probabilities token by token.
struct TokenLog {
    std::vector<std::vector<float>> logProbabilities;  // [trace][token]

    void take(const Event& event) {
        const auto* pass = std::get_if<PassDone>(&event.body);
        if (!pass) return;
        for (const TokenOut& token : pass->tokens) {
            const auto i = static_cast<std::size_t>(index(token.trace)) - 1;
            if (i >= logProbabilities.size()) logProbabilities.resize(i + 1);
            logProbabilities[i].push_back(token.logProbability);
        }
    }
};

/// Means over the first 10, 20 ... 100 % of the tokens.
std::vector<float> prefixMeans(const std::vector<float>& values) {
    std::vector<float> means;
    if (values.empty()) return means;
    double sum = 0;
    std::size_t next = 0;
    for (int share = 1; share <= 10; ++share) {
        const auto count = std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(0.1 * share * static_cast<double>(values.size()))));
        for (; next < count; ++next) sum += static_cast<double>(values[next]);
        means.push_back(static_cast<float>(sum / static_cast<double>(count)));
    }
    return means;
}

const char* stateOf(TracePhase phase) {
    switch (phase) {
        case TracePhase::Finished: return "finished";
        case TracePhase::Length: return "length";
        case TracePhase::Pruned: return "pruned";
        default: return "stopped";
    }
}

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

StudyRunner::StudyRunner(ModelSession& session, StudyPlan plan, StudyObserver observer)
    : m_session(session), m_plan(std::move(plan)), m_observer(std::move(observer)) {
    if (m_plan.problems.empty() || m_plan.policies.empty() || m_plan.traces.empty() || m_plan.memory.empty() || m_plan.seeds.empty()) {
        throw UsageError("a study needs problems, policies, n, memory and seeds");
    }
    for (int i = 0; i < static_cast<int>(m_plan.problems.size()); ++i) {
        if (m_plan.shard.has(i)) m_problems.push_back(i);
    }
    makeSetup();
    openFolder();
}

void StudyRunner::makeSetup() {
    const RunOptions& o = m_plan.options;
    const kernels::DeviceInfo device = m_session.device();
    m_setup.programVersion = kProgramVersion;
    m_setup.startedAt = utcNow();
    m_setup.model = m_session.info().name;
    m_setup.parameters = m_session.info().parameters;
    m_setup.backend = device.backend;
    m_setup.device = device.name;
    if (m_session.scorer()) {
        m_setup.scorer = m_session.scorer()->name;
        m_setup.scorerSha256 = m_session.scorer()->sha256;
    }
    m_setup.problemsFile = fs::path(m_plan.problemsPath).filename().string();
    m_setup.problemsSha256 = engine::sha256HexOfFile(m_plan.problemsPath);
    m_setup.problems = static_cast<int>(m_plan.problems.size());
    m_setup.skippedLines = m_plan.skippedLines;
    m_setup.aloneProblems = std::min(m_plan.aloneProblems, m_setup.problems);
    m_setup.parallel = m_plan.parallel;
    m_setup.temperature = o.sampling.temperature;
    m_setup.topP = o.sampling.topP;
    m_setup.topK = o.sampling.topK;
    m_setup.maxTokens = o.maxTokens;
    for (const EvalPolicy& policy : m_plan.policies) m_setup.policies.push_back(policy.name);
    if (std::find(m_setup.policies.begin(), m_setup.policies.end(), kReferencePolicy) == m_setup.policies.end()) {
        m_setup.policies.insert(m_setup.policies.begin(), kReferencePolicy);  // its unpruned runs are there anyway
    }
    m_setup.notes = notesOf(m_plan);
    m_setup.traces = m_plan.traces;
    m_setup.memory = m_plan.memory;
    m_setup.seeds = m_plan.seeds;
}

void StudyRunner::openFolder() {
    std::error_code error;
    for (const char* part : {"runs", "reference"}) {
        fs::create_directories(m_plan.folder / part, error);
        if (error) throw UsageError((m_plan.folder / part).string() + ": " + error.message());
    }
    if (fs::exists(m_plan.folder / "study.json")) {
        const StudySetup before = readStudySetup(m_plan.folder);
        const std::string differs = differenceOf(before, m_setup);
        if (!differs.empty()) {
            throw UsageError(m_plan.folder.string() + " holds a study with other " + differs + "; choose another folder");
        }
        StudySetup both = before;  // it may have grown
        unite(both.policies, m_setup.policies);
        unite(both.traces, m_setup.traces);
        unite(both.memory, m_setup.memory);
        unite(both.seeds, m_setup.seeds);
        unite(both.notes, m_setup.notes);
        both.aloneProblems = std::max(both.aloneProblems, m_setup.aloneProblems);
        both.parallel = m_setup.parallel;
        m_setup = both;
    }
    writeJson(m_plan.folder / "study.json", toJson(m_setup));
    for (const fs::directory_entry& entry : fs::directory_iterator(m_plan.folder / "runs")) {
        if (entry.path().extension() != ".jsonl") continue;
        readLines(entry.path());  // mends a file whose writer was killed
        for (const StudyRecord& record : readStudyRecords(entry.path())) m_done[fileOf(record.cell)].insert(record.problem);
    }
}

std::string StudyRunner::fileOf(const StudyCell& cell) const {
    std::string policy = cell.policy;
    std::replace(policy.begin(), policy.end(), ':', '-');
    char text[160];
    std::snprintf(text, sizeof text, "%s_n%d_m%g_s%llu%s", policy.c_str(), cell.traces, 100 * cell.memory,
                  static_cast<unsigned long long>(cell.seed), cell.alone ? "_alone" : "");
    return text;
}

StudyReference& StudyRunner::reference(int traces, std::uint64_t seed) {
    const std::pair key(traces, seed);
    auto found = m_references.find(key);
    if (found == m_references.end()) {
        std::string name = "n" + std::to_string(traces) + "_s" + std::to_string(seed);
        if (m_plan.shard.count > 1) name += "_part" + std::to_string(m_plan.shard.part + 1);
        found = m_references.emplace(key, StudyReference(m_plan.folder / "reference" / (name + ".jsonl"))).first;
    }
    return found->second;
}

bool StudyRunner::isDone(const CellRun& run) const {
    const auto cell = m_done.find(fileOf(run.cell));
    return cell != m_done.end() && cell->second.contains(run.problem);
}

std::vector<StudyRunner::CellRun> StudyRunner::referenceRuns(std::uint64_t seed) const {
    std::vector<CellRun> runs;
    for (int problem : m_problems) {
        for (int n : m_plan.traces) runs.push_back({{kReferencePolicy, n, 1.0, seed, false}, problem, nullptr});
    }
    return runs;
}

std::vector<StudyRunner::CellRun> StudyRunner::policyRuns(std::uint64_t seed, bool alone) const {
    std::vector<CellRun> runs;
    std::vector<int> problems = m_problems;
    if (alone) {
        problems.clear();
        if (m_plan.aloneProblems <= 0) return runs;
        for (int i : spread(static_cast<int>(m_plan.problems.size()), m_plan.aloneProblems)) {
            if (m_plan.shard.has(i)) problems.push_back(i);
        }
    }
    for (int problem : problems) {
        for (const EvalPolicy& policy : m_plan.policies) {
            if (policy.policy == PolicyKind::Cot) {
                runs.push_back({{policy.name, 1, 1.0, seed, alone}, problem, &policy});
                continue;
            }
            for (int n : m_plan.traces) {
                for (double memory : m_plan.memory) {
                    if (!alone && policy.name == kReferencePolicy && memory == 1.0) continue;  // the reference itself
                    runs.push_back({{policy.name, n, memory, seed, alone}, problem, &policy});
                }
            }
        }
    }
    return runs;
}

RunRequest StudyRunner::requestOf(const CellRun& run) const {
    const Problem& problem = m_plan.problems[static_cast<std::size_t>(run.problem)];
    RunRequest request{problem.question, problem.answer, m_plan.options};
    RunOptions& o = request.options;
    o.traces = run.cell.traces;
    o.sampling.seed = run.cell.seed;
    if (!m_plan.fixedWarmup) o.deepconf.warmup = std::max(4, run.cell.traces / 4);
    o.kvCacheMib.reset();
    if (!run.policy) {
        o.policy = PolicyKind::SelfConsistency;
        return request;
    }
    run.policy->applyTo(o);
    if (o.policy == PolicyKind::Cot) return request;
    const auto* peak = m_references.at({run.cell.traces, run.cell.seed}).find(run.problem);
    const int prompt = static_cast<int>(m_session.promptTokens(problem.question, o.systemPrompt, o.plainPrompt).size());
    const int blocks = std::max(blocksToStart(prompt, o.traces), static_cast<int>(std::lround(run.cell.memory * peak->peakBlocks)));
    o.kvCacheMib = blocks * static_cast<double>(m_session.info().blockBytes) / (1024.0 * 1024.0);
    return request;
}

bool StudyRunner::run() {
    m_startedS = seconds();
    for (std::uint64_t seed : m_plan.seeds) {
        m_total += static_cast<int>(referenceRuns(seed).size() + policyRuns(seed, false).size());
    }
    m_total += static_cast<int>(policyRuns(m_plan.seeds.front(), true).size());
    for (std::uint64_t seed : m_plan.seeds) {
        for (int n : m_plan.traces) reference(n, seed);
        const std::string of = "seed " + std::to_string(seed);
        runAll(referenceRuns(seed), m_plan.parallel, of + ", unpruned");
        runAll(policyRuns(seed, false), m_plan.parallel, of);
        if (seed == m_plan.seeds.front()) runAll(policyRuns(seed, true), 1, of + ", alone");
        if (isStopped()) return false;
    }
    return true;
}

void StudyRunner::runAll(const std::vector<CellRun>& runs, int parallel, const std::string& what) {
    std::vector<RunJob> jobs;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const CellRun& run = runs[i];
        StudyReference& alone = reference(run.cell.policy == "cot" ? m_plan.traces.front() : run.cell.traces, run.cell.seed);
        const bool done = isDone(run) && (run.policy || alone.find(run.problem));
        if (done) {
            --m_total;
        } else if (!run.policy || run.cell.traces == 1 || alone.find(run.problem)) {
            jobs.push_back({static_cast<int>(i), requestOf(run)});
        }
    }
    std::map<int, TokenLog> logs;  // by job, of the reference runs
    JobObserver observer;
    observer.isStopped = [this] { return isStopped(); };
    observer.stepped = [&](const RunJob&, const RunLoop&) { report(what); };
    observer.sinkOf = [&](const RunJob& job) -> RunLoop::Sink {
        if (runs[static_cast<std::size_t>(job.tag)].policy) return [](const Event&) {};
        TokenLog& log = logs[job.tag];
        return [&log](const Event& event) { log.take(event); };
    };
    observer.ended = [&](const RunJob& job, const RunLoop& loop) {
        const CellRun& run = runs[static_cast<std::size_t>(job.tag)];
        ++m_finished;
        if (loop.state().finished->end == RunEnd::Failed) {
            ++m_failed;
            std::fprintf(stderr, "stepscope-cli: problem %d, %s: %s\n", run.problem, fileOf(run.cell).c_str(), loop.state().finished->message.c_str());
            return;
        }
        std::vector<StudyTrace> traces;
        StudyReference& alone = reference(run.cell.policy == "cot" ? m_plan.traces.front() : run.cell.traces, run.cell.seed);
        for (const TraceState& trace : loop.state().traces) {
            StudyTrace kept{stateOf(trace.phase), trace.tokenCount(), loop.state().isCorrect(trace), {}, {}, {}, std::nullopt};
            if (!run.policy) {
                for (const StepState& step : trace.steps) {
                    kept.scores.push_back(step.score);
                    kept.stepEnds.push_back(step.endToken);
                }
                const auto& all = logs[job.tag].logProbabilities;
                const auto at = static_cast<std::size_t>(index(trace.id)) - 1;
                if (at < all.size()) kept.logProbability = prefixMeans(all[at]);
            } else if (trace.phase == TracePhase::Pruned) {
                kept.wouldBeRight = alone.wouldBeRight(run.problem, trace);
            }
            traces.push_back(std::move(kept));
        }
        logs.erase(job.tag);
        if (!run.policy) alone.add(run.problem, loop.state());
        record(run, loop.state(), std::move(traces));
        report(what);
    };
    // Runs of one pass draw alike but for their number: a batch is of one seed, which `runs` are.
    runJobs(m_session, jobs, parallel, observer);
}

void StudyRunner::record(const CellRun& run, const RunState& state, std::vector<StudyTrace> traces) {
    const Problem& problem = m_plan.problems[static_cast<std::size_t>(run.problem)];
    StudyRecord r;
    r.cell = run.cell;
    r.problem = run.problem;
    r.family = problem.family;
    r.level = problem.level;
    const AnswerVote* leader = state.vote.leader();
    r.correct = leader && state.knownKey && leader->key == *state.knownKey;
    if (leader) r.answer = leader->answer;
    r.generated = state.generatedTokens + state.probeTokens;
    r.recomputed = state.recomputedTokens;
    r.pruned = state.prunedCount;
    r.peakBlocks = state.kv.peakBlocks;
    r.kvBlocks = state.kv.totalBlocks;
    r.latencyS = state.now;
    for (const TraceState& trace : state.traces) {
        r.waitedS += state.waitedS(trace);
        r.aliveS += isActive(trace.phase) ? state.now : trace.endedAt;
    }
    r.traces = std::move(traces);
    std::string name = fileOf(run.cell);
    m_done[name].insert(run.problem);
    if (m_plan.shard.count > 1) name += "_part" + std::to_string(m_plan.shard.part + 1);
    appendLine(m_plan.folder / "runs" / (name + ".jsonl"), toJson(r).dump());
}

void StudyRunner::report(const std::string& what) {
    if (!m_observer.progress) return;
    const double each = m_finished > 0 ? (seconds() - m_startedS) / m_finished : 0.0;
    m_observer.progress(what, m_finished, m_total, each * std::max(0, m_total - m_finished));
}

std::vector<StudyRecord> readStudyFolder(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder / "runs")) {
        if (entry.path().extension() == ".jsonl") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<StudyRecord> records;
    for (const fs::path& file : files) {
        for (StudyRecord& record : readStudyRecords(file)) records.push_back(std::move(record));
    }
    return records;
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
