#include "app/gguf_summary.h"

#include <array>
#include <optional>
#include <stdexcept>

#include "engine/json_text.h"
#include "engine/mapped_file.h"
#include "engine/utf8.h"

namespace app {
namespace {

constexpr std::uint64_t kMostEntries = 1 << 16;
constexpr std::uint64_t kMostKeyBytes = 1 << 16;
constexpr std::size_t kMostShownBytes = 200;
constexpr std::uint32_t kString = 8;
constexpr std::uint32_t kArray = 9;
constexpr std::array<std::uint64_t, 13> kSizes{1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};  // of types 0 to 12

/// The file's bytes from its beginning, each read checked.
class GgufReader {
public:
    explicit GgufReader(const engine::MappedFile& file) : m_file(file) {}

    std::uint64_t number(std::uint64_t bytes, const char* what) {
        std::uint64_t value = 0;
        const auto read = m_file.requireBytes(m_at, bytes, what);
        for (std::size_t i = read.size(); i-- > 0;) value = value << 8 | std::to_integer<std::uint64_t>(read[i]);
        m_at += bytes;
        return value;
    }

    std::string text(const char* what) {
        const std::uint64_t length = number(8, what);
        const auto read = m_file.requireBytes(m_at, length, what);
        m_at += length;
        return engine::replaceInvalidUtf8({reinterpret_cast<const char*>(read.data()), std::min(read.size(), std::size_t{kMostKeyBytes})});
    }

    void skipValue(std::uint32_t type) {
        if (type == kString) {
            skip(number(8, "text"));
        } else if (type == kArray) {
            skipArray();
        } else {
            skip(sizeOf(type));
        }
    }

private:
    std::uint64_t sizeOf(std::uint32_t type) const {
        if (type >= kSizes.size() || kSizes[type] == 0) {
            throw std::runtime_error(m_file.path().string() + ": metadata: expected a known type, found " + std::to_string(type));
        }
        return kSizes[type];
    }
    void skip(std::uint64_t bytes) {
        m_file.requireBytes(m_at, bytes, "metadata");
        m_at += bytes;
    }
    void skipArray() {
        const auto type = static_cast<std::uint32_t>(number(4, "array type"));
        const std::uint64_t count = number(8, "array length");
        if (type == kString) {
            for (std::uint64_t i = 0; i < count; ++i) skip(number(8, "text"));  // ends with the file at the latest
            return;
        }
        std::uint64_t bytes = 0;
        if (__builtin_mul_overflow(count, sizeOf(type), &bytes)) bytes = UINT64_MAX;
        skip(bytes);
    }

    const engine::MappedFile& m_file;
    std::uint64_t m_at = 0;
};

std::string shown(const std::string& text) {
    const std::string quoted = engine::inQuotes(text.substr(0, kMostShownBytes));
    return quoted.size() >= 2 ? quoted.substr(1, quoted.size() - 2) : quoted;
}

void readHeader(const std::filesystem::path& path, GgufSummary& summary) {
    const auto file = engine::MappedFile::open(path);
    GgufReader reader(file);
    if (reader.number(4, "magic") != 0x46554747) throw std::runtime_error(path.string() + ": not a GGUF file");
    const std::uint64_t version = reader.number(4, "version");
    if (version != 2 && version != 3) {
        throw std::runtime_error(path.string() + ": expected GGUF version 2 or 3, found " + std::to_string(version));
    }
    reader.number(8, "tensor count");
    const std::uint64_t entries = reader.number(8, "metadata count");
    if (entries > kMostEntries) {
        throw std::runtime_error(path.string() + ": metadata: expected at most " + std::to_string(kMostEntries) + " entries, found " +
                                 std::to_string(entries));
    }
    for (std::uint64_t i = 0; i < entries && (summary.architecture.empty() || summary.name.empty()); ++i) {
        const std::string key = reader.text("key");
        const auto type = static_cast<std::uint32_t>(reader.number(4, "type"));
        const bool wanted = key == "general.architecture" || key == "general.name";
        if (!wanted || type != kString) {
            reader.skipValue(type);
            continue;
        }
        (key == "general.name" ? summary.name : summary.architecture) = shown(reader.text(key.c_str()));
    }
    if (summary.architecture.empty()) throw std::runtime_error(path.string() + ": general.architecture is missing");
}

}  // namespace

GgufSummary describeGguf(const std::filesystem::path& path) {
    GgufSummary summary;
    try {
        readHeader(path, summary);
        summary.reason = path.string() + ": this version does not load GGUF files (architecture " + summary.architecture + ")";
    } catch (const std::exception& error) {
        summary.reason = error.what();
    }
    return summary;
}

}  // namespace app
