// The lesson from its first page to its last, by pressing its buttons over the real worker at full pace: every claim is
// checked against the runs, every placeholder is filled, and the person's settings come back. With
// STEPSCOPE_TEST_PICTURES set, a picture of each page is left in that folder.
#include <QAction>
#include <QPushButton>
#include <algorithm>
#include <map>

#include "app/lesson/lesson.h"
#include "app/lesson/lesson_values.h"
#include "ui/compare/compare_window.h"
#include "ui/compare/sweep_strip.h"
#include "ui/compare/what_if_panel.h"
#include "ui/lesson/highlight.h"
#include "ui/lesson/lesson_panel.h"
#include "ui/message_bar.h"
#include "ui/panels/panel_deck.h"
#include "ui/panels/time_bar.h"
#include "ui/setup/policy_chooser.h"
#include "ui/setup/problem_box.h"
#include "ui/setup/setup_panel.h"
#include "ui_audit.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;
using app::LessonDo;

namespace {

constexpr int kMostMs = 240'000;  // of a run, on a machine that does other things

}  // namespace

class UiLesson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        ui_test::isolate(m_home);
        m_theme.apply(qEnvironmentVariable("STEPSCOPE_TEST_THEME") == u"dark"_s ? ui::ThemeChoice::Dark
                                                                                : ui::ThemeChoice::Light);
    }

    void fromTheFirstPageToTheLast() {
        ui::LaunchOptions launch;
        launch.size = QSize(1280, 800);
        launch.historyFolder = QString();
        launch.pace = 0;
        launch.problem = u"What is 3 * (17 + 25) - 4 * 9 + 12?"_s;
        launch.knownAnswer = u"102"_s;
        ui::AppWindow window(std::make_unique<ui::WorkerSource>(), m_theme, launch);
        m_window = &window;
        window.show();
        window.begin();
        QTRY_VERIFY_WITH_TIMEOUT(session().model() && session().scorer(), 60'000);
        const app::RunOptions before = window.setup().options();
        window.startLesson({});
        QVERIFY(window.lesson());
        // What the page speaks of is framed while the page can be read.
        const auto frames = [&] { return window.findChild<ui::Highlight*>()->frames(); };
        QTRY_VERIFY(frames() > 0);
        lessonAction(u"Lesson"_s, u"Ctrl+7"_s)->trigger();
        QTRY_COMPARE(frames(), 0);
        lessonAction(u"Lesson"_s, u"Ctrl+7"_s)->trigger();
        QTRY_VERIFY(frames() > 0);
        const std::size_t pages = player().lesson().pages.size();
        QCOMPARE(pages, std::size_t{9});
        for (std::size_t page = 0; page < pages; ++page) {
            QCOMPARE(player().pageNumber(), page);
            playPage();
            if (QTest::currentTestFailed()) {
                m_window->session().stopAndWait(10'000);
                return;
            }
            QTest::mouseClick(panel().next(), Qt::LeftButton);
        }
        QVERIFY(!window.lesson());  // the last page's button ends it
        QCOMPARE(window.findChildren<ui::CompareWindow*>().size(), qsizetype{1});
        QCOMPARE(window.setup().problem().problem(), *launch.problem);
        QCOMPARE(window.setup().problem().knownAnswer(), launch.knownAnswer);
        window.startLesson({});
        QVERIFY(window.lesson());
        lessonAction(u"&End the lesson"_s)->trigger();
        QVERIFY(!window.lesson());
        QVERIFY(window.setup().options().kvCacheMib == before.kvCacheMib);
        QCOMPARE(window.setup().options().traces, before.traces);
        QCOMPARE(window.setup().options().sampling.seed, before.sampling.seed);
        window.close();
    }

private:
    ui::SessionController& session() const { return m_window->session(); }
    QAction* lessonAction(const QString& text, const QString& key = {}) const {
        for (QAction* action : m_window->findChildren<QAction*>())
            if (action->text() == text && (key.isEmpty() || action->shortcut() == QKeySequence(key))) return action;
        return nullptr;
    }
    ui::LessonPanel& panel() const { return m_window->lessonPanel(); }
    ui::LessonPlayer& player() const { return *m_window->lesson(); }

    void playPage() {
        const app::LessonPage page = player().page();
        const QString title = QString::fromStdString(page.title);
        QVERIFY(panel().text().contains(title));
        QVERIFY2(page.actions.empty() || !panel().next()->isEnabled(), qPrintable(title));
        picture(u"asked"_s);
        for (const app::LessonAction& action : page.actions) {
            play(action);
            if (QTest::currentTestFailed()) return;
        }
        QTRY_VERIFY(panel().next()->isEnabled());
        auto* open = panel().findChild<QPushButton*>(u"showAnswer"_s);
        QVERIFY2(open, qPrintable(title));
        QTest::mouseClick(open, Qt::LeftButton);
        QVERIFY(panel().text().contains(player().filled(page.answer)));
        QVERIFY2(player().missing().empty(), player().missing().empty() ? "" : player().missing().begin()->c_str());
        QVERIFY2(!panel().text().contains(u'{') && !panel().text().contains(u'}'), qPrintable(panel().text()));
        picture(u"answered"_s);
        if (page.highlights.empty()) return;
        QTRY_VERIFY2(m_window->findChild<ui::Highlight*>()->frames() > 0, qPrintable(title));
    }

    void play(const app::LessonAction& action) {
        const QString id = QString::fromStdString(action.id);
        QTRY_VERIFY2_WITH_TIMEOUT(panel().buttonOf(id) && panel().buttonOf(id)->isEnabled(), qPrintable(id), 20'000);
        QTest::mouseClick(panel().buttonOf(id), Qt::LeftButton);
        if (action.kind == LessonDo::WhatIf) moveMemory();
        if (action.kind == LessonDo::Own) {
            m_window->setup().problem().setProblem(u"work out 12 + 3 * 4"_s, u"24"_s);
            app::RunOptions few = m_window->setup().options();
            few.traces = 4;
            m_window->setup().setOptions(few);
            m_window->startRun();
        }
        QTRY_VERIFY2_WITH_TIMEOUT(player().isDone(action), qPrintable(id + u": "_s + m_window->messages().text()),
                                  kMostMs);
        QCOMPARE(player().surprises(action).join(u"; "_s), QString());
        if (!action.after.empty()) QVERIFY(panel().text().contains(player().filled(action.after, &action)));
        if (action.kind == LessonDo::Run) {
            QCOMPARE(session().latest().header.problem, action.run.problem);
            app::RunOptions wanted = session().model()->defaults;
            action.run.applyTo(wanted);
            QCOMPARE(session().latest().header.options.sampling.seed, wanted.sampling.seed);
            QCOMPARE(session().latest().header.options.kvCacheMib, wanted.kvCacheMib);
            QCOMPARE(session().latest().header.options.policy, wanted.policy);
            checkMostlyWrong(action);
        }
        checkWords(action);
    }

    /// What the pages say without a number.
    void checkWords(const app::LessonAction& action) {
        const app::RunState& run = session().latest();
        if (action.id == "turn") {  // "this step adds before it multiplies"
            QVERIFY(session().selectedStep());
            const app::TraceState& trace = *run.findTrace(*session().selected());
            const app::StepState& step = trace.steps[static_cast<std::size_t>(*session().selectedStep())];
            const std::string text = trace.text.substr(step.beginByte, step.endByte - step.beginByte);
            QVERIFY2(text.find("89 + 34") != std::string::npos, text.c_str());
        }
        if (action.id == "queue" || action.id == "full") {
            QVERIFY(session().shownTime() < session().duration());
        }
        if (action.id == "queue") {  // of a trace that was just preempted, the blocks are free at that moment
            const app::KvState& kv = session().shown().kv;
            QVERIFY2(kv.usedBlocks * 4 > kv.totalBlocks * 3, qPrintable(QString::number(kv.usedBlocks)));
        }
        if (action.id == "full") {  // "it is pruned next"
            const auto next = session().shown().nextVictim();
            const auto pruned = std::ranges::find(run.log, app::LogKind::Pruned, &app::LogEntry::kind);
            QVERIFY(next && pruned != run.log.end());
            QVERIFY((*pruned).trace == next);
        }
        if (action.id == "cut") QCOMPARE(session().shownTime(), session().duration());
        if (action.id == "cut_all") {  // "the vote stays as it was": the wrong answer is what one sees last
            QCOMPARE(session().shown().header.options.policy, app::PolicyKind::Step);
            QVERIFY(session().shown().finished);
        }
    }

    /// Page 4 says that most of the traces that had to wait are wrong, page 5 that most of the pruned ones are: the
    /// same traces have finished on page 2.
    void checkMostlyWrong(const app::LessonAction& action) {
        if (action.id == "vote") {
            for (const app::TraceState& trace : session().latest().traces) m_right[trace.id] = trace.right == true;
        }
        if (action.id != "prune" && action.id != "wait") return;
        int right = 0, wrong = 0;
        for (const app::TraceState& trace : session().latest().traces) {
            const bool counts = action.id == "wait" ? trace.waitedS > 0 : trace.phase == app::TracePhase::Pruned;
            if (counts) ++(m_right[trace.id] ? right : wrong);
        }
        QVERIFY2(right < wrong, qPrintable(u"%1 right, %2 wrong"_s.arg(right).arg(wrong)));
    }

    /// As a person would: from cell to cell of the strip, until the answer is another one.
    void moveMemory() {
        QTRY_COMPARE(m_window->findChildren<ui::CompareWindow*>().size(), qsizetype{1});
        auto* compare = m_window->findChild<ui::CompareWindow*>();
        ui::WhatIfPanel& whatIf = compare->whatIf();
        QTRY_VERIFY_WITH_TIMEOUT(!whatIf.strip().sweep().cells.empty() && !whatIf.isBusy(), 60'000);
        // With all the memory nobody is pruned, and the answer is the old one.
        QVERIFY(!player().isPageDone());
        const auto& most = whatIf.strip().sweep().cells.back().figures;
        QVERIFY(most && most->pruned == 0 && most->vote(app::VoteCount::AsRun).right == false);
        picture(u"window"_s, compare);
        int changes = 0;  // "a wrong answer can also lie between right ones"
        std::optional<bool> last;
        for (const app::SweepCell& cell : whatIf.strip().sweep().cells) {
            const auto right = cell.figures ? cell.figures->vote(app::VoteCount::AsRun).right : std::nullopt;
            if (right && last && *right != *last) ++changes;
            if (right) last = right;
        }
        QVERIFY2(changes >= 3, qPrintable(QString::number(changes)));  // right, wrong, right, and wrong at the end
        for (std::size_t i = 0; i < 40 && !player().isPageDone(); ++i) {
            QTest::keyClick(&whatIf.strip(), Qt::Key_Left);
            QTRY_VERIFY_WITH_TIMEOUT(!whatIf.isBusy(), 60'000);
        }
        picture(u"flipped"_s, compare);
    }

    void picture(const QString& what, QWidget* of = nullptr) {
        const QString folder = qEnvironmentVariable("STEPSCOPE_TEST_PICTURES");
        if (folder.isEmpty()) return;
        m_window->refreshAll();
        QTest::qWait(200);
        (of ? of : m_window)
            ->grab()
            .save(u"%1/lesson_%2_%3.png"_s.arg(folder).arg(player().pageNumber() + 1).arg(what));
    }

    QTemporaryDir m_home;
    ui::Theme m_theme;
    ui::AppWindow* m_window = nullptr;
    std::map<engine::TraceId, bool> m_right;
};

QTEST_MAIN(UiLesson)
#include "ui_lesson.moc"
