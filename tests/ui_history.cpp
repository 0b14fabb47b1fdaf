// Recent runs in the window: each run is kept, listed, opened again; folders that cannot be written, foreign files,
// clearing, and the word about it. Never in the user's own folders.
#include <QAction>
#include <QLabel>
#include <QMenuBar>
#include <QSettings>
#include <QSpinBox>
#include <QTreeWidget>

#include "app/run/recording.h"
#include "ui/history_dialog.h"
#include "ui/history_limits_dialog.h"
#include "ui/history_text.h"
#include "ui/message_bar.h"
#include "ui/recent_menu.h"
#include "ui/session/activity.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;
using ui_test::ScriptedWindow;

class UiHistory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        ui_test::isolate(m_home);
        m_theme.apply(ui::ThemeChoice::Light);
    }
    void init() {
        m_dir = std::make_unique<QTemporaryDir>();
        m_opened = open();
    }
    void cleanup() { m_opened.reset(); }

    void theUsualPlaceIsTheUsersData() {
        const ScriptedWindow usual(m_theme);
        QVERIFY2(usual.window->recentRuns().folder().startsWith(m_home.path()),
                 qPrintable(usual.window->recentRuns().folder()));
        QVERIFY(usual.window->recentRuns().folder().endsWith(u"/history"_s));
    }

    void runsOfEarlierVersionsMoveAlong() {
        QApplication::setApplicationName(u"Stepscope"_s);
        QApplication::setOrganizationName(u"Stepscope"_s);
        const QString data = m_home.filePath(u"moving"_s);
        qputenv("XDG_DATA_HOME", data.toUtf8());
        const QDir former(data + u"/Stepscope/Stepscope/history"_s);
        QVERIFY(former.mkpath(u"."_s));
        QVERIFY(QFile(former.filePath(u"a.stepscope"_s)).open(QIODevice::WriteOnly));
        const QString folder = ui::RecentRuns::usualFolder();
        QCOMPARE(folder, data + u"/stepscope/history"_s);
        QVERIFY(QFile::exists(folder + u"/a.stepscope"_s));
        QVERIFY(!QFile::exists(data + u"/Stepscope"_s));
        QCOMPARE(ui::RecentRuns::usualFolder(), folder);
        // Where both are there, nothing is touched.
        QVERIFY(former.mkpath(u"."_s));
        QCOMPARE(ui::RecentRuns::usualFolder(), folder);
        QVERIFY(former.exists());
        qputenv("XDG_DATA_HOME", m_home.path().toUtf8());
    }

    void everyRunIsListed() {
        QTRY_COMPARE(listed(), (QStringList{u"No runs yet: each run is kept here"_s}));
        runOnce();
        findAction(*m_opened->window, u"Self-consistency"_s)->trigger();
        runOnce();
        QCOMPARE(m_opened->window->recentRuns().runs().size(), std::size_t{2});
        const QStringList rows = listed();
        QCOMPARE(rows.size(), 2);
        QVERIFY2(rows[0].startsWith(u"Every morning Aya"_s) && rows[0].contains(u"\u2026\tSelf-consistency \u00b7 "_s),
                 qPrintable(rows[0]));
        QVERIFY2(rows[1].contains(u"\tSTEP \u00b7 204 \u2713 right \u00b7 "_s), qPrintable(rows[1]));
        QVERIFY(QRegularExpression(u" \u00b7 \\d\\d:\\d\\d$"_s).match(rows[0]).hasMatch());
    }

    void anOlderRunIsOpened() {
        runOnce();
        const auto tokens = m_opened->session().latest().generatedTokens;
        findAction(*m_opened->window, u"Self-consistency"_s)->trigger();
        runOnce();
        QVERIFY(m_opened->session().latest().generatedTokens != tokens);
        QAction* older = recent()[1];
        m_opened->window->startRun();
        m_opened->passes(3);
        older->trigger();  // the table of actions says when
        QCOMPARE(m_opened->window->messages().text(), ui::reasonToWait(ui::Activity::Running));
        QVERIFY(!m_opened->session().loadingRecording());
        m_opened->passes(100'000);
        waitForList(3);
        recent()[2]->trigger();
        QTRY_VERIFY((m_opened->session().tick(), !m_opened->session().loadingRecording()));
        QCOMPARE(m_opened->session().latest().generatedTokens, tokens);
        QVERIFY(m_opened->session().kind() == ui::SourceKind::Recorded);
        QVERIFY2(m_opened->window->windowTitle().startsWith(u"Run of "_s), qPrintable(m_opened->window->windowTitle()));
    }

    void leavingLosesNothingAndAsksNothing() {
        int asked = 0;
        m_opened->window->setQuestion(
            [&](const QString&, const QString&) { return ++asked, ui::AppWindow::Leave::Stay; });
        runOnce();
        QVERIFY(!m_opened->session().hasUnsavedRun());
        m_opened->window->startRun();
        m_opened->passes(5);
        QVERIFY(m_opened->session().isRunKept());
        QVERIFY(m_opened->window->close());  // in the middle of a run
        QCOMPARE(asked, 0);
        m_opened = open();
        waitForList(2);
        QVERIFY2(listed()[0].contains(u", stopped \u00b7 "_s), qPrintable(listed()[0]));
    }

    void theRunInProgressIsNotListed() {
        m_opened->window->startRun();
        m_opened->passes(5);
        m_opened->window->recentRuns().refresh();
        QTRY_VERIFY(!m_opened->window->recentRuns().reading());
        QVERIFY(m_opened->window->recentRuns().runs().empty());
        const auto other = open();  // nor by another program
        QTRY_VERIFY(other->window->recentRuns().everRead());
        QVERIFY(other->window->recentRuns().runs().empty());
        m_opened->session().stop();
        m_opened->session().tick();
        waitForList(1);
    }

    void theLimitsCount() {
        m_opened->window->recentRuns().setLimits({.runs = 2});
        for (int i = 0; i < 3; ++i) runOnce();
        QTRY_VERIFY(!m_opened->window->recentRuns().reading());
        QCOMPARE(m_opened->window->recentRuns().runs().size(), std::size_t{2});
        QCOMPARE(QDir(folder()).entryList({u"*.stepscope"_s}, QDir::Files).size(), 2);
    }

    void limitsSayWhatTheyRemove() {
        for (int i = 0; i < 3; ++i) runOnce();
        waitForList(3);
        ui::RecentRuns& runs = m_opened->window->recentRuns();
        {
            ui::HistoryLimitsDialog dialog(runs);
            QCOMPARE(dialog.limits().runs, std::size_t{100});
            const auto find = [&](const QString& name) {
                for (QSpinBox* spin : dialog.findChildren<QSpinBox*>())
                    if (spin->accessibleName() == name) return spin;
                return static_cast<QSpinBox*>(nullptr);
            };
            const auto said = [&] {
                for (const QLabel* label : dialog.findChildren<QLabel*>())
                    if (label->accessibleName() == u"What these limits remove"_s) return label->text();
                return QString();
            };
            QCOMPARE(said(), u"OK removes no run."_s);
            find(u"Runs to keep at most"_s)->setValue(1);
            find(u"Days to keep a run"_s)->setValue(7);
            QCOMPARE(said(), u"OK removes the 2 oldest runs."_s);
            const QString pictures = qEnvironmentVariable("STEPSCOPE_TEST_PICTURES");
            if (!pictures.isEmpty()) QVERIFY(dialog.grab().save(pictures + u"/history_limits.png"_s));
            QCOMPARE(runs.runs().size(), std::size_t{3});  // nothing goes before it is accepted
            dialog.accept();
        }
        waitForList(1);
        QCOMPARE(QDir(folder()).entryList({u"*.stepscope"_s}, QDir::Files).size(), 1);
        m_opened.reset();
        m_opened = open();  // after a restart
        QCOMPARE(m_opened->window->recentRuns().limits().runs, std::size_t{1});
        QCOMPARE(m_opened->window->recentRuns().limits().age.count(), std::chrono::days::rep{7});
        QSettings(u"Stepscope"_s, u"Stepscope"_s).remove(u"history"_s);
    }

    void strangersInTheFolderAreLeftAlone() {
        QVERIFY(QDir().mkpath(folder()));
        for (const QString& name :
             {u"lesson.stepscope"_s, u"2026-01-01_00-00-00.000_0000000000000001.stepscope"_s, u"notes.txt"_s}) {
            QFile file(folder() + u'/' + name);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("important\n");
        }
        QFile empty(folder() + u"/2026-01-01_00-00-00.000_0000000000000002.stepscope"_s);
        QVERIFY(empty.open(QIODevice::WriteOnly));
        runOnce();
        QCOMPARE(listed().size(), 1);
        QVERIFY(QFile::exists(folder() + u"/lesson.stepscope"_s) && QFile::exists(folder() + u"/notes.txt"_s));
    }

    void aFolderThatCannotBeWrittenIsSaidOnce() {
        QFile file(folder());
        QVERIFY(file.open(QIODevice::WriteOnly));
        m_opened->runToItsEnd();
        QVERIFY2(m_opened->window->messages().text().contains(u"not kept"_s),
                 qPrintable(m_opened->window->messages().text()));
        QVERIFY(m_opened->session().latest().finished->end == app::RunEnd::Done);
        QVERIFY(m_opened->session().hasUnsavedRun());
        m_opened->runToItsEnd();
        QVERIFY2(m_opened->window->messages().text().isEmpty(), qPrintable(m_opened->window->messages().text()));
        QTRY_VERIFY(!m_opened->window->recentRuns().reading());
        QCOMPARE(listed(), (QStringList{u"No runs yet: each run is kept here"_s}));
    }

    void clearingAsksFirst() {
        runOnce();
        QStringList asked;
        bool answer = false;
        QAction* clear = findAction(*m_opened->window, u"Clear history\u2026"_s);
        clear->trigger();  // nobody can answer
        m_opened->window->setConfirmation([&](const QString& text) { return asked << text, answer; });
        findAction(*m_opened->window, u"Clear history\u2026"_s)->trigger();
        QTRY_VERIFY(!m_opened->window->recentRuns().reading());
        QCOMPARE(asked.size(), 1);
        QCOMPARE(m_opened->window->recentRuns().runs().size(), std::size_t{1});
        answer = true;
        findAction(*m_opened->window, u"Clear history\u2026"_s)->trigger();
        QTRY_VERIFY(m_opened->window->recentRuns().runs().empty());
        QVERIFY(QDir(folder()).entryList({u"*.stepscope"_s}, QDir::Files).isEmpty());
        QVERIFY(m_opened->session().hasUnsavedRun());  // it is nowhere but here
        QVERIFY(!findAction(*m_opened->window, u"Clear history\u2026"_s)->isEnabled());
    }

    void theListShowsAllAndOpens() {
        for (int i = 0; i < 12; ++i) runOnce();
        QCOMPARE(listed().size(), 10);
        findAction(*m_opened->window, u"Show all\u2026"_s)->trigger();
        ui::HistoryDialog& dialog = m_opened->window->history();
        QVERIFY(dialog.isVisible());
        QCOMPARE(dialog.list().topLevelItemCount(), 12);
        QCOMPARE(dialog.list().topLevelItem(11)->text(1), u"STEP"_s);
        QSignalSpy opened(&m_opened->session(), &ui::SessionController::recordingOpened);
        dialog.list().setCurrentItem(dialog.list().topLevelItem(11));
        QTest::keyClick(&dialog.list(), Qt::Key_Return);
        QVERIFY(!dialog.isVisible());
        QTRY_VERIFY((m_opened->session().tick(), !opened.isEmpty()));
        QCOMPARE(m_opened->session().recordingPath(),
                 QString::fromStdString(m_opened->window->recentRuns().runs()[11].path.string()));
    }

    void aRunThatIsGoneIsSaid() {
        runOnce();
        QVERIFY(QFile::remove(QString::fromStdString(m_opened->window->recentRuns().runs()[0].path.string())));
        QSignalSpy refused(&m_opened->session(), &ui::SessionController::refused);
        recent()[0]->trigger();
        QTRY_VERIFY((m_opened->session().tick(), !refused.isEmpty()));
        QVERIFY(!m_opened->window->messages().text().isEmpty());
    }

    void aPictureKeepsNothing() {
        ui::LaunchOptions launch = launchHere();
        launch.screenshot = ui::ScreenshotOptions{.path = m_dir->filePath(u"p.png"_s), .atS = {}, .size = {}};
        ScriptedWindow picture(m_theme, launch);
        picture.runToItsEnd();
        QVERIFY(!std::get<app::StartRun>(picture.source->posted.back()).historyPath);
        QVERIFY(!QFile::exists(folder()));
    }

    void timesAreShort() {
        const QDateTime now(QDate(2026, 3, 2), QTime(9, 0));
        QCOMPARE(ui::whenOf(QDateTime(QDate(2026, 3, 2), QTime(8, 5)), now), u"08:05"_s);
        QCOMPARE(ui::whenOf(QDateTime(QDate(2026, 3, 1), QTime(23, 59)), now), u"1 Mar"_s);
        QCOMPARE(ui::whenOf(QDateTime(QDate(2025, 12, 31), QTime(23, 59)), now), u"31 Dec 2025"_s);
    }

    void answersSayHowTheRunEnded() {
        app::HistoryRun run;
        QCOMPARE(ui::answerOf(run), u"no answer, interrupted"_s);
        run.end = app::RunEnd::Stopped;
        run.answer = "\\frac{1}{2}";
        run.isRight = false;
        QCOMPARE(ui::answerOf(run), u"1/2 \u2717 wrong, stopped"_s);
        run.end = app::RunEnd::Done;
        run.isRight.reset();
        QCOMPARE(ui::answerOf(run), u"1/2"_s);
    }

private:
    QString folder() const { return m_dir->filePath(u"history"_s); }
    ui::LaunchOptions launchHere() const {
        ui::LaunchOptions launch;
        launch.historyFolder = folder();
        return launch;
    }
    std::unique_ptr<ScriptedWindow> open() { return std::make_unique<ScriptedWindow>(m_theme, launchHere()); }

    void runOnce() {
        const std::size_t before = m_opened->window->recentRuns().runs().size();
        QSignalSpy changed(&m_opened->window->recentRuns(), &ui::RecentRuns::changed);
        m_opened->runToItsEnd();
        QTRY_VERIFY(!changed.isEmpty() && !m_opened->window->recentRuns().reading());
        QVERIFY(m_opened->window->recentRuns().runs().size() >= before);
    }
    void waitForList(std::size_t runs) {
        QTRY_COMPARE(m_opened->window->recentRuns().runs().size(), runs);
        QTRY_VERIFY(!m_opened->window->recentRuns().reading());
    }
    /// The entries before the first separator.
    QList<QAction*> recent() const {
        QList<QAction*> entries;
        for (QAction* action : m_opened->window->recentMenu().actions()) {
            if (action->isSeparator()) break;
            entries << action;
        }
        return entries;
    }
    QStringList listed() const {
        QStringList texts;
        for (const QAction* action : recent()) texts << action->text();
        return texts;
    }
    static QAction* findAction(const ui::AppWindow& window, const QString& text) {
        for (QAction* action : window.findChildren<QAction*>())
            if (QString(action->text()).remove(u'&') == text) return action;
        qFatal("no action %s", qPrintable(text));
        return nullptr;
    }

    QTemporaryDir m_home;
    std::unique_ptr<QTemporaryDir> m_dir;
    ui::Theme m_theme;
    std::unique_ptr<ScriptedWindow> m_opened;
};

QTEST_MAIN(UiHistory)
#include "ui_history.moc"
