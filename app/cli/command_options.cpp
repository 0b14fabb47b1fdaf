// stepscope-cli options: the table of run options, for people and for programs.
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/option_text.h"
#include "app/run/event_json.h"
#include "app/run/option_table.h"

namespace app::cli {
namespace {

using nlohmann::json;

struct Options {
    bool asJson = false;
};

json defaultOf(const OptionRow& row) {
    return app::jsonOf(row, row.get(RunOptions{}));
}

json jsonOf(const OptionRow& row) {
    json out = {{"option", row.longFlag()},
                {"key", row.key},
                {"default", defaultOf(row)},
                {"help", row.help},
                {"acts", row.actsNow ? "now" : "next run"},
                {"changes_results", row.changesResults}};
    if (row.kind == OptionKind::Whole || row.kind == OptionKind::Real) {
        out["low"] = row.low;
        out["high"] = row.high;
    }
    for (const OptionWord& word : row.words) out["words"].push_back(word.word);
    if (const std::string policies = policiesOf(row.group); !policies.empty()) out["policies"] = policies;
    if (row.modelKey) out["model_key"] = row.modelKey;
    return out;
}

/// "`-n`, `--traces`"; empty where it has none.
std::string flagsOf(const OptionRow& row) {
    std::string text = row.flags;
    if (const auto comma = text.find(','); comma != std::string::npos) text.replace(comma, 1, "`, `");
    return text.empty() ? text : "`" + text + "`";
}

/// A cell of a Markdown table.
std::string cell(std::string text) {
    for (std::size_t at = 0; (at = text.find('|', at)) != std::string::npos; at += 2) text.insert(at, 1, '\\');
    for (std::size_t at = 0; (at = text.find('<', at)) != std::string::npos; at += 4) text.replace(at, 1, "&lt;");
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) text.replace(at, 1, "\\n");
    return text;
}

void printMarkdown() {
    std::printf(
        "# Options of a run\n\n"
        "`stepscope-cli options` writes this page from the table that the command line, recordings and the window "
        "share. The defaults are the program's; a model folder's `stepscope.json` may set its own. Options without a "
        "name on the command line stand in recordings and model folders only.\n\n"
        "| Option | In JSON | Values | Default | Of policy | What it does |\n|---|---|---|---|---|---|\n");
    for (const OptionRow& row : optionTable()) {
        const std::string flags = flagsOf(row);
        std::printf("| %s | `%s` | %s | %s | %s | %s |\n", flags.c_str(), row.key, cell(valuesOf(row, "`")).c_str(),
                    cell(defaultTextOf(row)).c_str(), policiesOf(row.group).c_str(), cell(row.help).c_str());
    }
}

int listOptions(const Options& options) {
    if (!options.asJson) {
        printMarkdown();
        return 0;
    }
    json all = json::array();
    for (const OptionRow& row : optionTable()) all.push_back(jsonOf(row));
    std::printf("%s\n", all.dump().c_str());
    return 0;
}

}  // namespace

void addOptions(CLI::App& program, Action& action) {
    auto* command = program.add_subcommand("options", "List the options of a run as a Markdown table");
    auto options = std::make_shared<Options>();
    command->add_flag("--json", options->asJson, "Print one JSON list");
    command->callback([options, &action] { action = [options] { return listOptions(*options); }; });
}

}  // namespace app::cli
