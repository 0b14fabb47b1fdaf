#include "app/models/pricing.h"

#include "app/models/models.h"
#include "app/run/devices.h"
#include "app/run/prompt_maker.h"
#include "app/run/resources.h"
#include "app/run/usage_error.h"
#include "engine/model_files.h"

namespace app {

namespace {

std::filesystem::path placeOf(const LoadModel& wanted) {
    return wanted.path.empty() ? demoModelDir() : std::filesystem::path(requireModelPath(wanted.path, wanted.folders));
}

}  // namespace

int countPromptTokens(const LoadModel& wanted, const std::string& problem, const RunOptions& options) {
    try {
        const std::filesystem::path place = placeOf(wanted);
        const engine::ModelFiles files = engine::ModelFiles::open(place);
        const PromptMaker prompts(files, place.string());
        return static_cast<int>(prompts.tokens(problem, options.systemPrompt, options.plainPrompt).size());
    } catch (const UsageError&) {
        throw;
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
}

PricedModel priceModel(const LoadModel& wanted) {
    const ChosenDevice chosen = chooseDevice(listDeviceChoices(), wanted.backend, wanted.device);
    try {
        const std::filesystem::path place = placeOf(wanted);
        const engine::ModelFiles files = engine::ModelFiles::open(place);
        const ModelDefaults defaults = loadModelDefaults(place, files.generation());
        PricedModel priced;
        priced.name = defaults.name.value_or(modelName(place.string()));
        priced.gpuIndex = chosen.gpuIndex;
        priced.memory = estimateMemory(chosen.memory, files.config(), files.tensors());
        priced.defaults = defaults.options;
        return priced;
    } catch (const UsageError&) {
        throw;
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
}

}  // namespace app
