#include "engine/files/safetensors.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "engine/files/json_text.h"
#include "engine/files/regular_file.h"

namespace engine {
namespace {

using nlohmann::json;

constexpr std::uint64_t kHeaderSizeBytes = 8;
constexpr std::uint64_t kMaxHeaderBytes =
    25'000'000;  // the format allows 100 MB; the largest shards need a tenth of this
constexpr std::size_t kMaxDimensions = 16;
constexpr std::uint64_t kMaxIndexBytes = 64 << 20;

constexpr std::array kTypes{StorageType::F64,    StorageType::F32,    StorageType::F16, StorageType::BF16,
                            StorageType::F8E4M3, StorageType::F8E5M2, StorageType::I64, StorageType::I32,
                            StorageType::I16,    StorageType::I8,     StorageType::U64, StorageType::U32,
                            StorageType::U16,    StorageType::U8,     StorageType::Bool};

StorageType requireType(const JsonObject& tensor) {
    const auto name = tensor.requireString("dtype");
    const auto found = std::ranges::find(kTypes, name, storageName);
    if (found == kTypes.end()) tensor.fail("dtype", "expected a known element type, found " + inQuotes(name));
    return *found;
}

/// A JSON list of whole numbers >= 0 that fit 63 bits.
std::vector<std::int64_t> requireSizes(const JsonObject& tensor, std::string_view field, std::size_t atMost) {
    const json& list = tensor.requireValue(field, "a list of whole numbers");
    if (!list.is_array() || list.size() > atMost) {
        tensor.fail(field, "expected a list of at most " + std::to_string(atMost) + " whole numbers, found " +
                               (list.is_array() ? std::to_string(list.size()) + " entries" : describeJson(list)));
    }
    std::vector<std::int64_t> sizes;
    for (const json& size : list) {
        const bool fits = size.is_number_unsigned() && size.get<std::uint64_t>() >> 63 == 0;
        if (!fits) tensor.fail(field, "expected whole numbers of at most 63 bits, found " + describeJson(size));
        sizes.push_back(size.get<std::int64_t>());
    }
    return sizes;
}

TensorEntry parseEntry(const JsonObject& tensor, std::uint64_t dataStart, std::uint64_t dataSize) {
    for (const auto& [field, value] : tensor.value().items()) {
        if (field != "dtype" && field != "shape" && field != "data_offsets") tensor.fail(field, "unknown field");
    }
    TensorEntry entry;
    entry.type = requireType(tensor);
    entry.shape = requireSizes(tensor, "shape", kMaxDimensions);

    const auto offsets = requireSizes(tensor, "data_offsets", 2);
    if (offsets.size() != 2) tensor.fail("data_offsets", "expected two numbers, found " + shapeText(offsets));
    const auto begin = static_cast<std::uint64_t>(offsets[0]);
    const auto end = static_cast<std::uint64_t>(offsets[1]);
    if (begin > end || end > dataSize) {
        tensor.fail("data_offsets", "expected a range within the " + std::to_string(dataSize) +
                                        " bytes of data, found " + shapeText(offsets));
    }

    const auto elements = findElementCount(entry.shape);
    std::uint64_t size = 0;
    if (!elements || __builtin_mul_overflow(*elements, bytesPerElement(entry.type), &size))
        tensor.fail("shape", "expected a size that fits 64 bits, found " + shapeText(entry.shape));
    if (size != end - begin) {
        tensor.fail("data_offsets", "expected " + std::to_string(size) + " bytes for " +
                                        std::string(storageName(entry.type)) + " " + shapeText(entry.shape) +
                                        ", found " + std::to_string(end - begin));
    }
    entry.offset = dataStart + begin;
    entry.size = size;
    return entry;
}

/// The format wants the data covered without holes; here only what can do harm is refused.
void requireNoOverlap(const std::map<std::string, TensorEntry, std::less<>>& entries, const std::string& fileName) {
    struct Range {
        std::uint64_t begin;
        std::uint64_t end;
        const std::string* name;
    };
    std::vector<Range> ranges;
    for (const auto& [name, entry] : entries) {
        if (entry.size > 0) ranges.push_back({entry.offset, entry.offset + entry.size, &name});
    }
    std::ranges::sort(ranges, {}, &Range::begin);
    for (std::size_t i = 1; i < ranges.size(); ++i) {
        if (ranges[i].begin < ranges[i - 1].end) {
            throw std::runtime_error(fileName + ": " + inQuotes(*ranges[i].name) + ": data_offsets overlap those of " +
                                     inQuotes(*ranges[i - 1].name));
        }
    }
}

/// Bytes behind the last tensor belong to no tensor: something was appended, or the header is another file's.
void requireNothingBehind(const SafetensorsFile& file, std::uint64_t dataStart) {
    std::uint64_t end = dataStart;
    for (const auto& [name, entry] : file.entries()) end = std::max(end, entry.offset + entry.size);
    if (file.fileBytes() == end) return;
    throw std::runtime_error(file.path().string() + ": expected " + std::to_string(end) +
                             " bytes as the header says, found " + std::to_string(file.fileBytes()));
}

std::uint64_t readLittleEndian64(std::span<const std::byte> bytes) {
    std::uint64_t value = 0;
    for (int i = 7; i >= 0; --i) value = value << 8 | std::to_integer<std::uint64_t>(bytes[i]);
    return value;
}

HostTensor hostTensor(std::string_view name, const TensorEntry& entry, const SafetensorsFile& file) {
    return {std::string(name), entry.type, entry.shape, file.bytes(entry)};
}

class SingleFileSource final : public TensorSource {
public:
    explicit SingleFileSource(const std::filesystem::path& path) : m_file(SafetensorsFile::open(path)) {}

