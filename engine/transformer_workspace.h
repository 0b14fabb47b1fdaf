// Memory of a pass on the device and its host copies, for up to maxRows rows. Inputs go up and results come down in one
// copy each; block tables are sent only where they changed. Owned by the transformer.
#pragma once

#include <vector>

#include "engine/transformer_batch.h"
#include "kernels/backend.h"

namespace engine {

/// One array in host memory with its twin on the device.
template <class T>
struct Mirrored {
    T* host = nullptr;
    T* device = nullptr;
};

class TransformerWorkspace {
public:
    TransformerWorkspace(kernels::Backend& backend, const ModelConfig& config, int maxRows);

    std::size_t bytes() const {
        return m_activations.bytes() + m_floats.bytes() + m_deviceIo.bytes() + m_deviceTables.bytes();
    }

    /// Writes the batch's inputs, filled up to `rows` with padding rows, and sends them to the device.
    void send(kernels::Stream& stream, const Batch& batch, int rows, const kernels::DrawSettings& settings);
    /// Fetches what draws and scorer wrote.
    void fetchResults(kernels::Stream& stream);

    // Activations, [maxRows, ...]: take first(rows).
    using Activations = kernels::Tensor<kernels::Activation>;
    Activations residual;        ///< [rows, hidden]
    Activations normed;          ///< [rows, hidden], then what a projection adds to the residual
    Activations qkv;             ///< [rows, (heads + 2 kvHeads) headDim]
    Activations attended;        ///< [rows, heads headDim]
    Activations gateUp;          ///< [rows, 2 intermediate]
    Activations activated;       ///< [rows, intermediate]
    Activations outputs;         ///< [rows, hidden] rows whose results are wanted, after the final norm
    Activations outputResidual;  ///< [rows, hidden] the same before it
    Activations drawRows;        ///< [rows, hidden] those that draw, where not all do

    kernels::Tensor<float> rope;    ///< [rows, rotaryDim]
    kernels::Tensor<float> logits;  ///< [rows, vocab]
    kernels::Tensor<float> hidden;  ///< [rows, hidden] boundary rows

    // Inputs.
    Mirrored<std::int32_t> tokens, positions, sequences;  ///< [rows]
    Mirrored<std::int32_t> outputIndices;                 ///< [outputs] rows whose results are wanted
    Mirrored<std::int32_t> drawIndices, hiddenIndices;    ///< [draws], [gathered] indices into the outputs
    Mirrored<kernels::DrawKey> keys;                      ///< [draws]
    Mirrored<kernels::DrawSettings> settings;             ///< [1]
    // Results.
    Mirrored<std::int32_t> drawn;                   ///< [draws]
    Mirrored<float> logProbabilities, confidences;  ///< [draws]
    Mirrored<float> scores;                         ///< [gathered]

    kernels::Tensor<const std::int32_t> blockTables() const;  ///< [maxRows, table width]
    int maxRows() const { return m_maxRows; }

    int outputCount = 0;  ///< of the batch that was sent
    int drawCount = 0;
    int gatheredCount = 0;
    int maxContext = 0;

private:
    template <class T>
    Mirrored<T> mirror(std::size_t count);
    void writeRows(const Batch& batch, int rows);
    void sendTable(kernels::Stream& stream, int sequence, std::span<const BlockId> blocks);

    kernels::Backend& m_backend;
    int m_maxRows;
    int m_tableWidth;
    kernels::Buffer m_activations;
    kernels::Buffer m_floats;
    kernels::Buffer m_hostIo;
    kernels::Buffer m_deviceIo;
    std::size_t m_ioUsed = 0;
    std::size_t m_resultsBegin = 0;  ///< where results follow the inputs
    kernels::Buffer m_hostTables;    ///< [maxRows, table width] as the device has them
    kernels::Buffer m_deviceTables;
    std::vector<std::size_t> m_tableUsed;  ///< valid entries of each row of m_hostTables
};

}  // namespace engine
