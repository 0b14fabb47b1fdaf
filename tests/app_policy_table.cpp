// The table of policies is complete: a row for every policy, and every list, word and colour comes from it.
#include <CLI/CLI.hpp>
#include <QTest>
#include <algorithm>
#include <cctype>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

#include "app/cli/cli_options.h"
#include "app/run/event_json.h"
#include "app/run/policy_list.h"
#include "app/run/policy_table.h"
#include "app/run/run_state.h"
#include "app/study/report/report_look.h"

using namespace app;

namespace {

/// Whether the compiler knows a name for the value: it writes "PolicyKind::Step" for one, "(PolicyKind)9" otherwise.
template <auto kValue>
constexpr bool isNamed() {
    const std::string_view text = __PRETTY_FUNCTION__;
    const auto value = text.find("kValue = ");
    return text.substr(value).find('(') == std::string_view::npos;
}

/// The enumerators of an enum that counts from 0 and has under 64.
template <typename Enum>
std::vector<Enum> allOf() {
    std::vector<Enum> out;
    [&]<int... kIndex>(std::integer_sequence<int, kIndex...>) {
        ((isNamed<static_cast<Enum>(kIndex)>() ? out.push_back(static_cast<Enum>(kIndex)) : void()), ...);
    }
    (std::make_integer_sequence<int, 64>());
    return out;
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

std::string errorOf(std::vector<std::string> arguments, CliRunOptions& options) {
    CLI::App command("test");
    addRunOptions(command, options);
    std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
    try {
        command.parse(std::move(arguments));
    } catch (const CLI::Error& error) {
        return error.what();
    }
    return {};
}

std::string refusalOf(const std::string& list) {
    try {
        parsePolicies(list);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return {};
}

/// Names with texts and looks, of policies and controls.
struct Shown {
    std::string name;
    std::string clause;
    PolicyLook look;
};
std::vector<Shown> everythingShown() {
    std::vector<Shown> out;
    for (const PolicyRow& row : policyRows()) out.push_back({row.name, row.clause, row.look});
    for (const ControlRow& control : controlRows()) out.push_back({control.name, control.clause, control.look});
    return out;
}

/// WCAG 2.1.
double luminance(const std::string& colour) {
    const auto channel = [&](std::size_t at) {
        const double c = std::stoi(colour.substr(at, 2), nullptr, 16) / 255.0;
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
double contrast(const std::string& a, const std::string& b) {
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

bool isColour(const std::string& text) {
    return text.size() == 7 && text[0] == '#' &&
           std::all_of(text.begin() + 1, text.end(), [](unsigned char c) { return std::isxdigit(c) != 0; });
}

/// The value of the CSS variable, as many times as it is set.
std::vector<std::string> variable(const std::string& style, const std::string& name) {
    std::vector<std::string> out;
    for (auto at = style.find(name); at != std::string::npos; at = style.find(name, at + 1))
        out.push_back(style.substr(at + name.size(), 7));
    return out;
}

}  // namespace

class AppPolicyTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyPolicyHasOneRow() {
        const std::vector<PolicyKind> all = allOf<PolicyKind>();
        QCOMPARE(all.size(), policyRows().size());
        QVERIFY(std::find(all.begin(), all.end(), PolicyKind::StepRefill) != all.end());
        for (PolicyKind kind : all) {
            QCOMPARE(std::ranges::count_if(policyRows(), [&](const PolicyRow& row) { return row.kind == kind; }), 1);
            QCOMPARE(policyRow(kind).kind, kind);
        }
        QVERIFY_THROWS_EXCEPTION(std::logic_error, policyRow(static_cast<PolicyKind>(all.size())));
    }

    void everyRuleHasAWord() {
        const std::vector<VictimRule> all = allOf<VictimRule>();
        QCOMPARE(all.size(), victimRows().size());
        std::set<std::string> words;
        for (VictimRule rule : all) {
            QVERIFY(words.insert(nameOf(rule)).second);
            QVERIFY(*nameOf(rule) && *victimRow(rule).inLog);
            QCOMPARE(findVictimRule(nameOf(rule)), std::optional(rule));
        }
        QVERIFY(!findVictimRule("") && !findVictimRule("shortest"));
    }

    void namesAndTextsAreComplete() {
        std::set<std::string> names;
        std::set<std::string> titles;
        std::set<std::string> explanations;
        for (const PolicyRow& row : policyRows()) {
            const std::string name = row.name;
            QVERIFY2(!name.empty() && std::ranges::all_of(name, [](char c) { return std::islower(c) || c == '-'; }),
                     row.name);
            QVERIFY2(names.insert(name).second, row.name);
            QVERIFY2(*row.title && titles.insert(row.title).second, row.title);
            const std::string explanation = row.explanation;
            QVERIFY2(explanations.insert(explanation).second, row.name);
            QVERIFY2(explanation.size() > 100 && explanation.ends_with('.') && !contains(explanation, "  "), row.name);
            QVERIFY2(*row.help && *row.clause && !std::string(row.clause).ends_with('.'), row.name);
        }
        for (const ControlRow& control : controlRows()) QVERIFY2(names.insert(control.name).second, control.name);
    }

    /// 3 is what WCAG asks of graphics.
    void coloursAreToldApart() {
        const std::string style = reportStyle();
        QCOMPARE(variable(style, "--bg:").size(), std::size_t{2});
        const std::string page = variable(style, "--bg:")[0];
        const std::string darkPage = variable(style, "--bg:")[1];
        std::set<std::string> light;
        std::set<std::string> dark;
        std::set<Marker> markers;
        for (const Shown& each : everythingShown()) {
            QVERIFY2(isColour(each.look.light) && isColour(each.look.dark), each.name.c_str());
            QVERIFY2(light.insert(each.look.light).second, each.name.c_str());
            QVERIFY2(dark.insert(each.look.dark).second, each.name.c_str());
            QVERIFY2(contrast(each.look.light, page) >= 3, each.name.c_str());
            QVERIFY2(contrast(each.look.dark, darkPage) >= 3, each.name.c_str());
            QVERIFY2(contains(style, each.look.light) && contains(style, each.look.dark), each.name.c_str());
        }
        for (const PolicyRow& row : policyRows()) QVERIFY2(markers.insert(row.look.marker).second, row.name);
    }

    void reportsShowEachAsItsRowSays() {
        std::vector<std::string> names;
        for (const Shown& each : everythingShown()) names.push_back(each.name);
        names.push_back("step-of-tomorrow");
        const Looks looks(names);
        std::set<std::string> classes;
        for (const std::string& name : names) QVERIFY2(classes.insert(looks.of(name).colourClass).second, name.c_str());
        const std::string style = reportStyle();
        for (const Shown& each : everythingShown()) {
            const Look& look = looks.of(each.name);
            QCOMPARE(look.marker, each.look.marker);
            const std::vector<std::string> colours{each.look.light, each.look.dark};
            QCOMPARE(variable(style, "--" + look.colourClass + ":"), colours);
            QCOMPARE(meaningOf(each.name), each.clause);
        }
        QCOMPARE(meaningOf("step-of-tomorrow"), std::string());
    }

    void everyNameComesBackFromCommandLineAndJson() {
        for (const PolicyRow& row : policyRows()) {
            QCOMPARE(findPolicy(row.name), std::optional(row.kind));
            QCOMPARE(nameOf(row.kind), row.name);
            std::string shouted = row.name;
            std::ranges::transform(shouted, shouted.begin(), [](unsigned char c) { return std::toupper(c); });
            for (const std::string& word : {std::string(row.name), shouted}) {
                CliRunOptions options;
                QCOMPARE(errorOf({"--policy", word}, options), std::string());
                QCOMPARE(options.policy(), std::optional(row.kind));
                const RunOptions applied = options.applyTo({});
                QCOMPARE(optionsFrom(toJson(applied)).policy, row.kind);
                QCOMPARE(toJson(applied)["policy"].get<std::string>(), std::string(row.name));
                QCOMPARE(applied.traces == 1, row.oneTrace);
            }
        }
        QVERIFY(!findPolicy("") && !findPolicy("STEP"));
    }

    void aRefusalListsEveryName() {
        CliRunOptions options;
        const std::string one = errorOf({"--policy", "none-such"}, options);
        const std::string list = refusalOf("sc,none-such");
        QVERIFY(contains(list, "'none-such'"));
        for (const PolicyRow& row : policyRows()) {
            QVERIFY2(contains(one, std::string(row.name) + ",") || contains(one, std::string(row.name) + " or ") ||
                         contains(one, std::string(" or ") + row.name),
                     one.c_str());
            QVERIFY2(contains(list, std::string(row.name) + ", "), list.c_str());
        }
        for (const ControlRow& control : controlRows()) {
            QVERIFY2(contains(list, control.name), list.c_str());
            QVERIFY2(contains(policyListHelp(), control.name), policyListHelp().c_str());
        }
        for (const char* suffix : {"+lock", "+beta", "+probe", "+last", "+last5"})
            QVERIFY2(contains(list, suffix) && contains(policyListHelp(), suffix), suffix);
    }

    void helpSaysWhatEachDoes() {
        CLI::App command("test");
        CliRunOptions options;
        addRunOptions(command, options);
        const CLI::Option* option = command.get_option("--policy");
        QCOMPARE(option->get_description(), policyHelp());
        std::string words;
        for (const PolicyRow& row : policyRows()) {
            QVERIFY2(contains(policyHelp(), row.help), row.name);
            QVERIFY2(contains(policyHelp(), std::string(row.name) +
                                                (contains(policyHelp(), row.name + std::string(":")) ? ": " : ", ")),
                     row.name);
            words += (words.empty() ? "" : "|") + std::string(row.name);
        }
        QCOMPARE(option->get_type_name(), words);
        QVERIFY(policyHelp().starts_with("cot: one trace; sc: "));
        QVERIFY(contains(policyHelp(), "; deepconf-low, deepconf-high: unsure traces stop; "));
    }

    void aStudyRunsAllByDefault() {
        const std::vector<EvalPolicy> all = parsePolicies(policyNames());
        QCOMPARE(all.size(), policyRows().size());
        for (std::size_t i = 0; i < all.size(); ++i) QCOMPARE(all[i].policy, policyRows()[i].kind);
    }

    void controlsAreTheirPolicyWithAnotherRule() {
        for (const ControlRow& control : controlRows()) {
            QCOMPARE(std::string(control.name), std::string(nameOf(control.base)) + ":" + nameOf(control.victim));
            QVERIFY2(policyRow(control.base).prunes && policyRow(control.base).prunes != control.victim, control.name);
            const std::vector<EvalPolicy> parsed = parsePolicies(control.name);
            QCOMPARE(parsed.size(), std::size_t{1});
            RunOptions options;
            parsed[0].applyTo(options);
            QCOMPARE(options.policy, control.base);
            QCOMPARE(policyRules(options).victim, control.victim);
        }
    }

    void whoVotesTakesSuffixes() {
        for (const PolicyRow& row : policyRows()) {
            const std::string name = row.name + std::string("+last5+probe+lock+beta");
            QVERIFY2(refusalOf(name).empty() != row.oneTrace, row.name);
            if (row.oneTrace) continue;
            RunOptions options;
            parsePolicies(name)[0].applyTo(options);
            QVERIFY(options.voteLock && options.betaStop && options.consensusProbe);
            QCOMPARE(options.traceScore, TraceScoreRule::LastFive);
        }
        for (const char* word :
             {"step+", "step:", "step:best", "sc:random", "step-refill:random", "step+x", "+lock", ""})
            QVERIFY2(!refusalOf(word).empty(), word);
    }

    void propertiesFitTogether() {
        for (const PolicyRow& row : policyRows()) {
            RunOptions options;
            options.policy = row.kind;
            options.traces = 12;
            QCOMPARE(tracesOf(options), row.oneTrace ? 1 : 12);
            const scorer::PolicyRules rules = policyRules(options);
            QCOMPARE(rules.relief, row.prunes ? scorer::ReliefKind::Prune : scorer::ReliefKind::Preempt);
            if (row.prunes) QCOMPARE(rules.victim, *row.prunes);
            // What reads scores needs somebody who writes them.
            if (row.votes == VoteWeight::TraceScore || row.prunes == VictimRule::LowestScore) QVERIFY(row.needsScorer);
            if (row.votes == VoteWeight::Confidence) QVERIFY(row.watchesConfidence);
        }
        QVERIFY(!policyRow(kReferencePolicy).prunes && !policyRow(kReferencePolicy).oneTrace);
    }
};

QTEST_GUILESS_MAIN(AppPolicyTable)
#include "app_policy_table.moc"
