// A program's manual page in roff, made from its parser and the option table. Pure functions, any thread.
#pragma once

#include <string>

#include "app/cli/parser_text.h"

namespace app::cli {

/// What the parser does not know.
struct ManualWords {
    std::string summary;      ///< one line
    std::string description;  ///< paragraphs, an empty line between them
    std::string exitStatus;
    std::string seeAlso;  ///< "stepscope(1)"
};

std::string manPage(const CommandText& program, const ManualWords& words);

}  // namespace app::cli
