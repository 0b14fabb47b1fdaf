// Weights out of a source, into memory of its own: read (a file that shrinks meanwhile is an error, not a signal) and
// looked through, since one value that is not a finite number spoils every run. Owned by whoever loads; one thread at a
// time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/files/tensor_source.h"

namespace engine {

/// Memory for several arrays at a time that is used again for the next ones: fresh pages cost as much time as what is
/// done with them.
template <typename Value>
class ReusedMemory {
public:
    std::span<Value> take(std::size_t count) {
        if (m_used == m_blocks.size()) m_blocks.emplace_back();
        Block& block = m_blocks[m_used++];
        if (block.count < count) block = {std::make_unique_for_overwrite<Value[]>(count), count};
        return {block.values.get(), count};
    }
    void giveBack() {
        constexpr std::size_t kMostKeptBytes = std::size_t{128} << 20;  // an embedding's is larger and needed once
        for (Block& block : m_blocks)
            if (block.count * sizeof(Value) > kMostKeptBytes) block = {};
        m_used = 0;
    }

private:
    struct Block {
        std::unique_ptr<Value[]> values;
        std::size_t count = 0;
    };
    std::deque<Block> m_blocks;
    std::size_t m_used = 0;
};

class WeightReader {
public:
    /// The source must outlive the reader.
    explicit WeightReader(const TensorSource& source) : m_source(source) {}

    // All throw std::runtime_error naming source and tensor where the shape is another one, the file cannot be read or
    // a value is an infinity or no number. What they give is valid until giveBack().

    /// The tensor with its bytes in this reader's memory.
    HostTensor require(std::string_view name, std::initializer_list<std::int64_t> shape);
    /// A tensor's values as float32.
    std::vector<float> floats(const HostTensor& tensor) const;
    /// A quantised tensor's values as bits of bf16.
    std::span<const std::uint16_t> halves(const HostTensor& tensor);
    /// A tensor's values as blocks of `type`, of one that is not quantised (engine/files/quantiser.h).
    std::span<const std::byte> quantised(const HostTensor& tensor, kernels::HostType type);

    void giveBack();

private:
    [[noreturn]] void failNonFinite(const HostTensor& tensor, std::size_t element, const char* what) const;
    void requireFinite(const HostTensor& tensor, StorageType type, std::span<const std::byte> bytes,
                       std::size_t firstElement) const;
    void requireFiniteBlocks(const HostTensor& tensor, std::span<const std::byte> blocks,
                             std::size_t firstElement) const;

    const TensorSource& m_source;
    ReusedMemory<std::byte> m_bytes;
    ReusedMemory<std::uint16_t> m_halves;
};

}  // namespace engine
