#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/cli_paths.h"
#include "app/cli/commands.h"
#include "app/models/known_models.h"
#include "app/models/model_folders.h"
#include "app/models/models.h"
#include "app/run/devices.h"
#include "app/run/option_table.h"
#include "engine/files/printable.h"

namespace app::cli {
namespace {

using engine::printable;
using nlohmann::json;

struct Options {
    std::vector<std::string> folders;
    BackendChoice backend = BackendChoice::Auto;
    std::optional<int> device;
    bool asJson = false;
    bool get = false;
};

/// What each choice of --weights takes.
json weightsOf(const MemoryFacts& memory) {
    json out = json::object();
    for (const OptionWord& word : optionRow("weights").words) {
        const WeightPrice price = weightPriceFor(memory, static_cast<WeightChoice>(word.value));
        out[word.word] = {{"type", kernels::nameOf(price.type)}, {"bytes", price.bytes}};
    }
    return out;
}

json jsonOf(const FoundModel& m) {
    json out = {{"name", m.name},
                {"path", m.path},
                {"source", nameOf(m.source)},
                {"family", m.family},
                {"parameters", m.parameters},
                {"format", m.format},
                {"bytes", m.fileBytes},
                {"loadable", m.loadable},
                {"reason", m.reason}};
    if (m.memory.blockBytes > 0) {
        out["hidden_size"] = m.hiddenSize;
        out["context_tokens"] = m.memory.contextTokens;
        out["memory"] = {{"backend", m.memory.backend},
                         {"device", m.memory.device},
                         {"device_bytes", m.memory.deviceBytes},
                         {"other_bytes", m.memory.otherBytes},
                         {"weight_bytes", m.memory.weightBytes},
                         {"weights", weightsOf(m.memory)},
                         {"workspace_bytes", m.memory.workspaceBytes},
                         {"kv_type", kernels::nameOf(kvTypeFor(m.memory, KvChoice::Auto))},
                         {"kv_bytes_per_token", m.memory.blockBytes / engine::kBlockTokens},
                         {"kv_bytes_per_token_q8", blockBytesFor(m.memory, KvChoice::Q8) / engine::kBlockTokens}};
    }
    return out;
}

json jsonOf(const FoundScorer& s) {
    json metrics = json::object();
    for (const auto& [name, text] : s.metrics) metrics[name] = text;
    return {
        {"name", s.name},     {"path", s.path},         {"input_width", s.inputWidth}, {"hidden_width", s.hiddenWidth},
        {"metrics", metrics}, {"loadable", s.loadable}, {"reason", s.reason}};
}

void print(const Found& found) {
    for (const FoundModel& m : found.models) {
        std::printf("%-40s %-8s %8.1f M  %s\n", printable(m.name).c_str(), printable(m.family).c_str(),
                    static_cast<double>(m.parameters) / 1e6, printable(m.path).c_str());
        if (!m.loadable) std::printf("    cannot be loaded: %s\n", printable(m.reason).c_str());
    }
    for (const FoundScorer& s : found.scorers) {
        std::printf("%-40s scorer   width %4d  %s\n", printable(s.name).c_str(), s.inputWidth,
                    printable(s.path).c_str());
        if (!s.loadable) std::printf("    cannot be loaded: %s\n", printable(s.reason).c_str());
    }
}

/// The settings with which a model that does not fit would.
json offersFor(const KnownModel& known, const MemoryFacts& device) {
    json out = json::array();
    for (const MemoryOffer& offer : offersOfKnownModel(known, device))
        out.push_back({{"flags", offer.flags}, {"text", offer.setting + ": " + offer.price}});
    return out;
}

json jsonOf(const KnownModel& known, const MemoryFacts& device, const Found& found) {
    const MemoryPlan plan = planKnownModel(known, device);
    const FoundModel* here = findKnown(known, found);
    const FoundScorer* scorer = findKnownScorer(known, found);
    return {{"repository", known.repository},
            {"parameters", parametersOf(known)},
            {"weight_bytes", plan.weightBytes},
            {"fits", canStart(plan)},
            {"verdict", verdictText(plan)},
            {"offers", offersFor(known, device)},
            {"command", known.command()},
            {"path", here ? json(here->path) : json(nullptr)},
            {"scorer_file", known.scorerFile.empty() ? json(nullptr) : json(known.scorerFile)},
            {"scorer_page", known.scorerFile.empty() ? json(nullptr) : json(publishedScorersPage())},
            {"scorer_path", scorer ? json(scorer->path) : json(nullptr)}};
}

void print(const KnownModel& known, const MemoryFacts& device, const Found& found) {
    const MemoryPlan plan = planKnownModel(known, device);
    std::printf("%s, %.0f M parameters%s\n    %s\n", known.repository.c_str(),
                static_cast<double>(parametersOf(known)) / 1e6, known.inPaper ? ", measured in the STEP paper" : "",
                verdictText(plan).c_str());
    for (const MemoryOffer& offer : offersOfKnownModel(known, device))
        std::printf("    fits with %s: %s\n", offer.flags.c_str(), offer.price.c_str());
    if (const FoundModel* here = findKnown(known, found))
        std::printf("    on this machine: %s\n", printable(here->path).c_str());
    else
        std::printf("    %s\n", known.command().c_str());
    if (const FoundScorer* scorer = findKnownScorer(known, found))
        std::printf("    its scorer: %s\n", printable(scorer->path).c_str());
    else if (!known.scorerFile.empty())
        std::printf("    its scorer: %s, from %s\n", known.scorerFile.c_str(), publishedScorersPage().c_str());
}

int known(const Options& options, const MemoryFacts& device, const Found& found) {
    if (!options.asJson) {
        std::printf("For %s. Where to put what you fetch: the Hugging Face cache, or any folder of --models-dir.\n",
                    device.device.c_str());
        for (const KnownModel& model : knownModels()) print(model, device, found);
        return 0;
    }
    json out = {{"device", device.device}, {"known", json::array()}};
    for (const KnownModel& model : knownModels()) out["known"].push_back(jsonOf(model, device, found));
    std::printf("%s\n", out.dump(-1, ' ', false, json::error_handler_t::replace).c_str());
    return 0;
}

int models(const Options& options) {
    std::vector<std::string> folders = options.folders;
    for (std::string& folder : loadModelFolders()) folders.push_back(std::move(folder));
    const ChosenDevice device = chooseDevice(listDeviceChoices(), options.backend, options.device);
    const Found found = findModels(placesOfThisMachine(folders), device.memory);
    if (options.get) return known(options, device.memory, found);
    if (!options.asJson) {
        print(found);
        return 0;
    }
    json out = {{"models", json::array()}, {"scorers", json::array()}};
    for (const FoundModel& m : found.models) out["models"].push_back(jsonOf(m));
    for (const FoundScorer& s : found.scorers) out["scorers"].push_back(jsonOf(s));
    std::printf("%s\n", out.dump(-1, ' ', false, json::error_handler_t::replace).c_str());  // file names are any bytes
    return 0;
}

}  // namespace

void addModels(CLI::App& program, Action& action) {
    auto* command =
        program.add_subcommand("models", "List the models and scorers found on this machine, and the memory they need");
    auto options = std::make_shared<Options>();
    command->add_option("--models-dir", options->folders, "Another folder to search")->check(existingFolder());
    addDeviceOptions(*command, options->backend, options->device);
    command->add_flag("--get", options->get,
                      "Instead: models worth getting, whether they fit the device, and how to fetch them");
    command->add_flag("--json", options->asJson, "Print one JSON object");
    command->callback([options, &action] { action = [options] { return models(*options); }; });
}

}  // namespace app::cli
