#include "scorer/training/step_rows_check.h"

#include <cmath>
#include <cstring>
#include <stdexcept>
#include <unordered_map>

#include "kernels/half.h"

namespace scorer {
namespace {

[[noreturn]] void fail(const std::string& fileName, const std::string& field, const std::string& problem) {
    throw std::runtime_error(fileName + ": " + field + ": " + problem);
}

std::string at(const char* field, std::size_t index) {
    return field + ("[" + std::to_string(index) + "]");
}

void checkSizes(const StepRowsView& rows, const std::string& fileName) {
    const auto require = [&](const char* field, std::size_t expected, std::size_t found) {
        if (expected != found)
            fail(fileName, field, "expected " + std::to_string(expected) + " values, found " + std::to_string(found));
    };
    if (rows.width < 1 || rows.width > kMaxRowWidth) {
        fail(fileName, "hidden",
             "expected a width of 1 to " + std::to_string(kMaxRowWidth) + ", found " + std::to_string(rows.width));
    }
    if (rows.traceIds.size() > static_cast<std::size_t>(kMaxTraces)) {
        fail(fileName, "trace_ids",
             "expected at most " + std::to_string(kMaxTraces) + " traces, found " +
                 std::to_string(rows.traceIds.size()));
    }
    require("end", rows.trace.size(), rows.end.size());
    require("right", rows.traceIds.size(), rows.right.size());
    require("hidden", rows.trace.size() * static_cast<std::size_t>(rows.width),
            rows.hidden.size() / sizeof(std::uint16_t));
}

void checkInfo(const StepRowsInfo& info, const std::string& fileName) {
    if (!std::isfinite(info.temperature) || info.temperature < 0 || info.temperature > 100)
        fail(fileName, "temperature", "expected 0 to 100, found " + std::to_string(info.temperature));
    if (info.n < 0) fail(fileName, "n", "expected at least 0, found " + std::to_string(info.n));
}

void checkFinite(const StepRowsView& rows, const std::string& fileName) {
    for (std::size_t i = 0; i < rows.hidden.size(); i += sizeof(std::uint16_t)) {
        std::uint16_t half;
        std::memcpy(&half, rows.hidden.data() + i, sizeof half);
        if ((half & kernels::kHalfInfinity) != kernels::kHalfInfinity) continue;
        const std::size_t step = i / sizeof half / static_cast<std::size_t>(rows.width);
        fail(fileName, at("hidden", step), "expected finite numbers, found an infinity or not-a-number");
    }
}

}  // namespace

void checkStepRows(const StepRowsView& rows, const std::string& fileName) {
    checkSizes(rows, fileName);
    checkInfo(rows.info, fileName);
    std::unordered_map<std::int32_t, std::int32_t> lastEnd;  // of each trace
    for (std::size_t i = 0; i < rows.traceIds.size(); ++i) {
        const std::int32_t id = rows.traceIds[i];
        if (id < 0) fail(fileName, at("trace_ids", i), "expected at least 0, found " + std::to_string(id));
        if (!lastEnd.emplace(id, 0).second)
            fail(fileName, at("trace_ids", i), "expected each trace once, found " + std::to_string(id) + " again");
        if (rows.right[i] > 1)
            fail(fileName, at("right", i), "expected 0 or 1, found " + std::to_string(int{rows.right[i]}));
    }
    for (std::size_t i = 0; i < rows.trace.size(); ++i) {
        const auto found = lastEnd.find(rows.trace[i]);
        if (found == lastEnd.end())
            fail(fileName, at("trace", i), "expected one of trace_ids, found " + std::to_string(rows.trace[i]));
        if (rows.end[i] <= found->second) {
            fail(fileName, at("end", i),
                 "expected more than " + std::to_string(found->second) + " tokens, found " +
                     std::to_string(rows.end[i]));
        }
        found->second = rows.end[i];
    }
    checkFinite(rows, fileName);
}

}  // namespace scorer
