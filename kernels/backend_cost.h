// Memory that a backend needs, known without a device, so that a model can be priced before anything is loaded. Plain
// values, any thread. The backends' own numbers are taken from here, or checked against it by tests.
#pragma once

#include <cstddef>

#include "kernels/kv_type.h"
#include "kernels/tensor.h"

namespace kernels {

enum class BackendKind { Cpu, Cuda };

struct BackendCost {
    std::size_t activationBytes = 4;   ///< Backend::activationBytes()
    KvType nativeKv = KvType::F32;     ///< Backend::nativeKv()
    std::size_t bf16MatrixBytes = 2;   ///< of an element of a matrix stored as bf16 or quantised
    std::size_t otherMatrixBytes = 4;  ///< of one stored as float32 or float16
    std::size_t matrixRows = 1;        ///< the rows of a matrix are padded to a multiple of this
    int rows = 128;                    ///< of one pass: Backend::preferredRows()
    std::size_t extraBytes = 0;        ///< of workspace that no shape decides
};
BackendCost costOf(BackendKind kind);

/// Backend::takesQuantised() of that backend as the program makes it on this machine.
bool takesQuantised(BackendKind kind);

/// Bytes that a matrix [n, k] takes as a weight, or as one of several parts of a weight where it is quantised.
std::size_t weightBytes(BackendKind kind, HostType type, std::size_t n, std::size_t k);

/// Backend::takesKv()
bool takesKv(BackendKind kind, KvType type);

/// Backend::kvHeadWidth(): values that a head of `headDim` takes in the cache. Of a head that the backend does not
/// take, its own width.
int kvHeadWidthOf(BackendKind kind, int headDim);

}  // namespace kernels
