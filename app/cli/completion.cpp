#include "app/cli/completion.h"

#include <algorithm>
#include <map>

namespace app::cli {
namespace {

constexpr std::size_t kLongestHint = 70;

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

/// A name of a shell function.
std::string functionName(std::string program) {
    std::replace(program.begin(), program.end(), '-', '_');
    return "_" + program;
}

std::vector<std::string> namesOf(const std::vector<OptionText>& options) {
    std::vector<std::string> names;
    for (const OptionText& option : options) names.insert(names.end(), option.names.begin(), option.names.end());
    return names;
}

/// The program itself where it has no commands, else each command.
std::vector<const CommandText*> partsOf(const CommandText& program) {
    std::vector<const CommandText*> parts = {&program};
    for (const CommandText& command : program.commands) parts.push_back(&command);
    return parts;
}

std::string pattern(const CommandText& program, const CommandText& part, const std::string& option) {
    return "'" + (&part == &program ? "" : part.name) + " " + option + "'";
}

/// Lines of a case: what stands behind an option, by command and option.
std::string bashValues(const CommandText& program) {
    std::map<std::string, std::string> patterns;  // by what is done then
    for (const CommandText* part : partsOf(program)) {
        for (const OptionText& option : part->options) {
            if (option.value.empty()) continue;
            std::string action = "return";
            if (!option.words.empty()) {
                action = "words='" + joined(option.words) + "'";
            } else if (option.takesFile()) {
                action = "compopt -o default; return";
            }
            for (const std::string& name : option.names) {
                std::string& list = patterns[action];
                list += (list.empty() ? "" : " | ") + pattern(program, *part, name);
            }
        }
    }
    std::string out;
    for (const auto& [action, list] : patterns) out += "        " + list + ")\n            " + action + " ;;\n";
    return out;
}

/// The first sentence of an option's help, in single quotes of zsh and as long as a line takes.
std::string hint(std::string help) {
    if (const auto end = help.find_first_of(".;");
        end != std::string::npos && end + 1 < help.size() && help[end + 1] == ' ')
        help.resize(end);
    if (help.size() > kLongestHint) help = help.substr(0, help.rfind(' ', kLongestHint)) + "...";
    std::string out;
    for (const char c : help) {
        if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
        out += c == '\'' ? "'\\''" : std::string(1, c);
    }
    return out;
}

std::string zshValue(const OptionText& option) {
    if (option.value.empty()) return "";
    std::string out = ":" + hint(option.value) + ":";
    if (!option.words.empty()) return out + "(" + joined(option.words) + ")";
    return out + (option.takesFile() ? "_files" : " ");
}

std::string zshOption(const OptionText& option) {
    const std::string rest = "[" + hint(option.help) + "]" + zshValue(option) + "'";
    if (option.names.size() == 1) return "'" + option.names.front() + rest;
    std::string all;
    for (const std::string& name : option.names) all += (all.empty() ? "" : ",") + name;
    return "'(" + joined(option.names) + ")'{" + all + "}'" + rest;
}

std::string zshArguments(const CommandText& part, const std::string& indent) {
    std::string out = indent + "_arguments -s";
    for (const OptionText& option : part.options) out += " \\\n" + indent + "    " + zshOption(option);
    for (const OptionText& positional : part.positionals)
        out += " \\\n" + indent + "    '" + (positional.isRepeated ? "*" : "") + ":" + hint(positional.names.front()) +
               ":_files'";
    return out + "\n";
}

}  // namespace

std::string bashCompletion(const CommandText& program) {
    std::vector<std::string> commands;
    for (const CommandText& command : program.commands) commands.push_back(command.name);
    const std::string function = functionName(program.name);
    std::string out =
        "# bash completion for " + program.name + ", made from the program's options.\n" + function + "() {\n";
    out += "    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command= words= i\n";
    out += "    # \"--name=value\" comes as three words.\n";
    out +=
        "    if [[ $current == '=' ]]; then current=; "
        "elif [[ $before == '=' ]]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi\n";
    if (!commands.empty()) {
        std::string list;
        for (const std::string& command : commands) list += (list.empty() ? "" : " | ") + command;
        out += "    for ((i = 1; i < COMP_CWORD; i++)); do\n        case ${COMP_WORDS[i]} in\n            " + list +
               ") command=${COMP_WORDS[i]}; break ;;\n        esac\n    done\n";
    }
    out += "    COMPREPLY=()\n    case \"$command $before\" in\n" + bashValues(program) + "    esac\n";
    out += "    if [[ -z $words ]]; then\n        case $command in\n";
    for (const CommandText* part : partsOf(program)) {
        std::string words = joined(namesOf(part->options));
        if (part == &program && !commands.empty()) words += " " + joined(commands);
        out += "            '" + (part == &program ? "" : part->name) + "') words='" + words + "' ;;\n";
    }
    out += "        esac\n        [[ $current == -* || -z $command" +
           std::string(commands.empty() ? " && $current == -*" : "") +
           " ]] || { compopt -o default; return; }\n    fi\n";
    out += "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n}\n";
    return out + "complete -F " + function + " " + program.name + "\n";
}

std::string zshCompletion(const CommandText& program) {
    std::string out =
        "#compdef " + program.name + "\n# Made from the program's options.\n" + functionName(program.name) + "() {\n";
    if (program.commands.empty()) {
        out += zshArguments(program, "    ");
    } else {
        out += "    local context state line\n    typeset -A opt_args\n    _arguments -C";
        for (const OptionText& option : program.options) out += " \\\n        " + zshOption(option);
        out += " \\\n        '1:command:->command' \\\n        '*::argument:->arguments'\n";
        out += "    case $state in\n        command)\n            local -a commands=(\n";
        for (const CommandText& command : program.commands)
            out += "                '" + command.name + ":" + hint(command.help) + "'\n";
        out +=
            "            )\n            _describe command commands ;;\n        arguments)\n            case $line[1] "
            "in\n";
        for (const CommandText& command : program.commands)
            out += "                " + command.name + ")\n" + zshArguments(command, "                    ") +
                   "                    ;;\n";
        out += "            esac ;;\n    esac\n";
    }
    out += "}\n";
    // Loaded by compinit the file's body is the function; sourced it only registers itself.
    return out + "if [[ $zsh_eval_context[-1] == loadautofunc ]]; then\n    " + functionName(program.name) +
           " \"$@\"\nelse\n    compdef " + functionName(program.name) + " " + program.name + "\nfi\n";
}

}  // namespace app::cli
