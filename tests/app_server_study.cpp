// Studies over scripted servers, as a script runs them: the files of a local study, what a server cannot do, and
// studies that go on after the server died, the connection broke or somebody stopped them.
#include <QDirIterator>
#include <QTemporaryDir>
#include <csignal>

#include "cli_support.h"
#include "plugin_server.h"

using namespace Qt::StringLiterals;
using cli::Result;
using cli::words;
using server_support::answersQuestion;
using server_support::chunkOf;
using server_support::json;
using server_support::Link;
using server_support::PluginServer;
using server_support::Request;
using server_support::sayAll;
using server_support::traceOf;
using server_support::withStreams;

namespace {

const QByteArray kKey = "sk-never-in-a-file";

QString addressOf(const scripted::Server& server) {
    return QString::fromStdString(server.address());
}

/// The names of all files of a folder, sorted.
QStringList filesIn(const QString& folder) {
    QStringList names;
    for (QDirIterator it(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); it.hasNext();)
        names += QDir(folder).relativeFilePath(it.next());
    names.sort();
    return names;
}

/// The records of a cell, by the problem's number.
std::map<int, json> recordsOf(const QString& folder, const char* cell) {
    std::map<int, json> records;
    for (const QByteArray& line : cli::contents(folder + u"/runs/"_s + QString::fromUtf8(cell)).split('\n')) {
        if (line.isEmpty()) continue;
        const json record = json::parse(line.toStdString());
        records[record["problem"].get<int>()] = record;
    }
    return records;
}

bool asksForToken(const Request& request) {
    return request.method == "POST" && !json::parse(request.body).value("stream", false);
}

}  // namespace

class AppServerStudy : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    QString m_problems;

    QStringList study(const QString& address, const QString& folder, const char* rest) const {
        return QStringList{u"study"_s,    u"--problems"_s, m_problems,        u"--output"_s, m_dir.filePath(folder),
                           u"--server"_s, address,         u"--max-tokens"_s, u"200"_s} +
               words("--n-values 4 --seeds 1") + words(rest);
    }

