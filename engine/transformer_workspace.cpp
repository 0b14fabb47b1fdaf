#include "engine/transformer_workspace.h"

#include <algorithm>

namespace engine {

namespace {

constexpr std::size_t kAlignment = 256;

std::size_t aligned(std::size_t bytes) {
    return (bytes + kAlignment - 1) / kAlignment * kAlignment;
}

}  // namespace

TransformerWorkspace::TransformerWorkspace(kernels::Backend& backend, const ModelConfig& config, int maxRows,
                                           int maxSequences)
    : m_backend(backend),
      m_maxRows(maxRows),
      m_maxSequences(std::min(maxRows, maxSequences)),
      m_tableWidth(blocksFor(config.maxPositions)),
      m_tableUsed(std::size_t(m_maxSequences)) {
    const kernels::AttentionShape shape{config.heads, config.kvHeads, config.headDim};
    const auto rows = std::size_t(maxRows);
    const auto sequenceCount = std::size_t(m_maxSequences);

    struct ActivationsOf {
        Activations* tensor;
        int rows, width;
    };
    const ActivationsOf activations[] = {{&residual, maxRows, config.hiddenSize},
                                         {&normed, maxRows, config.hiddenSize},
                                         {&qkv, maxRows, shape.qkvWidth()},
                                         {&attended, maxRows, shape.outWidth()},
                                         {&gateUp, maxRows, 2 * config.intermediateSize},
                                         {&activated, maxRows, config.intermediateSize},
                                         {&outputs, m_maxSequences, config.hiddenSize},
                                         {&outputResidual, m_maxSequences, config.hiddenSize},
                                         {&drawRows, m_maxSequences, config.hiddenSize}};
    const auto bytesOf = [&](const ActivationsOf& a) {
        return aligned(std::size_t(a.rows) * std::size_t(a.width) * backend.activationBytes());
    };
    std::size_t bytes = 0;
    for (const ActivationsOf& a : activations) bytes += bytesOf(a);
    m_activations = backend.allocate(bytes, "activations");
    bytes = 0;
    for (const ActivationsOf& a : activations) {
        *a.tensor =
            Activations(reinterpret_cast<kernels::Activation*>(m_activations.as<std::byte>() + bytes), a.rows, a.width);
        bytes += bytesOf(a);
    }

    struct FloatsOf {
        kernels::Tensor<float>* tensor;
        int rows, width;
    };
    const FloatsOf floats[] = {{&rope, maxRows, config.rotaryDim()},
                               {&logits, m_maxSequences, config.vocabSize},
                               {&hidden, m_maxSequences, config.hiddenSize}};
    const auto floatBytes = [](const FloatsOf& f) {
        return aligned(std::size_t(f.rows) * std::size_t(f.width) * sizeof(float));
    };
    bytes = 0;
    for (const FloatsOf& f : floats) bytes += floatBytes(f);
    m_floats = backend.allocate(bytes, "logits");
    bytes = 0;
    for (const FloatsOf& f : floats) {
        *f.tensor = kernels::Tensor<float>(reinterpret_cast<float*>(m_floats.as<std::byte>() + bytes), f.rows, f.width);
        bytes += floatBytes(f);
    }

    const std::size_t ioBytes = 3 * aligned(rows * sizeof(std::int32_t)) +
                                8 * aligned(sequenceCount * sizeof(kernels::DrawKey)) +
                                aligned(sizeof(kernels::DrawSettings));
    m_hostIo = backend.allocate(ioBytes, "pass inputs", kernels::MemoryKind::Host);
    m_deviceIo = backend.allocate(ioBytes, "pass inputs");
    tokens = mirror<std::int32_t>(rows);
    positions = mirror<std::int32_t>(rows);
    sequences = mirror<std::int32_t>(rows);
    outputIndices = mirror<std::int32_t>(sequenceCount);
    drawIndices = mirror<std::int32_t>(sequenceCount);
    hiddenIndices = mirror<std::int32_t>(sequenceCount);
    keys = mirror<kernels::DrawKey>(sequenceCount);
    settings = mirror<kernels::DrawSettings>(1);
    m_resultsBegin = m_ioUsed;
    drawn = mirror<std::int32_t>(sequenceCount);
    logProbabilities = mirror<float>(sequenceCount);
    confidences = mirror<float>(sequenceCount);
    scores = mirror<float>(sequenceCount);

    const std::size_t tableBytes = sequenceCount * std::size_t(m_tableWidth) * sizeof(std::int32_t);
    m_hostTables = backend.allocate(tableBytes, "block tables", kernels::MemoryKind::Host);
    m_deviceTables = backend.allocate(tableBytes, "block tables");
}

template <class T>
Mirrored<T> TransformerWorkspace::mirror(std::size_t count) {
    const Mirrored<T> array{reinterpret_cast<T*>(m_hostIo.as<std::byte>() + m_ioUsed),
                            reinterpret_cast<T*>(m_deviceIo.as<std::byte>() + m_ioUsed)};
    m_ioUsed += aligned(count * sizeof(T));
    if (m_ioUsed > m_hostIo.bytes()) throw std::logic_error("the pass inputs outgrew their memory");
    return array;
}

kernels::Tensor<const std::int32_t> TransformerWorkspace::blockTables() const {
    return {m_deviceTables.as<const std::int32_t>(), m_maxSequences, m_tableWidth};
}

void TransformerWorkspace::writeRows(const Batch& batch, int rows) {
    outputCount = drawCount = gatheredCount = maxContext = 0;
    decodeRows = batch.leadingSingles();
    int row = 0;
    for (std::size_t sequence = 0; sequence < batch.pieces.size(); ++sequence) {
        const Piece& piece = batch.pieces[sequence];
        for (int i = 0; i < piece.count; ++i, ++row) {
            tokens.host[row] = index(piece.slice->tokens[std::size_t(piece.first + i)]);
            positions.host[row] = piece.firstPosition() + i;
            sequences.host[row] = static_cast<std::int32_t>(sequence);
        }
        maxContext = std::max(maxContext, piece.firstPosition() + piece.count);
        const Slice& slice = *piece.slice;
        if (!piece.endsSlice() || !(slice.sample || slice.gatherHidden)) continue;
        if (slice.sample) {
            drawIndices.host[drawCount] = outputCount;
            keys.host[drawCount++] = {.trace = index(slice.sample->trace), .position = slice.sample->position};
        }
        if (slice.gatherHidden) hiddenIndices.host[gatheredCount++] = outputCount;
        outputIndices.host[outputCount++] = row - 1;
    }
    for (; row < rows; ++row) {  // padding rows of a captured pass draw too; their draws are ignored
        tokens.host[row] = 0;
        positions.host[row] = -1;
        sequences.host[row] = 0;
        outputIndices.host[row] = row;
        drawIndices.host[row] = row;
        keys.host[row] = {};
    }
    for (int i = gatheredCount; i < std::min(rows, m_maxSequences); ++i) hiddenIndices.host[i] = 0;
}

void TransformerWorkspace::sendTable(kernels::Stream& stream, int sequence, std::span<const BlockId> blocks) {
    std::int32_t* host = m_hostTables.as<std::int32_t>() + std::size_t(sequence) * std::size_t(m_tableWidth);
    std::size_t& used = m_tableUsed[std::size_t(sequence)];
    std::size_t same = 0;
    while (same < used && same < blocks.size() && host[same] == index(blocks[same])) ++same;
    if (same == blocks.size()) return;
    for (std::size_t i = same; i < blocks.size(); ++i) host[i] = index(blocks[i]);
    used = std::max(used, blocks.size());
    std::int32_t* device = m_deviceTables.as<std::int32_t>() + (host - m_hostTables.as<std::int32_t>());
    m_backend.copyToDevice(stream, device + same, host + same, (blocks.size() - same) * sizeof(std::int32_t));
}

void TransformerWorkspace::send(kernels::Stream& stream, const Batch& batch, int rows,
                                const kernels::DrawSettings& drawSettings) {
    writeRows(batch, rows);
    *settings.host = drawSettings;
    m_backend.copyToDevice(stream, m_deviceIo.data(), m_hostIo.data(), m_resultsBegin);
    for (std::size_t sequence = 0; sequence < batch.pieces.size(); ++sequence) {
        const Piece& piece = batch.pieces[sequence];
        sendTable(stream, static_cast<int>(sequence),
                  piece.slice->blocks.first(std::size_t(blocksFor(piece.firstPosition() + piece.count))));
    }
}

void TransformerWorkspace::fetchResults(kernels::Stream& stream) {
    m_backend.copyToHost(stream, m_hostIo.as<std::byte>() + m_resultsBegin, m_deviceIo.as<std::byte>() + m_resultsBegin,
                         m_ioUsed - m_resultsBegin);
}

}  // namespace engine
