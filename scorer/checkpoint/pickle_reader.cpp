#include "scorer/checkpoint/pickle_reader.h"

#include <array>
#include <bit>
#include <stdexcept>

#include "engine/files/json_text.h"
#include "scorer/checkpoint/pickle_machine.h"

namespace scorer {
namespace {

using engine::inQuotes;

constexpr std::size_t kMaxValues = 500'000;
constexpr std::size_t kMaxStack = 100'000;

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

}  // namespace

Pickle PickleMachine::run() {
    while (!m_stopped) step();
    return std::move(m_pickle);
}

void PickleMachine::fail(const std::string& problem) const {
    throw std::runtime_error(m_fileName + ": pickle at byte " + std::to_string(m_at) + ": " + problem);
}

std::span<const std::byte> PickleMachine::take(std::uint64_t count) {
    if (count > m_left.size()) {
        fail("expected " + std::to_string(count) + " more bytes, found " + std::to_string(m_left.size()));
    }
    const auto taken = m_left.first(static_cast<std::size_t>(count));
    m_left = m_left.subspan(taken.size());
    return taken;
}

std::uint64_t PickleMachine::takeUnsigned(int width) {
    const auto bytes = take(static_cast<std::uint64_t>(width));
    std::uint64_t number = 0;
    for (int i = width - 1; i >= 0; --i) number = number << 8 | std::to_integer<std::uint64_t>(bytes[i]);
    return number;
}

std::string PickleMachine::takeText(std::uint64_t length) {
    const auto bytes = take(length);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string PickleMachine::takeLine() {
    constexpr std::size_t kLongest = 256;
    std::string line;
    for (char c; (c = static_cast<char>(takeUnsigned(1))) != '\n'; line += c)
        if (line.size() == kLongest) fail("expected a name of at most 256 bytes");
    return line;
}

std::int64_t PickleMachine::takeLong() {
    const auto width = takeUnsigned(1);
    if (width > 8) fail("expected a whole number of at most 64 bits, found " + std::to_string(width * 8));
    std::uint64_t number = takeUnsigned(static_cast<int>(width));
    if (width > 0 && width < 8 && (number >> (width * 8 - 1)) != 0) number |= ~std::uint64_t{0} << (width * 8);
    return static_cast<std::int64_t>(number);
}

double PickleMachine::takeDouble() {
    std::uint64_t bits = 0;
    for (const std::byte byte : take(8)) bits = bits << 8 | std::to_integer<std::uint64_t>(byte);
    return std::bit_cast<double>(bits);
}

PickleRef PickleMachine::make(PickleValue value) {
    auto& values = m_pickle.m_values;
    if (values.size() >= kMaxValues) fail("expected at most " + std::to_string(kMaxValues) + " values");
    values.push_back(std::move(value));
    return PickleRef{static_cast<std::uint32_t>(values.size() - 1)};
}

void PickleMachine::push(PickleRef ref) {
    if (m_stack.size() >= kMaxStack) fail("expected at most " + std::to_string(kMaxStack) + " values on the stack");
    m_stack.push_back(ref);
}

PickleRef PickleMachine::pop() {
    if (m_stack.size() <= floor()) fail("expected a value on the stack, found none");
    const PickleRef top = m_stack.back();
    m_stack.pop_back();
    return top;
}

PickleRef PickleMachine::top() {
    if (m_stack.size() <= floor()) fail("expected a value on the stack, found none");
    return m_stack.back();
}

std::vector<PickleRef> PickleMachine::popToMark() {
    if (m_marks.empty()) fail("expected a mark on the stack, found none");
    const auto start = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
    std::vector<PickleRef> items(start, m_stack.end());
    m_stack.erase(start, m_stack.end());
    m_marks.pop_back();
    return items;
}

std::vector<PickleRef> PickleMachine::popCount(std::size_t count) {
    std::vector<PickleRef> items(count);
    for (std::size_t i = count; i-- > 0;) items[i] = pop();
    return items;
}

/// A copy, since values move when new ones are made; short, since a pickle may ask for it very often.
std::vector<PickleRef> PickleMachine::shortTuple(PickleRef ref, std::string_view what) {
    constexpr std::size_t kLongest = 8;
    const auto& items = require<PickleTuple>(ref, what).items;
    if (items.size() > kLongest)
        fail("expected " + std::string(what) + " of at most 8, found " + std::to_string(items.size()));
    return items;
}

void PickleMachine::remember(std::uint64_t slot) {
    const PickleRef value = top();
    if (m_memo.size() >= kMaxValues) fail("expected at most " + std::to_string(kMaxValues) + " remembered values");
    m_memo[slot] = value;
}

void PickleMachine::recall(std::uint64_t slot) {
    const auto found = m_memo.find(slot);
    if (found == m_memo.end()) fail("expected a remembered value number " + std::to_string(slot) + ", found none");
    push(found->second);
}

void PickleMachine::pushName(const std::string& module, const std::string& name) {
    for (const KnownName& known : kKnownNames)
        if (module == known.module && name == known.name) return pushNew(known.meaning);
    fail("refers to " + inQuotes(module + "." + name) + ", which a scorer checkpoint has no use for");
}

void PickleMachine::setItems(PickleRef target, const std::vector<PickleRef>& items) {
    if (items.size() % 2 != 0) fail("expected keys and values in pairs, found " + std::to_string(items.size()));
    auto& dict = require<PickleDict>(target, "a dictionary");
    for (std::size_t i = 0; i < items.size(); i += 2) dict.items.emplace_back(items[i], items[i + 1]);
}

void PickleMachine::appendItems(PickleRef target, const std::vector<PickleRef>& items) {
    auto& list = require<PickleList>(target, "a list");
    list.items.insert(list.items.end(), items.begin(), items.end());
}

void PickleMachine::step() {
    m_at = m_size - m_left.size();
    const auto code = static_cast<unsigned char>(takeUnsigned(1));
    if (!stepValue(code) && !stepStructure(code)) {
        constexpr std::string_view kDigits = "0123456789abcdef";
        fail(std::string("expected an instruction of a scorer checkpoint, found opcode 0x") + kDigits[code >> 4] +
             kDigits[code & 15]);
    }
}

bool PickleMachine::stepValue(unsigned char code) {
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

bool PickleMachine::stepStructure(unsigned char code) {
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

void PickleMachine::requireProtocol(std::uint64_t protocol) const {
    if (protocol < 2 || protocol > 5) fail("expected protocol 2 to 5, found " + std::to_string(protocol));
}

void PickleMachine::mark() {
    if (m_marks.size() >= kMaxStack) fail("expected at most " + std::to_string(kMaxStack) + " marks");
    m_marks.push_back(m_stack.size());
}

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
