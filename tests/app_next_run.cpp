// Options of the next run as text and back, and what of them another model leaves alone.
#include <QTest>

#include "app/run/event_json.h"
#include "app/run/option_table.h"
#include "app/session/next_run.h"

using namespace app;

class AppNextRun : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void textAndBack() {
        RunOptions options;
        options.policy = PolicyKind::DeepConfHigh;
        options.traces = 24;
        options.kvCacheMib = 37.3;
        options.sampling.temperature = 0.1 + 0.2;
        options.sampling.seed = 0xFFFFFFFFFFFFFFFFULL;
        options.deepconf.window = 99;
        options.systemPrompt = "Ünï \"quoted\"\nline";
        const auto back = findOptions(textOfOptions(options));
        QVERIFY(back);
        for (const OptionRow& row : optionTable()) QVERIFY2(row.get(*back) == row.get(options), row.key);
    }

    /// Who goes back to a policy finds it as it was left.
    void parametersOfOtherPoliciesComeBack() {
        RunOptions options;
        options.policy = PolicyKind::SelfConsistency;
        options.deepconf.window = 99;
        options.slim.similarity = 0.91;
        options.refillRule = RefillRule::Gambit;
        const auto back = findOptions(textOfOptions(options));
        QVERIFY(back);
        for (const OptionRow& row : optionTable()) QVERIFY2(row.get(*back) == row.get(options), row.key);
        const RunOptions carried = carriedOver(*back, {}, {}, true);
        QCOMPARE(carried.deepconf.window, 99);
        QCOMPARE(carried.slim.similarity, 0.91);
        // A text of before, in which they are not, leaves them at their defaults.
        const auto old = findOptions(toJson(options).dump());
        QVERIFY(old && old->policy == PolicyKind::SelfConsistency);
        QCOMPARE(old->deepconf.window, RunOptions{}.deepconf.window);
    }

    void whatIsNoneOfOursIsIgnored() {
        for (const char* text : {"", "{}", "[]", "no JSON", "{\"policy\":5}"}) QVERIFY2(!findOptions(text), text);
        std::string wrong = textOfOptions({});
        wrong.replace(wrong.find("\"n\":64"), 6, "\"n\":\"x\"");
        QVERIFY(!findOptions(wrong));
    }

    void numbersStayWithinTheirRange() {
        RunOptions options;
        options.traces = 1'000'000;
        options.sampling.topP = -3;
        const auto back = findOptions(textOfOptions(options));
        QVERIFY(back);
        QCOMPARE(back->traces, 4096);
        QCOMPARE(back->sampling.topP, optionRow("top_p").low);
    }

    void policyAndNStay() {
        RunOptions chosen;
        chosen.policy = PolicyKind::SelfConsistency;
        RunOptions now;
        now.traces = 32;
        const RunOptions carried = carriedOver(chosen, {}, now, false);
        QCOMPARE(carried.policy, PolicyKind::SelfConsistency);
        QCOMPARE(carried.traces, 64);
    }

    /// What nobody touched is as the new model has it.
    void onlyWhatWasChosenStays() {
        RunOptions then;
        then.maxTokens = 700;
        then.systemPrompt = "Think.";
        RunOptions chosen = then;
        chosen.sampling.temperature = 1.1;
        chosen.voteLock = true;
        RunOptions now;
        now.sampling.temperature = 0.7;
        now.sampling.topK = 40;
        const RunOptions carried = carriedOver(chosen, then, now, false);
        QCOMPARE(carried.sampling.temperature, 1.1);
        QVERIFY(carried.voteLock);
        QCOMPARE(carried.sampling.topK, 40);
        QCOMPARE(carried.maxTokens, now.maxTokens);
        QCOMPARE(carried.systemPrompt, now.systemPrompt);
    }

    void memoryBelongsToTheModel() {
        RunOptions chosen;
        chosen.kvCacheMib = 30;
        chosen.memoryUtilization = 0.5;
        chosen.plainPrompt = true;
        RunOptions now;
        now.kvCacheMib = 4000;
        const RunOptions other = carriedOver(chosen, {}, now, false);
        QCOMPARE(other.kvCacheMib, std::optional(4000.0));
        QCOMPARE(other.memoryUtilization, 0.5);
        QVERIFY(!other.plainPrompt);
        const RunOptions same = carriedOver(chosen, {}, now, true);
        QCOMPARE(same.kvCacheMib, std::optional(30.0));
        QVERIFY(same.plainPrompt);
        QVERIFY(!carriedOver({}, {}, {}, true).kvCacheMib);  // unset stays unset
    }

    void deviceAndPaceAreNotCarried() {
        RunOptions chosen;
        chosen.backend = BackendChoice::Cuda;
        chosen.device = 3;
        chosen.pace = 12;
        const RunOptions carried = carriedOver(chosen, {}, {}, true);
        QVERIFY(carried.backend == BackendChoice::Auto && !carried.device);
        QCOMPARE(carried.pace, 0.0);
    }
};

QTEST_GUILESS_MAIN(AppNextRun)
#include "app_next_run.moc"
