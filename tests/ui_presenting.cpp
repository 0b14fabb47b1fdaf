// Presentation mode: captions that hold for every policy and for what a person does, type that can be read from the
// back of a room, the keys of a remote control, and everything as before afterwards. With STEPSCOPE_TEST_PICTURES set,
// pictures are left in that folder.
#include <QAction>
#include <QDockWidget>
#include <QLabel>
#include <algorithm>
#include <set>

#include "app/run/policy_table.h"
#include "app/whatif/what_if.h"
#include "made_up_record.h"
#include "ui/lanes/lanes_view.h"
#include "ui/paint/format.h"
#include "ui/panels/panel_deck.h"
#include "ui/presenting/caption.h"
#include "ui/presenting/presenter_bars.h"
#include "ui/session/moments.h"
#include "ui_audit.h"
#include "ui_font_spy.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;
using app::LogKind;
using engine::TraceId;
using ui::Caption;

namespace {

bool isRunning(const app::TraceState& trace) {
    return trace.phase == app::TracePhase::Running || trace.phase == app::TracePhase::Prefill;
}

double meanScore(const app::TraceState& trace) {
    double sum = 0;
    for (const app::StepState& step : trace.steps) sum += static_cast<double>(step.score);
    return trace.steps.empty() ? 0 : sum / static_cast<double>(trace.steps.size());
}

app::Timeline timelineOf(const app::EventLog& events) {
    app::Timeline run;
    for (const app::Event event : events) run.append(event);
    return run;
}

/// Captions of a run, each at its own moment, with the state just before its event.
struct Told {
    std::size_t entry = 0;
    LogKind kind = LogKind::Info;
    std::optional<TraceId> trace;
    Caption caption;
    app::RunState before;
    app::RunState shown;
};

std::vector<Told> tell(const app::EventLog& events) {
    app::Timeline run = timelineOf(events);
    std::vector<Told> told;
    for (std::size_t entry = 0; entry < run.latest().log.size(); ++entry) {
        const std::size_t count = run.markOf(entry).events;
        const app::LogEntry line = run.latest().log[entry];
        const app::RunState shown = run.after(count);
        told.push_back(
            {entry, line.kind, line.trace, ui::captionAt(run, entry, shown, true), run.after(count - 1), shown});
    }
    return told;
}

#define SAYS(text, part) QVERIFY2((text).contains(part), qPrintable((text) + u" <- "_s + (part)))

}  // namespace

