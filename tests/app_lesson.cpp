// Lessons as data: what the reader takes and refuses, values computed from runs, placeholders and claims; and that the
// documentation lists every value.
#include <QTemporaryDir>
#include <QTest>
#include <fstream>

#include "app/lesson/lesson.h"
#include "app/lesson/lesson_sight.h"
#include "app/lesson/lesson_values.h"
#include "app/run/resources.h"
#include "refusal_of.h"

using namespace Qt::StringLiterals;
using app::LessonValue;
using app::TraceId;

namespace {

namespace fs = std::filesystem;

/// Three traces finish (7 right, 9 wrong twice), one is pruned; the scores are such that one wrong trace beats the
/// right one at the end, and none at the first step.
app::Timeline smallTimeline() {
    app::Timeline run;
    app::RunStarted started;
    started.options.traces = 4;
    started.options.policy = app::PolicyKind::Step;
    started.knownAnswer = "7";
    started.problem = "3 + 4";
    started.kvBlocks = 32;
    started.model.blockBytes = 1 << 20;
    run.append({0, started});
    app::PassDone pass;
    for (int id = 1; id <= 4; ++id) {
        run.append({0, app::TraceAdded{TraceId{id}}});
        pass.tokens.push_back({TraceId{id}, engine::TokenId{1}, "so\n\n"});
    }
    for (int id = 1; id <= 4; ++id) run.append({0, app::TraceAdmitted{TraceId{id}, {engine::BlockId{id}}}});
    const std::vector<std::pair<float, float>> scores{{.9F, .5F}, {.8F, .8F}, {.2F, .2F}, {.1F, .1F}};
    for (const bool isSecond : {false, true}) {
        run.append({isSecond ? 2.0 : 1.0, pass});
        for (int id = 1; id <= 4; ++id) {
            const auto& [first, second] = scores[static_cast<std::size_t>(id - 1)];
            run.append(
                {isSecond ? 2.0 : 1.0, app::StepScored{TraceId{id}, isSecond ? 2 : 1, isSecond ? second : first}});
        }
    }
    run.append({2.5, app::Saturated{1, 0, 4}});
    run.append(
        {2.5, app::TracePruned{
                  .trace = TraceId{4}, .score = .1, .amongRunning = 4, .freedBlocks = 1, .other = {}, .value = {}}});
    for (const auto& [id, answer] : {std::pair(1, "7"), {2, "9"}, {3, "9"}})
        run.append({3, app::TraceFinished{TraceId{id}, app::FinishReason::EndOfText, std::string(answer), 1}});
    run.append({4, app::RunFinished{}});
    return run;
}

app::RunState smallRun() {
    return smallTimeline().latest();
}

std::string valueOf(const app::RunState& run, const std::string& name) {
    const auto value = app::findLessonValue(run, name);
    return value ? value->text : "none";
}

app::LessonLookUp lookUpOf(const app::RunState& run) {
    return [&run](const std::string& action, const std::string& name) {
        return action.empty() || action == "own" ? app::findLessonValue(run, name) : std::nullopt;
    };
}

}  // namespace

