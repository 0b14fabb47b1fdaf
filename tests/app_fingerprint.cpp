// What decides whether results may be mixed: every option counts unless it is named as one that does not, and a
// difference is named. Locks of folders, and records that are there twice.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <set>

#include "app/run/event_json.h"
#include "app/run/policy_table.h"
#include "app/study/evaluation_folder.h"
#include "app/study/fingerprint.h"
#include "app/study/folder_lock.h"
#include "app/study/report/study_files.h"
#include "app/study/study_plan.h"
#include "refusal_of.h"
#include "study_support.h"

using namespace app;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

/// Every option set, so that all keys of this policy's options are there.
RunOptions everything(PolicyKind policy) {
    RunOptions o;
    o.policy = policy;
    o.victim = VictimRule::Longest;
    o.kvCacheMib = 12;
    o.device = 1;
    o.voteLock = o.betaStop = o.consensusStop = o.consensusProbe = o.plainPrompt = true;
    o.traceScore = TraceScoreRule::Last;
    o.pace = 3;
    o.deepconf.percentile = 50;
    return o;
}

json changed(const json& value) {
    if (value.is_boolean()) return !value.get<bool>();
    if (value.is_number_integer()) return value.get<std::int64_t>() + 1;
    if (value.is_number()) return value.get<double>() + 0.125;
    return value.get<std::string>() + "x";
}

StudySetup setupWith(const json& fingerprint) {
    StudySetup setup = study_support::setupOf({"sc", "step"});
    setup.fingerprint = fingerprint.dump();
    return setup;
}

}  // namespace

class AppFingerprint : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    fs::path place(const char* name) const { return fs::path(m_dir.path().toStdString()) / name; }

