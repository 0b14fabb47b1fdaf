#include "scorer/early_stop.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <string_view>

#include "scorer/vote_groups.h"

namespace scorer {
namespace {

/// An answer without a name counts with one that has it.
bool haveJoined(std::span<const Ballot> ballots, AnswerMode mode) {
    if (std::ranges::none_of(ballots, [mode](const Ballot& ballot) { return hasName(ballot, mode); })) return false;
    const std::vector<std::string> keys = voteKeys(ballots, mode);
    return !std::equal(keys.begin(), keys.end(), ballots.begin(),
                       [](const std::string& key, const Ballot& ballot) { return key == ballot.key; });
}

/// What is left of a key without brackets and order: "(3,2)" and "{2,3}" are "2,3".
std::string contentOf(std::string_view key) {
    std::vector<std::string> items(1);
    for (const char c : key) {
        if (c == ',') {
            items.emplace_back();
        } else if (std::string_view("()[]{} ").find(c) == std::string_view::npos) {
            items.back() += c;
        }
    }
    std::ranges::sort(items);
    std::string content;
    for (const std::string& item : items) content += item + ',';
    return content;
}

}  // namespace

bool isVoteDecided(std::span<const Ballot> ballots, std::span<const Candidate> candidates, AnswerMode mode,
                   int active) {
    if (candidates.empty()) return false;
    const double leader = candidates.front().weight;
    const double next = candidates.size() > 1 ? candidates[1].weight : 0.0;
    if (!isVoteDecided(leader - next, active) || mode != AnswerMode::Normalised)
        return isVoteDecided(leader - next, active);
    if (haveJoined(ballots, mode)) return false;
    std::map<std::string, double> rivals;
    for (const Candidate& rival : candidates.subspan(1)) rivals[contentOf(rival.key)] += rival.weight;
    return std::ranges::all_of(rivals, [&](const auto& rival) { return isVoteDecided(leader - rival.second, active); });
}

double betaConfidence(int leader, int runnerUp) {
    const int trials = leader + runnerUp + 1;
    // Terms in logarithms: C(n, i) leaves a double's range beyond n = 1000, and n may be 4096.
    double term = -trials * std::log(2.0);
    double sum = 0;
    for (int i = 0; i <= leader; ++i) {
        sum += std::exp(term);
        term += std::log(static_cast<double>(trials - i) / (i + 1));
    }
    return sum;
}

}  // namespace scorer
