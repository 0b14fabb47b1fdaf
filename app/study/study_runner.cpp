#include "app/study/study_runner.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/run/number_text.h"
#include "app/run/policy_table.h"
#include "app/run/reference_run.h"
#include "app/run/run_loop.h"
#include "app/run/steady_seconds.h"
#include "app/study/folder_lock.h"
#include "app/study/plan_file.h"
#include "app/study/report/study_files.h"
#include "app/study/result_files.h"
#include "scorer/vote.h"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr int kMostTold = 20;  // refused runs

/// Collects what the fold does not keep: the last warning, and log-probabilities token by token.
struct TokenLog {
    std::vector<std::vector<float>> logProbabilities;  // [trace][token]
    std::string warning;

    void take(const Event& event, bool isReference) {
        const auto* notice = std::get_if<Notice>(&event.body);
        if (notice && notice->severity != Notice::Severity::Info) warning = notice->text;
        if (!isReference) return;
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
        const auto count = std::max<std::size_t>(
            1, static_cast<std::size_t>(std::lround(0.1 * share * static_cast<double>(values.size()))));
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

}  // namespace

StudyRunner::StudyRunner(RunHost& host, StudyPlan plan, StudyObserver observer)
    : m_host(host), m_plan(std::move(plan)), m_observer(std::move(observer)) {
    if (m_plan.problems.empty() || m_plan.policies.empty() || m_plan.traces.empty() || m_plan.memory.empty() ||
        m_plan.seeds.empty()) {
        throw UsageError("a study needs problems, policies, n, memory and seeds");
    }
    for (int i = 0; i < static_cast<int>(m_plan.problems.size()); ++i) {
        if (m_plan.shard.has(i)) m_problems.push_back(i);
    }
    for (double memory : m_plan.memory) {
        if (!(memory > 0 && memory <= 1)) throw UsageError("a study's memory values lie above 0, at most 1");
    }
    if (m_plan.memoryAxis == MemoryAxis::Utilization) {
        RunOptions tried = m_plan.options;
        m_host.limitToUtilization(tried, m_plan.memory.front());
    }
    m_setup = studySetupOf(m_host, m_plan);
    openFolder();
}

void StudyRunner::openFolder() {
    std::error_code error;
    for (const char* part : {"runs", "reference"}) {
        fs::create_directories(m_plan.folder / part, error);
        if (error) throw UsageError((m_plan.folder / part).string() + ": " + error.message());
    }
    const FolderLock turn = FolderLock::turn(m_plan.folder);
    const fs::path file = m_plan.folder / "study.json";
    if (fs::exists(file)) m_setup = joinedStudy(readStudySetup(m_plan.folder), m_setup, file);
    writeJson(file, toJson(m_setup));
    writePlanFile(m_plan, m_host);
    for (const fs::directory_entry& entry : fs::directory_iterator(m_plan.folder / "runs")) {
        if (entry.path().extension() != ".jsonl") continue;
        if (isOwn(entry.path())) removeUnfinishedLine(entry.path());
        for (const StudyRecord& record : readStudyRecords(entry.path()))
            m_done[fileOf(record.cell)].insert(record.problem);
    }
}

std::string StudyRunner::fileOf(const StudyCell& cell) const {
    std::string policy = cell.policy;
    std::replace(policy.begin(), policy.end(), ':', '-');
    return policy + "_n" + std::to_string(cell.traces) + "_m" + shortText(100 * cell.memory) + "_s" +
           std::to_string(cell.seed) + (cell.alone ? "_alone" : "");
}

/// At the end of the names of this process's files, where it does a part of the study.
std::string StudyRunner::partName() const {
    const Shard& shard = m_plan.shard;
    return shard.count > 1 ? "_part" + std::to_string(shard.part + 1) + "of" + std::to_string(shard.count)
                           : std::string();
}

bool StudyRunner::isOwn(const fs::path& file) const {
    const std::string stem = file.stem().string();
    return m_plan.shard.count > 1 ? stem.ends_with(partName()) : stem.find("_part") == std::string::npos;
}

StudyReference& StudyRunner::reference(int traces, std::uint64_t seed) {
    const std::pair key(traces, seed);
    auto found = m_references.find(key);
    if (found == m_references.end()) {
        const std::string name = "n" + std::to_string(traces) + "_s" + std::to_string(seed);
        const fs::path own = m_plan.folder / "reference" / (name + partName() + ".jsonl");
        std::vector<fs::path> others;
        for (const fs::directory_entry& entry : fs::directory_iterator(m_plan.folder / "reference")) {
            const std::string file = entry.path().filename().string();
            if (entry.path() != own && (file == name + ".jsonl" || file.starts_with(name + "_part")))
                others.push_back(entry.path());
        }
        found = m_references.emplace(key, StudyReference(own, others)).first;
    }
    return found->second;
}

bool StudyRunner::isLone(const CellRun& run) {
    return run.policy && policyRow(run.policy->policy).oneTrace;
}

int StudyRunner::numberOf(const CellRun& run) const {
    return m_plan.problems[static_cast<std::size_t>(run.problem)].index;
}

bool StudyRunner::isDone(const CellRun& run) const {
    const auto cell = m_done.find(fileOf(run.cell));
    return cell != m_done.end() && cell->second.contains(numberOf(run));
}

std::vector<StudyRunner::CellRun> StudyRunner::referenceRuns(std::uint64_t seed) const {
    std::vector<CellRun> runs;
    for (int problem : m_problems) {
        if (isEnding()) break;
        for (int n : m_plan.traces) runs.push_back({{nameOf(kReferencePolicy), n, 1.0, seed, false}, problem, nullptr});
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
        if (isEnding()) break;
        for (const EvalPolicy& policy : m_plan.policies) {
            if (policyRow(policy.policy).oneTrace) {
                runs.push_back({{policy.name, 1, 1.0, seed, alone}, problem, &policy});
                continue;
            }
            for (int n : m_plan.traces) {
                for (double memory : memoryOf(policy)) {
                    if (!alone && policy.name == nameOf(kReferencePolicy) && memory == 1.0 &&
                        m_plan.memoryAxis == MemoryAxis::PeakShare) {
                        continue;  // the reference itself
                    }
                    runs.push_back({{policy.name, n, memory, seed, alone}, problem, &policy});
                }
            }
        }
    }
    return runs;
}

/// A policy that cannot be held to less memory than there is runs with all of it.
std::vector<double> StudyRunner::memoryOf(const EvalPolicy& policy) const {
    return m_host.limitsMemory(policy.policy) ? m_plan.memory : std::vector<double>{1.0};
}

RunRequest StudyRunner::requestOf(const CellRun& run) {
    const Problem& problem = m_plan.problems[static_cast<std::size_t>(run.problem)];
    RunRequest request{problem.question, problem.answer, m_plan.options};
    RunOptions& o = request.options;
    o.traces = run.cell.traces;
    o.sampling.seed = run.cell.seed;
    if (!m_plan.fixedWarmup) o.deepconf.warmup = std::max(4, run.cell.traces / 4);
    const std::optional<double> wholeMib = std::exchange(o.kvCacheMib, std::nullopt);
    if (!run.policy) {
        o = referenceOptions(o);
        return request;
    }
    run.policy->applyTo(o);
    if (isLone(run) || !m_host.limitsMemory(run.policy->policy)) return request;
    if (m_plan.memoryAxis == MemoryAxis::Utilization) {
        o.kvCacheMib = wholeMib;
        m_host.limitToUtilization(o, run.cell.memory);
        return request;
    }
    const int peak = m_references.at({run.cell.traces, run.cell.seed}).find(numberOf(run))->peakBlocks;
    m_host.limitToShare(o, problem.question, run.cell.memory, peak);
    return request;
}

bool StudyRunner::run() {
    m_startedS = steadySeconds();
    expectAll();
    if (isEnding()) return false;
    for (std::uint64_t seed : m_plan.seeds) {
        for (int n : m_plan.traces) reference(n, seed);
        const std::string of = "seed " + std::to_string(seed);
        runAll(referenceRuns(seed), m_plan.parallel, of + ", unpruned");
        runAll(policyRuns(seed, false), m_plan.parallel, of);
        if (seed == m_plan.seeds.front()) runAll(policyRuns(seed, true), 1, of + ", alone");
        if (isEnding()) return false;
    }
    const bool nothingIsThere =
        std::all_of(m_done.begin(), m_done.end(), [](const auto& cell) { return cell.second.empty(); });
    if (m_refused > 0 && nothingIsThere) throw UsageError(m_lastRefusal);
    return true;
}

void StudyRunner::runAll(const std::vector<CellRun>& runs, int parallel, const std::string& what) {
    std::vector<RunJob> jobs;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        if (isEnding()) return;
        const CellRun& run = runs[i];
        // One trace has all the memory it wants; the others need to know what their traces took unpruned.
        const bool isKnown = isLone(run) || reference(run.cell.traces, run.cell.seed).find(numberOf(run));
        if (isDone(run) && isKnown) {
            --m_total;
            m_clock.leaveOut(fileOf(run.cell));
        } else if (!run.policy || isKnown) {
            jobs.push_back({static_cast<int>(i), requestOf(run)});
        }
    }
    std::map<int, TokenLog> logs;  // by job
    JobObserver observer;
    observer.isStopped = [this] { return isStopped(); };
    observer.mayStart = [this] { return !isEnding(); };
    observer.stepped = [&](const RunJob&, const RunLoop&) { report(what); };
    observer.sinkOf = [&](const RunJob& job) -> RunLoop::Sink {
        const bool isReference = !runs[static_cast<std::size_t>(job.tag)].policy;
        return [&log = logs[job.tag], isReference](const Event& event) { log.take(event, isReference); };
    };
    observer.refused = [&](const RunJob& job, const std::string& reason) {
        refuse(runs[static_cast<std::size_t>(job.tag)], reason);
    };
    observer.ended = [&](const RunJob& job, const RunLoop& loop) {
        const CellRun& run = runs[static_cast<std::size_t>(job.tag)];
        ++m_finished;
        const TokenLog log = std::move(logs[job.tag]);
        logs.erase(job.tag);
        if (loop.state().finished->end == RunEnd::Failed) return fail(run, loop.state().finished->message);
        if (countLost(loop.state()) > 0) return fail(run, log.warning);
        m_clock.finish(fileOf(run.cell),
                       static_cast<double>(loop.state().generatedTokens + loop.state().recomputedTokens));
        std::vector<StudyTrace> traces;
        for (const TraceState& trace : loop.state().traces) {
            StudyTrace kept{stateOf(trace.phase), trace.tokenCount(), loop.state().isCorrect(trace), {}, {}, {},
                            std::nullopt};
            if (!run.policy) {
                for (const StepState& step : trace.steps) {
                    kept.scores.push_back(step.score);
                    kept.stepEnds.push_back(step.endToken);
                }
                const auto& all = log.logProbabilities;
                const auto at = static_cast<std::size_t>(index(trace.id)) - 1;
                if (at < all.size()) kept.logProbability = prefixMeans(all[at]);
            } else if (trace.phase == TracePhase::Pruned) {
                kept.wouldBeRight = reference(run.cell.traces, run.cell.seed).wouldBeRight(numberOf(run), trace);
            }
            traces.push_back(std::move(kept));
        }
        if (!run.policy) reference(run.cell.traces, run.cell.seed).add(numberOf(run), loop.state());
        record(run, loop.state(), std::move(traces));
        report(what);
    };
    // Runs of one pass draw alike but for their number: a batch is of one seed, which `runs` are.
    m_host.run(jobs, parallel, observer);
}

