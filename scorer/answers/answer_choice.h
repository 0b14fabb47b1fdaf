// The letter of a choice of several, as answers write it. Pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace scorer {

/// "B", "(b)", "[B]", "Option B", "Answer: B", "\textbf{(B)} 42", "B. 42", "\text{B} \quad 42". Empty if it is
/// something else, such as a list of choices or a product.
std::optional<std::string> findChoice(std::string_view answer);

}  // namespace scorer
