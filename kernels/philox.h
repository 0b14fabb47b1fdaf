// Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011): a counter-based generator, so
// that a draw is a pure function of its key and counter, the same on every backend. No state, any thread.
#pragma once

#include <cstdint>

#include "kernels/host_device.h"

namespace kernels {

struct PhiloxWords {
    std::uint32_t w[4];
};

/// Ten rounds over `counter` under the 64-bit `key`.
STEPSCOPE_HOST_DEVICE constexpr PhiloxWords philox4x32(PhiloxWords counter, std::uint64_t key) {
    auto k0 = static_cast<std::uint32_t>(key);
    auto k1 = static_cast<std::uint32_t>(key >> 32);
    PhiloxWords c = counter;
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t p0 = std::uint64_t{0xD2511F53U} * c.w[0];
        const std::uint64_t p1 = std::uint64_t{0xCD9E8D57U} * c.w[2];
        c = {{static_cast<std::uint32_t>(p1 >> 32) ^ c.w[1] ^ k0, static_cast<std::uint32_t>(p1),
              static_cast<std::uint32_t>(p0 >> 32) ^ c.w[3] ^ k1, static_cast<std::uint32_t>(p0)}};
        k0 += 0x9E3779B9U;
        k1 += 0xBB67AE85U;
    }
    return c;
}

/// Uniform in (0, 1): the draw of a trace's token at `position`. `stream` separates uses under one seed; tokens are 0.
STEPSCOPE_HOST_DEVICE constexpr double philoxUniform(std::uint64_t seed, std::int32_t trace, std::int32_t position,
                                                     std::uint32_t stream = 0) {
    const PhiloxWords words =
        philox4x32({{static_cast<std::uint32_t>(position), static_cast<std::uint32_t>(trace), stream, 0}}, seed);
    return (words.w[0] + 0.5) * (1.0 / 4294967296.0);
}

}  // namespace kernels
