// Rotary position embedding: the frequencies of a model, with its way of stretching positions beyond what it was first
// trained on. Plain values and pure functions, any thread.
#pragma once

#include <vector>

namespace engine {

struct RopeScaling {
    enum class Kind {
        None,
        Linear,   ///< every frequency over `factor`
        Llama3,   ///< long wavelengths over `factor`, short ones as they are, a ramp between (Llama 3.1)
        Yarn,     ///< the same idea with a ramp over dimensions (arXiv 2309.00071)
        Divided,  ///< each frequency over a number of its own (longrope; GGUF's rope_freqs)
    };
    Kind kind = Kind::None;
    double factor = 1;
    double originalPositions = 0;  ///< context before stretching, tokens: Llama3, Yarn
    double lowFrequencyFactor = 1;
    double highFrequencyFactor = 4;  ///< above the low one
    double betaFast = 32;            ///< Yarn: rotations within originalPositions above which nothing changes
    double betaSlow = 1;             ///< and below which all is stretched
    bool truncate = true;            ///< Yarn: the ramp begins and ends at whole dimensions
    std::vector<float> divisors{};   ///< [rotaryDim / 2] Divided
    double attentionFactor = 1;      ///< cosines and sines are multiplied by it
};

struct RopeFrequencies {
    std::vector<float> inverse;  ///< [rotaryDim / 2] radians a token
    float scale = 1;             ///< of cosines and sines
};

/// @param theta  base of the frequencies, above 0
/// @param rotaryDim  elements of a head that are rotated, even
RopeFrequencies rotaryFrequencies(double theta, int rotaryDim, const RopeScaling& scaling);

/// YaRN's own attention factor for stretching by `factor`: 0.1 m ln(factor) + 1.
double yarnAttentionFactor(double factor, double m = 1);

}  // namespace engine
