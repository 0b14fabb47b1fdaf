// The commands over problem sets, as a user's script sees them: several problems at once, a study and its report, a
// scorer trained and measured. All on the embedded model and the CPU, small.
#include <sys/stat.h>

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <csignal>

#include "cli_support.h"

using namespace cli;
using namespace Qt::StringLiterals;

class AppCliStudy : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;

    QStringList study(const QString& folder, const char* rest) {
        return QStringList{u"study"_s, u"--problems"_s, kHeldout, u"--output"_s, m_dir.filePath(folder)} +
               words("--levels 2 --limit 3 --n-values 4 --memory 0.5,1 --seeds 1 --backend cpu") + words(rest);
    }

private Q_SLOTS:
    void optionsWithoutEffectAreRefused_data() {
        QTest::addColumn<QString>("command");
        QTest::addColumn<QString>("rest");
        QTest::addColumn<QString>("named");
        const auto row = [](const char* command, const char* rest, const char* named) {
            QTest::addRow("%s %s", command, rest)
                << QString::fromUtf8(command) << QString::fromUtf8(rest) << QString::fromUtf8(named);
        };
        for (const char* command : {"eval", "study"}) {
            row(command, "--victim longest", "--victim has no effect");
            row(command, "--pace 5", "--pace has no effect");
            row(command, "--window 5", "--window has no effect on these policies");
            row(command, "--probe-every 5", "--probe-every has no effect");
            row(command, "--policy sc --policies cot", "--policy and --policies");
        }
        row("eval", "--kv-share 0.5 --kv-cache-mib 3", "--kv-share and --kv-cache-mib");
        row("eval", "--kv-share inf", "--kv-share");
        row("study", "--kv-cache-mib 3", "--kv-cache-mib has no effect");
        row("study", "--memory nan", "--memory");
        row("study", "--memory 0.5,inf", "--memory");
        row("study", "--memory-utilizations nan", "--memory-utilizations");
        row("study", "--memory 0.5 --memory-utilizations 0.5", "--memory and --memory-utilizations");
        row("study", "--n-values 2 -n 3", "--n-values and --traces");
        row("study", "--seeds 1 --seed 2", "--seeds and --seed");
        row("study", "--seeds -1", "--seeds");
        for (const char* option :
             {"-n 3", "--policy cot", "--kv-cache-mib 3", "--victim random", "--vote-lock", "--trace-score last",
              "--unscored neutral", "--pace 4", "--window 4", "--consensus-probe", "--pruned-vote"}) {
            row("train-scorer", option, " has no effect here");
        }
        row("train-scorer", "--test-limit 3", "--test-limit has no effect here; give --test-problems");
    }
    void optionsWithoutEffectAreRefused() {
        QFETCH(QString, command);
        QFETCH(QString, rest);
        QFETCH(QString, named);
        QStringList arguments{command, u"--problems"_s, kHeldout, u"--output"_s,
                              m_dir.filePath(command + u"-refused.safetensors"_s)};
        if (command != u"train-scorer")
            arguments += rest.contains(u"--polic"_s) ? QStringList{} : words("--policies cot,sc,step");
        verifyRefused(run(arguments + rest.split(u' ') + words("--limit 2 --backend cpu")), named.toUtf8().constData());
    }

    /// --policy names the only policy.
    void aPolicyAloneIsTheList() {
        const Result one =
            run(QStringList{u"eval"_s, u"--problems"_s, kHeldout} +
                words("--policy step-refill --refill-tokens 5 -n 2 --max-tokens 20 --limit 1 --backend cpu --json"));
        QVERIFY2(one.code == 0, one.err.constData());
        QCOMPARE(one.object()["policies"].size(), std::size_t{1});
        QCOMPARE(one.object()["policies"][0]["policy"].get<std::string>(), std::string("step-refill"));
    }

    /// What is asked for twice runs and counts once; memory values that differ have names that differ.
    void repeatedValuesCountOnce() {
        const QString out = m_dir.filePath(u"twice"_s);
        const Result r = run(QStringList{u"study"_s, u"--problems"_s, kHeldout, u"--output"_s, out} +
                             words("--limit 2 --policies sc,sc --n-values 2,2 --memory 0.501,0.504,0.501 --seeds 1,1 "
                                   "--alone 0 --max-tokens 20 --backend cpu"));
        QVERIFY2(r.code == 0, r.err.constData());
        for (const char* what :
             {"--policies: sc is given twice", "--n-values: 2 is", "--memory: 0.501 is", "--seeds: 1 is"})
            QVERIFY2(r.err.contains(what), what);
        QCOMPARE(recordsIn(out), 2 * 3);
        const QByteArray tables = contents(out + u"/tables.md"_s);
        QVERIFY2(tables.contains("| 50.1 % |") && tables.contains("| 50.4 % |"), tables.constData());
        // Records that are there twice all the same count once.
        const QString file = out + u"/runs/sc_n2_m50.1_s1.jsonl"_s;
        QVERIFY(QFile::exists(file));
        const QByteArray lines = contents(file);
        write(file, lines + lines);
        const QByteArray before = contents(out + u"/results.csv"_s);
        QVERIFY(run({u"study"_s, u"--report-only"_s, u"--output"_s, out}).out.startsWith("6 runs"));
        QCOMPARE(contents(out + u"/results.csv"_s), before);
    }

    /// The other memory axis: on the CPU shares of a cap that is the same for every problem.
    void memoryMayBeUtilization() {
        const QString out = m_dir.filePath(u"utilized"_s);
        const QStringList command =
            QStringList{u"study"_s, u"--problems"_s, kHeldout, u"--output"_s, out} +
            words("--limit 2 --policies sc --n-values 8 --seeds 1 --alone 0 --max-tokens 60 --backend cpu");
        const Result r = run(command + words("--memory-utilizations 0.5,0.9 --kv-cache-mib 7"));
        QVERIFY2(r.code == 0, r.err.constData());
        QCOMPARE(recordsIn(out), 2 * 3);
        const auto blocks = [&](const char* name) {
            const QByteArray line = contents(out + u"/runs/"_s + QString::fromUtf8(name)).split('\n').first();
            return json::parse(line.toStdString())["kv_blocks"].get<double>();
        };
        QVERIFY(std::abs(blocks("sc_n8_m90_s1.jsonl") / blocks("sc_n8_m50_s1.jsonl") - 1.8) < 0.1);
        QVERIFY(contents(out + u"/tables.md"_s).contains("share of the device's"));
        verifyRefused(run(command + words("--memory 0.5")), "study.json: field 'memory_axis'");
        verifyRefused(run(command + words("--memory-utilizations 0.5 --kv-cache-mib 5")), "kv_cache_mib'");
    }

    /// The second of two studies at once is refused; parts of one study are not.
    void oneStudyAFolderAtATime() {
        const QString out = m_dir.filePath(u"busy"_s);
        const QStringList command = QStringList{u"study"_s, u"--problems"_s, kHeldout, u"--output"_s, out} +
                                    words("--policies sc --n-values 8 --memory 0.5 --seeds 1 --alone 0 --backend cpu");
        QProcess process;
        process.start(kProgram, command);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(out + u"/study.json"_s), 60000);
        verifyRefused(run(command), "another command writes into this folder");
        verifyRefused(run(command + words("--shard 1/2")), "another command writes into this folder");
        process.kill();
        QVERIFY(process.waitForFinished(60000));
        verifyRefused(run(command + words("--temperature 0.3")),
                      "field 'runs.sc.temperature'");  // a killed one holds no lock
    }

    void otherProblemsAndRulesAreOtherStudies() {
        const QString out = m_dir.filePath(u"rules"_s);
        const QStringList command = QStringList{u"study"_s, u"--problems"_s, kHeldout, u"--output"_s, out} +
                                    words(
                                        "--policies sc,step --n-values 2 --memory 1 --seeds 1 --alone 0 --max-tokens "
                                        "20 --limit 2 --backend cpu");
        QCOMPARE(run(command + words("--levels 2")).code, 0);
        verifyRefused(run(command + words("--levels 4-5")), "study.json: field 'problems.sha256'");
        for (const char* rest : {"--trace-score last", "--answers raw", "--unscored neutral",
                                 "--score-after-think false", "--plain-prompt", "--vote-lock", "--beta-stop",
                                 "--consensus-probe", "--pruned-vote", "--system-prompt Hi"}) {
            QString key = QString::fromUtf8(rest).section(u' ', 0, 0).mid(2).replace(u'-', u'_');
            verifyRefused(run(command + words("--levels 2") + words(rest)),
                          QByteArray("." + key.toUtf8() + "'").constData());
        }
        // Damaged files are named, with the field; what is no file does not hang.
        const QByteArray setup = contents(out + u"/study.json"_s);
        json damaged = json::parse(setup.toStdString());
        damaged["top_k"] = "x";
        write(out + u"/study.json"_s, QByteArray::fromStdString(damaged.dump()));
        verifyRefused(run(command + words("--levels 2")), "study.json: study setup: top_k: expected");
        write(out + u"/study.json"_s, QByteArray(100000, '['));
        verifyRefused(run(command + words("--levels 2")), "study.json");
        QVERIFY(QFile::remove(out + u"/study.json"_s));
        QCOMPARE(mkfifo(QFile::encodeName(out + u"/study.json"_s).constData(), 0600), 0);
        verifyRefused(run(command + words("--levels 2")), "study.json");
        QVERIFY(QFile::remove(out + u"/study.json"_s));
        write(out + u"/study.json"_s, setup);
        write(out + u"/runs/sc_n2_m100_s1.jsonl"_s, "{\"policy\": 5}\n");
        verifyRefused(run(command + words("--levels 2")),
                      "sc_n2_m100_s1.jsonl: line 1: study record: policy: expected");
        QVERIFY(QDir(out + u"/runs"_s).removeRecursively());
        verifyRefused(run({u"study"_s, u"--report-only"_s, u"--output"_s, out}), "runs: cannot be read");
    }

    /// The files of an evaluation under the reference's rules, read and voted on anew by a reader of its own.
    void theFilesAreThoseOfTheScript() {
        const QString python = QStandardPaths::findExecutable(u"python3"_s);
        if (python.isEmpty()) QSKIP("python3 is not there");
        const QString out = m_dir.filePath(u"layout"_s);
        const auto eval = [&](const QString& folder, const char* rest) {
            return run(QStringList{u"eval"_s, u"--problems"_s, kHeldout, u"--output"_s, folder} +
                       words("--levels 2-4 --limit 4 -n 6 --answers reference --kv-share 0.4 --seed 3 --backend cpu") +
                       words(rest));
        };
        const auto read = [&](const QString& folder, const QStringList& more) {
            QProcess process;
            process.start(python, QStringList{QStringLiteral(STEPSCOPE_RESOURCES "/../tests/tools/read_evaluation.py"),
                                              folder, u"--json"_s} +
                                      more);
            process.waitForFinished(60000);
            return Result{process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
        };
        const Result r = eval(out, "--policies sc,step");
        QVERIFY2(r.code == 0, r.err.constData());
        const Result sc = read(out + u"/sc"_s, {});
        QVERIFY2(sc.code == 0, sc.err.constData());
        const Result step = read(out + u"/step"_s, {u"--votes-of-step"_s});
        QVERIFY2(step.code == 0, step.err.constData());
        QVERIFY2(step.object()["aborted"].get<int>() > 0, step.out.constData());
        const Result with = eval(m_dir.filePath(u"pruned"_s), "--policies step --pruned-vote");
        QVERIFY2(with.code == 0, with.err.constData());
        const Result pruned = read(m_dir.filePath(u"pruned"_s), {u"--votes-of-step"_s});
        QVERIFY2(pruned.code == 0, pruned.err.constData());
        // A reader that cannot fail shows nothing: another final answer is found.
        QDir folder(out + u"/step"_s);
        const QString file = folder.filePath(folder.entryList({u"question_*.json"_s}).first());
        json question = json::parse(contents(file).toStdString());
        question["final_answer"] = "no answer of it";
        write(file, QByteArray::fromStdString(question.dump()));
        QCOMPARE(read(out + u"/step"_s, {}).code, 1);
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
        QVERIFY2(other.err.contains("study.json: field 'runs.sc.temperature'"), other.err.constData());
        QCOMPARE(run({u"study"_s, u"--report-only"_s, u"--output"_s, m_dir.filePath(u"nothing"_s)}).code, 2);
    }

    /// Interrupted before it knows what the traces need unpruned: nothing runs without that, and the same command goes
    /// on.
    void anInterruptedStudyStopsCleanly() {
        const QStringList command =
            QStringList{u"study"_s, u"--problems"_s, kHeldout, u"--output"_s, m_dir.filePath(u"stopped"_s)} +
            words("--levels 2-5 --policies step --n-values 1,8 --memory 0.5 --seeds 1 --alone 1 --backend cpu");
        QProcess process;
        process.start(kProgram, command);
        const QString begun = m_dir.filePath(u"stopped/runs/sc_n1_m100_s1.jsonl"_s);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(begun), 60000);
        QCOMPARE(kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
        QVERIFY(process.waitForFinished(60000));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 128 + SIGINT);
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
            const Result r =
                run(study(u"parts"_s, "--policies cot,step --alone 0 --shard") + QStringList{QString::fromUtf8(part)});
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
        const QStringList command =
            QStringList{u"train-scorer"_s, u"--problems"_s, kTrain, u"--test-problems"_s,
                        kHeldout,          u"--output"_s,   output} +
            words(
                "--limit 16 --traces-per-problem 6 --test-levels 2-5 --test-limit 4 --epochs 4 --pt --json "
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
        QVERIFY2(other.err.contains("field 'options.n': the results there are of 6, this call asks for 7"),
                 other.err.constData());
        QCOMPARE(run({u"train-scorer"_s, u"--problems"_s, kTrain, u"--output"_s, m_dir.filePath(u"s.txt"_s)}).code, 2);
        // Rows go on with what they were sampled with; the message names what differs.
        verifyRefused(run(QStringList(command) + words("--top-k 1")), "field 'options.top_k'");
        verifyRefused(run(QStringList(command) + words("--plain-prompt")), "field 'options.plain_prompt'");
        verifyRefused(run(QStringList(command) + words("--answers raw")), "field 'options.answers'");
        write(lost, row.left(row.size() / 2));
        verifyRefused(run(command), rows.entryList({u"*.safetensors"_s}).first().toUtf8().constData());
        // An output that cannot be written is found before anything is sampled.
        const QString nowhere = m_dir.filePath(u"nowhere/s.safetensors"_s);
        verifyRefused(run({u"train-scorer"_s, u"--problems"_s, kTrain, u"--output"_s, nowhere}), "--output: ");
        QVERIFY(!QFile::exists(nowhere + u".rows"_s));
    }
};

QTEST_GUILESS_MAIN(AppCliStudy)
#include "app_cli_study.moc"
