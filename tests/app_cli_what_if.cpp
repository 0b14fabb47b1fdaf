// stepscope-cli whatif, rescore and compare as a user's script sees them: output, JSON, CSV, recordings, and what they
// say where they cannot.
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "cli_support.h"
#include "scorer/checkpoint/checkpoint_writer.h"

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
    QString m_record = m_dir.filePath(QStringLiteral("sc.stepscope"));  // with its hidden rows
    QString m_bare = m_dir.filePath(QStringLiteral("bare.stepscope"));  // the same without them
    QString m_scorer = m_dir.filePath(QStringLiteral("other.safetensors"));
    json m_run;

private Q_SLOTS:
    void initTestCase() {
        const Result r = run(runOf("--policy sc -n 8 --record-hidden", m_record));
        QVERIFY2(r.code == 0, r.err.constData());
        QVERIFY(QFile::exists(m_record + QStringLiteral(".hidden")));
        QVERIFY(QFile::copy(m_record, m_bare));
        scorer::ScorerWeights weights =
            scorer::loadScorer(STEPSCOPE_RESOURCES "/demo-model/step_scorer/step_scorer.safetensors");
        for (std::size_t i = 0; i < weights.w1.size(); ++i) weights.w1[i] *= i % 3 == 0 ? -1.0F : 0.5F;
        scorer::saveScorer(m_scorer.toStdString(), weights);
        m_run = r.object();
    }

    void itIsTheRealRun() {
        for (const char* change : {"--policy step --kv-cache-mib 4.5 -n 8", "--policy sc --kv-cache-mib 4.5 -n 6",
                                   "--policy deepconf-low --warmup 3 --window 8 -n 8 --kv-cache-mib 6",
                                   "--policy deepconf-low --warmup 4 -n 8",  // with the model's own window
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

    void noOutputReplacesWhatIsRead() {
        const QByteArray recording = contents(m_record);
        const QString rows = m_record + QStringLiteral(".hidden");
        const QByteArray hidden = contents(rows);
        const QString same = m_dir.filePath(QStringLiteral("same"));
        const QStringList sweep = whatIf(m_record, "--policy step --sweep 2 --csv");
        for (const QStringList& command :
             {sweep + QStringList{m_record}, sweep + QStringList{rows},
              QStringList{QStringLiteral("export"), m_record, QStringLiteral("--web"), rows},
              QStringList{QStringLiteral("export"), m_record, QStringLiteral("--web"),
                          m_record + QStringLiteral(".notes.json")},
              QStringList{QStringLiteral("export"), m_record, QStringLiteral("--web"), same,
                          QStringLiteral("--trace-json"), same},
              QStringList{QStringLiteral("rescore"), m_record, QStringLiteral("--scorer"), m_scorer,
                          QStringLiteral("--output"), m_record},
              QStringList{QStringLiteral("rerun"), m_record, QStringLiteral("--record"), m_record}}) {
            const Result r = run(command);
            QVERIFY2(r.code == 2, qPrintable(command.join(u' ')));
            QVERIFY2(r.err.contains("give another name") || r.err.contains("give two names"), r.err.constData());
            QVERIFY(contents(m_record) == recording && contents(rows) == hidden);
            QVERIFY(!QFile::exists(same) && !QFile::exists(m_record + QStringLiteral(".notes.json")));
        }
    }

    /// What the model sets for a policy is not in older recordings.
    void anOlderRecordingSaysThatItGuesses() {
        QByteArray text = contents(m_bare);
        const qsizetype first = text.indexOf('\n');
        json header = json::parse(text.left(first).toStdString());
        QVERIFY(header.erase("others_options") == 1);
        const QString older = m_dir.filePath(QStringLiteral("older.stepscope"));
        QFile file(older);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(header.dump()) + text.mid(first));
        file.close();
        const Result guessed = run(whatIf(older, "--policy deepconf-low --json"));
        QCOMPARE(guessed.code, 0);
        QVERIFY(guessed.object()["exact"] == json(false));
        QVERIFY2(guessed.err.contains("an older recording"), guessed.err.constData());
        QVERIFY(run(whatIf(older, "--policy step --json")).object()["exact"] == json(true));
    }

    /// Whichever way it is scored again, it is the run with that scorer.
    void rescoringIsARunWithThatScorer() {
        const QString path = m_dir.filePath(QStringLiteral("real.stepscope"));
        const QStringList scorer{QStringLiteral("--scorer"), m_scorer};
        const json real = run(runOf("--policy sc -n 8", path) + scorer).object();
        const json step = run(runOf("--policy step -n 8 --kv-cache-mib 4.5", path) + scorer).object();
        for (const QString& record : {m_record, m_bare}) {
            const QString output = m_dir.filePath(QStringLiteral("rescored.stepscope"));
            const Result r = run(QStringList{QStringLiteral("rescore"), record, QStringLiteral("--json"),
                                             QStringLiteral("--backend"), QStringLiteral("cpu"),
                                             QStringLiteral("--output"), output} +
                                 scorer);
            QVERIFY2(r.code == 0, r.err.constData());
            const json found = r.object();
            QVERIFY(found["rescoring"]["from"] == json(record == m_record ? "rows" : "model"));
            QVERIFY(found["rescoring"]["exact"] == json(true) && found["rescored"] == json(true));
            QVERIFY(found["scorer"] == json("other.safetensors"));
            QCOMPARE(found["traces"].size(), real["traces"].size());
            for (std::size_t i = 0; i < real["traces"].size(); ++i) {
                QCOMPARE(found["traces"][i]["steps"].dump(), real["traces"][i]["steps"].dump());
                QCOMPARE(found["traces"][i]["score"].dump(), real["traces"][i]["score"].dump());
            }
            const json asked = run(whatIf(output, "--policy step --kv-cache-mib 4.5 --json")).object();
            QVERIFY(asked["rescored"] == json(true));
            for (const char* key : {"answer", "margin", "pruned"})
                QCOMPARE(asked["what_if"][key].dump(), step[key].dump());
            QCOMPARE(QFile::exists(output + QStringLiteral(".hidden")), record == m_record);
            const Result replay = run({QStringLiteral("replay"), output});
            QVERIFY2(replay.out.contains("re-scored with other.safetensors"), replay.out.constData());
            QFile::remove(output + QStringLiteral(".hidden"));
        }
    }

    void whatCannotBeRescoredIsRefused() {
        const QString rescore = QStringLiteral("rescore");
        const QStringList scorer{QStringLiteral("--scorer"), m_scorer};
        verifyRefused(run({rescore, m_record}), "--scorer FILE");
        verifyRefused(run(QStringList{rescore, m_dir.filePath(QStringLiteral("none"))} + scorer), "no such file");
        verifyRefused(run({rescore, m_record, QStringLiteral("--scorer"), m_record}), "sc.stepscope");
        verifyRefused(run(runOf("--policy sc -n 2 --record-hidden", QStringLiteral("/dev/null"))), "not a file");
        QStringList alone = runOf("--policy sc -n 2 --record-hidden", m_record);
        alone.removeAt(alone.indexOf(QStringLiteral("--record")) + 1);
        alone.removeOne(QStringLiteral("--record"));
        verifyRefused(run(alone), "add --record");
    }

    void slimScIsAnsweredWhereRowsWereKept() {
        // With its own options, and with those of the model's folder.
        const char* change = "--policy slim-sc -n 8 --similarity 0.6 --thought-tokens 6 --thought-delay 0.2";
        for (const char* asked : {change, "--policy slim-sc -n 8 --similarity 0.6"}) {
            const json real = run(runOf(asked, m_dir.filePath(QStringLiteral("slim.stepscope")))).object();
            const Result r = run(whatIf(m_record, (std::string(asked) + " --json").c_str()));
            QVERIFY2(r.code == 0, r.err.constData());
            for (const char* key : {"answer", "margin", "pruned"})
                QCOMPARE(r.object()["what_if"][key].dump(), real[key].dump());
            QVERIFY(real["pruned"].get<int>() > 0);
        }
        const Result bare = run(whatIf(m_bare, change));
        QVERIFY2(bare.code == 2 && bare.err.contains("--record-hidden"), bare.err.constData());
    }

    void severalRecordingsGiveAccuracyByMemory() {
        const QString second = m_dir.filePath(QStringLiteral("second.stepscope"));
        QStringList wrong = runOf("--policy sc -n 8", second);
        wrong[wrong.indexOf(QStringLiteral("--answer")) + 1] = QStringLiteral("5");
        QCOMPARE(run(wrong).code, 0);
        const QString csv = m_dir.filePath(QStringLiteral("set.csv"));
        const QStringList set{QStringLiteral("whatif"),
                              m_record,
                              second,
                              QStringLiteral("--sweep"),
                              QStringLiteral("4"),
                              QStringLiteral("--policy"),
                              QStringLiteral("step")};
        const Result text = run(set + QStringList{QStringLiteral("--csv"), csv});
        QVERIFY2(text.code == 0, text.err.constData());
        QVERIFY2(text.out.contains("1 of 2") && text.out.contains("50.0 %"), text.out.constData());
        const json j = run(set + QStringList{QStringLiteral("--json")}).object();
        QCOMPARE(j["sweep"].size(), std::size_t{4});
        // Each cell is what the recordings say one by one.
        const json one = run(whatIf(m_record, "--policy step --sweep 4 --json")).object();
        const json other = run(whatIf(second, "--policy step --sweep 4 --json")).object();
        for (std::size_t i = 0; i < 4; ++i) {
            const json& cell = j["sweep"][i];
            int right = 0, cannot = 0;
            double pruned = 0;
            for (const json* single : {&one, &other}) {
                const json& its = (*single)["sweep"][i];
                cannot += its.contains("problem");
                if (its.contains("problem")) continue;
                right += its["votes"]["as_run"]["right"] == json(true);
                pruned += its["pruned"].get<double>();
            }
            QCOMPARE(cell["right"].get<int>(), right);
            QCOMPARE(cell["known"].get<int>(), 2);
            QCOMPARE(cell["cannot_start"].get<int>(), cannot);
            if (cannot < 2) {
                QCOMPARE(cell["pruned"].get<double>(), pruned / (2 - cannot));
            } else {
                QVERIFY(cell["pruned"].is_null() && cell["accuracy"].is_null() && cell["latency_s"].is_null());
            }
        }
        QCOMPARE(contents(csv).trimmed().split('\n').size(), 5);
        verifyRefused(run({QStringLiteral("whatif"), m_record, second}), "--sweep 40");
    }

    void oneThingMayDifferBetweenColumns() {
        const QStringList base{QStringLiteral("compare"),
                               QStringLiteral("--problem"),
                               QStringLiteral("What is 3 * (17 + 25)?"),
                               QStringLiteral("--seed"),
                               QStringLiteral("7"),
                               QStringLiteral("--backend"),
                               QStringLiteral("cpu"),
                               QStringLiteral("-n"),
                               QStringLiteral("8"),
                               QStringLiteral("--json"),
                               QStringLiteral("--max-tokens"),
                               QStringLiteral("60")};
        const Result memories = run(base + words("--policy step --memories 3.2,12"));
        QVERIFY2(memories.code == 0, memories.err.constData());
        const json m = memories.object()["runs"];
        QCOMPARE(m.size(), std::size_t{2});
        QVERIFY2(m[0]["label"].get<std::string>().find("3.") != std::string::npos &&
                     m[1]["label"].get<std::string>().find("12.0 MiB") != std::string::npos,
                 m.dump().c_str());
        QVERIFY(m[0]["pruned"].get<int>() > 0 && m[1]["pruned"].get<int>() == 0);
        const QString own = QStringLiteral(STEPSCOPE_RESOURCES "/demo-model/step_scorer/step_scorer.safetensors");
        const Result scorers = run(base + words("--policies step --kv-cache-mib 3.2 --scorers") +
                                   QStringList{own + QLatin1Char(',') + m_scorer});
        QVERIFY2(scorers.code == 0, scorers.err.constData());
        const json s = scorers.object()["runs"];
        QVERIFY2(s[0]["label"].get<std::string>().find("step_scorer.safetensors") != std::string::npos &&
                     s[1]["label"].get<std::string>().find("other.safetensors") != std::string::npos,
                 s.dump().c_str());
        const QString demo = QStringLiteral(STEPSCOPE_RESOURCES "/demo-model");
        const std::pair<QStringList, const char*> refused[] = {
            {words("--policies sc,step --memories 6,12"), "only one thing may differ"},
            {words("--policies step"), "nothing differs"},
            {words("--policies step --memories 12"), "nothing differs"},
            {words("--memories 1,2,3,4,5"), "expected 2 to 4 values, found 5"},
            {words("--memories 12,x"), "found \"x\""},
            {words("--memories 12,"), "nothing before or after"},
            {words("--memories 6,12 --kv-cache-mib 4"), "give one of them"},
            {words("--scorers none.pt,nowhere.pt"), "none.pt"},
            {words("--scorers a.pt --models x,y"), "a scorer fits one model"},
            {QStringList{QStringLiteral("--models"), demo + QStringLiteral(",/nowhere")}, "nowhere"},
        };
        for (const auto& [arguments, says] : refused) {
            const Result r = run(base + arguments);
            const QByteArray found = arguments.join(QLatin1Char(' ')).toUtf8() + ": " + r.err;
            QVERIFY2(r.code == 2 && r.err.contains(says), found.constData());
        }
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
        const Result r = run(whatIf(m_bare, rest.toUtf8().constData()));
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
