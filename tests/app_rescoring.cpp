// Another scorer for a run that is over, from kept hidden rows and with the model: the scores are those of a run with
// that scorer, and what-ifs of them are its real runs. Slim-SC what-ifs from kept rows. The file of rows as input.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <cstring>
#include <random>

#include "app/run/continuation.h"
#include "app/run/hidden_writer.h"
#include "app/run/policy_table.h"
#include "app/run/rescoring.h"
#include "app/run/resources.h"
#include "app/run/row_scorer.h"
#include "refusal_of.h"
#include "scorer/checkpoint/checkpoint_writer.h"
#include "what_if_support.h"

using namespace what_if_support;

namespace {

EventLog logOf(const std::vector<Event>& events) {
    EventLog log;
    for (const Event& event : events) log.append(fromJsonLine(toJsonLine(event)).value());
    return log;
}

RunState foldOf(const EventLog& log) {
    RunState state;
    for (const Event& event : log) state.apply(event);
    return state;
}

EventLog with(EventLog log, const std::vector<Event>& more) {
    for (const Event& event : more) log.append(event);
    return log;
}

std::vector<float> scoresOf(const TraceState& trace) {
    std::vector<float> scores;
    for (const StepState& step : trace.steps) scores.push_back(step.score);
    return scores;
}

/// Whether all steps of both have the same ends and scores, bit for bit.
bool haveSameScores(const RunState& a, const RunState& b, int& steps) {
    if (a.traces.size() != b.traces.size()) return false;
    for (std::size_t i = 0; i < a.traces.size(); ++i) {
        const auto x = scoresOf(a.traces[i]), y = scoresOf(b.traces[i]);
        if (x.size() != y.size() || std::memcmp(x.data(), y.data(), x.size() * sizeof(float)) != 0) return false;
        if (a.traces[i].score() != b.traces[i].score()) return false;
        steps += static_cast<int>(x.size());
    }
    return true;
}

}  // namespace

class AppRescoring : public QObject, run_support::Runs {
    Q_OBJECT

    QTemporaryDir m_dir;
    std::string m_first = (resourceDir() / "demo-model" / "step_scorer" / "step_scorer.safetensors").string();
    std::string m_second = m_dir.filePath(QStringLiteral("second.safetensors")).toStdString();
    std::string m_path = m_dir.filePath(QStringLiteral("sc.stepscope")).toStdString();
    Outcome m_recorded;  // by the first scorer, with its rows kept beside m_path

    /// The run with its rows in a file beside `path`.
    Outcome runKeeping(const RunOptions& options, const std::string& path, ModelSession* other = nullptr) {
        HiddenWriter writer(path);
        Outcome outcome;
        RunRequest request{kProblem, "102", options};
        request.rows = [&](const StepRow& step) { QVERIFY(writer.append(step)); };
        RunLoop loop(other ? *other : session(), std::move(request), [&](const Event& event) {
            if (const auto* header = std::get_if<RunStarted>(&event.body)) QVERIFY(writer.begin(*header));
            outcome.events.push_back(event);
        });
        while (!loop.isFinished()) loop.step();
        outcome.state = loop.state();
        return outcome;
    }

    RunOptions small(PolicyKind policy, int n, int blocks = kPlentyOfBlocks) const {
        RunOptions o = options(policy, n, blocks);
        o.maxTokens = 120;
        return o;
    }

    std::vector<Event> byRows(const RecordedSteps& steps, const std::string& path, const std::string& scorer) {
        const HiddenFile rows(hiddenPathOf(path), steps.header);
        RowScorer alone(scorer, rows.hiddenSize());
        return rescoreFromRows(steps, rows, alone).value();
    }
    std::vector<Event> byModel(const RecordedSteps& steps) { return rescoreWithModel(steps, session()).value(); }

private Q_SLOTS:
    void initTestCase() {
        loadDemo();
        scorer::ScorerWeights weights = scorer::loadScorer(m_first);
        for (std::size_t i = 0; i < weights.w1.size(); ++i)
            weights.w1[i] = 0.3F * std::sin(static_cast<float>(i)) - 0.5F * weights.w1[i];
        scorer::saveScorer(m_second, weights);
        m_recorded = runKeeping(small(PolicyKind::SelfConsistency, 6), m_path);
    }
    void init() { session().loadScorer(m_first); }

