// The arithmetic behind the painting: strips, block map, time axis, memory plan, colours, texts, playback.
#include <QtTest>
#include <cmath>
#include <limits>

#include "ui/lanes/strip_layout.h"
#include "ui/paint/format.h"
#include "ui/paint/score_color.h"
#include "ui/paint/time_axis.h"
#include "ui/panels/block_layout.h"
#include "ui/panels/kv_history.h"
#include "ui/panels/memory_forecast.h"
#include "ui/panels/vote_panel.h"
#include "ui/session/playback.h"
#include "ui_scripted_run.h"

using namespace Qt::StringLiterals;
using engine::BlockId;
using engine::TraceId;

namespace {

app::TraceState traceOf(std::initializer_list<std::pair<int, float>> steps, int tokens) {
    app::TraceState trace;
    trace.id = TraceId{1};
    for (int i = 1; i <= tokens; ++i) trace.tokenEnds.push_back(static_cast<std::uint32_t>(i));
    int begin = 0;
    for (const auto& [end, score] : steps) {
        trace.steps.push_back({.beginToken = begin, .endToken = end, .score = score});
        begin = end;
    }
    return trace;
}

}  // namespace

class UiLayouts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void scaleHoldsTheLongestTraceAndChangesSeldom() {
        QSet<int> scales;
        for (int tokens = 0; tokens <= 60000; ++tokens) {
            const int scale = ui::niceTokenScale(tokens);
            QVERIFY2(scale >= tokens, qPrintable(QString::number(tokens)));
            QVERIFY(tokens < 100 || scale <= tokens * 1.34);
            scales.insert(scale);
        }
        QVERIFY(scales.size() < 40);
    }

    void segmentsAreAsWideAsTheirTokens() {
        const auto trace = traceOf({{100, 0.2F}, {150, 0.9F}}, 180);
        const auto segments = ui::layoutStrip(trace, {200, 400});
        QCOMPARE(segments.size(), 3U);
        QCOMPARE(segments[0].left, 0.0);
        QCOMPARE(segments[0].right, 200.0);
        QCOMPARE(segments[1].right, 300.0);
        QVERIFY(std::abs(*segments[1].score - 0.9) < 1e-6);
        QVERIFY(!segments[2].score);
        QCOMPARE(segments[2].right, 360.0);
    }

    void narrowStepsAreDrawnTogetherWithTheirMeanScore() {
        const auto trace = traceOf({{1, 0.0F}, {2, 1.0F}, {3, 0.0F}, {4, 1.0F}}, 4);
        const auto segments = ui::layoutStrip(trace, {400, 400}, 2.0);
        QCOMPARE(segments.size(), 2U);
        QCOMPARE(*segments[0].score, 0.5);
        QCOMPARE(segments[0].lastStep, 1);
        QCOMPARE(segments[1].firstStep, 2);
    }

    void segmentsNeverOverlapAndCoverTheText() {
        for (const app::Event& event : ui_test::ScriptedRun::all({.traces = 6, .kvBlocks = 90})) m_state.apply(event);
        for (const app::TraceState& trace : m_state.traces) {
            double at = 0;
            for (const auto& segment : ui::layoutStrip(trace, {800, 333.3})) {
                QCOMPARE(segment.left, at);
                QVERIFY(segment.right >= segment.left);
                at = segment.right;
            }
            QVERIFY(std::abs(at - 333.3 * trace.tokenCount() / 800) < 1e-6);
        }
    }

    void stepsAreFoundByToken() {
        const auto trace = traceOf({{10, 0.1F}, {20, 0.2F}}, 25);
        QCOMPARE(ui::findStep(trace, 0), std::optional(0));
        QCOMPARE(ui::findStep(trace, 9), std::optional(0));
        QCOMPARE(ui::findStep(trace, 10), std::optional(1));
        QVERIFY(!ui::findStep(trace, 20));
        QVERIFY(!ui::findStep(trace, -1));
    }

    void everyBlockHasItsCell() {
        app::RunState state;
        state.kv.totalBlocks = 50;
        state.kv.blocks.hold(3, TraceId{7});
        state.kv.blocks.hold(0, engine::kPromptTrace);
        const auto grid = ui::layoutBlocks(state, 200, 100);
        QCOMPARE(grid.blocksPerCell, 1);
        QCOMPARE(grid.cells.size(), 50U);
        QCOMPARE(grid.cells[3].owner, std::optional(TraceId{7}));
        QCOMPARE(grid.cells[0].owner, std::optional(engine::kPromptTrace));
        QVERIFY(!grid.cells[1].owner);
        QCOMPARE(grid.cellAt(3.5 * grid.cell, 0.5 * grid.cell), std::optional(3));
        QVERIFY(!grid.cellAt(-1, 0));
    }

    void manyBlocksShareCellsWithinTheBox_data() {
        QTest::addColumn<int>("blocks");
        for (const int blocks : {1, 999, 1000, 1001, 28512, 1'000'000}) QTest::addRow("%d", blocks) << blocks;
    }
    void manyBlocksShareCellsWithinTheBox() {
        QFETCH(const int, blocks);
        app::RunState state;
        state.kv.totalBlocks = blocks;
        for (int block = 0; block < blocks; ++block) state.kv.blocks.hold(block, TraceId{2});
        const auto grid = ui::layoutBlocks(state, 301, 119);
        QVERIFY(grid.columns * grid.cell <= 301.0 + 1e-9);
        QVERIFY(grid.rows * grid.cell <= 119.0 + 1e-9);
        QVERIFY(static_cast<int>(grid.cells.size()) * grid.blocksPerCell >= blocks);
        QVERIFY((static_cast<int>(grid.cells.size()) - 1) * grid.blocksPerCell < blocks);
        for (const auto& cell : grid.cells) QCOMPARE(cell.used, 1.0);
    }

    void aLoweredCapacityLeavesNoFreeBlocksBeyondIt() {
        app::RunState state;
        state.kv.totalBlocks = 10;
        state.kv.usedBlocks = 8;
        for (int i = 12; i < 20; ++i) state.kv.blocks.hold(i, TraceId{1});
        const auto grid = ui::layoutBlocks(state, 200, 100);
        int free = 0;
        for (const auto& cell : grid.cells) free += !cell.owner && !cell.outside;
        QCOMPARE(free, 2);
    }

    /// A recording may say any number of blocks, and give out any.
    void numbersFromAFileSizeNoMap() {
        app::RunState state;
        state.kv.totalBlocks = std::numeric_limits<int>::max();
        state.kv.blocks.hold(std::numeric_limits<int>::max() - 1, TraceId{3});
        state.kv.blocks.hold(0, TraceId{3});
        const auto grid = ui::layoutBlocks(state, 301, 119);
        QVERIFY(!grid.cells.empty() && grid.cells.size() <= 301 * 119 / 25);
        QCOMPARE(grid.cells.front().owner, std::optional(TraceId{3}));
        QCOMPARE(grid.cells.back().owner, std::optional(TraceId{3}));
    }

    void emptyMapsAreEmpty() {
        QVERIFY(ui::layoutBlocks({}, 100, 100).cells.empty());
        app::RunState state;
        state.kv.totalBlocks = 5;
        QVERIFY(ui::layoutBlocks(state, 0, 0).cells.empty());
        QVERIFY(ui::usageLine({}, 1, 100, 50).isEmpty());
    }

    void capacityIsThatOfItsTime() {
        app::RunState state;
        app::RunStarted header;
        header.kvBlocks = 60;
        state.apply({0, header});
        state.apply({0, app::TraceAdded{TraceId{1}}});
        state.apply({1, app::TraceAdmitted{TraceId{1}, {engine::BlockId{0}, engine::BlockId{1}}, 0, 0}});
        state.apply({4, app::LimitsChanged{.kvBlocks = 30, .traces = {}}});
        QCOMPARE(state.kv.peakBlocks, 2);
        QCOMPARE(state.kv.blocksAtPeak, 60);
        const QPolygonF line = ui::capacityLine(state.kv, 6, 8, 80, 60);
        QCOMPARE(line, QPolygonF({{0, 0}, {40, 0}, {40, 30}, {80, 30}}));
        for (const QPointF& point : ui::usageLine(state.kv, 8, 80, 60))
            QVERIFY(point.y() >= 60 * (1 - 2 / 60.0) - 1e-9);
        QVERIFY(ui::capacityLine({}, 1, 1, 80, 60).isEmpty());
    }

    void ticksAreRoundAndWithin() {
        for (const double duration : {0.3, 1.0, 7.7, 59.0, 61.0, 3599.0, 1e6}) {
            const auto ticks = ui::timeTicks(duration, 8);
            QVERIFY2(ticks.size() >= 2 && ticks.size() <= 8, qPrintable(QString::number(duration)));
            QCOMPARE(ticks.front(), 0.0);
            QVERIFY(ticks.back() <= duration + 1e-9);
        }
        QVERIFY(ui::timeTicks(0, 8).empty());
        const ui::TimeAxis axis{20, 10, 200};
        QCOMPARE(axis.timeAt(axis.x(13.5)), 13.5);
        QCOMPARE(axis.timeAt(-50), 0.0);
        QCOMPARE(axis.timeAt(5000), 20.0);
    }

    void forecastFallsToZeroAtSaturation() {
        app::RunState state;
        qint64 last = std::numeric_limits<qint64>::max();
        for (const app::Event& event : ui_test::ScriptedRun::all({.traces = 8, .kvBlocks = 120})) {
            state.apply(event);
            if (state.kv.saturatedAt) break;
            const auto forecast = ui::forecastSaturation(state);
            if (!forecast || forecast->runningTraces < 8) continue;
            QVERIFY(forecast->tokensLeft <= last);
            last = forecast->tokensLeft;
        }
        QVERIFY(state.kv.saturatedAt);
        QVERIFY(last < 8 * 16);
    }

    void scoreColoursDivergeFromTheMiddle() {
        QVERIFY(ui::scoreColor(0).red() > ui::scoreColor(0).blue());
        QVERIFY(ui::scoreColor(1).blue() > ui::scoreColor(1).red());
        const QColor middle = ui::scoreColor(0.5);
        QVERIFY(std::abs(middle.red() - middle.blue()) < 16);
        QCOMPARE(ui::scoreColor(-3), ui::scoreColor(0));
        QCOMPARE(ui::scoreColor(std::nan("")), middle);
    }

    void numbersReadAsIntended() {
        QCOMPARE(ui::formatCount(17538), u"17\u202f538"_s);
        QCOMPARE(ui::formatCount(999), u"999"_s);
        QCOMPARE(ui::formatCount(-1234567), u"-1\u202f234\u202f567"_s);
        QCOMPARE(ui::formatScore(std::nullopt), u"\u2013"_s);
        QCOMPARE(ui::formatScore(0.876), u"0.88"_s);
        QCOMPARE(ui::formatClock(41.26), u"0:41.3"_s);
        QCOMPARE(ui::formatClock(3723), u"1:02:03"_s);
        QCOMPARE(ui::formatBytes(62.6 * 1024 * 1024 * 1024), u"62.6\u00a0GiB"_s);
        QCOMPARE(ui::formatParameters(14'000'000), u"14\u00a0M"_s);
        QCOMPARE(ui::formatNumberOf(1, u"1 step"_s, u"%1 steps"_s), u"1 step"_s);
        QCOMPARE(ui::formatNumberOf(2, u"1 step"_s, u"%1 steps"_s), u"2 steps"_s);
        QCOMPARE(ui::formatAnswer("\\frac{1}{2}"), u"1/2"_s);
        QCOMPARE(ui::formatAnswer("$\\text{even}$"), u"even"_s);
        QCOMPARE(ui::formatAnswer("\\boxed{"), u"\\boxed{"_s);
    }

    void playbackGoesToTheEndAndStays() {
        ui::Playback playback;
        QVERIFY(playback.followsEnd());
        playback.play(10);
        QCOMPARE(playback.cursor(), std::optional(0.0));
        playback.setSpeed(2);
        QVERIFY(playback.advance(1.5, 10));
        QCOMPARE(playback.cursor(), std::optional(3.0));
        playback.pause();
        QVERIFY(!playback.advance(1, 10));
        playback.seek(99, 10);
        QCOMPARE(playback.cursor(), std::optional(10.0));
        playback.seek(9, 10);
        playback.play(10);
        QVERIFY(playback.advance(5, 10));
        QVERIFY(playback.followsEnd() && !playback.playing());
    }

    void sharesSumToOne() {
        const ui::ShareSeries series = ui::makeShareSeries(m_state, 30);
        QVERIFY(!series.points.empty());
        for (const auto& point : series.points) {
            double sum = 0;
            for (const double share : point.shares) sum += share;
            QVERIFY(std::abs(sum - 1) < 1e-9);
        }
        QVERIFY(ui::makeShareSeries({}, 1).points.empty());
    }

private:
    app::RunState m_state;
};

QTEST_MAIN(UiLayouts)
#include "ui_layouts.moc"
