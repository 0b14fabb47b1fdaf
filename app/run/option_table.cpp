#include "app/run/option_table.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>

#include "app/run/option_field.h"
#include "app/run/policy_table.h"

namespace app {
namespace {

std::vector<OptionRow> makeTable() {
    std::vector<OptionRow> all;
    for (auto rows :
         {rowsOfEveryRun(), rowsOfVote(), rowsOfPromptAndDevice(), rowsOfServer(), rowsOfPolicies(), rowsOfProbe()})
        std::ranges::move(rows, std::back_inserter(all));
    return all;
}

}  // namespace

OptionValue OptionRow::inForce(const RunOptions& options) const {
    OptionValue value = get(options);
    return whenUnset && std::holds_alternative<std::monostate>(value) ? whenUnset(options) : value;
}

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
    const PolicyRow& row = policyRow(policy);
    switch (group) {
        case OptionGroup::EveryRun: return true;
        case OptionGroup::Waiting: return !row.prunes && !row.oneTrace;
        case OptionGroup::Refill: return row.refills;
        case OptionGroup::SlimSc: return row.comparesThoughts;
        case OptionGroup::DeepConf: return row.watchesConfidence;
        case OptionGroup::Probe: return consensusProbe;
    }
    return false;
}

std::string policiesOf(OptionGroup group) {
    if (group == OptionGroup::EveryRun) return {};
    if (group == OptionGroup::Probe) return "one with +probe";
    std::vector<const char*> all;
    for (const PolicyRow& policy : policyRows()) {
        if (belongsTo(group, policy.kind, false)) all.push_back(policy.name);
    }
    std::string names;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i > 0) names += i + 1 < all.size() ? ", " : " or ";
        names += all[i];
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
