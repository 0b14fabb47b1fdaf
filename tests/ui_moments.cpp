// Finer time in the window: from event to event, prunes of one pass one by one with who was next, and pauses of a live
// run, by real clicks and keys.
#include <QApplication>
#include <QLabel>
#include <QListView>
#include <QMenuBar>
#include <QToolButton>

#include "app/run/relief_order.h"
#include "ui/lanes/lanes_view.h"
#include "ui/panels/events_model.h"
#include "ui/panels/events_panel.h"
#include "ui/panels/moment_buttons.h"
#include "ui/panels/rank_card.h"
#include "ui/panels/time_bar.h"
#include "ui/session/moments.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;
using engine::TraceId;
using ui::Moment;
using Fold = ui::EventsModel::Fold;

namespace {

/// Eight traces; after four passes memory is full and three go at once, later one more.
std::vector<app::Event> prunesOfOnePass() {
    std::vector<app::Event> events;
    app::RunStarted started;
    started.options.traces = 8;
    started.kvBlocks = 8;
    events.push_back({0, started});
    for (int id = 1; id <= 8; ++id) events.push_back({0, app::TraceAdded{TraceId{id}}});
    for (int id = 1; id <= 8; ++id) events.push_back({0, app::TraceAdmitted{TraceId{id}, {engine::BlockId{id - 1}}}});
    const float scores[] = {.8F, .2F, .6F, .3F, .9F, .1F, .5F, .4F};
    const auto pass = [&](double t, const std::vector<int>& ids) {
        app::PassDone done;
        for (const int id : ids) done.tokens.push_back({TraceId{id}, engine::TokenId{1}, "so\n\n"});
        events.push_back({t, done});
    };
    const auto prune = [&](double t, int id, double score, int among) {
        events.push_back({t, app::TracePruned{.trace = TraceId{id},
                                              .score = score,
                                              .amongRunning = among,
                                              .freedBlocks = 1,
                                              .other = {},
                                              .value = {}}});
    };
    for (int i = 1; i <= 4; ++i) pass(i, {1, 2, 3, 4, 5, 6, 7, 8});
    for (int id = 1; id <= 8; ++id) events.push_back({4, app::StepScored{TraceId{id}, 4, scores[id - 1]}});
    events.push_back({5, app::Saturated{3, 0, 8}});
    prune(5, 6, .1, 8);
    prune(5, 2, .2, 7);
    prune(5, 4, .3, 6);
    pass(5, {1, 3, 5, 7, 8});
    pass(6, {1, 3, 5, 7, 8});
    prune(7, 8, .4, 5);
    pass(7, {1, 3, 5, 7});
    double t = 8;
    for (const auto& [id, answer] : {std::pair(7, "12"), {3, "9"}, {1, "9"}, {5, "9"}}) {
        pass(t, {id});
        events.push_back({t, app::TraceFinished{TraceId{id}, app::FinishReason::EndOfText, std::string(answer), 1}});
        t += 1;
    }
    events.push_back({t, app::RunFinished{}});
    return events;
}

}  // namespace

