// Comparisons in the window: runs made one after another, recordings laid side by side, one time for all, differences
// in words, keys, saving and opening again, and what cannot be compared.
#include <QCheckBox>
#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include "app/run/model_session.h"
#include "app/run/recording_writer.h"
#include "app/run/run_loop.h"
#include "ui/compare/compare_column.h"
#include "ui/compare/compare_plan_dialog.h"
#include "ui/compare/compare_window.h"
#include "ui/compare/sweep_strip.h"
#include "ui/compare/twin_strip.h"
#include "ui/compare/what_if_panel.h"
#include "ui/lanes/lanes_view.h"
#include "ui/message_bar.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;
using ui_test::ScriptedWindow;

class UiCompare : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;
    QTemporaryDir m_dir;
    ui::Theme m_theme;

    static ui::ComparedSide side(app::PolicyKind policy, std::uint32_t seed = 7, const std::string& problem = {}) {
        ui::ComparedSide made;
        made.timeline = std::make_unique<app::Timeline>();
        for (app::Event event : ui_test::ScriptedRun::all(
                 {.traces = 16, .kvBlocks = 200, .maxTokens = 300, .seed = seed, .policy = policy})) {
            if (auto* header = std::get_if<app::RunStarted>(&event.body); header && !problem.empty())
                header->problem = problem;
            made.timeline->append(event);
        }
        return made;
    }
    std::unique_ptr<ui::CompareWindow> two() {
        auto window = std::make_unique<ui::CompareWindow>(m_theme);
        window->resize(1280, 760);
        window->show();
        window->add(side(app::PolicyKind::SelfConsistency));
        window->add(side(app::PolicyKind::Step));
        return window;
    }
    void picture(QWidget& window, const QString& name) {
        const QString folder = qEnvironmentVariable("STEPSCOPE_TEST_PICTURES");
        if (folder.isEmpty()) return;
        for (const auto choice : {ui::ThemeChoice::Dark, ui::ThemeChoice::Light}) {
            m_theme.apply(choice);
            for (int round = 0; round < 3; ++round) QCoreApplication::processEvents();
            window.grab().save(folder + u"/compare_%1_%2.png"_s.arg(name, ui::nameOf(choice)));
        }
    }

