#include "engine/files/rope.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace engine {
namespace {

/// f_i = theta^(-2i / rotaryDim), in float32 as the models were trained.
std::vector<float> plainFrequencies(double theta, int rotaryDim) {
    std::vector<float> f;
    for (int i = 0; i < rotaryDim; i += 2)
        f.push_back(1.0F / std::pow(static_cast<float>(theta), static_cast<float>(i) / static_cast<float>(rotaryDim)));
    return f;
}

float llama3Frequency(float plain, const RopeScaling& s) {
    const double f = plain;
    const double rotations = s.originalPositions * f / (2 * std::numbers::pi);  // within the original context
    if (rotations < s.lowFrequencyFactor) return static_cast<float>(f / s.factor);
    if (rotations > s.highFrequencyFactor) return plain;
    const double kept = (rotations - s.lowFrequencyFactor) / (s.highFrequencyFactor - s.lowFrequencyFactor);
    return static_cast<float>((1 - kept) * f / s.factor + kept * f);
}

void stretchYarn(std::vector<float>& f, double theta, int rotaryDim, const RopeScaling& s) {
    /// The dimension whose frequency makes so many rotations within the original context.
    const auto dimensionOf = [&](double rotations) {
        return rotaryDim * std::log(s.originalPositions / (rotations * 2 * std::numbers::pi)) / (2 * std::log(theta));
    };
    double low = dimensionOf(s.betaFast);
    double high = dimensionOf(s.betaSlow);
    if (s.truncate) {
        low = std::floor(low);
        high = std::ceil(high);
    }
    low = std::max(low, 0.0);
    high = std::min(high, rotaryDim - 1.0);
    if (low == high) high += 0.001;
    for (std::size_t i = 0; i < f.size(); ++i) {
        const double stretched = std::clamp((static_cast<double>(i) - low) / (high - low), 0.0, 1.0);
        const double plain = f[i];
        f[i] = static_cast<float>(plain / s.factor * stretched + plain * (1 - stretched));
    }
}

}  // namespace

double yarnAttentionFactor(double factor, double m) {
    return factor <= 1 ? 1 : 0.1 * m * std::log(factor) + 1;
}

RopeFrequencies rotaryFrequencies(double theta, int rotaryDim, const RopeScaling& scaling) {
    RopeFrequencies result{plainFrequencies(theta, rotaryDim), static_cast<float>(scaling.attentionFactor)};
    std::vector<float>& f = result.inverse;
    switch (scaling.kind) {
        case RopeScaling::Kind::None: break;
        case RopeScaling::Kind::Linear:
            for (float& v : f) v = static_cast<float>(static_cast<double>(v) / scaling.factor);
            break;
        case RopeScaling::Kind::Llama3:
            for (float& v : f) v = llama3Frequency(v, scaling);
            break;
        case RopeScaling::Kind::Yarn: stretchYarn(f, theta, rotaryDim, scaling); break;
        case RopeScaling::Kind::Divided:
            for (std::size_t i = 0; i < f.size() && i < scaling.divisors.size(); ++i) f[i] /= scaling.divisors[i];
            break;
    }
    return result;
}

}  // namespace engine
