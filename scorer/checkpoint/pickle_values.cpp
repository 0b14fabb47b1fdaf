// What the names of a pickle build: tensors over storages, NumPy's numbers, bytes.
#include <algorithm>
#include <bit>
#include <iterator>
#include <optional>

#include "engine/files/json_text.h"
#include "scorer/checkpoint/pickle_machine.h"

namespace scorer {
namespace {

using engine::inQuotes;
using engine::StorageType;

constexpr std::size_t kMaxDimensions = 8;
constexpr std::int64_t kMaxElements = std::int64_t{1} << 25;

std::optional<StorageType> findStorageType(PickleName name) {
    switch (name) {
        case PickleName::FloatStorage: return StorageType::F32;
        case PickleName::HalfStorage: return StorageType::F16;
        case PickleName::BFloat16Storage: return StorageType::BF16;
        default: return std::nullopt;
    }
}

}  // namespace

void PickleMachine::reduce() {
    const std::vector<PickleRef> arguments = shortTuple(pop(), "a tuple of arguments");
    switch (require<PickleName>(pop(), "a name to call")) {
        case PickleName::OrderedDict:
            if (!arguments.empty()) fail("expected an empty OrderedDict, found arguments");
            return pushNew(PickleDict{});
        case PickleName::RebuildTensor: return pushNew(tensorFrom(arguments));
        case PickleName::RebuildParameter:
            if (arguments.empty()) fail("_rebuild_parameter: expected a tensor, found no arguments");
            require<PickleTensor>(arguments[0], "a tensor");
            return push(arguments[0]);
        case PickleName::NumpyType: return pushNew(numpyTypeFrom(arguments));
        case PickleName::NumpyScalar: return pushNew(numpyScalarFrom(arguments));
        case PickleName::EncodeBytes: return pushNew(latin1From(arguments));
        default: fail("expected a function to call, found a storage class");
    }
}

/// ("f8", False, True)
PickleNumpyType PickleMachine::numpyTypeFrom(const std::vector<PickleRef>& arguments) {
    if (arguments.empty()) fail("numpy.dtype: expected the name of a type, found no arguments");
    const auto& name = require<std::string>(arguments[0], "the name of a type");
    constexpr std::string_view kKnown[] = {"f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"};
    if (std::ranges::find(kKnown, name) == std::end(kKnown))
        fail("numpy.dtype: expected a plain number, found " + inQuotes(name));
    return {name[0], name[1] - '0'};
}

/// (type, bytes), little endian
PickleValue PickleMachine::numpyScalarFrom(const std::vector<PickleRef>& arguments) {
    if (arguments.size() != 2) fail("numpy scalar: expected a type and its bytes");
    const auto type = require<PickleNumpyType>(arguments[0], "a NumPy type");
    const auto& bytes = require<std::string>(arguments[1], "the bytes of a number");
    if (bytes.size() != static_cast<std::size_t>(type.bytes)) {
        fail("numpy scalar: expected " + std::to_string(type.bytes) + " bytes, found " + std::to_string(bytes.size()));
    }
    std::uint64_t number = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) number = number << 8 | static_cast<unsigned char>(bytes[i]);
    if (type.kind == 'b') return number != 0;
    if (type.kind == 'f' && type.bytes == 8) return std::bit_cast<double>(number);
    if (type.kind == 'f' && type.bytes == 4) return double{std::bit_cast<float>(static_cast<std::uint32_t>(number))};
    if (type.kind == 'f') {
        const auto half = std::as_bytes(std::span(bytes));
        return double{engine::toFloat32({"numpy scalar", StorageType::F16, {1}, half})[0]};
    }
    const int unused = 64 - 8 * type.bytes;
    if (type.kind == 'i') return static_cast<std::int64_t>(number << unused) >> unused;
    return static_cast<std::int64_t>(number);
}

/// ("text", "latin1"): how older pickles write bytes
std::string PickleMachine::latin1From(const std::vector<PickleRef>& arguments) {
    if (arguments.size() != 2) fail("_codecs.encode: expected a text and \"latin1\"");
    const auto& codec = require<std::string>(arguments[1], "\"latin1\"");
    if (codec != "latin1" && codec != "latin-1") fail("_codecs.encode: expected \"latin1\", found " + inQuotes(codec));
    const auto& text = require<std::string>(arguments[0], "a text");
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const bool pair =
            (c == 0xC2 || c == 0xC3) && i + 1 < text.size() && (static_cast<unsigned char>(text[i + 1]) & 0xC0) == 0x80;
        if (c >= 0x80 && !pair) fail("_codecs.encode: expected characters up to 255");
        bytes += c < 0x80 ? text[i] : static_cast<char>((c & 3) << 6 | (static_cast<unsigned char>(text[++i]) & 0x3F));
    }
    return bytes;
}