class AppLesson : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theLessonOfTheProgramIsRead() {
        const app::Lesson lesson = app::readLesson(app::firstLesson());
        QCOMPARE(lesson.pages.size(), std::size_t{9});
        const app::LessonAction* vote = lesson.find("vote");
        QVERIFY(vote && vote->kind == app::LessonDo::Run);
        app::RunOptions options;
        vote->run.applyTo(options);
        QVERIFY(options.policy == app::PolicyKind::SelfConsistency);
        QCOMPARE(options.traces, 32);
        QCOMPARE(options.kvCacheMib, std::optional(96.0));
        QVERIFY(!vote->run.problem.empty() && vote->run.answer == "1343");
        QVERIFY(!lesson.find("nobody"));
        for (const app::LessonPage& page : lesson.pages)
            QVERIFY2(!page.question.empty() && !page.answer.empty(), page.title.c_str());
    }

    void valuesComeFromTheRun() {
        const app::RunState run = smallRun();
        const std::pair<const char*, const char*> expected[] = {
            {"answer", "9"},
            {"verdict", "wrong"},
            {"votes", "2"},
            {"weight", "1.00"},
            {"second", "7"},
            {"second_weight", "0.70"},
            {"other_votes", "0"},
            {"by_score", "9"},
            {"by_score_verdict", "wrong"},
            {"by_score_weight", "1.00"},
            {"by_score_second_weight", "0.70"},
            {"right_share", "33\u00a0%"},
            {"outgrew", "0"},
            {"pruned_early", "0"},
            {"pruned_lowest", "0.10"},
            {"pruned_highest", "0.10"},
            {"cut_right_share", "none"},
            {"first_low_step", "0.20"},
            {"next_out", "none"},
            {"majority", "9"},
            {"majority_votes", "2"},
            {"majority_verdict", "wrong"},
            {"traces", "4"},
            {"finished", "3"},
            {"right_traces", "1"},
            {"wrong_traces", "2"},
            {"pruned", "1"},
            {"waits", "0"},
            {"known_answer", "7"},
            {"policy", "STEP"},
            {"tokens", "8"},
            {"steps", "8"},
            {"lowest_step", "0.10"},
            {"highest_step", "0.90"},
            {"right_score", "0.70"},
            {"wrong_score", "0.50"},
            {"latency", "4.0\u00a0s"},
            {"full_at", "2.5\u00a0s"},
            {"memory", "32\u00a0MiB"},
            {"separation", "50\u00a0%"},
            {"first_separation", "100\u00a0%"},
            {"cut_right", "none"},
        };
        for (const auto& [name, value] : expected)
            QVERIFY2(valueOf(run, name) == value, (std::string(name) + ": " + valueOf(run, name)).c_str());
        QCOMPARE(valueOf(app::RunState{}, "tokens"), std::string("none"));
        QCOMPARE(valueOf(run, "nonsense"), std::string("none"));
    }

    void scoresMayDecideOtherwiseThanVotes() {
        app::RunState run = smallRun();
        run.traces[0].scoreSum = 4;  // the mean of two steps is 2
        QCOMPARE(valueOf(run, "by_score"), std::string("7"));
        QCOMPARE(valueOf(run, "by_score_verdict"), std::string("right"));
        QCOMPARE(valueOf(run, "by_score_weight"), std::string("2.00"));
        QCOMPARE(valueOf(run, "by_score_second_weight"), std::string("1.00"));
        QCOMPARE(valueOf(run, "answer"), std::string("9"));  // the vote was held without it
        run.traces[3].steps.clear();
        QCOMPARE(valueOf(run, "pruned_early"), std::string("1"));
        run.traces[1].finish = app::FinishReason::Memory;
        QCOMPARE(valueOf(run, "outgrew"), std::string("1"));
    }

    void sightsAreFound() {
        using app::LessonSight;
        app::Timeline run = smallTimeline();
        const app::RunState end = run.latest();
        using Step = std::optional<std::pair<TraceId, int>>;
        QCOMPARE(app::findLessonStep(end, LessonSight::LowestStep), Step({TraceId{4}, 0}));
        QCOMPARE(app::findLessonStep(end, LessonSight::HighestStep), Step({TraceId{1}, 0}));
        QCOMPARE(app::findLessonStep(end, LessonSight::FirstLowStep), Step({TraceId{3}, 0}));
        QCOMPARE(app::findLessonStep(end, LessonSight::MemoryFull), Step());
        QVERIFY(!app::findLessonStep(app::RunState{}, LessonSight::LowestStep));

        const auto full = app::findLessonMoment(run, LessonSight::MemoryFull);
        QVERIFY(full);
        QVERIFY(!app::findLessonMoment(run, LessonSight::MostWaiting));
        QVERIFY(!app::findLessonMoment(run, LessonSight::LowestStep));
        const app::RunState then = run.after(*full);  // before the prune
        QCOMPARE(valueOf(then, "pruned"), std::string("0"));
        QCOMPARE(valueOf(then, "running"), std::string("4"));
        QCOMPARE(valueOf(then, "used"), std::string("4"));
        QCOMPARE(valueOf(then, "next_out"), std::string("#4"));
        QCOMPARE(valueOf(then, "next_score"), std::string("0.10"));
    }

    void mostWaitIsFound() {
        app::Timeline run;
        app::RunStarted started;
        started.options.traces = 3;
        started.kvBlocks = 3;
        run.append({0, started});
        for (int id = 1; id <= 3; ++id) run.append({0, app::TraceAdded{TraceId{id}}});
        for (int id = 1; id <= 3; ++id) run.append({0, app::TraceAdmitted{TraceId{id}, {engine::BlockId{id - 1}}}});
        run.append({1, app::Saturated{1, 0, 3}});
        run.append({1, app::TracePreempted{TraceId{3}, 1}});
        run.append({2, app::TracePreempted{TraceId{2}, 1}});
        const std::size_t most = run.events().size();
        run.append({3, app::TraceAdmitted{TraceId{2}, {engine::BlockId{1}}}});
        run.append({4, app::TracePreempted{TraceId{2}, 1}});  // as many as before
        const auto found = app::findLessonMoment(run, app::LessonSight::MostWaiting);
        QCOMPARE(found, std::optional(most));
        QCOMPARE(valueOf(run.after(*found), "waiting"), std::string("2"));
    }

    void placeholdersAreFilled() {
        const app::RunState run = smallRun();
        std::vector<std::string> missing;
        QCOMPARE(app::filledText("{votes} of {finished} say {own.answer}: {latency/own.full_at} times", lookUpOf(run),
                                 missing),
                 std::string("2 of 3 say 9: 1.60 times"));
        QVERIFY(missing.empty());
        QCOMPARE(app::filledText("{other.answer}", lookUpOf(run), missing), std::string("\u2013"));
        QCOMPARE(missing, std::vector<std::string>{"other.answer"});
        QCOMPARE(app::filledText("{answer/votes}", lookUpOf(run), missing), std::string("\u2013"));
    }

    void claimsAreChecked() {
        const app::RunState run = smallRun();
        const auto holds = [&](const char* claim) {
            return app::parseLessonClaim(claim, {"own", "other"}).holds(lookUpOf(run));
        };
        for (const char* claim :
             {"pruned = 1", "pruned > 0", "right_traces < wrong_traces", "verdict = wrong", "verdict != right",
              "latency/full_at >= 1.6", "finished <= own.finished", "answer = 9"})
            QVERIFY2(holds(claim) == true, claim);
        for (const char* claim :
             {"pruned = 2", "pruned < 1", "right_traces > wrong_traces", "verdict = right", "answer = 7"})
            QVERIFY2(holds(claim) == false, claim);
        for (const char* claim : {"other.pruned = 1", "cut_right > 0", "verdict > right"})
            QVERIFY2(!holds(claim), claim);
    }

    void refusalsNameThePlace_data() {
        QTest::addColumn<QString>("page");
        QTest::addColumn<QString>("reason");
        const auto action = [](const char* fields) {
            return uR"("text":"b","actions":[{"id":"x","label":"l",%1}])"_s.arg(QLatin1String(fields));
        };
        QTest::newRow("no text") << uR"("question":"c")"_s << u"pages[0].text"_s;
        QTest::newRow("question without an answer") << uR"("text":"b","question":"c?")"_s << u"pages[0].answer"_s;
        QTest::newRow("brace") << u"\"text\":\"a {b\""_s << u"pages[0].text: a brace { without its }"_s;
        QTest::newRow("value") << uR"("text":"{speed}")"_s << u"there is no value \"speed\""_s;
        QTest::newRow("later action") << uR"("text":"{x.answer}")"_s << u"there is no action \"x\" up to here"_s;
        QTest::newRow("place") << uR"("text":"b","highlight":["moon"])"_s << u"there is no place \"moon\""_s;
        QTest::newRow("do") << action(R"("do":"fly")") << u"pages[0].actions[0].do: expected one of run, finish_cut"_s;
        QTest::newRow("no problem") << action(R"("do":"run")") << u"pages[0].actions[0].problem"_s;
        QTest::newRow("example") << action(R"("do":"run","example":99)") << u"pages[0].actions[0].example"_s;
        QTest::newRow("option") << action(R"("do":"run","problem":"1","options":{"speed":1})")
                                << u"there is no option \"speed\""_s;
        QTest::newRow("option out of range")
            << action(R"("do":"run","problem":"1","options":{"n":0})") << u"options.n"_s;
        QTest::newRow("policy") << action(R"("do":"run","problem":"1","options":{"policy":"best"})")
                                << u"expected one of cot, sc"_s;
        QTest::newRow("pause") << action(R"("do":"run","problem":"1","pause_at":["end"])")
                               << u"expected one of saturation, prune"_s;
        QTest::newRow("claim") << action(R"("do":"run","problem":"1","claims":["pruned"])") << u"expected such as"_s;
        QTest::newRow("what-if of nothing")
            << action(R"("do":"what_if","of":"y")") << u"there is no run \"y\" up to here"_s;
        QTest::newRow("label")
            << uR"("text":"b","actions":[{"id":"x","label":"a button with more words than it has room","do":"own"}])"_s
            << u"pages[0].actions[0].label: expected at most 34 letters"_s;
        QTest::newRow("look at nothing") << action(R"("do":"look","at":"sky")")
                                         << u"expected one of lowest_step, highest_step"_s;
    }
    void refusalsNameThePlace() {
        QFETCH(QString, page);
        QFETCH(QString, reason);
        const QTemporaryDir dir;
        const fs::path file = fs::path(dir.path().toStdString()) / "lesson.json";
        std::ofstream(file) << uR"({"version":1,"title":"t","pages":[{"title":"a",%1}]})"_s.arg(page).toStdString();
        const std::string refusal = refusalOf([&] { (void)app::readLesson(file); });
        QVERIFY2(refusal.find(reason.toStdString()) != std::string::npos, refusal.c_str());
        QVERIFY2(refusal.starts_with(file.string()), refusal.c_str());
        QVERIFY(refusal.find('\n') == std::string::npos);
    }

    void theDocumentationListsEveryValue() {
        std::ifstream file(app::lessonFolder() / "README.md");
        const std::string text(std::istreambuf_iterator<char>(file), {});
        for (const app::LessonValueRow& row : app::lessonValues()) {
            const std::string line = "| `" + std::string(row.name) + "` | " + row.meaning + " |";
            QVERIFY2(text.find(line) != std::string::npos, line.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(AppLesson)
#include "app_lesson.moc"
