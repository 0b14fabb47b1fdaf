// stepscope-cli as a user's script sees it: exit codes, clean standard output, the JSON contracts, kill -9.
#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

#include "app/run/recording.h"
#include "app/run/run_state.h"
#include "cli_support.h"

using namespace cli;

namespace {

QStringList question(const char* rest = "") {
    QStringList arguments{QStringLiteral("run"), QStringLiteral("--problem"), QStringLiteral("What is 17 + 25?")};
    if (*rest) arguments += words(rest);
    return arguments;
}

/// A run of two tokens.
QStringList shortRun(const QStringList& rest = {}) {
    return QStringList{QStringLiteral("run"),      QStringLiteral("-n"),  QStringLiteral("1"),
                       QStringLiteral("--policy"), QStringLiteral("cot"), QStringLiteral("--max-tokens"),
                       QStringLiteral("2")} +
           rest;
}

QStringList shortEval(const QString& set, const char* rest = "--json") {
    return QStringList{QStringLiteral("eval"),       QStringLiteral("--problems"), set,
                       QStringLiteral("--policies"), QStringLiteral("cot"),        QStringLiteral("--max-tokens"),
                       QStringLiteral("2")} +
           words(rest);
}

bool hasKeys(const json& object, std::initializer_list<const char*> keys) {
    return std::all_of(keys.begin(), keys.end(), [&](const char* key) { return object.contains(key); });
}

}  // namespace

