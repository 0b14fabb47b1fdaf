// Writing recordings: what is replaced and what is left alone, two writers of a file, and disks that are full.
#include <sys/resource.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <csignal>

#include "app/run/recording.h"
#include "recording_support.h"

using namespace recording_support;

class AppRecordingWriter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void writerAndReaderAgree() {
        QTemporaryDir dir;
        const std::string path = dir.filePath(QStringLiteral("w.stepscope")).toStdString();
        {
            RecordingWriter writer(path);
            for (const Event& e : oneOfEach()) QVERIFY(writer.append(e));
            // Flushed line by line: everything is there before the writer is gone.
            QCOMPARE(readRecording(path).events.size(), oneOfEach().size());
        }
    }

    void aRunThatIsRefusedLeavesTheFileAlone() {
        QTemporaryDir dir;
        const std::string path = write(dir, allLines());
        { const RecordingWriter refused(path); }
        QCOMPARE(textOf(path), allLines());
        RecordingWriter accepted(path);
        QCOMPARE(textOf(path), allLines());
        QVERIFY(accepted.append(oneOfEach()[0]));
        QCOMPARE(textOf(path), toJsonLine(oneOfEach()[0]) + "\n");
        QCOMPARE(QDir(dir.path()).entryList(QDir::Files), QStringList{QStringLiteral("r.stepscope")});
    }

    void onlyARecordingIsReplaced_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("replaced");
        QTest::newRow("empty") << QByteArray() << true;
        QTest::newRow("recording") << QByteArray::fromStdString(allLines()) << true;
        QTest::newRow("newer recording") << QByteArray("{\"e\":\"run\",\"format\":\"9.0\"}\n") << true;
        QTest::newRow("problem set") << QByteArray("{\"question\":\"1+1\",\"answer\":\"2\"}\n") << false;
        QTest::newRow("text") << QByteArray("important\n") << false;
        QTest::newRow("one byte") << QByteArray("\0", 1) << false;
    }
    void onlyARecordingIsReplaced() {
        QFETCH(QByteArray, text);
        QFETCH(bool, replaced);
        QTemporaryDir dir;
        const std::string path = write(dir, text.toStdString());
        std::string refused;
        try {
            RecordingWriter writer(path);
            QVERIFY(writer.append(oneOfEach()[0]));
        } catch (const std::runtime_error& error) {
            refused = error.what();
        }
        QCOMPARE(refused.empty(), replaced);
        QCOMPARE(textOf(path), replaced ? toJsonLine(oneOfEach()[0]) + "\n" : text.toStdString());
        QVERIFY(replaced || refused.find(path) == 0);
    }

    void linksAndFoldersAreRefused() {
        QTemporaryDir dir;
        const std::string target = write(dir, allLines());
        const QString link = dir.filePath(QStringLiteral("link.stepscope"));
        QVERIFY(QFile::link(QString::fromStdString(target), link));
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, RecordingWriter(link.toStdString()));
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, RecordingWriter(dir.path().toStdString()));
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, RecordingWriter("/nowhere/x.stepscope"));
        QCOMPARE(textOf(target), allLines());
    }

    void twoRunsDoNotMix() {
        QTemporaryDir dir;
        const std::string path = dir.filePath(QStringLiteral("r.stepscope")).toStdString();
        const auto events = oneOfEach();
        RecordingWriter first(path), second(path);
        QVERIFY(first.append(events[0]));
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, RecordingWriter{path});
        QVERIFY(!second.append(events[0]));  // it was there before the first had begun
        QVERIFY2(second.problem().find("another run") != std::string::npos, second.problem().c_str());
        for (std::size_t i = 1; i < events.size(); ++i) QVERIFY(first.append(events[i]));
        QCOMPARE(textOf(path), allLines());
        RecordingWriter next(path);  // the first run has ended
        QVERIFY(next.append(events[0]));
        QVERIFY(first.append(events[1]));  // into its own file, which nobody sees any more
        QCOMPARE(textOf(path), toJsonLine(events[0]) + "\n");
    }

    void aFileThatCannotGrowStaysReadable() {
        QTemporaryDir dir;
        const std::string path = dir.filePath(QStringLiteral("r.stepscope")).toStdString();
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        RecordingWriter writer(path);
        QVERIFY(writer.append(oneOfEach()[0]));
        const rlimit small{static_cast<rlim_t>(textOf(path).size() + 40), before.rlim_max};
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
        bool failed = false;
        for (int i = 0; i < 3; ++i) failed = failed || !writer.append({0, Paused{}});
        setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
        QVERIFY(failed && !writer.append({0, Paused{}}));
        QVERIFY(writer.problem().find(path) == 0);
        const Recording r = readRecording(path);
        QVERIFY(r.truncated);
        QVERIFY(r.events.size() >= 1);
    }

    void aSavedRecordingIsWholeOrNotThere() {
        QTemporaryDir dir;
        EventLog log;
        for (const Event& event : oneOfEach()) log.append(event);
        const std::string path = dir.filePath(QStringLiteral("s.stepscope")).toStdString();
        saveRecording(path, log);
        QCOMPARE(textOf(path), allLines());
        rlimit before{};
        QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small{100, before.rlim_max};
        QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
        std::string message;
        try {
            saveRecording(path, log);
        } catch (const std::runtime_error& error) {
            message = error.what();
        }
        setrlimit(RLIMIT_FSIZE, &before);
        std::signal(SIGXFSZ, handler);
        QVERIFY2(message.find(path) == 0, message.c_str());
        QCOMPARE(textOf(path), allLines());
        QCOMPARE(QDir(dir.path()).entryList(QDir::Files), QStringList{QStringLiteral("s.stepscope")});
    }

    void fullDiskIsNoticed() {
        if (!std::ofstream("/dev/full")) QSKIP("/dev/full is not there to stand for a full disk");
        RecordingWriter writer("/dev/full");
        bool failed = false;
        for (int i = 0; i < 3; ++i) failed = failed || !writer.append({0, Paused{}});
        QVERIFY(failed);
        QVERIFY(!writer.append({0, Paused{}}));
    }
};

QTEST_GUILESS_MAIN(AppRecordingWriter)
#include "app_recording_writer.moc"
