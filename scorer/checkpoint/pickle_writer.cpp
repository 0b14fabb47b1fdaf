#include "scorer/checkpoint/pickle_writer.h"

#include <bit>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

namespace scorer {
namespace {

// Opcodes, by the names of Python's pickle module.
constexpr char kProto = '\x80', kStop = '.', kMark = '(', kEmptyDict = '}', kSetItems = 'u', kBinUnicode = 'X',
               kBinInt = 'J', kLong1 = '\x8a', kBinFloat = 'G', kGlobal = 'c', kTuple = 't', kEmptyTuple = ')',
               kReduce = 'R', kBinPersId = 'Q', kNewFalse = '\x89';

}  // namespace

PickleWriter::PickleWriter() {
    code(kProto);
    little(2, 1);
}

void PickleWriter::code(char opcode) {
    m_bytes.push_back(static_cast<std::byte>(opcode));
}

void PickleWriter::little(std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) m_bytes.push_back(static_cast<std::byte>(value >> (8 * i) & 0xffu));
}

void PickleWriter::raw(std::string_view bytes) {
    for (const char c : bytes) m_bytes.push_back(static_cast<std::byte>(c));
}

void PickleWriter::global(std::string_view module, std::string_view name) {
    code(kGlobal);
    raw(module);
    raw("\n");
    raw(name);
    raw("\n");
}

void PickleWriter::beginDict() {
    code(kEmptyDict);
    code(kMark);
}

void PickleWriter::endDict() {
    code(kSetItems);
}

void PickleWriter::text(std::string_view utf8) {
    if (utf8.size() > std::numeric_limits<std::uint32_t>::max())
        throw std::length_error("pickle: expected a text below 4 GiB, found " + std::to_string(utf8.size()) + " bytes");
    code(kBinUnicode);
    little(utf8.size(), 4);
    raw(utf8);
}

void PickleWriter::integer(std::int64_t value) {
    const bool isShort = std::in_range<std::int32_t>(value);
    code(isShort ? kBinInt : kLong1);
    if (!isShort) little(8, 1);  // bytes that follow
    little(static_cast<std::uint64_t>(value), isShort ? 4 : 8);
}

void PickleWriter::real(double value) {
    code(kBinFloat);
    const auto bits = std::bit_cast<std::uint64_t>(value);
    for (int i = 7; i >= 0; --i) m_bytes.push_back(static_cast<std::byte>(bits >> (8 * i) & 0xffu));  // big endian
}

void PickleWriter::tuple(std::span<const std::int64_t> values) {
    code(kMark);
    for (const std::int64_t value : values) integer(value);
    code(kTuple);
}

void PickleWriter::floatTensor(std::string_view key, std::span<const std::int64_t> shape) {
    std::int64_t count = 1;
    std::vector<std::int64_t> strides(shape.size());
    for (std::size_t i = shape.size(); i-- > 0;) {
        strides[i] = count;
        count *= shape[i];
    }
    global("torch._utils", "_rebuild_tensor_v2");
    code(kMark);
    code(kMark);
    text("storage");
    global("torch", "FloatStorage");
    text(key);
    text("cpu");
    integer(count);
    code(kTuple);
    code(kBinPersId);
    integer(0);  // offset
    tuple(shape);
    tuple(strides);
    code(kNewFalse);                       // requires_grad
    global("collections", "OrderedDict");  // backward hooks: none
    code(kEmptyTuple);
    code(kReduce);
    code(kTuple);
    code(kReduce);
}

std::vector<std::byte> PickleWriter::finish() {
    code(kStop);
    return std::move(m_bytes);
}

}  // namespace scorer
