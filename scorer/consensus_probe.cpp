#include "scorer/consensus_probe.h"

namespace scorer {

void ProbeTrack::push(const std::vector<ProbedAnswer>& answers) {
    ++rounds;
    std::map<std::string, int> votes;
    for (const ProbedAnswer& answer : answers) ++votes[answer.key];
    // The majority so far stays where others only reach it; else the answer of the earliest trace leads.
    const std::string* leader = majority && votes.contains(*majority) ? &*majority : nullptr;
    for (const ProbedAnswer& answer : answers) {
        if (!leader || votes[answer.key] > votes[*leader]) leader = &answer.key;
    }
    if (!leader) {
        majority.reset();
        majorityVotes = unchangedRounds = 0;
        return;
    }
    unchangedRounds = majority && *majority == *leader ? unchangedRounds + 1 : 1;
    majorityVotes = votes[*leader];
    majority = std::string(*leader);
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
