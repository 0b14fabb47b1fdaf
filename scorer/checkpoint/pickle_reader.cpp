#include "scorer/checkpoint/pickle_reader.h"

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <stdexcept>

#include "engine/files/json_text.h"

namespace scorer {
namespace {

using engine::inQuotes;
using engine::StorageType;

constexpr std::size_t kMaxValues = 500'000;
constexpr std::size_t kMaxStack = 100'000;
constexpr std::size_t kMaxDimensions = 8;
constexpr std::int64_t kMaxElements = std::int64_t{1} << 25;

struct KnownName {
    std::string_view module;
    std::string_view name;
    PickleName meaning;
};
constexpr std::array kKnownNames{KnownName{"torch._utils", "_rebuild_tensor_v2", PickleName::RebuildTensor},
                                 KnownName{"torch._utils", "_rebuild_parameter", PickleName::RebuildParameter},
                                 KnownName{"collections", "OrderedDict", PickleName::OrderedDict},
                                 KnownName{"torch", "FloatStorage", PickleName::FloatStorage},
                                 KnownName{"torch", "HalfStorage", PickleName::HalfStorage},
                                 KnownName{"torch", "BFloat16Storage", PickleName::BFloat16Storage},
                                 KnownName{"numpy.core.multiarray", "scalar", PickleName::NumpyScalar},
                                 KnownName{"numpy._core.multiarray", "scalar", PickleName::NumpyScalar},
                                 KnownName{"numpy", "dtype", PickleName::NumpyType},
                                 KnownName{"_codecs", "encode", PickleName::EncodeBytes}};

std::optional<StorageType> findStorageType(PickleName name) {
    switch (name) {
        case PickleName::FloatStorage: return StorageType::F32;
        case PickleName::HalfStorage: return StorageType::F16;
        case PickleName::BFloat16Storage: return StorageType::BF16;
        default: return std::nullopt;
    }
}

}  // namespace

/// The pickle's stack machine, with the opcodes that torch.save needs.
class PickleMachine {
public:
    PickleMachine(std::span<const std::byte> bytes, const std::string& fileName)
        : m_left(bytes), m_size(bytes.size()), m_fileName(fileName) {}

    Pickle run() {
        while (!m_stopped) step();
        return std::move(m_pickle);
    }

private:
    [[noreturn]] void fail(const std::string& problem) const {
        throw std::runtime_error(m_fileName + ": pickle at byte " + std::to_string(m_at) + ": " + problem);
    }

    // ---- the bytes

    std::span<const std::byte> take(std::uint64_t count) {
        if (count > m_left.size()) {
            fail("expected " + std::to_string(count) + " more bytes, found " + std::to_string(m_left.size()));
        }
        const auto taken = m_left.first(static_cast<std::size_t>(count));
        m_left = m_left.subspan(taken.size());
        return taken;
    }

    std::uint64_t takeUnsigned(int width) {
        const auto bytes = take(static_cast<std::uint64_t>(width));
        std::uint64_t number = 0;
        for (int i = width - 1; i >= 0; --i) number = number << 8 | std::to_integer<std::uint64_t>(bytes[i]);
        return number;
    }

    std::string takeText(std::uint64_t length) {
        const auto bytes = take(length);
        return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    }

    std::string takeLine() {
        constexpr std::size_t kLongest = 256;
        std::string line;
        for (char c; (c = static_cast<char>(takeUnsigned(1))) != '\n'; line += c)
            if (line.size() == kLongest) fail("expected a name of at most 256 bytes");
        return line;
    }

    std::int64_t takeLong() {
        const auto width = takeUnsigned(1);
        if (width > 8) fail("expected a whole number of at most 64 bits, found " + std::to_string(width * 8));
        std::uint64_t number = takeUnsigned(static_cast<int>(width));
        if (width > 0 && width < 8 && (number >> (width * 8 - 1)) != 0) number |= ~std::uint64_t{0} << (width * 8);
        return static_cast<std::int64_t>(number);
    }

    double takeDouble() {
        std::uint64_t bits = 0;
        for (const std::byte byte : take(8)) bits = bits << 8 | std::to_integer<std::uint64_t>(byte);
        return std::bit_cast<double>(bits);
    }

    // ---- the stack

