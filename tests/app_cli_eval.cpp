// `stepscope-cli eval` as a user's script sees it: several problems at once, results that are taken over and those that
// are not, problems that cannot be used. All on the embedded model and the CPU, small.
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

#include "cli_support.h"

using namespace cli;
using namespace Qt::StringLiterals;

class AppCliEval : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;

private Q_SLOTS:
    /// Problems that run together are decided as alone; how long each took alone is then not said.
    void evalTogetherIsEvalAlone() {
        const QStringList common = QStringList{u"eval"_s, u"--problems"_s, kHeldout} +
                                   words(
                                       "--levels 2-3 --limit 5 -n 6 --policies cot,sc,step,step+last5,sc+lock "
                                       "--kv-share 0.4 --seed 1 --backend cpu --json");
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

    /// What is in a folder goes on only as what it was begun as; the message names what differs.
    void evalTakesNoResultsOfOtherOptions() {
        const QString out = m_dir.filePath(u"ev"_s);
        const QStringList common = QStringList{u"eval"_s, u"--problems"_s, kHeldout, u"--output"_s, out} +
                                   words("-n 2 --max-tokens 20 --limit 2 --backend cpu --policies step");
        const Result first = run(common);
        QVERIFY2(first.code == 0, first.err.constData());
        QDir folder(out);
        const QByteArray question = contents(folder.filePath(folder.entryList({u"question_*.json"_s}).last()));
        // --limit keeps the numbers: the second of two problems is the middle of the set.
        QVERIFY(!QFile::exists(folder.filePath(u"question_0001.json"_s)));
        const auto asked = [&](const char* rest) {
            return run(common + QString::fromUtf8(rest).split(u' ', Qt::SkipEmptyParts));
        };
        verifyRefused(run({u"eval"_s, u"--problems"_s, kHeldout, u"--resume"_s}), "--output");
        verifyRefused(asked("--resume --temperature 0.2"), "eval.json: field 'options.temperature'");
        verifyRefused(asked("--temperature 0.2"), "eval.json: field 'options.temperature'");
        verifyRefused(asked("--resume --trace-score last"),
                      "field 'options.trace_score': the results there are of not set");
        verifyRefused(asked("--resume --plain-prompt"), "field 'options.plain_prompt'");
        verifyRefused(asked("--resume --seed 5"), "field 'options.seed'");
        verifyRefused(asked("--resume --parallel 2"),
                      "field 'parallel': the results there are of 1, this call asks for 2");
        verifyRefused(
            run(QStringList(common).replaceInStrings(QRegularExpression(u"^step$"_s), u"sc"_s) + words("--resume")),
            "field 'options.policy'");
        verifyRefused(asked("--resume --levels 4"), "field 'problems.sha256'");
        // Several policies have a folder each, one has none.
        verifyRefused(run(QStringList(common).replaceInStrings(QRegularExpression(u"^step$"_s), u"sc,step"_s)),
                      "holds the evaluation of one policy");
        QCOMPARE(contents(folder.filePath(folder.entryList({u"question_*.json"_s}).last())), question);
        QCOMPARE(asked("--resume").code, 0);
        QCOMPARE(contents(folder.filePath(folder.entryList({u"question_*.json"_s}).last())), question);
        // Another file of the same problems will do; pace does nothing and is refused.
        const QString same = m_dir.filePath(u"same.jsonl"_s);
        write(same, contents(kHeldout));
        QCOMPARE(run(QStringList(common).replaceInStrings(kHeldout, same) + words("--resume")).code, 0);
        verifyRefused(asked("--resume --pace 100"), "--pace has no effect here");
        // A folder that does not say of what it is.
        QVERIFY(folder.remove(u"eval.json"_s));
        verifyRefused(asked("--resume"), "earlier version");
        verifyRefused(asked(""), "earlier version");
    }

    /// The peaks that set the caps are results too.
    void evalTakesNoPeaksOfOtherOptions() {
        const QStringList common =
            QStringList{u"eval"_s, u"--problems"_s, kHeldout, u"--output"_s, m_dir.filePath(u"shares"_s)} +
            words("-n 2 --max-tokens 20 --limit 2 --backend cpu --policies sc,step --kv-share 0.5");
        QCOMPARE(run(common).code, 0);
        QCOMPARE(run(common + words("--resume")).code, 0);
        verifyRefused(run(common + words("--resume --top-k 3")), "free/eval.json: field 'options.top_k'");
        verifyRefused(
            run(QStringList(common).replaceInStrings(QRegularExpression(u"^0.5$"_s), u"0.4"_s) + words("--resume")),
            "sc/eval.json: field 'kv_share'");
        verifyRefused(run(QStringList(common).replaceInStrings(QRegularExpression(u"^0.5$"_s), u"nan"_s)),
                      "--kv-share");
    }

    /// A problem that the model cannot run is named and left out; the rest runs.
    void unusableProblemsAreLeftOut() {
        QByteArray set;
        set += "{\"question\": \"1 + 1\", \"answer\": \"2\", \"level\": 2}\n";
        set += "{\"question\": \"" + QByteArray("1 + ").repeated(4000) + "1\", \"answer\": \"1\", \"level\": 2}\n";
        set += "{\"question\": \"2 + 2\", \"answer\": \"4\", \"level\": 2}\n";
        const QString path = m_dir.filePath(u"long.jsonl"_s);
        write(path, set);
        const QStringList small = words("--max-tokens 20 --backend cpu");
        for (const char* parallel : {"1", "3"}) {
            const Result eval = run(QStringList{u"eval"_s, u"--problems"_s, path, u"--json"_s, u"--parallel"_s,
                                                QString::fromUtf8(parallel)} +
                                    words("-n 2 --policies cot,sc") + small);
            QVERIFY2(eval.code == 0, eval.err.constData());
            QVERIFY2(eval.err.count('\n') == 1 && eval.err.contains("long.jsonl: line 2: ") &&
                         eval.err.contains("the model's context is"),
                     eval.err.constData());
            const json object = eval.object();
            QCOMPARE(object["policies"][1]["problems"].get<int>(), 2);
            QCOMPARE(object["unusable"].size(), std::size_t{1});
            QCOMPARE(object["unusable"][0]["line"].get<int>(), 2);
        }
        const QString out = m_dir.filePath(u"longstudy"_s);
        const Result study = run(QStringList{u"study"_s, u"--problems"_s, path, u"--output"_s, out} +
                                 words("--policies sc --n-values 2 --memory 0.5 --seeds 1 --alone 0") + small);
        QVERIFY2(study.code == 0, study.err.constData());
        QVERIFY2(study.err.contains("line 2: "), study.err.constData());
        QCOMPARE(recordsIn(out), 4);
        QCOMPARE(json::parse(contents(out + u"/study.json"_s).toStdString())["unusable_problems"].get<int>(), 1);
        QVERIFY(contents(out + u"/report.html"_s).contains("1 problem could not be used"));
        // Training tells before it samples; here all that is left are too few problems.
        const Result training = run(QStringList{u"train-scorer"_s, u"--problems"_s, path, u"--output"_s,
                                                m_dir.filePath(u"long.safetensors"_s)} +
                                    words("--traces-per-problem 2 --epochs 1") + small);
        QVERIFY2(training.err.contains("long.jsonl: line 2: "), training.err.constData());
        QVERIFY(QFile::exists(m_dir.filePath(u"long.safetensors.rows/train/problem_00001.safetensors"_s)));
        // Too little memory for all of them is the answer.
        verifyRefused(run(QStringList{u"eval"_s, u"--problems"_s, kHeldout} +
                          words("-n 64 --kv-cache-mib 0.2 --policies sc --limit 2 --max-tokens 20 --backend cpu")),
                      "KV cache holds");
        write(m_dir.filePath(u"none.jsonl"_s), set.split('\n').at(1) + '\n');
        const Result none = run(QStringList{u"eval"_s, u"--problems"_s, m_dir.filePath(u"none.jsonl"_s)} + small);
        QCOMPARE(none.code, 2);
        QVERIFY2(none.err.contains("no problem of it can run"), none.err.constData());
    }
};

QTEST_GUILESS_MAIN(AppCliEval)
#include "app_cli_eval.moc"
