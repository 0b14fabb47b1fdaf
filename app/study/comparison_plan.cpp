#include "app/study/comparison_plan.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <functional>

#include "app/run/number_text.h"
#include "app/run/option_table.h"
#include "app/run/policy_table.h"
#include "app/run/usage_error.h"
#include "app/study/comparison_folder.h"
#include "engine/files/json_text.h"

namespace app {
namespace {

constexpr CompareAxis kAxes[] = {CompareAxis::Policies, CompareAxis::Memories, CompareAxis::Scorers,
                                 CompareAxis::Models};

std::size_t countOf(const ComparisonChoice& choice, CompareAxis axis) {
    switch (axis) {
        case CompareAxis::Policies: return choice.policies.size();
        case CompareAxis::Memories: return choice.memories.size();
        case CompareAxis::Scorers: return choice.scorers.size();
        case CompareAxis::Models: return choice.models.size();
    }
    return 0;
}

std::string allFlags() {
    return "--policies, --memories, --scorers or --models";
}

/// The one thing that has several values.
CompareAxis requireAxis(const ComparisonChoice& choice) {
    std::optional<CompareAxis> found;
    for (const CompareAxis axis : kAxes) {
        if (countOf(choice, axis) < 2) continue;
        if (found)
            throw UsageError(std::string(flagOf(*found)) + " and " + flagOf(axis) +
                             " both have several values; only one thing may differ between the columns, so give one "
                             "value to the other");
        found = axis;
    }
    if (!found)
        throw UsageError("nothing differs between the columns; give 2 to " + std::to_string(kMostCompared) +
                         " values to one of " + allFlags());
    if (const std::size_t count = countOf(choice, *found); count > kMostCompared)
        throw UsageError(std::string(flagOf(*found)) + ": expected 2 to " + std::to_string(kMostCompared) +
                         " values, found " + std::to_string(count));
    return *found;
}

/// The column's own value, or the only one.
template <typename T>
std::optional<T> valueAt(const std::vector<T>& values, std::size_t column) {
    if (values.empty()) return std::nullopt;
    return values.size() == 1 ? values.front() : values.at(column);
}

}  // namespace

const char* flagOf(CompareAxis axis) {
    switch (axis) {
        case CompareAxis::Policies: return "--policies";
        case CompareAxis::Memories: return "--memories";
        case CompareAxis::Scorers: return "--scorers";
        case CompareAxis::Models: return "--models";
    }
    return "";
}

void ComparedColumn::applyTo(RunOptions& options) const {
    if (policy) policy->applyTo(options);
    if (kvCacheMib) options.kvCacheMib = kvCacheMib;
    options.pace = 0;
    options.traces = tracesOf(options);
}

std::string ComparedColumn::name() const {
    std::string text;
    const auto add = [&text](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
    const auto fileName = [](const std::string& path) { return std::filesystem::path(path).filename().string(); };
    if (policy) add(policyRow(policy->policy).title);
    if (kvCacheMib) add(shortText(*kvCacheMib) + " MiB");
    if (scorer) add(fileName(*scorer));
    if (model) add(model->empty() ? "demo model" : fileName(*model));
    return text;
}

ComparisonPlan planComparison(const ComparisonChoice& choice) {
    ComparisonPlan plan;
    plan.axis = requireAxis(choice);
    if (plan.axis == CompareAxis::Models && !choice.scorers.empty())
        throw UsageError("a scorer fits one model; with --models each takes the one beside it");
    for (std::size_t i = 0; i < countOf(choice, plan.axis); ++i) {
        plan.columns.push_back({valueAt(choice.policies, i), valueAt(choice.memories, i), valueAt(choice.scorers, i),
                                valueAt(choice.models, i)});
    }
    return plan;
}

std::vector<std::string> parseNames(const std::string& list, const char* flag) {
    std::vector<std::string> names;
    for (std::size_t begin = 0; begin <= list.size();) {
        const std::size_t end = std::min(list.find(',', begin), list.size());
        names.push_back(list.substr(begin, end - begin));
        if (names.back().empty())
            throw UsageError(std::string(flag) +
                             ": expected names with commas between, found nothing before or after one");
        begin = end + 1;
    }
    return names;
}

std::vector<double> parseMemories(const std::string& list) {
    const OptionRow& row = optionRow("kv_cache_mib");
    std::vector<double> values;
    for (const std::string& word : parseNames(list, flagOf(CompareAxis::Memories))) {
        double value = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
        if (error != std::errc() || end != word.data() + word.size() || !(value >= row.low && value <= row.high))
            throw UsageError("--memories: expected MiB of KV cache from " + shortText(row.low) + " to " +
                             shortText(row.high, 12) + ", found " + engine::inQuotes(word));
        values.push_back(value);
    }
    return values;
}

}  // namespace app
