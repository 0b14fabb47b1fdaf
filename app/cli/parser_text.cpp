#include "app/cli/parser_text.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "app/cli/cli_options.h"

namespace app::cli {
namespace {

std::vector<std::string> split(const std::string& text, char mark) {
    std::vector<std::string> parts(1);
    for (const char c : text) {
        if (c == mark) {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    return parts;
}

/// "TEXT" of "TEXT:{a,b}" and of "TEXT:FILE".
std::string typeOf(const std::string& name) {
    return name.substr(0, name.find(':'));
}

/// Of "a|b" and of "TEXT:{a,b}". A part in capitals stands for a value and is none.
std::vector<std::string> wordsOf(const std::string& typeName) {
    std::string list = typeOf(typeName);
    char mark = '|';
    if (const auto open = typeName.find('{'), close = typeName.find('}');
        open != std::string::npos && close != std::string::npos && open < close) {
        list = typeName.substr(open + 1, close - open - 1);
        mark = ',';
    } else if (list.find('|') == std::string::npos) {
        return {};
    }
    std::vector<std::string> words = split(list, mark);
    std::erase_if(words, [](const std::string& word) {
        const auto has = [&word](int (*is)(int)) {
            return std::any_of(word.begin(), word.end(), [is](unsigned char c) { return is(c) != 0; });
        };
        return has(std::isupper) && !has(std::islower);  // zh_CN is a value
    });
    return words;
}

std::string joined(const std::vector<std::string>& words, const char* between) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : between) + word;
    return text;
}

OptionText textOf(const CLI::Option& option) {
    OptionText text;
    for (const std::string& name : option.get_snames()) text.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) text.names.push_back("--" + name);
    if (option.get_positional()) text.names = {option.get_name(true)};
    if (const std::string type = option.get_type_name(); option.get_type_size() != 0 && !type.empty()) {
        text.words = wordsOf(type);
        text.value = type.find('{') != std::string::npos ? joined(text.words, "|") : typeOf(type);
    }
    text.help = option.get_description();
    text.isRequired = option.get_required();
    text.isRepeated = option.get_positional() && option.get_items_expected_max() > 1;
    return text;
}

CommandText textWith(const CLI::App& parser, const std::set<std::string>& runOptions) {
    CommandText text;
    text.name = parser.get_name();
    text.help = parser.get_description();
    for (const CLI::Option* option : parser.get_options()) {
        if (option->get_group().empty()) continue;
        OptionText made = textOf(*option);
        made.isRunOption = runOptions.contains(made.names.back());
        (option->get_positional() ? text.positionals : text.options).push_back(std::move(made));
    }
    for (const CLI::App* command : parser.get_subcommands(std::function<bool(const CLI::App*)>())) {
        if (!command->get_group().empty()) text.commands.push_back(textWith(*command, runOptions));
    }
    return text;
}

}  // namespace

bool OptionText::takesFile() const {
    return !value.empty() && value != "INT" && value != "UINT" && value != "FLOAT" && words.empty();
}

bool CommandText::takesRunOptions() const {
    const auto count = std::count_if(options.begin(), options.end(), [](const OptionText& o) { return o.isRunOption; });
    return static_cast<std::size_t>(count) == runOptionTexts().size();
}

std::vector<OptionText> runOptionTexts() {
    CLI::App parser;
    CliRunOptions unused;
    parser.set_help_flag();
    addRunOptions(parser, unused);
    std::vector<OptionText> texts;
    for (const CLI::Option* option : parser.get_options()) texts.push_back(textOf(*option));
    return texts;
}

CommandText textOf(const CLI::App& parser) {
    std::set<std::string> runOptions;
    for (const OptionText& option : runOptionTexts()) runOptions.insert(option.names.back());
    return textWith(parser, runOptions);
}

}  // namespace app::cli