/// A run that failed; the others continue.
void StudyRunner::fail(const CellRun& run, const std::string& message) {
    m_clock.leaveOut(fileOf(run.cell));
    if (++m_failed <= kMostTold)
        tell("problem " + std::to_string(numberOf(run)) + ", " + fileOf(run.cell) + ": " + message);
}

/// A run that could not start for lack of memory; the others continue.
void StudyRunner::refuse(const CellRun& run, const std::string& reason) {
    --m_total;
    m_clock.leaveOut(fileOf(run.cell));
    if (++m_refused <= kMostTold)
        tell("problem " + std::to_string(numberOf(run)) + ", " + fileOf(run.cell) + ": " + reason + "; skipped");
    m_lastRefusal = reason;
}

void StudyRunner::record(const CellRun& run, const RunState& state, std::vector<StudyTrace> traces) {
    const Problem& problem = m_plan.problems[static_cast<std::size_t>(run.problem)];
    StudyRecord r;
    r.cell = run.cell;
    r.problem = numberOf(run);
    r.family = problem.family;
    r.level = problem.level;
    const AnswerVote* leader = state.vote.leader();
    r.correct = leader && state.isCorrect(*leader).value_or(false);
    if (leader) r.answer = leader->answer;
    r.generated = state.generatedTokens;
    r.recomputed = state.recomputedTokens;
    r.probe = state.probeTokens;
    r.pruned = state.prunedCount;
    r.peakBlocks = state.kv.peakBlocks;
    r.kvBlocks = state.kv.totalBlocks;
    r.latencyS = state.now;
    for (const TraceState& trace : state.traces) {
        r.waitedS += state.waitedS(trace);
        r.aliveS += state.aliveS(trace);
    }
    r.traces = std::move(traces);
    const std::string name = fileOf(run.cell);
    m_done[name].insert(r.problem);
    appendLine(m_plan.folder / "runs" / (name + partName() + ".jsonl"), toJson(r).dump());
}

