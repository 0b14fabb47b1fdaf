#include "app/models.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "app/model_session.h"
#include "app/resources.h"
#include "engine/model_files.h"

namespace app {
namespace {

namespace fs = std::filesystem;

/// $HF_HUB_CACHE, $HF_HOME/hub or ~/.cache/huggingface/hub.
fs::path huggingFaceCache() {
    const auto variable = [](const char* name) -> fs::path {
        const char* value = std::getenv(name);
        return value && *value ? fs::path(value) : fs::path();
    };
    if (const fs::path hub = variable("HF_HUB_CACHE"); !hub.empty()) return hub;
    if (const fs::path home = variable("HF_HOME"); !home.empty()) return home / "hub";
    return variable("HOME") / ".cache" / "huggingface" / "hub";
}

std::vector<fs::path> snapshots(const fs::path& cache) {
    std::vector<fs::path> found;
    std::error_code error;
    for (const auto& repo : fs::directory_iterator(cache, error)) {
        if (!repo.path().filename().string().starts_with("models--")) continue;
        std::error_code inner;
        for (const auto& snapshot : fs::directory_iterator(repo.path() / "snapshots", inner)) {
            if (fs::exists(snapshot.path() / "config.json", inner)) found.push_back(snapshot.path());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

FoundModel describe(const fs::path& directory) {
    FoundModel model;
    model.name = modelName(directory.string());
    model.path = directory.string();
    try {
        const engine::ModelFiles files = engine::ModelFiles::open(directory);
        model.format = files.format();
        model.family = std::string(engine::familyName(files.config().family));
        model.parameters = countParameters(files.tensors());
        if (fs::is_directory(directory) && !fs::exists(directory / "tokenizer.json"))
            throw std::runtime_error("tokenizer.json is missing");
        model.loadable = true;
    } catch (const std::exception& error) {
        model.reason = error.what();
    }
    return model;
}

void addScorers(const fs::path& directory, std::vector<FoundScorer>& scorers) {
    std::error_code error;
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(directory, error)) {
        const fs::path& path = entry.path();
        const bool named = path.filename().string().find("scorer") != std::string::npos;
        if (named && (path.extension() == ".pt" || path.extension() == ".safetensors")) files.push_back(path);
    }
    std::sort(files.begin(), files.end());
    for (const fs::path& path : files) {
        FoundScorer scorer{path.filename().string(), path.string(), 0, false, {}};
        try {
            scorer.inputWidth = scorer::loadScorer(path).inputWidth;
            scorer.loadable = true;
        } catch (const std::exception& failure) {
            scorer.reason = failure.what();
        }
        scorers.push_back(std::move(scorer));
    }
}

}  // namespace

Found findModels(const std::vector<std::string>& folders) {
    std::vector<fs::path> directories;
    Found found;
    try {
        directories.push_back(demoModelDir());
    } catch (const std::runtime_error&) {  // an installation without its resources still lists what else there is
    }
    const bool hasDemo = !directories.empty();
    for (const std::string& folder : folders) directories.emplace_back(folder);
    for (const fs::path& snapshot : snapshots(huggingFaceCache())) directories.push_back(snapshot);
    for (std::size_t i = 0; i < directories.size(); ++i) {
        found.models.push_back(describe(directories[i]));
        if (i == 0 && hasDemo) found.models.back().name = "Stepscope demo (embedded)";
        addScorers(directories[i], found.scorers);
    }
    return found;
}

}  // namespace app
