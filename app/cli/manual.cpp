#include "app/cli/manual.h"

#include "app/cli/completion.h"

namespace app::cli {

CLI::Option* addManualFormat(CLI::App& parser, const std::string& name, std::string& format) {
    return parser.add_option(name, format, "man, bash or zsh")->check(CLI::IsMember({"man", "bash", "zsh"}));
}

std::string manualText(const CLI::App& parser, const std::string& format, const ManualWords& words) {
    const CommandText text = textOf(parser);
    if (format == "bash") return bashCompletion(text);
    if (format == "zsh") return zshCompletion(text);
    return manPage(text, words);
}

}  // namespace app::cli
