// What may be done when, and what becomes of a run that is left: questions, the way back, the real worker's ends.
#include <QAction>
#include <QMenuBar>
#include <QPushButton>

#include "app/run/recording.h"
#include "app/run/recording_writer.h"
#include "cpu_time.h"
#include "ui/dialogs/train_dialog.h"
#include "ui/message_bar.h"
#include "ui/panels/time_bar.h"
#include "ui/session/activity.h"
#include "ui/setup/model_box.h"
#include "ui/setup/problem_box.h"
#include "ui/setup/setup_panel.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;
using ui::Action;
using ui::Activity;
using ui::AppWindow;

namespace {

QAction* findAction(const AppWindow& window, const QString& text) {
    for (QAction* top : window.menuBar()->actions())
        for (QAction* action : top->menu()->actions())
            if (QString(action->text()).remove(u'&') == text) return action;
    return nullptr;
}

}  // namespace

class UiLeaving : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        ui_test::isolate(m_folder);
        m_theme.apply(ui::ThemeChoice::Light);
        app::RecordingWriter writer(recording().toStdString());
        for (const app::Event& event : ui_test::ScriptedRun::all({.traces = 4, .kvBlocks = 60, .maxTokens = 60}))
            QVERIFY(writer.append(event));
    }
    void init() {
        m_asked.clear();
        m_opened = std::make_unique<ui_test::ScriptedWindow>(m_theme, unkept());
        m_opened->window->setQuestion([this](const QString& text, const QString&) {
            m_asked << text;
            return m_answer;
        });
        m_answer = AppWindow::Leave::Stay;
    }
    void cleanup() { m_opened.reset(); }

    void oneTableSaysWhatMayBeDone() {
        for (const Activity activity : {Activity::Running, Activity::Starting, Activity::Training, Activity::Rescoring,
                                        Activity::LoadingModel, Activity::OpeningRecording}) {
            QVERIFY(!ui::may(Action::Run, activity));
            QVERIFY(!ui::reasonToWait(activity).isEmpty());
        }
        QVERIFY(ui::may(Action::Run, Activity::Idle) && !ui::may(Action::Steer, Activity::Idle));
        for (const Activity activity : {Activity::Running, Activity::Starting, Activity::Training})
            QVERIFY(!ui::may(Action::LoadModel, activity));
        for (const Activity activity : {Activity::Running, Activity::Starting})
            QVERIFY(!ui::may(Action::OpenRecording, activity));
        QVERIFY(ui::may(Action::LoadScorer, Activity::Running) && !ui::may(Action::LoadScorer, Activity::Training));
    }

    void noModelIsLoadedDuringARun() {
        m_opened->window->startRun();
        m_opened->passes(5);
        m_opened->source->posted.clear();
        QAction* demo = findAction(*m_opened->window, u"Load the demo model"_s);
        QVERIFY(demo);
        demo->trigger();
        m_opened->window->openPath(m_folder.path());
        QCOMPARE(m_opened->countPosted<app::LoadModel>(), 0);
        QVERIFY(m_opened->session().runActive());
        demo->trigger();
        QCOMPARE(m_opened->window->messages().text(), ui::reasonToWait(Activity::Running));
        m_opened->session().stop();
        m_opened->session().tick();
        QVERIFY(m_opened->window->messages().text().isEmpty());  // what it told to wait for is over
        demo->trigger();
        QCOMPARE(m_opened->countPosted<app::LoadModel>(), 1);
    }

    void noRunStartsWhileARecordingIsOpened() {
        m_opened->window->openRecording(recording());
        QVERIFY(m_opened->session().activity() == Activity::OpeningRecording);
        QTest::keyClick(m_opened->window.get(), Qt::Key_R, Qt::ControlModifier);
        m_opened->window->startRun();
        QCOMPARE(m_opened->countPosted<app::StartRun>(), 0);
        QCOMPARE(m_opened->window->messages().text(), ui::reasonToWait(Activity::OpeningRecording));
        waitForRecording();
        m_opened->window->startRun();
        QCOMPARE(m_opened->countPosted<app::StartRun>(), 1);
    }

    /// Should a run begin nevertheless, nothing of the recording may come into it.
    void aRunThatBeginsEndsTheOpening() {
        m_opened->window->openRecording(recording());
        const auto events = ui_test::ScriptedRun::all({.traces = 2, .kvBlocks = 60, .maxTokens = 40});
        for (const app::Event& event : events) m_opened->source->say(event);
        QTRY_VERIFY((m_opened->session().tick(), !m_opened->session().loadingRecording()));
        QTest::qWait(50);
        m_opened->session().tick();
        QVERIFY(m_opened->session().kind() == ui::SourceKind::Live);
        QCOMPARE(m_opened->session().latest().traces.size(), std::size_t{2});
    }

    void theNewerRecordingIsTheOneOpened() {
        const QString other = m_folder.filePath(u"other.stepscope"_s);
        QFile::copy(recording(), other);
        m_opened->window->openRecording(recording());
        m_opened->window->openRecording(other);
        QVERIFY2(m_opened->window->messages().text().contains(u"other.stepscope"_s),
                 qPrintable(m_opened->window->messages().text()));
        waitForRecording();
        QCOMPARE(m_opened->session().recordingPath(), other);
    }

    void anUnsavedRunIsAskedFor() {
        m_opened->runToItsEnd();
        QVERIFY(m_opened->session().hasUnsavedRun());
        m_opened->source->posted.clear();
        m_opened->window->startRun();
        QCOMPARE(m_asked.size(), 1);
        QCOMPARE(m_opened->countPosted<app::StartRun>(), 0);
        m_opened->window->openPath(recording());
        QCOMPARE(m_asked.size(), 2);
        QVERIFY(!m_opened->session().loadingRecording());
        QVERIFY(!m_opened->window->close());
        QCOMPARE(m_asked.size(), 3);
        QVERIFY(m_opened->window->isVisible());
        QVERIFY(m_opened->session().saveRecording(m_folder.filePath(u"saved.stepscope"_s)));
        m_opened->window->startRun();
        QCOMPARE(m_asked.size(), 3);  // it is saved
        QCOMPARE(m_opened->countPosted<app::StartRun>(), 1);
    }

    void aRunUnderWayIsAskedForAtTheEnd() {
        m_opened->window->startRun();
        m_opened->passes(5);
        QVERIFY(!m_opened->window->close());
        QVERIFY(m_asked.front().contains(u"in progress"_s));
        QVERIFY(m_opened->session().runActive());
        m_answer = AppWindow::Leave::Discard;
        QVERIFY(m_opened->window->close());
        QCOMPARE(m_opened->countPosted<app::Stop>(), 1);
    }

    void aRecordedRunIsNotAskedFor() {
        ui::LaunchOptions launch = unkept();
        launch.recordPath = m_folder.filePath(u"recorded.stepscope"_s);
        ui_test::ScriptedWindow other(m_theme, launch);
        int asked = 0;
        other.window->setQuestion([&](const QString&, const QString&) { return ++asked, AppWindow::Leave::Stay; });
        other.runToItsEnd();
        QVERIFY(!other.session().hasUnsavedRun());
        other.window->startRun();
        QCOMPARE(asked, 0);
        other.passes(3);
        QVERIFY(!std::get<app::StartRun>(other.source->posted.back()).recordPath);  // the file was for the first one
        other.passes(100'000);
        QVERIFY(other.session().hasUnsavedRun());
    }

    void aRecordingThatStopsLeavesTheRunUnsaved() {
        ui::LaunchOptions launch = unkept();
        launch.recordPath = m_folder.filePath(u"full.stepscope"_s);
        ui_test::ScriptedWindow other(m_theme, launch);
        other.window->startRun();
        other.passes(5);
        other.source->say(app::RecordingStopped{launch.recordPath->toStdString()});
        other.session().tick();
        QVERIFY(other.session().hasUnsavedRun());
    }

    void nobodyIsAskedWhereNobodySees() {
        ui_test::ScriptedWindow other(m_theme);  // offscreen: no question of its own
        other.runToItsEnd();
        other.window->startRun();
        QCOMPARE(other.countPosted<app::StartRun>(), 2);
        QVERIFY(other.window->close());
    }

    void theLastRunComesBack() {
        m_answer = AppWindow::Leave::Discard;
        QAction* back = findAction(*m_opened->window, u"Back to the last run"_s);
        QVERIFY(back && !back->isEnabled());
        m_opened->runToItsEnd();
        const int number = m_opened->session().runNumber();
        const auto tokens = m_opened->session().latest().generatedTokens;
        m_opened->window->openRecording(recording());
        waitForRecording();
        QVERIFY(m_opened->session().latest().generatedTokens != tokens && m_opened->session().runNumber() != number);
        // The worker scores its last run again behind the recording.
        app::Rescored rescored;
        rescored.scorer = ui_test::scriptedScorer();
        rescored.scorer.name = "other.pt";
        m_opened->source->say(app::Event{1.0, rescored});
        m_opened->session().tick();
        QVERIFY(back->isEnabled());
        back->trigger();
        QCOMPARE(m_opened->session().latest().generatedTokens, tokens);
        QCOMPARE(m_opened->session().runNumber(), number);
        QCOMPARE(m_opened->session().latest().scorer->name, std::string("other.pt"));
        QVERIFY(m_opened->session().kind() == ui::SourceKind::Live && m_opened->session().hasUnsavedRun());
        QVERIFY(!back->isEnabled());
    }

    void aRunBeforeANewOneComesBack() {
        m_answer = AppWindow::Leave::Discard;
        m_opened->runToItsEnd();
        const int first = m_opened->session().runNumber();
        m_opened->window->startRun();
        m_opened->passes(5);
        QVERIFY(!findAction(*m_opened->window, u"Back to the last run"_s)->isEnabled());
        m_opened->passes(100'000);
        const int second = m_opened->session().runNumber();
        m_opened->session().backToRunBefore();
        QCOMPARE(m_opened->session().runNumber(), first);
        m_opened->session().backToRunBefore();
        QCOMPARE(m_opened->session().runNumber(), second);
    }

    void messagesLeaveWithTheirCause() {
        const QString bad = m_folder.filePath(u"empty.stepscope"_s);
        QFile file(bad);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        m_opened->window->openRecording(recording());
        waitForRecording();
        QSignalSpy refused(&m_opened->session(), &ui::SessionController::refused);
        m_opened->window->openRecording(bad);
        QTRY_VERIFY((m_opened->session().tick(), !refused.isEmpty()));
        QVERIFY(m_opened->window->messages().text().contains(u"empty.stepscope"_s));
        QVERIFY2(m_opened->window->windowTitle().startsWith(u"run.stepscope"_s),
                 qPrintable(m_opened->window->windowTitle()));
        m_opened->window->openRecording(recording());
        waitForRecording();
        QVERIFY2(m_opened->window->messages().text().isEmpty(), qPrintable(m_opened->window->messages().text()));
        m_opened->source->say(app::Refused{"model", "bad.gguf: expected a model"});
        m_opened->session().tick();
        m_opened->window->openPath(m_folder.filePath(u"other_scorer.pt"_s));
        QVERIFY(m_opened->window->messages().text().isEmpty());
    }

    void aDroppedTextIsTheProblem() {
        QMimeData data;
        data.setText(u"What is 6 * 7?"_s);
        drop(data);
        QTRY_COMPARE(m_opened->window->setup().problem().problem(), u"What is 6 * 7?"_s);
        QVERIFY(!m_opened->window->setup().problem().knownAnswer());
    }

    void aDropThatIsOfNoUseIsSaid() {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(m_folder.filePath(u"nothing.xyz"_s))});
        drop(data);
        QTRY_VERIFY(m_opened->window->messages().text().contains(u"nothing.xyz"_s));
        const QTemporaryDir empty;
        m_opened->window->openPath(empty.path());
        QTRY_VERIFY2(m_opened->window->messages().text().contains(u"No model was found"_s),
                     qPrintable(m_opened->window->messages().text()));
        QVERIFY(m_opened->window->scan().setFolders({}));
        QTRY_VERIFY(!m_opened->window->scan().running());
    }

    void closingDoesNotWaitForALongRead() {
        const QString path = m_folder.filePath(u"long.stepscope"_s);
        {
            QFile one(recording());
            QFile many(path);
            QVERIFY(one.open(QIODevice::ReadOnly) && many.open(QIODevice::WriteOnly));
            const QByteArray header = one.readLine();
            const QByteArray rest = one.readAll();
            many.write(header);
            while (many.size() < 8'000'000) many.write(rest);
        }
        ui::RecordingOpener opener;
        cpu::ProcessClock clock;
        opener.start(path);
        while (!opener.take()) QTest::qWait(5);
        const double wholeS = clock.seconds();
        clock.restart();
        {
            ui::RecordingOpener closed;
            closed.start(path);
        }
        QVERIFY2(clock.seconds() < wholeS / 3, qPrintable(u"%1 of %2 s"_s.arg(clock.seconds()).arg(wholeS)));
    }

    // ---- with the real worker and the demo model

    void aRealRunSurvivesTheDemoModelsMenu() {
        m_opened.reset();
        AppWindow window(std::make_unique<ui::WorkerSource>(), m_theme, realLaunch());
        showReal(window);
        window.startRun();
        QTRY_VERIFY_WITH_TIMEOUT(window.session().latest().passes > 3, 60'000);
        findAction(window, u"Load the demo model"_s)->trigger();
        QCOMPARE(window.messages().text(), ui::reasonToWait(Activity::Running));
        const int passes = window.session().latest().passes;
        QTRY_VERIFY_WITH_TIMEOUT(window.session().latest().passes > passes, 60'000);
        QVERIFY(!window.session().loadingModel());
        findAction(window, u"Stop"_s)->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!window.session().runActive(), 60'000);
        QVERIFY(window.session().may(Action::Run));
    }

    void aRefusedStartLeavesTheRunOnScreen() {
        m_opened.reset();
        AppWindow window(std::make_unique<ui::WorkerSource>(), m_theme, realLaunch());
        showReal(window);
        window.startRun();
        QTRY_VERIFY_WITH_TIMEOUT(window.session().latest().passes > 3, 60'000);
        window.session().stop();
        QTRY_VERIFY_WITH_TIMEOUT(!window.session().runActive(), 60'000);
        const int number = window.session().runNumber();
        app::RunOptions options = window.setup().options();
        options.kvCacheMib = 0.02;
        window.setup().setOptions(options);
        const QSignalSpy refused(&window.session(), &ui::SessionController::refused);
        window.startRun();
        QTRY_VERIFY_WITH_TIMEOUT(!refused.isEmpty(), 60'000);
        QCOMPARE(window.session().runNumber(), number);
        QVERIFY(!window.session().starting());
        window.openPath(QStringLiteral(STEPSCOPE_DEMO) +
                        u"/step_scorer/step_scorer.pt"_s);  // it still re-scores the run
        QTRY_VERIFY_WITH_TIMEOUT(window.session().latest().scorer->name == "step_scorer.pt", 60'000);
    }

private:
    /// Runs are in the history, so that nothing is asked; here it cannot be written.
    ui::LaunchOptions unkept() const {
        ui::LaunchOptions launch;
        launch.historyFolder = recording() + u"/history"_s;
        return launch;
    }
    QString recording() const { return m_folder.filePath(u"run.stepscope"_s); }
    void waitForRecording() {
        QTRY_VERIFY_WITH_TIMEOUT((m_opened->session().tick(), !m_opened->session().loadingRecording()), 60'000);
    }
    void drop(QMimeData& data) {
        QDragEnterEvent enter({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_opened->window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(m_opened->window.get(), &event);
    }
    static ui::LaunchOptions realLaunch() {
        ui::LaunchOptions launch;
        launch.size = QSize(1280, 800);
        launch.model.backend = app::BackendChoice::Cpu;
        launch.problem = u"What is 3 * (17 + 25) - 4 * 9 + 12?"_s;
        launch.applyTo = [](app::RunOptions options) {
            options.traces = 4;
            return options;
        };
        launch.pace = 20;
        return launch;
    }
    static void showReal(AppWindow& window) {
        window.show();
        window.begin();
        QTRY_VERIFY_WITH_TIMEOUT(window.session().scorer().has_value(), 60'000);
    }

    QTemporaryDir m_folder;
    ui::Theme m_theme;
    std::unique_ptr<ui_test::ScriptedWindow> m_opened;
    QStringList m_asked;
    AppWindow::Leave m_answer = AppWindow::Leave::Stay;
};

QTEST_MAIN(UiLeaving)
#include "ui_leaving.moc"
