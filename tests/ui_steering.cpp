// Steering by hand in the window, and letting what was cut go on: what the menus offer and post, and both with the real
// worker and the demo model.
#include <QMenu>

#include "app/run/verdict.h"
#include "ui/lanes/lanes_view.h"
#include "ui/lanes/run_words.h"
#include "ui/message_bar.h"
#include "ui/panels/context_menu.h"
#include "ui/setup/problem_box.h"
#include "ui/setup/setup_panel.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;
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
    static ui::MenuSubject lane(int trace, std::optional<int> step = {}) {
        return {.place = ui::MenuSubject::Place::Lane, .trace = engine::TraceId{trace}, .step = step};
    }

private Q_SLOTS:
    void initTestCase() {
        ui_test::isolate(m_home);
        m_theme.apply(ui::ThemeChoice::Light);
    }

    void menusPostWhatTheySay() {
        ScriptedWindow opened(m_theme);
        opened.window->startRun();
        opened.passes(60);
        const app::TraceState* trace = opened.session().latest().findTrace(engine::TraceId{2});
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
        QCOMPARE(fork.trace, engine::TraceId{2});
        QCOMPARE(fork.atToken, end);
        QVERIFY(find(*menu, u"fork"_s)->text().contains(u"after step 2"_s));
        QVERIFY(find(*menu, u"rewrite"_s));
        opened.passes(100'000);
        const auto later = opened.window->contextMenu().make(lane(2, 1));
        QVERIFY(!find(*later, u"protect"_s) && !find(*later, u"fork"_s));
    }

    void whatWasCutGoesOn() {
        ui::LaunchOptions launch;
        launch.size = QSize(1280, 800);
        launch.model.backend = app::BackendChoice::Cpu;
        launch.problem = u"work out 11 + 78 + 34 * 36 + 270 / 9"_s;
        launch.knownAnswer = u"1343"_s;
        launch.pace = 0;
        launch.applyTo = [](app::RunOptions options) {
            options.traces = 8;
            options.kvCacheMib = 9;
            return options;
        };
        ui::AppWindow window(std::make_unique<ui::WorkerSource>(), m_theme, launch);
        window.show();
        window.begin();
        ui::SessionController& session = window.session();
        QTRY_VERIFY_WITH_TIMEOUT(session.model().has_value(), 60000);
        QVERIFY(!session.letCutFinish());  // nothing has run
        window.startRun();
        QTRY_VERIFY_WITH_TIMEOUT(session.latest().countActive() == 8, 60000);
        session.steer({.kind = Kind::Prune, .trace = engine::TraceId{3}});
        QTRY_VERIFY_WITH_TIMEOUT(session.latest().finished.has_value(), 120000);
        const app::TraceState* third = session.latest().findTrace(engine::TraceId{3});
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
        const ui::LaneRow* row = lanes.findRow(lanes.rowOf(engine::TraceId{3}));
        QVERIFY(row->answer.isEmpty() && row->wouldHaveTokens > row->tokens && !row->wouldHaveAnswer.isEmpty());
        QVERIFY(!session.letCutFinish());  // all of them have
        QVERIFY2(window.messages().text().startsWith(u"Every trace of this run"_s),
                 qPrintable(window.messages().text()));
    }
};

QTEST_MAIN(UiSteering)
#include "ui_steering.moc"
