#include "scorer/checkpoint/checkpoint_writer.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>
#include <span>
#include <stdexcept>

#include "engine/files/json_text.h"
#include "engine/files/safetensors_writer.h"
#include "engine/files/utf8.h"
#include "scorer/checkpoint/pickle_writer.h"
#include "scorer/checkpoint/torch_archive_writer.h"

namespace scorer {
namespace {

constexpr std::string_view kStateDict = "model_state_dict";

/// One array of the scorer as the state dict names it.
struct NamedArray {
    std::string name;
    std::vector<std::int64_t> shape;
    std::span<const float> values;
};

std::vector<NamedArray> arraysOf(const ScorerWeights& w, const std::string& fileName) {
    std::vector<NamedArray> arrays{{"net.0.weight", {w.hiddenWidth, w.inputWidth}, w.w0},
                                   {"net.0.bias", {w.hiddenWidth}, w.b0},
                                   {"net.2.weight", {1, w.hiddenWidth}, w.w1},
                                   {"net.2.bias", {1}, {&w.b1, 1}}};
    for (const NamedArray& array : arrays) {
        const auto fail = [&](const std::string& problem) {
            throw std::runtime_error(fileName + ": " + array.name + ": " + problem);
        };
        const auto count = engine::findElementCount(array.shape);
        if (!count || *count == 0 || *count != array.values.size()) {
            fail("expected the values of shape " + engine::shapeText(array.shape) + ", found " +
                 std::to_string(array.values.size()));
        }
        if (!std::ranges::all_of(array.values, [](float value) { return std::isfinite(value); }))
            fail("expected finite numbers, found an infinity or not-a-number");
    }
    return arrays;
}

/// Each name once, the first one counts; the weights' own name is taken.
std::vector<std::pair<std::string, std::string>> metricsOf(const ScorerWeights& weights) {
    std::vector<std::pair<std::string, std::string>> metrics;
    std::set<std::string> known{std::string(kStateDict)};
    for (const auto& [name, text] : weights.metrics) {
        const std::string validName = engine::replaceInvalidUtf8(name);
        if (known.insert(validName).second) metrics.emplace_back(validName, engine::replaceInvalidUtf8(text));
    }
    return metrics;
}

/// The number that prints as exactly this text, so that reading gives the same text again.
template <class Number>
std::optional<Number> findNumber(const std::string& text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    char again[64];
    const std::string_view printed(
        again, static_cast<std::size_t>(std::to_chars(again, again + sizeof again, value).ptr - again));
    return printed == text ? std::optional(value) : std::nullopt;
}

void writeMetric(PickleWriter& pickle, const std::string& text) {
    if (const auto whole = findNumber<std::int64_t>(text)) return pickle.integer(*whole);
    if (const auto number = findNumber<double>(text)) return pickle.real(*number);
    pickle.text(text);
}

void saveSafetensors(const std::filesystem::path& path, const std::vector<NamedArray>& arrays,
                     const std::vector<std::pair<std::string, std::string>>& metrics) {
    std::vector<engine::HostTensor> tensors;
    tensors.reserve(arrays.size());
    for (const NamedArray& array : arrays)
        tensors.push_back({array.name, engine::StorageType::F32, array.shape, std::as_bytes(array.values)});
    engine::writeSafetensors(path, tensors, {metrics.begin(), metrics.end()});
}

void saveTorch(const std::filesystem::path& path, const std::vector<NamedArray>& arrays,
               const std::vector<std::pair<std::string, std::string>>& metrics) {
    PickleWriter pickle;
    pickle.beginDict();
    pickle.text(kStateDict);
    pickle.beginDict();
    for (std::size_t i = 0; i < arrays.size(); ++i) {
        pickle.text(arrays[i].name);
        pickle.floatTensor(std::to_string(i), arrays[i].shape);
    }
    pickle.endDict();
    for (const auto& [name, text] : metrics) {
        pickle.text(name);
        writeMetric(pickle, text);
    }
    pickle.endDict();
    std::vector<std::span<const std::byte>> storages;
    storages.reserve(arrays.size());
    for (const NamedArray& array : arrays) storages.push_back(std::as_bytes(array.values));
    writeTorchArchive(path, pickle.finish(), storages);
}

}  // namespace

void saveScorer(const std::filesystem::path& path, const ScorerWeights& weights) {
    const std::string extension = path.extension().string();
    const std::vector<NamedArray> arrays = arraysOf(weights, path.string());
    if (extension == ".safetensors") return saveSafetensors(path, arrays, metricsOf(weights));
    if (extension == ".pt" || extension == ".pth") return saveTorch(path, arrays, metricsOf(weights));
    throw std::runtime_error(path.string() + ": expected a name that ends in .safetensors or .pt, found " +
                             engine::inQuotes(extension));
}

}  // namespace scorer
