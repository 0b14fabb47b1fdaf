// The fold at any moment of a run, and what long runs cost: time in proportion to the events, bounded memory.
#include <malloc.h>

#include <QTest>
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/run/summary.h"
#include "app/run/timeline.h"
#include "growth.h"
#include "run_state_support.h"

using namespace run_state_support;

namespace {

constexpr double kSlack = 2;  // of times: caches are shared with whatever else runs

/// Bytes that the process has from the allocator.
std::size_t heapBytes() {
    const auto info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

}  // namespace

class AppTimeline : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void timelineGivesTheFoldOfEveryPrefix() {
        Timeline timeline;
        const auto events = script();
        for (const Event& e : events) timeline.append(e);
        for (double t : {0.0, 0.45, 0.5, 0.2, 0.65, 10.0, 0.35}) {
            RunState expected;
            for (const Event& e : events) {
                if (e.t <= t) expected.apply(e);
            }
            QCOMPARE(summaryOf(timeline.at(t)).dump(), summaryOf(expected).dump());
        }
        QCOMPARE(timeline.duration(), 0.8);
    }

    /// A recording's times may go back: an event then counts as one at the latest time before it, and none is lost.
    void timelineKeepsTheOrderOfTheFile() {
        Timeline timeline;
        std::vector<Event> events = beginning(1);
        const double times[] = {5, 2, 2, 2, 4, 2, 2, 6};
        for (const double time : times) events.push_back({time, PassDone{{token(1, "b")}, {}, 0, 0, 0}});
        for (const Event& event : events) timeline.append(event);
        QCOMPARE(timeline.duration(), 6.0);
        const auto textAt = [&timeline](double t) { return timeline.at(t).traces[0].text.str(); };
        for (const double t : {1.0, 2.0, 3.0, 4.0, 4.5}) QCOMPARE(textAt(t), std::string("a"));
        QCOMPARE(textAt(5), std::string("abbbbbbb"));
        QCOMPARE(timeline.at(5).now, 5.0);
        QCOMPARE(textAt(6), std::string("abbbbbbbb"));
        QCOMPARE(textAt(1), std::string("a"));
    }

    void timelineUsesSnapshotsRightly() {
        Timeline timeline;
        timeline.append({0, script()[0].body});
        timeline.append({0, TraceAdded{TraceId{1}}});
        for (int i = 0; i < 9000; ++i) timeline.append({i * 0.01, PassDone{{token(1, "x")}, {}, 0, 0, 0}});
        for (double t : {89.0, 10.0, 45.0, 45.5, 0.0}) {
            QCOMPARE(timeline.at(t).generatedTokens, std::int64_t{std::lround(t / 0.01)} + 1);
        }
    }

    void branchesShareTheirPast() {
        RunState s = begun(1);
        const std::string megabyte(std::size_t{1} << 20, 'a');
        s.apply({2, PassDone{{{TraceId{1}, TokenId{1}, megabyte, -1.0f}}, {}, 0, 0, 0}});
        for (int t = 2; t <= 3001; ++t) s.apply({3, TraceBranched{TraceId{t}, TraceId{1}, 2, {}, 1}});
        QCOMPARE(s.traces.size(), std::size_t{3001});
        QCOMPARE(s.traces.back().text.size(), megabyte.size() + 1);
        std::size_t own = 0;
        for (const TraceState& trace : s.traces) own += trace.text.ownBytes();
        QVERIFY2(own < (std::size_t{4} << 20), qPrintable(QString::number(own)));
        s.apply({4, PassDone{{token(2, "b")}, {}, 0, 0, 0}});
        QCOMPARE(s.traces[1].text.substr(megabyte.size()), std::string("ab"));
        QCOMPARE(s.traces[2].text.size(), megabyte.size() + 1);
    }

