// Writes the part of Python's pickle protocol 2 that a scorer checkpoint needs: dictionaries, text, numbers, and
// float32 tensors whose values lie beside the pickle. Reader: scorer/checkpoint/pickle_reader.h. One object a pickle.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace scorer {

class PickleWriter {
public:
    PickleWriter();

    /// Between these: a text, then its value, any number of times.
    void beginDict();
    void endDict();

    void text(std::string_view utf8);
    void integer(std::int64_t value);
    void real(double value);
    /// A contiguous float32 tensor, all of storage `key`, as torch.save describes it.
    void floatTensor(std::string_view key, std::span<const std::int64_t> shape);

    std::vector<std::byte> finish();

private:
    void code(char opcode);
    void little(std::uint64_t value, int bytes);
    void raw(std::string_view bytes);
    void global(std::string_view module, std::string_view name);
    void tuple(std::span<const std::int64_t> values);

    std::vector<std::byte> m_bytes;
};

}  // namespace scorer
