// Runs of one problem side by side: figures, names, where they part, the fates of pruned traces, and why the answers
// differ, on cases made by hand and on real runs. The folder of a comparison, and hostile ones.
#include <QTemporaryDir>
#include <QTest>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "app/run/model_session.h"
#include "app/run/recording_writer.h"
#include "app/run/run_loop.h"
#include "app/run/usage_error.h"
#include "app/study/comparison_folder.h"
#include "app/study/comparison_words.h"
#include "app/study/examples.h"

using namespace app;
namespace fs = std::filesystem;

namespace {

/// One trace of a run made by hand: it writes one scored step, then ends.
struct Lane {
    float score = 0;
    std::string answer;  ///< empty: none
    bool isPruned = false;
    std::string text = {};  ///< of its own; empty: the same in every run
};

struct Made {
    EventLog events;
    RunState state;
};

Made made(PolicyKind policy, const std::vector<Lane>& lanes, const std::string& known = "1", bool isScored = true) {
    Made run;
    double t = 0;
    const auto put = [&](EventBody body) {
        const Event event{t, std::move(body)};
        run.events.append(event);
        run.state.apply(event);
    };
    RunStarted header;
    header.problem = "a problem";
    header.knownAnswer = known;
    header.options.policy = policy;
    header.options.traces = static_cast<int>(lanes.size());
    header.kvBlocks = 100;
    header.model.blockBytes = 1024;
    put(header);
    for (std::size_t i = 0; i < lanes.size(); ++i) put(TraceAdded{TraceId{static_cast<int>(i) + 1}});
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        const TraceId id{static_cast<int>(i) + 1};
        put(TraceAdmitted{id, {BlockId{static_cast<int>(i)}}, 0, 0});
        PassDone pass;
        const std::string text = lanes[i].text.empty() ? "thought " + std::to_string(i) : lanes[i].text;
        pass.tokens.push_back({id, engine::TokenId{5}, text, 0, 0});
        t += 0.5;
        put(pass);
        if (isScored) put(StepScored{id, 1, lanes[i].score});
    }
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        const TraceId id{static_cast<int>(i) + 1};
        t += 0.1;
        if (lanes[i].isPruned) {
            put(TracePruned{id, static_cast<double>(lanes[i].score), 4, 1, PruneCause::Memory, {}, {}});
        } else {
            const auto answer = lanes[i].answer.empty() ? std::nullopt : std::optional(lanes[i].answer);
            put(TraceFinished{id, FinishReason::EndOfText, answer, 1});
        }
    }
    put(RunFinished{});
    return run;
}

struct Case {
    const char* name;
    Made first, second;
    AnswerCause cause;
    const char* says;  ///< somewhere in the sentence
};

constexpr auto kSc = PolicyKind::SelfConsistency;
constexpr auto kStep = PolicyKind::Step;

