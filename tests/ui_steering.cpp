// Steering by hand in the window, and letting what was cut go on: what the menus offer and post, the same by keys
// alone, and all of it with the real worker and the demo model.
#include <QDialog>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTextBrowser>
#include <QTimer>
#include <QToolButton>
#include <algorithm>
#include <functional>

#include "app/run/recorded_traces.h"
#include "app/run/recording_writer.h"
#include "app/run/verdict.h"
#include "ui/compare/compare_window.h"
#include "ui/lanes/lanes_view.h"
#include "ui/lanes/run_words.h"
#include "ui/lanes/trace_text.h"
#include "ui/message_bar.h"
#include "ui/paint/format.h"
#include "ui/panels/context_menu.h"
#include "ui/panels/rank_card.h"
#include "ui/panels/reader_panel.h"
#include "ui/panels/search_panel.h"
#include "ui/panels/steering_buttons.h"
#include "ui/setup/problem_box.h"
#include "ui/setup/setup_panel.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;
using engine::TraceId;
using ui_test::ScriptedWindow;
using Kind = app::SteerAction::Kind;

class UiSteering : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;
    ui::Theme m_theme;

    static QAction* find(const QMenu& menu, const QString& name) {
        for (QAction* action : menu.actions())
            if (action->objectName() == name) return action;
        return nullptr;
    }
    /// A window that has the demo model and a run of 8 traces of little memory.
    ui::LaunchOptions demo() const {
        ui::LaunchOptions launch;
        launch.size = QSize(1280, 800);
        launch.model.backend = app::BackendChoice::Cpu;
        launch.problem = u"work out 11 + 78 + 34 * 36 + 270 / 9"_s;
        launch.knownAnswer = u"1343"_s;
        launch.pace = 0;
        launch.historyFolder = m_home.filePath(u"runs"_s);
        launch.applyTo = [](app::RunOptions options) {
            options.traces = 8;
            options.kvCacheMib = 9;
            return options;
        };
        return launch;
    }
    /// Once a modal dialog of the kind has come up.
    template <typename Dialog>
    static void withDialog(std::function<void(Dialog&)> act) {
        QTimer::singleShot(50, qApp, [act = std::move(act)] {
            auto* dialog = qobject_cast<Dialog*>(QApplication::activeModalWidget());
            if (dialog) act(*dialog);
        });
    }
    /// With STEPSCOPE_TEST_PICTURES set, pictures are left in that folder.
    static void keepPicture(QWidget& widget, const QString& name) {
        const QString folder = qEnvironmentVariable("STEPSCOPE_TEST_PICTURES");
        if (!folder.isEmpty()) QVERIFY(widget.grab().save(folder + u'/' + name + u".png"_s));
    }
    static ui::MenuSubject lane(int trace, std::optional<int> step = {}) {
        return {.place = ui::MenuSubject::Place::Lane, .trace = TraceId{trace}, .step = step};
    }