class AppCli : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void runJsonHasTheContract() {
        const Result r = run(question("-n 6 --seed 3 --json --answer 42"));
        QCOMPARE(r.code, 0);
        const json j = r.object();
        QVERIFY(hasKeys(j, {"answer", "margin", "policy", "backend", "model", "scorer", "seed", "votes", "traces", "kv",
                            "time", "tokens", "pruned"}));
        QCOMPARE(j["traces"].size(), std::size_t{6});
        QVERIFY(hasKeys(j["traces"][0], {"trace", "state", "tokens", "score", "answer", "waited_s", "recomputed_tokens",
                                         "steps", "text"}));
        QVERIFY(hasKeys(j["kv"], {"block_tokens", "blocks", "peak_blocks", "saturated_at_s"}));
        QVERIFY(hasKeys(j["time"], {"wall_s", "prefill_s", "decode_s", "scorer_s"}));
        QVERIFY(j["seed"] == json(3));
        QVERIFY(j["answer"] == json("42"));
    }

    void sameSeedSameBytes() {
        json a = run(question("-n 4 --seed 11 --json")).object();
        json b = run(question("-n 4 --seed 11 --json")).object();
        for (json* j : {&a, &b}) {
            j->erase("time");
            (*j)["tokens"].erase("per_s");
            (*j)["kv"].erase("saturated_at_s");
        }
        QCOMPARE(a.dump(), b.dump());
    }

    void replayPrintsTheSameObject() {
        QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("r.stepscope"));
        const Result ran = run(question("-n 8 --json") << QStringLiteral("--record") << path);
        const Result replayed = run({QStringLiteral("replay"), path, QStringLiteral("--json")});
        QCOMPARE(replayed.code, 0);
        QCOMPARE(replayed.out, ran.out);
    }

    void exportWritesWhatIsAsked() {
        QTemporaryDir dir;
        const auto file = [&](const char* name) { return dir.filePath(QString::fromLatin1(name)); };
        QCOMPARE(run(question("-n 4 --max-tokens 40") << QStringLiteral("--record") << file("r.stepscope")).code, 0);
        const auto exported = [&](const char* arguments, const QString& path) {
            return run(words("export") << file("r.stepscope") << words(arguments) << path);
        };
        QCOMPARE(exported("--at 0.1 --theme dark --web", file("r.html")).code, 0);
        QVERIFY(contents(file("r.html")).contains("data-theme=\"dark\""));
        QCOMPARE(exported("--csv", file("tables")).code, 0);
        QCOMPARE(contents(file("tables/traces.csv")).count('\n'), qsizetype{5});
        QCOMPARE(exported("--trace-json", file("r.json")).code, 0);
        QVERIFY(json::parse(contents(file("r.json")).toStdString()).contains("traceEvents"));
        verifyRefused(run(words("export") << file("r.stepscope")), "--web");
        verifyRefused(exported("--web", file("r.stepscope")), "would replace the recording");
        verifyRefused(exported("--at pruned:99 --web", file("x.html")), "--at pruned:99");
        verifyRefused(exported("--at soon --web", file("x.html")), "found 'soon'");
        // Nothing that is asked for is left out in silence.
        verifyRefused(exported("--panel kv --scale 3 --web", file("x.html")), "--panel has no effect here");
        verifyRefused(exported("--scale 3 --trace-json", file("x.html")), "--scale has no effect here");
        verifyRefused(exported("--at 0.1 --trace-json", file("x.html")), "--at has no effect here");
        verifyRefused(exported("--theme dark --csv", file("x.html")), "--theme has no effect here");
        QVERIFY(!QFile::exists(file("x.html")));
    }

    void tokenizeAndLogits() {
        const json t = run({QStringLiteral("tokenize"), QStringLiteral("--text"),
                            QStringLiteral("So 2 + 3 = 5.\n\nThen"), QStringLiteral("--json")})
                           .object();
        QCOMPARE(t["ids"].size(), t["boundary"].size());
        QVERIFY(t["boundary_ids"].get<int>() > 0);
        QVERIFY(std::find(t["boundary"].begin(), t["boundary"].end(), json(true)) != t["boundary"].end());
        QStringList ids;
        for (const json& id : t["ids"]) ids << QString::number(id.get<int>());
        const json back = run({QStringLiteral("tokenize"), QStringLiteral("--decode"), ids.join(QLatin1Char(',')),
                               QStringLiteral("--json")})
                              .object();
        QVERIFY(back["text"] == json("So 2 + 3 = 5.\n\nThen"));
        const json l = run({QStringLiteral("logits"), QStringLiteral("--tokens"), ids.join(QLatin1Char(',')),
                            QStringLiteral("--json")})
                           .object();
        QVERIFY(l["logits"].size() >= 1024);
        QVERIFY(!l["hidden"].empty());
    }

    void modelsListsTheDemo() {
        const json m =
            run({QStringLiteral("models"), QStringLiteral("--json")}, {QStringLiteral("HF_HUB_CACHE=/nowhere")})
                .object();
        QVERIFY(m["models"][0]["loadable"].get<bool>());
        QVERIFY(hasKeys(m["models"][0], {"name", "path", "family", "parameters", "format", "loadable", "reason"}));
        QCOMPARE(m["scorers"].size(), std::size_t{2});
    }

    void aPreflightLoadsNothingAndSaysWhatFits() {
        const Result fits = run(words("run --preflight -n 8 --kv-cache-mib 24 --json"));
        QCOMPARE(fits.code, 0);
        QVERIFY(hasKeys(fits.object(), {"model", "backend", "device", "device_bytes", "weight_bytes", "workspace_bytes",
                                        "kv_bytes", "kv_tokens", "n", "tokens_per_trace", "verdict", "text"}));
        QVERIFY(fits.object()["kv_bytes"] == json(24 << 20));
        const Result less = run(words("run --preflight -n 16 --kv-cache-mib 24 --json"));
        QVERIFY(less.object()["tokens_per_trace"].get<int>() < fits.object()["tokens_per_trace"].get<int>());
        const Result tooLittle = run(words("run --preflight -n 400 --kv-cache-mib 3"));
        QCOMPARE(tooLittle.code, 2);
        QVERIFY2(tooLittle.out.contains("or less"), tooLittle.out.constData());
    }

    void foldersAreSearchedAndNamesAreKnown() {
        const QTemporaryDir dir;
        const std::filesystem::path model = dir.path().toStdString() + "/some/model";
        std::filesystem::create_directories(model);
        for (const char* file : {"config.json", "model.safetensors", "tokenizer.json"})
            std::filesystem::create_symlink(std::filesystem::path(STEPSCOPE_RESOURCES) / "demo-model" / file,
                                            model / file);
        const QStringList folder{QStringLiteral("--models-dir"), dir.path()};
        const json found = run(QStringList{QStringLiteral("models"), QStringLiteral("--json")} + folder).object();
        const auto entry = std::find_if(found["models"].begin(), found["models"].end(),
                                        [](const json& m) { return m["name"] == "some/model"; });
        QVERIFY(entry != found["models"].end());
        QVERIFY((*entry)["loadable"].get<bool>() && (*entry)["memory"]["kv_bytes_per_token"].get<int>() > 0);
        // It has no chat template: refused until a plain prompt is chosen.
        const QStringList named = question("-n 2 --policy sc --max-tokens 20 --json --model some/model") + folder;
        const Result refused = run(named);
        QCOMPARE(refused.code, 2);
        QVERIFY2(refused.err.contains("--plain-prompt"), refused.err.constData());
        const QString path = dir.filePath(QStringLiteral("plain.stepscope"));
        QCOMPARE(run(named + QStringList{QStringLiteral("--plain-prompt"), QStringLiteral("--record"), path}).code, 0);
        const app::Recording recording = app::readRecording(path.toStdString());
        QVERIFY(std::get<app::RunStarted>(recording.events[0].body).options.plainPrompt);
    }

    void evalWritesAndResumes() {
        QTemporaryDir dir;
        const QString set = dir.filePath(QStringLiteral("p.jsonl"));
        std::ofstream(set.toStdString()) << "{\"question\":\"What is 3 + 4?\",\"answer\":\"7\"}\nnot "
                                            "json\n{\"question\":\"What is 9 - 4?\",\"answer\":5}\n";
        const QString out = dir.filePath(QStringLiteral("out"));
        const QStringList arguments{QStringLiteral("eval"),       QStringLiteral("--problems"), set,
                                    QStringLiteral("--policies"), QStringLiteral("cot,step"),   QStringLiteral("-n"),
                                    QStringLiteral("4"),          QStringLiteral("--output"),   out,
                                    QStringLiteral("--json"),     QStringLiteral("--resume")};
        const Result first = run(arguments);
        QCOMPARE(first.code, 0);
        QVERIFY(first.err.contains("line 2"));
        QCOMPARE(first.object()["policies"].size(), std::size_t{2});
        QVERIFY(hasKeys(first.object()["policies"][1],
                        {"policy", "problems", "accuracy", "tokens", "latency_s", "wait_share", "pruned"}));
        const std::string file = out.toStdString() + "/step/question_0002.json";  // the third line of the set
        const json q = json::parse(std::ifstream(file));
        QVERIFY(hasKeys(q, {"question_index", "question", "ground_truth", "final_answer", "is_final_correct",
                            "num_correct_traces", "total_traces", "generation_time", "generation_results"}));
        QVERIFY(hasKeys(q["generation_results"]["generation_1"],
                        {"token_length", "generated_text", "finish_reason", "stop_reason", "final_score",
                         "extracted_answer", "is_trace_correct"}));
        QVERIFY(std::filesystem::exists(out.toStdString() + "/benchmark_summary.json"));
        const auto written = std::filesystem::last_write_time(file);
        QCOMPARE(run(arguments).out, first.out);  // resumed: nothing ran again, not even the clock
        QVERIFY(std::filesystem::last_write_time(file) == written);
    }

    void eachOptionHasOneRow() {
        const QList<QByteArray> lines = run(words("options")).out.trimmed().split('\n');
        const auto first = std::ranges::find_if(lines, [](const QByteArray& line) { return line.startsWith('|'); });
        QVERIFY(lines.end() - first > 20);
        for (auto line = first; line != lines.end(); ++line)
            QVERIFY2(line->startsWith("| ") || line == first + 1, *line);
    }

    void badUsage_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char* name, QStringList arguments, const char* says) {
            QTest::newRow(name) << arguments << QByteArray(says);
        };
        row("no command", {}, "subcommand");
        row("unknown command", words("fly"), "\"fly\" is no subcommand");
        row("no problem", words("run"), "--problem");
        row("empty problem", {QStringLiteral("run"), QStringLiteral("--problem"), QStringLiteral(" ")}, "empty");
        row("n 0", question("-n 0"), "--traces");
        row("n text", question("-n many"), "many");
        row("policy", question("--policy best"), "--policy");
        row("temperature", question("--temperature -1"), "--temperature");
        row("top-p", question("--top-p 2"), "--top-p");
        row("pace", question("--pace slow"), "--pace");
        row("memory", question("-n 64 --kv-cache-mib 1"), "MiB");
        row("model", question("--model /nowhere"), "/nowhere");
        row("scorer", question("--scorer /nowhere.pt"), "/nowhere.pt");
        row("cuda", question("--backend cuda"), "cuda");
        row("device of the cpu", question("--backend cpu --device 0"), "--device");
        row("no such model", question("--model no/such-model"), "no model of that name");
        row("record", question("--record /nowhere/r.stepscope"), "/nowhere/r.stepscope");
        row("replay", words("replay /nowhere.stepscope"), "/nowhere.stepscope");
        row("problems", words("eval --problems /nowhere.jsonl"), "/nowhere.jsonl");
        row("policies", words("eval --problems /dev/null --policies x"), "x");
        row("decode", words("tokenize --decode 1,x"), "x");
        row("tokens", words("logits --tokens 99999999"), "99999999");
        row("tokens in hexadecimal", words("logits --tokens 0x10"), "0x10");
        row("tokens that end in a comma", words("logits --tokens 1,"), "--tokens");
        row("no tokens", {QStringLiteral("logits"), QStringLiteral("--tokens"), QString()}, "--tokens");
        row("tokens file", words("logits --tokens-file /tmp"), "expected a regular file");
        row("text and decode", words("tokenize --text a --decode 1"), "excludes");
        row("empty model",
            shortRun({QStringLiteral("--problem"), QStringLiteral("2"), QStringLiteral("--model"), QString()}),
            "--model");
        row("empty model of a tokenizer",
            {QStringLiteral("tokenize"), QStringLiteral("--text"), QStringLiteral("a"), QStringLiteral("--model"),
             QString()},
            "--model");
        row("models folder", words("models --models-dir /nowhere"), "/nowhere");
        row("models folder of a run", question("--models-dir /nowhere"), "/nowhere");
        row("problem folder", words("run --problem-file /tmp"), "/tmp: expected a regular file");
        row("problem device", words("run --problem-file /dev/zero"), "/dev/zero: expected a regular file");
        row("bench of nothing", words("bench -n 0"), "--prefill");
        row("compared file", words("compare /nowhere.stepscope"), "/nowhere.stepscope: no such file");
        row("compared folder", words("compare /tmp"), "/tmp: not a comparison");
        row("compared memory", words("compare --example 1 --memories a,b"), "0.01 to 10000000");
        row("bench context", words("bench -n 1 --context 1000000"), "positions");
        row("levels",
            words("eval --policies cot --levels 5-2 --problems " STEPSCOPE_RESOURCES "/problems/heldout.jsonl"),
            "--levels");
        row("limit", words("eval --policies cot --limit -1 --problems " STEPSCOPE_RESOURCES "/problems/heldout.jsonl"),
            "--limit");
        row("shard",
            words("eval --policies cot --shard 1/2/3 --problems " STEPSCOPE_RESOURCES "/problems/heldout.jsonl"),
            "--shard");
    }
    void badUsage() {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, says);
        const Result r = run(arguments);
        QCOMPARE(r.code, 2);
        QVERIFY2(r.err.contains(says), r.err.constData());
        QCOMPARE(r.err.trimmed().count('\n'), 0);
        QVERIFY(r.out.isEmpty());
    }

    void outputThatCannotBeWrittenIsAnError() {
        const QTemporaryDir dir;
        const QString recording = dir.filePath(QStringLiteral("r.stepscope"));
        const QString set = dir.filePath(QStringLiteral("p.jsonl"));
        std::ofstream(set.toStdString()) << "{\"question\":\"2+2\",\"answer\":4}\n";
        QCOMPARE(
            run(shortRun({QStringLiteral("--problem"), QStringLiteral("2+2"), QStringLiteral("--record"), recording}))
                .code,
            0);
        for (const QStringList& arguments :
             {shortRun({QStringLiteral("--problem"), QStringLiteral("2+2"), QStringLiteral("--json")}), shortEval(set),
              QStringList{QStringLiteral("replay"), recording}, words("tokenize --text a"), words("models --json"),
              words("logits --tokens 1"), words("run --help")}) {
            const Result r = runOnFullOutput(arguments);
            QCOMPARE(r.code, 1);
            QVERIFY2(r.err.contains("the output cannot be written"), r.err.constData());
        }
    }

    /// A file at its size limit is a full disk: the run goes on, and its exit code says that something is lost.
    void aRecordingOnAFullDiskIsAnError() {
        const QTemporaryDir dir;
        QProcess process;
        process.setWorkingDirectory(dir.path());
        process.start(QStringLiteral("sh"), {QStringLiteral("-c"),
                                             QStringLiteral("ulimit -f 4; exec \"$0\" run --problem 2+2 -n 4 --policy "
                                                            "sc --max-tokens 60 --json --record r.stepscope"),
                                             kProgram});
        const Result r = resultOf(process);
        QVERIFY2(r.code == 1, r.err.constData());
        QVERIFY2(r.err.contains("recording stopped"), r.err.constData());
        QCOMPARE(r.object()["traces"].size(), std::size_t{4});
    }

    void signalsEndARunInOrder_data() {
        QTest::addColumn<int>("signal");
        QTest::newRow("Ctrl+C") << SIGINT;
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGHUP") << SIGHUP;
    }
    void signalsEndARunInOrder() {
        QFETCH(int, signal);
        const QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("r.stepscope"));
        QProcess process;
        process.start(kProgram, question("-n 4 --pace 1") << QStringLiteral("--record") << path);
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(path).size() > 0, 60000);
        QTest::qWait(100);  // the handlers are set right behind the header
        ::kill(static_cast<pid_t>(process.processId()), signal);
        const Result r = resultOf(process);
        QCOMPARE(r.code, 128 + signal);
        QVERIFY2(r.out.contains("stopped before the end"), r.out.constData());
        const app::Event last = app::readRecording(path.toStdString()).events.back();
        const auto* end = std::get_if<app::RunFinished>(&last.body);
        QVERIFY(end && end->end == app::RunEnd::Stopped);
    }

    void aSignalEndsAnEvaluationWithItsCode() {
        const QTemporaryDir dir;
        const QString out = dir.filePath(QStringLiteral("out"));
        QProcess process;
        process.start(kProgram,
                      words("eval --policies cot --problems " STEPSCOPE_RESOURCES "/problems/heldout.jsonl --output")
                          << out);
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(out + QStringLiteral("/question_0000.json")), 60000);
        ::kill(static_cast<pid_t>(process.processId()), SIGTERM);
        const Result r = resultOf(process);
        QCOMPARE(r.code, 128 + SIGTERM);
        QVERIFY2(r.err.contains("interrupted"), r.err.constData());
    }

    void problemFilesOfAnyEditor() {
        const QTemporaryDir dir;
        const auto promptTokens = [&](const char* name, const std::string& bytes) {
            const QString file = dir.filePath(QString::fromLatin1(name));
            const QString recording = file + QStringLiteral(".stepscope");
            std::ofstream(file.toStdString(), std::ios::binary) << bytes;
            const Result r =
                run(shortRun({QStringLiteral("--problem-file"), file, QStringLiteral("--record"), recording}));
            if (r.code != 0) return r.err.toStdString();
            return std::get<app::RunStarted>(app::readRecording(recording.toStdString()).events[0].body).problem;
        };
        std::string wide = "\xFF\xFE";
        for (const char c : std::string("What is 17 + 25?\r\n")) wide += std::string{c, '\0'};
        QCOMPARE(promptTokens("plain", "What is 17 + 25?\n"), std::string("What is 17 + 25?"));
        QCOMPARE(promptTokens("mark", "\xEF\xBB\xBFWhat is 17 + 25?\r\n"), std::string("What is 17 + 25?"));
        QCOMPARE(promptTokens("wide", wide), std::string("What is 17 + 25?"));
        QVERIFY(promptTokens("latin", "caf\xE9").find("latin: line 1: not UTF-8 at byte 3") != std::string::npos);
        QVERIFY(promptTokens("nul", std::string("a b\0c", 5)).find("a NUL at byte 3") != std::string::npos);
    }

    void evalReadsPublishedSetsAndSaysWhatItSkips() {
        const QTemporaryDir dir;
        const QString set = dir.filePath(QStringLiteral("p.json"));
        {
            std::ofstream file(set.toStdString());
            file << "[{\"problem\":\"2+2\",\"answer\":[\"4\"],\"level\":\"Level "
                    "2\"},\n{\"problem\":\"2+3\",\"answer\":null,\"level\":2}";
            for (int i = 0; i < 200; ++i) file << ",\n5";
            file << "]\n";
        }
        const Result r = run(shortEval(set, "--levels 2 --json"));
        QCOMPARE(r.code, 0);
        QVERIFY(r.object()["policies"][0]["problems"] == json(2));
        QVERIFY(r.object()["policies"][0]["without_answer"] == json(1));
        QVERIFY2(r.err.count('\n') <= 30, r.err.constData());
        QVERIFY2(r.err.contains("180 lines more") && r.err.contains("200 in all"), r.err.constData());
    }

    void aLimitKeepsThePlacesOfTheSet() {
        const QTemporaryDir dir;
        const QString set = dir.filePath(QStringLiteral("p.jsonl"));
        {
            std::ofstream file(set.toStdString());
            for (int i = 0; i < 6; ++i) file << "{\"question\":\"" << i << "+1\",\"answer\":" << i + 1 << "}\n";
        }
        const QString out = dir.filePath(QStringLiteral("out"));
        QCOMPARE(run(shortEval(set, "--limit 2 --output") << out).code, 0);
        QVERIFY(QFileInfo::exists(out + QStringLiteral("/question_0000.json")) &&
                QFileInfo::exists(out + QStringLiteral("/question_0003.json")));
        const json third = json::parse(std::ifstream(out.toStdString() + "/question_0003.json"));
        QVERIFY(third["question_index"] == json(3) && third["question"] == json("3+1"));
    }

    void tokensFromAFile() {
        const QTemporaryDir dir;
        const QString file = dir.filePath(QStringLiteral("t"));
        const auto logits = [&](const char* text) {
            std::ofstream(file.toStdString()) << text;
            return run({QStringLiteral("logits"), QStringLiteral("--tokens-file"), file, QStringLiteral("--json")});
        };
        const Result two = logits(
            "\xEF\xBB\xBF"
            "1, 2\r\n\r\n3\n");
        QVERIFY2(two.code == 0 && two.out.count('\n') == 2, two.err.constData());
        QVERIFY(logits("1\n2,x\n").err.contains("line 2: \"x\" is not a token id"));
        QCOMPARE(logits("\n").code, 2);
    }

    /// kill -9 at 20 random moments: each recording opens and folds up to its last line.
    void killedRecordingsOpen() {
        constexpr unsigned kSeed = 4711;
        std::mt19937 random(kSeed);
        QTemporaryDir dir;
        int opened = 0;
        for (int i = 0; i < 20; ++i) {
            const QString path = dir.filePath(QStringLiteral("k%1.stepscope").arg(i));
            QProcess process;
            process.start(kProgram, question("-n 32 --pace 40") << QStringLiteral("--record") << path);
            QElapsedTimer timer;
            timer.start();
            while (!QFileInfo::exists(path) && timer.elapsed() < 60000) QTest::qWait(5);
            QTest::qWait(static_cast<int>(random() % 900));
            process.kill();
            process.waitForFinished();
            if (QFileInfo(path).size() == 0) continue;  // killed before the header was written: nothing to open
            app::RunState state;
            for (const app::Event& e : app::readRecording(path.toStdString()).events) state.apply(e);
            QVERIFY(state.phase != app::RunPhase::Empty);
            QCOMPARE(run({QStringLiteral("replay"), path, QStringLiteral("--json")}).code, 0);
            ++opened;
        }
        QVERIFY2(opened >= 15, qPrintable(QStringLiteral("seed %1: %2 opened").arg(kSeed).arg(opened)));
    }
};

QTEST_GUILESS_MAIN(AppCli)
#include "app_cli.moc"