    std::optional<HostTensor> findTensor(std::string_view name) const override {
        const TensorEntry* entry = m_file.find(name);
        if (entry == nullptr) return std::nullopt;
        return hostTensor(name, *entry, m_file);
    }
    std::vector<std::string> tensorNames() const override {
        std::vector<std::string> names;
        for (const auto& [name, entry] : m_file.entries()) names.push_back(name);
        return names;
    }
    void read(const HostTensor& tensor, std::size_t offset, std::span<std::byte> out) const override {
        m_file.read(*m_file.find(tensor.name), offset, out);
    }
    std::vector<std::filesystem::path> files() const override { return {m_file.path()}; }
    std::string describe() const override { return m_file.path().string(); }

private:
    SafetensorsFile m_file;
};

class ShardedSource final : public TensorSource {
public:
    explicit ShardedSource(const std::filesystem::path& indexPath) : m_indexPath(indexPath) {
        const std::string fileName = indexPath.string();
        const json document = readJsonFile(indexPath, kMaxIndexBytes);
        const JsonObject weightMap = JsonObject(document, fileName).requireObject("weight_map");
        std::map<std::string, std::size_t> shardOf;
        for (const auto& [tensorName, value] : weightMap.value().items()) {
            const std::string shardName = weightMap.requireString(tensorName);
            const auto [known, isNew] = shardOf.try_emplace(shardName, m_shards.size());
            if (isNew) m_shards.push_back(openShard(weightMap, tensorName, shardName));
            if (m_shards[known->second].find(tensorName) == nullptr)
                weightMap.fail(tensorName, "expected the tensor in " + inQuotes(shardName) + ", found no such tensor");
            m_shardOfTensor.emplace(tensorName, known->second);
        }
    }

