#include "app/study/study_estimate.h"

#include <algorithm>
#include <cmath>

#include "app/run/reference_run.h"
#include "app/run/run_jobs.h"
#include "app/run/steady_seconds.h"
#include "app/study/evaluation.h"

namespace app {
namespace {

constexpr int kSampledProblems = 24;
constexpr int kSampledTraces = 2;  // of each
constexpr int kWidePasses = 14;    // as wide as those of the study
constexpr int kSharedProblems = 2;
/// Of the tokens that a preempted trace had, those that it computes again where it finds some of its blocks: 0.51 and
/// 0.54 in two stages of a measured study of the embedded model.
constexpr double kRecomputed = 0.5;
constexpr double kWideS = 5;
constexpr double kLengthsS = 25;
constexpr double kSharesS = 30;

/// What the events of one job's run say.
struct Watched {
    int promptTokens = 0;
    std::vector<int> tokens;  // by trace
    std::vector<bool> ended;
    int peakBlocks = 0;
    double rows = 0;
    bool finished = false;
};

/// Runs jobs until they end or the time is up, and keeps the load and the time of every pass.
class Meter {
public:
    Meter(ModelSession& session, const MeasureObserver& observer) : m_session(session), m_observer(observer) {}

    /// @param mostPasses  0: no limit
    std::vector<Watched> run(const std::vector<RunJob>& jobs, int parallel, double mostS, int mostPasses,
                             const std::function<void(double)>& progress) {
        std::vector<Watched> watched(jobs.size());
        const double begin = steadySeconds();
        double last = begin;
        int passes = 0;
        int ended = 0;
        JobObserver jobObserver;
        jobObserver.isStopped = [&] {
            return isStopped() || steadySeconds() - begin > mostS || (mostPasses > 0 && passes >= mostPasses);
        };
        jobObserver.sinkOf = [&](const RunJob& job) -> RunLoop::Sink {
            Watched& of = watched[static_cast<std::size_t>(job.tag)];
            return [this, &of](const Event& event) { take(of, event); };
        };
        jobObserver.stepped = [&](const RunJob&, const RunLoop&) {
            const double now = steadySeconds();
            // The first pass pays for what is made once.
            if (passes++ > 0 && m_load.rows + m_load.prefillTokens > 0) m_passes.push_back({m_load, now - last});
            m_load = {};
            last = now;
            progress(std::max(static_cast<double>(ended) / static_cast<double>(jobs.size()),
                              std::min(1.0, (now - begin) / mostS)));
        };
        jobObserver.refused = [](const RunJob&, const std::string&) {};
        jobObserver.ended = [&](const RunJob& job, const RunLoop& loop) {
            Watched& of = watched[static_cast<std::size_t>(job.tag)];
            of.finished = loop.state().finished->end != RunEnd::Failed;
            of.peakBlocks = loop.state().kv.peakBlocks;
            ++ended;
        };
        m_load = {};
        runJobs(m_session, jobs, parallel, jobObserver);
        return watched;
    }

    bool isStopped() const { return m_observer.isStopped && m_observer.isStopped(); }
    std::span<const TimedPass> passes() const { return m_passes; }
    std::int64_t tokens() const { return m_tokens; }

private:
    void take(Watched& of, const Event& event) {
        if (const auto* started = std::get_if<RunStarted>(&event.body)) of.promptTokens = started->promptTokens;
        if (const auto* finished = std::get_if<TraceFinished>(&event.body)) end(of, finished->trace);
        const auto* pass = std::get_if<PassDone>(&event.body);
        if (!pass) return;
        m_load.prefillTokens += pass->prefillTokens;
        for (const TokenOut& token : pass->tokens) {
            const auto i = static_cast<std::size_t>(index(token.trace)) - 1;
            if (i >= of.tokens.size()) of.tokens.resize(i + 1);
            ++of.tokens[i];
            ++of.rows;
            ++m_tokens;
            m_load.rows += 1;
            m_load.kvTokens += of.promptTokens + of.tokens[i];
        }
    }
    static void end(Watched& of, engine::TraceId trace) {
        const auto i = static_cast<std::size_t>(index(trace)) - 1;
        if (i >= of.ended.size()) of.ended.resize(i + 1);
        of.ended[i] = true;
    }

