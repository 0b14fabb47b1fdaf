// What to load and where: the order given to a session or to the worker. Plain values, any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/run/run_options.h"

namespace app {

struct LoadModel {
    /// Model directory or GGUF file; empty is the embedded demo. For loadSession() also the name of a found model.
    std::string path = {};
    std::vector<std::string> folders = {};  ///< further ones to look for a model of that name in
    BackendChoice backend = BackendChoice::Auto;
    std::optional<std::string> scorerPath = {};  ///< empty: the scorer that lies beside the model, if there is one
    std::optional<int> device = {};              ///< GPU index; empty: the backend chooses
    std::optional<WeightChoice> weights = {};    ///< empty: the model's default
};

}  // namespace app