private Q_SLOTS:
    void initTestCase() {
        ui_test::isolate(m_home);
        m_theme.apply(ui::ThemeChoice::Light);
    }

    void runsStandSideBySide() {
        const auto window = two();
        QCOMPARE(window->runs().size(), std::size_t{2});
        QCOMPARE(window->runs().label(0), u"Self-consistency"_s);
        QCOMPARE(window->runs().label(1), u"STEP"_s);
        QVERIFY2(window->differences().startsWith(u"B STEP against A Self-consistency:\n"_s),
                 qPrintable(window->differences()));
        for (std::size_t i = 0; i < 2; ++i) {
            const ui::LanesModel& lanes = window->column(i).lanes().lanes();
            QCOMPARE(lanes.rowCount(), 16);
            for (int row = 0; row < 16; ++row) QCOMPARE(engine::index(lanes.findRow(row)->id), row + 1);
        }
        // The same trace is as long in both, also at a moment when one run is far behind.
        window->seek(window->runs().duration() / 3);
        QCOMPARE(window->column(0).lanes().lanes().tokenScale(), window->column(1).lanes().lanes().tokenScale());
        window->seek(window->runs().duration());
        QCOMPARE(window->column(0).lanes().lanes().tokenScale(), window->column(1).lanes().lanes().tokenScale());
        picture(*window, u"two"_s);
        window->resize(1680, 1040);
        picture(*window, u"two_large"_s);
    }

    void aTraceChosenHereIsChosenThere() {
        const auto window = two();
        ui::LanesView& first = window->column(0).lanes();
        const QModelIndex cell = first.model()->index(4, ui::LanesModel::Trace);
        QTest::mouseClick(first.viewport(), Qt::LeftButton, {}, first.visualRect(cell).center());
        QCOMPARE(window->column(1).lanes().currentIndex().row(), 4);
    }

    void oneTimeForAll() {
        const auto window = two();
        const double end = window->runs().duration();
        QCOMPARE(window->moment(), end);
        QTest::keyClick(window.get(), Qt::Key_Home);
        QCOMPARE(window->moment(), 0.0);
        std::vector<double> seen;
        for (int i = 0; i < 5; ++i) {
            QTest::keyClick(window.get(), Qt::Key_Right);
            seen.push_back(window->moment());
        }
        QVERIFY(std::ranges::is_sorted(seen) && seen.front() > 0 && seen[4] > seen[3]);
        QTest::keyClick(window.get(), Qt::Key_Left);
        QCOMPARE(window->moment(), seen[3]);
        QTest::keyClick(window.get(), Qt::Key_Space);
        QVERIFY(window->playing());
        QTRY_VERIFY(window->moment() > seen[3]);
        QTest::keyClick(window.get(), Qt::Key_Space);
        QVERIFY(!window->playing());
        QTest::keyClick(window.get(), Qt::Key_End);
        QCOMPARE(window->moment(), end);
        QTest::keySequence(window.get(), QKeySequence::Close);
        QVERIFY(!window->isVisible());
    }

    void fourFitAndNoMore() {
        const auto window = two();
        QCOMPARE(window->add(side(app::PolicyKind::DeepConfLow)), QString());
        QCOMPARE(window->add(side(app::PolicyKind::SlimSc)), QString());
        QVERIFY(window->add(side(app::PolicyKind::Step)).startsWith(u"There are four runs already"_s));
        QCOMPARE(window->runs().size(), std::size_t{4});
        QVERIFY2(window->minimumSizeHint().width() <= 1280,
                 qPrintable(QString::number(window->minimumSizeHint().width())));
        picture(*window, u"four"_s);
        window->resize(1680, 1040);
        picture(*window, u"four_large"_s);
        for (QToolButton* button : window->findChildren<QToolButton*>()) {
            if (button->accessibleName() != u"Remove run C from the comparison"_s) continue;
            QTest::mouseClick(button, Qt::LeftButton);
            break;
        }
        QTRY_COMPARE(window->runs().size(), std::size_t{3});
        QVERIFY(window->runs().label(2).startsWith(u"Slim-SC"_s));
    }

    void otherProblemsAreRefused() {
        const auto window = two();
        QVERIFY(window->add(side(app::PolicyKind::Step, 7, "another problem")).contains(u"of another problem"_s));
        QCOMPARE(window->runs().size(), std::size_t{2});
    }

    void aComparisonIsSavedAndOpensAgain() {
        const QString folder = m_dir.filePath(u"saved"_s);
        two()->runs().save(folder);
        QCOMPARE(QDir(folder).entryList(QDir::Files),
                 (QStringList{u"1-sc.stepscope"_s, u"2-step.stepscope"_s, u"compare.json"_s}));
        ui::CompareWindow window(m_theme);
        window.open({folder});
        QTRY_VERIFY(!window.isOpening());
        QCOMPARE(window.runs().size(), std::size_t{2});
        QCOMPARE(window.differences(), two()->differences());
        ui::CompareWindow broken(m_theme);
        broken.open({m_dir.filePath(u"missing.stepscope"_s), folder + u"/1-sc.stepscope"_s});
        QTRY_VERIFY(!broken.isOpening());
        QCOMPARE(broken.runs().size(), std::size_t{1});
    }

    void policiesAreChosenTwoToFour() {
        ui::ComparePlanDialog dialog(app::PolicyKind::Step, true, m_theme);
        using enum app::PolicyKind;
        QCOMPARE(dialog.policies(), (std::vector{SelfConsistency, Step}));
        QPushButton* run = nullptr;
        for (QPushButton* button : dialog.findChildren<QPushButton*>())
            if (button->text() == u"Compare"_s) run = button;
        QVERIFY(run && run->isEnabled());
        for (QCheckBox* box : dialog.findChildren<QCheckBox*>()) box->setChecked(true);
        QVERIFY(!run->isEnabled());
        for (QCheckBox* box : dialog.findChildren<QCheckBox*>()) box->setChecked(false);
        QVERIFY(!run->isEnabled());
        ui::ComparePlanDialog bare(SelfConsistency, false, m_theme);
        QCOMPARE(bare.policies(), std::vector{SelfConsistency});  // STEP needs a scorer
    }

    void anythingMayDifferButOneThing() {
        ui::ComparePlanDialog dialog(app::PolicyKind::Step, true, m_theme);
        dialog.setMemory(24);
        dialog.setScorers({{u"own.pt"_s, u"/m/own.pt"_s}, {u"b.pt"_s, u"/m/b.pt"_s}, {u"own"_s, u"/m/own.pt"_s}});
        dialog.setModels({{u"Demo"_s, u"/m"_s}, {u"Other"_s, u"/o"_s}});
        QVERIFY(dialog.plan() && dialog.plan()->axis == app::CompareAxis::Policies && dialog.problem().isEmpty());
        dialog.setAxis(app::CompareAxis::Memories);
        QVERIFY(dialog.plan());
        QCOMPARE(dialog.plan()->columns.size(), std::size_t{2});
        QCOMPARE(*dialog.plan()->columns[1].kvCacheMib, 24.0);
        QVERIFY(!dialog.plan()->columns[1].policy);
        for (const char* wrong : {"", "12", "12, x", "1,2,3,4,5", "12,,24", "-3, 4"}) {
            dialog.setMemories(QString::fromUtf8(wrong));
            QVERIFY2(!dialog.plan() && dialog.problem().contains(u"MiB"_s), wrong);
        }
        dialog.setMemories(u"12, 24.5, 48"_s);
        QCOMPARE(dialog.plan()->columns.size(), std::size_t{3});
        dialog.show();
        picture(dialog, u"plan_memories"_s);
        dialog.setAxis(app::CompareAxis::Scorers);
        QVERIFY(!dialog.plan());  // the loaded one alone
        dialog.addFile(app::CompareAxis::Scorers, {u"b.pt"_s, u"/m/b.pt"_s}, true);
        QVERIFY(dialog.plan());
        QCOMPARE(*dialog.plan()->columns[0].scorer, std::string("/m/own.pt"));
        QCOMPARE(*dialog.plan()->columns[1].scorer, std::string("/m/b.pt"));
        picture(dialog, u"plan_scorers"_s);
        dialog.setAxis(app::CompareAxis::Models);
        dialog.addFile(app::CompareAxis::Models, {u"Other"_s, u"/o"_s}, true);
        QCOMPARE(*dialog.plan()->columns[1].model, std::string("/o"));
        picture(dialog, u"plan_models"_s);
    }

    void memoriesRunOneAfterAnother() {
        ScriptedWindow opened(m_theme);
        opened.window->compareRuns(app::planComparison({.memories = {12, 24, 48}}));
        std::vector<double> memories;
        for (int run = 0; run < 3; ++run) {
            opened.session().tick();
            opened.passes(100'000);
        }
        for (const app::Command& command : opened.source->posted) {
            if (const auto* start = std::get_if<app::StartRun>(&command))
                memories.push_back(start->options.kvCacheMib.value_or(0));
        }
        QCOMPARE(memories, (std::vector<double>{12, 24, 48}));
        auto* found = opened.window->findChild<ui::CompareWindow*>();
        QVERIFY(found);
        QCOMPARE(found->runs().size(), std::size_t{3});
        delete found;
    }

    /// Each scorer is loaded for its own run and scores no other one; the first one comes back.
    void scorersRunOneAfterAnother() {
        ScriptedWindow opened(m_theme);
        const std::string own = opened.session().scorer()->path;
        opened.source->posted.clear();
        opened.window->compareRuns(app::planComparison({.scorers = {"/m/a.pt", "/m/b.pt"}}));
        for (const char* path : {"/m/a.pt", "/m/b.pt"}) {
            const auto* order = std::get_if<app::LoadScorer>(&opened.source->posted.back());
            QVERIFY(order && order->path == path && !order->rescores);
            QVERIFY(!opened.session().runActive());
            app::ScorerInfo scorer = ui_test::scriptedScorer();
            scorer.path = path;
            opened.source->say(app::ScorerReady{scorer});
            opened.session().tick();
            QCoreApplication::processEvents();
            opened.session().tick();
            opened.passes(100'000);
        }
        const auto* last = std::get_if<app::LoadScorer>(&opened.source->posted.back());
        QVERIFY(last && last->path == own && !last->rescores);
        QCOMPARE(opened.countPosted<app::StartRun>(), 2);
        auto* found = opened.window->findChild<ui::CompareWindow*>();
        QVERIFY(found && found->runs().size() == 2);
        delete found;
    }

    void aScorerThatCannotBeLoadedEndsTheComparison() {
        ScriptedWindow opened(m_theme);
        opened.window->compareRuns(app::planComparison({.scorers = {"/m/a.pt", "/m/b.pt"}}));
        opened.source->say(app::Refused{"scorer", "of another width"});
        opened.session().tick();
        QCoreApplication::processEvents();
        QCOMPARE(opened.countPosted<app::StartRun>(), 0);
        QVERIFY(opened.window->messages().text().contains(u"of another width"_s));
        opened.runToItsEnd();  // no part of a comparison any more
        QVERIFY(!opened.window->findChild<ui::CompareWindow*>());
    }

    void policiesRunOneAfterAnother() {
        ScriptedWindow opened(m_theme);
        opened.window->comparePolicies({app::PolicyKind::SelfConsistency, app::PolicyKind::Step});
        for (int run = 0; run < 2; ++run) {
            QVERIFY(!opened.window->findChild<ui::CompareWindow*>());
            opened.session().tick();
            opened.passes(100'000);
        }
        auto* found = opened.window->findChild<ui::CompareWindow*>();
        QVERIFY(found);
        QCOMPARE(found->runs().size(), std::size_t{2});
        QCOMPARE(found->runs().end(0).header.options.policy, app::PolicyKind::SelfConsistency);
        QCOMPARE(found->runs().end(1).header.options.policy, app::PolicyKind::Step);
        QVERIFY(found->runs().end(0).finished && found->runs().end(1).finished);
        delete found;
    }

    void aCompleteRunAnswersQuestions() {
        app::LoadModel order;
        order.backend = app::BackendChoice::Cpu;
        const auto session = app::ModelSession::load(order);
        const auto real = [&](app::PolicyKind policy, double mib) {
            auto timeline = std::make_unique<app::Timeline>();
            app::RunOptions options = session->defaults();
            options.policy = policy;
            options.traces = 8;
            options.kvCacheMib = mib;
            options.pace = 0;
            app::RunLoop loop(
                *session,
                {.problem = "work out 11 + 78 + 34 * 36 + 270 / 9", .knownAnswer = "1343", .options = options},
                [&](const app::Event& event) { timeline->append(event); });
            while (!loop.isFinished()) loop.step();
            return timeline;
        };
        ui::CompareWindow window(m_theme);
        window.resize(1400, 800);
        window.show();
        window.add({real(app::PolicyKind::SelfConsistency, 64), {}});
        window.setAsking(true);
        QVERIFY2(window.whatIf().canAsk(), qPrintable(window.whatIf().status()));
        const auto pruned = real(app::PolicyKind::Step, 9);
        QVERIFY(pruned->latest().prunedCount > 0);
        window.whatIf().setPolicy(app::PolicyKind::Step);
        window.whatIf().setBlocks(pruned->latest().header.kvBlocks);
        QTRY_VERIFY_WITH_TIMEOUT(!window.whatIf().isBusy() && window.runs().size() == 2, 20000);
        QVERIFY2(window.runs().label(1).startsWith(u"What if: STEP"_s), qPrintable(window.runs().label(1)));
        // What would have been is what is, where it is really run.
        const app::RunState& answered = window.runs().end(1);
        QCOMPARE(answered.prunedCount, pruned->latest().prunedCount);
        QCOMPARE(answered.generatedTokens, pruned->latest().generatedTokens);
        for (std::size_t i = 0; i < answered.traces.size(); ++i)
            QCOMPARE(answered.traces[i].text.str(), pruned->latest().traces[i].text.str());
        QVERIFY(window.runs().figures(1).simulated);
        QCOMPARE(window.whatIf().strip().sweep().cells.size(), std::size_t{40});
        picture(window, u"what_if"_s);
        // Another victim and another trace score are other runs; another count of the votes is the same run.
        const auto settled = [&] { return !window.whatIf().isBusy() && window.runs().size() == 2; };
        window.whatIf().setVictim(app::VictimRule::Longest);
        QTRY_VERIFY_WITH_TIMEOUT(settled(), 20000);
        QCOMPARE(window.runs().end(1).header.options.victim, app::VictimRule::Longest);
        QVERIFY(window.runs().end(1).generatedTokens != pruned->latest().generatedTokens);
        window.whatIf().setVictim(app::VictimRule::LowestScore);
        window.whatIf().setTraceScore(app::TraceScoreRule::Last);
        QTRY_VERIFY_WITH_TIMEOUT(settled(), 20000);
        QCOMPARE(window.runs().end(1).header.options.traceScore, app::TraceScoreRule::Last);
        window.whatIf().setTraceScore(app::TraceScoreRule::Mean);
        QTRY_VERIFY_WITH_TIMEOUT(settled(), 20000);
        const app::ComparedFigures counted = window.runs().figures(1);
        window.whatIf().setVote(app::VoteCount::Majority);
        QVERIFY2(
            window.column(1).answer().contains(u"by majority "_s + QString::fromStdString(*counted.majority.answer)),
            qPrintable(window.column(1).answer()));
        QVERIFY(window.column(0).answer().contains(u"by majority"_s));
        QVERIFY(window.whatIf().strip().accessibleDescription().contains(
            QString::fromStdString(*window.whatIf().strip().sweep().cells.back().figures->majority.answer)));
        picture(window, u"what_if_majority"_s);
        window.whatIf().setVote(app::VoteCount::AsRun);
        QVERIFY(window.column(1).answer().contains(u"answers "_s));
        QTest::keyClick(&window.whatIf().strip(), Qt::Key_Home);
        QTRY_VERIFY_WITH_TIMEOUT(!window.whatIf().isBusy(), 20000);
        QVERIFY(window.whatIf().blocks() < pruned->latest().header.kvBlocks);
        QCOMPARE(window.runs().size(), std::size_t{2});
        for (QPushButton* button : window.findChildren<QPushButton*>())
            if (button->text().remove(u'&') == u"Back to what really happened"_s) button->click();
        QCOMPARE(window.runs().size(), std::size_t{1});

        ui::CompareWindow cut(m_theme);
        cut.show();
        cut.add({std::make_unique<app::Timeline>(*pruned), {}});
        cut.setAsking(true);
        QVERIFY(!cut.whatIf().canAsk() || pruned->latest().traces.front().phase == app::TracePhase::Finished);
        if (cut.whatIf().canAsk())
            QVERIFY2(cut.whatIf().status().contains(u"cannot be asked: the run cut some"_s),
                     qPrintable(cut.whatIf().status()));
        picture(cut, u"what_if_incomplete"_s);
    }

    void aStoppedRunEndsTheComparison() {
        ScriptedWindow opened(m_theme);
        opened.window->comparePolicies({app::PolicyKind::SelfConsistency, app::PolicyKind::Step});
        opened.passes(20);
        opened.session().stop();
        for (int i = 0; i < 5; ++i) opened.session().tick();
        QVERIFY(!opened.window->findChild<ui::CompareWindow*>());
        QVERIFY2(opened.window->messages().text().startsWith(u"The comparison ends here"_s),
                 qPrintable(opened.window->messages().text()));
    }
};

QTEST_MAIN(UiCompare)
#include "ui_compare.moc"
