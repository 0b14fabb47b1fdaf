#include "app/run/policy_list.h"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "app/run/policy_table.h"

namespace app {
namespace {

/// What may stand behind a plus sign.
struct Suffix {
    const char* word;
    void (*addTo)(EvalPolicy&);
};
constexpr Suffix kSuffixes[] = {
    {"lock", [](EvalPolicy& p) { p.voteLock = true; }},
    {"beta", [](EvalPolicy& p) { p.betaStop = true; }},
    {"probe", [](EvalPolicy& p) { p.consensusProbe = true; }},
    {"last", [](EvalPolicy& p) { p.traceScore = TraceScoreRule::Last; }},
    {"last5", [](EvalPolicy& p) { p.traceScore = TraceScoreRule::LastFive; }},
};

/// False if it is no suffix.
bool addSuffix(EvalPolicy& policy, const std::string& word) {
    for (const Suffix& suffix : kSuffixes) {
        if (word != suffix.word) continue;
        suffix.addTo(policy);
        return true;
    }
    return false;
}

bool hasControls(PolicyKind policy) {
    const auto all = controlRows();
    return std::any_of(all.begin(), all.end(), [&](const ControlRow& control) { return control.base == policy; });
}

/// "a, b, c", or with `last` = " or ": "a, b or c".
std::string joined(const std::vector<std::string>& words, const std::string& last = ", ") {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) out += (i == 0 ? "" : i + 1 < words.size() ? ", " : last) + words[i];
    return out;
}

std::vector<std::string> controlNames() {
    std::vector<std::string> out;
    for (const ControlRow& control : controlRows()) out.emplace_back(control.name);
    return out;
}

std::vector<std::string> suffixNames() {
    std::vector<std::string> out;
    for (const Suffix& suffix : kSuffixes) out.push_back(std::string("+") + suffix.word);
    return out;
}

[[noreturn]] void refuse(const std::string& word) {
    std::vector<std::string> names;
    for (const PolicyRow& row : policyRows()) names.emplace_back(row.name);
    for (const std::string& control : controlNames()) names.push_back(control);
    throw std::runtime_error("'" + word + "' is no policy; use " + joined(names, " or ") + ", and " +
                             joined(suffixNames(), " or ") + " behind one that votes");
}

EvalPolicy parsePolicy(const std::string& word) {
    std::istringstream parts(word);
    std::string base;
    std::getline(parts, base, '+');
    const auto colon = base.find(':');
    const auto policy = findPolicy(base.substr(0, colon));
    if (!policy || word.ends_with('+')) refuse(word);
    EvalPolicy parsed{.name = word, .policy = *policy};
    if (colon != std::string::npos) {
        const auto victim = findVictimRule(base.substr(colon + 1));
        if (!victim || !hasControls(*policy)) refuse(word);
        parsed.victim = *victim;
    }
    for (std::string suffix; std::getline(parts, suffix, '+');) {
        if (policyRow(*policy).oneTrace || !addSuffix(parsed, suffix)) refuse(word);
    }
    return parsed;
}

}  // namespace

void EvalPolicy::applyTo(RunOptions& options) const {
    options.policy = policy;
    options.victim = victim;
    if (traceScore != TraceScoreRule::Mean) options.traceScore = traceScore;
    options.voteLock = options.voteLock || voteLock;
    options.betaStop = options.betaStop || betaStop;
    options.consensusProbe = options.consensusProbe || consensusProbe;
    options.traces = tracesOf(options);
}

std::string policyListHelp() {
    return "Policies as for --policy, separated by commas; controls: " + joined(controlNames()) +
           "; options after a plus sign: " + joined(suffixNames());
}

std::vector<EvalPolicy> parsePolicies(const std::string& list) {
    std::vector<EvalPolicy> policies;
    std::istringstream stream(list);
    for (std::string word; std::getline(stream, word, ',');) policies.push_back(parsePolicy(word));
    if (policies.empty()) throw std::runtime_error("no policy given");
    return policies;
}

}  // namespace app