    ModelSession& m_session;
    const MeasureObserver& m_observer;
    PassLoad m_load;  // of the pass that is under way, all its runs
    std::vector<TimedPass> m_passes;
    std::int64_t m_tokens = 0;
};

class Measuring {
public:
    Measuring(ModelSession& session, const StudyPlan& plan, const MeasureObserver& observer)
        : m_session(session), m_plan(plan), m_observer(observer), m_meter(session, observer) {
        m_widest = *std::max_element(plan.traces.begin(), plan.traces.end());
    }

    StudyMeasure run() {
        const double begin = steadySeconds();
        lengths();
        wide();
        shares();
        m_measure.passes = fitPassTimes(m_meter.passes(), slowPassesOf(m_session.device().backend));
        // Few tokens were prefilled. On a CPU one costs what a generated one does.
        if (m_session.device().backend == "cpu")
            m_measure.passes.perPrefillTokenS = std::max(m_measure.passes.perPrefillTokenS, m_measure.passes.perRowS);
        m_measure.seconds = steadySeconds() - begin;
        m_measure.tokens = m_meter.tokens();
        if (m_observer.progress) m_observer.progress(1);
        return std::move(m_measure);
    }

private:
    RunRequest requestOf(int problem, int traces) const {
        const Problem& p = m_plan.problems[static_cast<std::size_t>(problem)];
        RunRequest request{p.question, p.answer, m_plan.options};
        request.options = referenceOptions(request.options);
        request.options.traces = traces;
        request.options.sampling.seed = m_plan.seeds.front();
        request.options.kvCacheMib.reset();
        return request;
    }
    std::vector<int> sample(int count) const { return spread(static_cast<int>(m_plan.problems.size()), count); }
    std::function<void(double)> part(double from, double to) const {
        return [this, from, to](double share) {
            if (m_observer.progress) m_observer.progress(from + share * (to - from));
        };
    }

    /// Many problems with few traces each: problems differ more than the traces of one do.
    void lengths() {
        std::vector<RunJob> jobs;
        const int traces = std::min(kSampledTraces, m_widest);
        for (const int problem : sample(std::min<int>(kSampledProblems, static_cast<int>(m_plan.problems.size()))))
            jobs.push_back({static_cast<int>(jobs.size()), requestOf(problem, traces)});
        const auto watched =
            m_meter.run(jobs, static_cast<int>(jobs.size()), kLengthsS, 0, part(0, needsShares() ? 0.4 : 0.8));
        for (const Watched& of : watched) add(of);
        // What is left of the spread of two traces around their mean is too narrow by this.
        const double widen = traces > 1 ? std::sqrt(traces / (traces - 1.0)) : 1.0;
        for (double& share : m_measure.spread) share = std::max(0.05, 1 + (share - 1) * widen);
        if (m_measure.spread.empty()) m_measure.spread = {1};
    }

    void add(const Watched& of) {
        if (of.tokens.empty()) return;
        std::vector<double> tokens;
        for (std::size_t i = 0; i < of.tokens.size(); ++i) {
            const bool ended = of.finished || (i < of.ended.size() && of.ended[i]);
            m_measure.unfinishedTraces += ended ? 0 : 1;
            const int most = std::min(m_plan.options.maxTokens, m_session.info().contextTokens - of.promptTokens);
            tokens.push_back(ended ? of.tokens[i] : std::max(of.tokens[i], most));
        }
        double sum = 0;
        for (const double count : tokens) sum += count;
        const double mean = sum / static_cast<double>(tokens.size());
        m_measure.problems.push_back({of.promptTokens, mean});
        m_measure.traces += static_cast<int>(tokens.size());
        for (const double count : tokens) m_measure.spread.push_back(count / mean);
    }

