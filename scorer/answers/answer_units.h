// Units of measurement in an answer, which the reader takes as words. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scorer/answers/answer_tokens.h"

namespace scorer {

/// Content of \text{} without LaTeX's spacing; units keep their letters: "~m\,s^{-2}" -> " m s^{-2}", "^\circ C" -> "
/// C", "k\Omega" -> "kohm".
std::string withoutUnitSpacing(std::string text);

/// "m/s", "kg m^2", "sq. cm": starts with a letter and has signs that units have.
bool isUnitText(std::string_view text);

/// Single letters behind a value that are units or points of the compass: 45° E, 25 °C, 20 \Omega, 5 \mu\text{m}, 9.8
/// m/s^2.
void nameUnits(std::vector<Token>& tokens);

}  // namespace scorer
