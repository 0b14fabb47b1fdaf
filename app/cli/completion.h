// What a shell completes behind a program's name, as a script for bash and one for zsh, made from the program's parser.
// Pure functions, any thread.
#pragma once

#include <string>

#include "app/cli/parser_text.h"

namespace app::cli {

std::string bashCompletion(const CommandText& program);
std::string zshCompletion(const CommandText& program);

}  // namespace app::cli