    PickleRef make(PickleValue value) {
        auto& values = m_pickle.m_values;
        if (values.size() >= kMaxValues) fail("expected at most " + std::to_string(kMaxValues) + " values");
        values.push_back(std::move(value));
        return PickleRef{static_cast<std::uint32_t>(values.size() - 1)};
    }

    void push(PickleRef ref) {
        if (m_stack.size() >= kMaxStack) fail("expected at most " + std::to_string(kMaxStack) + " values on the stack");
        m_stack.push_back(ref);
    }
    void pushNew(PickleValue value) { push(make(std::move(value))); }

    /// Values above the innermost mark belong to what is being built; nothing may reach below it.
    std::size_t floor() const { return m_marks.empty() ? 0 : m_marks.back(); }

    PickleRef pop() {
        if (m_stack.size() <= floor()) fail("expected a value on the stack, found none");
        const PickleRef top = m_stack.back();
        m_stack.pop_back();
        return top;
    }

    PickleRef top() {
        if (m_stack.size() <= floor()) fail("expected a value on the stack, found none");
        return m_stack.back();
    }

    std::vector<PickleRef> popToMark() {
        if (m_marks.empty()) fail("expected a mark on the stack, found none");
        const auto start = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
        std::vector<PickleRef> items(start, m_stack.end());
        m_stack.erase(start, m_stack.end());
        m_marks.pop_back();
        return items;
    }

    std::vector<PickleRef> popCount(std::size_t count) {
        std::vector<PickleRef> items(count);
        for (std::size_t i = count; i-- > 0;) items[i] = pop();
        return items;
    }

    template <typename T>
    T& require(PickleRef ref, std::string_view what) {
        auto* value = std::get_if<T>(&m_pickle.m_values[static_cast<std::size_t>(ref)]);
        if (value == nullptr) fail("expected " + std::string(what) + ", found another type");
        return *value;
    }

    /// A copy, since values move when new ones are made; short, since a pickle may ask for it very often.
    std::vector<PickleRef> shortTuple(PickleRef ref, std::string_view what) {
        constexpr std::size_t kLongest = 8;
        const auto& items = require<PickleTuple>(ref, what).items;
        if (items.size() > kLongest)
            fail("expected " + std::string(what) + " of at most 8, found " + std::to_string(items.size()));
        return items;
    }

    void remember(std::uint64_t slot) {
        const PickleRef value = top();
        if (m_memo.size() >= kMaxValues) fail("expected at most " + std::to_string(kMaxValues) + " remembered values");
        m_memo[slot] = value;
    }

    void recall(std::uint64_t slot) {
        const auto found = m_memo.find(slot);
        if (found == m_memo.end()) fail("expected a remembered value number " + std::to_string(slot) + ", found none");
        push(found->second);
    }

    // ---- the names and what they build

    void pushName(const std::string& module, const std::string& name) {
        for (const KnownName& known : kKnownNames)
            if (module == known.module && name == known.name) return pushNew(known.meaning);
        fail("refers to " + inQuotes(module + "." + name) + ", which a scorer checkpoint has no use for");
    }

    void setItems(PickleRef target, const std::vector<PickleRef>& items) {
        if (items.size() % 2 != 0) fail("expected keys and values in pairs, found " + std::to_string(items.size()));
        auto& dict = require<PickleDict>(target, "a dictionary");
        for (std::size_t i = 0; i < items.size(); i += 2) dict.items.emplace_back(items[i], items[i + 1]);
    }

    void appendItems(PickleRef target, const std::vector<PickleRef>& items) {
        auto& list = require<PickleList>(target, "a list");
        list.items.insert(list.items.end(), items.begin(), items.end());
    }

