// What has to hold for the step rows of one problem, in memory or in a file. No state, any thread.
#pragma once

#include <cstddef>

#include "scorer/training/step_rows.h"

namespace scorer {

inline constexpr const char* kStepRowsFormat = "stepscope step rows 1";
inline constexpr int kMaxRowWidth = 1 << 16;
inline constexpr int kMaxTraces = 1 << 20;

struct StepRowsView {
    const StepRowsInfo& info;
    int width;
    std::span<const std::byte> hidden;  ///< [trace.size(), width] float16
    std::span<const std::int32_t> trace, end, traceIds;
    std::span<const std::uint8_t> right;
};

/// Throws std::runtime_error "FILE: FIELD: expected ..., found ...".
void checkStepRows(const StepRowsView& rows, const std::string& fileName);

}  // namespace scorer
