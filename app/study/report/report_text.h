// Numbers and text as the report and its tables show them. Pure, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/study/statistics/bootstrap.h"

namespace app {

/// For XML text and attributes: markup characters escaped, characters that XML forbids and broken UTF-8 replaced.
std::string escaped(std::string_view text);

/// Fixed decimals with a real minus sign; "–" where not finite.
std::string fixed(double value, int digits);
/// 12,345
std::string grouped(double value);
/// Three significant digits or so: 0.082, 1.23, 45.6, 789, 12,345.
std::string brief(double value);
/// As brief(), without zeros that say nothing: 0.6, 5, 2,500.
std::string plainNumber(double value);
/// 0.25 as "25 %".
std::string percent(double share, int digits = 0);
std::string memoryPercent(double share);  ///< "25 %", "50.1 %": values that differ look different
/// "1 problem", "2 problems"
std::string plural(long long count, std::string_view word);
/// "a, b and c"
template <typename Items, typename Show>
std::string listed(const Items& items, Show show) {
    std::string out;
    std::size_t left = items.size();
    for (const auto& item : items) {
        out += show(item);
        --left;
        out += left > 1 ? ", " : left == 1 ? " and " : "";
    }
    return out;
}

enum class Unit { Percent, Points, Ratio, Seconds, Count, Share };

/// The number alone with its unit: "90.5 %", "+11.5", "0.27×", "2.10 s", "24,370", "0.874".
std::string shown(double value, Unit unit);
/// "[86.0, 94.5]" in the same unit; empty if not known.
std::string shownInterval(const std::optional<Interval>& interval, Unit unit);
/// Both, "–" for nothing.
std::string shown(const std::optional<Estimate>& estimate, Unit unit);

}  // namespace app