    void reduce() {
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
    PickleNumpyType numpyTypeFrom(const std::vector<PickleRef>& arguments) {
        if (arguments.empty()) fail("numpy.dtype: expected the name of a type, found no arguments");
        const auto& name = require<std::string>(arguments[0], "the name of a type");
        constexpr std::string_view kKnown[] = {"f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"};
        if (std::ranges::find(kKnown, name) == std::end(kKnown))
            fail("numpy.dtype: expected a plain number, found " + inQuotes(name));
        return {name[0], name[1] - '0'};
    }

    /// (type, bytes), little endian
    PickleValue numpyScalarFrom(const std::vector<PickleRef>& arguments) {
        if (arguments.size() != 2) fail("numpy scalar: expected a type and its bytes");
        const auto type = require<PickleNumpyType>(arguments[0], "a NumPy type");
        const auto& bytes = require<std::string>(arguments[1], "the bytes of a number");
        if (bytes.size() != static_cast<std::size_t>(type.bytes)) {
            fail("numpy scalar: expected " + std::to_string(type.bytes) + " bytes, found " +
                 std::to_string(bytes.size()));
        }
        std::uint64_t number = 0;
        for (std::size_t i = bytes.size(); i-- > 0;) number = number << 8 | static_cast<unsigned char>(bytes[i]);
        if (type.kind == 'b') return number != 0;
        if (type.kind == 'f' && type.bytes == 8) return std::bit_cast<double>(number);
        if (type.kind == 'f' && type.bytes == 4)
            return double{std::bit_cast<float>(static_cast<std::uint32_t>(number))};
        if (type.kind == 'f') {
            const auto half = std::as_bytes(std::span(bytes));
            return double{engine::toFloat32({"numpy scalar", StorageType::F16, {1}, half})[0]};
        }
        const int unused = 64 - 8 * type.bytes;
        if (type.kind == 'i') return static_cast<std::int64_t>(number << unused) >> unused;
        return static_cast<std::int64_t>(number);
    }

    /// ("text", "latin1"): how older pickles write bytes
    std::string latin1From(const std::vector<PickleRef>& arguments) {
        if (arguments.size() != 2) fail("_codecs.encode: expected a text and \"latin1\"");
        const auto& codec = require<std::string>(arguments[1], "\"latin1\"");
        if (codec != "latin1" && codec != "latin-1")
            fail("_codecs.encode: expected \"latin1\", found " + inQuotes(codec));
        const auto& text = require<std::string>(arguments[0], "a text");
        std::string bytes;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const auto c = static_cast<unsigned char>(text[i]);
            const bool pair = (c == 0xC2 || c == 0xC3) && i + 1 < text.size() &&
                              (static_cast<unsigned char>(text[i + 1]) & 0xC0) == 0x80;
            if (c >= 0x80 && !pair) fail("_codecs.encode: expected characters up to 255");
            bytes +=
                c < 0x80 ? text[i] : static_cast<char>((c & 3) << 6 | (static_cast<unsigned char>(text[++i]) & 0x3F));
        }
        return bytes;
    }

    /// Attributes set on a dictionary (a state dict's version numbers) are of no use here, a NumPy type has its byte
    /// order among them; on anything else an error.
    void build() {
        const PickleRef state = pop();
        if (!std::holds_alternative<PickleNumpyType>(m_pickle.m_values[static_cast<std::size_t>(top())])) {
            require<PickleDict>(top(), "a dictionary");
            return;
        }
        const auto& items = require<PickleTuple>(state, "the state of a NumPy type").items;
        if (items.size() < 2 || items.size() > 9) fail("numpy.dtype: expected a version and a byte order");
        const auto& order = require<std::string>(items[1], "a byte order");
        if (order != "<" && order != "|")
            fail("numpy.dtype: expected little endian, found byte order " + inQuotes(order));
    }

    /// ("storage", class, key, device, element count)
    void loadPersistent() {
        const std::vector<PickleRef> id = shortTuple(pop(), "a storage tuple");
        if (id.size() != 5 || require<std::string>(id[0], "\"storage\"") != "storage")
            fail("expected a storage of five fields, found " + std::to_string(id.size()));
        const auto type = findStorageType(require<PickleName>(id[1], "a storage class"));
        if (!type) fail("expected FloatStorage, HalfStorage or BFloat16Storage");
        const auto& key = require<std::string>(id[2], "a storage key");
        const bool isPlain =
            !key.empty() && key.size() <= 20 && key.find_first_not_of("0123456789") == std::string::npos;
        if (!isPlain) fail("expected a storage number, found " + inQuotes(key));
        const auto count = require<std::int64_t>(id[4], "an element count");
        if (count < 0 || count > kMaxElements) {
            fail("storage " + key + ": expected 0 to " + std::to_string(kMaxElements) + " elements, found " +
                 std::to_string(count));
        }
        pushNew(PickleStorage{key, *type, count});
    }

