// Text of unknown origin made safe for one line of a terminal. Pure, any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace engine {

/// Valid UTF-8 on one line: control characters (escape sequences and line feeds among them, and those that turn the
/// direction of writing) become spaces, and what is longer than `mostBytes` ends in "...".
std::string printable(std::string_view text, std::size_t mostBytes = 2000);

}  // namespace engine