private Q_SLOTS:
    void initTestCase() {
        m_problems = m_dir.filePath(u"problems.jsonl"_s);
        QByteArray lines;
        for (int i = 0; i < 4; ++i)
            lines += QStringLiteral("{\"question\": \"What is 6 * 7, for the %1th time?\", \"answer\": \"42\"}\n")
                         .arg(i)
                         .toUtf8();
        cli::write(m_problems, lines);
    }

    /// Several problems share the server, each prompt is asked about once, and the folder holds what a local one does.
    void theFilesAreThoseOfALocalStudy() {
        std::atomic<int> questions = 0;
        std::atomic<int> streams = 0;
        std::atomic<int> most = 0;
        scripted::Server server([&](const Request& r, Link& link) {
            if (asksForToken(r)) ++questions;
            if (answersQuestion(r, link)) return;
            most = std::max(most.load(), ++streams);
            sayAll(r, link, 0.005);
            --streams;
        });
        const QString out = m_dir.filePath(u"there"_s);
        const Result there =
            cli::run(study(addressOf(server), u"there"_s, "--policies cot,sc,deepconf-low --parallel 3 --alone 1"));
        QVERIFY2(there.code == 0, there.err.constData());
        QCOMPARE(there.err, QByteArray());
        QCOMPARE(questions.load(), 1 + 4);
        QVERIFY2(most > 4, qPrintable(QString::number(most)));  // traces of one problem alone
        QCOMPARE(cli::recordsIn(out), 3 * 4 + 3);
        const json record = recordsOf(out, "sc_n4_m100_s1.jsonl").at(2);
        QCOMPARE(record["correct"].get<bool>(), true);
        QCOMPARE(record["traces"].size(), std::size_t{4});
        QVERIFY2(record["traces"][0].dump().find("-0.25") != std::string::npos, record.dump().c_str());

        const Result here = cli::run(QStringList{u"study"_s, u"--problems"_s, m_problems, u"--output"_s,
                                                 m_dir.filePath(u"here"_s), u"--backend"_s, u"cpu"_s} +
                                     words("--max-tokens 20 --n-values 4 --seeds 1 --policies cot,sc,deepconf-low "
                                           "--memory 1 --alone 1"));
        QVERIFY2(here.code == 0, here.err.constData());
        QCOMPARE(filesIn(out), filesIn(m_dir.filePath(u"here"_s)));
        const json setup = json::parse(cli::contents(out + u"/study.json"_s).toStdString());
        QCOMPARE(setup["backend"].get<std::string>(), std::string("server"));
        QCOMPARE(setup["model"].get<std::string>(), std::string("m1"));
        const QByteArray page = cli::contents(out + u"/report.html"_s);
        QVERIFY(page.contains("others may have used") && page.contains("had the server alone"));
        QVERIFY(!page.contains("the device"));
    }

    /// Nobody asked for them by name.
    void policiesThatAServerCannotRunAreLeftOut() {
        scripted::Server server(withStreams([](const Request& r, Link& link) { sayAll(r, link); }));
        const Result r = cli::run(study(addressOf(server), u"some"_s, "--limit 1 --alone 0"));
        QVERIFY2(r.code == 0, r.err.constData());
        QCOMPARE(r.err.count('\n'), 3);
        for (const char* policy : {"slim-sc is left out: ", "step is left out: ", "step-refill is left out: "})
            QVERIFY2(r.err.contains(policy), r.err.constData());
        const json setup = json::parse(cli::contents(m_dir.filePath(u"some/study.json"_s)).toStdString());
        QCOMPARE(setup["policies"].size(), std::size_t{5});
        QCOMPARE(setup["memory"], json::array({1.0}));
    }

    void whatAServerCannotDoIsRefused_data() {
        QTest::addColumn<QString>("rest");
        QTest::addColumn<QString>("line");
        const auto row = [](const char* rest, const char* line) {
            QTest::newRow(rest) << QString::fromUtf8(rest) << QString::fromUtf8(line);
        };
        row("--policies sc,step", "step: STEP needs step scores");
        row("--policies sc --memory 0.5,1", "--memory: on a server it is for policies that prune");
        row("--policies sc --memory-utilizations 0.5", "--memory-utilizations is about this machine");
        row("--policies sc --workers 2", "--workers share this machine's device");
        row("--policies sc --estimate", "--estimate measures this machine");
        row("--policies sc --server-kv-tokens 4096", "--server-kv-tokens has no effect here");
        row("--policies sc --backend cpu", "--backend is about this machine");
        row("--policies sc --weights q8", "--weights is about this machine");
        row("--policies sc --server-model m2", "has no model m2; it offers m1");
    }
    void whatAServerCannotDoIsRefused() {
        QFETCH(QString, rest);
        QFETCH(QString, line);
        scripted::Server server(withStreams([](const Request& r, Link& link) { sayAll(r, link); }));
        cli::verifyRefused(cli::run(study(addressOf(server), u"refused"_s, rest.toUtf8().constData())),
                           line.toUtf8().constData());
        QVERIFY(!QFile::exists(m_dir.filePath(u"refused/study.json"_s)));
    }

    /// STEP keeps to an account of its own, as large as asked for; self-consistency has the whole server.
    void memorySharesAreForThoseThatPrune() {
        PluginServer plugin(0.002);
        plugin.blocks = 2000;
        const Result r = cli::run(study(addressOf(plugin.server()), u"shares"_s,
                                        "--policies sc,step,step:random --memory 0.5,1 --alone 1 --parallel 4"));
        QVERIFY2(r.code == 0, r.err.constData());
        const QString out = m_dir.filePath(u"shares"_s);
        QCOMPARE(cli::recordsIn(out), 4 * (1 + 2 + 2) + 1 + 2 + 2);
        const int peak = recordsOf(out, "sc_n4_m100_s1.jsonl").at(0)["peak_blocks"].get<int>();
        for (const auto& [problem, record] : recordsOf(out, "step_n4_m50_s1.jsonl")) {
            QVERIFY(record["kv_blocks"].get<int>() <= std::max(peak / 2 + 1, 2 + 4));
            QVERIFY(record["pruned"].get<int>() > 0);
        }
        for (const auto& [problem, record] : recordsOf(out, "step_n4_m100_s1.jsonl"))
            QCOMPARE(record["kv_blocks"].get<int>(), peak);
        QVERIFY(cli::contents(out + u"/report.html"_s).contains("step"));
    }

    /// The server dies and comes back at another address. The key is in no file, and in no line.
    void goesOnAfterTheServerDied() {
        std::atomic<int> withoutKey = 0;
        const auto script = [&](double betweenS) {
            return [&withoutKey, betweenS](const Request& r, Link& link) {
                const auto key = r.headers.find("authorization");
                if (key == r.headers.end() || key->second != "Bearer " + kKey.toStdString()) ++withoutKey;
                if (!answersQuestion(r, link)) sayAll(r, link, betweenS);
            };
        };
        const QString out = m_dir.filePath(u"died"_s);
        const char* rest = "--policies cot,sc,deepconf-high --alone 0 --parallel 2";
        QByteArray said;
        {
            scripted::Server server(script(0.02));
            QProcess process;
            process.setEnvironment(QProcess::systemEnvironment() +
                                   QStringList{u"STEPSCOPE_SERVER_KEY="_s + QString::fromUtf8(kKey)});
            process.start(cli::kProgram, study(addressOf(server), u"died"_s, rest));
            QTRY_VERIFY_WITH_TIMEOUT(cli::recordsIn(out) >= 2, 60000);
            server.stop();
            const Result end = cli::resultOf(process);
            said = end.out + end.err;
            QCOMPARE(end.code, 1);
            QVERIFY2(end.err.contains("nothing answers at this address; the same command continues it"),
                     end.err.constData());
            QVERIFY2(end.err.count('\n') <= 4, end.err.constData());  // two that were under way, and how many
        }
        const int before = cli::recordsIn(out);
        QVERIFY(before >= 2 && before < 12);
        QVERIFY(!QFile::exists(out + u"/report.html"_s));
        const auto kept = recordsOf(out, "sc_n4_m100_s1.jsonl");
        scripted::Server server(script(0));
        const Result again =
            cli::run(study(addressOf(server), u"died"_s, rest), {u"STEPSCOPE_SERVER_KEY="_s + QString::fromUtf8(kKey)});
        QVERIFY2(again.code == 0, again.err.constData());
        said += again.out + again.err;
        QCOMPARE(cli::recordsIn(out), 12);
        for (const auto& [problem, record] : kept) QCOMPARE(recordsOf(out, "sc_n4_m100_s1.jsonl").at(problem), record);
        QVERIFY(QFile::exists(out + u"/report.html"_s));
        QCOMPARE(withoutKey.load(), 0);
        QVERIFY(!said.contains(kKey));
        for (const QString& name : filesIn(out))
            QVERIFY2(!cli::contents(out + u'/' + name).contains(kKey), qPrintable(name));
    }

    void goesOnAfterItWasStopped() {
        scripted::Server slow(withStreams([](const Request& r, Link& link) { sayAll(r, link, 0.05); }));
        const QString out = m_dir.filePath(u"stopped"_s);
        const char* rest = "--policies cot,sc --alone 0 --parallel 2";
        QProcess process;
        process.start(cli::kProgram, study(addressOf(slow), u"stopped"_s, rest));
        QTRY_VERIFY_WITH_TIMEOUT(cli::recordsIn(out) >= 1, 60000);
        QElapsedTimer clock;
        clock.start();
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        const Result end = cli::resultOf(process);
        QVERIFY2(clock.elapsed() < 3000, qPrintable(QString::number(clock.elapsed())));
        QCOMPARE(end.code, 130);
        QVERIFY2(end.err.contains("interrupted; the same command continues it"), end.err.constData());
        const int before = cli::recordsIn(out);
        QVERIFY(before >= 1 && before < 8);
        const Result again = cli::run(study(addressOf(slow), u"stopped"_s, rest));
        QVERIFY2(again.code == 0, again.err.constData());
        QCOMPARE(cli::recordsIn(out), 8);
    }

    /// A vote of three is not one of four: such a run is not kept, and made again.
    void runsThatLostATraceAreMadeAgain() {
        std::atomic<bool> breaks = true;
        scripted::Server server(withStreams([&](const Request& r, Link& link) {
            if (traceOf(r) != 3 || !breaks.exchange(false)) return sayAll(r, link);
            link.beginStream();
            link.send(chunkOf(" w"));
        }));
        const char* rest = "--policies sc --alone 0 --parallel 2";
        const Result first = cli::run(study(addressOf(server), u"lost"_s, rest));
        QCOMPARE(first.code, 1);
        QVERIFY2(first.err.contains("trace 3 was lost: the connection ended in the middle") &&
                     first.err.contains("1 runs failed; the same command tries them again"),
                 first.err.constData());
        QCOMPARE(cli::recordsIn(m_dir.filePath(u"lost"_s)), 3);
        QCOMPARE(cli::run(study(addressOf(server), u"lost"_s, rest)).code, 0);
        QCOMPARE(cli::recordsIn(m_dir.filePath(u"lost"_s)), 4);
    }

    /// Neither a busy server nor one that never answers takes a problem out of the study.
    void busyServersAreAskedAgain() {
        std::atomic<int> asked = 0;
        scripted::Server server([&](const Request& r, Link& link) {
            if (asksForToken(r) && ++asked > 1 && asked < 4)
                return link.answer(503, R"({"error": {"message": "busy"}})");
            if (!answersQuestion(r, link)) sayAll(r, link);
        });
        const Result r = cli::run(study(addressOf(server), u"busy"_s, "--policies sc --alone 0 --limit 2"));
        QVERIFY2(r.code == 0 && r.err.isEmpty(), r.err.constData());
        QCOMPARE(cli::recordsIn(m_dir.filePath(u"busy"_s)), 2);
    }

    /// One that the server refuses is named; the others run.
    void aPromptThatIsTooLongIsNamed() {
        scripted::Server server([](const Request& r, Link& link) {
            if (asksForToken(r) && r.body.find("2th time") != std::string::npos)
                return link.answer(400, R"({"error": {"message": "the prompt is too long"}})");
            if (!answersQuestion(r, link)) sayAll(r, link);
        });
        const Result r = cli::run(study(addressOf(server), u"long"_s, "--policies sc --alone 0"));
        QVERIFY2(r.code == 0, r.err.constData());
        QVERIFY2(r.err.contains("problem 2, sc_n4_m100_s1: ") && r.err.contains("the prompt is too long; skipped"),
                 r.err.constData());
        QCOMPARE(cli::recordsIn(m_dir.filePath(u"long"_s)), 3);
    }

    /// An evaluation ends in the same way.
    void anEvaluationGoesOnAfterTheServerDied() {
        const QString out = m_dir.filePath(u"eval"_s);
        const auto command = [&](const scripted::Server& server) {
            return QStringList{u"eval"_s, u"--problems"_s, m_problems,        u"--output"_s,
                               out,       u"--server"_s,   addressOf(server), u"--resume"_s} +
                   words("--policies sc -n 4 --max-tokens 200 --json");
        };
        const auto count = [&] { return QDir(out).entryList({u"question_*.json"_s}).size(); };
        {
            scripted::Server server(withStreams([](const Request& r, Link& link) { sayAll(r, link, 0.03); }));
            QProcess process;
            process.start(cli::kProgram, command(server));
            QTRY_VERIFY_WITH_TIMEOUT(count() >= 1, 60000);
            server.stop();
            const Result end = cli::resultOf(process);
            QCOMPARE(end.code, 1);
            QVERIFY2(end.err.contains("nothing answers at this address; --resume continues it"), end.err.constData());
        }
        QVERIFY(count() < 4);
        scripted::Server server(withStreams([](const Request& r, Link& link) { sayAll(r, link); }));
        const Result again = cli::run(command(server));
        QVERIFY2(again.code == 0, again.err.constData());
        QCOMPARE(again.object()["policies"][0]["problems"].get<int>(), 4);
    }
};

QTEST_GUILESS_MAIN(AppServerStudy)
#include "app_server_study.moc"
