// stepscope-cli as a user's script sees it: exit codes, clean standard output, the JSON contracts, kill -9.
#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>
#include <QStringList>
#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>

#include "app/recording.h"
#include "app/run_state.h"
#include "cli_support.h"

using namespace cli;

namespace {

QStringList question(const char* rest = "") {
    QStringList arguments{QStringLiteral("run"), QStringLiteral("--problem"), QStringLiteral("What is 17 + 25?")};
    if (*rest) arguments += words(rest);
    return arguments;
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
        QVERIFY(hasKeys(j, {"answer", "margin", "policy", "backend", "model", "scorer", "seed", "votes", "traces", "kv", "time", "tokens", "pruned"}));
        QCOMPARE(j["traces"].size(), std::size_t{6});
        QVERIFY(hasKeys(j["traces"][0], {"trace", "state", "tokens", "score", "answer", "waited_s", "recomputed_tokens", "steps", "text"}));
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

    void tokenizeAndLogits() {
        const json t = run({QStringLiteral("tokenize"), QStringLiteral("--text"), QStringLiteral("So 2 + 3 = 5.\n\nThen"), QStringLiteral("--json")}).object();
        QCOMPARE(t["ids"].size(), t["boundary"].size());
        QVERIFY(t["boundary_ids"].get<int>() > 0);
        QVERIFY(std::find(t["boundary"].begin(), t["boundary"].end(), json(true)) != t["boundary"].end());
        QStringList ids;
        for (const json& id : t["ids"]) ids << QString::number(id.get<int>());
        const json back = run({QStringLiteral("tokenize"), QStringLiteral("--decode"), ids.join(QLatin1Char(',')), QStringLiteral("--json")}).object();
        QVERIFY(back["text"] == json("So 2 + 3 = 5.\n\nThen"));
        const json l = run({QStringLiteral("logits"), QStringLiteral("--tokens"), ids.join(QLatin1Char(',')), QStringLiteral("--json")}).object();
        QVERIFY(l["logits"].size() >= 1024);
        QVERIFY(!l["hidden"].empty());
    }

    void modelsListsTheDemo() {
        const json m = run({QStringLiteral("models"), QStringLiteral("--json")}, {QStringLiteral("HF_HUB_CACHE=/nowhere")}).object();
        QVERIFY(m["models"][0]["loadable"].get<bool>());
        QVERIFY(hasKeys(m["models"][0], {"name", "path", "family", "parameters", "format", "loadable", "reason"}));
        QCOMPARE(m["scorers"].size(), std::size_t{2});
    }

    void aPreflightLoadsNothingAndSaysWhatFits() {
        const Result fits = run(words("run --preflight -n 8 --kv-cache-mib 24 --json"));
        QCOMPARE(fits.code, 0);
        QVERIFY(hasKeys(fits.object(), {"model", "backend", "device", "device_bytes", "weight_bytes", "workspace_bytes", "kv_bytes", "kv_tokens",
                                        "n", "tokens_per_trace", "verdict", "text"}));
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
            std::filesystem::create_symlink(std::filesystem::path(STEPSCOPE_RESOURCES) / "demo-model" / file, model / file);
        const QStringList folder{QStringLiteral("--models-dir"), dir.path()};
        const json found = run(QStringList{QStringLiteral("models"), QStringLiteral("--json")} + folder).object();
        const auto entry = std::find_if(found["models"].begin(), found["models"].end(), [](const json& m) { return m["name"] == "some/model"; });
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
        QVERIFY(std::get<app::RunStarted>(recording.events.front().body).options.plainPrompt);
    }

    void evalWritesAndResumes() {
        QTemporaryDir dir;
        const QString set = dir.filePath(QStringLiteral("p.jsonl"));
        std::ofstream(set.toStdString()) << "{\"question\":\"What is 3 + 4?\",\"answer\":\"7\"}\nnot json\n{\"question\":\"What is 9 - 4?\",\"answer\":5}\n";
        const QString out = dir.filePath(QStringLiteral("out"));
        const QStringList arguments{QStringLiteral("eval"), QStringLiteral("--problems"), set, QStringLiteral("--policies"), QStringLiteral("cot,step"),
                                    QStringLiteral("-n"), QStringLiteral("4"), QStringLiteral("--output"), out, QStringLiteral("--json"), QStringLiteral("--resume")};
        const Result first = run(arguments);
        QCOMPARE(first.code, 0);
        QVERIFY(first.err.contains("line 2"));
        QCOMPARE(first.object()["policies"].size(), std::size_t{2});
        QVERIFY(hasKeys(first.object()["policies"][1], {"policy", "problems", "accuracy", "tokens", "latency_s", "wait_share", "pruned"}));
        const std::string file = out.toStdString() + "/step/question_0001.json";
        const json q = json::parse(std::ifstream(file));
        QVERIFY(hasKeys(q, {"question_index", "question", "ground_truth", "final_answer", "is_final_correct", "num_correct_traces", "total_traces", "generation_time", "generation_results"}));
        QVERIFY(hasKeys(q["generation_results"]["generation_1"], {"token_length", "generated_text", "finish_reason", "stop_reason", "final_score", "extracted_answer", "is_trace_correct"}));
        QVERIFY(std::filesystem::exists(out.toStdString() + "/benchmark_summary.json"));
        const auto written = std::filesystem::last_write_time(file);
        QCOMPARE(run(arguments).out, first.out);  // resumed: nothing ran again, not even the clock
        QVERIFY(std::filesystem::last_write_time(file) == written);
    }

    void badUsage_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char* name, QStringList arguments, const char* says) { QTest::newRow(name) << arguments << QByteArray(says); };
        row("no command", {}, "subcommand");
        row("unknown command", words("fly"), "subcommand");
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
            while (!QFileInfo::exists(path) && timer.elapsed() < 20000) QTest::qWait(5);
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
