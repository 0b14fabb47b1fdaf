#include "scorer/consensus_probe.h"

namespace scorer {

ProbeRules probeRulesOf(ProbeSetting setting) {
    ProbeRules rules;
    rules.setting = setting;
    if (setting == ProbeSetting::Ours) {
        rules.warmupRounds = 12;
        rules.stableRounds = 8;
        rules.disagreeRounds = 10;
    }
    return rules;
}

void ProbeRules::use(ProbeSetting other) {
    const ProbeRules before = probeRulesOf(setting);
    const ProbeRules after = probeRulesOf(other);
    for (int ProbeRules::*count : {&ProbeRules::warmupRounds, &ProbeRules::stableRounds, &ProbeRules::disagreeRounds}) {
        if (this->*count == before.*count) this->*count = after.*count;
    }
    setting = other;
}

void ProbeTrack::push(const ProbeRules& rules, const std::vector<ProbedAnswer>& answers) {
    const bool published = rules.setting == ProbeSetting::Published;
    ++rounds;
    std::map<std::string, int> votes;
    for (const ProbedAnswer& answer : answers) ++votes[answer.key];
    // Among equals the answer of the earliest trace leads; in our own setting the majority so far, where it is one of
    // them.
    const std::string* leader = !published && majority && votes.contains(*majority) ? &*majority : nullptr;
    for (const ProbedAnswer& answer : answers) {
        if (!leader || votes[answer.key] > votes[*leader]) leader = &answer.key;
    }
    if (!leader) {
        majority.reset();
        majorityVotes = unchangedRounds = 0;
        return;
    }
    unchangedRounds = majority && *majority == *leader ? unchangedRounds + 1 : published ? 0 : 1;
    majorityVotes = votes[*leader];
    majority = std::string(*leader);
    if (published && rounds <= rules.warmupRounds) return;
    for (const ProbedAnswer& answer : answers) {
        int& count = disagreed[answer.trace];
        count = answer.key == *majority ? 0 : count + 1;
    }
}

bool ProbeTrack::isSettled(const ProbeRules& rules) const {
    return rounds >= rules.warmupRounds && majority && unchangedRounds >= rules.stableRounds;
}

bool ProbeTrack::isOutvoted(const ProbeRules& rules, engine::TraceId trace) const {
    const auto found = disagreed.find(trace);
    return rounds >= rules.warmupRounds && found != disagreed.end() && found->second >= rules.disagreeRounds;
}

}  // namespace scorer
