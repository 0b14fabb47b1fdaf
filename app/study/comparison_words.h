// A comparison in words and as JSON, for people and for files. Pure functions, any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <vector>

#include "app/study/comparison.h"

namespace app {

/// A folded run with its events and its name among those that it is compared with.
struct ComparedRun {
    std::string label;
    const RunState* state = nullptr;
    const EventLog* events = nullptr;
    std::string file = {};  ///< its recording within the comparison's folder; empty if there is none
};

/// "Both say 1343.", "... 18 of the 22 traces that voted for 4458 were cut ...": one to three sentences.
std::string answerText(const AnswerDifference& difference, const std::string& first, const std::string& second);
/// "They part in pass 39: A prunes #12 (3.9 s), B lets #32 wait (4.0 s)."
std::string partingText(const Parting& parting, const std::string& first, const std::string& second);
/// "A cut 24 traces: of these, 4 end right and 20 wrong in B." Empty where none was cut.
std::string fatesText(const Fates& fates, const std::string& run, const std::string& other);

/// What the second, third, ... run differs in from the first: one sentence each, in this order.
std::vector<std::string> differencesOf(const ComparedRun& first, const ComparedRun& other);

/// {"problem", "known_answer", "runs": [{"label", "file", figures, "ratio_to_first"}], "differences": [[...]],
/// "traces"}
nlohmann::json comparisonJson(std::span<const ComparedRun> runs);

}  // namespace app
