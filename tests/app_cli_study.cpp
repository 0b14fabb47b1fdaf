// The commands over problem sets, as a user's script sees them: several problems at once, a study and its report, a
// scorer trained and measured. All on the embedded model and the CPU, small.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>

#include "cli_support.h"

using namespace cli;
using namespace Qt::StringLiterals;

namespace {

const QString kHeldout = QStringLiteral(STEPSCOPE_RESOURCES "/problems/heldout.jsonl");
const QString kTrain = QStringLiteral(STEPSCOPE_RESOURCES "/problems/train.jsonl");

QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

int recordsIn(const QString& folder) {
    int count = 0;
    const QDir runs(folder + u"/runs"_s);
    for (const QString& name : runs.entryList({u"*.jsonl"_s})) count += static_cast<int>(contents(runs.filePath(name)).count('\n'));
    return count;
}

}  // namespace

class AppCliStudy : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;

    QStringList study(const QString& folder, const char* rest) {
        return QStringList{u"study"_s, u"--problems"_s, kHeldout, u"--output"_s, m_dir.filePath(folder)} +
               words("--levels 2 --limit 3 --n-values 4 --memory 0.5,1 --seeds 1 --backend cpu") + words(rest);
    }

private Q_SLOTS:
    /// Problems that run together are decided as alone; how long each took alone is then not said.
    void evalTogetherIsEvalAlone() {
        const QStringList common = QStringList{u"eval"_s, u"--problems"_s, kHeldout} +
                                   words("--levels 2-3 --limit 5 -n 6 --policies cot,sc,step,step+last5,sc+lock --kv-share 0.4 --seed 1 --backend cpu --json");
        const Result alone = run(common);
        const Result together = run(common + words("--parallel 3"));
        QCOMPARE(alone.code, 0);
        QCOMPARE(together.code, 0);
        const json a = alone.object()["policies"];
        const json b = together.object()["policies"];
        QCOMPARE(a.size(), std::size_t{5});
        for (std::size_t i = 0; i < a.size(); ++i) {
            for (const char* key : {"policy", "problems", "accuracy", "tokens", "pruned"}) {
                QVERIFY2(a[i][key] == b[i][key], (a[i].dump() + " and " + b[i].dump()).c_str());
            }
            QVERIFY(a[i]["latency_s"].is_number());
            QVERIFY(b[i]["latency_s"].is_null());
        }
        QCOMPARE(run(QStringList{u"eval"_s, u"--problems"_s, kHeldout} + words("--policies cot+lock")).code, 2);
        QCOMPARE(run(QStringList{u"eval"_s, u"--problems"_s, kHeldout} + words("--policies sc+often")).code, 2);
    }

    void aStudyGoesOnWhereItWasAndReports() {
        const QString folder = m_dir.filePath(u"study"_s);
        const Result first = run(study(u"study"_s, "--policies cot,sc,step --alone 1 --parallel 3"));
        QVERIFY2(first.code == 0, first.err.constData());
        // 3 problems: cot, sc and step at a half, sc and step at all; and the same for one problem alone.
        QCOMPARE(recordsIn(folder), 3 * 5 + 5);
        const QByteArray report = contents(folder + u"/report.html"_s);
        QVERIFY(report.contains("Where STEP loses"));
        QVERIFY(!contents(folder + u"/tables.md"_s).isEmpty());
        QVERIFY(contents(folder + u"/results.csv"_s).startsWith("policy,"));
        const json summary = json::parse(contents(folder + u"/summary.json"_s).toStdString());
        QVERIFY(!summary.empty());
        // A record that was cut off in mid-line is run again, no other; a policy more runs only its own.
        QDir runs(folder + u"/runs"_s);
        const QString cut = runs.filePath(u"step_n4_m50_s1.jsonl"_s);
        QFile file(cut);
        QVERIFY(file.resize(contents(cut).size() - 20));
        const Result again = run(study(u"study"_s, "--policies cot,sc,step,slim-sc --alone 1"));
        QVERIFY2(again.code == 0, again.err.constData());
        QCOMPARE(recordsIn(folder), 3 * 7 + 7);
        QCOMPARE(contents(cut).count('\n'), 3);
        // Other sampling does not go into the same folder.
        const Result other = run(study(u"study"_s, "--policies sc --temperature 0.5"));
        QCOMPARE(other.code, 2);
        QVERIFY2(other.err.contains("other sampling"), other.err.constData());
        QCOMPARE(run({u"study"_s, u"--report-only"_s, u"--output"_s, m_dir.filePath(u"nothing"_s)}).code, 2);
    }

    /// Interrupted before it knows what the traces need unpruned: nothing runs without that, and the same command goes on.
    void anInterruptedStudyStopsCleanly() {
        const QStringList command = QStringList{u"study"_s, u"--problems"_s, kHeldout, u"--output"_s, m_dir.filePath(u"stopped"_s)} +
                                    words("--levels 2-5 --policies step --n-values 1,8 --memory 0.5 --seeds 1 --alone 1 --backend cpu");
        QProcess process;
        process.start(kProgram, command);
        const QString begun = m_dir.filePath(u"stopped/runs/sc_n1_m100_s1.jsonl"_s);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(begun), 60000);
        QCOMPARE(kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 1);
        QVERIFY(process.readAllStandardError().contains("interrupted"));
        QVERIFY(recordsIn(m_dir.filePath(u"stopped"_s)) > 0);
    }

    /// Two workers in one process, then what ran alone: the same records as one worker makes.
    void workersShareAStudy() {
        const Result r = run(study(u"workers"_s, "--policies cot,step --alone 1 --workers 2 --parallel 2"));
        QVERIFY2(r.code == 0, r.err.constData());
        QVERIFY(r.out.startsWith("15 runs"));
        QCOMPARE(recordsIn(m_dir.filePath(u"workers"_s)), 3 * 4 + 3);
        const Result again = run(study(u"workers"_s, "--policies cot,step --alone 1"));
        QCOMPARE(again.code, 0);
        QVERIFY(again.out.startsWith("15 runs"));  // nothing was run twice
    }

    /// Two processes share a study; the report is of both.
    void partsMakeOneStudy() {
        for (const char* part : {"1/2", "2/2"}) {
            const Result r = run(study(u"parts"_s, "--policies cot,step --alone 0 --shard") + QStringList{QString::fromUtf8(part)});
            QVERIFY2(r.code == 0, r.err.constData());
        }
        QCOMPARE(recordsIn(m_dir.filePath(u"parts"_s)), 3 * 4);
        const Result report = run({u"study"_s, u"--report-only"_s, u"--output"_s, m_dir.filePath(u"parts"_s)});
        QCOMPARE(report.code, 0);
        QVERIFY(report.out.startsWith("12 runs"));
    }

    /// From problems to a scorer that a run takes; the second time nothing is sampled.
    void aScorerIsTrainedAndUsed() {
        const QString output = m_dir.filePath(u"s.safetensors"_s);
        const QStringList command = QStringList{u"train-scorer"_s, u"--problems"_s, kTrain, u"--test-problems"_s, kHeldout, u"--output"_s, output} +
                                    words("--limit 16 --traces-per-problem 6 --test-levels 2-5 --test-limit 4 --epochs 4 --pt --json "
                                          "--temperature 1 --seed 1 --parallel 8 --backend cpu");
        const Result first = run(command);
        QVERIFY2(first.code == 0, first.err.constData());
        const json j = first.object();
        QVERIFY(j["validation"]["step_auc"].is_number());
        QVERIFY(j["test"]["step_auc"].is_number());
        QVERIFY(j["test_before"]["trace_auc"].is_number());
        const QDir rows(output + u".rows/train"_s);
        QCOMPARE(rows.entryList({u"*.safetensors"_s}).size(), 16);
        const QByteArray report = contents(m_dir.filePath(u"s.training.json"_s));
        QVERIFY(report.contains("\"split\""));
        // Rows that are there are kept: one that is missing is sampled again, and the result is the same.
        const QByteArray before = contents(output);
        const QString lost = rows.filePath(rows.entryList({u"*.safetensors"_s}).first());
        const QByteArray row = contents(lost);
        QVERIFY(QFile::remove(lost));
        const Result second = run(command);
        QCOMPARE(second.code, 0);
        QCOMPARE(contents(lost), row);
        QVERIFY(contents(output) == before);
        for (const char* file : {"s.safetensors", "s.pt"}) {
            const Result used = run(QStringList{u"run"_s, u"--scorer"_s, m_dir.filePath(QString::fromUtf8(file))} +
                                    words("--example 1 -n 4 --backend cpu --json"));
            QVERIFY2(used.code == 0, used.err.constData());
            QCOMPARE(used.object()["scorer"].get<std::string>(), std::string(file));
        }
        const Result other = run(QStringList(command).replaceInStrings(QRegularExpression(u"^6$"_s), u"7"_s));
        QCOMPARE(other.code, 2);  // the folder's rows are of 6 traces a problem
        QVERIFY2(other.err.contains("another problem, model or sampling"), other.err.constData());
        QCOMPARE(run({u"train-scorer"_s, u"--problems"_s, kTrain, u"--output"_s, m_dir.filePath(u"s.txt"_s)}).code, 2);
    }
};

QTEST_GUILESS_MAIN(AppCliStudy)
#include "app_cli_study.moc"
