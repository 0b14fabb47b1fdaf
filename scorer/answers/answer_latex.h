// An answer's text before it is cut into tokens: signs outside of ASCII become LaTeX, frames around it are taken off.
// Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

namespace scorer {

/// The answer in LaTeX, without Markdown's stars, dollar signs around it, line breaks at its end and full stops.
std::string answerAsLatex(std::string_view answer);

}  // namespace scorer
