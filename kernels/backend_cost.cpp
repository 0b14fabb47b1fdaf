#include "kernels/backend_cost.h"

#include "kernels/cpu/cpu_backend.h"
#include "kernels/cpu/quant_form.h"
#include "kernels/cuda/kv_layout.h"
#include "kernels/cuda/quant_layout.h"

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

bool takesQuantised(BackendKind kind) {
    return kind == BackendKind::Cuda || defaultCpuGemm() == CpuGemm::Packed;
}

std::size_t weightBytes(BackendKind kind, HostType type, std::size_t n, std::size_t k) {
    const BackendCost cost = costOf(kind);
    if (kind == BackendKind::Cpu && !takesQuantised(kind)) return n * k * sizeof(float);  // OpenBLAS
    if (isQuantised(type))
        return kind == BackendKind::Cuda ? cuda::layoutOf(type, n, k).bytes : cpu::quantisedBytes(type, n, k);
    const std::size_t rows = (n + cost.matrixRows - 1) / cost.matrixRows * cost.matrixRows;
    return rows * k * (type == HostType::Bf16 ? cost.bf16MatrixBytes : cost.otherMatrixBytes);
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
