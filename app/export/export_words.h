// Words that exports have in common. Constants, any thread.
#pragma once

#include <optional>
#include <string>

#include "app/run/run_state.h"

namespace app {

/// "saturated", "pruned", "leader-changed" ...
const char* nameOf(LogKind kind);
std::optional<LogKind> findLogKind(const std::string& word);

}  // namespace app
