// The lanes at work: their order, zoomed strips, choosing steps, by real clicks, wheels and keys.
#include <QApplication>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QScrollBar>
#include <QToolButton>
#include <QWheelEvent>
#include <algorithm>
#include <random>

#include "cpu_time.h"
#include "ui/lanes/lanes_delegate.h"
#include "ui/lanes/lanes_header.h"
#include "ui/lanes/lanes_view.h"
#include "ui/lanes/trace_text.h"
#include "ui/panels/reader_panel.h"
#include "ui_window_support.h"

using namespace Qt::StringLiterals;
using engine::TraceId;
using ui::LanesModel;

class UiLanes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        ui_test::isolate(m_folder);
        m_theme.apply(ui::ThemeChoice::Light);
    }
    void init() { m_window = std::make_unique<ui_test::ScriptedWindow>(m_theme); }
    void cleanup() { m_window.reset(); }

    // ---- order

    void lanesAreSortedAlsoWhereNothingChangesAnyMore() {
        m_window->window->startRun();
        m_window->passes(40);
        for (int i = 0; i < 30; ++i) m_window->passes(1);  // within one round of sorting
        QTRY_VERIFY_WITH_TIMEOUT(isSorted(), 3000);        // and now no frame comes
    }

    void lanesAreSortedAtOnceWhereTheRunIsPausedOrHasEnded() {
        m_window->window->startRun();
        m_window->passes(30);
        for (int i = 0; i < 25; ++i) m_window->passes(1);
        m_window->session().pause();
        m_window->session().tick();
        QVERIFY(m_window->session().latest().phase == app::RunPhase::Paused);
        QVERIFY(isSorted());
        m_window->session().resume();
        while (m_window->session().latest().phase != app::RunPhase::Finished) m_window->passes(1);
        QVERIFY(isSorted());
    }

    void lanesAreSortedAtOnceWhereTheReplayIsPausedOrJumps() {
        m_window->runToItsEnd();
        ui::SessionController& session = m_window->session();
        for (const double share : {0.6, 0.3, 0.8, 0.45}) {
            session.seek(session.duration() * share);
            QVERIFY(isSorted());
        }
        session.setPlaySpeed(10);
        session.togglePlay();
        for (int i = 0; i < 5; ++i) {
            QTest::qWait(15);
            session.tick();
        }
        session.togglePlay();
        QVERIFY(isSorted());
    }

    void anotherRunIsShownFromItsTop() {
        m_window->window->resize(1100, 560);
        m_window->runToItsEnd();
        lanes().verticalScrollBar()->setValue(lanes().verticalScrollBar()->maximum());
        m_window->window->startRun();
        m_window->passes(60);
        QCOMPARE(lanes().verticalScrollBar()->value(), 0);
    }

    // ---- zoom

    void zoomKeepsTheTokenUnderThePointer() {
        std::mt19937 random(11);
        for (int i = 0; i < 2000; ++i) {
            const int scale = 100 + static_cast<int>(random() % 60000);
            ui::StripZoom zoom;
            for (int k = 0; k < 6; ++k) {
                const double share = static_cast<double>(random() % 1000) / 1000;
                const double around = zoom.first(scale) + share * zoom.tokens(scale);
                const double factor = random() % 3 == 0 ? 1.25 : 0.6;
                const ui::StripZoom before = zoom;
                zoom.zoom(factor, around, scale);
                QVERIFY(zoom.first(scale) >= 0 && zoom.first(scale) + zoom.tokens(scale) <= scale);
                QVERIFY(zoom.tokens(scale) >= std::min(scale, ui::StripZoom::kLeastTokens));
                const bool atEdge = zoom.first(scale) == 0 || zoom.first(scale) + zoom.tokens(scale) == scale;
                const double now = zoom.first(scale) + share * zoom.tokens(scale);
                if (!atEdge && !(zoom == before))
                    QVERIFY2(std::abs(now - around) <= 1.01, qPrintable(QString::number(now - around)));
            }
            for (int k = 0; k < 40; ++k) zoom.zoom(1.25, 0, scale);
            for (int k = 0; k < 20; ++k) zoom.zoom(1.9, 0, scale);
            QVERIFY(zoom.isWhole());
        }
    }

    void theWheelZoomsAroundThePointerAndMoves() {
        m_window->runToItsEnd();
        const int scale = lanes().lanes().tokenScale();
        const QRect strip = stripOf(2);
        const QPoint at(strip.left() + strip.width() / 3, strip.center().y());
        const int token = tokenAt(2, at);
        for (int i = 0; i < 6; ++i) wheel(at, 120, Qt::ControlModifier);
        QVERIFY(!zoom().isWhole());
        QVERIFY(zoom().tokens(scale) < scale / 3);
        QVERIFY2(std::abs(tokenAt(2, at) - token) <= 2, qPrintable(u"%1 %2"_s.arg(token).arg(tokenAt(2, at))));
        QVERIFY(lanes().header().wholeButton()->isVisible());

        const int first = zoom().first(scale);
        wheel(at, -120, Qt::ShiftModifier);
        QVERIFY(zoom().first(scale) > first);
        wheel(at, 120, Qt::ShiftModifier);
        QCOMPARE(zoom().first(scale), first);

        const int scrolled = lanes().verticalScrollBar()->value();
        wheel(at, -120, Qt::NoModifier);  // scrolls, as everywhere
        QCOMPARE(zoom().first(scale), first);
        lanes().verticalScrollBar()->setValue(scrolled);
        QTest::mouseClick(lanes().header().wholeButton(), Qt::LeftButton);
        QVERIFY(zoom().isWhole());
        QVERIFY(!lanes().header().wholeButton()->isVisible());
    }

    void keysZoomAndMove() {
        m_window->runToItsEnd();
        const int scale = lanes().lanes().tokenScale();
        lanes().setFocus();
        QTest::keyClick(&lanes(), Qt::Key_Plus);
        QCOMPARE(zoom().tokens(scale), scale / 2);
        QTest::keyClick(&lanes(), Qt::Key_Right, Qt::ShiftModifier);
        const int first = zoom().first(scale);
        QVERIFY(first > scale / 4);
        QTest::keyClick(&lanes(), Qt::Key_Left, Qt::ShiftModifier);
        QVERIFY(zoom().first(scale) < first);
        QTest::keyClick(&lanes(), Qt::Key_Minus);
        QVERIFY(zoom().isWhole());
        QTest::keyClick(&lanes(), Qt::Key_Plus);
        QTest::keyClick(&lanes(), Qt::Key_0);
        QVERIFY(zoom().isWhole());
    }

    void aZoomedStripIsDragged() {
        m_window->runToItsEnd();
        const int scale = lanes().lanes().tokenScale();
        QTest::keyClick(&lanes(), Qt::Key_Plus);
        const int first = zoom().first(scale);
        const QRect strip = stripOf(1);
        const QPoint from(strip.center()), to(strip.center() - QPoint(strip.width() / 5, 0));
        QTest::mousePress(lanes().viewport(), Qt::LeftButton, {}, from);
        for (int i = 1; i <= 4; ++i) move(from + (to - from) * i / 4);
        QTest::mouseRelease(lanes().viewport(), Qt::LeftButton, {}, to);
        QVERIFY2(std::abs(zoom().first(scale) - first - scale / 10) <= 2,
                 qPrintable(QString::number(zoom().first(scale))));
        QVERIFY(!m_window->session().selectedStep());  // a drag chooses nothing
    }

    void theScaleHasRoundNumbersApart() {
        for (const ui::StripScale scale : {ui::StripScale{700, 560}, {30000, 560}, {20, 400, 1233}, {333, 90, 5}}) {
            const auto ticks = ui::tokenTicks(scale, 64);
            QVERIFY(!ticks.empty());
            for (std::size_t i = 0; i < ticks.size(); ++i) {
                QVERIFY(ticks[i] >= scale.first && ticks[i] <= scale.first + scale.tokens);
                if (i > 0) QVERIFY(scale.x(ticks[i]) - scale.x(ticks[i - 1]) >= 64);
            }
        }
        QCOMPARE(ui::tokenTicks({700, 560}, 64), (std::vector<int>{0, 100, 200, 300, 400, 500, 600, 700}));
    }

    void aZoomedStripHasTheSameStepsAtTheSamePlaces() {
        m_window->runToItsEnd();
        for (const app::TraceState& trace : m_window->session().latest().traces) {
            const auto whole = ui::layoutStrip(trace, {800, 40000});
            const ui::StripScale part{100, 5000, 37};
            for (const ui::StripSegment& segment : ui::layoutStrip(trace, part)) {
                const auto same = std::find_if(whole.begin(), whole.end(), [&](const ui::StripSegment& w) {
                    return w.firstStep == segment.firstStep && w.score == segment.score;
                });
                QVERIFY(same != whole.end());
                QVERIFY(std::abs(segment.left - (same->left - 37 * 50)) < 1e-6);
                QVERIFY(std::abs(segment.right - (same->right - 37 * 50)) < 1e-6);
                QVERIFY(segment.right > 0 && segment.left < 5000);
            }
        }
    }

    // ---- steps

    void aClickOnAStepMovesTheReaderThere() {
        m_window->runToItsEnd();
        for (const int row : {0, 3, 5}) {
            const app::TraceState& trace = *lanes().lanes().traceAt(row);
            const int step = static_cast<int>(trace.steps.size()) / 2;
            clickStep(row, step);
            QCOMPARE(m_window->session().selected(), std::optional(trace.id));
            QCOMPARE(m_window->session().selectedStep(), std::optional(step));
            QVERIFY(!text().followsText());
            const app::StepState& s = trace.steps[static_cast<std::size_t>(step)];
            const QString words = QString::fromStdString(trace.text.substr(s.beginByte, s.endByte - s.beginByte));
            QVERIFY(text().textCursor().block().text().startsWith(words.trimmed().left(12)));
            QVERIFY(!text().extraSelections().isEmpty());
            QVERIFY(text().viewport()->rect().contains(text().cursorRect().center()));
        }
    }

    void arrowKeysGoFromStepToStep() {
        m_window->runToItsEnd();
        lanes().setCurrentIndex(lanes().model()->index(2, 0));
        const app::TraceState& trace = *lanes().lanes().traceAt(2);
        QTest::keyClick(&lanes(), Qt::Key_Right);
        QCOMPARE(m_window->session().selectedStep(), std::optional(0));
        QTest::keyClick(&lanes(), Qt::Key_Right);
        QCOMPARE(m_window->session().selectedStep(), std::optional(1));
        QTest::keyClick(&lanes(), Qt::Key_Left);
        QTest::keyClick(&lanes(), Qt::Key_Left);
        QCOMPARE(m_window->session().selectedStep(), std::optional(0));
        QCOMPARE(m_window->session().selected(), std::optional(trace.id));
        QTest::keyClick(&lanes(), Qt::Key_Down);  // another lane: no step of it is chosen
        QVERIFY(m_window->session().selected() != std::optional(trace.id));
        QVERIFY(!m_window->session().selectedStep());
        QVERIFY(!lanes().strips().chosen);
    }

    void aChosenStepStaysInAZoomedStrip() {
        m_window->runToItsEnd();
        lanes().setCurrentIndex(lanes().model()->index(0, 0));
        const int scale = lanes().lanes().tokenScale();
        for (int i = 0; i < 3; ++i) QTest::keyClick(&lanes(), Qt::Key_Plus);
        const app::TraceState& trace = *lanes().lanes().traceAt(0);
        for (std::size_t i = 0; i < trace.steps.size(); ++i) {
            QTest::keyClick(&lanes(), Qt::Key_Right);
            const app::StepState& step = trace.steps[i];
            QVERIFY(step.beginToken >= zoom().first(scale));
            QVERIFY(step.endToken <= zoom().first(scale) + zoom().tokens(scale) ||
                    step.endToken - step.beginToken > zoom().tokens(scale));
        }
    }

    void theStepStaysMarkedThroughTime() {
        m_window->runToItsEnd();
        clickStep(0, 3);
        const auto trace = m_window->session().selected();
        const double t = m_window->session().latest().findTrace(*trace)->steps[3].t;
        m_window->session().seek(t + 0.01);
        QCOMPARE(m_window->session().selectedStep(), std::optional(3));
        QVERIFY(!text().extraSelections().isEmpty());
        m_window->session().seek(t / 4);  // not written yet
        QVERIFY(text().extraSelections().isEmpty());
        m_window->session().followEnd();
        QVERIFY(!text().extraSelections().isEmpty());
    }

    // ---- many tokens

    void sixtyFourTracesOf30kTokensPaintInTime() {
        app::RunState state;
        state.phase = app::RunPhase::Finished;
        std::mt19937 random(3);
        for (int id = 1; id <= 64; ++id) {
            app::TraceState trace;
            trace.id = TraceId{id};
            trace.phase = app::TracePhase::Finished;
            for (int token = 0; token < 30000; ++token)
                trace.tokenEnds.push_back(static_cast<std::uint32_t>(token + 1));
            for (int begin = 0; begin + 30 <= 30000;) {
                const int end = std::min(30000, begin + 10 + static_cast<int>(random() % 40));
                trace.steps.push_back({begin, end, 0, 0, static_cast<float>(random() % 100) / 100, 0});
                trace.scoreSum += static_cast<double>(trace.steps.back().score);
                begin = end;
            }
            state.traces.push_back(std::move(trace));
        }
        ui::LanesView view(m_theme);
        view.resize(1000, 1240);
        view.show(state, true, 1);
        QCOMPARE(view.lanes().tokenScale(), 30000);
        const auto paintMs = [&] {
            QImage image(view.size(), QImage::Format_ARGB32_Premultiplied);
            double best = 1e9;
            for (int i = 0; i < 5; ++i) {
                const cpu::ThreadClock clock;
                view.render(&image);
                best = std::min(best, clock.seconds() * 1000);
            }
            return best;
        };
        const double whole = paintMs();
        for (const app::TraceState& trace : state.traces) QVERIFY(ui::layoutStrip(trace, {30000, 560}).size() <= 281);
        view.zoomStrips(0.01);
        const double zoomed = paintMs();
        std::printf("64 x 30,000 tokens: lanes painted in %.1f ms, zoomed in %.1f ms\n", whole, zoomed);
        QVERIFY(whole < 16 * cpu::kSlack && zoomed < 16 * cpu::kSlack);
    }

