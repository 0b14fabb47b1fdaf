#include "app/run/model_defaults.h"

#include <algorithm>
#include <string_view>

#include "app/run/option_table.h"
#include "engine/files/json_text.h"
#include "engine/files/model_config.h"

namespace app {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uint64_t kMostFileBytes = 16 << 20;

/// An option as the file has it, numbers within the option's range.
OptionValue defaultFrom(const OptionRow& row, const json& value, const engine::JsonPlace& place) {
    switch (row.kind) {
        case OptionKind::Whole:
            return std::clamp<std::int64_t>(engine::intFrom(value, place), static_cast<std::int64_t>(row.low),
                                            static_cast<std::int64_t>(row.high));
        case OptionKind::Real: return std::clamp(engine::numberFrom(value, place), row.low, row.high);
        default: return engine::stringFrom(value, place);
    }
}

void readStepscopeFile(const fs::path& path, ModelDefaults& defaults) {
    std::error_code error;
    if (!fs::exists(path, error)) return;
    const json root = engine::parseJson(engine::readTextFile(path, kMostFileBytes), path.string());
    const engine::JsonObject fields(root, path.string());
    defaults.name = fields.findString("name");
    defaults.hint = fields.findString("hint").value_or("");
    if (fields.has("known_words")) defaults.knownWords = fields.listOf("known_words", engine::stringFrom);
    std::sort(defaults.knownWords.begin(), defaults.knownWords.end());
    for (const OptionRow& row : optionTable()) {
        const json* value = row.modelKey ? fields.findValue(row.modelKey) : nullptr;
        if (value) row.set(defaults.options, defaultFrom(row, *value, fields.at(row.modelKey)));
    }
}

}  // namespace

ModelDefaults loadModelDefaults(const fs::path& directoryOrGguf, const engine::GenerationDefaults& generation) {
    ModelDefaults defaults;
    engine::SamplingParams& sampling = defaults.options.sampling;
    sampling.temperature = generation.temperature.value_or(sampling.temperature);
    sampling.topP = generation.topP.value_or(sampling.topP);
    sampling.topK = generation.topK.value_or(sampling.topK);
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
