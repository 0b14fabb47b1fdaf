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
