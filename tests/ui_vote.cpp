// The vote explains itself: by weight and by count over the same traces, ties by their name, counts as counts.
#include <QAccessible>
#include <QLabel>
#include <QtTest>

#include "ui/panels/vote_bars.h"
#include "ui/panels/vote_panel.h"
#include "ui/panels/vote_words.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;
using engine::TraceId;

namespace {

/// Traces that finish one after the other with these answers and scores.
struct Voter {
    const char* answer;
    float score;
};

std::vector<app::Event> eventsOf(const std::vector<Voter>& voters, app::PolicyKind policy, bool scored = true) {
    std::vector<app::Event> events;
    app::RunStarted started;
    started.options.policy = policy;
    started.options.traces = static_cast<int>(voters.size());
    started.knownAnswer = "1343";
    started.kvBlocks = 100;
    events.push_back({0, started});
    for (std::size_t i = 0; i < voters.size(); ++i)
        events.push_back({0, app::TraceAdded{TraceId{static_cast<int>(i) + 1}}});
    double t = 1;
    for (std::size_t i = 0; i < voters.size(); ++i, t += 1) {
        const TraceId id{static_cast<int>(i) + 1};
        app::PassDone pass;
        pass.tokens.push_back({id, engine::TokenId{1}, "so\n\n"});
        events.push_back({t, pass});
        if (scored) events.push_back({t, app::StepScored{id, 1, voters[i].score}});
        events.push_back({t, app::TraceFinished{id, app::FinishReason::EndOfText, std::string(voters[i].answer)}});
    }
    events.push_back({t, app::RunFinished{}});
    return events;
}

app::RunState stateOf(const std::vector<Voter>& voters, app::PolicyKind policy = app::PolicyKind::Step,
                      bool scored = true) {
    app::RunState state;
    for (const app::Event& event : eventsOf(voters, policy, scored)) state.apply(event);
    return state;
}

const std::vector<Voter> kExample = {{"1343", .7F},  {"4458", .25F}, {"4458", .25F}, {"1343", .7F},
                                     {"4458", .25F}, {"4458", .25F}, {"1343", .7F},  {"9", .5F}};

}  // namespace

