// The options of the next run across restarts, models and devices: as text for a settings file, and what of them stays
// when another model brings its own defaults. Pure functions, any thread.
#pragma once

#include <optional>
#include <string>

#include "app/run/run_options.h"

namespace app {

/// As JSON, with the keys of the option table: also what belongs to policies that are not chosen now.
std::string textOfOptions(const RunOptions& options);
/// Numbers are put within the options' ranges. Nothing where the text is not what textOfOptions() wrote.
std::optional<RunOptions> findOptions(const std::string& text);

/// The defaults with what a person chose: policy and n, and each option that was not at its default then. The cap on
/// the KV cache and the plain prompt belong to a model and stay with the same one only; device and pace are the
/// window's, and the weights are those that the model was loaded with.
RunOptions carriedOver(const RunOptions& chosen, const RunOptions& defaultsThen, const RunOptions& defaultsNow,
                       bool isSameModel);

}  // namespace app