    /// A few passes as wide as those of the study, which take longer a pass and less a token.
    void wide() {
        if (m_meter.isStopped()) return;
        std::vector<RunJob> jobs;
        const int together = std::clamp(static_cast<int>(m_plan.problems.size()), 1, m_plan.parallel);
        for (const int problem : sample(together))
            jobs.push_back({static_cast<int>(jobs.size()), requestOf(problem, m_widest)});
        m_meter.run(jobs, together, kWideS, kWidePasses, part(needsShares() ? 0.4 : 0.8, needsShares() ? 0.5 : 1.0));
    }

    bool needsShares() const {
        return std::any_of(m_plan.policies.begin(), m_plan.policies.end(),
                           [](const EvalPolicy& policy) { return !isForeseeable(policyRow(policy.policy)); });
    }

    /// Policies that decide by what is written run as they will, on a problem or two.
    void shares() {
        if (m_meter.isStopped() || !needsShares()) return;
        const auto problems = sample(std::min(kSharedProblems, static_cast<int>(m_plan.problems.size())));
        std::vector<RunJob> unpruned;
        unpruned.reserve(problems.size());
        for (const int problem : problems)
            unpruned.push_back({static_cast<int>(unpruned.size()), requestOf(problem, m_widest)});
        const auto reference = m_meter.run(unpruned, m_plan.parallel, kSharesS / 2, 0, part(0.5, 0.7));
        const double memory = m_plan.memory[m_plan.memory.size() / 2];
        std::vector<RunJob> jobs;
        std::vector<std::pair<const EvalPolicy*, std::size_t>> of;  // by job
        for (const EvalPolicy& policy : m_plan.policies) {
            if (isForeseeable(policyRow(policy.policy))) continue;
            for (std::size_t i = 0; i < problems.size(); ++i) {
                if (!reference[i].finished) continue;
                RunRequest request = requestOf(problems[i], m_widest);
                policy.applyTo(request.options);
                if (!m_plan.fixedWarmup) request.options.deepconf.warmup = std::max(4, m_widest / 4);
                request.options.kvCacheMib =
                    kvCapOf(m_session, request.problem, request.options, memory, reference[i].peakBlocks);
                of.emplace_back(&policy, i);
                jobs.push_back({static_cast<int>(jobs.size()), std::move(request)});
            }
        }
        if (jobs.empty()) return;
        const auto runs = m_meter.run(jobs, m_plan.parallel, kSharesS, 0, part(0.7, 1.0));
        std::map<std::string, std::pair<double, double>> rows;  // with the policy, without
        for (std::size_t i = 0; i < runs.size(); ++i) {
            if (!runs[i].finished) continue;
            auto& [with, without] = rows[of[i].first->name];
            with += runs[i].rows;
            without += reference[of[i].second].rows;
        }
        for (const auto& [policy, sums] : rows) {
            if (sums.second > 0) m_measure.shares[policy] = sums.first / sums.second;
        }
    }

    ModelSession& m_session;
    const StudyPlan& m_plan;
    const MeasureObserver& m_observer;
    Meter m_meter;
    int m_widest = 1;
    StudyMeasure m_measure;
};

/// Runs that may share passes, or that have the device to themselves.
struct Stage {
    RunCost cost;
    double runs = 0;

