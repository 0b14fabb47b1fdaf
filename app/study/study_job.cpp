#include "app/study/study_job.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "app/run/steady_seconds.h"
#include "app/study/folder_lock.h"
#include "app/study/local_host.h"
#include "app/study/report/study_files.h"

namespace app {
namespace {

constexpr std::size_t kMostTroubles = 20;

struct Sums {
    double right = 0;
    double tokens = 0;
    int runs = 0;
    double latencyS = 0;
    int timed = 0;
};

}  // namespace

std::vector<StudyRow> studyRows(const StudySetup& setup, const std::vector<StudyRecord>& records) {
    const auto place = [&](const std::string& policy) {
        return std::find(setup.policies.begin(), setup.policies.end(), policy) - setup.policies.begin();
    };
    std::map<std::tuple<std::ptrdiff_t, int, double, std::string>, Sums> cells;
    for (const StudyRecord& record : records) {
        const StudyCell& cell = record.cell;
        Sums& sums = cells[{place(cell.policy), cell.traces, cell.memory, cell.policy}];
        if (cell.alone) {
            sums.latencyS += record.latencyS;
            ++sums.timed;
        } else {
            sums.right += record.correct ? 1 : 0;
            sums.tokens += static_cast<double>(record.generated);
            ++sums.runs;
        }
    }
    std::vector<StudyRow> rows;
    for (const auto& [key, sums] : cells) {
        if (sums.runs == 0) continue;
        const auto& [at, traces, memory, policy] = key;
        StudyRow row{policy, traces, memory, sums.runs, sums.right / sums.runs, sums.tokens / sums.runs, {}};
        if (sums.timed > 0) row.latencyS = sums.latencyS / sums.timed;
        rows.push_back(std::move(row));
    }
    return rows;
}

StudyOutcome runStudyJob(ModelSession& session, StudyPlan plan, StudyObserver observer) {
    const double begin = steadySeconds();
    LocalHost host(session);
    StudyOutcome outcome;
    outcome.folder = plan.folder;
    const auto keep = [&outcome](const std::string& line) {
        if (outcome.troubles.size() < kMostTroubles) outcome.troubles.push_back(line);
    };
    const auto isEnding = [&observer] {
        return (observer.isStopped && observer.isStopped()) || (observer.isPausing && observer.isPausing());
    };
    for (const UnusableProblem& problem : completeStudyPlan(plan, host, isEnding))
        keep("line " + std::to_string(problem.line) + ": " + problem.reason + "; left out");
    if (isEnding()) return outcome;  // with problems that were not looked at
    observer.trouble = keep;
    const FolderLock lock(plan.folder, plan.shard);
    StudyRunner runner(host, std::move(plan), std::move(observer));
    outcome.complete = runner.run();
    outcome.failedRuns = runner.failedRuns();
    outcome.refusedRuns = runner.refusedRuns();
    const StudySetup setup = readStudySetup(outcome.folder);
    const std::vector<StudyRecord> records = readStudyFolder(outcome.folder);
    outcome.runs = static_cast<int>(records.size());
    outcome.rows = studyRows(setup, records);
    if (outcome.complete && !records.empty()) {
        writeStudyFiles(outcome.folder, setup, records);
        outcome.report = outcome.folder / "report.html";
    }
    outcome.seconds = steadySeconds() - begin;
    return outcome;
}

}  // namespace app
