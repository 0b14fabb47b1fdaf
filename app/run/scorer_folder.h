// Where a model has a scorer of its own: in a folder of its own, as other engines take every .safetensors beside the
// weights for a part of the model.
#pragma once

namespace app {

/// In the model's folder. It holds step_scorer.safetensors or step_scorer.pt, which older models have beside the
/// weights.
inline constexpr const char* kScorerFolder = "step_scorer";

}  // namespace app