class UiVote : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        ui_test::isolate(m_folder);
        m_theme.apply(ui::ThemeChoice::Light);
    }

    /// A vote with words of a person in it counts, and is marked.
    void votesByHandAreMarked() {
        std::vector<app::Event> events = eventsOf({{"1343", .7F}, {"4458", .3F}}, app::PolicyKind::Step);
        const auto end = events.end() - 1;
        const double t = end->t;
        app::TraceForked fork{TraceId{3}, TraceId{1}, 1};
        fork.given = {{engine::TokenId{2}, "Hence 4458.\n\n"}};
        fork.written = 1;
        fork.handFrom = 1;
        events.insert(end, {app::Event{t, fork}, app::Event{t, app::StepScored{TraceId{3}, 2, .2F}},
                            app::Event{t, app::TraceFinished{TraceId{3}, app::FinishReason::EndOfText, "4458"}}});
        app::RunState state;
        for (const app::Event& event : events) state.apply(event);
        const auto bars = ui::makeVoteBars(state);
        QCOMPARE(bars.size(), std::size_t{2});
        const auto& second = bars[bars[0].answer == u"4458"_s ? 0 : 1];
        QCOMPARE(second.byHand, (std::vector<bool>{false, true}));
        ui::VoteBars widget(m_theme);
        widget.resize(300, 120);
        widget.show(state);
        QVERIFY2(widget.accessibleDescription().contains(u", 1 by hand"_s), qPrintable(widget.accessibleDescription()));
        state.traces[2].handFrom.reset();
        const QImage marked = widget.grab().toImage();
        widget.show(state);
        QVERIFY(marked != widget.grab().toImage());
    }

    void keysGoThroughTheVotes() {
        ui::VoteBars bars(m_theme);
        bars.show(stateOf(kExample));
        bars.resize(300, 200);
        bars.setVisible(true);
        bars.setFocus();
        const QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(&bars);
        QVERIFY(spoken);
        QCOMPARE(spoken->role(), QAccessible::Chart);
        QCOMPARE(spoken->text(QAccessible::Name), u"Votes by answer"_s);
        QVERIFY(spoken->text(QAccessible::Description).startsWith(u"1343: weight 2.10 from 3 traces"_s));
        std::vector<int> seen;
        connect(&bars, &ui::VoteBars::traceClicked, &bars,
                [&](TraceId trace) { seen.push_back(engine::index(trace)); });
        for (const Qt::Key key : {Qt::Key_Down, Qt::Key_Right, Qt::Key_Down, Qt::Key_Left, Qt::Key_Right, Qt::Key_Up})
            QTest::keyClick(&bars, key);
        QCOMPARE(seen, (std::vector{1, 4, 2, 3, 1}));  // 1343 has 1, 4, 7; 4458 has 2, 3, 5, 6; there is none before 2
    }

    void weightsAndCountsStandSideBySide() {
        QCOMPARE(ui::explainVote(stateOf(kExample)),
                 u"A plain majority would say 4458 (4 of 8). By weight 1343 leads, 2.10 to 1.00."_s);
        QCOMPARE(ui::explainVote(stateOf({{"5", .9F}, {"5", .8F}, {"7", .3F}})),
                 u"A plain majority would say 5 as well (2 of 3). By weight it leads, 1.70 to 0.30."_s);
        // The majority's answer is not even second by weight.
        QCOMPARE(ui::explainVote(stateOf({{"5", .9F}, {"7", .8F}, {"2", .1F}, {"2", .1F}})),
                 u"A plain majority would say 2 (2 of 4). By weight 5 leads with 0.90; that one has 0.20."_s);
        QCOMPARE(ui::explainVote(stateOf({{"5", .5F}, {"5", .5F}})), u"All 2 votes say 5, by weight and by count."_s);
        QCOMPARE(ui::explainVote(stateOf({{"5", .5F}})), u"One trace has voted."_s);
        QCOMPARE(ui::explainVote(app::RunState()), QString());
    }

    void tiesAreNamed() {
        QCOMPARE(
            ui::explainVote(stateOf({{"7", .5F}, {"9", .5F}})),
            u"A plain majority would be a tie: 7 and 9, with 1 of 2 each. By weight 7 and 9 tie at 0.50; of a tie, "
            "the answer of the earliest trace is taken."_s);
        QCOMPARE(ui::explainVote(stateOf({{"7", .5F}, {"9", .6F}})),
                 u"A plain majority would be a tie: 7 and 9, with 1 of 2 each. By weight 9 leads, 0.60 to 0.50."_s);
        QCOMPARE(ui::marginText(stateOf({{"7", .5F}, {"9", .5F}})), u"a tie with 9"_s);
        QCOMPARE(
            ui::explainVote(stateOf({{"7", .5F}, {"9", .6F}}, app::PolicyKind::SelfConsistency)),
            u"7 and 9 tie with 1 of 2 votes each; of a tie, the answer of the earliest trace is taken. Weighted by "
            "trace score, 9 would lead, 0.60 to 0.50."_s);
    }

    void countsAreCounts() {
        const auto state = stateOf(kExample, app::PolicyKind::SelfConsistency);
        QCOMPARE(ui::formatVotes(state, 15), u"15 votes"_s);
        QCOMPARE(ui::formatVotes(state, 1), u"1 vote"_s);
        QCOMPARE(ui::marginText(state), u"margin 1 vote"_s);
        QCOMPARE(ui::explainVote(state),
                 u"4458 has 4 of 8 votes. Weighted by trace score, 1343 would lead, 2.10 to 1.00."_s);
        // Without scores nothing is said about them.
        QCOMPARE(ui::explainVote(stateOf(kExample, app::PolicyKind::SelfConsistency, false)),
                 u"4458 has 4 of 8 votes."_s);
        ui::VoteBars bars(m_theme);
        bars.show(state);
        QCOMPARE(bars.accessibleDescription(), u"4458: 4 votes; 1343: 3 votes; 9: 1 vote"_s);
        bars.show(stateOf(kExample));
        QCOMPARE(bars.accessibleDescription(),
                 u"1343: weight 2.10 from 3 traces; 4458: weight 1.00 from 4 traces; 9: "
                 "weight 0.50 from 1 trace"_s);
    }

    /// Also to those who do not see the panel.
    void aVoteWithoutAnswersIsSaid() {
        std::vector<app::Event> events = eventsOf({{"", 0}}, app::PolicyKind::SelfConsistency, false);
        std::get<app::TraceFinished>(events[events.size() - 2].body).answer.reset();
        app::RunState state;
        ui::VoteBars bars(m_theme);
        for (const app::Event& event : events) {
            bars.show(state);
            QVERIFY(state.phase == app::RunPhase::Finished ||
                    bars.accessibleDescription().startsWith(u"No vote yet"_s));
            state.apply(event);
        }
        bars.show(state);
        QCOMPARE(bars.accessibleDescription(), u"No vote: no trace has an answer in \\boxed{}."_s);
    }

    void thePanelSaysIt() {
        ui_test::ScriptedWindow window(m_theme);
        for (const app::Event& event : eventsOf(kExample, app::PolicyKind::Step)) window.source->say(event);
        window.session().tick();
        window.window->refreshAll();
        QVERIFY(says(window.window->votes(), u"A plain majority would say 4458 (4 of 8). By weight 1343 leads"_s));
        QVERIFY(says(window.window->votes(), u"Thick bars: weight. Thin bars: votes."_s));
        window.session().seek(2.5);  // two votes by then
        window.window->refreshAll();
        QVERIFY(says(window.window->votes(), u"A plain majority would be a tie: 1343 and 4458"_s));
    }

private:
    static bool says(const ui::VotePanel& panel, const QString& text) {
        const auto labels = panel.findChildren<QLabel*>();
        return std::ranges::any_of(
            labels, [&](const QLabel* label) { return label->isVisibleTo(&panel) && label->text().contains(text); });
    }

    QTemporaryDir m_folder;
    ui::Theme m_theme;
};

QTEST_MAIN(UiVote)
#include "ui_vote.moc"