void StudyRunner::report(const std::string& what) {
    if (!m_observer.progress) return;
    m_observer.progress(what, m_finished, m_total, m_clock.leftS(steadySeconds() - m_startedS));
}

void StudyRunner::tell(const std::string& message) const {
    if (m_observer.trouble) m_observer.trouble(message);
}

/// How many runs there are, and what each is expected to cost beside the others as long as none of its setting has
/// finished: traces of some length that differ as they usually do.
void StudyRunner::expectAll() {
    constexpr double kUsualSpread[] = {0.5, 0.7, 0.9, 1.0, 1.1, 1.3, 1.5};
    constexpr double kUsualTokens = 250;
    std::vector<double> sample;
    for (const double share : kUsualSpread) sample.push_back(share * kUsualTokens);
    std::map<std::string, double> costs;
    const auto expect = [&](const std::vector<CellRun>& runs) {
        m_total += static_cast<int>(runs.size());
        for (const CellRun& run : runs) {
            if (isEnding()) return;
            const std::string setting = fileOf(run.cell);
            const auto known = costs.find(setting);
            if (known != costs.end()) {
                m_clock.expect(setting, 1, known->second);
                continue;
            }
            const PolicyRow& policy = policyRow(run.policy ? run.policy->policy : kReferencePolicy);
            const RunCost cost =
                simulateRun(policy, spreadLengths(sample, run.cell.traces), 0, std::max(0.01, run.cell.memory));
            m_clock.expect(setting, 1, costs[setting] = cost.rows + cost.prefillTokens);
        }
    };
    for (const std::uint64_t seed : m_plan.seeds) {
        expect(referenceRuns(seed));
        expect(policyRuns(seed, false));
    }
    expect(policyRuns(m_plan.seeds.front(), true));
}

std::vector<StudyRecord> readStudyFolder(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator entry(folder / "runs", error), end; !error && entry != end; entry.increment(error)) {
        if (entry->path().extension() == ".jsonl") files.push_back(entry->path());
    }
    if (error)
        throw UsageError((folder / "runs").string() + ": cannot be read: " + error.message() + "; run the study first");
    std::sort(files.begin(), files.end());
    std::vector<StudyRecord> records;
    for (const fs::path& file : files) {
        for (StudyRecord& record : readStudyRecords(file)) records.push_back(std::move(record));
    }
    return eachRunOnce(std::move(records));
}

}  // namespace app
