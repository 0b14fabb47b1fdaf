// Run options: what the command line takes and refuses, and what a recording's header keeps of them.
#include <QTest>
#include <nlohmann/json.hpp>

#include "app/cli/cli_numbers.h"
#include "app/cli/cli_options.h"
#include "app/run/event_json.h"

using namespace app;

namespace {

struct Parsed {
    CliRunOptions options;
    std::string error;  // empty where all was taken
};

Parsed parse(std::vector<std::string> arguments) {
    Parsed parsed;
    CLI::App command("test");
    addRunOptions(command, parsed.options);
    addProblemOptions(command, parsed.options);
    std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
    try {
        command.parse(std::move(arguments));
    } catch (const CLI::Error& error) {
        parsed.error = error.what();
    }
    return parsed;
}

bool contains(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

class AppOptions : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void numbersAreRefusedWithTheirLimit_data() {
        QTest::addColumn<QString>("option");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* option, const char* value, const char* message) {
            QTest::addRow("%s %s", option, value)
                << QString::fromLatin1(option) << QString::fromLatin1(value) << QString::fromLatin1(message);
        };
        row("--max-tokens", "99999999999999", "99999999999999 is too large; at most 10,000,000");
        row("--max-tokens", "0", "0 is too small; at least 1");
        row("--max-tokens", "1e7", "'1e7' is not a whole number");
        row("--max-tokens", "99999999999999999999999", "at most 10,000,000");
        row("-n", "0x10", "'0x10' is not a whole number");
        row("-n", "007", "starts with a zero");
        row("-n", "4097", "at most 4,096");
        row("-n", "", "is not a whole number");
        row("-n", "1.5", "'1.5' is not a whole number");
        row("-n", " 4", "is not a whole number");
        row("--kv-cache-mib", "1e8", "1e8 is too large; at most 10,000,000");
        row("--kv-cache-mib", "0.001", "0.001 is too small; at least 0.01");
        row("--device", "1024", "at most 1,023");
        row("--device", "-1", "-1 is too small; at least 0");
        row("--seed", "-1", "-1 is too small; at least 0");
        row("--seed", "18446744073709551616", "too large; at most 18,446,744,073,709,551,615");
        row("--seed", "", "is not a whole number");
        row("--seed", "0x10", "is not a whole number");
        row("--seed", "1e3", "is not a whole number");
        row("--seed", "0123", "starts with a zero");
        row("--example", "0", "at least 1");
        row("--pace", "0", "neither full nor");
        row("--pace", "fast", "neither full nor");
        for (const char* option : {"--memory-utilization", "--kv-cache-mib", "--temperature", "--top-p", "--percentile",
                                   "--similarity", "--thought-delay", "--pace"}) {
            for (const char* value : {"nan", "inf", "-inf", "NAN", ""}) row(option, value, "'");
        }
    }
    void numbersAreRefusedWithTheirLimit() {
        QFETCH(QString, option);
        QFETCH(QString, value);
        QFETCH(QString, message);
        const std::string error = parse({option.toStdString(), value.toStdString()}).error;
        QVERIFY2(contains(error, qPrintable(message)), error.c_str());
        QVERIFY2(contains(error, option == u"-n" ? "--traces" : qPrintable(option)), error.c_str());
        QVERIFY(!contains(error, "\n"));
    }

    void everySeedIsKeptExactly() {
        for (const std::uint64_t seed :
             {0ULL, 1ULL, 9223372036854775807ULL, 9223372036854775808ULL, 18446744073709551615ULL}) {
            const Parsed parsed = parse({"--seed", std::to_string(seed)});
            QCOMPARE(parsed.error, std::string());
            const RunOptions options = parsed.options.applyTo({});
            QCOMPARE(options.sampling.seed, seed);
            const nlohmann::json j = toJson(options);
            QCOMPARE(j["seed"].dump(), std::to_string(seed));
            QCOMPARE(optionsFrom(j).sampling.seed, seed);
        }
        // As older versions wrote it.
        nlohmann::json old = toJson(RunOptions{});
        old["seed"] = std::int64_t{-2};
        QCOMPARE(optionsFrom(old).sampling.seed, 18446744073709551614ULL);
    }

