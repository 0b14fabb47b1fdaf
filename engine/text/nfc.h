// Unicode normalisation form C, in time near linear in the text's length also for hostile runs of combining marks.
// Pure function, any thread.
#pragma once

#include <string>
#include <string_view>

namespace engine {

/// `text` must be valid UTF-8.
std::string toNfc(std::string_view text);

}  // namespace engine
