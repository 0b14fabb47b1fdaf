// What a program's parser knows of its commands and options, as plain data: manuals and completions are written from
// it, so that they cannot say anything else than --help. Pure functions, one thread.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace app::cli {

struct OptionText {
    std::vector<std::string> names;  ///< "-n", "--traces"; of a positional its name alone
    std::string value;               ///< "INT", "light|dark"; empty for a flag
    std::vector<std::string> words;  ///< that it takes, where they are few
    std::string help;
    bool isRequired = false;
    bool isRepeated = false;   ///< a positional that takes several
    bool isRunOption = false;  ///< one of addRunOptions(), shared by many commands
    /// Its value may be a path; false for numbers.
    bool takesFile() const;
};

struct CommandText {
    std::string name, help;
    std::vector<OptionText> options, positionals;
    std::vector<CommandText> commands;  ///< one level
    bool takesRunOptions() const;       ///< all of them
};

/// Hidden options and commands are left out.
CommandText textOf(const CLI::App& parser);
/// The options of addRunOptions().
std::vector<OptionText> runOptionTexts();

}  // namespace app::cli