private Q_SLOTS:
    void everyOptionCounts() {
        std::set<std::string> seen;
        for (const PolicyRow& row : policyRows()) {
            const json all = toJson(everything(row.kind));
            const json kept = {{"options", resultOptions(everything(row.kind))}};
            std::set<std::string> left;
            for (const auto& [key, value] : all.items()) {
                if (!kept["options"].contains(key)) left.insert(key);
            }
            QVERIFY((left == std::set<std::string>{"backend", "device_index", "pace"}));
            for (const auto& [key, value] : kept["options"].items()) {
                json asked = kept;
                asked["options"][key] = changed(value);
                const std::string why = refusalOf([&] { requireSameFingerprint("out/eval.json", kept, asked); });
                const std::string expected = "out/eval.json: field 'options." + key + "': the results there are of ";
                QVERIFY2(why.starts_with(expected), why.c_str());
                QVERIFY(why.find('\n') == std::string::npos);
                asked["options"].erase(key);
                QVERIFY2(refusalOf([&] { requireSameFingerprint("f", kept, asked); }).find("asks for not set") !=
                             std::string::npos,
                         key.c_str());
                seen.insert(key);
            }
            QCOMPARE(refusalOf([&] { requireSameFingerprint("f", kept, kept); }), std::string());
        }
        for (const char* key : {"policy", "n", "seed", "temperature", "system_prompt", "plain_prompt", "answers",
                                "unscored", "trace_score", "window", "similarity", "refill_rounds", "probe_every",
                                "kv_cache_mib", "vote_lock", "score_after_think"}) {
            QVERIFY2(seen.contains(key), key);
        }
    }

    /// Not their number: which they are.
    void problemsAreNamedByTheirTexts() {
        const std::vector<Problem> problems{
            {.question = "1+1", .answer = "2", .id = {}, .family = {}, .level = 0, .line = 1, .index = 0},
            {.question = "2+2", .answer = "4", .id = {}, .family = {}, .level = 0, .line = 2, .index = 1}};
        const std::string hash = problemsSha256(problems);
        for (auto change :
             {+[](std::vector<Problem>& p) { p[1].question = "2+3"; },
              +[](std::vector<Problem>& p) { p[1].answer = "5"; }, +[](std::vector<Problem>& p) { p[1].index = 3; },
              +[](std::vector<Problem>& p) { std::swap(p[0], p[1]); },
              +[](std::vector<Problem>& p) { p.pop_back(); }}) {
            std::vector<Problem> others = problems;
            change(others);
            QVERIFY(problemsSha256(others) != hash);
        }
        QCOMPARE(problemsSha256(problems), hash);
    }

    /// Sharded and large models have no hash of their weights: sizes and samples name them, and what goes with them.
    void modelsWithoutAHashAreTold() {
        const fs::path folder = place("model");
        fs::create_directories(folder);
        const auto write = [&](const char* name, std::string_view text) { writeText(folder / name, text); };
        write("model.safetensors.index.json",
              R"({"weight_map":{"a":"model-1.safetensors","b":"model-2.safetensors"}})");
        write("model-1.safetensors", std::string(300'000, 'a'));
        write("model-2.safetensors", std::string(300'000, 'b'));
        write("config.json", "{}");
        ModelInfo info;
        info.path = folder.string();
        const std::string before = modelIdentity(info);
        QCOMPARE(modelIdentity(info), before);
        write("stepscope.json", "{}");  // its options are in the options
        QCOMPARE(modelIdentity(info), before);
        write("chat_template.jinja", "{{ x }}");
        const std::string withTemplate = modelIdentity(info);
        QVERIFY(withTemplate != before);
        write("model-2.safetensors", std::string(300'000, 'c'));
        const std::string otherWeights = modelIdentity(info);
        QVERIFY(otherWeights != withTemplate);
        write("model-2.safetensors", std::string(300'001, 'c'));
        QVERIFY(modelIdentity(info) != otherWeights);
        fs::remove(folder / "model-2.safetensors");
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, modelIdentity(info));
    }

    /// A study may have more policies than its folder knew; what both know must be the same.
    void studiesAreJoinedByPolicy() {
        const json base = {
            {"backend", "cpu"},
            {"runs", {{"unpruned", {{"temperature", 0.6}}}, {"step", {{"temperature", 0.6}, {"unscored", "zero"}}}}}};
        json more = base;
        more["runs"].erase("step");
        more["runs"]["slim-sc"] = {{"temperature", 0.6}, {"similarity", 0.9}};
        const StudySetup both = joinedStudy(setupWith(base), setupWith(more), "study.json");
        const json joined = json::parse(both.fingerprint);
        QCOMPARE(joined["runs"].size(), std::size_t{3});
        json other = base;
        other["runs"]["step"]["unscored"] = "neutral";
        const std::string why = refusalOf([&] { joinedStudy(both, setupWith(other), "st/study.json"); });
        QVERIFY2(why.starts_with("st/study.json: field 'runs.step.unscored': the results there are of \"zero\", this "
                                 "call asks for \"neutral\""),
                 why.c_str());
        other = base;
        other["backend"] = "cuda";
        QVERIFY(refusalOf([&] { joinedStudy(both, setupWith(other), "s"); }).find("'backend'") != std::string::npos);
        StudySetup old = setupWith(base);
        old.fingerprint.clear();
        QVERIFY(refusalOf([&] { joinedStudy(old, setupWith(base), "s"); }).find("earlier version") !=
                std::string::npos);
        // What a folder keeps is what is read.
        QCOMPARE(studySetupFrom(toJson(both)).fingerprint, both.fingerprint);
    }

    void aFolderHasOneWriterForEachPart() {
        const fs::path folder = place("locked");
        const auto refused = [&](Shard part) {
            return refusalOf([&] { FolderLock lock(folder, part); }).find("another command writes") !=
                   std::string::npos;
        };
        {
            const FolderLock all(folder, {});
            QVERIFY(refused({}));
            QVERIFY(refused({0, 2}));
        }
        QVERIFY(!refused({}));
        const FolderLock first(folder, {0, 2});
        QVERIFY(!refused({1, 2}));
        QVERIFY(refused({0, 2}));
        QVERIFY(refused({}));
    }

    void aDamagedQuestionIsNamed() {
        const Problem problem{
            .question = "1+1", .answer = "2", .id = {}, .family = {}, .level = 0, .line = 3, .index = 2};
        const fs::path folder = place("questions");
        const EvaluationFolder results(folder, {{"options", {{"n", 1}}}}, {});
        QVERIFY(!results.findQuestion(problem));
        json question = {{"question_index", 2},
                         {"question", "1+1"},
                         {"is_final_correct", true},
                         {"num_correct_traces", 1},
                         {"total_traces", 1},
                         {"peak_kv_blocks", 1},
                         {"generation_time", 0.5},
                         {"tokens", 3},
                         {"recomputed_tokens", 0},
                         {"probe_tokens", 0},
                         {"waited_s", 0},
                         {"alive_s", 0.5},
                         {"pruned", 0},
                         {"ground_truth", "2"},
                         {"final_answer", nullptr},
                         {"generation_results", json::object()}};
        results.write(question);
        QVERIFY(results.findQuestion(problem));
        for (const auto& [key, value] : question.items()) {
            json damaged = question;
            damaged[key] = json::array();
            if (key == "ground_truth" || key == "final_answer") damaged.erase(key);
            writeText(folder / "question_0002.json", damaged.dump());
            const std::string why = refusalOf([&] { results.findQuestion(problem); });
            QVERIFY2(why.starts_with((folder / "question_0002.json").string()) && why.find(key) != std::string::npos,
                     (key + ": " + why).c_str());
        }
        for (const std::string& text : {std::string("{\"a\":"), std::string(100'000, '['), std::string()}) {
            writeText(folder / "question_0002.json", text);
            QVERIFY(refusalOf([&] {
                        results.findQuestion(problem);
                    }).starts_with((folder / "question_0002.json").string()));
        }
    }

    void aRunCountsOnce() {
        StudyRecord record = study_support::record("sc", 4, 0.5, 1, 7, true);
        StudyRecord again = record;
        again.correct = false;
        StudyRecord alone = record;
        alone.cell.alone = true;
        const std::vector<StudyRecord> kept = eachRunOnce({record, again, alone, again});
        QCOMPARE(kept.size(), std::size_t{2});
        QVERIFY(kept[0].correct);
        QVERIFY(kept[1].cell.alone);
    }

private:
    static void writeText(const fs::path& path, std::string_view text) {
        QFile file(QString::fromStdString(path.string()));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(text.data(), static_cast<qint64>(text.size())), static_cast<qint64>(text.size()));
    }
};

QTEST_GUILESS_MAIN(AppFingerprint)
#include "app_fingerprint.moc"