    void scoresAreThoseOfALiveRun() {
        const EventLog log = logOf(m_recorded.events);
        const RecordedSteps steps = recordedSteps(log);
        session().loadScorer(m_second);
        const Outcome live = run(small(PolicyKind::SelfConsistency, 6));
        const RunState before = foldOf(log);
        for (const std::vector<Event>& events : {byModel(steps), byRows(steps, m_path, m_second)}) {
            const EventLog rescored = with(log, events);
            const RunState after = foldOf(rescored);
            QCOMPARE(after.strayEvents, std::int64_t{0});
            int same = 0, unlike = 0;
            QVERIFY(haveSameScores(after, live.state, same));
            QVERIFY2(same > 20, std::to_string(same).c_str());
            QVERIFY(!haveSameScores(after, before, unlike));
            QVERIFY(after.isRescored() && !before.isRescored());
            QCOMPARE(after.scorer->name, std::string("second.safetensors"));
            // Through a file, and back to the first scorer.
            const std::string saved = m_dir.filePath(QStringLiteral("saved.stepscope")).toStdString();
            saveRecording(saved, rescored);
            RunState opened;
            (void)foldRecording(saved, opened);
            QVERIFY(haveSameScores(opened, live.state, same));
            const EventLog reread = readRecording(saved).events;
            session().loadScorer(m_first);
            QVERIFY(haveSameScores(foldOf(with(reread, byModel(recordedSteps(reread)))), before, same));
            session().loadScorer(m_second);
        }
    }

    void whatIfsOfOtherScoresAreRealRuns() {
        const EventLog log = logOf(m_recorded.events);
        const EventLog rescored = with(log, byRows(recordedSteps(log), m_path, m_second));
        const RecordedRun record = recordedRunOf(rescored, foldOf(rescored));
        const RecordedRun before = recordedRunOf(log, foldOf(log));
        session().loadScorer(m_second);
        int pruned = 0, others = 0;
        const int least = blocksToStart(record.header.promptTokens, 6);
        for (const int blocks : {least + 3, least + 9}) {
            RunOptions o = small(PolicyKind::Step, 6, blocks);
            const Outcome real = run(o);
            const auto result = whatIf(record, {o, std::nullopt, true});
            const std::string expected = comparable(real.events), found = comparable(listOf(result->events));
            QVERIFY2(expected == found, firstDifference(expected, found).c_str());
            pruned += real.state.prunedCount;
            others += comparable(listOf(whatIf(before, {o, std::nullopt, true})->events)) != found;
        }
        QVERIFY(pruned > 0 && others > 0);
    }

    void aRunWithoutAScorerGetsScores() {
        const auto plain = ModelSession::load({.backend = BackendChoice::Cpu, .scorerPath = ""});
        QVERIFY(!plain->scorer());
        const std::string path = m_dir.filePath(QStringLiteral("plain.stepscope")).toStdString();
        const Outcome recorded = runKeeping(small(PolicyKind::SelfConsistency, 6), path, plain.get());
        const EventLog log = logOf(recorded.events);
        const RecordedSteps steps = recordedSteps(log);
        QVERIFY(steps.count() > 20 && !steps.traces[0].steps[0].isScored);
        for (const std::vector<Event>& events : {byModel(steps), byRows(steps, path, m_first)}) {
            const EventLog rescored = with(log, events);
            int same = 0;
            QVERIFY(haveSameScores(foldOf(rescored), m_recorded.state, same));
            const RecordedRun record = recordedRunOf(rescored, foldOf(rescored));
            QVERIFY(record.hasScores);
            const RunOptions o = small(PolicyKind::Step, 5, blocksToStart(record.header.promptTokens, 5) + 4);
            QVERIFY(whatIf(record, {o, std::nullopt, false})->figures.pruned > 0);
        }
    }

