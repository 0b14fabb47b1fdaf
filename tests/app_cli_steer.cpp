// The commands about steering: a script of actions, a steered run that is run again, traces that are let finish.
#include <QTemporaryDir>
#include <QTest>

#include "app/run/recording.h"
#include "cli_support.h"

using namespace cli;

namespace {

QStringList steeredRun(const QTemporaryDir& dir, const QByteArray& script) {
    const QString path = dir.filePath(QStringLiteral("steer.jsonl"));
    write(path, script);
    return words("run --example 3 -n 6 --seed 5 --kv-cache-mib 3 --max-tokens 120 --json --steer") << path;
}

/// The file's lines without what the clock wrote.
QByteArray timelessLines(const QString& path) {
    QByteArray text;
    for (const QByteArray& line : contents(path).split('\n')) {
        json j = json::parse(line.toStdString(), nullptr, false);
        if (j.is_discarded()) continue;
        for (const char* key : {"t", "pass_s", "scorer_s", "prefill_s", "decode_s", "waited_s", "started"})
            j.erase(key);
        text += QByteArray::fromStdString(j.dump()) + '\n';
    }
    return text;
}

}  // namespace

class AppCliSteer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aScriptSteersAndTheRunCanBeRunAgain() {
        QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("r.stepscope"));
        const Result r = run(steeredRun(dir,
                                        "{\"pass\": 3, \"do\": \"protect\", \"trace\": 2}\n"
                                        "{\"tokens\": 100, \"do\": \"prune\", \"trace\": 3}\n"
                                        "\n"
                                        "{\"pass\": 30, \"do\": \"fork\", \"trace\": 1, \"token\": 20}\n"
                                        "{\"pass\": 40, \"do\": \"edit\", \"trace\": 2, \"step\": 1, \"text\": "
                                        "\"So we add.\\n\\n\"}\n")
                             << QStringLiteral("--record") << path);
        QVERIFY2(r.code == 0, r.err.constData());
        const json j = r.object();
        QCOMPARE(j["traces"].size(), std::size_t{8});
        QVERIFY(j["traces"][6]["parent"] == json(1) && j["traces"][6]["branch_token"] == json(20));
        QVERIFY(j["traces"][7]["by_hand"] == json(true));
        QVERIFY(j["traces"][7]["text"].get<std::string>().find("So we add.") != std::string::npos);
        QVERIFY(j["traces"][2]["pruned_by_hand"] == json(true));
        QCOMPARE(run({QStringLiteral("replay"), path, QStringLiteral("--json")}).out, r.out);

        const QString again = dir.filePath(QStringLiteral("again.stepscope"));
        const Result second = run({QStringLiteral("rerun"), path, QStringLiteral("--record"), again});
        QVERIFY2(second.code == 0, second.err.constData());
        QCOMPARE(timelessLines(again), timelessLines(path));

        const QString whole = dir.filePath(QStringLiteral("whole.stepscope"));
        const Result finished = run({QStringLiteral("finish"), path, QStringLiteral("--record"), whole});
        QVERIFY2(finished.code == 0, finished.err.constData());
        QVERIFY2(finished.out.contains("would have been right"), finished.out.constData());
        QVERIFY(contents(whole).startsWith(contents(path)));
        const json replayed = run({QStringLiteral("replay"), whole, QStringLiteral("--json")}).object();
        QCOMPARE(replayed["verdict"]["pruned"].get<int>(), j["pruned"].get<int>());
        QCOMPARE(replayed["time"].dump(), j["time"].dump());
        // All of it has gone on: nothing is computed again, no model is needed.
        const Result none = run({QStringLiteral("finish"), whole, QStringLiteral("--json"), QStringLiteral("--model"),
                                 QStringLiteral("/nowhere")});
        QVERIFY2(none.code == 0, none.err.constData());
        QCOMPARE(none.object()["verdict"].dump(), replayed["verdict"].dump());

        // A run that was killed: its traces go on, and that the file ends early is said.
        const QString killed = dir.filePath(QStringLiteral("killed.stepscope"));
        QFile head(killed);
        QVERIFY(head.open(QIODevice::WriteOnly) && head.write(contents(path).left(12'000)) > 0);
        head.close();
        for (const char* command : {"finish", "rerun"}) {
            const Result early = run({QString::fromLatin1(command), killed});
            QVERIFY2(early.code == 0 && early.err.contains("ends in the middle of a line"), early.err.constData());
        }

        const json from =
            run(words("run -n 2 --json --policy sc --max-tokens 60 --from-trace 2 --from-token 10 --from") << path)
                .object();
        QVERIFY(from["traces"][0]["earlier_trace"] == json(2));
        QVERIFY(from["traces"][1]["given_tokens"] == json(10));
    }

    void whatCannotBeDoneIsSaid() {
        QTemporaryDir dir;
        const auto refused = [&](const QByteArray& line, const char* expected) {
            verifyRefused(run(steeredRun(dir, line)), expected);
        };
        refused("{\"do\": \"prune\", \"trace\": 1}\n", "line 1: pass: expected one of");
        refused("{\"pass\": 1, \"do\": \"dance\"}\n", "expected protect, unprotect");
        refused("{\"pass\": 1, \"do\": \"edit\", \"trace\": 1, \"step\": 1}\n", "text");
        const Result late = run(steeredRun(dir,
                                           "{\"pass\": 2, \"do\": \"prune\", \"trace\": 77}\n"
                                           "{\"pass\": 99999, \"do\": \"stop\"}\n"));
        QCOMPARE(late.code, 1);
        QVERIFY2(late.err.contains("no trace 77") && late.err.contains("ended before it was due"),
                 late.err.constData());
    }
};

QTEST_GUILESS_MAIN(AppCliSteer)
#include "app_cli_steer.moc"
