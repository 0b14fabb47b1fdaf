// What is copied, from where, and the search over all traces: context menus, Ctrl+C, Ctrl+Shift+F.
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <random>

#include "cpu_time.h"
#include "ui/lanes/lanes_view.h"
#include "ui/lanes/trace_text.h"
#include "ui/panels/context_menu.h"
#include "ui/panels/events_panel.h"
#include "ui/panels/reader_panel.h"
#include "ui/panels/run_text.h"
#include "ui/panels/search_panel.h"
#include "ui/panels/vote_panel.h"
#include "ui/session/trace_search.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;
using engine::TraceId;
using Place = ui::MenuSubject::Place;

class UiCopySearch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        ui_test::isolate(m_folder);
        m_theme.apply(ui::ThemeChoice::Light);
    }
    void init() {
        m_window = std::make_unique<ui_test::ScriptedWindow>(m_theme);
        m_window->runToItsEnd();
        m_window->window->refreshAll();
        QGuiApplication::clipboard()->clear();
    }
    void cleanup() { m_window.reset(); }

    // ---- copies

    void aTraceIsCopiedWithTheScoresOfItsSteps() {
        lanes().setCurrentIndex(lanes().model()->index(0, 0));
        QTest::keyClick(&lanes(), Qt::Key_C, Qt::ControlModifier);
        const app::TraceState& trace = *lanes().lanes().traceAt(0);
        const QString copied = clipboard();
        QVERIFY2(copied.startsWith(u"Trace #%1, finished, score "_s.arg(engine::index(trace.id))),
                 qPrintable(copied.left(80)));
        for (const app::StepState& step : trace.steps) {
            const QString words =
                QString::fromStdString(trace.text.substr(step.beginByte, step.endByte - step.beginByte)).trimmed();
            QVERIFY(copied.contains(u"[%1] %2"_s.arg(QString::number(static_cast<double>(step.score), 'f', 2), words)));
        }
    }

    void theLanesMenuCopiesAndGoesToTheEnd() {
        const auto pruned = std::ranges::find_if(
            run().traces, [](const auto& t) { return t.phase == app::TracePhase::Pruned && t.steps.size() > 1; });
        QVERIFY(pruned != run().traces.end());
        const double endedAt = pruned->endedAt;
        const TraceId id = pruned->id;
        const auto menu = window().contextMenu().make({.place = Place::Lane, .trace = id, .step = 1});
        act(*menu, u"copyStep"_s);
        QCOMPARE(clipboard(), ui::stepAsText(*pruned, 1));
        act(*menu, u"copyRun"_s);
        const QStringList lines = clipboard().trimmed().split(u'\n');
        QCOMPARE(lines.size(), static_cast<qsizetype>(run().traces.size()) + 1);
        QCOMPARE(lines[0].count(u','), lines[1].count(u','));
        QVERIFY(lines[static_cast<qsizetype>(engine::index(id))].startsWith(u"%1,pruned,0."_s.arg(engine::index(id))));
        act(*menu, u"goToEnd"_s);
        QCOMPARE(m_window->session().shownTime(), endedAt);
        QVERIFY(m_window->session().shownEntry());
        QCOMPARE(m_window->session().selected(), std::optional(id));
    }

    void otherActionsCanBeAdded() {
        std::optional<TraceId> asked;
        window().contextMenu().addSection([&asked](QMenu& menu, const ui::MenuSubject& subject) {
            if (subject.place == Place::Lane)
                menu.addAction(u"Protect"_s, &menu, [&asked, subject] { asked = subject.trace; })
                    ->setObjectName(u"protect"_s);
        });
        const auto menu = window().contextMenu().make({.place = Place::Lane, .trace = TraceId{3}});
        QVERIFY(!menu->actions().first()->isSeparator());
        act(*menu, u"protect"_s);
        QCOMPARE(asked, std::optional(TraceId{3}));
        const auto other = window().contextMenu().make({.place = Place::Memory, .time = 1.0});
        QVERIFY(!other->findChild<QAction*>(u"protect"_s));
        QVERIFY(!other->actions().last()->isSeparator());
    }

    void aRightClickOpensTheMenuOfTheLane() {
        const QModelIndex index = lanes().model()->index(2, ui::LanesModel::State);
        const QPoint at = lanes().visualRect(index).center();
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, lanes().viewport()->mapToGlobal(at));
        QApplication::sendEvent(lanes().viewport(), &event);
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QVERIFY(menu);
        const QString name =
            lanes().lanes().findRow(2)->id == TraceId{} ? QString() : menu->findChild<QAction*>(u"copyTrace"_s)->text();
        QVERIFY2(name.contains(u"#%1 "_s.arg(engine::index(lanes().lanes().findRow(2)->id))), qPrintable(name));
        menu->close();
    }

    void anEventIsCopiedAsALine() {
        QListView* list = window().findChild<ui::EventsPanel*>()->view();
        list->setCurrentIndex(list->model()->index(0, 0));
        QTest::keyClick(list, Qt::Key_C, Qt::ControlModifier);
        QVERIFY2(clipboard().endsWith(u"Run finished"_s), qPrintable(clipboard()));
        const auto menu = window().contextMenu().make({.place = Place::Event, .entry = 0});
        act(*menu, u"copyEvent"_s);
        QCOMPARE(clipboard(), ui::eventAsText(run().log[0], run()));
    }

    void theReaderCopiesScoresWithWholeSteps() {
        const app::TraceState* trace = lanes().lanes().traceAt(0);
        m_window->session().select(trace->id);
        window().refreshAll(false);
        ui::TraceText& text = *window().reader().text();
        text.selectAll();
        const QString all = text.selectedText();
        QCOMPARE(all.count(QRegularExpression(u"\\[\\d\\.\\d\\d\\] "_s)), static_cast<qsizetype>(trace->steps.size()));
        text.copy();
        QCOMPARE(clipboard(), all);
        QTextCursor part(text.document()->begin());
        part.setPosition(3);
        part.setPosition(9, QTextCursor::KeepAnchor);
        text.setTextCursor(part);
        QCOMPARE(text.selectedText(), text.document()->begin().text().mid(3, 6));  // no score in the middle of a step
    }

    void theVoteAndChartsAreCopied() {
        QVERIFY(run().vote.answers.size() > 1);
        const auto menu = window().contextMenu().make({.place = Place::Vote, .answer = 0});
        act(*menu, u"copyAnswer"_s);
        QCOMPARE(clipboard(), QString::fromStdString(run().vote.answers[0].answer));
        QCOMPARE(ui::voteAsText(run()).count(u'\n'), static_cast<qsizetype>(run().vote.answers.size()));
        QCOMPARE(ui::voteAsCsv(run()).count(u'\n'), static_cast<qsizetype>(run().vote.ballots.size()) + 1);
        QVERIFY(ui::memoryAsCsv(run().kv).count(u'\n') > 10);
        const ui::ShareSeries shares = ui::makeShareSeries(run(), m_window->session().duration());
        QCOMPARE(ui::sharesAsCsv(shares).count(u'\n'), static_cast<qsizetype>(shares.points.size()) + 1);
    }

    void csvIsSafe() {
        app::RunState state;
        app::TraceState trace;
        trace.id = TraceId{1};
        trace.phase = app::TracePhase::Finished;
        trace.answer = "=1+\"a\",b";
        state.traces.push_back(trace);
        const QString row = ui::runAsCsv(state).split(u'\n')[1];
        QVERIFY2(row.contains(u"\"'=1+\"\"a\"\",b\""_s), qPrintable(row));
    }

    // ---- search

    void aSearchFindsWhatIsThere() {
        std::mt19937 random(4);
        const QString letters = u"abAB\u00e4\u20ac \n"_s;
        for (int round = 0; round < 10; ++round) {
            app::RunState state;
            for (int id = 1; id <= 3; ++id) {
                app::TraceState trace;
                trace.id = TraceId{id};
                QString text;
                const int length = static_cast<int>(random() % 300'000);
                for (int i = 0; i < length; ++i) text += letters[static_cast<qsizetype>(random() % 8)];
                trace.text += text.toStdString();
                state.traces.push_back(std::move(trace));
            }
            QString needle;
            for (int i = 0; i < 4 + round % 4; ++i) needle += letters[static_cast<qsizetype>(random() % 8)];
            ui::TraceSearch search;
            search.start(needle);
            while (search.work(state)) {
            }
            std::vector<std::pair<TraceId, std::size_t>> expected;
            for (const app::TraceState& trace : state.traces) {
                const QString text = QString::fromStdString(trace.text.str());
                qsizetype counted = 0;
                std::size_t byte = 0;
                for (qsizetype at = text.indexOf(needle, 0, Qt::CaseInsensitive); at >= 0;
                     at = text.indexOf(needle, at + needle.size(), Qt::CaseInsensitive)) {
                    byte += static_cast<std::size_t>(QStringView(text).sliced(counted, at - counted).toUtf8().size());
                    counted = at;
                    expected.emplace_back(trace.id, byte);
                }
            }
            if (expected.size() > ui::TraceSearch::kMostHits) expected.resize(ui::TraceSearch::kMostHits);
            QCOMPARE(search.hits().size(), expected.size());
            for (std::size_t i = 0; i < expected.size(); ++i) {
                QCOMPARE(search.hits()[i].trace, expected[i].first);
                QCOMPARE(search.hits()[i].byte, expected[i].second);
            }
        }
    }

    void theSearchOpensAndEnterGoesToTheHit() {
        ui::SearchPanel& search = window().search();
        QVERIFY(!search.isVisible());
        QTest::keyClick(&window(), Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(search.isVisible());
        QTest::keyClicks(search.needle(), u"WALK"_s);
        QTest::keyClick(search.needle(), Qt::Key_Return);
        QTRY_VERIFY(m_window->session().selectedStep());
        QTRY_VERIFY(!search.statusText().contains(u"searched"_s));
        qsizetype expected = 0;
        for (const app::TraceState& trace : run().traces)
            expected += QString::fromStdString(trace.text.str()).count(u"walk"_s, Qt::CaseInsensitive);
        QCOMPARE(search.list()->model()->rowCount(), static_cast<int>(expected));
        QVERIFY(expected > 10);
        compareHit(0);
        QTest::keyClick(search.needle(), Qt::Key_Down);
        QTest::keyClick(search.needle(), Qt::Key_Down);
        QTest::keyClick(search.needle(), Qt::Key_Return);
        compareHit(2);
        const QModelIndex last = search.list()->model()->index(static_cast<int>(expected) - 1, 0);
        search.list()->scrollTo(last);
        QTest::mouseClick(search.list()->viewport(), Qt::LeftButton, {}, search.list()->visualRect(last).center());
        compareHit(static_cast<int>(expected) - 1);
        QTest::keyClick(search.needle(), Qt::Key_Escape);
        QVERIFY(!search.isVisible());
    }

    void theSearchFollowsTheMomentShown() {
        ui::SearchPanel& search = window().search();
        search.open();
        search.needle()->setText(u"because"_s);
        QTRY_VERIFY(search.list()->model()->rowCount() > 0);
        const int all = search.list()->model()->rowCount();
        m_window->session().seek(m_window->session().duration() / 8);
        QTRY_VERIFY(search.list()->model()->rowCount() < all);
    }

    void longTracesAreSearchedWithoutBlocking() {
        app::RunState state;
        std::mt19937 random(9);
        for (int id = 1; id <= 64; ++id) {
            app::TraceState trace;
            trace.id = TraceId{id};
            std::string text;
            for (int token = 0; token < 30000; ++token) {
                text += " word" + std::to_string(random() % 1000);
                trace.tokenEnds.push_back(static_cast<std::uint32_t>(text.size()));
                if (token % 30 != 29) continue;
                const int begin = token - 29;
                const auto from =
                    begin == 0 ? 0U : static_cast<std::uint32_t>(trace.tokenEnds[static_cast<std::size_t>(begin) - 1]);
                trace.steps.push_back({begin, token + 1, from, static_cast<std::uint32_t>(text.size()), 0.5F, 0});
            }
            trace.text += text;
            state.traces.push_back(std::move(trace));
        }
        ui::TraceSearch search;
        search.start(u"Word77 word"_s);
        double worst = 0, total = 0;
        for (bool more = true; more;) {
            const cpu::ThreadClock clock;
            more = search.work(state);
            worst = std::max(worst, clock.seconds() * 1000);
            total += clock.seconds() * 1000;
        }
        std::printf("64 x 30,000 tokens: %zu hits in %.0f ms, worst slice %.1f ms\n", search.hits().size(), total,
                    worst);
        QVERIFY(search.hits().size() > 500);
        QVERIFY(worst < 8 * cpu::kSlack);
        const ui::SearchHit& hit = search.hits()[100];
        const app::StepState& step = state.findTrace(hit.trace)->steps[static_cast<std::size_t>(hit.step)];
        QVERIFY(hit.byte >= step.beginByte && hit.byte < step.endByte);
    }

private:
    ui::AppWindow& window() const { return *m_window->window; }
    ui::LanesView& lanes() const { return window().lanes(); }
    const app::RunState& run() const { return m_window->session().latest(); }
    static QString clipboard() { return QGuiApplication::clipboard()->text(); }
    static void act(const QMenu& menu, const QString& name) {
        auto* action = menu.findChild<QAction*>(name);
        QVERIFY2(action, qPrintable(name));
        action->trigger();
    }

    /// Lane, step and reader show the hit of that row.
    void compareHit(int row) {
        const auto* model = window().search().findChild<ui::HitsModel*>();
        const ui::SearchHit* hit = model->findHit(row);
        QVERIFY(hit);
        QCOMPARE(m_window->session().selected(), std::optional(hit->trace));
        QCOMPARE(m_window->session().selectedStep(), std::optional(hit->step));
        QCOMPARE(lanes().lanes().findRow(lanes().currentIndex().row())->id, hit->trace);
        QCOMPARE(window().reader().text()->textCursor().selectedText().toLower(), u"walk"_s);
    }

    QTemporaryDir m_folder;
    ui::Theme m_theme;
    std::unique_ptr<ui_test::ScriptedWindow> m_window;
};

QTEST_MAIN(UiCopySearch)
#include "ui_copy_search.moc"
