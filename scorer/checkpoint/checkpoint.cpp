#include "scorer/checkpoint/checkpoint.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <limits>
#include <span>
#include <stdexcept>
#include <variant>

#include "engine/files/json_text.h"
#include "engine/files/printable.h"
#include "engine/files/safetensors.h"
#include "scorer/checkpoint/pickle_reader.h"
#include "scorer/checkpoint/torch_archive.h"

namespace scorer {
namespace {

using engine::inQuotes;
using engine::shapeText;

constexpr std::int64_t kMaxWidth = 1 << 16;
constexpr std::uint64_t kMaxTensorBytes = std::uint64_t{128} << 20;
constexpr std::size_t kMaxMetrics = 64;
constexpr std::size_t kMaxMetricBytes = 400;
constexpr std::string_view kStateDict = "model_state_dict";

struct FloatTensor {
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};
using FindTensor = std::function<std::optional<FloatTensor>(const std::string& name)>;

/// What a value of a pickle is, in its words.
std::string_view typeName(const PickleValue& value) {
    constexpr std::array<std::string_view, std::variant_size_v<PickleValue>> kNames{
        "None",   "True or False", "a whole number", "a number", "text",      "a tuple",
        "a list", "a dictionary",  "a name",         "a type",   "a storage", "a tensor"};
    return kNames[value.index()];
}

[[noreturn]] void fail(const std::string& fileName, std::string_view field, const std::string& problem) {
    throw std::runtime_error(fileName + ": " + std::string(field) + ": " + problem);
}

FloatTensor requireTensor(const FindTensor& find, const std::string& name, const std::string& fileName) {
    auto tensor = find(name);
    if (!tensor) fail(fileName, name, "expected this tensor of a step scorer, found none");
    if (!std::ranges::all_of(tensor->values, [](float value) { return std::isfinite(value); }))
        fail(fileName, name, "expected finite numbers, found an infinity or not-a-number");
    return *std::move(tensor);
}

std::vector<float> requireShaped(const FindTensor& find, const std::string& name,
                                 const std::vector<std::int64_t>& shape, const std::string& fileName) {
    FloatTensor tensor = requireTensor(find, name, fileName);
    if (tensor.shape != shape)
        fail(fileName, name, "expected shape " + shapeText(shape) + ", found " + shapeText(tensor.shape));
    return std::move(tensor.values);
}

/// Finite weights can still be so large that a score overflows to an infinity or to no number. Rows after the final
/// norm hold values around one: a row of a thousand in every place is far beyond them, and has to have a score.
void requireFiniteScores(const ScorerWeights& weights, const std::string& fileName) {
    constexpr double kLargeHidden = 1000;
    const auto width = static_cast<std::size_t>(weights.inputWidth);
    double logit = std::abs(static_cast<double>(weights.b1));
    for (std::size_t h = 0; h < weights.b0.size(); ++h) {
        double sum = std::abs(static_cast<double>(weights.b0[h]));
        for (std::size_t i = 0; i < width; ++i)
            sum += kLargeHidden * std::abs(static_cast<double>(weights.w0[h * width + i]));
        if (sum > std::numeric_limits<float>::max())
            fail(fileName, "net.0.weight",
                 "expected weights with finite sums, found some so large that a score has no value");
        logit += sum * std::abs(static_cast<double>(weights.w1[h]));
    }
    if (logit > std::numeric_limits<float>::max())
        fail(fileName, "net.2.weight",
             "expected weights with finite sums, found some so large that a score has no value");
}

ScorerWeights assemble(const FindTensor& find, const std::string& fileName) {
    FloatTensor first = requireTensor(find, "net.0.weight", fileName);
    const auto isWidth = [](std::int64_t size) { return size >= 1 && size <= kMaxWidth; };
    if (first.shape.size() != 2 || !std::ranges::all_of(first.shape, isWidth)) {
        fail(fileName, "net.0.weight",
             "expected shape [hidden, input] with sizes up to " + std::to_string(kMaxWidth) + ", found " +
                 shapeText(first.shape));
    }
    const std::int64_t hidden = first.shape[0];
    ScorerWeights weights;
    weights.hiddenWidth = static_cast<int>(hidden);
    weights.inputWidth = static_cast<int>(first.shape[1]);
    weights.w0 = std::move(first.values);
    weights.b0 = requireShaped(find, "net.0.bias", {hidden}, fileName);
    weights.w1 = requireShaped(find, "net.2.weight", {1, hidden}, fileName);
    weights.b1 = requireShaped(find, "net.2.bias", {1}, fileName)[0];
    requireFiniteScores(weights, fileName);
    return weights;
}

/// A metric's name or value as the window and the command line may show it.
std::string printable(std::string_view text) {
    return engine::printable(text, kMaxMetricBytes);
}

/// Another tensor is another layer, and scores without it would not be this scorer's.
void requireKnown(const std::string& tensor, const std::string& fileName) {
    static constexpr std::string_view kKnown[] = {"net.0.weight", "net.0.bias", "net.2.weight", "net.2.bias"};
    if (std::ranges::find(kKnown, tensor) == std::end(kKnown))
        fail(fileName, printable(tensor), "expected no further tensors: a step scorer has two layers, net.0 and net.2");
}

ScorerWeights loadSafetensors(const std::filesystem::path& path) {
    const std::string fileName = path.string();
    const auto file = engine::SafetensorsFile::open(path);
    const FindTensor find = [&](const std::string& name) -> std::optional<FloatTensor> {
        const auto* entry = file.find(name);
        if (entry == nullptr) return std::nullopt;
        if (entry->type != engine::StorageType::F32 && entry->type != engine::StorageType::F16 &&
            entry->type != engine::StorageType::BF16) {
            fail(fileName, name,
                 "expected F32, F16 or BF16 values, found " + std::string(engine::storageName(entry->type)));
        }
        if (entry->size > kMaxTensorBytes)
            fail(
                fileName, name,
                "expected at most " + std::to_string(kMaxTensorBytes) + " bytes, found " + std::to_string(entry->size));
        std::vector<std::byte> bytes(static_cast<std::size_t>(entry->size));
        file.read(*entry, 0, bytes);
        return FloatTensor{entry->shape, engine::toFloat32({name, entry->type, entry->shape, bytes})};
    };
    ScorerWeights weights = assemble(find, fileName);
    for (const auto& [name, entry] : file.entries()) requireKnown(name, fileName);
    for (const auto& [key, text] : file.metadata())
        if (weights.metrics.size() < kMaxMetrics) weights.metrics.emplace_back(printable(key), printable(text));
    return weights;
}

/// The tensor's values in row-major order, whatever its strides. Its bounds were checked when the pickle was read.
FloatTensor gather(const PickleTensor& tensor, const TorchArchive& archive) {
    const auto& storage = tensor.storage;
    const auto count = static_cast<std::size_t>(*engine::findElementCount(tensor.shape));
    const auto bytes = archive.readStorage(
        storage.key, static_cast<std::uint64_t>(storage.elementCount) * engine::bytesPerElement(storage.type));
    const std::vector<float> stored =
        engine::toFloat32({"storage " + storage.key, storage.type, {storage.elementCount}, bytes});

    FloatTensor result{tensor.shape, std::vector<float>(count)};
    std::vector<std::int64_t> at(tensor.shape.size(), 0);
    std::int64_t position = tensor.offset;
    for (float& value : result.values) {
        value = stored[static_cast<std::size_t>(position)];
        for (std::size_t i = at.size(); i-- > 0;) {  // step the last index, carry to the left
            position += tensor.strides[i];
            if (++at[i] < tensor.shape[i]) break;
            position -= tensor.strides[i] * tensor.shape[i];
            at[i] = 0;
        }
    }
    return result;
}

std::string numberText(double value) {
    char text[32];
    return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

std::optional<std::string> findMetricText(const PickleValue& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return printable(*text);
    if (const auto* number = std::get_if<double>(&value)) return numberText(*number);
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
    return std::nullopt;
}

/// Numbers and strings beside the weights; of a dictionary of them ("metrics"), its entries.
void readMetrics(const Pickle& pickle, const PickleDict& dict, const std::string& prefix, ScorerWeights& weights) {
    for (const auto& [keyRef, valueRef] : std::span(dict.items).first(std::min(dict.items.size(), kMaxMetrics))) {
        if (weights.metrics.size() >= kMaxMetrics) return;
        const auto* key = std::get_if<std::string>(&pickle.value(keyRef));
        if (key == nullptr || *key == kStateDict) continue;
        const PickleValue& value = pickle.value(valueRef);
        if (const auto text = findMetricText(value)) weights.metrics.emplace_back(prefix + printable(*key), *text);
        const auto* inner = std::get_if<PickleDict>(&value);
        if (inner != nullptr && prefix.empty()) readMetrics(pickle, *inner, printable(*key) + ".", weights);
    }
}

ScorerWeights loadTorch(const std::filesystem::path& path) {
    const std::string fileName = path.string();
    const auto archive = TorchArchive::open(path);
    const Pickle pickle = Pickle::read(archive.readPickle(), fileName);
    const auto* root = std::get_if<PickleDict>(&pickle.root());
    if (root == nullptr)
        fail(fileName, "pickle", "expected a dictionary, found " + std::string(typeName(pickle.root())));
    const PickleDict* state = root;
    if (const PickleValue* inner = pickle.find(*root, kStateDict)) {
        state = std::get_if<PickleDict>(inner);
        if (state == nullptr)
            fail(fileName, kStateDict, "expected a dictionary, found " + std::string(typeName(*inner)));
    }

    const FindTensor find = [&](const std::string& name) -> std::optional<FloatTensor> {
        const PickleValue* value = pickle.find(*state, name);
        if (value == nullptr) return std::nullopt;
        const auto* tensor = std::get_if<PickleTensor>(value);
        if (tensor == nullptr) fail(fileName, name, "expected a tensor, found " + std::string(typeName(*value)));
        return gather(*tensor, archive);
    };
    ScorerWeights weights = assemble(find, fileName);
    for (const auto& [keyRef, valueRef] : state->items) {
        const auto* key = std::get_if<std::string>(&pickle.value(keyRef));
        if (key && std::holds_alternative<PickleTensor>(pickle.value(valueRef))) requireKnown(*key, fileName);
    }
    if (state != root) readMetrics(pickle, *root, "", weights);
    return weights;
}

}  // namespace

ScorerWeights loadScorer(const std::filesystem::path& path) {
    const std::string extension = path.extension().string();
    std::error_code error;
    if (!std::filesystem::exists(path, error)) throw std::runtime_error(path.string() + ": no such file");
    if (extension == ".safetensors") return loadSafetensors(path);
    if (extension == ".pt" || extension == ".pth") return loadTorch(path);
    throw std::runtime_error(path.string() + ": expected a step scorer named .safetensors or .pt, found " +
                             inQuotes(extension));
}

void requireWidth(const ScorerWeights& weights, int hiddenSize, const std::string& scorerName) {
    if (weights.inputWidth == hiddenSize) return;
    throw std::runtime_error(scorerName + ": the scorer reads hidden states of width " +
                             std::to_string(weights.inputWidth) + ", the model's are " + std::to_string(hiddenSize) +
                             " wide: choose a scorer trained for this model");
}

}  // namespace scorer