    std::optional<HostTensor> findTensor(std::string_view name) const override {
        const auto found = m_shardOfTensor.find(name);
        if (found == m_shardOfTensor.end()) return std::nullopt;
        const SafetensorsFile& shard = m_shards[found->second];
        return hostTensor(name, *shard.find(name), shard);
    }
    std::vector<std::string> tensorNames() const override {
        std::vector<std::string> names;
        for (const auto& [name, shard] : m_shardOfTensor) names.push_back(name);
        return names;
    }
    void read(const HostTensor& tensor, std::size_t offset, std::span<std::byte> out) const override {
        const SafetensorsFile& shard = m_shards[m_shardOfTensor.find(tensor.name)->second];
        shard.read(*shard.find(tensor.name), offset, out);
    }
    std::vector<std::filesystem::path> files() const override {
        std::vector<std::filesystem::path> paths;
        for (const SafetensorsFile& shard : m_shards) paths.push_back(shard.path());
        std::ranges::sort(paths);
        return paths;
    }
    std::string describe() const override { return m_indexPath.string(); }

private:
    SafetensorsFile openShard(const JsonObject& weightMap, const std::string& tensorName,
                              const std::string& shardName) const {
        const std::filesystem::path name(shardName);
        const bool isPlain = !shardName.empty() && !name.has_parent_path() && name.filename() == name &&
                             shardName != "." && shardName != ".." && shardName.find('\0') == std::string::npos;
        if (!isPlain) weightMap.fail(tensorName, "expected a file name beside the index, found " + inQuotes(shardName));
        return SafetensorsFile::open(m_indexPath.parent_path() / name);
    }

    std::filesystem::path m_indexPath;
    std::vector<SafetensorsFile> m_shards;
    std::map<std::string, std::size_t, std::less<>> m_shardOfTensor;
};

}  // namespace

SafetensorsFile SafetensorsFile::open(const std::filesystem::path& path) {
    SafetensorsFile result(MappedFile::open(path));
    const std::string fileName = path.string();
    if (const auto placeholder = findPlaceholder(result.m_file.firstText()))
        throw std::runtime_error(fileName + ": " + *placeholder);
    std::array<std::byte, kHeaderSizeBytes> sizeBytes;
    result.m_file.read(0, sizeBytes, "header size");
    const std::uint64_t headerBytes = readLittleEndian64(sizeBytes);
    if (headerBytes > kMaxHeaderBytes) {
        throw std::runtime_error(fileName + ": header size: expected at most " + std::to_string(kMaxHeaderBytes) +
                                 " bytes, found " + std::to_string(headerBytes));
    }
    const json document = parseJson(result.m_file.readText(kHeaderSizeBytes, headerBytes, "header"), fileName,
                                    {.depth = 4, .refuseDuplicateKeys = true});

    const JsonObject header(document, fileName);
    const std::uint64_t dataStart = kHeaderSizeBytes + headerBytes;
    for (const auto& [name, value] : document.items()) {
        if (name == "__metadata__") {
            const JsonObject metadata(value, fileName, name);
            for (const auto& [key, text] : value.items()) result.m_metadata.emplace(key, metadata.requireString(key));
        } else {
            const JsonObject tensor(value, fileName, inQuotes(name));
            result.m_entries.emplace(name, parseEntry(tensor, dataStart, result.m_file.size() - dataStart));
        }
    }
    requireNoOverlap(result.m_entries, fileName);
    requireNothingBehind(result, dataStart);
    return result;
}

const TensorEntry* SafetensorsFile::find(std::string_view name) const {
    const auto found = m_entries.find(name);
    return found == m_entries.end() ? nullptr : &found->second;
}

std::span<const std::byte> SafetensorsFile::bytes(const TensorEntry& entry) const {
    return m_file.requireBytes(entry.offset, entry.size, "tensor data");
}

void SafetensorsFile::read(const TensorEntry& entry, std::size_t offset, std::span<std::byte> out) const {
    m_file.readView(bytes(entry), offset, out, "tensor data");
}

std::unique_ptr<TensorSource> openSafetensors(const std::filesystem::path& fileOrDirectory) {
    constexpr std::string_view kIndexSuffix = ".index.json";
    if (std::filesystem::is_directory(fileOrDirectory)) {
        const auto single = fileOrDirectory / "model.safetensors";
        const auto index = fileOrDirectory / "model.safetensors.index.json";
        if (std::filesystem::exists(single)) return std::make_unique<SingleFileSource>(single);
        if (std::filesystem::exists(index)) return std::make_unique<ShardedSource>(index);
        throw std::runtime_error(fileOrDirectory.string() +
                                 ": expected model.safetensors or model.safetensors.index.json, found neither");
    }
    if (fileOrDirectory.filename().string().ends_with(kIndexSuffix))
        return std::make_unique<ShardedSource>(fileOrDirectory);
    return std::make_unique<SingleFileSource>(fileOrDirectory);
}

}  // namespace engine
