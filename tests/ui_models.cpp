// The item models: a run in, rows out, with the model tester watching.
#include <QAbstractItemModelTester>
#include <QtTest>

#include "app/run/timeline.h"
#include "growth.h"
#include "ui/lanes/lanes_model.h"
#include "ui/lanes/trace_text.h"
#include "ui/panels/events_model.h"
#include "ui_scripted_run.h"

using namespace Qt::StringLiterals;
using engine::TraceId;
using Tester = QAbstractItemModelTester;

class UiModels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        for (app::Event& event : ui_test::ScriptedRun::all({.traces = 24, .kvBlocks = 420}))
            m_timeline.append(std::move(event));
        QVERIFY(m_timeline.latest().prunedCount > 2);
        QVERIFY(m_timeline.latest().vote.answers.size() > 1);
    }

    void lanesFollowARunFromItsBeginning() {
        ui::LanesModel model(m_theme);
        Tester tester(&model, Tester::FailureReportingMode::QtTest);
        app::RunState state;
        int round = 0;
        for (const app::Event& event : m_timeline.events()) {
            state.apply(event);
            if (++round % 7 == 0) model.show(state, round % 21 == 0);
        }
        model.show(state, true);
        QCOMPARE(model.rowCount(), 24);
        checkOrder(model);
    }

    void lanesJumpThroughTime() {
        ui::LanesModel model(m_theme);
        Tester tester(&model, Tester::FailureReportingMode::QtTest);
        std::mt19937 random(3);
        for (int i = 0; i < 60; ++i) {
            const double t = std::uniform_real_distribution<double>(-1, m_timeline.duration() + 1)(random);
            model.show(m_timeline.at(t), true);
            checkOrder(model);
        }
        model.show(app::RunState{}, true);
        QCOMPARE(model.rowCount(), 0);
    }

    void rowsSayWhatTheRunSays() {
        ui::LanesModel model(m_theme);
        const app::RunState& state = m_timeline.latest();
        model.show(state, true);
        bool pruned = false, finished = false;
        for (int row = 0; row < model.rowCount(); ++row) {
            const ui::LaneRow* lane = model.findRow(row);
            const app::TraceState* trace = state.findTrace(lane->id);
            QCOMPARE(model.traceAt(row), trace);
            QCOMPARE(model.rowOf(lane->id), row);
            QCOMPARE(lane->tokens, trace->tokenCount());
            const QString word = model.index(row, ui::LanesModel::State).data().toString();
            if (trace->phase == app::TracePhase::Pruned) {
                pruned = true;
                QCOMPARE(word, u"pruned"_s);
                QVERIFY(!lane->answerIndex);
            }
            if (trace->phase == app::TracePhase::Finished) {
                finished = true;
                QCOMPARE(word, u"finished"_s);
                QVERIFY(lane->answerIndex);
                QCOMPARE(lane->correct, state.isCorrect(*trace));
            }
            for (int column = 0; column < ui::LanesModel::ColumnCount; ++column) {
                QVERIFY(model.headerData(column, Qt::Horizontal).isValid());
                QVERIFY(model.index(row, column).data().isValid());
            }
        }
        QVERIFY(pruned && finished);
        QVERIFY(model.tokenScale() >= 100);
    }

    void theNextVictimIsMarkedOnce() {
        ui::LanesModel model(m_theme);
        const app::RunState& state = m_timeline.at(*m_timeline.latest().kv.saturatedAt * 0.9);
        model.show(state, true);
        int marks = 0;
        for (int row = 0; row < model.rowCount(); ++row) {
            if (!model.findRow(row)->nextVictim) continue;
            ++marks;
            QCOMPARE(std::optional(model.findRow(row)->id), state.nextVictim());
            QCOMPARE(model.index(row, ui::LanesModel::State).data().toString(), u"next victim"_s);
        }
        QCOMPARE(marks, 1);
    }

    void everyColumnSorts_data() {
        QTest::addColumn<int>("column");
        for (int column = 0; column < ui::LanesModel::ColumnCount; ++column) QTest::addRow("%d", column) << column;
    }
    void everyColumnSorts() {
        QFETCH(const int, column);
        ui::LanesModel model(m_theme);
        Tester tester(&model, Tester::FailureReportingMode::QtTest);
        model.show(m_timeline.latest(), true);
        for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
            model.sort(column, order);
            QSet<int> seen;
            for (int row = 0; row < model.rowCount(); ++row) seen.insert(engine::index(model.findRow(row)->id));
            QCOMPARE(seen.size(), 24);
        }
        model.sort(ui::LanesModel::Tokens, Qt::DescendingOrder);
        for (int row = 1; row < model.rowCount(); ++row)
            QVERIFY(model.findRow(row - 1)->tokens >= model.findRow(row)->tokens);
    }

    void selectionStaysWithItsTrace() {
        ui::LanesModel model(m_theme);
        model.show(m_timeline.at(3), true);
        const QPersistentModelIndex kept(model.index(4, ui::LanesModel::Score));
        const TraceId id = model.findRow(4)->id;
        model.sort(ui::LanesModel::Trace, Qt::AscendingOrder);
        QCOMPARE(model.findRow(kept.row())->id, id);
        model.sort(ui::LanesModel::Score, Qt::DescendingOrder);
        model.show(m_timeline.at(9), true);
        QCOMPARE(model.findRow(kept.row())->id, id);
    }

    void quietRunsSendNoSignals() {
        ui::LanesModel model(m_theme);
        model.show(m_timeline.latest(), true);
        const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        const QSignalSpy laidOut(&model, &QAbstractItemModel::layoutChanged);
        model.show(m_timeline.latest(), true);
        QCOMPARE(changed.size(), 0);
        QCOMPARE(laidOut.size(), 0);
    }

    void eventsAreNewestFirst() {
        ui::EventsModel model;
        Tester tester(&model, Tester::FailureReportingMode::QtTest);
        app::Timeline run;
        for (const app::Event& event : m_timeline.events()) {
            run.append(event);
            model.show(run, run.latest().log.size());
        }
        QCOMPARE(linesOf(model), static_cast<int>(run.latest().log.size()));
        for (int row = 1; row < model.rowCount(); ++row) {
            QVERIFY(model.index(row - 1, 0).data(ui::EventsModel::TimeRole).toDouble() >=
                    model.index(row, 0).data(ui::EventsModel::TimeRole).toDouble());
        }
        QVERIFY(model.index(0, 0).data(ui::EventsModel::TextRole).toString().startsWith("Run finished"_L1));
        ui::EventsModel atOnce;
        atOnce.show(run, run.latest().log.size());
        QCOMPARE(atOnce.rowCount(), model.rowCount());
        for (int row = 0; row < model.rowCount(); ++row)
            QCOMPARE(model.index(row, 0).data().toString(), atOnce.index(row, 0).data().toString());
    }

    void eventsFilterByKind() {
        ui::EventsModel model;
        Tester tester(&model, Tester::FailureReportingMode::QtTest);
        model.show(m_timeline, 0);
        const int all = linesOf(model);
        int parts = 0;
        for (const auto filter :
             {ui::EventFilter::Memory, ui::EventFilter::Finished, ui::EventFilter::Vote, ui::EventFilter::Messages}) {
            model.setFilter(filter);
            for (int row = 0; row < model.rowCount(); ++row) QVERIFY(ui::passes(filter, model.findEntry(row)->kind));
            parts += linesOf(model);
        }
        QCOMPARE(parts, all);
    }

    /// What comes later than the moment shown stays in the list, and is marked.
    void laterEventsStayListed() {
        ui::EventsModel model;
        Tester tester(&model, Tester::FailureReportingMode::QtTest);
        const auto& log = m_timeline.latest().log;
        model.show(m_timeline, log.size());
        const int rows = model.rowCount();
        const std::size_t reached = m_timeline.at(*m_timeline.latest().kv.saturatedAt).log.size();
        QVERIFY(reached > 0 && reached < log.size());
        model.show(m_timeline, reached, reached - 1);
        QCOMPARE(model.rowCount(), rows);
        for (int row = 0; row < rows; ++row) {
            QCOMPARE(model.index(row).data(ui::EventsModel::LaterRole).toBool(), *model.indexOf(row) >= reached);
            QCOMPARE(model.index(row).data(ui::EventsModel::CurrentRole).toBool(), row == model.rowOf(reached - 1));
        }
    }

    /// A run without a scorer has no steps: the text is written on, not written again.
    void theReaderWritesWhatIsNew() {
        const auto refreshS = [this](int tokens) {
            ui::TraceText text(m_theme);
            text.resize(500, 400);
            app::TraceState trace = running();
            write(trace, tokens);
            text.show(&trace, 1);
            double best = 1e9;
            for (int i = 0; i < 20; ++i) {
                write(trace, 10);
                best = std::min(best, growth::secondsOf([&] { text.show(&trace, 1); }));
            }
            return best;
        };
        const double shortS = refreshS(3000);
        const double longS = refreshS(36'000);
        QVERIFY2(longS < 4 * shortS + 0.001, qPrintable(u"%1 ms, then %2 ms"_s.arg(shortS * 1e3).arg(longS * 1e3)));
    }

    void theReaderWritesTheSameInPartsAndAtOnce() {
        ui::TraceText grown(m_theme);
        app::TraceState trace = running();
        std::mt19937 random(5);
        for (int i = 0; i < 120; ++i) {
            write(trace, 1 + static_cast<int>(random() % 90));
            if (i % 9 == 8) {
                while (trace.tokenCount() / 40 * 40 > (trace.steps.empty() ? 0 : trace.steps.back().endToken))
                    score(trace, (trace.steps.empty() ? 0 : trace.steps.back().endToken) + 40);
            }
            grown.show(&trace, 1);
        }
        ui::TraceText fresh(m_theme);
        fresh.show(&trace, 1);
        QCOMPARE(grown.toPlainText().simplified(), fresh.toPlainText().simplified());
        QCOMPARE(grown.toPlainText().simplified(), QString::fromStdString(trace.text.str()).simplified());
    }

    /// Also where the trace ends without another word.
    void theCursorIsThereWhileTheTraceWrites() {
        m_theme.apply(ui::ThemeChoice::Light);
        ui::TraceText text(m_theme);
        text.resize(400, 200);
        app::TraceState trace = running();
        write(trace, 40);
        score(trace, 40);
        const auto hasCursor = [&] {
            text.show(&trace, 1);
            const QImage image = text.grab().toImage();
            for (int y = 0; y < image.height(); ++y) {
                for (int x = text.viewport()->x(); x < image.width(); ++x) {
                    if (image.pixelColor(x, y) == m_theme.colors().accent) return true;
                }
            }
            return false;
        };
        for (const auto end : {app::TracePhase::Pruned, app::TracePhase::Finished, app::TracePhase::Stopped}) {
            trace.phase = app::TracePhase::Running;
            QVERIFY(hasCursor());
            trace.phase = end;
            QVERIFY(!hasCursor());
        }
        write(trace, 5);
        trace.phase = app::TracePhase::Running;
        QVERIFY(hasCursor());
        trace.phase = app::TracePhase::Pruned;
        QVERIFY(!hasCursor());
    }

    void theReaderTellsRunsApart() {
        ui::TraceText text(m_theme);
        app::TraceState first = running();
        first.text += "which leaves";
        text.show(&first, 1);
        app::TraceState second = running();
        second.text += "giving much more than that";
        text.show(&second, 2);
        QCOMPARE(text.toPlainText(), u"giving much more than that"_s);
        QVERIFY(app::Timeline().identity() != app::Timeline().identity());
    }

    void theReaderShowsTheEndOfAnEndlessText() {
        ui::TraceText text(m_theme);
        app::TraceState trace = running();
        trace.text += std::string(std::size_t{6} << 20, 'a') + "the end";
        trace.tokenEnds.push_back(static_cast<std::uint32_t>(trace.text.size()));
        text.show(&trace, 1);
        const QString shown = text.toPlainText();
        QVERIFY(shown.size() < 1'200'000);
        QVERIFY(shown.endsWith(u"the end"_s));
        QVERIFY2(shown.left(80).contains(u"not shown"_s), qPrintable(shown.left(80)));
    }

    void endlessEventsAreCut() {
        ui::EventsModel model;
        Tester tester(&model, Tester::FailureReportingMode::QtTest);
        app::Timeline run;
        for (int i = 0; i < 9000; ++i) {
            run.append({i * 0.1, app::Notice{app::Notice::Severity::Info, "note " + std::to_string(i)}});
            if (i % 700 == 0) model.show(run, 0);
        }
        model.show(run, 0);
        QVERIFY(model.rowCount() <= 2501);
        QCOMPARE(model.index(0).data(ui::EventsModel::TextRole).toString(), u"Note 8999"_s);
        const int last = model.rowCount() - 1;
        QVERIFY(model.index(last).data(ui::EventsModel::TextRole).toString().contains(u"not listed"_s));
        QVERIFY(!model.findEntry(last));
        model.setFilter(ui::EventFilter::Memory);
        QCOMPARE(model.rowCount(), 0);
        model.setFilter(ui::EventFilter::Messages);
        QCOMPARE(model.rowCount(), 2001);
    }

private:
    /// Entries of the log that the rows stand for.
    static int linesOf(const ui::EventsModel& model) {
        int count = 0;
        for (int row = 0; row < model.rowCount(); ++row) {
            if (!model.indexOf(row)) continue;
            const QString text = model.index(row).data(ui::EventsModel::TextRole).toString();
            const auto many = QRegularExpression(u"^(\\d+) traces (pruned|preempted) in one pass"_s).match(text);
            count += many.hasMatch() ? many.captured(1).toInt() : 1;
        }
        return count;
    }

    static void checkOrder(const ui::LanesModel& model) {
        bool out = false;
        double last = 2;
        for (int row = 0; row < model.rowCount(); ++row) {
            const ui::LaneRow* lane = model.findRow(row);
            const bool isOut = lane->phase == app::TracePhase::Pruned || lane->phase == app::TracePhase::Stopped;
            if (isOut && !out) {
                out = true;
                last = 2;
            }
            QCOMPARE(isOut, out);
            QVERIFY(lane->score.value_or(-1) <= last);
            last = lane->score.value_or(-1);
        }
    }

    static void write(app::TraceState& trace, int tokens) {
        for (int i = 0; i < tokens; ++i) {
            trace.text += trace.tokenCount() % 40 == 39 ? "end.\n\n" : "word ";
            trace.tokenEnds.push_back(static_cast<std::uint32_t>(trace.text.size()));
        }
    }
    static app::TraceState running() {
        app::TraceState trace;
        trace.id = TraceId{1};
        trace.phase = app::TracePhase::Running;
        return trace;
    }
    static void score(app::TraceState& trace, int end) {
        const int begin = trace.steps.empty() ? 0 : trace.steps.back().endToken;
        const auto byteAt = [&trace](int token) {
            return token == 0 ? 0U : trace.tokenEnds[static_cast<std::size_t>(token) - 1];
        };
        trace.steps.push_back(
            {.beginToken = begin, .endToken = end, .beginByte = byteAt(begin), .endByte = byteAt(end), .score = 0.5f});
    }

    ui::Theme m_theme;
    app::Timeline m_timeline;
};

QTEST_MAIN(UiModels)
#include "ui_models.moc"