class UiPresenting : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        ui_test::isolate(m_home);
        m_theme.apply(ui::ThemeChoice::Light);
    }
    void cleanup() {
        if (m_opened) m_opened->window->setPresenting(false);
        m_opened.reset();
    }

    // ---- captions

    void captionsHoldForEveryPolicy_data() {
        QTest::addColumn<int>("policy");
        QTest::addColumn<int>("victim");
        for (const app::PolicyRow& row : app::policyRows()) {
            if (row.refills) continue;  // needs tokens that nobody drew
            QTest::newRow(row.name) << static_cast<int>(row.kind) << 0;
        }
        for (const app::ControlRow& row : app::controlRows())
            QTest::newRow(row.name) << static_cast<int>(row.base) << static_cast<int>(row.victim);
    }
    void captionsHoldForEveryPolicy() {
        QFETCH(int, policy);
        QFETCH(int, victim);
        const app::RecordedRun record = what_if_support::madeUp(24, 400);
        app::RunOptions options = app::optionsToStartFrom(record);
        options.policy = static_cast<app::PolicyKind>(policy);
        options.victim = static_cast<app::VictimRule>(victim);
        options.deepconf.window = 32;
        if (const auto why = app::whyNotFrom(record, options)) QSKIP(why->c_str());
        const auto result = app::whatIf(record, {.options = options, .kvBlocks = 160, .keepEvents = true});
        std::set<LogKind> kinds;
        for (const Told& told : tell(result->events)) {
            kinds.insert(told.kind);
            check(told);
            if (QTest::currentTestFailed()) return;
        }
        const app::PolicyRow& row = app::policyRow(options.policy);
        QVERIFY(kinds.contains(LogKind::Finished) && kinds.contains(LogKind::LeaderChanged));
        if (!row.oneTrace)
            QVERIFY(kinds.contains(row.prunes || row.watchesConfidence ? LogKind::Pruned : LogKind::Waiting));
    }

    void equalScoresAreSaid() {
        const auto told = tell(madeByHand(
            {.4F, .2F, .2F, .9F},
            app::TracePruned{
                .trace = TraceId{3}, .score = 0.2F, .amongRunning = 4, .freedBlocks = 1, .other = {}, .value = {}}));
        QCOMPARE(told.back().caption.head,
                 u"Memory is full: of 4 running traces, 2 share the lowest mean score, 0.20, and #3 came last."_s);
        QCOMPARE(told.back().caption.why, u"It is pruned and frees 1 block, so the other 3 go on."_s);
    }

    void theLowestScoreIsSaid() {
        const auto told = tell(madeByHand(
            {.4F, .16F, .2F, .9F},
            app::TracePruned{
                .trace = TraceId{2}, .score = 0.16F, .amongRunning = 4, .freedBlocks = 6, .other = {}, .value = {}}));
        QCOMPARE(told.back().caption.head,
                 u"Memory is full: #2 has the lowest mean score of 4 running traces, 0.16."_s);
        QCOMPARE(told.back().caption.why, u"It is pruned and frees 6 blocks, so the other 3 go on."_s);
    }

    void whatAPersonDidIsSaid() {
        const auto last = [&](const app::EventBody& body) {
            return tell(madeByHand({.4F, .2F, .3F}, body)).back().caption;
        };
        app::TracePruned pruned{
            .trace = TraceId{3}, .score = 0.3F, .amongRunning = 3, .freedBlocks = 2, .other = {}, .value = {}};
        pruned.sparing.spared = TraceId{2};
        QCOMPARE(last(pruned).head, u"Memory is full: #2 would go, but a person protects it, so #3 goes instead."_s);
        pruned.sparing = {.spared = {}, .allProtected = true};
        SAYS(last(pruned).head, u"all of 3 running traces are protected"_s);
        pruned = {.trace = TraceId{1},
                  .score = 0.4F,
                  .amongRunning = 3,
                  .freedBlocks = 2,
                  .cause = app::PruneCause::Hand,
                  .other = {},
                  .value = {}};
        QCOMPARE(last(pruned), (Caption{u"A person prunes #1, whose score is 0.40."_s,
                                        u"It frees 2 blocks. The policy did not choose it."_s}));
        QCOMPARE(last(app::TraceProtected{TraceId{2}, true}).head, u"A person protects #2."_s);
        QCOMPARE(last(app::TraceProtected{TraceId{2}, false}).head, u"A person no longer protects #2."_s);
        app::TraceForked fork;
        fork.trace = TraceId{4};
        fork.parent = TraceId{1};
        fork.atToken = 1;
        QCOMPARE(last(fork).head, u"A person forks #1 after 1 token: #4 goes on from there."_s);
        QCOMPARE(last(fork).why, u"It draws tokens of its own."_s);
        fork.given = {{engine::TokenId{5}, "so"}};
        fork.written = 1;
        SAYS(last(fork).why, u"written by hand. Its vote will count"_s);
        app::TracePreempted waits{TraceId{1}, 4, {.spared = TraceId{3}, .allProtected = false}};
        SAYS(last(waits).head, u"#3 came last, but a person protects it, so #1 waits instead."_s);
    }

    void otherCausesAreSaid() {
        const auto last = [&](app::PruneCause cause, double value) {
            return tell(madeByHand({.4F, .2F, .3F}, app::TracePruned{.trace = TraceId{3},
                                                                     .score = 0.3F,
                                                                     .amongRunning = 3,
                                                                     .freedBlocks = 2,
                                                                     .cause = cause,
                                                                     .other = TraceId{1},
                                                                     .value = value}))
                .back()
                .caption;
        };
        SAYS(last(app::PruneCause::Similarity, 0.97).head,
             u"#3 thinks like #1: their newest thoughts have a similarity of 0.97."_s);
        SAYS(last(app::PruneCause::Consensus, 4).head, u"#3 has disagreed with the majority for 4 probes in a row."_s);
        SAYS(last(app::PruneCause::Refill, 0).head, u"#3 makes room for a branch"_s);
        const auto branch =
            tell(madeByHand({.4F, .2F}, app::TraceBranched{TraceId{3}, TraceId{1}, 1, {}, 0})).back().caption;
        SAYS(branch.head, u"#3 branches from #1"_s);
    }

    void aPrunedTraceThatVotesIsSaid() {
        app::RunStarted started;
        started.options.prunedVote = true;
        const app::TracePruned pruned{.trace = TraceId{3},
                                      .score = 0.3F,
                                      .amongRunning = 3,
                                      .freedBlocks = 2,
                                      .cause = app::PruneCause::Consensus,
                                      .other = {},
                                      .value = 4};
        const auto said = [&](const char* text) {
            const auto told = tell(madeByHand({.4F, .2F, .3F}, pruned, started, text));
            return std::ranges::find(told, LogKind::Pruned, &Told::kind)->caption.why;
        };
        SAYS(said("so\n\n"), u"It does not vote."_s);
        SAYS(said("\\boxed{7}\n\n"), u"It had written its answer, so it votes."_s);
    }

    // ---- the mode

    void textCanBeReadFromTheBack_data() {
        QTest::addColumn<QSize>("size");
        QTest::newRow("1280x800") << QSize(1280, 800);
        QTest::newRow("1920x1080") << QSize(1920, 1080);
    }
    void textCanBeReadFromTheBack() {
        QFETCH(QSize, size);
        open(size);
        const auto smallestBefore = smallestText();
        QVERIFY2(smallestBefore.pixels < 18, "the spy sees the usual sizes");
        m_opened->window->startRun();
        m_opened->passes(100);
        key(Qt::Key_F11);
        QVERIFY(m_opened->window->isPresenting());
        session().pause();
        session().tick();
        for (int i = 0; i < 3; ++i) key(Qt::Key_PageUp);
        settle();
        QCOMPARE(m_opened->window->size(), size);
        picture(u"presenting_%1_light.png"_s.arg(size.width()));
        m_theme.apply(ui::ThemeChoice::Dark);
        settle();
        picture(u"presenting_%1_dark.png"_s.arg(size.width()));
        m_theme.apply(ui::ThemeChoice::Light);
        settle();
        const auto smallest = smallestText();
        QVERIFY2(smallest.pixels >= 18, qPrintable(u"%1 pixels: %2"_s.arg(smallest.pixels).arg(smallest.text)));
        QCOMPARE(ui_test::troublesOf(*m_opened->window).join(u'\n'), QString());
    }

    void whatIsLeftIsForTheRoom() {
        open(QSize(1280, 800));
        m_opened->runToItsEnd();
        key(Qt::Key_F11);
        QStringList shown;
        for (const QDockWidget* dock : m_opened->window->findChildren<QDockWidget*>())
            if (dock->isVisible()) shown << dock->objectName();
        shown.sort();
        QCOMPARE(shown, (QStringList{u"kvDock"_s, u"voteDock"_s}));
        QVERIFY(m_opened->window->lanes().isVisible());
        QVERIFY(!m_opened->window->lanes().visibleRegion().isEmpty());
        QVERIFY2(m_opened->window->lanes().viewport()->width() > 1280 / 2, "most of the width is the lanes'");
    }

    void leavingBringsEverythingBack() {
        open(QSize(1680, 1040));
        m_opened->runToItsEnd();
        settle();
        const QPixmap before = m_opened->window->grab();
        const QByteArray layout = m_opened->window->saveState();
        key(Qt::Key_F11);
        settle();
        QVERIFY(m_opened->window->grab().toImage() != before.toImage());
        key(Qt::Key_Escape);
        QVERIFY(!m_opened->window->isPresenting());
        settle();
        QCOMPARE(m_opened->window->size(), QSize(1680, 1040));
        QCOMPARE(m_theme.textScale(), 1.0);
        QCOMPARE(m_opened->window->saveState(), layout);
        m_opened->window->refreshAll();
        settle();
        QCOMPARE(ui_test::troublesOf(*m_opened->window).join(u'\n'), QString());
        key(Qt::Key_Space);  // its keys went with it
        QVERIFY(!session().playback().playing());
    }

    void aRemoteControlGoesFromEventToEvent() {
        open(QSize(1280, 800));
        m_opened->runToItsEnd();
        key(Qt::Key_F11);
        key(Qt::Key_Home);
        const auto& log = session().latest().log;
        QVERIFY(log.size() > 6);
        std::set<std::size_t> moments;
        for (std::size_t i = 0; i < log.size(); ++i) moments.insert(session().timeline().markOf(i).events);
        for (const std::size_t events : moments) {
            if (events <= 1) continue;
            key(moments.size() % 2 ? Qt::Key_PageDown : Qt::Key_Right);
            QCOMPARE(session().shownEvents(), events);
            const auto entry = session().shownEntry();
            QVERIFY(entry);
            QCOMPARE(captions().caption(), ui::captionAt(session().timeline(), *entry, session().shown(), true));
            if (log[*entry].trace) QCOMPARE(session().selected(), log[*entry].trace);
        }
        key(Qt::Key_PageUp);
        QCOMPARE(session().shownEvents(), *std::prev(moments.end(), 2));
        key(Qt::Key_Left);
        QCOMPARE(session().shownEvents(), *std::prev(moments.end(), 3));
        key(Qt::Key_Space);
        QVERIFY(session().playback().playing());
        key(Qt::Key_End);
        QVERIFY(session().playback().followsEnd());
    }

    void aLiveRunStopsAndGoesOn() {
        open(QSize(1280, 800));
        key(Qt::Key_F11);
        key(Qt::Key_Space);  // without a run, one starts
        m_opened->passes(30);
        QVERIFY(session().runActive());
        key(Qt::Key_PageDown);  // it stops for what has just happened
        m_opened->passes(1);
        QCOMPARE(m_opened->countPosted<app::Pause>(), 1);
        QVERIFY(session().latest().phase == app::RunPhase::Paused);
        key(Qt::Key_PageDown);  // on to the next event
        QVERIFY(std::get<app::GoOnUntil>(m_opened->source->posted.back()).points == app::PausePoints{.event = true});
        key(Qt::Key_Space);
        QCOMPARE(m_opened->countPosted<app::Resume>(), 1);
    }

    void whoIsNextIsNamed() {
        open(QSize(1280, 800));
        m_opened->runToItsEnd();
        key(Qt::Key_F11);
        key(Qt::Key_Home);
        QVERIFY(session().step(ui::Moment::Prune, true));
        m_opened->window->refreshAll();
        const auto next = session().shown().nextVictim();
        QVERIFY(next);
        QVERIFY2(captions().nextText().startsWith(u"Next to go: %1\u00a0"_s.arg(ui::formatTrace(*next))),
                 qPrintable(captions().nextText()));
    }

