// A row of the option table in words: what values it takes and what it is by itself. For lists and manuals. Pure
// functions, any thread.
#pragma once

#include <string>

#include "app/run/option_table.h"

namespace app::cli {

/// "a number from 0.0001 to 1"; words stand between `quote`s. Empty for a flag.
std::string valuesOf(const OptionRow& row, const char* quote);
/// The program's default; empty for a flag and where nothing is set.
std::string defaultTextOf(const OptionRow& row);

}  // namespace app::cli
