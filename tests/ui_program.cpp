// The program itself: pictures from the command line, and what it says to bad arguments.
#include <QImage>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include "app/run/recording.h"
#include "app/run/recording_writer.h"
#include "ui_scripted_run.h"

using namespace Qt::StringLiterals;

class UiProgram : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        app::RecordingWriter writer(recording().toStdString());
        for (const app::Event& event : ui_test::ScriptedRun::all({.traces = 16, .kvBlocks = 200, .maxTokens = 300})) {
            QVERIFY(writer.append(event));
        }
    }

    void aPictureOfARecording_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QSize>("size");
        QTest::newRow("end") << QStringList{} << QSize(1680, 1040);
        QTest::newRow("moment, dark") << QStringList{u"--at"_s, u"3.5"_s, u"--theme"_s, u"dark"_s} << QSize(1680, 1040);
        QTest::newRow("small") << QStringList{u"--size"_s, u"1280x800"_s, u"--theme"_s, u"light"_s} << QSize(1280, 800);
    }
    void aPictureOfARecording() {
        QFETCH(const QStringList, arguments);
        QFETCH(const QSize, size);
        const QString picture = m_dir.filePath(u"picture.png"_s);
        QCOMPARE(run(QStringList{recording(), u"--screenshot"_s, picture} + arguments), 0);
        const QImage image(picture);
        QCOMPARE(image.size(), size);
        QSet<QRgb> colours;
        for (int x = 0; x < image.width(); x += 3) {
            for (int y = 0; y < image.height(); y += 3) colours.insert(image.pixel(x, y));
        }
        QVERIFY(colours.size() > 200);  // strips, blocks, bars: not an empty window
    }

    void aPictureHasTheLanguageThatIsAskedFor() {
        QList<QImage> pictures;
        for (const QString& code : {u"en"_s, u"de"_s}) {
            const QString picture = m_dir.filePath(code + u".png"_s);
            QCOMPARE(run({recording(), u"--screenshot"_s, picture, u"--theme"_s, u"light"_s, u"--language"_s, code}),
                     0);
            pictures << QImage(picture);
        }
        QCOMPARE(pictures[0].size(), pictures[1].size());
        QVERIFY(pictures[0] != pictures[1]);
    }

    void badArgumentsAreRefusedInOneLine_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("theme") << QStringList{u"--theme"_s, u"pink"_s};
        QTest::newRow("language") << QStringList{u"--language"_s, u"xx"_s};
        QTest::newRow("size") << QStringList{u"--size"_s, u"big"_s};
        QTest::newRow("at") << QStringList{u"--screenshot"_s, u"x.png"_s, u"--at"_s, u"soon"_s};
        QTest::newRow("moment of no picture") << QStringList{u"--at"_s, u"3"_s};
        QTest::newRow("panel of no export") << QStringList{u"--screenshot"_s, u"x.png"_s, u"--panel"_s, u"kv"_s};
        QTest::newRow("scale of no export") << QStringList{u"--screenshot"_s, u"x.png"_s, u"--scale"_s, u"3"_s};
        QTest::newRow("no moment") << QStringList{u"--screenshot"_s, u"x.png"_s, u"--at"_s, u"nan"_s};
        QTest::newRow("unknown") << QStringList{u"--no-such-option"_s};
    }
    void badArgumentsAreRefusedInOneLine() {
        QFETCH(const QStringList, arguments);
        QCOMPARE(run(arguments), 2);
        QVERIFY(!m_errors.trimmed().isEmpty());
    }

    void whatThePictureLacksIsSaid_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("code");
        QTest::addColumn<QByteArray>("word");
        QTest::newRow("no recording") << QStringList{u"/nowhere/run.stepscope"_s} << 2
                                      << QByteArray("/nowhere/run.stepscope");
        QTest::newRow("no model") << QStringList{u"--model"_s, u"/nowhere"_s} << 2 << QByteArray("/nowhere");
        QTest::newRow("no file") << QStringList{u"--run"_s, u"--record"_s, u"/nowhere/x.stepscope"_s} << 2
                                 << QByteArray("/nowhere/x.stepscope");
        QTest::newRow("no room") << QStringList{u"--run"_s, u"--kv-cache-mib"_s, u"0.01"_s} << 2
                                 << QByteArray("KV cache");
        QTest::newRow("too small") << QStringList{recording(), u"--size"_s, u"320x240"_s} << 2
                                   << QByteArray("at least");
    }
    void whatThePictureLacksIsSaid() {
        QFETCH(const QStringList, arguments);
        QFETCH(const int, code);
        QFETCH(const QByteArray, word);
        QCOMPARE(run(QStringList{u"--screenshot"_s, m_dir.filePath(u"lacking.png"_s)} + arguments), code);
        QVERIFY2(m_errors.contains(word), m_errors);
        QVERIFY(QImage(m_dir.filePath(u"lacking.png"_s)).width() > 0);  // the picture shows the message
    }

    void aPresentationIsPictured() {
        const QString path = m_dir.filePath(u"presented.png"_s);
        QCOMPARE(run({recording(), u"--present"_s, u"--screenshot"_s, path, u"--size"_s, u"1280x800"_s}), 0);
        QCOMPARE(QImage(path).size(), QSize(1280, 800));
        const QString plain = m_dir.filePath(u"plain.png"_s);
        QCOMPARE(run({recording(), u"--screenshot"_s, plain, u"--size"_s, u"1280x800"_s}), 0);
        QVERIFY(QImage(path) != QImage(plain));
    }

    void aComparisonIsPictured() {
        QVERIFY(QDir(m_dir.path()).mkpath(u"both"_s));
        for (const QString& name : {u"1.stepscope"_s, u"2.stepscope"_s})
            QVERIFY(QFile::copy(recording(), m_dir.filePath(u"both/"_s + name)));
        QFile file(m_dir.filePath(u"both/compare.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"runs": [{"file": "1.stepscope"}, {"file": "2.stepscope"}]})");
        file.close();
        const auto picture = [&](const QStringList& arguments) {
            const QString path = m_dir.filePath(u"both.png"_s);
            return run(QStringList{m_dir.filePath(u"both"_s), u"--screenshot"_s, path} + arguments) == 0 ? QImage(path)
                                                                                                         : QImage();
        };
        const QImage whole = picture({u"--size"_s, u"1280x800"_s});
        QCOMPARE(whole.size(), QSize(1280, 800));
        const QString alone = m_dir.filePath(u"alone.png"_s);
        QCOMPARE(run({recording(), u"--screenshot"_s, alone, u"--size"_s, u"1280x800"_s}), 0);
        QVERIFY(whole != QImage(alone));
        QVERIFY(whole != picture({u"--size"_s, u"1280x800"_s, u"--at"_s, u"0.1"_s}));
        QCOMPARE(run({m_dir.filePath(u"both"_s), u"--export-png"_s, alone}), 2);
        QVERIFY2(m_errors.contains("--screenshot"), m_errors);
        QVERIFY(QFile::remove(m_dir.filePath(u"both/2.stepscope"_s)));
        QCOMPARE(run({m_dir.filePath(u"both"_s), u"--screenshot"_s, alone}), 2);
        QVERIFY2(m_errors.contains("2.stepscope"), m_errors);
    }

    void aLessonThatCannotBeReadIsNamed() {
        QCOMPARE(run({u"--lesson"_s, u"/nowhere/lesson.json"_s}), 2);
        QVERIFY2(m_errors.contains("/nowhere/lesson.json"), m_errors);
    }

    void anUnwritablePictureFails() {
        QCOMPARE(run({recording(), u"--screenshot"_s, m_dir.filePath(u"nowhere/picture.png"_s)}), 1);
        QVERIFY(m_errors.contains("could not be written"));
    }

private:
    QString recording() const { return m_dir.filePath(u"run.stepscope"_s); }

    int run(const QStringList& arguments) {
        QProcess process;
        process.start(QStringLiteral(STEPSCOPE_GUI), arguments);
        if (!process.waitForFinished(120'000)) return -1;
        m_errors = process.readAllStandardError();
        return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2;
    }

    QTemporaryDir m_dir;
    QByteArray m_errors;
};

QTEST_GUILESS_MAIN(UiProgram)
#include "ui_program.moc"
