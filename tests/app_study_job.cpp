// A study from its plan to its report: what runs cost, how long they will take, the plan that is kept, pausing.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/models/load_session.h"
#include "app/run/event_json.h"
#include "app/study/local_host.h"
#include "app/study/plan_file.h"
#include "app/study/study_estimate.h"
#include "app/study/study_job.h"

using namespace app;
using namespace Qt::StringLiterals;

namespace {

const std::string kHeldout = STEPSCOPE_RESOURCES "/problems/heldout.jsonl";

std::vector<int> lengthsOf(int count, int mean) {
    std::vector<int> lengths;
    for (int i = 0; i < count; ++i) lengths.push_back(mean / 2 + (i * 37) % (mean + 1));
    return lengths;
}

double sumOf(const std::vector<int>& values) {
    double sum = 0;
    for (const int value : values) sum += value;
    return sum;
}

RunCost costOf(PolicyKind policy, const std::vector<int>& lengths, double memory) {
    return simulateRun(policyRow(policy), lengths, 40, memory);
}

StudyPlan planOf(const std::string& folder, int problems) {
    StudyPlan plan;
    plan.problemsPath = kHeldout;
    plan.limit = problems;
    plan.policies = parsePolicies("sc,step");
    plan.traces = {4};
    plan.memory = {0.5, 1};
    plan.seeds = {1};
    plan.parallel = 3;
    plan.aloneProblems = 1;
    plan.options.maxTokens = 50;
    plan.options.kvCacheMib = 24;
    plan.folder = folder;
    readProblemsOf(plan);
    return plan;
}

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The records of a folder without their times, sorted.
std::vector<std::string> recordsOf(const std::string& folder) {
    std::vector<std::string> lines;
    for (const StudyRecord& record : readStudyFolder(folder)) {
        nlohmann::json line = toJson(record);
        for (const char* time : {"latency_s", "waited_s", "alive_s"}) line.erase(time);
        lines.push_back(line.dump());
    }
    std::sort(lines.begin(), lines.end());
    return lines;
}

}  // namespace

