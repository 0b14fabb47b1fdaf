// The table of run options: every row is complete, reads what it writes, and reaches recordings and command line.
#include <CLI/CLI.hpp>
#include <QTest>
#include <nlohmann/json.hpp>
#include <set>

#include "app/cli/cli_options.h"
#include "app/run/event_json.h"
#include "app/run/option_table.h"
#include "app/run/policy_table.h"

using namespace app;

namespace {

/// A value that the row may have and that is not its present one.
OptionValue changed(const OptionRow& row, const OptionValue& now) {
    switch (row.kind) {
        case OptionKind::Flag:
        case OptionKind::Truth: return !std::get<bool>(now);
        case OptionKind::Whole: {
            const auto low = static_cast<std::int64_t>(row.low);
            return now == OptionValue(low) ? low + 1 : low;
        }
        case OptionKind::Real: return now == OptionValue(row.low) ? row.high : row.low;
        case OptionKind::Seed: return std::uint64_t{18446744073709551615U};
        case OptionKind::Text: return std::string("\"other\"\n");
        case OptionKind::Pace: return 12.5;
        case OptionKind::Word:
            for (const OptionWord& word : row.words) {
                if (OptionValue(word.value) != now) return word.value;
            }
    }
    return {};
}

/// Options of a run that the row concerns.
RunOptions optionsOf(const OptionRow& row) {
    RunOptions options;
    options.consensusProbe = row.group == OptionGroup::Probe;
    for (const PolicyRow& policy : policyRows()) {
        if (belongsTo(row.group, policy.kind, options.consensusProbe)) options.policy = policy.kind;
    }
    return options;
}

std::string textOf(const OptionRow& row, const OptionValue& value) {
    const nlohmann::json j = jsonOf(row, value);
    return j.is_string() ? j.get<std::string>() : j.dump();
}

}  // namespace

class AppOptionTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyRowIsComplete() {
        std::set<std::string_view> keys;
        std::set<std::string_view> flags;
        for (const OptionRow& row : optionTable()) {
            QVERIFY2(row.get && row.set && *row.key, row.key);
            QVERIFY2(std::string_view(row.help).size() > 10, row.key);
            QVERIFY2(keys.insert(row.key).second, row.key);
            if (*row.flags) QVERIFY2(row.longFlag().starts_with("--") && flags.insert(row.longFlag()).second, row.key);
            const bool isNumber = row.kind == OptionKind::Whole || row.kind == OptionKind::Real;
            QVERIFY2(!isNumber || row.low < row.high, row.key);
            QVERIFY2((row.kind == OptionKind::Word) == !row.words.empty(), row.key);
            QVERIFY(&optionRow(row.key) == &row);
            for (const OptionWord& word : row.words) {
                QCOMPARE(findWord(row, word.word), std::optional(word.value));
                QVERIFY2(!row.label || word.label, row.key);  // in the window every word can be chosen
            }
        }
        QVERIFY_THROWS_EXCEPTION(std::out_of_range, optionRow("no such key"));
    }

    void everyRowWritesWhatItReads() {
        for (const OptionRow& row : optionTable()) {
            RunOptions options = optionsOf(row);
            const OptionValue other = changed(row, row.get(options));
            row.set(options, other);
            QVERIFY2(row.get(options) == other, row.key);
        }
    }

    /// A changed option changes the header under its key, and reading gives it back.
    void everyRowReachesRecordings() {
        for (const OptionRow& row : optionTable()) {
            const RunOptions before = optionsOf(row);
            RunOptions after = before;
            row.set(after, changed(row, row.get(before)));
            const nlohmann::json j = toJson(after);
            QVERIFY2(j.contains(row.key), row.key);
            QVERIFY2(toJson(before).value(row.key, nlohmann::json()) != j[row.key], row.key);
            const RunOptions read = optionsFrom(j);
            for (const OptionRow& each : optionTable()) {
                // What belongs to other policies is not kept.
                if (j.contains(each.key)) QVERIFY2(each.get(read) == each.get(after), each.key);
            }
        }
    }

    void everyRowIsAnOptionOfTheCommandLine() {
        for (const OptionRow& row : optionTable()) {
            if (!*row.flags) continue;
            const RunOptions before = optionsOf(row);
            const OptionValue other = changed(row, row.get(before));
            CliRunOptions given;
            CLI::App command;
            addRunOptions(command, given);
            std::vector<std::string> arguments{std::string(row.longFlag())};
            if (row.kind != OptionKind::Flag) arguments.insert(arguments.begin(), textOf(row, other));
            command.parse(std::move(arguments));
            QVERIFY2(given.given.has(row.key), row.key);
            const RunOptions after = given.applyTo(before);
            QVERIFY2(row.get(after) == other, row.key);
            const CLI::Option* option = command.get_option(std::string(row.longFlag()));
            QCOMPARE(option->get_description(), std::string(row.help));
        }
    }

    void groupsNameTheirPolicies() {
        QCOMPARE(policiesOf(OptionGroup::EveryRun), std::string());
        QCOMPARE(policiesOf(OptionGroup::DeepConf), std::string("deepconf-low or deepconf-high"));
        QCOMPARE(policiesOf(OptionGroup::Refill), std::string("step-refill"));
        QCOMPARE(policiesOf(OptionGroup::Waiting),
                 std::string("sc, sc-static, slim-sc, deepconf-low or deepconf-high"));
        QCOMPARE(policiesOf(OptionGroup::Probe), std::string("one with +probe"));
    }

    /// The setting of the probe is laid down before the counts that refine it, in whatever order they were given.
    void givenOptionsGoInTheTablesOrder() {
        GivenOptions given;
        given.give(optionRow("probe_stable"), std::int64_t{3});
        given.give(optionRow("probe_setting"), static_cast<std::int64_t>(ProbeSetting::Ours));
        RunOptions options;
        given.applyTo(options);
        QCOMPARE(options.probe.stableRounds, 3);
        QCOMPARE(options.probe.warmupRounds, scorer::probeRulesOf(ProbeSetting::Ours).warmupRounds);
        QCOMPARE(given.find<std::int64_t>("probe_stable"), std::optional<std::int64_t>(3));
        QVERIFY(!given.has("probe_every") && !given.find<double>("pace"));
    }
};

QTEST_GUILESS_MAIN(AppOptionTable)
#include "app_option_table.moc"
