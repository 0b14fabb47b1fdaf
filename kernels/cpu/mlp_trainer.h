// The trainer of kernels/mlp_trainer.h on the CPU: OpenBLAS products over tiles of hidden units, spread over the
// backend's threads. Results do not depend on their number.
#pragma once

#include <memory>

#include "kernels/cpu/context.h"
#include "kernels/mlp_trainer.h"

namespace kernels::cpu {

/// `initial` has the shapes of `config`. `context` must outlive the trainer.
std::unique_ptr<MlpTrainer> makeMlpTrainer(Context& context, const MlpTrainerConfig& config,
                                           const MlpParameters& initial);

}  // namespace kernels::cpu