    void add(const RunCost& each, double count) {
        cost += each.scaled(count);
        runs += count;
    }
    double seconds(const PassTimeModel& passes, int parallel) const {
        if (runs <= 0) return 0;
        const double together = std::clamp<double>(parallel, 1, std::max(1.0, runs));
        // The last ones leave places empty.
        const double shared = cost.passes / together + (together > 1 ? 0.5 * cost.passes / runs : 0.0);
        return passes.perPassS * shared + passes.perRowS * cost.rows + passes.perKvTokenS * cost.kvTokens +
               passes.perPrefillTokenS * cost.prefillTokens;
    }
};

/// Of one run, the mean over the measured problems.
RunCost meanCost(const StudyMeasure& measure, const StudyPlan& plan, const EvalPolicy* policy, int traces,
                 double memory) {
    RunCost sum;
    const PolicyRow& row = policyRow(policy ? policy->policy : kReferencePolicy);
    for (const StudyMeasure::MeasuredProblem& problem : measure.problems) {
        std::vector<double> lengths = row.oneTrace ? std::vector{1.0} : measure.spread;
        for (double& length : lengths) length *= problem.meanTokens;
        RunCost cost =
            simulateRun(row, spreadLengths(lengths, row.oneTrace ? 1 : traces), problem.promptTokens, memory);
        const double again = cost.prefillTokens - problem.promptTokens;
        if (plan.options.prefixReuse) cost.prefillTokens = problem.promptTokens + kRecomputed * again;
        sum += cost;
    }
    const auto count = static_cast<double>(std::max<std::size_t>(1, measure.problems.size()));
    const auto share = policy ? measure.shares.find(policy->name) : measure.shares.end();
    return sum.scaled((share != measure.shares.end() ? share->second : 1.0) / count);
}

bool isReference(const EvalPolicy& policy, double memory, MemoryAxis axis) {
    return policy.name == nameOf(kReferencePolicy) && memory == 1.0 && axis == MemoryAxis::PeakShare;
}

/// Every setting of one seed, and how many runs it has: together, then alone.
template <typename Take>
void eachSetting(const StudyPlan& plan, Take take) {
    const auto all = static_cast<int>(plan.problems.size());
    const int alone = std::min(plan.aloneProblems, all);
    for (const int n : plan.traces) take(nullptr, n, 1.0, all, 0);
    for (const EvalPolicy& policy : plan.policies) {
        if (policyRow(policy.policy).oneTrace) {
            take(&policy, 1, 1.0, all, alone);
            continue;
        }
        for (const int n : plan.traces) {
            for (const double memory : plan.memory)
                take(&policy, n, memory, isReference(policy, memory, plan.memoryAxis) ? 0 : all, alone);
        }
    }
}

}  // namespace

StudyMeasure measureStudy(ModelSession& session, const StudyPlan& plan, const MeasureObserver& observer) {
    if (plan.problems.empty() || plan.traces.empty() || plan.memory.empty() || plan.seeds.empty())
        throw UsageError("a study needs problems, policies, n, memory and seeds");
    return Measuring(session, plan, observer).run();
}

StudyEstimate estimateStudy(const StudyMeasure& measure, const StudyPlan& plan) {
    Stage unpruned;
    Stage together;
    Stage alone;
    eachSetting(plan, [&](const EvalPolicy* policy, int n, double memory, int shared, int single) {
        const RunCost each = meanCost(measure, plan, policy, n, memory);
        (policy ? together : unpruned).add(each, shared);
        alone.add(each, single);
    });
    StudyEstimate estimate;
    const auto seeds = static_cast<double>(plan.seeds.size());
    const PassTimeModel& passes = measure.passes;
    estimate.seconds = seeds * (unpruned.seconds(passes, plan.parallel) + together.seconds(passes, plan.parallel)) +
                       alone.seconds(passes, 1);
    estimate.runs = runsOf(plan);
    estimate.isUpperBound = 10 * measure.unfinishedTraces > measure.traces;
    return estimate;
}

int runsOf(const StudyPlan& plan) {
    std::int64_t runs = 0;
    eachSetting(plan, [&](const EvalPolicy*, int, double, int shared, int alone) {
        runs += static_cast<std::int64_t>(shared) * static_cast<std::int64_t>(plan.seeds.size()) + alone;
    });
    return static_cast<int>(std::min<std::int64_t>(runs, 2'000'000'000));
}

}  // namespace app
