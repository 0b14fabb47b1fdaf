// The manual page and the completions of a program, by the name of the format. Pure functions, one thread.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "app/cli/man_page.h"

namespace app::cli {

/// An argument that takes "man", "bash" or "zsh".
CLI::Option* addManualFormat(CLI::App& parser, const std::string& name, std::string& format);
/// The text in that format.
std::string manualText(const CLI::App& parser, const std::string& format, const ManualWords& words);

}  // namespace app::cli