    void wordsAreListedAndNumbersAreNone() {
        for (const auto& [option, value, known] :
             std::vector<std::array<const char*, 3>>{{"--policy", "6", "deepconf-low"},
                                                     {"--policy", "foo", "step-refill"},
                                                     {"--victim", "0", "logprob"},
                                                     {"--answers", "1", "reference"},
                                                     {"--backend", "2", "cuda"},
                                                     {"--unscored", "", "neutral"},
                                                     {"--trace-score", "mean5", "last5"},
                                                     {"--refill-rule", "0", "gambit-random"},
                                                     {"--probe-setting", "1", "published"},
                                                     {"--prefix-reuse", "maybe", "false"},
                                                     {"--score-after-think", "2", "true"}}) {
            const std::string error = parse({option, value}).error;
            QVERIFY2(contains(error, option) && contains(error, known) && contains(error, " or "), error.c_str());
            QVERIFY2(!contains(error, "->") && !contains(error, "{"), error.c_str());
        }
        QCOMPARE(*parse({"--policy", "Step-Refill"}).options.policy(), PolicyKind::StepRefill);
        QVERIFY(!parse({"--score-after-think", "False"}).options.applyTo({}).scoreAfterThink);
    }

    void theOptionsOfJudgingPromptAndMemory() {
        const RunOptions defaults;
        QCOMPARE(defaults.systemPrompt,
                 std::string("Please reason step by step, and put your final answer within \\boxed{}"));
        QVERIFY(defaults.prefixReuse);
        QVERIFY(!defaults.prunedVote);
        const Parsed parsed =
            parse({"--answers", "reference", "--pruned-vote", "--system-prompt", "Be brief.", "--prefix-reuse", "false",
                   "--refill-rule", "gambit-random", "--policy", "step-refill", "--consensus-probe", "--probe-setting",
                   "ours", "--probe-warmup", "3"});
        QCOMPARE(parsed.error, std::string());
        const RunOptions o = parsed.options.applyTo(defaults);
        for (const RunOptions& kept : {o, optionsFrom(toJson(o))}) {
            QCOMPARE(kept.answers, AnswerMode::Reference);
            QVERIFY(kept.prunedVote);
            QCOMPARE(kept.systemPrompt, std::string("Be brief."));
            QVERIFY(!kept.prefixReuse);
            QCOMPARE(kept.refillRule, RefillRule::GambitRandom);
            QCOMPARE(kept.probe,
                     (scorer::ProbeRules{
                         .setting = ProbeSetting::Ours, .warmupRounds = 3, .stableRounds = 8, .disagreeRounds = 10}));
        }
        const RunOptions none = parse({"--system-prompt", ""}).options.applyTo(defaults);
        QCOMPARE(none.systemPrompt, std::string());
    }

    /// A recording of an older version says nothing of what it did not know: it is read as what that version did.
    void olderHeadersAreWhatTheOlderProgramDid() {
        RunOptions o;
        o.consensusProbe = true;
        nlohmann::json j = toJson(o);
        for (const char* key : {"pruned_vote", "prefix_reuse", "refill_rule", "probe_setting"})
            QCOMPARE(j.erase(key), std::size_t{1});
        const RunOptions old = optionsFrom(j);
        QVERIFY(!old.prunedVote);
        QVERIFY(!old.prefixReuse);
        QCOMPARE(old.refillRule, RefillRule::Ours);
        QVERIFY(old.probe.setting == ProbeSetting::Ours);
    }
};

QTEST_GUILESS_MAIN(AppOptions)
#include "app_options.moc"