std::vector<Case> cases() {
    std::vector<Case> all;
    const std::vector<Lane> split{{0.2F, "2"}, {0.2F, "2"}, {0.2F, "2"}, {0.9F, "1"}, {0.9F, "1"}};
    all.push_back({"the same answer", made(kSc, {{0.5F, "1"}, {0.5F, "1"}}), made(kStep, {{0.5F, "1"}, {0.5F, "1"}}),
                   AnswerCause::Same, "Both say 1."});
    all.push_back({"the same answer, written otherwise", made(kSc, {{0.5F, "0.5"}}),
                   made(kStep, {{0.5F, "\\frac{1}{2}"}}), AnswerCause::Same, "Both say 0.5."});
    all.push_back({"neither has an answer", made(kSc, {{0.5F, ""}}), made(kStep, {{0.5F, ""}}), AnswerCause::Same,
                   "Neither has an answer."});
    all.push_back({"only the second has one", made(kSc, {{0.5F, ""}}), made(kStep, {{0.5F, "1"}}),
                   AnswerCause::NoAnswer, "A has no answer, B says 1."});
    all.push_back({"only the first has one", made(kSc, {{0.5F, "1"}}), made(kStep, {{0.5F, "", true}}),
                   AnswerCause::NoAnswer, "A says 1, B has no answer."});
    // All five vote in both; their weights turn 3 to 2 into 0.6 to 1.8.
    all.push_back({"weights alone", made(kSc, split), made(kStep, split), AnswerCause::Weights,
                   "by count, B has 2 votes for 1 and 3 for 2; by weight, B has 1.80 for 1 and 0.60 for 2"});
    // All weigh the same; two of the three are pruned.
    all.push_back({"selection alone", made(kSc, {{0.5F, "2"}, {0.5F, "2"}, {0.5F, "2"}, {0.5F, "1"}, {0.5F, "1"}}),
                   made(kStep, {{0.5F, "2", true}, {0.5F, "2", true}, {0.5F, "2"}, {0.5F, "1"}, {0.5F, "1"}}),
                   AnswerCause::Selection, "2 of its 3 votes for 2 come from traces that B cut"});
    all.push_back({"either would do", made(kSc, split),
                   made(kStep, {{0.2F, "2", true}, {0.2F, "2", true}, {0.2F, "2"}, {0.9F, "1"}, {0.9F, "1"}}),
                   AnswerCause::Either, "each alone would be enough"});
    // Four votes of 0.5 against two of 0.8: weights alone leave 2.0 to 1.6. One is pruned: by count 3 to 2, by both
    // 1.5 to 1.6.
    all.push_back({"only both together",
                   made(kSc, {{0.5F, "2"}, {0.5F, "2"}, {0.5F, "2"}, {0.5F, "2"}, {0.8F, "1"}, {0.8F, "1"}}),
                   made(kStep, {{0.5F, "2", true}, {0.5F, "2"}, {0.5F, "2"}, {0.5F, "2"}, {0.8F, "1"}, {0.8F, "1"}}),
                   AnswerCause::Both, "It takes both the weights and who votes"});
    all.push_back({"no scores to weigh by", made(kSc, split, "1", false),
                   made(kStep, {{0.5F, "2"}, {0.5F, "2"}, {0.5F, "2"}, {0.9F, "1"}, {0.9F, "1"}}), AnswerCause::Unknown,
                   "have nothing to weigh them by"});
    all.push_back({"other traces", made(kSc, {{0.5F, "2"}, {0.5F, "2", false, "one thing"}}),
                   made(kSc, {{0.5F, "1"}, {0.5F, "1", false, "another thing"}}), AnswerCause::OtherTraces,
                   "wrote different text"});
    // The other way round: the weighted run is the first one.
    all.push_back({"weights, from the other side", made(kStep, split), made(kSc, split), AnswerCause::Weights,
                   "B has 3 votes for 2 and 2 for 1; by weight, A has 0.60 for 2 and 1.80 for 1"});
    return all;
}

}  // namespace

class AppComparison : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    fs::path root() const { return m_dir.path().toStdString(); }

