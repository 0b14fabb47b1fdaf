#include "kernels/backend_cost.h"

#include "kernels/cpu/vector_kernels.h"
#include "kernels/cuda/kv_layout.h"

namespace kernels {

BackendCost costOf(BackendKind kind) {
    if (kind == BackendKind::Cpu) return {.matrixRows = kPanelColumns};
    constexpr std::size_t kMatmulScratch = std::size_t{128} << 20;
    constexpr std::size_t kUploadLanes = std::size_t{64} << 20;
    return {.activationBytes = 2,
            .nativeKv = KvType::Bf16,
            .otherMatrixBytes = 2,
            .rows = 2048,
            .extraBytes = kMatmulScratch + kUploadLanes};
}

bool takesKv(BackendKind kind, KvType type) {
    return kind == BackendKind::Cpu || type != KvType::F32;
}

int kvHeadWidthOf(BackendKind kind, int headDim) {
    if (kind == BackendKind::Cpu) return headDim;
    for (const int width : cuda::kHeadWidths)
        if (headDim <= width) return width;
    return headDim;
}

}  // namespace kernels
