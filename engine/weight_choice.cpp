#include "engine/weight_choice.h"

namespace engine {

kernels::HostType keptType(WeightChoice choice, StorageType stored, MatrixPlace place, std::size_t k,
                           bool takesQuantised) {
    using kernels::HostType;
    const HostType own = findHostType(stored).value_or(HostType::F32);
    if (kernels::isQuantised(own)) return choice != WeightChoice::Bf16 && takesQuantised ? own : HostType::Bf16;
    if (choice != WeightChoice::Q8 && choice != WeightChoice::Q4) return own;
    const bool isCoarse = choice == WeightChoice::Q4 && place == MatrixPlace::Layer;
    const HostType wanted = isCoarse ? HostType::Q4_0 : HostType::Q8_0;
    return takesQuantised && k % kernels::blockOf(wanted).elements == 0 ? wanted : own;
}

}  // namespace engine
