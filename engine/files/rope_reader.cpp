// The rotation as config.json describes it, old and new spelling; the formulas follow Hugging Face transformers.
#include <cmath>
#include <optional>

#include "engine/files/config_reader.h"
#include "engine/files/family.h"

namespace engine {
namespace {

constexpr double kMostTheta = 1e12;
constexpr double kMostFactor = 1e6;

/// The objects in which the rotation's values may stand, the first that has a field counts.
class RopeFields {
public:
    explicit RopeFields(const JsonObject& config) : m_config(config) {
        for (const auto field : {"rope_parameters", "rope_scaling"})
            if (!m_inner && config.has(field)) m_inner.emplace(config.requireObject(field));
    }

    std::optional<double> find(std::string_view field, double least, double most) const {
        if (m_inner)
            if (const auto value = m_inner->findNumber(field, least, most)) return value;
        return m_config.findNumber(field, least, most);
    }
    double require(std::string_view field, double least, double most) const {
        const auto value = find(field, least, most);
        if (!value) inner().fail(field, "expected a number, found nothing");
        return *value;
    }
    /// "default" where nothing stretches positions.
    std::string type() const {
        if (!m_inner) return "default";
        for (const auto field : {"rope_type", "type"})
            if (const auto type = m_inner->findString(field)) return *type;
        return "default";
    }
    const JsonObject& inner() const { return m_inner ? *m_inner : m_config; }

private:
    const JsonObject& m_config;
    std::optional<JsonObject> m_inner;
};

/// The context before stretching; Phi-3 writes it at the top level, which then counts.
double originalPositions(const JsonObject& config, const RopeFields& fields, const ModelConfig& model) {
    constexpr std::string_view kField = "original_max_position_embeddings";
    if (const auto top = config.findNumber(kField, 1, static_cast<double>(kMostPositions))) return *top;
    if (const auto inner = fields.find(kField, 1, static_cast<double>(kMostPositions))) return *inner;
    return familyOf(model.family).defaults.originalPositions.value_or(model.maxPositions);
}

double factorOf(const RopeFields& fields, const ModelConfig& model, double original) {
    return fields.find("factor", 1e-3, kMostFactor).value_or(model.maxPositions / original);
}

/// `attention_factor` replaces the formula's; `attn_factor` (DeepSeek-R1-0528-Qwen3-8B) multiplies it, as in vLLM, for
/// which that file was made. transformers knows only the first.
double yarnAttention(const RopeFields& fields, double factor) {
    if (const auto given = fields.find("attention_factor", 0, 100)) return *given;
    const double all = fields.find("attn_factor", 0, 100).value_or(1);
    const double mscale = fields.find("mscale", 0, 100).value_or(0);
    const double mscaleAllDim = fields.find("mscale_all_dim", 0, 100).value_or(0);
    if (mscale != 0 && mscaleAllDim != 0)
        return all * yarnAttentionFactor(factor, mscale) / yarnAttentionFactor(factor, mscaleAllDim);
    return all * yarnAttentionFactor(factor);
}

RopeScaling readYarn(const JsonObject& config, const RopeFields& fields, const ModelConfig& model) {
    RopeScaling s{.kind = RopeScaling::Kind::Yarn};
    s.originalPositions = originalPositions(config, fields, model);
    s.factor = factorOf(fields, model, s.originalPositions);
    s.betaFast = fields.find("beta_fast", 0, kMostFactor).value_or(s.betaFast);
    s.betaSlow = fields.find("beta_slow", 0, kMostFactor).value_or(s.betaSlow);
    if (s.betaFast <= 0) s.betaFast = 32;  // as the reference reads it
    if (s.betaSlow <= 0) s.betaSlow = 1;
    s.truncate = fields.inner().findBool("truncate").value_or(true);
    s.attentionFactor = yarnAttention(fields, s.factor);
    return s;
}

RopeScaling readLlama3(const JsonObject& config, const RopeFields& fields, const ModelConfig& model) {
    RopeScaling s{.kind = RopeScaling::Kind::Llama3};
    s.originalPositions = originalPositions(config, fields, model);
    s.factor = fields.require("factor", 1e-3, kMostFactor);
    s.lowFrequencyFactor = fields.require("low_freq_factor", 1e-3, kMostFactor);
    s.highFrequencyFactor = fields.require("high_freq_factor", 1e-3, kMostFactor);
    if (s.highFrequencyFactor <= s.lowFrequencyFactor)
        fields.inner().fail("high_freq_factor", "expected a number above low_freq_factor");
    return s;
}

/// The short factors alone are used: they are exact up to the original context, which becomes the model's. The long
/// ones would change the keys of a text that is already cached when it grows past it.
RopeScaling readLongRope(const JsonObject& config, const RopeFields& fields, ModelConfig& model) {
    RopeScaling s{.kind = RopeScaling::Kind::Divided};
    s.originalPositions = originalPositions(config, fields, model);
    const double factor = factorOf(fields, model, s.originalPositions);
    const auto half = static_cast<std::size_t>(model.rotaryDim() / 2);
    const auto& list = fields.inner().requireValue("short_factor", "a list of numbers");
    if (!list.is_array() || list.size() != half)
        fields.inner().fail("short_factor", "expected a list of " + std::to_string(half) + " numbers, found " +
                                                (list.is_array() ? std::to_string(list.size()) : describeJson(list)));
    for (const auto& value : list) {
        const bool fits = value.is_number() && value.get<double>() > 0 && value.get<double>() < kMostFactor;
        if (!fits) fields.inner().fail("short_factor", "expected numbers above 0, found " + describeJson(value));
        s.divisors.push_back(value.get<float>());
    }
    const double computed = factor <= 1 ? 1 : std::sqrt(1 + std::log(factor) / std::log(s.originalPositions));
    s.attentionFactor = fields.find("attention_factor", 0, 100).value_or(computed);
    model.maxPositions = std::min(model.maxPositions, static_cast<int>(s.originalPositions));
    return s;
}

}  // namespace

void readRope(const JsonObject& config, ModelConfig& model) {
    constexpr double kDefaultTheta = 10000;  // of every family's configuration class
    const RopeFields fields(config);
    model.ropeTheta = fields.find("rope_theta", 1, kMostTheta).value_or(kDefaultTheta);

    const double part = fields.find("partial_rotary_factor", 0, 1).value_or(1);
    const int rotated = static_cast<int>(model.headDim * part);
    if (rotated < 2 || rotated % 2 != 0) {
        config.fail("partial_rotary_factor", "expected one that rotates an even number of a head's " +
                                                 std::to_string(model.headDim) + " elements, found one that rotates " +
                                                 std::to_string(rotated));
    }
    if (rotated != model.headDim) model.rotatedPart = rotated;

    const std::string type = fields.type();
    if (type == "linear") {
        model.ropeScaling = {.kind = RopeScaling::Kind::Linear, .factor = fields.require("factor", 1e-3, kMostFactor)};
    } else if (type == "llama3") {
        model.ropeScaling = readLlama3(config, fields, model);
    } else if (type == "yarn") {
        if (model.ropeTheta <= 1) config.fail("rope_theta", "expected a number above 1 with yarn");
        model.ropeScaling = readYarn(config, fields, model);
    } else if (type == "longrope" || type == "su") {
        model.ropeScaling = readLongRope(config, fields, model);
    } else if (type != "default") {
        fields.inner().fail(fields.inner().has("rope_type") ? "rope_type" : "type",
                            "expected default, linear, llama3, yarn or longrope, found " + inQuotes(type));
    }
}

}  // namespace engine