/// Attributes set on a dictionary (a state dict's version numbers) are of no use here, a NumPy type has its byte
/// order among them; on anything else an error.
void PickleMachine::build() {
    const PickleRef state = pop();
    if (!std::holds_alternative<PickleNumpyType>(m_pickle.m_values[static_cast<std::size_t>(top())])) {
        require<PickleDict>(top(), "a dictionary");
        return;
    }
    const auto& items = require<PickleTuple>(state, "the state of a NumPy type").items;
    if (items.size() < 2 || items.size() > 9) fail("numpy.dtype: expected a version and a byte order");
    const auto& order = require<std::string>(items[1], "a byte order");
    if (order != "<" && order != "|") fail("numpy.dtype: expected little endian, found byte order " + inQuotes(order));
}

/// ("storage", class, key, device, element count)
void PickleMachine::loadPersistent() {
    const std::vector<PickleRef> id = shortTuple(pop(), "a storage tuple");
    if (id.size() != 5 || require<std::string>(id[0], "\"storage\"") != "storage")
        fail("expected a storage of five fields, found " + std::to_string(id.size()));
    const auto type = findStorageType(require<PickleName>(id[1], "a storage class"));
    if (!type) fail("expected FloatStorage, HalfStorage or BFloat16Storage");
    const auto& key = require<std::string>(id[2], "a storage key");
    const bool isPlain = !key.empty() && key.size() <= 20 && key.find_first_not_of("0123456789") == std::string::npos;
    if (!isPlain) fail("expected a storage number, found " + inQuotes(key));
    const auto count = require<std::int64_t>(id[4], "an element count");
    if (count < 0 || count > kMaxElements) {
        fail("storage " + key + ": expected 0 to " + std::to_string(kMaxElements) + " elements, found " +
             std::to_string(count));
    }
    pushNew(PickleStorage{key, *type, count});
}

std::vector<std::int64_t> PickleMachine::sizesFrom(PickleRef ref, std::string_view what) {
    const auto& tuple = require<PickleTuple>(ref, what);
    if (tuple.items.size() > kMaxDimensions)
        fail(std::string(what) + ": expected at most 8 dimensions, found " + std::to_string(tuple.items.size()));
    std::vector<std::int64_t> sizes;
    for (const PickleRef item : tuple.items) {
        sizes.push_back(require<std::int64_t>(item, what));
        if (sizes.back() < 0 || sizes.back() > kMaxElements)
            fail(std::string(what) + ": expected 0 to " + std::to_string(kMaxElements) + ", found " +
                 std::to_string(sizes.back()));
    }
    return sizes;
}

/// (storage, offset, size, stride, requires_grad, backward_hooks)
PickleTensor PickleMachine::tensorFrom(const std::vector<PickleRef>& arguments) {
    if (arguments.size() < 4) fail("_rebuild_tensor_v2: expected a storage, offset, size and stride");
    PickleTensor tensor{.storage = require<PickleStorage>(arguments[0], "a storage"),
                        .offset = require<std::int64_t>(arguments[1], "a storage offset"),
                        .shape = sizesFrom(arguments[2], "tensor size"),
                        .strides = sizesFrom(arguments[3], "tensor stride")};
    if (tensor.shape.size() != tensor.strides.size()) fail("expected as many strides as sizes");
    const auto elements = engine::findElementCount(tensor.shape);
    if (!elements || *elements > static_cast<std::uint64_t>(kMaxElements))
        fail("tensor size: expected at most " + std::to_string(kMaxElements) + " elements, found " +
             engine::shapeText(tensor.shape));
    if (tensor.offset < 0 || tensor.offset > tensor.storage.elementCount)
        fail("expected a storage offset from 0 to " + std::to_string(tensor.storage.elementCount) + ", found " +
             std::to_string(tensor.offset));
    std::int64_t last = tensor.offset;  // no overflow: 8 products of two numbers of at most 2^25
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) last += (tensor.shape[i] - 1) * tensor.strides[i];
    if (*elements > 0 && last >= tensor.storage.elementCount)
        fail("a tensor " + engine::shapeText(tensor.shape) + " reaches element " + std::to_string(last) +
             " of a storage of " + std::to_string(tensor.storage.elementCount));
    return tensor;
}

}  // namespace scorer