    /// Branches have their parents' rows, and traces that went on after the run are scored to their ends.
    void branchesAndContinuedTracesAreScoredWhole() {
        const std::string path = m_dir.filePath(QStringLiteral("refill.stepscope")).toStdString();
        RunOptions o = small(PolicyKind::StepRefill, 6, blocksToStart(m_recorded.state.header.promptTokens, 6) + 4);
        o.refill.rounds = 5;
        o.refill.minTokens = 10;
        const Outcome refilled = runKeeping(o, path);
        QVERIFY(!all<TraceBranched>(refilled).empty());
        const EventLog log = logOf(refilled.events);
        int same = 0;
        QVERIFY(haveSameScores(foldOf(with(log, byModel(recordedSteps(log)))), refilled.state, same));
        QVERIFY(haveSameScores(foldOf(with(log, byRows(recordedSteps(log), path, m_first))), refilled.state, same));

        o.policy = PolicyKind::Step;
        std::vector<Event> events = run(o).events;
        Continuation more(session(), planContinuation(logOf(events)), [&](const Event& e) { events.push_back(e); });
        while (!more.isFinished()) more.step();
        const EventLog finished = logOf(events);
        session().loadScorer(m_second);
        const EventLog rescored = with(finished, byModel(recordedSteps(finished)));
        const RunState state = foldOf(rescored);
        QCOMPARE(state.strayEvents, std::int64_t{0});
        const RecordedRun record = recordedRunOf(rescored, state);
        QVERIFY(record.completeness.isComplete() && record.hasScores);
        const RunOptions unpruned = small(PolicyKind::SelfConsistency, 6);
        const auto answered = whatIf(record, {unpruned, std::nullopt, false});
        const Outcome live = run(unpruned);
        QVERIFY(haveSameScores(answered->state, live.state, same));
    }

    void slimScIsAnsweredFromKeptRows() {
        RecordedRun record = recordOf(m_recorded);
        RunOptions o = small(PolicyKind::SlimSc, 6);
        const auto refusal = whyNotFrom(record, o);
        QVERIFY2(refusal && refusal->find("--record-hidden") != std::string::npos, refusal.value_or("none").c_str());
        const std::string why = attachHidden(record, m_path);
        QVERIFY2(why.empty(), why.c_str());
        int pruned = 0;
        for (const double similarity : {0.5, 0.9}) {
            for (const int n : {3, 6}) {
                o = small(PolicyKind::SlimSc, n, similarity < 0.85 ? kPlentyOfBlocks : 30);
                o.slim.similarity = similarity;
                o.slim.minTokens = 6;
                const Outcome real = run(o);
                const auto result = whatIf(record, {o, std::nullopt, true});
                QVERIFY(result->isExact);
                const std::string expected = comparable(real.events), found = comparable(listOf(result->events));
                QVERIFY2(expected == found, firstDifference(expected, found).c_str());
                pruned += real.state.prunedCount;
                QVERIFY(!all<ThoughtSeen>(real).empty());
            }
        }
        QVERIFY2(pruned > 3, std::to_string(pruned).c_str());
    }

    void bothCanBeGivenUp() {
        const RecordedSteps steps = recordedSteps(logOf(m_recorded.events));
        QVERIFY(!rescoreWithModel(steps, session(), [](double) { return false; }));
        const HiddenFile rows(hiddenPathOf(m_path), steps.header);
        RowScorer scorer(m_second, rows.hiddenSize());
        QVERIFY(!rescoreFromRows(steps, rows, scorer, [](double) { return false; }));
    }

    void whatCannotBeIsSaid() {
        const EventLog log = logOf(m_recorded.events);
        RecordedSteps steps = recordedSteps(log);
        steps.header.model.sha256 = "another";
        QVERIFY(refusalOf([&] { (void)byModel(steps); }).find("load the run's own") != std::string::npos);
        steps = recordedSteps(log);
        steps.traces[0].tokens[0] = TokenId{1 << 29};
        QVERIFY(refusalOf([&] { (void)byModel(steps); }).find("the file is damaged") != std::string::npos);
        steps = recordedSteps(log);
        steps.header.promptTokens += 1;
        QVERIFY(refusalOf([&] { (void)byModel(steps); }).find("prompt") != std::string::npos);
        QVERIFY(refusalOf([&] { RowScorer(m_second, 64); }).find("64") != std::string::npos);
        // Past the check of files: hidden states that overflow would give such scores, too.
        const std::vector<float> w0(static_cast<std::size_t>(session().info().hiddenSize) * 512, 0.0F);
        const std::vector<float> b0(512, 3e38F);
        std::vector<float> w1(512, 3e38F);
        for (std::size_t i = 0; i < w1.size(); i += 2) w1[i] = -3e38F;  // infinity minus infinity
        session().transformer().attachScorer({session().info().hiddenSize, 512, w0, b0, w1, 0});
        const std::string refused = refusalOf([&] { (void)byModel(recordedSteps(log)); });
        QVERIFY2(refused.find("not numbers") != std::string::npos, refused.c_str());
    }

