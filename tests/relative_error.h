// How far values are from those of a reference.
#pragma once

#include <cmath>
#include <cstddef>
#include <span>

/// |got - expected| / |expected|, Euclidean.
inline double relativeError(std::span<const float> got, std::span<const float> expected) {
    double difference = 0, size = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        difference += std::pow(double(got[i]) - double(expected[i]), 2);
        size += std::pow(double(expected[i]), 2);
    }
    return std::sqrt(difference / size);
}
