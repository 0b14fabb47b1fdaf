#include "engine/files/gguf_parser.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "engine/files/json_text.h"

namespace engine {
namespace {

constexpr std::uint64_t kMostHeaderBytes = std::uint64_t{256} << 20;  // vocabularies of large models need a tenth
constexpr std::uint64_t kMostKeys = 100'000;
constexpr std::uint64_t kMostTensors = 1'000'000;
constexpr std::uint64_t kMostListEntries = std::uint64_t{1} << 24;  // of all lists together
constexpr std::uint64_t kMostNameBytes = 65'535;
constexpr std::uint32_t kMostDimensions = 4;
constexpr std::uint64_t kLeastValueBytes = 8 + 1 + 4 + 1;           // name's length, name, type, value
constexpr std::uint64_t kLeastTensorBytes = 8 + 1 + 4 + 8 + 4 + 8;  // ..., dimensions, one size, type, offset

enum ValueType : std::uint32_t {
    kUint8,
    kInt8,
    kUint16,
    kInt16,
    kUint32,
    kInt32,
    kFloat32,
    kBool,
    kText,
    kList,
    kUint64,
    kInt64,
    kFloat64
};

struct TensorType {
    std::uint32_t number;
    StorageType type;
};
constexpr TensorType kTensorTypes[] = {
    {0, StorageType::F32},   {1, StorageType::F16},   {2, StorageType::Q4_0}, {3, StorageType::Q4_1},
    {6, StorageType::Q5_0},  {7, StorageType::Q5_1},  {8, StorageType::Q8_0}, {12, StorageType::Q4_K},
    {13, StorageType::Q5_K}, {14, StorageType::Q6_K}, {24, StorageType::I8},  {25, StorageType::I16},
    {26, StorageType::I32},  {27, StorageType::I64},  {28, StorageType::F64}, {30, StorageType::BF16}};

/// Types that exist but are not read, so that a refusal can name them.
struct OtherType {
    std::uint32_t number;
    std::string_view name;
};
constexpr OtherType kOtherTypes[] = {{9, "Q8_1"},     {10, "Q2_K"},   {11, "Q3_K"},    {15, "Q8_K"},
                                     {16, "IQ2_XXS"}, {17, "IQ2_XS"}, {18, "IQ3_XXS"}, {19, "IQ1_S"},
                                     {20, "IQ4_NL"},  {21, "IQ3_S"},  {22, "IQ2_S"},   {23, "IQ4_XS"},
                                     {29, "IQ1_M"},   {34, "TQ1_0"},  {35, "TQ2_0"},   {39, "MXFP4"}};

StorageType requireTensorType(const GgufFile& file, const std::string& field, std::uint32_t number) {
    const auto known = std::ranges::find(kTensorTypes, number, &TensorType::number);
    if (known != std::end(kTensorTypes)) return known->type;
    const auto other = std::ranges::find(kOtherTypes, number, &OtherType::number);
    file.fail(field,
              "expected a type that this version reads (F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q4_K, "
              "Q5_K, Q6_K), found " +
                  (other != std::end(kOtherTypes) ? std::string(other->name) : "number " + std::to_string(number)));
}

}  // namespace

GgufParser::GgufParser(GgufFile& file) : m_file(file) {
    const auto room = static_cast<std::size_t>(std::min(file.m_file.size(), kMostHeaderBytes));
    file.m_header = std::make_unique_for_overwrite<std::byte[]>(room);
    m_bytes = {file.m_header.get(), room};
}

/// Copies at least the first `end` bytes of the file.
void GgufParser::copyUpTo(std::uint64_t end) {
    constexpr std::uint64_t kAtOnce = 1 << 20;
    if (end <= m_copied) return;
    const std::uint64_t next = std::min<std::uint64_t>(std::max(end, m_copied + kAtOnce), m_bytes.size());
    m_file.m_file.read(m_copied,
                       m_bytes.subspan(static_cast<std::size_t>(m_copied), static_cast<std::size_t>(next - m_copied)),
                       "header");
    m_copied = next;
}

std::span<const std::byte> GgufParser::take(std::uint64_t size, std::string_view what) {
    const std::uint64_t left = m_bytes.size() - m_at;
    if (size > left) {
        m_file.fail(what, "expected " + std::to_string(size) + " bytes at offset " + std::to_string(m_at) + ", found " +
                              std::to_string(left) +
                              (m_bytes.size() == kMostHeaderBytes ? " (metadata may take 256 MiB)" : ""));
    }
    copyUpTo(m_at + size);
    const auto result = m_bytes.subspan(static_cast<std::size_t>(m_at), static_cast<std::size_t>(size));
    m_at += size;
    return result;
}

template <class T>
T GgufParser::number(std::string_view what) {
    T value;
    std::memcpy(&value, take(sizeof(T), what).data(), sizeof(T));
    return value;
}

std::string_view GgufParser::text(std::uint64_t most, std::string_view what) {
    const auto size = number<std::uint64_t>(what);
    if (size > most)
        m_file.fail(what, "expected at most " + std::to_string(most) + " bytes of text, found " + std::to_string(size));
    const auto bytes = take(size, what);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void GgufParser::parse() {
    if (m_bytes.size() < 4 || std::memcmp(take(4, "the first bytes").data(), "GGUF", 4) != 0)
        m_file.fail("the first bytes", "expected \"GGUF\", found something else");
    const auto version = number<std::uint32_t>("version");
    if (version != 2 && version != 3)
        m_file.fail("version", "expected 2 or 3, little endian, found " + std::to_string(version));
    const auto tensorCount = number<std::uint64_t>("tensor count");
    const auto valueCount = number<std::uint64_t>("metadata count");
    const auto requireCount = [&](std::string_view what, std::uint64_t count, std::uint64_t most, std::uint64_t each) {
        const std::uint64_t fitting = std::min(most, (m_bytes.size() - m_at) / each);
        if (count > fitting)
            m_file.fail(what, "expected at most " + std::to_string(fitting) + ", found " + std::to_string(count));
    };
    requireCount("metadata count", valueCount, kMostKeys, kLeastValueBytes);
    requireCount("tensor count", tensorCount, kMostTensors, kLeastTensorBytes);
    for (std::uint64_t i = 0; i < valueCount; ++i) readValue();
    for (std::uint64_t i = 0; i < tensorCount; ++i) readTensor();
    placeTensors();
}

void GgufParser::readValue() {
    const std::string key(text(kMostNameBytes, "metadata key"));
    const std::string place = inQuotes(key);
    const auto type = number<std::uint32_t>(place);
    GgufFile::Value value = type == kList ? list(place) : scalar(type, place);
    if (!m_file.m_values.emplace(key, std::move(value)).second)
        m_file.fail(place, "expected the key once, found twice");
}

GgufFile::Value GgufParser::scalar(std::uint32_t type, std::string_view key) {
    const auto whole = [](auto value) { return static_cast<std::int64_t>(value); };
    switch (type) {
        case kUint8: return whole(number<std::uint8_t>(key));
        case kInt8: return whole(number<std::int8_t>(key));
        case kUint16: return whole(number<std::uint16_t>(key));
        case kInt16: return whole(number<std::int16_t>(key));
        case kUint32: return whole(number<std::uint32_t>(key));
        case kInt32: return whole(number<std::int32_t>(key));
        case kInt64: return number<std::int64_t>(key);
        case kUint64: {
            const auto value = number<std::uint64_t>(key);
            if (value >> 63 != 0)
                m_file.fail(key, "expected a number of at most 63 bits, found " + std::to_string(value));
            return whole(value);
        }
        case kFloat32: return static_cast<double>(number<float>(key));
        case kFloat64: return number<double>(key);
        case kBool: {
            const auto value = number<std::uint8_t>(key);
            if (value > 1) m_file.fail(key, "expected 0 or 1 for true or false, found " + std::to_string(value));
            return value == 1;
        }
        case kText: return text(std::numeric_limits<std::uint64_t>::max(), key);
        default: m_file.fail(key, "expected a value of type 0 to 12, found type " + std::to_string(type));
    }
}

GgufFile::Value GgufParser::list(std::string_view key) {
    const auto type = number<std::uint32_t>(key);
    const auto count = number<std::uint64_t>(key);
    const std::uint64_t left = kMostListEntries - m_listEntries;
    const std::uint64_t most = std::min(left, m_bytes.size() - m_at);  // an entry takes a byte or more
    if (count > most)
        m_file.fail(key, "expected at most " + std::to_string(most) + " entries, found " + std::to_string(count));
    m_listEntries += count;
    if (type == kList) m_file.fail(key, "expected no lists within a list");
    const auto fill = [&](auto entries) -> GgufFile::Value {
        using Entry = typename decltype(entries)::value_type;
        entries.reserve(std::min<std::size_t>(count, (m_bytes.size() - m_at) / (type == kText ? 8 : 1)));
        for (std::uint64_t i = 0; i < count; ++i) {
            GgufFile::Value entry = scalar(type, key);
            if constexpr (std::is_same_v<Entry, std::int64_t>)
                entries.push_back(type == kBool ? std::get<bool>(entry) : std::get<std::int64_t>(entry));
            else
                entries.push_back(std::get<Entry>(entry));
        }
        return entries;
    };
    if (type == kText) return fill(GgufFile::Texts());
    if (type == kFloat32 || type == kFloat64) return fill(GgufFile::Numbers());
    return fill(GgufFile::Integers());
}

void GgufParser::readTensor() {
    const std::string name(text(kMostNameBytes, "tensor name"));
    const std::string place = "tensor " + inQuotes(name);
    GgufFile::Tensor tensor;
    const auto dimensions = number<std::uint32_t>(place);
    if (dimensions < 1 || dimensions > kMostDimensions)
        m_file.fail(place, "expected 1 to 4 dimensions, found " + std::to_string(dimensions));
    for (std::uint32_t i = 0; i < dimensions; ++i) {
        const auto size = number<std::uint64_t>(place);
        if (size >> 63 != 0) m_file.fail(place, "expected sizes of at most 63 bits, found " + std::to_string(size));
        tensor.shape.insert(tensor.shape.begin(), static_cast<std::int64_t>(size));
    }
    tensor.type = requireTensorType(m_file, place, number<std::uint32_t>(place));
    tensor.offset = number<std::uint64_t>(place);

    const BlockLayout layout = blockLayout(tensor.type);
    const auto elements = findElementCount(tensor.shape);
    if (!elements) m_file.fail(place, "expected a size that fits 64 bits, found " + shapeText(tensor.shape));
    if (tensor.shape.back() % static_cast<std::int64_t>(layout.elements) != 0) {
        m_file.fail(place, "expected rows of whole blocks of " + std::to_string(layout.elements) + " for " +
                               std::string(storageName(tensor.type)) + ", found " + shapeText(tensor.shape));
    }
    if (__builtin_mul_overflow(*elements / layout.elements, layout.bytes, &tensor.size))
        m_file.fail(place, "expected a size that fits 64 bits, found " + shapeText(tensor.shape));
    if (!m_file.m_tensors.emplace(name, std::move(tensor)).second)
        m_file.fail(place, "expected the tensor once, found twice");
}

/// Offsets count from the first aligned byte after the header; here they are made to count from the file's start.
void GgufParser::placeTensors() {
    constexpr std::int64_t kDefaultAlignment = 32;
    const auto alignment =
        static_cast<std::uint64_t>(m_file.findInteger("general.alignment", 1, 1 << 20).value_or(kDefaultAlignment));
    const std::uint64_t fileBytes = m_file.m_file.size();
    const std::uint64_t dataStart = (m_at + alignment - 1) / alignment * alignment;
    struct Range {
        std::uint64_t begin;
        std::uint64_t end;
        const std::string* name;
    };
    std::vector<Range> ranges;
    for (auto& [name, tensor] : m_file.m_tensors) {
        const std::string place = "tensor " + inQuotes(name);
        if (tensor.offset % alignment != 0)
            m_file.fail(place, "expected an offset that is a multiple of " + std::to_string(alignment) + ", found " +
                                   std::to_string(tensor.offset));
        const std::uint64_t room = fileBytes > dataStart ? fileBytes - dataStart : 0;
        if (tensor.offset > room || tensor.size > room - tensor.offset) {
            m_file.fail(place, "expected " + std::to_string(tensor.size) + " bytes at offset " +
                                   std::to_string(tensor.offset) + " of the data, found " + std::to_string(room) +
                                   " bytes of data");
        }
        tensor.offset += dataStart;
        if (tensor.size > 0) ranges.push_back({tensor.offset, tensor.offset + tensor.size, &name});
    }
    std::ranges::sort(ranges, {}, &Range::begin);
    for (std::size_t i = 1; i < ranges.size(); ++i) {
        if (ranges[i].begin < ranges[i - 1].end)
            m_file.fail("tensor " + inQuotes(*ranges[i].name),
                        "its data overlap those of " + inQuotes(*ranges[i - 1].name));
    }
}

}  // namespace engine