    std::vector<std::int64_t> sizesFrom(PickleRef ref, std::string_view what) {
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
    PickleTensor tensorFrom(const std::vector<PickleRef>& arguments) {
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

    // ---- the opcodes

    void step() {
        m_at = m_size - m_left.size();
        const auto code = static_cast<unsigned char>(takeUnsigned(1));
        if (!stepValue(code) && !stepStructure(code)) {
            constexpr std::string_view kDigits = "0123456789abcdef";
            fail(std::string("expected an instruction of a scorer checkpoint, found opcode 0x") + kDigits[code >> 4] +
                 kDigits[code & 15]);
        }
    }

    bool stepValue(unsigned char code) {
        switch (code) {
            case 'N': pushNew(PickleNone{}); return true;
            case 0x88: pushNew(true); return true;
            case 0x89: pushNew(false); return true;
            case 'K': pushNew(static_cast<std::int64_t>(takeUnsigned(1))); return true;
            case 'M': pushNew(static_cast<std::int64_t>(takeUnsigned(2))); return true;
            case 'J': pushNew(std::int64_t{static_cast<std::int32_t>(takeUnsigned(4))}); return true;
            case 0x8a: pushNew(takeLong()); return true;
            case 'G': pushNew(takeDouble()); return true;
            case 'X': pushNew(takeText(takeUnsigned(4))); return true;
            case 0x8c: pushNew(takeText(takeUnsigned(1))); return true;
            case 'T': pushNew(takeText(takeUnsigned(4))); return true;
            case 'U': pushNew(takeText(takeUnsigned(1))); return true;
            case 'B': pushNew(takeText(takeUnsigned(4))); return true;
            case 'C': pushNew(takeText(takeUnsigned(1))); return true;
            case ')': pushNew(PickleTuple{}); return true;
            case ']': pushNew(PickleList{}); return true;
            case '}': pushNew(PickleDict{}); return true;
            case 0x85:
            case 0x86:
            case 0x87: pushNew(PickleTuple{popCount(code - 0x84u)}); return true;
            case 't': pushNew(PickleTuple{popToMark()}); return true;
            default: return false;
        }
    }

    bool stepStructure(unsigned char code) {
        switch (code) {
            case 0x80: requireProtocol(takeUnsigned(1)); return true;
            case 0x95: takeUnsigned(8); return true;  // frame length: a hint
            case '(': mark(); return true;
            case 'q': remember(takeUnsigned(1)); return true;
            case 'r': remember(takeUnsigned(4)); return true;
            case 0x94: remember(m_memo.size()); return true;
            case 'h': recall(takeUnsigned(1)); return true;
            case 'j': recall(takeUnsigned(4)); return true;
            case 'c': {
                const std::string module = takeLine();
                pushName(module, takeLine());
                return true;
            }
            case 0x93: {
                const PickleRef name = pop();
                const PickleRef module = pop();
                pushName(require<std::string>(module, "a module name"), require<std::string>(name, "a name"));
                return true;
            }
            case 'R': reduce(); return true;
            case 'b': build(); return true;
            case 'Q': loadPersistent(); return true;
            case 's': {
                const auto pair = popCount(2);
                setItems(top(), pair);
                return true;
            }
            case 'u': {
                const auto items = popToMark();
                setItems(top(), items);
                return true;
            }
            case 'a': {
                const auto item = popCount(1);
                appendItems(top(), item);
                return true;
            }
            case 'e': {
                const auto items = popToMark();
                appendItems(top(), items);
                return true;
            }
            case '.':
                m_pickle.m_root = pop();
                m_stopped = true;
                return true;
            default: return false;
        }
    }

    void requireProtocol(std::uint64_t protocol) const {
        if (protocol < 2 || protocol > 5) fail("expected protocol 2 to 5, found " + std::to_string(protocol));
    }

    void mark() {
        if (m_marks.size() >= kMaxStack) fail("expected at most " + std::to_string(kMaxStack) + " marks");
        m_marks.push_back(m_stack.size());
    }

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

Pickle Pickle::read(std::span<const std::byte> bytes, const std::string& fileName) {
    return PickleMachine(bytes, fileName).run();
}

const PickleValue* Pickle::find(const PickleDict& dict, std::string_view key) const {
    for (auto item = dict.items.rbegin(); item != dict.items.rend(); ++item) {
        const auto* text = std::get_if<std::string>(&value(item->first));
        if (text != nullptr && *text == key) return &value(item->second);
    }
    return nullptr;
}

}  // namespace scorer