    // ---- the file

    void aCutOffTailIsLeftOut() {
        const std::string copy = m_dir.filePath(QStringLiteral("cut.stepscope")).toStdString();
        const QString hidden = QString::fromStdString(hiddenPathOf(copy));
        QVERIFY(QFile::copy(QString::fromStdString(hiddenPathOf(m_path)), hidden));
        const RunStarted& header = m_recorded.state.header;
        const std::size_t whole = HiddenFile(hidden.toStdString(), header).entries().size();
        QVERIFY(QFile::resize(hidden, QFile(hidden).size() - 7));
        const HiddenFile cut(hidden.toStdString(), header);
        QCOMPARE(cut.entries().size(), whole - 1);
        const auto why = whyNotFromRows(recordedSteps(logOf(m_recorded.events)), cut);
        QVERIFY2(why && why->find("1 of ") == 0, why.value_or("none").c_str());
        RecordedRun record = recordOf(m_recorded);
        QVERIFY(!attachHidden(record, copy).empty());
        QVERIFY(!record.hidden);
    }

    void rowsOfOthersAndDamagedOnesAreRefused() {
        const QString path = m_dir.filePath(QStringLiteral("bad.hidden"));
        QFile original(QString::fromStdString(hiddenPathOf(m_path)));
        QVERIFY(original.open(QIODevice::ReadOnly));
        const QByteArray good = original.readAll();
        const auto line = good.indexOf('\n') + 1;
        const auto refusal = [&](const QByteArray& bytes, RunStarted header) {
            QFile file(path);
            if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
                return std::string("not written");
            file.close();
            return refusalOf([&] {
                const HiddenFile hidden(path.toStdString(), header);
                for (const HiddenFile::Entry& entry : hidden.entries()) (void)hidden.row(entry);
            });
        };
        const RunStarted header = m_recorded.state.header;
        QCOMPARE(refusal(good, header), std::string());
        QCOMPARE(refusal(good.left(line), header), std::string());  // a run that wrote no step
        RunStarted other = header;
        other.options.sampling.seed += 1;
        QVERIFY(refusal(good, other).find("another run") != std::string::npos);
        other = header;
        other.model.sha256 = "x";
        QVERIFY(refusal(good, other).find("another model") != std::string::npos);
        const auto changed = [&](const char* from, const char* to) {
            QByteArray bytes = good;
            const auto at = bytes.indexOf(from);
            return at < 0 || at > line ? QByteArray("not found") : bytes.replace(at, int(qstrlen(from)), to);
        };
        QVERIFY(refusal(changed("\"format\":\"2.0\"", "\"format\":\"3.0\""), header).find("newer") !=
                std::string::npos);
        QVERIFY(refusal(changed("float32", "float64"), header).find("float64") != std::string::npos);
        QVERIFY(refusal(changed("\"hidden_size\":320", "\"hidden_size\":-32"), header).find("hidden_size") !=
                std::string::npos);
        const auto patched = [&](qsizetype at, std::int32_t value) {
            QByteArray bytes = good;
            std::memcpy(bytes.data() + line + at, &value, sizeof value);
            return bytes;
        };
        for (const std::int32_t trace : {0, -1, 1 << 20})
            QVERIFY(refusal(patched(0, trace), header).find("damaged") != std::string::npos);
        for (const std::int32_t end : {0, -5}) QVERIFY(!refusal(patched(4, end), header).empty());
        QVERIFY(refusal(patched(12, 1 << 30), header).find("damaged") != std::string::npos);
        QVERIFY(refusal(patched(20, 0x7fc00000), header).find("checksum differs") != std::string::npos);
        for (const QByteArray& bytes : {QByteArray(), QByteArray("\0\0\0\n", 4), QByteArray(200000, 'x'),
                                        QByteArray("{}\n"), QByteArray("{\"e\":\"run\"}\n"), QByteArray(100, '[')})
            QVERIFY(!refusal(bytes, header).empty());
    }

