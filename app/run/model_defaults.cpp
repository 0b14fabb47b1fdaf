#include "app/run/model_defaults.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "engine/files/json_text.h"
#include "engine/files/model_config.h"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostFileBytes = 16 << 20;

void readStepscopeFile(const fs::path& path, ModelDefaults& defaults) {
    std::error_code error;
    if (!fs::exists(path, error)) return;
    const auto json = engine::parseJson(engine::readTextFile(path, kMostFileBytes), path.string());
    if (!json.is_object()) throw std::runtime_error(path.string() + ": not a JSON object");
    try {
        if (json.contains("name")) defaults.name = json["name"].get<std::string>();
        defaults.hint = json.value("hint", std::string());
        defaults.knownWords = json.value("known_words", std::vector<std::string>());
        std::sort(defaults.knownWords.begin(), defaults.knownWords.end());
        RunOptions& options = defaults.options;
        if (json.contains("traces")) options.traces = std::clamp(json["traces"].get<int>(), 1, 4096);
        if (json.contains("kv_cache_mib")) options.kvCacheMib = json["kv_cache_mib"].get<double>();
        const auto count = [&json](const char* key, int& target) {
            if (json.contains(key)) target = std::max(1, json[key].get<int>());
        };
        count("max_tokens", options.maxTokens);
        count("window", options.deepconf.window);
        count("thought_tokens", options.slim.minTokens);
        count("refill_rounds", options.refill.rounds);
        count("refill_tokens", options.refill.minTokens);
        count("probe_every", options.probe.everyPasses);
        count("probe_warmup", options.probe.warmupRounds);
        count("probe_stable", options.probe.stableRounds);
        count("probe_disagree", options.probe.disagreeRounds);
        options.systemPrompt = json.value("system_prompt", options.systemPrompt);
        options.probe.endThinking = json.value("probe_end_thinking", options.probe.endThinking);
        options.probe.phrase = json.value("probe_phrase", options.probe.phrase);
    } catch (const nlohmann::json::exception&) {
        throw std::runtime_error(path.string() + ": a field has the wrong type");
    }
}

}  // namespace

ModelDefaults loadModelDefaults(const fs::path& directoryOrGguf, const engine::GenerationDefaults& generation) {
    ModelDefaults defaults;
    RunOverrides overrides;
    overrides.temperature = generation.temperature;
    overrides.topP = generation.topP;
    overrides.topK = generation.topK;
    overrides.applyTo(defaults.options);
    if (fs::is_directory(directoryOrGguf)) readStepscopeFile(directoryOrGguf / "stepscope.json", defaults);
    return defaults;
}

std::string modelName(const std::string& directoryOrGguf) {
    fs::path path = fs::path(directoryOrGguf).lexically_normal();
    if (!path.has_filename()) path = path.parent_path();
    // Hugging Face cache: models--org--name/snapshots/<hash>
    if (path.parent_path().filename() == "snapshots") {
        std::string repo = path.parent_path().parent_path().filename().string();
        constexpr std::string_view kPrefix = "models--";
        if (repo.starts_with(kPrefix)) {
            repo.erase(0, kPrefix.size());
            if (const auto at = repo.find("--"); at != std::string::npos) repo.erase(at, 1)[at] = '/';
            return repo;
        }
    }
    return path.extension() == ".gguf" ? path.stem().string() : path.filename().string();
}

}  // namespace app
