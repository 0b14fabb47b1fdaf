#include "app/cli/man_page.h"

#include <algorithm>
#include <cctype>

#include "app/cli/option_text.h"
#include "app/run/resources.h"

namespace app::cli {
namespace {

/// Text as roff shows it unchanged; hyphens are those that a person can copy.
std::string escaped(const std::string& text) {
    std::string out;
    bool atLineStart = true;
    for (const char c : text) {
        if (atLineStart && (c == '.' || c == '\'')) out += "\\&";
        if (c == '\\') {
            out += "\\e";
        } else if (c == '-') {
            out += "\\-";
        } else {
            out += c;
        }
        atLineStart = c == '\n';
    }
    return out;
}

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
    return text;
}

std::string bold(const std::string& text) {
    return "\\fB" + escaped(text) + "\\fR";
}
std::string italic(const std::string& text) {
    return "\\fI" + escaped(text) + "\\fR";
}

std::string sentence(std::string text) {
    if (!text.empty() && text.back() != '.') text += '.';
    return text;
}

/// The row of the option table behind an option of the command line; null where it has none.
const OptionRow* findRow(const OptionText& option) {
    for (const OptionRow& row : optionTable()) {
        if (*row.flags != '\0' && row.longFlag() == option.names.back()) return &row;
    }
    return nullptr;
}

/// "Values: 1 to 4096. Default: 64."
std::string limitsOf(const OptionText& option) {
    const OptionRow* row = option.isRunOption ? findRow(option) : nullptr;
    if (!row) return "";
    std::string text;
    if (const std::string values = valuesOf(*row, ""); !values.empty()) text += " Values: " + values + ".";
    const bool isSaid = option.help.find("default") != std::string::npos;
    if (const std::string standard = defaultTextOf(*row); !isSaid && !standard.empty())
        text += " Default: " + standard + ".";
    if (const std::string policies = policiesOf(row->group); !policies.empty()) text += " For " + policies + ".";
    return text;
}

std::string entry(const OptionText& option) {
    std::string out = ".TP\n";
    for (std::size_t i = 0; i < option.names.size(); ++i) out += (i ? ", " : "") + bold(option.names[i]);
    if (!option.value.empty() && option.names.front().starts_with('-')) out += " " + italic(option.value);
    return out + "\n" + escaped(sentence(option.help) + limitsOf(option)) + "\n";
}

std::string placeOf(const OptionText& positional) {
    const std::string name = italic(upper(positional.names.front())) + (positional.isRepeated ? "..." : "");
    return positional.isRequired ? name : "[" + name + "]";
}

/// A command's own arguments; those of every run stand in a section of their own.
std::string commandText(const CommandText& command) {
    std::string out = ".SS \"" + escaped(command.name);
    for (const OptionText& positional : command.positionals) out += " " + placeOf(positional);
    out += " [OPTIONS]\"\n" + escaped(sentence(command.help)) + "\n";
    for (const OptionText& positional : command.positionals) out += entry(positional);
    const bool takesAll = command.takesRunOptions();
    for (const OptionText& option : command.options) {
        if (!(takesAll && option.isRunOption) && option.names.back() != "--help") out += entry(option);
    }
    if (takesAll) out += ".PP\nTakes the options of a run too, which are listed below.\n";
    return out;
}

std::string optionSections(const CommandText& program) {
    std::string out = ".SH OPTIONS\n";
    for (const OptionText& positional : program.positionals) out += entry(positional);
    for (const OptionText& option : program.options) {
        if (!option.isRunOption) out += entry(option);
    }
    if (!program.commands.empty()) out += ".SH COMMANDS\n";
    for (const CommandText& command : program.commands) out += commandText(command);
    out += ".SH OPTIONS OF A RUN\n";
    for (OptionText option : runOptionTexts()) {
        option.isRunOption = true;
        out += entry(option);
    }
    return out;
}

constexpr const char* kEnvironment = R"(.SH ENVIRONMENT
.TP
.B STEPSCOPE_RESOURCES
Folder with the embedded model, the problem sets and the lessons, where they are not beside the program.
.TP
.B STEPSCOPE_CUBLASLT
The file of cuBLAS (libcublasLt.so) that a program built with CUDA loads for GPUs.
)";

}  // namespace

std::string manPage(const CommandText& program, const ManualWords& words) {
    std::string out = ".TH " + upper(program.name) + " 1 \"\" \"Stepscope " + escaped(kProgramVersion) + "\"\n";
    out += ".SH NAME\n" + escaped(program.name + " - " + words.summary) + "\n.SH SYNOPSIS\n" + bold(program.name);
    if (!program.commands.empty()) out += " " + italic("COMMAND");
    for (const OptionText& positional : program.positionals) out += " " + placeOf(positional);
    out += " [" + italic("OPTIONS") + "]\n.SH DESCRIPTION\n";
    std::string description = escaped(words.description);
    for (std::size_t at = 0; (at = description.find("\n\n", at)) != std::string::npos; at += 5)
        description.replace(at, 2, "\n.PP\n");
    out += description + "\n" + optionSections(program);
    out += ".SH EXIT STATUS\n" + escaped(words.exitStatus) + "\n" + kEnvironment;
    return out + ".SH SEE ALSO\n" + escaped(words.seeAlso) + "\n";
}

}  // namespace app::cli
