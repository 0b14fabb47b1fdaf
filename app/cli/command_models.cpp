#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/models.h"

namespace app::cli {
namespace {

using nlohmann::json;

int models(bool asJson, const std::vector<std::string>& folders) {
    const Found found = findModels(folders);
    if (asJson) {
        json out = {{"models", json::array()}, {"scorers", json::array()}};
        for (const FoundModel& m : found.models) {
            out["models"].push_back({{"name", m.name}, {"path", m.path}, {"family", m.family}, {"parameters", m.parameters},
                                     {"format", m.format}, {"loadable", m.loadable}, {"reason", m.reason}});
        }
        for (const FoundScorer& s : found.scorers) {
            out["scorers"].push_back({{"name", s.name}, {"path", s.path}, {"input_width", s.inputWidth}, {"loadable", s.loadable}, {"reason", s.reason}});
        }
        std::printf("%s\n", out.dump().c_str());
        return 0;
    }
    for (const FoundModel& m : found.models) {
        std::printf("%-32s %-8s %8.1f M  %s\n", m.name.c_str(), m.family.c_str(), static_cast<double>(m.parameters) / 1e6, m.path.c_str());
        if (!m.loadable) std::printf("    cannot be loaded: %s\n", m.reason.c_str());
    }
    for (const FoundScorer& s : found.scorers) {
        std::printf("%-32s scorer   width %4d  %s\n", s.name.c_str(), s.inputWidth, s.path.c_str());
        if (!s.loadable) std::printf("    cannot be loaded: %s\n", s.reason.c_str());
    }
    return 0;
}

}  // namespace

void addModels(CLI::App& program, Action& action) {
    auto* command = program.add_subcommand("models", "List the models and scorers found on this machine");
    auto asJson = std::make_shared<bool>(false);
    auto folders = std::make_shared<std::vector<std::string>>();
    command->add_option("--folder", *folders, "A further model directory or GGUF file to look at");
    command->add_flag("--json", *asJson, "Print one JSON object");
    command->callback([asJson, folders, &action] { action = [asJson, folders] { return models(*asJson, *folders); }; });
}

}  // namespace app::cli