private:
    ui::LanesView& lanes() const { return m_window->window->lanes(); }
    ui::TraceText& text() const { return *m_window->window->reader().text(); }
    const ui::StripZoom& zoom() const { return lanes().strips().zoom; }

    /// As the header says: by score, those that are out below the others.
    bool isSorted() const {
        for (int row = 1; row < lanes().lanes().rowCount(); ++row) {
            const ui::LaneRow& above = *lanes().lanes().findRow(row - 1);
            const ui::LaneRow& below = *lanes().lanes().findRow(row);
            const auto out = [](const ui::LaneRow& r) { return r.phase == app::TracePhase::Pruned; };
            if (out(above) && !out(below)) return false;
            if (out(above) == out(below) && above.score.value_or(-1) < below.score.value_or(-1)) return false;
        }
        return lanes().lanes().rowCount() > 0;
    }

    QRect stripOf(int row) const {
        const QModelIndex index = lanes().model()->index(row, LanesModel::Steps);
        lanes().scrollTo(index);
        return ui::LanesDelegate::stripRect(lanes().visualRect(index)).toRect();
    }
    ui::StripScale scale() const {
        const QRectF cell(0, 0, lanes().columnWidth(LanesModel::Steps), 26);
        return lanes().strips().scale(lanes().lanes().tokenScale(), ui::LanesDelegate::stripRect(cell).width());
    }
    int tokenAt(int row, const QPoint& at) const { return scale().tokenAt(at.x() - stripOf(row).left()); }

    void clickStep(int row, int step) {
        const app::StepState& s = lanes().lanes().traceAt(row)->steps[static_cast<std::size_t>(step)];
        const QRect strip = stripOf(row);
        const double middle = (scale().x(s.beginToken) + scale().x(s.endToken)) / 2;
        QTest::mouseClick(lanes().viewport(), Qt::LeftButton, {},
                          QPoint(strip.left() + static_cast<int>(middle), strip.center().y()));
    }

    void wheel(const QPoint& at, int delta, Qt::KeyboardModifiers keys) {
        QWheelEvent event(QPointF(at), lanes().viewport()->mapToGlobal(QPointF(at)), {}, QPoint(0, delta), Qt::NoButton,
                          keys, Qt::NoScrollPhase, false);
        QApplication::sendEvent(lanes().viewport(), &event);
    }
    void move(const QPoint& at) {
        QMouseEvent event(QEvent::MouseMove, QPointF(at), lanes().viewport()->mapToGlobal(QPointF(at)), Qt::NoButton,
                          Qt::LeftButton, {});
        QApplication::sendEvent(lanes().viewport(), &event);
    }

    QTemporaryDir m_folder;
    ui::Theme m_theme;
    std::unique_ptr<ui_test::ScriptedWindow> m_window;
};

QTEST_MAIN(UiLanes)
#include "ui_lanes.moc"
