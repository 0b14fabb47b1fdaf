// stepscope-cli whatif as a user's script sees it: output, JSON, CSV, recordings, and what it says where it cannot.
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "cli_support.h"

using namespace cli;

namespace {

QStringList runOf(const char* rest, const QString& record) {
    return QStringList{
               QStringLiteral("run"),      QStringLiteral("--problem"), QStringLiteral("What is 3 * (17 + 25)?"),
               QStringLiteral("--answer"), QStringLiteral("126"),       QStringLiteral("--seed"),
               QStringLiteral("7"),        QStringLiteral("--backend"), QStringLiteral("cpu"),
               QStringLiteral("--json"),   QStringLiteral("--record"),  record} +
           words(rest);
}

QStringList whatIf(const QString& record, const char* rest) {
    return QStringList{QStringLiteral("whatif"), record} + words(rest);
}

}  // namespace

class AppCliWhatIf : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QString m_record = m_dir.filePath(QStringLiteral("sc.stepscope"));
    json m_run;

private Q_SLOTS:
    void initTestCase() {
        const Result r = run(runOf("--policy sc -n 8", m_record));
        QCOMPARE(r.code, 0);
        m_run = r.object();
    }

    void itIsTheRealRun() {
        for (const char* change : {"--policy step --kv-cache-mib 4.5 -n 8", "--policy sc --kv-cache-mib 4.5 -n 6",
                                   "--policy deepconf-low --warmup 3 --window 8 -n 8 --kv-cache-mib 6",
                                   "--policy step --victim random --kv-cache-mib 4.5 -n 8 --trace-score last"}) {
            const QString path = m_dir.filePath(QStringLiteral("real.stepscope"));
            const json real = run(runOf(change, path)).object();
            const Result r = run(whatIf(m_record, (std::string(change) + " --json").c_str()));
            QVERIFY2(r.code == 0, r.err.constData());
            const json found = r.object()["what_if"];
            QVERIFY(r.object()["exact"] == json(true));
            QCOMPARE(found["answer"].dump(), real["answer"].dump());
            QCOMPARE(found["margin"].dump(), real["margin"].dump());
            QCOMPARE(found["pruned"].dump(), real["pruned"].dump());
            QCOMPARE(found["tokens"].dump(), real["tokens"]["generated"].dump());
            QCOMPARE(found["recomputed_tokens"].dump(), real["tokens"]["recomputed"].dump());
            QCOMPARE(found["peak_blocks"].dump(), real["kv"]["peak_blocks"].dump());
            QCOMPARE(found["kv_blocks"].dump(), real["kv"]["blocks"].dump());
            for (std::size_t i = 0; i < real["traces"].size(); ++i) {
                for (const char* key : {"state", "tokens", "score", "answer"})
                    QCOMPARE(found["traces"][i][key].dump(), real["traces"][i][key].dump());
            }
        }
    }

    void theTextSaysWhatIsSimulated() {
        const Result r = run(whatIf(m_record, "--policy step --memory-share 0.5"));
        QCOMPARE(r.code, 0);
        QVERIFY(r.out.contains("what-if, from the recorded traces of"));
        QVERIFY(r.out.contains("what really happened"));
        QVERIFY(r.out.contains("times are simulated: fitted to"));
        QVERIFY(r.out.contains("% (") && r.out.contains(" s simulated"));
        QVERIFY(r.err.isEmpty());
        // Nothing changed: what really happened, again.
        const json same = run(whatIf(m_record, "--json")).object();
        QCOMPARE(same["what_if"]["answer"].dump(), same["recorded"]["answer"].dump());
        QCOMPARE(same["what_if"]["traces"].dump(), same["recorded"]["traces"].dump());
        QCOMPARE(same["recorded"]["answer"].dump(), m_run["answer"].dump());
        QVERIFY(same["times"]["simulated"] == json(true));
    }

    void aSweepIsATableAndACsv() {
        const QString csv = m_dir.filePath(QStringLiteral("sweep.csv"));
        const Result r = run(whatIf(m_record, "--policy step --sweep 10 --vote majority --csv") + QStringList{csv});
        QVERIFY2(r.code == 0, r.err.constData());
        QVERIFY(r.out.contains("unpruned peak:") && r.out.contains("100 %") && r.out.contains("vote majority"));
        const QList<QByteArray> lines = contents(csv).trimmed().split('\n');
        QCOMPARE(lines.size(), 11);
        for (const QByteArray& line : lines) QCOMPARE(line.count(','), lines[0].count(','));
        QVERIFY(lines[1].contains("blocks"));  // at 5 % the traces cannot start
        QVERIFY(lines[10].startsWith("step,lowest,8,7,1,"));
        const json j = run(whatIf(m_record, "--policy step --sweep 10 --json")).object();
        QCOMPARE(j["sweep"].size(), std::size_t{10});
        QVERIFY(j["sweep"][0].contains("problem"));
        QVERIFY(j["sweep"][9]["pruned"] == json(0));
        QCOMPARE(j["sweep"][9]["peak_blocks"].dump(), j["unpruned_peak_blocks"].dump());
    }

    void aWhatIfCanBeRecorded() {
        const QString path = m_dir.filePath(QStringLiteral("whatif.stepscope"));
        QVERIFY(run(whatIf(m_record, "--policy step --kv-cache-mib 4.5 --record") + QStringList{path}).code == 0);
        const json replayed = run({QStringLiteral("replay"), path, QStringLiteral("--json")}).object();
        QVERIFY(replayed["what_if"] == json(true));
        QVERIFY(replayed["policy"] == json("step"));
        const Result text = run({QStringLiteral("replay"), path});
        QVERIFY(text.out.contains("what-if, from recorded traces; its times are simulated"));
    }

    void anIncompleteRecordingIsRefused() {
        const QString path = m_dir.filePath(QStringLiteral("step.stepscope"));
        const json real = run(runOf("--policy step --kv-cache-mib 4.5 -n 8", path)).object();
        QVERIFY(real["pruned"].get<int>() > 0);
        const Result r = run(whatIf(path, "--policy sc"));
        QCOMPARE(r.code, 2);
        QVERIFY(r.out.isEmpty());
        QVERIFY2(r.err.contains("of 8 traces") && r.err.contains("pruned (") && r.err.contains("--policy sc"),
                 r.err.constData());
    }

    void aRecordingIsNotReplacedByItsWhatIf() {
        const QByteArray before = contents(m_record);
        const Result r = run(whatIf(m_record, "--policy step --record") + QStringList{m_record});
        QCOMPARE(r.code, 2);
        QVERIFY(r.err.contains("would replace"));
        QCOMPARE(contents(m_record), before);
    }

    void badUsageIsTwo_data() {
        QTest::addColumn<QString>("rest");
        QTest::addColumn<QString>("says");
        QTest::newRow("more traces") << "-n 9"
                                     << "holds 8 traces";
        QTest::newRow("refill") << "--policy step-refill"
                                << "branches";
        QTest::newRow("slim") << "--policy slim-sc"
                              << "hidden states";
        QTest::newRow("two memories") << "--memory-share 0.5 --kv-cache-mib 4"
                                      << "give one of";
        QTest::newRow("memory and sweep") << "--sweep 4 --kv-cache-mib 4"
                                          << "give one of";
        QTest::newRow("csv alone") << "--csv x.csv"
                                   << "--sweep";
        QTest::newRow("record of a sweep") << "--sweep 4 --record x.stepscope"
                                           << "one what-if";
        QTest::newRow("too little memory") << "--kv-cache-mib 0.5"
                                           << "KV cache holds";
        QTest::newRow("another seed") << "--seed 3"
                                      << "seed";
        QTest::newRow("one cell") << "--sweep 1"
                                  << "2";
        QTest::newRow("longer") << "--max-tokens 100000"
                                << "";
    }
    void badUsageIsTwo() {
        QFETCH(QString, rest);
        QFETCH(QString, says);
        const Result r = run(whatIf(m_record, rest.toUtf8().constData()));
        if (says.isEmpty()) {  // every trace ended by itself: a longer limit changes nothing
            QCOMPARE(r.code, 0);
            return;
        }
        QCOMPARE(r.code, 2);
        QVERIFY2(r.err.contains(says.toUtf8()), r.err.constData());
        QCOMPARE(r.err.count('\n'), 1);
    }

    void whatIsNoRecordingIsRefused() {
        QCOMPARE(run(whatIf(m_dir.filePath(QStringLiteral("none.stepscope")), "--json")).code, 2);
        const QString path = m_dir.filePath(QStringLiteral("text.stepscope"));
        cli::write(path, "hello\n");
        QCOMPARE(run(whatIf(path, "--json")).code, 2);
    }
};

QTEST_GUILESS_MAIN(AppCliWhatIf)
#include "app_cli_what_if.moc"