    void endlessBranchesAreLeftOutWithAWord() {
        RunState s = begun(1);
        for (int t = 2; t <= 40'000; ++t) s.apply({3, TraceBranched{TraceId{t}, TraceId{t - 1}, 1, {}, 0}});
        QVERIFY(s.traces.size() < 40'000);
        QCOMPARE(
            std::count_if(s.log.begin(), s.log.end(), [](const LogEntry& e) { return e.kind == LogKind::Warning; }), 1);
    }

    void grownSequencesAreValues() {
        Grown<int> original;
        std::vector<Grown<int>> copies;
        for (int i = 0; i < 200'000; ++i) {
            original.push_back(i);
            if (i % 331 == 0) copies.push_back(original);
        }
        QCOMPARE(original.size(), std::size_t{200'000});
        int expected = 0;
        for (const int value : original) QCOMPARE(value, expected++);
        for (std::size_t i = 0; i < copies.size(); i += 50) {
            QCOMPARE(copies[i].size(), i * 331 + 1);
            QCOMPARE(copies[i].back(), static_cast<int>(i * 331));
            copies[i].push_back(-1);
        }
        QCOMPARE(original[331], 331);
        QCOMPARE(std::upper_bound(original.begin(), original.end(), 777) - original.begin(), 778);
    }

    /// Twice the recording takes at most 2.2 times as long, for each kind of event that could make it worse.
    void theFoldIsLinear_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("size");
        QTest::newRow("tokens of one trace") << 0 << 30'000;
        QTest::newRow("notices") << 1 << 5'000;
        QTest::newRow("votes for different answers") << 2 << 400;
        QTest::newRow("branches that end") << 3 << 500;
    }
    void theFoldIsLinear() {
        QFETCH(const int, kind);
        QFETCH(const int, size);
        const auto work = [kind](int count) {
            Timeline timeline;
            const auto append = [&timeline](double t, EventBody body) { timeline.append({t, std::move(body)}); };
            for (const Event& event : beginning(kind == 2 ? count : 1)) timeline.append(event);
            for (int i = 0; i < count; ++i) {
                const double t = 2 + i * 1e-5;
                if (kind == 0) append(t, PassDone{{token(1, "abcd")}, {}, 0, 0, 0});
                if (kind == 1) append(t, Notice{Notice::Severity::Warning, "x" + std::to_string(i)});
                if (kind == 2) {
                    append(t, StepScored{TraceId{i + 1}, 1, 0.5f});
                    append(t, TraceFinished{TraceId{i + 1}, FinishReason::EndOfText, std::to_string(i), 0});
                }
                if (kind == 3) append(t, TraceBranched{TraceId{i + 2}, TraceId{1}, 1, {}, 64});
            }
            for (int i = 0; kind == 3 && i <= count; ++i) {
                append(3 + i * 1e-5, TraceFinished{TraceId{i + 1}, FinishReason::Stopped, std::nullopt, 0});
            }
        };
        const double ratio = growth::ratioOfFourfold(size, work);
        QVERIFY2(ratio <= growth::kMostRatio, qPrintable(QString::number(ratio)));
    }

    /// 64 traces of 60,000 tokens, as the longest runs have: what the window keeps of them, and its worst pause.
    void aLongRunFitsAndNeverPauses() {
        constexpr int kTraces = 64;
        constexpr int kTokens = 60'000;
        constexpr std::size_t kMost = std::size_t{300} << 20;
        const std::size_t before = heapBytes();
        Timeline timeline;
        for (const Event& event : beginning(kTraces)) timeline.append(event);
        double worst = 0;
        double t = 2;
        PassDone pass;
        for (int trace = 1; trace <= kTraces; ++trace) pass.tokens.push_back(token(trace, " abc"));
        for (int i = 1; i < kTokens; ++i, t += 0.02) {
            pass.granted.clear();
            for (int trace = 1; i % 16 == 0 && trace <= kTraces; ++trace) {
                pass.granted.push_back({TraceId{trace}, BlockId{100 + i / 16 * kTraces + trace}});
            }
            const Event event{t, pass};
            worst = std::max(worst, growth::secondsOf([&] { timeline.append(event); }));
            for (int trace = 1; i % 32 == 0 && trace <= kTraces; ++trace) {
                const Event score{t, StepScored{TraceId{trace}, i, 0.5f}};
                worst = std::max(worst, growth::secondsOf([&] { timeline.append(score); }));
            }
        }
        const double seek = growth::secondsOf([&] { timeline.at(t * 0.99); });
        const std::size_t bytes = heapBytes() - before;
        std::printf("64 x 60,000 tokens: %zu MiB, worst append %.1f ms, seek to 99 %% %.1f ms\n", bytes >> 20,
                    worst * 1e3, seek * 1e3);
        QCOMPARE(timeline.latest().generatedTokens, std::int64_t{kTraces} * kTokens);
        QVERIFY2(bytes < kMost, qPrintable(QString::number(bytes >> 20)));
        QVERIFY2(worst < 0.016 * kSlack, qPrintable(QString::number(worst)));
        QVERIFY2(seek < 0.1 * kSlack, qPrintable(QString::number(seek)));
        QCOMPARE(timeline.at(t * 0.5).generatedTokens > std::int64_t{kTraces} * 29'000, true);
    }
};

QTEST_GUILESS_MAIN(AppTimeline)
#include "app_timeline.moc"
