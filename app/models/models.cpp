#include "app/models/models.h"

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "app/models/model_folders.h"
#include "app/run/error_reason.h"
#include "app/run/model_defaults.h"
#include "app/run/resources.h"
#include "app/run/usage_error.h"
#include "engine/files/tensor_check.h"
#include "engine/model_files.h"
#include "scorer/checkpoint/checkpoint.h"

namespace app {
namespace {

namespace fs = std::filesystem;

std::int64_t bytesOf(const engine::TensorSource& tensors) {
    std::size_t bytes = 0;
    for (const std::string& name : tensors.tensorNames()) {
        const auto tensor = tensors.findTensor(name);
        bytes += tensor ? tensor->bytes.size() : 0;
    }
    return static_cast<std::int64_t>(bytes);
}

/// Throws with the reason why it cannot be loaded; what was read until then stays in `model`.
void describeFiles(const fs::path& path, const MemoryFacts& device, FoundModel& model) {
    const bool isFile = fs::is_regular_file(path);
    model.format = isFile ? "gguf" : "safetensors";
    if (isFile) model.fileBytes = static_cast<std::int64_t>(fs::file_size(path));
    const engine::ModelFiles files = engine::ModelFiles::open(path);
    const engine::ModelConfig& config = files.config();
    model.format = files.format();
    model.family = std::string(engine::familyName(config.family));
    model.hiddenSize = config.hiddenSize;
    model.parameters = engine::countParameters(files.tensors());
    model.fileBytes = bytesOf(files.tensors());
    model.memory = estimateMemory(device, config, files.tensors());
    if (isFile)
        (void)files.readTokenizer();  // its vocabulary may be of a kind that is not known
    else if (!fs::exists(path / "tokenizer.json"))
        throw std::runtime_error(path.string() + ": tokenizer.json is missing");
}

FoundModel describe(const ModelCandidate& candidate, const MemoryFacts& device) {
    FoundModel model;
    model.name = candidate.name;
    model.path = candidate.path.string();
    model.source = candidate.source;
    model.memory = device;
    try {
        if (!candidate.reason.empty()) throw std::runtime_error(candidate.reason);
        describeFiles(candidate.path, device, model);
        model.loadable = true;
    } catch (const std::exception& failure) {
        model.reason = reasonOf(failure);
    }
    return model;
}

FoundScorer describeScorer(const fs::path& path) {
    FoundScorer found;
    found.name = path.filename().string();
    found.path = path.string();
    try {
        scorer::ScorerWeights weights = scorer::loadScorer(path);
        found.inputWidth = weights.inputWidth;
        found.hiddenWidth = weights.hiddenWidth;
        found.metrics = std::move(weights.metrics);
        found.loadable = true;
    } catch (const std::exception& failure) {
        found.reason = reasonOf(failure);
    }
    return found;
}

}  // namespace

Found findModels(const ModelPlaces& places, const MemoryFacts& device) {
    Candidates candidates = findCandidates(places);
    Found found;
    try {
        ModelPlaces own;
        own.folders = {demoModelDir()};
        Candidates embedded = findCandidates(own);
        for (ModelCandidate& model : embedded.models) {
            model.name = "Stepscope demo (embedded)";
            model.source = ModelSource::Embedded;
        }
        candidates.models.insert(candidates.models.begin(), embedded.models.begin(), embedded.models.end());
        candidates.scorers.insert(candidates.scorers.begin(), embedded.scorers.begin(), embedded.scorers.end());
    } catch (const std::runtime_error&) {  // an installation without its resources still lists what else there is
    }
    for (const ModelCandidate& candidate : candidates.models) found.models.push_back(describe(candidate, device));
    for (const fs::path& path : candidates.scorers) found.scorers.push_back(describeScorer(path));
    return found;
}

std::string requireModelPath(const std::string& pathOrName, const std::vector<std::string>& folders) {
    std::error_code error;
    if (pathOrName.empty() || fs::exists(pathOrName, error)) return pathOrName;
    std::vector<std::string> all = loadModelFolders();
    all.insert(all.begin(), folders.begin(), folders.end());
    for (const ModelCandidate& candidate : findCandidates(placesOfThisMachine(all)).models) {
        if (candidate.name == pathOrName) return candidate.path.string();
    }
    throw UsageError(
        pathOrName +
        ": no such model directory, and no model of that name was found (`stepscope-cli models` lists them)");
}

}  // namespace app
