// Runs a study: policies x n x memory x seeds over a set of problems, first every problem unpruned (which tells what
// its memory shares are), then the rest, problem by problem. Each run's record is appended to its cell's file as it
// ends, so that a study that was stopped continues from there. One thread.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <vector>

#include "app/run/run_jobs.h"
#include "app/study/study_cost.h"
#include "app/study/study_plan.h"
#include "app/study/study_reference.h"

namespace app {

struct StudyObserver {
    /// @param done, total  runs
    /// @param leftS        seconds that the rest will take at the pace so far
    std::function<void(const std::string& what, int done, int total, double leftS)> progress = {};
    std::function<bool()> isStopped = {};
    /// True: no further run starts, those under way come to their end, and run() returns.
    std::function<bool()> isPausing = {};
    /// A run that failed or could not start, in one line; the first ones of each kind.
    std::function<void(const std::string& message)> trouble = {};
};

class StudyRunner {
public:
    /// Makes the folder and writes study.json and plan.json. The caller holds the folder's lock for the plan's part.
    /// Throws UsageError if the folder holds a study of other problems, another model, scorer or other options, or if
    /// the plan has nothing to run.
    StudyRunner(RunHost& host, StudyPlan plan, StudyObserver observer = {});

    /// False if it was stopped or paused before its end. Runs that failed, lost a trace or could not start are reported
    /// and tried again next time. Throws UsageError if none could start, ServerGone if their server does not answer any
    /// more.
    bool run();
    const StudySetup& setup() const { return m_setup; }
    int failedRuns() const { return m_failed; }
    int refusedRuns() const { return m_refused; }

private:
    struct CellRun {
        StudyCell cell;
        int problem = 0;                     ///< index in the plan
        const EvalPolicy* policy = nullptr;  ///< null: the unpruned reference
    };

    void openFolder();
    /// Both break off once the study is to end.
    std::vector<CellRun> referenceRuns(std::uint64_t seed) const;
    std::vector<CellRun> policyRuns(std::uint64_t seed, bool alone) const;
    void runAll(const std::vector<CellRun>& runs, int parallel, const std::string& what);
    RunRequest requestOf(const CellRun& run);
    void record(const CellRun& run, const RunState& state, std::vector<StudyTrace> traces);
    void refuse(const CellRun& run, const std::string& reason);
    std::vector<double> memoryOf(const EvalPolicy& policy) const;
    void fail(const CellRun& run, const std::string& message);
    bool isDone(const CellRun& run) const;
    int numberOf(const CellRun& run) const;
    static bool isLone(const CellRun& run);  ///< one trace, whatever the study's n and memory
    std::string fileOf(const StudyCell& cell) const;
    std::string partName() const;
    bool isOwn(const std::filesystem::path& file) const;
    StudyReference& reference(int traces, std::uint64_t seed);
    bool isStopped() const { return m_observer.isStopped && m_observer.isStopped(); }
    bool isEnding() const { return isStopped() || (m_observer.isPausing && m_observer.isPausing()); }
    void report(const std::string& what);
    void tell(const std::string& message) const;
    void expectAll();

    RunHost& m_host;
    StudyPlan m_plan;
    StudyObserver m_observer;
    StudySetup m_setup;
    std::vector<int> m_problems;                                           // indices of this process's part
    std::map<std::string, std::set<int>> m_done;                           // numbers of problems by cell file
    std::map<std::pair<int, std::uint64_t>, StudyReference> m_references;  // by n and seed
    int m_total = 0;
    int m_finished = 0;  // by this process
    int m_failed = 0;
    int m_refused = 0;
    std::string m_lastRefusal;
    double m_startedS = 0;
    StudyClock m_clock;
};

/// Every record of a study folder, all parts. Throws std::runtime_error.
std::vector<StudyRecord> readStudyFolder(const std::filesystem::path& folder);

}  // namespace app
