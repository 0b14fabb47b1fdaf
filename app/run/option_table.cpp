#include "app/run/option_table.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>

#include "app/run/option_field.h"

namespace app {
namespace {

std::vector<OptionRow> makeTable() {
    std::vector<OptionRow> all;
    for (auto rows : {rowsOfEveryRun(), rowsOfVote(), rowsOfPromptAndDevice(), rowsOfPolicies(), rowsOfProbe()})
        std::ranges::move(rows, std::back_inserter(all));
    return all;
}

}  // namespace

std::string_view OptionRow::longFlag() const {
    const std::string_view all = flags;
    const auto at = all.rfind(',');
    return at == std::string_view::npos ? all : all.substr(at + 1);
}

std::span<const OptionRow> optionTable() {
    static const std::vector<OptionRow> kTable = makeTable();
    return kTable;
}

const OptionRow& optionRow(std::string_view key) {
    for (const OptionRow& row : optionTable()) {
        if (row.key == key) return row;
    }
    throw std::out_of_range("no option has the key '" + std::string(key) + "'");
}

bool belongsTo(OptionGroup group, PolicyKind policy, bool consensusProbe) {
    switch (group) {
        case OptionGroup::EveryRun: return true;
        case OptionGroup::Waiting: return policy == PolicyKind::SelfConsistency;
        case OptionGroup::Refill: return policy == PolicyKind::StepRefill;
        case OptionGroup::SlimSc: return policy == PolicyKind::SlimSc;
        case OptionGroup::DeepConf: return scorer::isDeepConf(policy);
        case OptionGroup::Probe: return consensusProbe;
    }
    return false;
}

std::string policiesOf(OptionGroup group) {
    if (group == OptionGroup::EveryRun) return {};
    if (group == OptionGroup::Probe) return "one with +probe";
    std::string names;
    for (const PolicyKind policy : kPolicies) {
        if (belongsTo(group, policy, false)) names += (names.empty() ? "" : " or ") + std::string(nameOf(policy));
    }
    return names;
}

const char* wordOf(const OptionRow& row, std::int64_t value) {
    for (const OptionWord& word : row.words) {
        if (word.value == value) return word.word;
    }
    return "";
}

std::optional<std::int64_t> findWord(const OptionRow& row, std::string_view word) {
    for (const OptionWord& known : row.words) {
        if (known.word == word) return known.value;
    }
    return std::nullopt;
}

}  // namespace app
