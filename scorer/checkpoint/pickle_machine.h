// The stack machine that reads a pickle, with the opcodes that torch.save needs: bytes, stack and opcodes in
// pickle_reader.cpp, what the known names build in pickle_values.cpp. One use a pickle; one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "scorer/checkpoint/pickle_reader.h"

namespace scorer {

class PickleMachine {
public:
    PickleMachine(std::span<const std::byte> bytes, const std::string& fileName)
        : m_left(bytes), m_size(bytes.size()), m_fileName(fileName) {}

    /// Throws std::runtime_error naming the file and the byte.
    Pickle run();

private:
    [[noreturn]] void fail(const std::string& problem) const;

    // The bytes
    std::span<const std::byte> take(std::uint64_t count);
    std::uint64_t takeUnsigned(int width);
    std::string takeText(std::uint64_t length);
    std::string takeLine();
    std::int64_t takeLong();
    double takeDouble();

    // The stack
    PickleRef make(PickleValue value);
    void push(PickleRef ref);
    void pushNew(PickleValue value) { push(make(std::move(value))); }
    /// Values above the innermost mark belong to what is being built; nothing may reach below it.
    std::size_t floor() const { return m_marks.empty() ? 0 : m_marks.back(); }
    PickleRef pop();
    PickleRef top();
    std::vector<PickleRef> popToMark();
    std::vector<PickleRef> popCount(std::size_t count);
    template <typename T>
    T& require(PickleRef ref, std::string_view what) {
        auto* value = std::get_if<T>(&m_pickle.m_values[static_cast<std::size_t>(ref)]);
        if (value == nullptr) fail("expected " + std::string(what) + ", found another type");
        return *value;
    }
    /// A copy, since values move when new ones are made; short, since a pickle may ask for it very often.
    std::vector<PickleRef> shortTuple(PickleRef ref, std::string_view what);
    void remember(std::uint64_t slot);
    void recall(std::uint64_t slot);

    // What names build
    void pushName(const std::string& module, const std::string& name);
    void setItems(PickleRef target, const std::vector<PickleRef>& items);
    void appendItems(PickleRef target, const std::vector<PickleRef>& items);
    void reduce();
    /// ("f8", False, True)
    PickleNumpyType numpyTypeFrom(const std::vector<PickleRef>& arguments);
    /// (type, bytes), little endian
    PickleValue numpyScalarFrom(const std::vector<PickleRef>& arguments);
    /// ("text", "latin1"): how older pickles write bytes
    std::string latin1From(const std::vector<PickleRef>& arguments);
    /// Attributes set on a dictionary (a state dict's version numbers) are of no use here, a NumPy type has its byte
    /// order among them; on anything else an error.
    void build();
    /// ("storage", class, key, device, element count)
    void loadPersistent();
    std::vector<std::int64_t> sizesFrom(PickleRef ref, std::string_view what);
    /// (storage, offset, size, stride, requires_grad, backward_hooks)
    PickleTensor tensorFrom(const std::vector<PickleRef>& arguments);

    // The opcodes
    void step();
    bool stepValue(unsigned char code);
    bool stepStructure(unsigned char code);
    void requireProtocol(std::uint64_t protocol) const;
    void mark();

    std::span<const std::byte> m_left;
    std::size_t m_size;
    std::string m_fileName;
    std::size_t m_at = 0;  ///< of the instruction being run, for messages
    Pickle m_pickle;
    std::vector<PickleRef> m_stack;
    std::vector<std::size_t> m_marks;
    std::map<std::uint64_t, PickleRef> m_memo;
    bool m_stopped = false;
};

}  // namespace scorer
