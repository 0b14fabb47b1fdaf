// Notes in the window: begun by key and menu, pinned to a moment, a trace or a step, listed, gone to, changed, deleted,
// kept beside the recording and taken along when it is saved elsewhere. With STEPSCOPE_TEST_PICTURES set, pictures of
// the window with its notes are left in that folder.
#include <QFile>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>

#include "app/run/notes.h"
#include "ui/lanes/lanes_view.h"
#include "ui/message_bar.h"
#include "ui/panels/context_menu.h"
#include "ui/panels/notes_panel.h"
#include "ui/panels/panel_deck.h"
#include "ui/recent_menu.h"
#include "ui/session/note_book.h"
#include "ui_audit.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;
using engine::TraceId;
using Place = ui::MenuSubject::Place;

class UiNotes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        ui_test::isolate(m_home);
        m_theme.apply(ui::ThemeChoice::Light);
    }
    void init() {
        m_dir = std::make_unique<QTemporaryDir>();
        ui::LaunchOptions launch;
        launch.historyFolder = m_dir->filePath(u"history"_s);
        m_opened = std::make_unique<ui_test::ScriptedWindow>(m_theme, launch);
    }
    void cleanup() { m_opened.reset(); }

    void withoutARunThereIsNothingToWriteAbout() {
        QVERIFY(!window().panels().isFolded(ui::PanelId::Notes));  // no tab yet
        key(Qt::Key_N);
        QCOMPARE(window().messages().text(), u"There is no run to write about yet."_s);
        QVERIFY(window().noteBook().notes().isEmpty());
    }

    void aNoteIsPinnedToTheMomentAndKeptBesideTheRun() {
        m_opened->window->startRun();
        m_opened->passes(30);
        const double now = session().shownTime();
        key(Qt::Key_N);
        QVERIFY(window().panels().isDrawerOpen(ui::PanelId::Notes));
        QTest::keyClicks(panel().editor(), u"here it turns"_s);
        m_opened->passes(30);  // the run goes on, the note stays where it was begun
        QVERIFY(session().shownTime() > now);
        QTest::keyClick(panel().editor(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(notes().size(), std::size_t{1});
        QCOMPARE(notes()[0].atS, now);
        QVERIFY(!notes()[0].trace);
        QVERIFY(panel().editor()->toPlainText().isEmpty());
        QCOMPARE(session().filesOfRun().size(), qsizetype{1});
        QVERIFY(app::readNotes(besides(session().filesOfRun()[0])) == window().noteBook().notes());
        m_opened->passes(100'000);
        QCOMPARE(panel().list()->count(), 1);
        const QRect row = panel().list()->visualItemRect(panel().list()->item(0));
        QTest::mouseClick(panel().list()->viewport(), Qt::LeftButton, {}, row.center());
        QCOMPARE(session().shownTime(), now);
        QCOMPARE(session().shownEvents(), *notes()[0].event);
    }

    void menusPinToTraceAndStep() {
        m_opened->runToItsEnd();
        const app::TraceState& trace = session().latest().traces[4];
        QVERIFY(trace.steps.size() > 1);
        session().seek(trace.steps[1].t + 0.5);
        act({.place = Place::Lane, .trace = trace.id, .step = 1}, u"noteOnStep"_s);
        type(u"a wrong turn"_s);
        act({.place = Place::Vote, .trace = TraceId{2}}, u"noteOnTrace"_s);
        type(u"the second"_s);
        act({.place = Place::Event, .entry = 0}, u"noteHere"_s);
        type(u"the first event"_s);
        QCOMPARE(notes().size(), std::size_t{3});
        QVERIFY(std::ranges::is_sorted(notes(), {}, &app::RunNote::atS));
        const auto step = std::ranges::find(notes(), std::string("a wrong turn"), &app::RunNote::text);
        QCOMPARE(step->trace, std::optional(5));
        QCOMPARE(step->step, std::optional(2));  // as people count
        QCOMPARE(ui::placeOf(*step), u"%1\u00a0s, trace #5, step 2"_s.arg(step->atS, 0, 'f', 1));
        session().followEnd();
        choose(step->id);
        QCOMPARE(session().selected(), std::optional(TraceId{5}));
        QCOMPARE(session().selectedStep(), std::optional(1));
        QCOMPARE(session().shownTime(), session().timeline().events().timeAt(*step->event - 1));
        picture(u"notes_light.png"_s);
    }

    void textIsChangedDeletedAndPutBack() {
        m_opened->runToItsEnd();
        window().writeNote();
        type(u"one"_s);
        choose(1);
        QTest::keyClick(panel().list(), Qt::Key_F2);
        QCOMPARE(panel().editor()->toPlainText(), u"one"_s);
        QCOMPARE(panel().saveButton()->text(), u"Save"_s);
        panel().editor()->setPlainText(u"two"_s);
        QTest::mouseClick(panel().saveButton(), Qt::LeftButton);
        QCOMPARE(notes()[0].text, std::string("two"));
        QTest::keyClick(panel().list(), Qt::Key_F2);
        QTest::keyClick(panel().editor(), Qt::Key_Escape);
        QVERIFY(panel().editor()->toPlainText().isEmpty());
        QTest::keyClick(panel().list(), Qt::Key_Delete);
        QVERIFY(notes().empty());
        QVERIFY(!QFile::exists(session().filesOfRun()[0] + u".notes.json"_s));
        for (QPushButton* button : panel().findChildren<QPushButton*>()) {
            if (button->text() == u"Put back"_s) QTest::mouseClick(button, Qt::LeftButton);
        }
        QCOMPARE(notes()[0].text, std::string("two"));
    }

    void notesGoWithTheRecordingAndComeBack() {
        m_opened->runToItsEnd();
        window().writeNote(TraceId{3});
        type(u"remember"_s);
        const QString path = m_dir->filePath(u"saved.stepscope"_s);
        QVERIFY(session().saveRecording(path));
        window().writeNote();
        type(u"after saving"_s);
        QCOMPARE(app::readNotes(besides(path)).all().size(), std::size_t{2});
        QCOMPARE(app::readNotes(besides(session().filesOfRun()[0])).all().size(), std::size_t{2});
        const QByteArray before = bytesOf(path);
        m_opened->runToItsEnd();
        QVERIFY(notes().empty());
        session().backToRunBefore();
        QCOMPARE(notes().size(), std::size_t{2});
        open(path);
        QCOMPARE(notes().size(), std::size_t{2});
        window().noteBook().remove(notes()[0].id);
        QCOMPARE(app::readNotes(besides(path)).all().size(), std::size_t{1});
        QCOMPARE(bytesOf(path), before);  // never in the recording
    }

    void aRunWithoutAFileKeepsItsNotesUntilItIsSaved() {
        ui::LaunchOptions launch;
        launch.historyFolder = QString();
        m_opened = std::make_unique<ui_test::ScriptedWindow>(m_theme, launch);
        m_opened->runToItsEnd();
        QVERIFY(session().filesOfRun().isEmpty());
        window().writeNote();
        type(u"in memory"_s);
        m_opened->runToItsEnd();
        QVERIFY(notes().empty());
        session().backToRunBefore();
        QCOMPARE(notes().size(), std::size_t{1});
        const QString path = m_dir->filePath(u"late.stepscope"_s);
        QVERIFY(session().saveRecording(path));
        QVERIFY(app::readNotes(besides(path)) == window().noteBook().notes());
    }

    void aClearedHistoryTakesNoNotesFromTheWindow() {
        m_opened->runToItsEnd();
        window().writeNote();
        type(u"one"_s);
        const QString kept = session().filesOfRun()[0];
        window().setConfirmation([](const QString&) { return true; });
        Q_EMIT window().recentMenu().clearRequested();
        QTRY_VERIFY(!QFile::exists(kept) && !QFile::exists(kept + u".notes.json"_s));
        window().writeNote();
        type(u"two"_s);
        QCOMPARE(notes().size(), std::size_t{2});
        QVERIFY(!QFile::exists(kept + u".notes.json"_s));  // none without its recording
        const QString path = m_dir->filePath(u"kept.stepscope"_s);
        QVERIFY(session().saveRecording(path));
        QCOMPARE(app::readNotes(besides(path)).all().size(), std::size_t{2});
    }

    void notesOfAReplacedRecordingGoWithIt() {
        m_opened->runToItsEnd();
        const QString path = m_dir->filePath(u"other.stepscope"_s);
        QFile stale(path + u".notes.json"_s);
        QVERIFY(stale.open(QIODevice::WriteOnly) &&
                stale.write(R"({"version":1,"notes":[{"id":1,"at_s":1,"text":"of another run"}]})") > 0);
        stale.close();
        QVERIFY(session().saveRecording(path));
        QVERIFY(!QFile::exists(stale.fileName()));
    }

    void aDamagedFileIsSaidAndLeftAlone() {
        m_opened->runToItsEnd();
        const QString path = m_dir->filePath(u"damaged.stepscope"_s);
        QVERIFY(session().saveRecording(path));
        QFile damaged(path + u".notes.json"_s);
        QVERIFY(damaged.open(QIODevice::WriteOnly) && damaged.write("{\"version\":1,") > 0);
        damaged.close();
        open(path);
        QVERIFY2(window().messages().text().startsWith(u"The recording opens without its notes."_s),
                 qPrintable(window().messages().text()));
        window().writeNote();
        type(u"lost?"_s);
        QVERIFY(notes().empty());
        QVERIFY(window().messages().text().contains(u"are left as they are"_s));
        QCOMPARE(panel().editor()->toPlainText(), u"lost?"_s);  // what was written is still there
        QCOMPARE(bytesOf(damaged.fileName()), QByteArray("{\"version\":1,"));
    }

    void twoWindowsDoNotUndoEachOthersNotes() {
        m_opened->runToItsEnd();
        const QString path = m_dir->filePath(u"shared.stepscope"_s);
        QVERIFY(session().saveRecording(path));
        open(path);
        app::RunNotes other;
        other.add({.atS = 1, .text = "of the other window"});
        app::writeNotes(besides(path), other);
        window().writeNote();
        type(u"mine"_s);
        QCOMPARE(app::readNotes(besides(path)).all().size(), std::size_t{2});
    }

    void thePanelFitsWhereItIsKept() {
        m_opened->runToItsEnd();
        window().writeNote(TraceId{3}, 1);
        type(u"A note with a good many words, so that it needs several lines in a panel of the usual width."_s);
        QTest::qWait(50);
        QVERIFY(window().panels().isFolded(ui::PanelId::Notes));  // a tab, with the lanes as wide as before
        QCOMPARE(ui_test::troublesOf(window()).join(u'\n'), QString());
    }

private:
    ui::AppWindow& window() const { return *m_opened->window; }
    ui::SessionController& session() const { return m_opened->session(); }
    ui::NotesPanel& panel() const { return window().notes(); }
    const std::vector<app::RunNote>& notes() const { return window().noteBook().notes().all(); }
    static std::filesystem::path besides(const QString& recording) { return app::notesPathOf(recording.toStdString()); }
    static QByteArray bytesOf(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void key(Qt::Key key) { QTest::keyClick(&window(), key, Qt::ControlModifier | Qt::ShiftModifier); }
    void type(const QString& text) {
        panel().editor()->setPlainText(text);
        QTest::keyClick(panel().editor(), Qt::Key_Return, Qt::ControlModifier);
    }
    void act(const ui::MenuSubject& subject, const QString& name) {
        const auto menu = window().contextMenu().make(subject);
        auto* action = menu->findChild<QAction*>(name);
        QVERIFY2(action, qPrintable(name));
        action->trigger();
    }
    void choose(int id) {
        for (int row = 0; row < panel().list()->count(); ++row) {
            if (panel().list()->item(row)->data(Qt::UserRole).toInt() != id) continue;
            panel().list()->setCurrentRow(row);
            Q_EMIT panel().list()->itemActivated(panel().list()->item(row));
        }
    }
    void open(const QString& path) {
        window().openRecording(path);
        QTRY_VERIFY((session().tick(), !session().loadingRecording()));
    }
    void picture(const QString& name) {
        const QString folder = qEnvironmentVariable("STEPSCOPE_TEST_PICTURES");
        if (folder.isEmpty()) return;
        window().panels().reveal(ui::PanelId::Notes);
        window().refreshAll();
        QTest::qWait(20);
        window().grab().save(folder + u'/' + name);
        m_theme.apply(ui::ThemeChoice::Dark);
        window().grab().save(folder + u"/dark_"_s + name);
        m_theme.apply(ui::ThemeChoice::Light);
    }

    QTemporaryDir m_home;
    std::unique_ptr<QTemporaryDir> m_dir;
    ui::Theme m_theme;
    std::unique_ptr<ui_test::ScriptedWindow> m_opened;
};

QTEST_MAIN(UiNotes)
#include "ui_notes.moc"