class AppStudyJob : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_session = loadSession({.backend = BackendChoice::Cpu}); }

    /// Pruning costs less with less memory; waiting costs the same tokens, and others once more.
    void costsFollowThePolicy() {
        const std::vector<int> lengths = lengthsOf(32, 400);
        const double all = sumOf(lengths);
        for (const PolicyKind policy : {PolicyKind::SelfConsistency, PolicyKind::ScStatic, PolicyKind::Step}) {
            const RunCost free = costOf(policy, lengths, 1);
            QCOMPARE(free.rows, all);
            QCOMPARE(free.prefillTokens, 40.0);
        }
        const RunCost half = costOf(PolicyKind::Step, lengths, 0.5);
        const RunCost quarter = costOf(PolicyKind::Step, lengths, 0.25);
        QVERIFY2(half.rows < 0.75 * all && quarter.rows < 0.8 * half.rows,
                 qPrintable(QString::number(half.rows / all)));
        QCOMPARE(quarter.prefillTokens, 40.0);
        const RunCost waits = costOf(PolicyKind::SelfConsistency, lengths, 0.25);
        QCOMPARE(waits.rows, all);
        QVERIFY(waits.prefillTokens > 0.2 * all && waits.prefillTokens < 1.5 * all);
        QVERIFY(waits.passes > 1.5 * costOf(PolicyKind::SelfConsistency, lengths, 1).passes);
        QVERIFY(costOf(PolicyKind::ScStatic, lengths, 0.25).prefillTokens < waits.prefillTokens);
        QCOMPARE(costOf(PolicyKind::Cot, lengths, 0.25).rows, static_cast<double>(lengths.front()));
        QCOMPARE(simulateRun(policyRow(PolicyKind::Step), {}, 40, 1).rows, 0.0);
    }

    /// Long traces are simulated in larger rounds, and cost as much as short ones to simulate.
    void aSimulationIsBounded() {
        const std::vector<int> lengths = lengthsOf(512, 60000);
        QElapsedTimer timer;
        timer.start();
        for (const PolicyKind policy : {PolicyKind::SelfConsistency, PolicyKind::Step})
            QVERIFY(costOf(policy, lengths, 0.2).rows > 0);
        QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
    }

    void lengthsSpreadAsTheSample() {
        const std::vector<double> sample = {100, 300, 200};
        QCOMPARE(spreadLengths(sample, 3), (std::vector{100, 200, 300}));
        QCOMPARE(spreadLengths(sample, 1), std::vector{200});
        QCOMPARE(spreadLengths({}, 3), std::vector<int>{});
        const std::vector<int> many = spreadLengths(sample, 60);
        QVERIFY(std::is_sorted(many.begin(), many.end()) && std::abs(sumOf(many) / 60 - 200) < 5);
    }

    /// What has finished says what is left; settings without a finished run are scaled alike.
    void aClockTellsWhatIsLeft() {
        StudyClock clock;
        clock.expect("dear", 4, 100);
        clock.expect("cheap", 4, 10);
        QCOMPARE(clock.leftS(0), 0.0);
        clock.finish("dear", 50);  // half of what was expected
        QCOMPARE(clock.leftS(10), 10.0 * (3 * 50 + 4 * 5) / 50);
        clock.finish("cheap", 20);
        QCOMPARE(clock.leftS(14), 14.0 * (3 * 50 + 3 * 20) / 70);
        for (int i = 0; i < 3; ++i) clock.leaveOut("dear");
        for (int i = 0; i < 3; ++i) clock.finish("cheap", 20);
        QCOMPARE(clock.leftS(20), 0.0);
    }

    /// The estimate adds up what it should: settings, seeds, runs alone.
    void anEstimateCountsEveryRun() {
        StudyMeasure measure;
        measure.problems = {{.promptTokens = 0, .meanTokens = 100}};
        measure.spread = {1};
        measure.traces = 2;
        measure.passes.perRowS = 0.001;
        StudyPlan plan;
        plan.problems.resize(10);
        plan.policies = parsePolicies("cot,sc");
        plan.traces = {4};
        plan.memory = {1};
        plan.seeds = {1, 2};
        plan.aloneProblems = 3;
        plan.parallel = 5;
        // Together: unpruned (which is sc at all the memory) and cot, both seeds; alone: both policies.
        QCOMPARE(runsOf(plan), 2 * (10 + 10) + 3 + 3);
        const double seconds = 2 * (10 * 0.4 + 10 * 0.1) + 3 * (0.1 + 0.4);
        QVERIFY(std::abs(estimateStudy(measure, plan).seconds - seconds) < 1e-6);
        QVERIFY(!estimateStudy(measure, plan).isUpperBound);
        // The time of a pass is shared by those that run together, and not by those that run alone.
        measure.passes = {};
        measure.passes.perPassS = 0.01;
        const double passes = 2 * 2 * (10 * 100 / 5.0 + 50) + 2 * 3 * 100;
        QVERIFY2(std::abs(estimateStudy(measure, plan).seconds - 0.01 * passes) < 0.05 * 0.01 * passes,
                 qPrintable(QString::number(estimateStudy(measure, plan).seconds)));
        measure.shares["cot"] = 0;
        QVERIFY(estimateStudy(measure, plan).seconds < 0.01 * passes);
        measure.unfinishedTraces = 1;
        QVERIFY(estimateStudy(measure, plan).isUpperBound);
    }

    /// What is measured is near to what it takes. The machine may be busy with other tests, so the bounds are wide.
    void aMeasurementForetellsTheStudy() {
        const QTemporaryDir folder;
        StudyPlan plan = planOf(folder.path().toStdString(), 5);
        plan.policies = parsePolicies("step,slim-sc");
        completeStudyPlan(plan, LocalHost(*m_session));
        std::vector<double> shares;
        const StudyMeasure measure =
            measureStudy(*m_session, plan, {.progress = [&](double share) { shares.push_back(share); }});
        QCOMPARE(measure.problems.size(), std::size_t{5});
        QCOMPARE(measure.traces, 10);
        QVERIFY(measure.passes.passes > 10 && measure.tokens > 0 && shares.back() == 1.0);
        QVERIFY(measure.shares.contains("slim-sc") && measure.shares.size() == 1);
        const StudyEstimate estimate = estimateStudy(measure, plan);
        const StudyOutcome outcome = runStudyJob(*m_session, plan, {});
        QVERIFY(outcome.complete);
        QCOMPARE(outcome.runs, estimate.runs);
        const double ratio = estimate.seconds / outcome.seconds;
        qInfo("estimated %.2f s, took %.2f s", estimate.seconds, outcome.seconds);
        QVERIFY2(ratio > 0.25 && ratio < 4, qPrintable(QString::number(ratio)));
    }

    void aMeasurementStops() {
        StudyPlan plan = planOf("unused", 8);
        int asked = 0;
        const StudyMeasure measure = measureStudy(*m_session, plan, {.isStopped = [&] { return ++asked > 3; }});
        QVERIFY(measure.seconds < 10 && measure.tokens < 200);
    }

    /// A set of many problems takes a while before its first run: each part of that asks, and ends soon after a yes.
    void aStudyStopsWhileItIsPrepared() {
        constexpr int kProblems = 300;
        const QTemporaryDir parent;
        for (const int after : {0, 100, kProblems + 20, 3 * kProblems, 8 * kProblems}) {
            const std::string folder = parent.filePath(QString::number(after)).toStdString();
            StudyPlan plan = planOf(folder, kProblems);
            QCOMPARE(plan.problems.size(), std::size_t{kProblems});
            int asks = 0;
            StudyObserver observer;
            observer.isStopped = [&] { return ++asks > after; };
            int runs = 0;
            observer.progress = [&](const std::string&, int done, int, double) { runs = done; };
            const StudyOutcome outcome = runStudyJob(*m_session, plan, observer);
            QVERIFY(!outcome.complete && runs == 0 && outcome.runs == 0);
            QVERIFY2(asks <= after + kProblems + 60, qPrintable(QString::number(asks)));
            if (after < kProblems)  // problems that were not looked at: nothing of it is kept
                QVERIFY(!QFile::exists(QString::fromStdString(folder) + QStringLiteral("/study.json")));
        }
    }

    /// Paused after its runs, stopped in the midst of one, continued: the same records as in one go.
    void aPausedStudyIsTheSame() {
        const QTemporaryDir whole;
        const QTemporaryDir parts;
        const StudyPlan plan = planOf(whole.path().toStdString(), 3);
        const StudyOutcome once = runStudyJob(*m_session, plan, {});
        QVERIFY(once.complete && QFile::exists(QString::fromStdString(once.report.string())));

        StudyPlan paused = planOf(parts.path().toStdString(), 3);
        int done = 0;
        StudyObserver pausing;
        pausing.progress = [&](const std::string&, int finished, int, double) { done = finished; };
        pausing.isPausing = [&] { return done >= 1; };
        const StudyOutcome first = runStudyJob(*m_session, paused, pausing);
        QVERIFY(!first.complete && first.report.empty());
        QCOMPARE(first.runs, 3);  // all that were under way together

        int passes = 0;
        StudyObserver stopping;
        stopping.progress = [&](const std::string&, int, int, double) { ++passes; };
        stopping.isStopped = [&] { return passes > 20; };
        const StudyOutcome second = runStudyJob(*m_session, paused, stopping);
        QVERIFY(!second.complete && second.runs < once.runs);

        KeptPlan kept = readPlanFile(parts.path().toStdString());
        QVERIFY(readProblemsOf(kept.plan).empty());
        QVERIFY(kept.modelPath.empty() && kept.plan.problemsPath == kHeldout);
        QCOMPARE(kept.scorerPath, m_session->scorer()->path);
        const StudyOutcome third = runStudyJob(*m_session, kept.plan, {});
        QVERIFY(third.complete);
        QCOMPARE(third.runs, once.runs);
        QCOMPARE(recordsOf(parts.path().toStdString()), recordsOf(whole.path().toStdString()));
        QVERIFY(third.rows.size() == 4 && third.rows[0].policy == "sc" && third.rows[0].runs == 3);
        QVERIFY(third.rows[0].latencyS && third.rows[0].tokens > 0);
    }

    void aPlanIsKeptWhole() {
        const QTemporaryDir folder;
        StudyPlan plan = planOf(folder.path().toStdString(), 5);
        plan.policies = parsePolicies("deepconf-low,step:random,sc+probe");
        plan.memoryAxis = MemoryAxis::Utilization;
        plan.memory = {0.3};
        plan.seeds = {std::numeric_limits<std::uint64_t>::max()};
        plan.options.deepconf.warmup = 7;
        plan.options.slim.similarity = 0.91;
        plan.options.systemPrompt = "Think \u00e9.";
        plan.options.device.reset();
        plan.fixedWarmup = true;
        writePlanFile(plan, LocalHost(*m_session));
        const KeptPlan kept = readPlanFile(plan.folder);
        plan.options.policy = kReferencePolicy;  // these three are the cells'
        plan.options.traces = 4;
        plan.options.sampling.seed = plan.seeds.front();
        QCOMPARE(allToJson(kept.plan.options), allToJson(plan.options));
        QVERIFY(kept.plan.policies.size() == 3 && kept.plan.policies[1].victim == VictimRule::Random);
        QVERIFY(kept.plan.memoryAxis == plan.memoryAxis && kept.plan.memory == plan.memory &&
                kept.plan.seeds == plan.seeds && kept.plan.traces == plan.traces && kept.plan.fixedWarmup &&
                kept.plan.limit == 5 && kept.plan.aloneProblems == 1 && kept.plan.parallel == 3);
    }

    void aWrongPlanIsRefused_data() {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("value");
        QTest::newRow("n") << u"n"_s << u"[0]"_s;
        QTest::newRow("n, type") << u"n"_s << u"\"4\""_s;
        QTest::newRow("memory") << u"memory"_s << u"[1e9]"_s;
        QTest::newRow("policies") << u"policies"_s << u"[\"best\"]"_s;
        QTest::newRow("axis") << u"memory_axis"_s << u"\"x\""_s;
        QTest::newRow("parallel") << u"parallel"_s << u"1000000"_s;
        QTest::newRow("limit") << u"limit"_s << u"-1"_s;
        QTest::newRow("options") << u"options"_s << u"{\"max_tokens\": -5}"_s;
        QTest::newRow("options, type") << u"options"_s << u"{\"temperature\": \"hot\"}"_s;
    }
    void aWrongPlanIsRefused() {
        QFETCH(QString, field);
        QFETCH(QString, value);
        const QTemporaryDir folder;
        writePlanFile(planOf(folder.path().toStdString(), 2), LocalHost(*m_session));
        const QString path = folder.filePath(u"plan.json"_s);
        auto plan = nlohmann::json::parse(contents(path).toStdString());
        plan[field.toStdString()] = nlohmann::json::parse(value.toStdString());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(plan.dump().c_str()) > 0);
        file.close();
        try {
            readPlanFile(folder.path().toStdString());
            QFAIL("it was read");
        } catch (const UsageError& error) {
            const QString said = QString::fromUtf8(error.what());
            QVERIFY2(said.contains(u"plan.json"_s) && said.contains(field), qPrintable(said));
        }
    }

    void aMissingPlanIsSaid() {
        const QTemporaryDir folder;
        QVERIFY_THROWS_EXCEPTION(UsageError, readPlanFile(folder.path().toStdString()));
        StudyPlan plan = planOf(folder.path().toStdString(), 2);
        plan.problemsPath = folder.filePath(u"gone.jsonl"_s).toStdString();
        QVERIFY_THROWS_EXCEPTION(UsageError, readProblemsOf(plan));
    }

private:
    std::unique_ptr<ModelSession> m_session;
};

QTEST_GUILESS_MAIN(AppStudyJob)
#include "app_study_job.moc"