class UiMoments : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        ui_test::isolate(m_folder);
        m_theme.apply(ui::ThemeChoice::Light);
    }
    void init() {
        m_window = std::make_unique<ui_test::ScriptedWindow>(m_theme);
        for (const app::Event& event : prunesOfOnePass()) m_window->source->say(event);
        session().tick();
        window().refreshAll();
    }
    void cleanup() { m_window.reset(); }

    // ---- the list

    void prunesOfOnePassAreALineThatOpens() {
        const int folded = rowOfText(u"3 traces pruned in one pass: #6\u00a00.10, #2\u00a00.20, #4\u00a00.30"_s);
        QVERIFY(folded >= 0);
        QCOMPARE(foldAt(folded), Fold::Closed);
        const int rows = model().rowCount();
        const double before = session().shownTime();
        click(folded, 8);  // the mark: it opens, and time stays
        QCOMPARE(model().rowCount(), rows + 3);
        QCOMPARE(foldAt(folded), Fold::Open);
        QCOMPARE(session().shownTime(), before);
        QVERIFY(textAt(folded + 1).startsWith(u"#4"_s) && textAt(folded + 3).startsWith(u"#6"_s));  // newest first
        click(folded, 8);
        QCOMPARE(model().rowCount(), rows);
        list().setCurrentIndex(model().index(folded));
        QTest::keyClick(&list(), Qt::Key_Right);
        QCOMPARE(model().rowCount(), rows + 3);
        QTest::keyClick(&list(), Qt::Key_Left);
        QCOMPARE(model().rowCount(), rows);
        click(folded, 150);  // the line: it opens, and shows the first of them
        QCOMPARE(model().rowCount(), rows + 3);
        QCOMPARE(session().shown().prunedCount, 1);
        QCOMPARE(session().selected(), std::optional(TraceId{6}));
    }

    void aClickOnAnEventHidesNone() {
        const int rows = model().rowCount();
        const int row = rowOfText(u"#8"_s);
        click(row, 150);
        QCOMPARE(model().rowCount(), rows);
        QCOMPARE(session().selected(), std::optional(TraceId{8}));
        QCOMPARE(session().shown().prunedCount, 4);
        QVERIFY(model().index(row).data(ui::EventsModel::CurrentRole).toBool());
        QVERIFY(model().index(0).data(ui::EventsModel::LaterRole).toBool());
        QVERIFY(!model().index(rows - 1).data(ui::EventsModel::LaterRole).toBool());
        const int later = rowOfText(u"9 leads the vote"_s);
        click(later, 150);  // a later one can be clicked
        QVERIFY(session().shown().vote.leader()->answer == "9");
        QVERIFY(model().index(0).data(ui::EventsModel::LaterRole).toBool());
        session().followEnd();
        window().refreshAll();
        QVERIFY(!model().index(0).data(ui::EventsModel::LaterRole).toBool());
    }

    void eventsKeepTheirCase() {
        app::RunState state;
        app::LogEntry leader{1, app::LogKind::LeaderChanged, TraceId{1}, "x+1 leads the vote"};
        QCOMPARE(ui::describe(leader, state), u"x+1 leads the vote"_s);
        QCOMPARE(ui::describe({1, app::LogKind::Limits, {}, "n set to 24"}, state), u"n set to 24"_s);
        QCOMPARE(ui::describe({1, app::LogKind::Info, {}, "run finished"}, state), u"Run finished"_s);
        QCOMPARE(ui::describe({1, app::LogKind::Limits, {}, "warm-up over: 4 traces"}, state),
                 u"Warm-up over: 4 traces"_s);
        QCOMPARE(ui::describe({1, app::LogKind::Info, {}, "KV cache set to 9 blocks"}, state),
                 u"KV cache set to 9 blocks"_s);
    }

    // ---- steps

    void prunesOfOnePassAreSteppedThroughOneByOne() {
        session().seek(0);
        const TraceId pruned[] = {TraceId{6}, TraceId{2}, TraceId{4}, TraceId{8}};
        for (int i = 0; i < 4; ++i) {
            QTest::keyClick(&window(), Qt::Key_Right, Qt::ControlModifier | Qt::ShiftModifier);
            QCOMPARE(session().shown().prunedCount, i + 1);
            QVERIFY(session().shown().findTrace(pruned[i])->phase == app::TracePhase::Pruned);
            QCOMPARE(session().shownTime(), i < 3 ? 5.0 : 7.0);
        }
        QTest::keyClick(&window(), Qt::Key_Right, Qt::ControlModifier | Qt::ShiftModifier);  // there is no other
        QCOMPARE(session().shown().prunedCount, 4);
        QTest::keyClick(&window(), Qt::Key_Left, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClick(&window(), Qt::Key_Left, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(session().shown().prunedCount, 2);
        QCOMPARE(session().shownTime(), 5.0);
    }

    void theCardSaysWhoWasNextAndWhy() {
        const ui::RankCard& card = window().findChild<ui::EventsPanel*>()->ranking();
        QVERIFY(card.isHidden());
        session().seek(0);
        session().step(Moment::Event, true);
        while (session().shown().log.size() < 1 || !session().shown().kv.saturatedAt)
            session().step(Moment::Event, true);
        QVERIFY(!card.isHidden());
        QVERIFY2(card.text().startsWith(
                     u"Memory is full. Nobody has gone for it yet. Next: #6 0.10, #2 0.20, #4 0.30, #8 0.40"_s),
                 qPrintable(card.text()));
        session().step(Moment::Prune, true);
        session().step(Moment::Prune, true);
        QVERIFY2(
            card.text().startsWith(u"#2 pruned \u00b7 2 of 3 in this pass. score 0.20, lowest of 7; frees 1 block. "
                                   "Next: #4 0.30, #8 0.40, #7 0.50"_s),
            qPrintable(card.text()));
        auto buttons = card.findChildren<QToolButton*>();
        const auto next = std::ranges::find_if(buttons, [](const auto* b) { return b->text().startsWith(u"#4"_s); });
        QVERIFY(next != buttons.end());
        QTest::mouseClick(*next, Qt::LeftButton);
        QCOMPARE(session().selected(), std::optional(TraceId{4}));
        session().step(Moment::Leader, true);
        QVERIFY(card.isHidden());
    }

    void theOrderIsThatOfThePolicy() {
        app::RunState state;
        for (const app::Event& event : ui_test::ScriptedRun::all({.traces = 20, .kvBlocks = 120})) {
            if (const auto* pruned = std::get_if<app::TracePruned>(&event.body)) {
                const auto order = app::reliefOrder(state, 3);
                QCOMPARE(order.front(), pruned->trace);
                QCOMPARE(std::optional(order.front()), state.nextVictim());
            }
            state.apply(event);
        }
        QVERIFY(state.prunedCount > 3);
    }

    void leadersPassesAndEvents() {
        session().seek(0);
        QTest::keyClick(&window(), Qt::Key_Right, Qt::AltModifier | Qt::ShiftModifier);
        QCOMPARE(session().shown().vote.leader()->answer, std::string("12"));
        QTest::keyClick(&window(), Qt::Key_Right, Qt::AltModifier | Qt::ShiftModifier);
        QCOMPARE(session().shown().vote.leader()->answer, std::string("9"));
        QTest::keyClick(&window(), Qt::Key_Left, Qt::AltModifier | Qt::ShiftModifier);
        QCOMPARE(session().shown().vote.leader()->answer, std::string("12"));
        session().seek(0);
        for (int pass = 1; pass <= 5; ++pass) {
            QTest::keyClick(&window(), Qt::Key_F8);
            QCOMPARE(session().shown().passes, pass);
        }
        QTest::keyClick(&window(), Qt::Key_F8, Qt::ShiftModifier);
        QCOMPARE(session().shown().passes, 4);
        QVERIFY(session().shown().traces[0].score());  // with what the pass brought
        session().seek(0);
        for (std::size_t entries = 1; entries <= 5; ++entries) {
            QTest::keyClick(&window(), Qt::Key_Right, Qt::ControlModifier);
            QCOMPARE(session().shown().log.size(), entries);
        }
    }

    void theButtonsGoByTheChosenKind() {
        ui::MomentButtons& buttons = window().findChild<ui::TimeBar*>()->moments();
        session().seek(0);
        QTest::mouseClick(buttons.forward(), Qt::LeftButton);
        QCOMPARE(session().shown().log.size(), std::size_t{1});
        buttons.kinds()->menu()->actions()[1]->trigger();
        QVERIFY(buttons.kind() == Moment::Prune);
        QTest::mouseClick(buttons.forward(), Qt::LeftButton);
        QTest::mouseClick(buttons.forward(), Qt::LeftButton);
        QCOMPARE(session().shown().prunedCount, 2);
        QTest::mouseClick(buttons.back(), Qt::LeftButton);
        QCOMPARE(session().shown().prunedCount, 1);
    }

    void momentsAreThoseOfASlowSearch() {
        app::Timeline run;
        for (const app::Event& event : ui_test::ScriptedRun::all({.traces = 10, .kvBlocks = 60, .maxTokens = 160}))
            run.append(event);
        for (const Moment kind : {Moment::Event, Moment::Prune, Moment::Leader}) {
            std::vector<std::size_t> all;
            app::RunState state;
            for (std::size_t i = 0; i < run.events().size(); ++i) {
                const std::size_t before = state.log.size();
                state.apply(run.events()[i]);
                bool is = false;
                for (std::size_t k = before; k < state.log.size(); ++k)
                    is = is || kind == Moment::Event || (kind == Moment::Prune && ui::isRelief(state.log[k].kind)) ||
                         (kind == Moment::Leader && state.log[k].kind == app::LogKind::LeaderChanged);
                if (is) all.push_back(i + 1);
            }
            QVERIFY(!all.empty());
            for (std::size_t from = 0; from <= run.events().size(); ++from) {
                const auto after = std::upper_bound(all.begin(), all.end(), from);
                const auto before = std::lower_bound(all.begin(), all.end(), from);
                QCOMPARE(ui::findMoment(run, from, kind, true),
                         after == all.end() ? std::nullopt : std::optional(*after));
                QCOMPARE(ui::findMoment(run, from, kind, false),
                         before == all.begin() ? std::nullopt : std::optional(*std::prev(before)));
            }
        }
        std::size_t at = 0;
        int passes = 0;
        while (const auto next = ui::findMoment(run, at, Moment::Pass, true)) {
            at = *next;
            QCOMPARE(run.after(at).passes, ++passes);
        }
        QCOMPARE(passes, run.latest().passes);
        while (const auto before = ui::findMoment(run, at, Moment::Pass, false)) {
            at = *before;
            QCOMPARE(run.after(at).passes, --passes);
        }
        QCOMPARE(passes, 1);
    }

    // ---- a live run

    void theMenuOfPausesActsNowAndInTheNextRun() {
        const QList<QAction*> actions = window().findChild<ui::TimeBar*>()->moments().pauses()->menu()->actions();
        QCOMPARE(actions.size(), 4);
        actions[1]->trigger();
        window().startRun();
        const auto& start = std::get<app::StartRun>(m_window->source->posted.back());
        QVERIFY(start.pauseAt == app::PausePoints{.prune = true});
        m_window->passes(5);
        actions[0]->trigger();
        QVERIFY(std::get<app::SetPauseAt>(m_window->source->posted.back()).points ==
                (app::PausePoints{.saturation = true, .prune = true}));
    }

    void aPausedRunGoesOnToWhatIsSteppedTo() {
        window().startRun();
        m_window->passes(10);
        ui::SessionController& live = session();
        QVERIFY(!live.step(Moment::Pass, true));  // it runs: the next pass comes by itself
        live.pause();
        live.tick();
        QVERIFY(live.step(Moment::Pass, true));
        QVERIFY(std::get<app::GoOnUntil>(m_window->source->posted.back()).points == app::PausePoints{.pass = true});
        QVERIFY(live.step(Moment::Pass, false));  // one that has been is shown from the log
        QVERIFY(!live.playback().followsEnd());
    }

    /// The worker itself: the run stands still on the pass where it happens, whatever the window drains.
    void aRealRunPausesAtEveryPrune() {
        m_window.reset();
        ui::LaunchOptions launch;
        launch.size = QSize(1280, 800);
        launch.historyFolder = QString();
        launch.problem = u"What is 3 * (17 + 25) - 4 * 9 + 12?"_s;
        ui::AppWindow live(std::make_unique<ui::WorkerSource>(), m_theme, launch);
        live.show();
        live.begin();
        QTRY_VERIFY_WITH_TIMEOUT(live.session().model() && live.session().scorer(), 60'000);
        live.session().setPauseAt({.saturation = true, .prune = true});
        app::StartRun run;
        run.problem = launch.problem->toStdString();
        run.options = live.session().model()->defaults;
        run.options.traces = 12;
        run.options.maxTokens = 300;
        run.options.kvCacheMib = 60 * static_cast<double>(live.session().model()->model.blockBytes) / (1 << 20);
        live.session().start(run);
        const auto paused = [&] { return live.session().latest().phase == app::RunPhase::Paused; };
        QTRY_VERIFY_WITH_TIMEOUT(paused(), 60'000);
        QCOMPARE(live.session().latest().prunedCount, 0);
        const ui::RankCard& card = live.findChild<ui::EventsPanel*>()->ranking();
        QTRY_VERIFY(!card.isHidden());
        QVERIFY2(card.text().startsWith(u"Memory is full"_s), qPrintable(card.text()));
        const auto next = live.session().latest().nextVictim();
        for (int pruned = 1; pruned <= 3; ++pruned) {
            live.session().resume();
            QTRY_VERIFY_WITH_TIMEOUT(paused() && live.session().latest().prunedCount == pruned, 60'000);
            const std::size_t events = live.session().timeline().events().size();
            QTest::qWait(60);
            QCOMPARE(live.session().timeline().events().size(), events);
            if (pruned == 1) QVERIFY(live.session().latest().findTrace(*next)->phase == app::TracePhase::Pruned);
        }
        const std::size_t before = live.session().timeline().events().size();
        live.session().step(Moment::Pass, true);  // goes on for a pass, or to a prune on the way
        QTRY_VERIFY_WITH_TIMEOUT(paused() && live.session().timeline().events().size() > before + 1, 60'000);
        live.session().setPauseAt({});
        live.session().resume();
        QTRY_VERIFY_WITH_TIMEOUT(live.session().latest().phase == app::RunPhase::Finished, 120'000);
    }

private:
    ui::AppWindow& window() const { return *m_window->window; }
    ui::SessionController& session() const { return m_window->session(); }
    ui::EventsModel& model() const { return window().findChild<ui::EventsPanel*>()->model(); }
    QListView& list() const { return *window().findChild<ui::EventsPanel*>()->view(); }
    QString textAt(int row) const { return model().index(row).data(ui::EventsModel::TextRole).toString(); }
    Fold foldAt(int row) const { return static_cast<Fold>(model().index(row).data(ui::EventsModel::FoldRole).toInt()); }
    int rowOfText(const QString& text) const {
        for (int row = 0; row < model().rowCount(); ++row) {
            if (textAt(row).startsWith(text)) return row;
        }
        return -1;
    }
    void click(int row, int x) const {
        list().scrollTo(model().index(row));
        const QRect rect = list().visualRect(model().index(row));
        QTest::mouseClick(list().viewport(), Qt::LeftButton, {}, QPoint(rect.left() + x, rect.center().y()));
    }

    QTemporaryDir m_folder;
    ui::Theme m_theme;
    std::unique_ptr<ui_test::ScriptedWindow> m_window;
};

QTEST_MAIN(UiMoments)
#include "ui_moments.moc"
