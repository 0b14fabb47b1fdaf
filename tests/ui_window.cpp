// The window as a whole: what its controls do, what panels show, names for assistive technology, first paint.
#include <QAbstractButton>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAction>
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenuBar>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSlider>
#include <QStandardPaths>
#include <QTextEdit>
#include <QtTest>
#include <algorithm>
#include <cstdio>

#include "cpu_time.h"
#include "ui/app_window.h"
#include "ui/lanes/lanes_view.h"
#include "ui/lanes/trace_text.h"
#include "ui/message_bar.h"
#include "ui/paint/slider_spin.h"
#include "ui/panels/events_panel.h"
#include "ui/panels/reader_panel.h"
#include "ui/panels/time_slider.h"
#include "ui/setup/problem_box.h"
#include "ui/setup/sampling_box.h"
#include "ui/setup/setup_panel.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;
using engine::TraceId;

class UiWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        ui_test::isolate(m_settings);
        m_theme.apply(ui::ThemeChoice::Light);
    }

    void init() {
        auto source = std::make_unique<ui_test::ScriptedSource>(
            ui_test::Script{.traces = 12, .kvBlocks = 72, .maxTokens = 220}, 0);
        m_source = source.get();
        ui::LaunchOptions launch;
        launch.size = QSize(1680, 1040);
        launch.examples = {{.title = "One", .question = "Find x.", .answer = "4", .family = "equations", .level = 1}};
        const cpu::ThreadClock clock;
        m_window = std::make_unique<ui::AppWindow>(std::move(source), m_theme, launch);
        QSignalSpy painted(m_window.get(), &ui::AppWindow::firstPainted);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
        QTRY_VERIFY(!painted.isEmpty());
        m_firstPaintMs = static_cast<int>(clock.seconds() * 1000);
        m_window->begin();
        m_window->session().setTimerRunning(false);
        m_window->session().tick();
    }
    void cleanup() { m_window.reset(); }

    void firstPaintIsFast() {
        std::printf("window constructed and painted in %d ms of work\n", m_firstPaintMs);
        QVERIFY2(m_firstPaintMs < 1000 * cpu::kSlack, qPrintable(QString::number(m_firstPaintMs)));
    }

    void theWindowKeepsToItsSize() {
        runFor(60);
        QCOMPARE(m_window->size(), QSize(1680, 1040));
    }

    void everyControlHasAName() {
        m_window->setup().sampling().setOpen(true);
        runFor(60);
        for (const QWidget* widget : m_window->findChildren<QWidget*>()) {
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            const bool control =
                button || qobject_cast<const QComboBox*>(widget) || qobject_cast<const QAbstractSpinBox*>(widget) ||
                (qobject_cast<const QAbstractSlider*>(widget) && !qobject_cast<const QScrollBar*>(widget)) ||
                qobject_cast<const QTextEdit*>(widget);
            if (!control || !widget->isVisibleTo(m_window.get()) || widget->objectName().startsWith("qt_"_L1)) continue;
            const bool named = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
            const QByteArray what = widget->metaObject()->className() + QByteArray(" in ") +
                                    widget->parentWidget()->metaObject()->className();
            QVERIFY2(named, what.constData());
            if (widget->isEnabled() && !qobject_cast<const QTextEdit*>(widget)) {
                QVERIFY2(!widget->toolTip().isEmpty() || (button && !button->text().isEmpty()), what.constData());
            }
        }
    }

    void shortcutsAreUnique() {
        QSet<QString> seen;
        QList<QAction*> actions;
        for (const QAction* top : m_window->menuBar()->actions()) actions += top->menu()->actions();
        for (qsizetype i = 0; i < actions.size(); ++i) {
            if (actions[i]->menu()) actions += actions[i]->menu()->actions();
            const QString key = actions[i]->shortcut().toString();
            if (key.isEmpty()) continue;
            QVERIFY2(!seen.contains(key), qPrintable(key));
            seen.insert(key);
        }
        QVERIFY(seen.size() > 15);
    }

    void aRunTakesWhatTheControlsSay() {
        m_window->setup().problem().setProblem(u"Find y."_s, u"9"_s);
        m_window->startRun();
        const auto& run = std::get<app::StartRun>(m_source->posted.back());
        QCOMPARE(run.problem, std::string("Find y."));
        QCOMPARE(run.knownAnswer, std::optional<std::string>("9"));
        QCOMPARE(run.options.traces, 32);
        QCOMPARE(run.options.kvCacheMib, std::optional(56.0));
        QCOMPARE(run.options.pace, 12.0);  // people can follow a demo run
        QVERIFY(run.options.policy == app::PolicyKind::Step);
    }

    void anEmptyProblemIsAskedFor() {
        m_window->setup().problem().setProblem({}, {});
        m_window->startRun();
        QVERIFY(!std::holds_alternative<app::StartRun>(m_source->posted.back()));
        QVERIFY(!m_window->messages().text().isEmpty());
    }

    void tracesAndMemoryActDuringARun() {
        runFor(20);
        const auto controls = m_window->setup().findChildren<ui::SliderSpin*>();
        QVERIFY(controls.size() >= 2);
        controls[0]->findChild<QAbstractSpinBox*>()->setProperty("value", 7.0);
        QTRY_VERIFY(std::holds_alternative<app::SetTraces>(m_source->posted.back()));
        QCOMPARE(std::get<app::SetTraces>(m_source->posted.back()).traces, 7);
        controls[1]->findChild<QSlider*>()->setValue(200);
        QTRY_VERIFY(std::holds_alternative<app::SetKvCache>(m_source->posted.back()));
        QVERIFY(std::get<app::SetKvCache>(m_source->posted.back()).mib > 0);
    }

    void thePlanWarnsOfSaturationAndOfTooLittle() {
        QVERIFY(m_window->setup().preflightText().contains("saturates near"_L1));
        app::RunOptions options = m_window->setup().options();
        options.kvCacheMib = 0.2;
        m_window->setup().setOptions(options);
        QVERIFY(m_window->setup().preflightText().contains("Too little"_L1));
    }

    void theReaderShowsTheSelectedTrace() {
        runFor(70);
        for (const int id : {1, 5, 12}) {
            m_window->session().select(TraceId{id});
            m_window->refreshAll(false);
            compareReader(TraceId{id});
        }
        for (int i = 0; i < 40; ++i) {  // growing
            runFor(1);
            m_window->refreshAll(false);
            compareReader(TraceId{12});
        }
        m_window->session().seek(m_window->session().duration() / 3);  // and back in time
        m_window->refreshAll();
        compareReader(TraceId{12});
    }

    void theReaderFollowsUntilScrolled() {
        m_window->resize(1024, 640);  // its text is longer than the panel
        runFor(140);
        ui::TraceText* text = m_window->reader().text();
        const auto& traces = m_window->session().latest().traces;
        const auto longest = std::max_element(
            traces.begin(), traces.end(), [](const auto& a, const auto& b) { return a.text.size() < b.text.size(); });
        m_window->session().select(longest->id);
        m_window->refreshAll(false);
        QVERIFY(text->verticalScrollBar()->maximum() > 0);
        QCOMPARE(text->verticalScrollBar()->value(), text->verticalScrollBar()->maximum());
        QTest::keyClick(text, Qt::Key_PageUp);
        QTest::keyClick(text, Qt::Key_PageUp);
        QVERIFY(!text->followsText());
        text->setFollowsText(true);
        QCOMPARE(text->verticalScrollBar()->value(), text->verticalScrollBar()->maximum());
    }

    void searchMarksWhatItFinds() {
        runFor(100);
        m_window->refreshAll(false);
        ui::TraceText* text = m_window->reader().text();
        const auto expected = text->toPlainText().count(u"walk"_s, Qt::CaseInsensitive);
        QVERIFY(expected > 0);
        QCOMPARE(text->highlight(u"walk"_s), static_cast<int>(expected));
        QVERIFY(text->findNext(u"walk"_s, false));
        QVERIFY(!text->findNext(u"no such text"_s, false));
        QCOMPARE(text->highlight({}), 0);
    }

    void anEventLeadsToItsMomentAndTrace() {
        runFor(100000);
        m_window->refreshAll();
        QListView* list = m_window->findChild<ui::EventsPanel*>()->view();
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            const app::LogEntry entry =
                m_window->session().latest().log[m_window->session().latest().log.size() - 1 - row];
            if (entry.kind != app::LogKind::Pruned) continue;
            Q_EMIT list->clicked(list->model()->index(row, 0));
            QCOMPARE(m_window->session().selected(), entry.trace);
            QCOMPARE(m_window->session().shownTime(), entry.t);
            const app::TraceState* trace = m_window->session().shown().findTrace(*entry.trace);
            QVERIFY(trace->phase == app::TracePhase::Pruned);
            return;
        }
        QFAIL("the script pruned nothing");
    }

    void theSliderMovesThroughTheRun() {
        runFor(100000);
        m_window->refreshAll();
        auto* slider = m_window->findChild<ui::TimeSlider*>();
        QTest::mouseClick(slider, Qt::LeftButton, {}, QPoint(slider->width() / 2, slider->height() / 2 - 4));
        const double middle = m_window->session().duration() / 2;
        QVERIFY(std::abs(m_window->session().shownTime() - middle) < middle * 0.05);
        QTest::keyClick(slider, Qt::Key_Home);
        QCOMPARE(m_window->session().shownTime(), 0.0);
        QTest::keyClick(slider, Qt::Key_End);
        QVERIFY(std::abs(m_window->session().shownTime() - 2 * middle) < 1e-6);
    }

    void selectingALaneDrivesTheReader() {
        runFor(60);
        m_window->refreshAll();
        const QModelIndex index = m_window->lanes().model()->index(3, 0);
        m_window->lanes().setCurrentIndex(index);
        QCOMPARE(m_window->session().selected(), std::optional(m_window->lanes().lanes().findRow(3)->id));
        compareReader(*m_window->session().selected());
    }

    void refusalsLeaveTheWindowUsable() {
        m_source->say(app::Refused{"scorer", "width 2560, expected 384"});
        m_window->session().tick();
        QCOMPARE(m_window->messages().text(), u"width 2560, expected 384"_s);
        m_window->startRun();
        QVERIFY(std::holds_alternative<app::StartRun>(m_source->posted.back()));
        QVERIFY(m_window->messages().text().isEmpty());
    }

    void aRecordingOpensFromTheCommandLine() {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"run.stepscope"_s);
        runFor(100000);
        QVERIFY(m_window->session().saveRecording(path));
        ui::LaunchOptions launch;
        launch.recording = path;
        launch.size = QSize(1280, 800);
        ui::AppWindow other(std::make_unique<ui_test::ScriptedSource>(ui_test::Script{}, 0), m_theme, launch);
        other.show();
        QSignalSpy opened(&other.session(), &ui::SessionController::recordingOpened);
        other.begin();
        QTRY_VERIFY(!opened.isEmpty());
        QCOMPARE(other.session().latest().generatedTokens, m_window->session().latest().generatedTokens);
        QVERIFY(other.windowTitle().contains("run.stepscope"_L1));
    }

    void bothThemesPaintEverySize() {
        runFor(80);
        for (const auto choice : {ui::ThemeChoice::Dark, ui::ThemeChoice::Light}) {
            m_theme.apply(choice);
            for (const QSize size : {QSize(1680, 1040), QSize(1280, 800)}) {
                m_window->resize(size);
                m_window->refreshAll();
                QCoreApplication::processEvents();
                const QImage image = m_window->grab().toImage();
                QCOMPARE(image.pixelColor(2, size.height() / 2), m_theme.colors().panel);
            }
        }
    }

    void panelsHideAndComeBack() {
        const auto docks = m_window->findChildren<QDockWidget*>();
        QCOMPARE(docks.size(), 7);
        for (QDockWidget* dock : docks) dock->close();
        runFor(40);
        m_window->refreshAll();
        m_window->resetLayout();
        for (QDockWidget* dock : docks) {
            const bool isAskedFor = dock->objectName() == u"notesDock"_s || dock->objectName() == u"lessonDock"_s;
            QVERIFY2(dock->isVisible() != isAskedFor, qPrintable(dock->objectName()));
        }
    }

private:
    void runFor(int passes) {
        if (!m_window->session().runActive()) m_window->startRun();
        while (passes > 0 && m_window->session().latest().phase != app::RunPhase::Finished) {
            m_source->passesPerDrain = std::min(passes, 50);
            passes -= m_source->passesPerDrain;
            m_window->session().tick();
        }
        m_source->passesPerDrain = 0;
        QCoreApplication::processEvents();
    }

    /// Words and their order, whatever the reader does with blank lines.
    void compareReader(TraceId id) {
        const app::TraceState* trace = m_window->session().shown().findTrace(id);
        QVERIFY(trace);
        QCOMPARE(m_window->reader().text()->toPlainText().simplified(),
                 QString::fromStdString(trace->text).simplified());
    }

    QTemporaryDir m_settings;
    ui::Theme m_theme;
    ui_test::ScriptedSource* m_source = nullptr;
    std::unique_ptr<ui::AppWindow> m_window;
    int m_firstPaintMs = 0;
};

QTEST_MAIN(UiWindow)
#include "ui_window.moc"
