// Reads the statements and expressions of a chat template. Pure function, any thread.
#pragma once

#include <string_view>

#include "engine/text/template_ast.h"

namespace engine {

/// Throws std::runtime_error: "chat template uses X, which this program does not understand (line N)".
TemplateBody parseTemplate(std::string_view source);

}  // namespace engine
