// The text that stands for an answer where answers are compared. Pure functions, any thread.
//
// An answer may have a name: "x = 5" is not "y = 5", and both are "5" to somebody who left the name out. A key
// therefore has the answer with its name and, behind arrows, what it is without: "x=5 => 5". Keys with names are equal
// where the parts with the names are; a key without a name equals one with a name where it is one of the parts without.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace scorer {

/// @param named  with the name; empty: there is none
/// @param plain  ways to say it without; at least one where `named` is empty
std::string joinKey(const std::string& named, const std::vector<std::string>& plain);

/// The first way to say it without a name.
std::string_view plainKey(std::string_view key);

/// Symmetric. Not transitive across a key without a name: "x=5", "5", "y=5".
bool sameKeys(std::string_view a, std::string_view b);

/// For every key, the key of the first of its group: the groups of a vote. Keys without a name join the named keys that
/// they equal; where these differ, those that come most often, then those that come first.
std::vector<std::string> groupedKeys(std::span<const std::string> keys);

}  // namespace scorer
