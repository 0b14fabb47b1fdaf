// The table of run options: a row for each, and everything else is made from it. The command line, the header of
// recordings, the defaults of a model folder, the window's controls, what counts when results are compared, and the
// list of options in resources/options.md. A new option is a field of RunOptions and a row here.
// Constant data and pure functions, any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "app/run/run_options.h"

namespace app {

/// A value of any option. Enumerations are whole numbers; std::monostate stands for "not set".
using OptionValue = std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string>;

enum class OptionKind {
    Flag,   ///< given or not: bool
    Truth,  ///< "true" or "false": bool
    Whole,  ///< std::int64_t
    Real,   ///< double
    Seed,   ///< std::uint64_t
    Word,   ///< one of `words`: std::int64_t
    Text,   ///< std::string
    Pace,   ///< double; the command line writes "full" for 0
};

/// Whom an option concerns.
enum class OptionGroup { EveryRun, Waiting, Refill, SlimSc, DeepConf, Probe };

/// When a recording's header holds an option.
enum class Keep {
    Always,
    IfChanged,  ///< where it is not the program's default
    WithGroup,  ///< where the run is one of its group
    WithGroupIfChanged,
};

struct OptionWord {
    std::int64_t value = 0;
    const char* word = "";        ///< of command line and JSON
    const char* label = nullptr;  ///< in the window, English; null: it cannot be chosen there
};

struct OptionRow {
    const char* flags = "";  ///< of the command line: "--top-p" or "-n,--traces"; empty: it has none
    const char* key = "";    ///< in JSON
    OptionKind kind = OptionKind::Flag;
    OptionGroup group = OptionGroup::EveryRun;
    double low = 0;  ///< the range of Whole and Real, ends included
    double high = 0;
    std::vector<OptionWord> words = {};
    const char* help = "";          ///< one sentence, English
    const char* label = nullptr;    ///< of the window's control; null: a panel of its own shows it, or none does
    const char* toolTip = nullptr;  ///< of that control; null: `help`
    const char* suffix = "";        ///< unit behind the number in the window
    int decimals = 0;               ///< shown of a Real, more where its value has more
    double step = 1;                ///< of a Real's control
    Keep keep = Keep::Always;
    OptionValue whenMissing = {};    ///< what recordings mean that do not hold it; monostate: the program's default
    bool isRequired = false;         ///< in recordings
    const char* modelKey = nullptr;  ///< in a model folder's stepscope.json; null: it cannot stand there
    bool actsNow = false;            ///< during a run; else at the next one
    bool changesResults = true;      ///< part of a run's identity
    bool isHarmlessIdle = false;     ///< may be given for a study in which no policy uses it
    OptionValue (*get)(const RunOptions&) = nullptr;
    OptionValue (*whenUnset)(const RunOptions&) = nullptr;   ///< what such a run takes where `get` says "not set"
    void (*set)(RunOptions&, const OptionValue&) = nullptr;  ///< `value` has the alternative of `kind`, or monostate

    /// What a run with these options takes: set, or what that policy has.
    OptionValue inForce(const RunOptions& options) const;
    /// "--traces": the long name, as messages show it.
    std::string_view longFlag() const;
};

/// In the order in which they are shown, and in which given values are laid over defaults.
std::span<const OptionRow> optionTable();
/// Throws std::out_of_range for a key without a row: a mistake of the program.
const OptionRow& optionRow(std::string_view key);

bool belongsTo(OptionGroup group, PolicyKind policy, bool consensusProbe);
/// "deepconf-low or deepconf-high"; empty for every run.
std::string policiesOf(OptionGroup group);

/// The word of `value`; "" for one that the row does not know.
const char* wordOf(const OptionRow& row, std::int64_t value);
/// Nothing where the row has no such word.
std::optional<std::int64_t> findWord(const OptionRow& row, std::string_view word);

}  // namespace app
