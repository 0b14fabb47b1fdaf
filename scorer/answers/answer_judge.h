// Right or wrong: by mathematics, and as the public STEP evaluation script decides it. Pure functions, any thread.
#pragma once

#include <string_view>

namespace scorer {

/// True if the answers are equal by sameKeys(), or the truth is one letter of a choice and the answer is the same
/// letter, small.
bool isRightByValue(std::string_view answer, std::string_view truth);

/// True if one of these holds, after white space around both is gone:
/// - the strings agree but for case;
/// - both are numbers within a relative 1e-4 of each other, or the answer is so near to 100 times or a hundredth of the
///   truth (per cent for a fraction and back);
/// - the truth is one letter of A to E, and it is the last such letter that stands alone in the answer;
/// - isRightByValue().
bool isRightByReference(std::string_view answer, std::string_view truth);

}  // namespace scorer