    /// Bytes behind the header are whatever they are: read or refused, never beyond the file.
    void randomDamageDoesNoHarm() {
        QFile original(QString::fromStdString(hiddenPathOf(m_path)));
        QVERIFY(original.open(QIODevice::ReadOnly));
        const QByteArray good = original.readAll();
        const QString path = m_dir.filePath(QStringLiteral("random.hidden"));
        std::mt19937 random(5);
        int refused = 0;
        for (int round = 0; round < 60; ++round) {
            QByteArray bytes = good.left(good.size() > 30000 ? 30000 : good.size());
            for (int k = 0; k < 3; ++k) {  // every other file in its header and first record
                const auto room = static_cast<std::size_t>(round % 2 == 0 ? 300 : bytes.size());
                bytes[static_cast<qsizetype>(random() % room)] = static_cast<char>(random());
            }
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
            file.close();
            const std::string why = refusalOf([&] {
                const HiddenFile hidden(path.toStdString(), m_recorded.state.header);
                for (const HiddenFile::Entry& entry : hidden.entries()) (void)hidden.thought(entry);
            });
            refused += why.empty() ? 0 : 1;
        }
        QVERIFY2(refused > 50, qPrintable(QString::number(refused)));  // not where it hit the record that is cut
    }

    /// Rows of a GPU's run are kept in half precision.
    void rowsOfAGpuTakeHalf() {
        const std::string path = m_dir.filePath(QStringLiteral("gpu.stepscope")).toStdString();
        RunStarted header = m_recorded.state.header;
        header.backend = "cuda";
        const auto width = static_cast<std::size_t>(header.model.hiddenSize);
        std::vector<float> row(width), thought(width);
        for (std::size_t i = 0; i < width; ++i) row[i] = 0.37F * static_cast<float>(i) - 50;
        thought[3] = 0.125F;
        {
            HiddenWriter writer(path);
            QVERIFY(writer.begin(header));
            QVERIFY(writer.append({TraceId{2}, 17, TokenId{9}, row, 11, thought}));
            QVERIFY(writer.append({TraceId{1}, 5, TokenId{8}, thought, 0}));
        }
        const HiddenFile file(hiddenPathOf(path), header);
        QCOMPARE(file.entries().size(), std::size_t{2});
        QVERIFY(!file.isExact() && !file.find(TraceId{2}, 5) && file.find(TraceId{1}, 5)->thoughtTokens == 0);
        const std::vector<float> back = file.row(*file.find(TraceId{2}, 17));
        for (std::size_t i = 0; i < width; ++i) QVERIFY(std::abs(back[i] - row[i]) <= std::abs(row[i]) / 2048 + 1e-6F);
        QCOMPARE(file.thought(*file.find(TraceId{2}, 17)), thought);
        const qint64 bytes = QFile(QString::fromStdString(hiddenPathOf(path))).size();
        QVERIFY(bytes < 1000 + 2 * qint64(16 + 4 * width));
    }

    void onlyItsOwnKindIsReplaced() {
        const std::string path = m_dir.filePath(QStringLiteral("mine.stepscope")).toStdString();
        QFile file(QString::fromStdString(hiddenPathOf(path)));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("important\n") == 10);
        file.close();
        QVERIFY(refusalOf([&] { HiddenWriter{path}; }).find("holds something else") != std::string::npos);
        QVERIFY(!refusalOf([&] { HiddenWriter("/dev/null"); }).empty());
        // A writer that never begins leaves what is there.
        const qint64 before = QFile(QString::fromStdString(hiddenPathOf(m_path))).size();
        { const HiddenWriter unused(m_path); }
        QCOMPARE(QFile(QString::fromStdString(hiddenPathOf(m_path))).size(), before);
    }

    /// The mark of what would have been also stands on steps without a score.
    void markedStepsStayMarkedInALog() {
        EventLog log;
        log.append({1, StepEnded{TraceId{1}, 4}, true});
        log.append({1, StepEnded{TraceId{1}, 5}, false});
        const Event first = log[0], second = log[1];
        QVERIFY(first.continued && !second.continued);
    }
};

QTEST_GUILESS_MAIN(AppRescoring)
#include "app_rescoring.moc"
