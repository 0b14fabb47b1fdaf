// The program's one source of randomness, keyed by (seed, trace, position): a draw depends on nothing else. Token draws
// happen inside the backend with DrawUse::Token; whoever needs another draw of the same key takes another use.
// No state, any thread.
#pragma once

#include "engine/forward_pass.h"
#include "kernels/philox.h"

namespace engine {

enum class DrawUse : std::uint32_t { Token = 0, Victim = 1, Similar = 2, Parent = 3 };

/// Uniform in (0, 1).
constexpr double uniformAt(std::uint64_t seed, SampleKey key, DrawUse use) {
    return kernels::philoxUniform(seed, index(key.trace), key.position, static_cast<std::uint32_t>(use));
}

}  // namespace engine