private Q_SLOTS:
    void initTestCase() {
        ui_test::isolate(m_home);
        m_theme.apply(qEnvironmentVariableIsSet("STEPSCOPE_TEST_DARK") ? ui::ThemeChoice::Dark
                                                                       : ui::ThemeChoice::Light);
    }

    void menusPostWhatTheySay() {
        ScriptedWindow opened(m_theme);
        opened.window->startRun();
        opened.passes(60);
        const app::TraceState* trace = opened.session().latest().findTrace(TraceId{2});
        QVERIFY(trace && app::isActive(trace->phase) && trace->steps.size() >= 2);
        const int end = trace->steps[1].endToken;
        const auto menu = opened.window->contextMenu().make(lane(2, 1));
        QVERIFY(menu);
        const auto posted = [&](const QString& name) {
            QAction* action = find(*menu, name);
            if (!action) qFatal("no such action");
            action->trigger();
            return std::get<app::Steer>(opened.source->posted.back()).action;
        };
        QCOMPARE(posted(u"protect"_s).kind, Kind::Protect);
        QCOMPARE(posted(u"prune"_s).kind, Kind::Prune);
        const app::SteerAction fork = posted(u"fork"_s);
        QCOMPARE(fork.kind, Kind::Fork);
        QCOMPARE(fork.trace, TraceId{2});
        QCOMPARE(fork.atToken, end);
        QVERIFY(find(*menu, u"fork"_s)->text().contains(u"after step 2"_s));
        QVERIFY(find(*menu, u"rewrite"_s));
        opened.passes(100'000);
        const auto later = opened.window->contextMenu().make(lane(2, 1));
        QVERIFY(!find(*later, u"protect"_s) && !find(*later, u"fork"_s));
    }

    void whatWasCutGoesOn() {
        ui::AppWindow window(std::make_unique<ui::WorkerSource>(), m_theme, demo());
        window.show();
        window.begin();
        ui::SessionController& session = window.session();
        QTRY_VERIFY_WITH_TIMEOUT(session.model().has_value(), 60000);
        QVERIFY(!session.letCutFinish());  // nothing has run
        window.startRun();
        QTRY_VERIFY_WITH_TIMEOUT(session.latest().countActive() == 8, 60000);
        session.steer({.kind = Kind::Prune, .trace = TraceId{3}});
        QTRY_VERIFY_WITH_TIMEOUT(session.latest().finished.has_value(), 120000);
        const app::TraceState* third = session.latest().findTrace(TraceId{3});
        QCOMPARE(third->phase, app::TracePhase::Pruned);
        QCOMPARE(third->pruneCause, app::PruneCause::Hand);
        const int pruned = session.latest().prunedCount;
        const double ended = session.latest().now;
        const std::string answer = session.latest().vote.answers.empty() ? "" : session.latest().vote.leader()->answer;
        QVERIFY(!app::verdictOf(session.latest()));
        QVERIFY(session.letCutFinish());
        const auto isDone = [&] {
            const auto verdict = app::verdictOf(session.latest());
            return verdict && verdict->open == 0;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isDone(), 120000);
        const app::Verdict verdict = *app::verdictOf(session.latest());
        QCOMPARE(verdict.pruned, pruned);
        QCOMPARE(verdict.cutRight + verdict.cutWrong, pruned);
        QCOMPARE(session.latest().now, ended);  // outside of the run's clock and vote
        QCOMPARE(session.latest().vote.answers.empty() ? "" : session.latest().vote.leader()->answer, answer);
        QVERIFY2(ui::outcomeText(session.latest()).contains(u" would have been right"_s),
                 qPrintable(ui::outcomeText(session.latest())));
        const ui::LanesModel& lanes = window.lanes().lanes();
        window.refreshAll();
        const ui::LaneRow* row = lanes.findRow(lanes.rowOf(TraceId{3}));
        QVERIFY(row->answer.isEmpty() && row->wouldHaveTokens > row->tokens && !row->wouldHaveAnswer.isEmpty());
        // The reader has it, marked, with the answer in brackets.
        session.select(TraceId{3});
        window.refreshAll();
        keepPicture(window, u"steering_continued"_s);
        session.select(TraceId{verdict.pruned > 1 ? 5 : 3}, 1);
        window.refreshAll();
        window.reader().showStep(1);
        keepPicture(window.reader(), u"steering_cut"_s);
        session.select(TraceId{3});
        window.refreshAll();
        const QString text = window.reader().text()->toPlainText();
        const qsizetype note = text.indexOf(u"Pruned here. The rest was written after the run"_s);
        QVERIFY2(note >= 0 && note < text.size() - 100, qPrintable(text));  // it may have had no text yet
        const QString would = QString::fromStdString(*session.latest().wouldHave->find(TraceId{3})->answer);
        QVERIFY2(text.sliced(note).contains(u"boxed"_s), qPrintable(text));
        const auto labels = window.findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(labels, [&](const QLabel* label) {
            return label->text().contains(u"would have answered (%1), "_s.arg(ui::formatAnswer(would.toStdString())));
        }));
        session.seek(0);  // before the cut there is no note
        QVERIFY(!window.reader().text()->toPlainText().contains(u"Pruned here"_s));
        session.followEnd();
        QVERIFY(!session.letCutFinish());  // all of them have
        QVERIFY2(window.messages().text().startsWith(u"Every trace of this run"_s),
                 qPrintable(window.messages().text()));
    }

    /// An opened recording goes on in a new run, as with `run --from` on the command line.
    void anOpenedRecordingGoesOnInANewRun() {
        const QString file = m_home.filePath(u"earlier.stepscope"_s);
        const QString words = u"So the result is 1343."_s;
        constexpr std::size_t kTraces = 3;
        ui::LaunchOptions launch = demo();
        launch.applyTo = [](app::RunOptions options) {
            options.traces = kTraces;
            return options;
        };
        ui::AppWindow window(std::make_unique<ui::WorkerSource>(), m_theme, launch);
        window.show();
        window.begin();
        ui::SessionController& session = window.session();
        QTRY_VERIFY_WITH_TIMEOUT(session.model().has_value(), 60000);
        window.startRun();
        QTRY_VERIFY_WITH_TIMEOUT(session.latest().finished.has_value(), 120000);
        QVERIFY(session.saveRecording(file));
        window.openRecording(file);
        QTRY_VERIFY_WITH_TIMEOUT(session.kind() == ui::SourceKind::Recorded, 60000);
        const app::TraceState second = *session.latest().findTrace(TraceId{2});
        QVERIFY(second.steps.size() > 3);
        const int end = second.steps[1].endToken;
        session.select(TraceId{2}, 1);
        window.refreshAll();
        // What only a run under way allows says so; the others are possible.
        const ui::SteeringButtons& buttons = window.reader().steering();
        QVERIFY(!buttons.button(ui::TraceDeed::Protect)->isEnabled());
        QVERIFY2(buttons.button(ui::TraceDeed::Prune)->toolTip().contains(u"No run is in progress."_s),
                 qPrintable(buttons.button(ui::TraceDeed::Prune)->toolTip()));
        QVERIFY(buttons.button(ui::TraceDeed::Rewrite)->isEnabled());
        QVERIFY2(buttons.button(ui::TraceDeed::Fork)->toolTip().startsWith(u"New run from #2 after step 2"_s),
                 qPrintable(buttons.button(ui::TraceDeed::Fork)->toolTip()));
        buttons.button(ui::TraceDeed::Fork)->click();
        QTRY_VERIFY_WITH_TIMEOUT(session.kind() == ui::SourceKind::Live && session.latest().finished, 120000);
        QCOMPARE(session.latest().traces.size(), kTraces);
        for (const app::TraceState& trace : session.latest().traces) {
            QCOMPARE(trace.givenTokens, end);
            QCOMPARE(trace.earlierTrace, std::optional(2));
            QVERIFY(!trace.byHand());
            QCOMPARE(trace.text.substr(0, second.steps[1].endByte), second.text.substr(0, second.steps[1].endByte));
        }
        // The same draws: its second trace is the one that it was taken from, as far as neither is cut.
        const app::TraceState* again = session.latest().findTrace(TraceId{2});
        const std::size_t both = std::min(again->text.size(), second.text.size());
        QCOMPARE(again->text.substr(0, both), second.text.substr(0, both));
        QVERIFY2(ui::settingsLine(session.latest()).contains(u"from #2 of an earlier run"_s),
                 qPrintable(ui::settingsLine(session.latest())));

        window.openRecording(file);
        QTRY_VERIFY_WITH_TIMEOUT(session.kind() == ui::SourceKind::Recorded, 60000);
        session.select(TraceId{2}, 1);
        withDialog<QDialog>([&](QDialog& dialog) {
            auto* text = dialog.findChild<QPlainTextEdit*>();
            keepPicture(dialog, u"steering_rewrite"_s);
            text->setPlainText(words);
            QTest::keyClick(text, Qt::Key_Return, Qt::ControlModifier);
        });
        window.reader().steering().button(ui::TraceDeed::Rewrite)->click();
        QTRY_VERIFY_WITH_TIMEOUT(session.kind() == ui::SourceKind::Live && session.latest().finished, 120000);
        window.refreshAll();
        keepPicture(window, u"steering_by_hand"_s);
        for (const app::TraceState& trace : session.latest().traces) {
            QCOMPARE(trace.handFrom, std::optional(second.steps[1].beginToken));
            const std::size_t begin = second.steps[1].beginByte;
            QCOMPARE(QString::fromStdString(trace.text.substr(begin, words.size() + 2)), words + u"\n\n"_s);
            QVERIFY(trace.steps.size() >= 2);
            QCOMPARE(trace.steps[1].endByte, static_cast<std::uint32_t>(begin + words.size() + 2));
        }
    }

    void anotherModelSaysWhyItCannotGoOn() {
        ScriptedWindow opened(m_theme);
        opened.runToItsEnd();
        opened.session().select(TraceId{1}, 0);
        QVERIFY(opened.session().may(ui::Action::Fork));
        app::ModelReady other = ui_test::scriptedModel();
        other.model.sha256 = "another";
        opened.source->say(other);
        opened.session().tick();
        const auto menu = opened.window->contextMenu().make(lane(1, 0));
        QAction* entry = find(*menu, u"newRun"_s);
        QVERIFY(entry && !entry->isEnabled());
        QVERIFY2(entry->toolTip().contains(u"Load that model"_s), qPrintable(entry->toolTip()));
        QTest::keyClick(opened.window.get(), Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(opened.window->messages().text(), entry->toolTip());
        QCOMPARE(opened.countPosted<app::StartRun>(), 1);
    }

    void theOrderSaysWhoIsProtected() {
        app::Timeline run;
        bool isProtected = false;
        for (app::Event& event : ui_test::ScriptedRun::all({.traces = 8, .kvBlocks = 48, .maxTokens = 200})) {
            if (!isProtected && std::holds_alternative<app::PassDone>(event.body)) {
                isProtected = true;
                for (const int id : {2, 5}) run.append({event.t, app::TraceProtected{TraceId{id}, true}});
            }
            run.append(std::move(event));
        }
        const auto& log = run.latest().log;
        std::size_t entry = 0;
        while (entry < log.size() && log[entry].kind != app::LogKind::Saturated) ++entry;
        QVERIFY(entry < log.size());
        const app::RunState shown = run.at(log[entry].t);
        const auto ranking = ui::rankingAt(run, entry, shown);
        QVERIFY(ranking);
        QCOMPARE(ranking->sparing, u"#2 and #5 are protected by hand: chosen only if all are."_s);
        QVERIFY(!ranking->order.empty() && ranking->order.front() != TraceId{2} &&
                ranking->order.front() != TraceId{5});
    }

    void everythingByKeysAlone() {
        ScriptedWindow opened(m_theme);
        ui::AppWindow& window = *opened.window;
        const auto press = [&](int key, Qt::KeyboardModifiers modifiers = {}) {
            QWidget* focus = QApplication::focusWidget();
            QTest::keyClick(focus ? focus : &window, static_cast<Qt::Key>(key), modifiers);
        };
        const auto steered = [&] { return std::get<app::Steer>(opened.source->posted.back()).action; };
        const auto ctrlShift = Qt::ControlModifier | Qt::ShiftModifier;
        press(Qt::Key_R, Qt::ControlModifier);  // run
        QCOMPARE(opened.countPosted<app::StartRun>(), 1);
        opened.passes(60);
        press(Qt::Key_T, Qt::ControlModifier);  // lanes, a trace, a step of it
        QVERIFY(window.lanes().hasFocus());
        press(Qt::Key_Home, Qt::ControlModifier);
        press(Qt::Key_Down);
        press(Qt::Key_Right);
        press(Qt::Key_Right);
        const auto id = opened.session().selected();
        QVERIFY(id && opened.session().selectedStep() == 1);
        const app::TraceState* trace = opened.session().latest().findTrace(*id);
        QVERIFY(trace && app::isActive(trace->phase) && trace->steps.size() >= 2);
        const app::StepState step = trace->steps[1];
        press(Qt::Key_P, ctrlShift);  // protect, prune, fork
        QVERIFY(steered().kind == Kind::Protect && steered().trace == *id);
        press(Qt::Key_U, ctrlShift);
        QVERIFY(steered().kind == Kind::Prune && steered().trace == *id);
        press(Qt::Key_K, ctrlShift);
        QVERIFY(steered().kind == Kind::Fork && steered().atToken == step.endToken && steered().given.text.empty());
        withDialog<QDialog>([&](QDialog& dialog) {  // rewrite
            QVERIFY(qobject_cast<QPlainTextEdit*>(dialog.focusWidget()));
            QTest::keyClick(dialog.focusWidget(), Qt::Key_A, Qt::ControlModifier);
            QTest::keyClicks(dialog.focusWidget(), u"Let x be 4."_s);
            QTest::keyClick(dialog.focusWidget(), Qt::Key_Return, Qt::ControlModifier);
        });
        press(Qt::Key_E, ctrlShift);
        QVERIFY(steered().kind == Kind::Fork && steered().atToken == step.beginToken);
        QCOMPARE(steered().given.text, std::string("Let x be 4.\n\n"));
        keepPicture(*window.contextMenu().make(lane(engine::index(*id), 1)), u"steering_menu"_s);
        window.activateWindow();
        QTRY_VERIFY(QApplication::activeWindow() == &window);
        opened.passes(60);
        press(Qt::Key_P, Qt::ControlModifier);  // pause, from event to event, live, resume
        opened.session().tick();
        QCOMPARE(opened.session().latest().phase, app::RunPhase::Paused);
        const std::size_t all = opened.session().shownEvents();
        press(Qt::Key_Left, Qt::ControlModifier);
        const std::size_t before = opened.session().shownEvents();
        QVERIFY(before < all);
        press(Qt::Key_Right, Qt::ControlModifier);
        QVERIFY(opened.session().shownEvents() > before);
        press(Qt::Key_L, Qt::ControlModifier);
        QVERIFY(opened.session().playback().followsEnd());
        press(Qt::Key_P, Qt::ControlModifier);
        QCOMPARE(opened.countPosted<app::Resume>(), 1);
        press(Qt::Key_F, ctrlShift);  // search
        QVERIFY(window.search().isVisible() && window.search().isAncestorOf(QApplication::focusWidget()));
        press(Qt::Key_Escape);
        QVERIFY(!window.search().isVisible());
        press(Qt::Key_Period, Qt::ControlModifier);  // stop
        QCOMPARE(opened.countPosted<app::Stop>(), 1);
        opened.passes(100'000);
        QVERIFY(opened.session().latest().finished);
        press(Qt::Key_J, Qt::ControlModifier);  // let them finish
        QCOMPARE(opened.countPosted<app::FinishTraces>(), 1);
        press(Qt::Key_I, Qt::ControlModifier);  // what if
        const auto asked = window.findChildren<ui::CompareWindow*>();
        QCOMPARE(asked.size(), 1);
        QVERIFY(asked.front()->isVisible());
        asked.front()->close();
        window.activateWindow();
        QTRY_VERIFY(QApplication::activeWindow() == &window);
        withDialog<QDialog>([](QDialog& dialog) { QTest::keyClick(&dialog, Qt::Key_Return); });
        press(Qt::Key_R, ctrlShift);  // compare
        QCOMPARE(opened.countPosted<app::StartRun>(), 2);
    }

    /// F1 lists what the window's actions and buttons really have.
    void everyKeyIsListed() {
        ScriptedWindow opened(m_theme);
        QString page;
        withDialog<QDialog>([&](QDialog& dialog) {
            page = dialog.findChild<QTextBrowser*>()->toPlainText();
            dialog.close();
        });
        QTest::keyClick(opened.window.get(), Qt::Key_F1);
        const QStringList lines = page.split(u'\n', Qt::SkipEmptyParts);
        int count = 0;
        for (const QAction* action : opened.window->findChildren<QAction*>()) {
            for (const QKeySequence& keys : action->shortcuts()) {
                const QString shown = keys.toString(QKeySequence::NativeText);
                const bool isListed = std::ranges::any_of(
                    lines, [&](const QString& line) { return line.split(u", "_s).contains(shown) || line == shown; });
                QVERIFY2(isListed, qPrintable(shown + u": "_s + action->text()));
                ++count;
            }
        }
        QVERIFY2(count > 40, qPrintable(QString::number(count)));
        // And the keys that tooltips name are keys of actions.
        static const QRegularExpression inBrackets(u"\\(((?:Ctrl|Alt|Shift)\\+[^) ]+|F\\d+)\\)"_s);
        for (const QWidget* widget : opened.window->findChildren<QWidget*>()) {
            const auto match = inBrackets.match(widget->toolTip());
            // Ctrl+Enter belongs to the box that has the focus, F2 to the list of notes.
            if (!match.hasMatch() || match.captured(1).endsWith(u"Enter"_s) || match.captured(1) == u"F2"_s) continue;
            const QKeySequence keys(match.captured(1));
            const auto actions = opened.window->findChildren<QAction*>();
            QVERIFY2(std::ranges::any_of(actions, [&](const QAction* a) { return a->shortcuts().contains(keys); }),
                     qPrintable(widget->toolTip()));
        }
    }
};

QTEST_MAIN(UiSteering)
#include "ui_steering.moc"
