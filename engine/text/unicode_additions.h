// Characters that Unicode 15 and 16 added. The tokenizers that models are trained with know them; the distribution's
// PCRE2 may not, and a digit or letter that isn't known as one cuts the text differently.
// No state, any thread.
#pragma once

#include <string>
#include <string_view>

namespace engine {

/// The added characters of a general category ("Nd", or "N" for all of N) as ranges for a PCRE2 character class.
std::string unicodeAdditions(std::string_view category);

}  // namespace engine