private Q_SLOTS:
    void theCauseIsRight() {
        int count = 0;
        for (const Case& c : cases()) {
            const AnswerDifference difference = explainAnswers(c.first.state, c.second.state);
            const std::string text = answerText(difference, "A", "B");
            QVERIFY2(difference.cause == c.cause, (std::string(c.name) + ": " + text).c_str());
            QVERIFY2(text.find(c.says) != std::string::npos, (std::string(c.name) + ": " + text).c_str());
            ++count;
        }
        QCOMPARE(count, 12);
    }

    void prunedTracesHaveFatesOnTheOtherSide() {
        const Made all = made(kSc, {{0.1F, "1"}, {0.2F, "2"}, {0.3F, ""}, {0.9F, "1"}});
        const Made pruned = made(kStep, {{0.1F, "1", true}, {0.2F, "2", true}, {0.3F, "", true}, {0.9F, "1"}});
        const Fates fates = fatesOf(pruned.state, all.state);
        QCOMPARE(fates.right, std::vector{TraceId{1}});
        QCOMPARE(fates.wrong, (std::vector{TraceId{2}, TraceId{3}}));  // without an answer is wrong as well
        QVERIFY(fates.unanswered.empty());
        QCOMPARE(fatesText(fates, "STEP", "Self-consistency"),
                 std::string("STEP cut 3 traces. In Self-consistency, 1 of them ends right, 2 wrong."));
        QCOMPARE(fatesOf(all.state, pruned.state).count(), std::size_t{0});
    }

    void theFirstDecisionThatDiffersIsNamed() {
        const Made all = made(kSc, {{0.1F, "1"}, {0.9F, "1"}});
        const Made pruned = made(kStep, {{0.1F, "1", true}, {0.9F, "1"}});
        const auto parting = findParting(all.events, pruned.events);
        QVERIFY(parting);
        QCOMPARE(parting->pass, 3);
        QCOMPARE(partingText(*parting, "A", "B"),
                 std::string("They first differ in pass 3: A lets #1 finish (1.10 s), B prunes "
                             "#1 of 4 running, score 0.10 (1.10 s)."));
        QVERIFY(!findParting(all.events, made(kSc, {{0.1F, "1"}, {0.9F, "1"}}).events));
    }

    void namesTellRunsApart() {
        Made a = made(kSc, {{0.5F, "1"}}), b = made(kStep, {{0.5F, "1"}}), c = made(kStep, {{0.5F, "1"}});
        c.state.header.kvBlocks = 50 * 1024;
        const std::vector<const RunState*> two{&a.state, &b.state};
        QCOMPARE(labelsOf(two), (std::vector<std::string>{"Self-consistency", "STEP"}));
        const std::vector<const RunState*> three{&a.state, &b.state, &c.state};
        QCOMPARE(labelsOf(three),
                 (std::vector<std::string>{"Self-consistency, 0.1 MiB", "STEP, 0.1 MiB", "STEP, 50.0 MiB"}));
        const std::vector<const RunState*> twins{&b.state, &b.state};
        QCOMPARE(labelsOf(twins), (std::vector<std::string>{"STEP (1)", "STEP (2)"}));
        c.state.header.problem = "another";
        QVERIFY(!whyNotComparable(three).empty());
    }

    /// Example 3 is the first one that people see: there a plain majority goes wrong and STEP goes right.
    void theFirstExampleShowsWhatStepIsFor() {
        const Example example = loadExamples().at(2);
        LoadModel order;
        order.backend = BackendChoice::Cpu;
        const auto session = ModelSession::load(order);
        std::vector<Made> runs(2);
        for (std::size_t i = 0; i < runs.size(); ++i) {
            RunOptions options = session->defaults();
            options.policy = i == 0 ? kSc : kStep;
            options.pace = 0;
            RunLoop loop(*session, {.problem = example.question, .knownAnswer = example.answer, .options = options},
                         [&](const Event& event) {
                             runs[i].events.append(event);
                             runs[i].state.apply(event);
                         });
            while (!loop.isFinished()) loop.step();
        }
        const ComparedFigures sc = comparedFiguresOf(runs[0].state), step = comparedFiguresOf(runs[1].state);
        QCOMPARE(sc.asRun.right, std::optional(false));
        QCOMPARE(step.asRun.right, std::optional(true));
        QVERIFY(step.pruned > 0 && sc.pruned == 0);
        QVERIFY(step.generatedTokens < sc.generatedTokens);
        const AnswerDifference difference = explainAnswers(runs[0].state, runs[1].state);
        QVERIFY(difference.cause != AnswerCause::Same && difference.cause != AnswerCause::OtherTraces);
        QCOMPARE(static_cast<int>(fatesOf(runs[1].state, runs[0].state).count()), step.pruned);
        QVERIFY(findParting(runs[0].events, runs[1].events));

        // As a folder, and back.
        const fs::path folder = root() / "comparison";
        fs::create_directories(folder);
        std::vector<const RunState*> states{&runs[0].state, &runs[1].state};
        const auto labels = labelsOf(states);
        std::vector<ComparedRun> compared;
        for (std::size_t i = 0; i < runs.size(); ++i) {
            const std::string file = comparedFileName(i + 1, runs[i].state);
            saveRecording((folder / file).string(), runs[i].events);
            compared.push_back({labels[i], &runs[i].state, &runs[i].events, file});
        }
        writeComparison(folder, compared);
        QVERIFY(isComparison(folder) && isComparison(folder / "compare.json") && !isComparison(root()));
        QCOMPARE(requireComparison(folder),
                 (std::vector<fs::path>{folder / "1-sc.stepscope", folder / "2-step.stepscope"}));
        const auto json = comparisonJson(compared);
        QCOMPARE(json["runs"][1]["label"].get<std::string>(), std::string("STEP"));
        QCOMPARE(json["traces"].size(), runs[0].state.traces.size());
    }

    void hostileFoldersAreRefused() {
        const fs::path folder = root() / "hostile";
        fs::create_directories(folder);
        const std::pair<const char*, const char*> files[] = {
            {"", "not valid JSON"},
            {"[]", "field 'runs' is missing"},
            {R"({"runs": 5})", "field 'runs' is missing"},
            {R"({"runs": []})", "0 runs, expected 2 to 4"},
            {R"({"runs": [{"file": "a"}]})", "1 runs, expected 2 to 4"},
            {R"({"runs": [{"file": "../a"}, {"file": "b"}]})", "expected the name of a file in the same folder"},
            {R"({"runs": [{"file": "/etc/passwd"}, {"file": "b"}]})", "expected the name of a file in the same folder"},
            {R"({"runs": [{"file": ".."}, {"file": "b"}]})", "expected the name of a file in the same folder"},
            {R"({"runs": [{"file": 3}, {"file": "b"}]})", "field 'file' is missing"},
        };
        for (const auto& [text, expected] : files) {
            std::ofstream(folder / "compare.json", std::ios::trunc) << text;
            std::string said;
            try {
                (void)requireComparison(folder);
            } catch (const UsageError& error) {
                said = error.what();
            }
            QVERIFY2(said.find(expected) != std::string::npos, (std::string(text) + " -> " + said).c_str());
        }
    }
};

QTEST_GUILESS_MAIN(AppComparison)
#include "app_comparison.moc"
