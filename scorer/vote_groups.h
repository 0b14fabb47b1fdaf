// Which ballots count together. Pure, any thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "scorer/vote.h"

namespace scorer {

/// For each ballot the key of its group: those of one text, and where names tell answers apart (answer_key.h) the group
/// that its answer joins. One more ballot can move others: groups are those of exactly these ballots.
std::vector<std::string> voteKeys(std::span<const Ballot> ballots, AnswerMode mode);

/// A further ballot may move those before it.
bool hasName(const Ballot& ballot, AnswerMode mode);

}  // namespace scorer
