// Settings that are damaged, too large, of another kind or out of reach: the window opens and closes, the trouble is
// one sentence, and what was in the file is still somewhere.
#include <sys/stat.h>
#include <unistd.h>

#include <QDir>

#include "ui/session/remembered.h"
#include "ui/session/settings_file.h"
#include "ui/setup/problem_box.h"
#include "ui/setup/setup_panel.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;
using Kind = ui::SettingsTrouble::Kind;
using Past = ui_test::ScriptedWindow::Past;

class UiSettings : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_home;
    ui::Theme m_theme;

    QString folder() const { return m_home->filePath(u"Stepscope"_s); }
    QString file() const { return folder() + u"/Stepscope.conf"_s; }

    void write(const QByteArray& bytes) const {
        QFile out(file());
        QVERIFY(out.open(QFile::WriteOnly));
        QCOMPARE(out.write(bytes), bytes.size());
    }
    static QByteArray bytesOf(const QString& path) {
        QFile in(path);
        return in.open(QFile::ReadOnly) ? in.readAll() : QByteArray("cannot be read");
    }
    /// A window opens, shows its text and closes, which writes settings.
    void openAndClose() {
        ui_test::ScriptedWindow opened(m_theme, {}, Past::Remembered);
        QVERIFY(opened.window->isVisible());
        opened.window->setup().problem().setProblem(u"What is 6 * 7?"_s, u"42"_s);
        QVERIFY(opened.window->close());
    }

private Q_SLOTS:
    void init() {
        m_home = std::make_unique<QTemporaryDir>();
        ui_test::isolate(*m_home);
        QVERIFY(QDir().mkpath(folder()));
    }

    void whatIsWholeIsNoTrouble() {
        QVERIFY(!ui::findSettingsTrouble());
        openAndClose();
        QVERIFY(!ui::findSettingsTrouble());
        QCOMPARE(ui::Remembered::load().problem, u"What is 6 * 7?"_s);
        QCOMPARE(QDir(folder()).entryList(QDir::Files), QStringList{u"Stepscope.conf"_s});
    }

    void damagedFilesAreKept_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("zeros") << QByteArray(4096, '\0');
        QTest::newRow("text") << QByteArray("[window]\ngeometry=@ByteArray(\\x0)\nnonsense\n[next]\noptions=[[[[\n");
        QTest::newRow("binary") << QByteArray::fromHex("7f454c4602010100").repeated(100);
        QTest::newRow("cut in a group") << QByteArray("[next]\nproblem=What is 2 + 2?\n[wind");
    }
    void damagedFilesAreKept() {
        QFETCH(const QByteArray, bytes);
        for (int start = 0; start < 2; ++start) {  // the second time it is the same file, and no second copy is made
            QTest::qWait(20 * start);              // Qt reads a file again where its time has changed
            write(bytes);
            const auto trouble = ui::findSettingsTrouble();
            QVERIFY(trouble && trouble->kind == Kind::Damaged);
            QCOMPARE(trouble->kept, file() + u".damaged"_s);
            QVERIFY(ui::sentenceOf(*trouble).contains(trouble->kept));
            QVERIFY(!ui::sentenceOf(*trouble).contains(u'\n'));
        }
        openAndClose();
        QCOMPARE(bytesOf(file() + u".damaged"_s), bytes);
        QVERIFY(!ui::findSettingsTrouble());  // written anew
        QCOMPARE(ui::Remembered::load().problem, u"What is 6 * 7?"_s);
        write("other damage\n");
        const auto again = ui::findSettingsTrouble();
        QVERIFY(again && again->kept == file() + u".damaged-2"_s);
        QCOMPARE(bytesOf(file() + u".damaged"_s), bytes);
    }

    void aHugeFileIsPutAside() {
        QFile out(file());
        QVERIFY(out.open(QFile::WriteOnly));
        QVERIFY(out.resize(qint64{4} << 30));  // takes no room: a hole
        out.close();
        QElapsedTimer clock;
        clock.start();
        const auto trouble = ui::findSettingsTrouble();
        QVERIFY(clock.elapsed() < 1000);
        QVERIFY(trouble && trouble->kind == Kind::Damaged);
        QCOMPARE(QFileInfo(trouble->kept).size(), qint64{4} << 30);
        openAndClose();
        QVERIFY(!ui::findSettingsTrouble());
    }

    /// Opening it would wait for somebody to write.
    void aPipeIsPutAside() {
        QCOMPARE(::mkfifo(file().toUtf8().constData(), 0600), 0);
        const auto trouble = ui::findSettingsTrouble();
        QVERIFY(trouble && trouble->kind == Kind::Damaged);
        openAndClose();
        QVERIFY(!ui::findSettingsTrouble());
    }

    void aFolderInItsPlaceIsLeftAlone() {
        QVERIFY(QDir().mkpath(file() + u"/inner"_s));
        const auto trouble = ui::findSettingsTrouble();
        QVERIFY(trouble && trouble->kind == Kind::Folder);
        QVERIFY(ui::sentenceOf(*trouble).contains(file()));
        openAndClose();
        QVERIFY(QFileInfo(file() + u"/inner"_s).isDir());
    }

    void filesOutOfReach_data() {
        QTest::addColumn<int>("fileMode");
        QTest::addColumn<int>("folderMode");
        QTest::addColumn<int>("kind");
        QTest::newRow("not to be read") << 0 << 0700 << static_cast<int>(Kind::Unreadable);
        QTest::newRow("not to be written") << 0400 << 0700 << static_cast<int>(Kind::Unwritable);
        QTest::newRow("folder not to be written") << 0600 << 0500 << static_cast<int>(Kind::Unwritable);
    }
    void filesOutOfReach() {
        QFETCH(const int, fileMode);
        QFETCH(const int, folderMode);
        QFETCH(const int, kind);
        if (::geteuid() == 0) QSKIP("the superuser reads and writes everything");
        const QByteArray bytes = "[next]\nproblem=What is 2 + 2?\n";
        write(bytes);
        QCOMPARE(::chmod(file().toUtf8().constData(), static_cast<mode_t>(fileMode)), 0);
        QCOMPARE(::chmod(folder().toUtf8().constData(), static_cast<mode_t>(folderMode)), 0);
        const auto trouble = ui::findSettingsTrouble();
        QVERIFY(trouble && static_cast<int>(trouble->kind) == kind);
        openAndClose();
        QCOMPARE(::chmod(folder().toUtf8().constData(), 0700), 0);
        QCOMPARE(::chmod(file().toUtf8().constData(), 0600), 0);
        QCOMPARE(bytesOf(file()), bytes);
    }
};

QTEST_MAIN(UiSettings)
#include "ui_settings.moc"
