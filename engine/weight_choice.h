// How the matrices of a model are kept in memory, and the one rule by which loader, random weights and memory prices
// agree on it. Pure functions, any thread.
#pragma once

#include <cstddef>

#include "engine/files/tensor_source.h"
#include "kernels/tensor.h"

namespace engine {

enum class WeightChoice {
    File,  ///< as the file has them, quantised ones too
    Bf16,  ///< quantised ones as bf16
    Q8,    ///< what is not quantised in the file becomes Q8_0
    Q4,    ///< the same, Q4_0; embedding and head, which cost the most accuracy, Q8_0
};

/// Where a matrix stands in the model.
enum class MatrixPlace { Layer, EmbeddingOrHead };

/// The type in which a matrix goes to a backend: the file's own, if it may stay; bf16 for a quantised one that may not,
/// by choice or because the backend takes none; else Q8_0 or Q4_0, both of blocks of 32, if rows are whole blocks.
/// What is quantised in the file is never quantised again. Numbers that no backend takes as they are (F64) count as
/// float32.
kernels::HostType keptType(WeightChoice choice, StorageType stored, MatrixPlace place, std::size_t k,
                           bool takesQuantised);

}  // namespace engine
