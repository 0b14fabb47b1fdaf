#include "app/pricing.h"

#include "app/devices.h"
#include "app/models.h"
#include "app/resources.h"
#include "app/usage_error.h"
#include "engine/model_config.h"
#include "engine/safetensors.h"

namespace app {

PricedModel priceModel(const LoadModel& wanted) {
    const ChosenDevice chosen = chooseDevice(listDeviceChoices(), wanted.backend, wanted.device);
    try {
        const std::filesystem::path directory = wanted.path.empty() ? demoModelDir() : std::filesystem::path(requireModelPath(wanted.path, wanted.folders));
        if (!std::filesystem::is_directory(directory)) throw UsageError(directory.string() + ": not a model directory");
        const engine::ModelConfig config = engine::loadModelConfig(directory);
        const auto tensors = engine::openSafetensors(directory);
        const ModelDefaults defaults = loadModelDefaults(directory);
        PricedModel priced;
        priced.name = defaults.name.value_or(modelName(directory.string()));
        priced.gpuIndex = chosen.gpuIndex;
        priced.memory = estimateMemory(chosen.memory, config, *tensors, elementSizesOf(chosen.memory.backend));
        priced.defaults = defaults.options;
        return priced;
    } catch (const UsageError&) {
        throw;
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
}

}  // namespace app
