// What the runs of a study cost before they are made: a run is simulated from the lengths of its traces alone, without
// tokens and scores. And how much of a study is left, by what its runs have cost so far. Pure, any thread.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "app/run/policy_table.h"

namespace app {

/// What the time of a run goes by, summed over its passes.
struct RunCost {
    double passes = 0;
    double rows = 0;           ///< tokens that are generated
    double kvTokens = 0;       ///< that attention reads
    double prefillTokens = 0;  ///< of the prompt, and recomputed ones

    RunCost& operator+=(const RunCost& other);
    RunCost scaled(double by) const;
};

/// The cost can be known from lengths alone: what the policy decides goes by memory, and not by what is written.
bool isForeseeable(const PolicyRow& policy);

/// A run of these traces under the policy. One that is not foreseeable costs here what its traces would cost if they
/// only waited for memory.
/// @param lengths  [n] tokens that each trace would write; a policy of one trace takes the first
/// @param memory   KV cache as a share of what the traces need at their peak, above 0
RunCost simulateRun(const PolicyRow& policy, std::span<const int> lengths, int promptTokens, double memory);

/// `count` lengths that spread as `sample` does.
std::vector<int> spreadLengths(std::span<const double> sample, int count);

/// Tells how much longer a study takes: each setting's runs cost what the finished ones did, or what was expected of
/// them as long as none has finished.
class StudyClock {
public:
    /// @param expected  cost of one run, in any unit that is the same for all settings
    void expect(const std::string& setting, int runs, double expected);
    /// A run that will not be made, or was made before.
    void leaveOut(const std::string& setting);
    /// @param cost      what it took, in the same unit
    void finish(const std::string& setting, double cost);
    /// Seconds for the rest, where what is finished took `elapsedS`; 0 before anything has.
    double leftS(double elapsedS) const;

private:
    struct Setting {
        int left = 0;
        int finished = 0;
        double expected = 0;
        double cost = 0;  ///< of the finished ones together
    };
    std::map<std::string, Setting> m_settings;
};

}  // namespace app