private:
    /// Scored traces side by side in few blocks, and then this.
    static app::EventLog madeByHand(const std::vector<float>& scores, const app::EventBody& then,
                                    app::RunStarted started = {}, const char* text = "so\n\n") {
        app::EventLog log;
        started.options.traces = static_cast<int>(scores.size());
        started.kvBlocks = 8;
        log.append({0, started});
        int id = 0;
        app::PassDone pass;
        for ([[maybe_unused]] const float score : scores) {
            ++id;
            log.append({0, app::TraceAdded{TraceId{id}}});
            pass.tokens.push_back({TraceId{id}, engine::TokenId{1}, text});
        }
        for (int i = 1; i <= id; ++i) log.append({0, app::TraceAdmitted{TraceId{i}, {engine::BlockId{i - 1}}}});
        log.append({1, pass});
        for (int i = 1; i <= id; ++i)
            log.append({1, app::StepScored{TraceId{i}, 1, scores[static_cast<std::size_t>(i - 1)]}});
        log.append({2, then});
        return log;
    }

    /// What the caption says, against what the states before and after the event say.
    static void check(const Told& told) {
        const QString& head = told.caption.head;
        const QString& why = told.caption.why;
        QVERIFY(!head.isEmpty());
        if (told.trace && told.kind != LogKind::LeaderChanged) SAYS(head, ui::formatTrace(*told.trace));
        const app::TraceState* trace = told.trace ? told.shown.findTrace(*told.trace) : nullptr;
        const app::RunOptions& options = told.shown.header.options;
        const auto running = std::ranges::count_if(told.before.traces, isRunning);
        if (told.kind == LogKind::Pruned) {
            SAYS(why, u"frees %1 block"_s.arg(trace->freedBlocks));
            if (trace->pruneCause != app::PruneCause::Memory) return;
            SAYS(head, u"of %1 running trace"_s.arg(running));
            SAYS(why, running > 2 ? u"the other %1 go on"_s.arg(running - 1) : u"the other one goes on"_s);
            if (app::policyRules(options).victim == app::VictimRule::Longest)
                SAYS(head, ui::formatCount(trace->tokenCount()));
            if (app::policyRules(options).victim != app::VictimRule::LowestScore) return;
            const double score = meanScore(*trace);
            const auto lower = std::ranges::count_if(told.before.traces, [&](const app::TraceState& other) {
                return isRunning(other) && meanScore(other) < score;
            });
            const auto equal = std::ranges::count_if(told.before.traces, [&](const app::TraceState& other) {
                return isRunning(other) && meanScore(other) == score;
            });
            QCOMPARE(lower, std::ptrdiff_t{0});
            if (trace->steps.empty()) {
                SAYS(head, u"no score yet"_s);
                return;
            }
            SAYS(head, ui::formatScore(score));
            SAYS(head, equal > 1 ? u"%1 share the lowest mean score"_s.arg(equal) : u"has the lowest mean score"_s);
        } else if (told.kind == LogKind::Waiting) {
            SAYS(head, u"came last of the running traces"_s);
            for (const app::TraceState& other : told.before.traces)
                QVERIFY(!isRunning(other) || engine::index(other.id) <= engine::index(*told.trace));
        } else if (told.kind == LogKind::Resumed) {
            SAYS(head, u"goes on after waiting"_s);
        } else if (told.kind == LogKind::Finished) {
            SAYS(head, trace->answer ? ui::formatAnswer(*trace->answer) : u"without an answer"_s);
            if (trace->right) SAYS(head, *trace->right ? u"which is right"_s : u"which is wrong"_s);
            const auto ballot = std::ranges::find(told.shown.vote.ballots, *told.trace, &scorer::Ballot::trace);
            if (ballot == told.shown.vote.ballots.end()) {
                SAYS(why, u"It has no vote"_s);
            } else if (app::policyRow(options.policy).votes == app::VoteWeight::Equal) {
                SAYS(why, u"It has one vote."_s);
            } else {
                SAYS(why, ui::formatWeight(ballot->weight));
            }
        } else if (told.kind == LogKind::LeaderChanged) {
            SAYS(head, ui::formatAnswer(told.shown.vote.leader()->answer));
        } else if (told.kind == LogKind::Saturated) {
            SAYS(head, u"Memory is full for the first time"_s);
            SAYS(why, app::policyRow(options.policy).prunes ? u"is pruned"_s : u"has to wait"_s);
        }
    }

    void open(QSize size) {
        ui::LaunchOptions launch;
        launch.size = size;
        m_opened = std::make_unique<ui_test::ScriptedWindow>(m_theme, launch);
    }
    ui::SessionController& session() const { return m_opened->session(); }
    ui::CaptionBar& captions() const { return m_opened->window->captionBar(); }
    void key(Qt::Key key) { QTest::keyClick(m_opened->window.get(), key); }
    void settle() {
        m_opened->window->refreshAll();
        QTest::qWait(60);
        m_opened->window->refreshAll();
    }
    ui_test::PaintedText smallestText() {
        const auto texts = ui_test::FontSpy::textsOf(*m_opened->window);
        if (texts.size() < 20) return {u"nothing was painted"_s, 0};
        return *std::ranges::min_element(texts, {}, &ui_test::PaintedText::pixels);
    }
    void picture(const QString& name) {
        const QString folder = qEnvironmentVariable("STEPSCOPE_TEST_PICTURES");
        if (!folder.isEmpty()) m_opened->window->grab().save(folder + u'/' + name);
    }

    QTemporaryDir m_home;
    ui::Theme m_theme;
    std::unique_ptr<ui_test::ScriptedWindow> m_opened;
};

QTEST_MAIN(UiPresenting)
#include "ui_presenting.moc"
