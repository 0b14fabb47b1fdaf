#include "engine/files/gguf.h"

#include <cstdio>
#include <cstring>
#include <stdexcept>

#include "engine/files/gguf_parser.h"
#include "engine/files/regular_file.h"

namespace engine {
namespace {

/// As people read it, "nan" and "inf" included.
std::string numberText(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.9g", value);
    return text;
}

std::string typeName(const GgufFile::Value& value) {
    constexpr const char* kNames[] = {"a whole number",          "a number",          "true or false", "text",
                                      "a list of whole numbers", "a list of numbers", "a list of text"};
    return kNames[value.index()];
}

}  // namespace

GgufFile GgufFile::open(const std::filesystem::path& path) {
    GgufFile file(MappedFile::open(path));
    GgufParser(file).parse();
    return file;
}

void GgufFile::fail(std::string_view field, const std::string& problem) const {
    throw std::runtime_error(path().string() + ": " + std::string(field) + ": " + problem);
}

std::span<const std::byte> GgufFile::bytes(const Tensor& tensor) const {
    return m_file.requireBytes(tensor.offset, tensor.size, "tensor data");
}

void GgufFile::read(const Tensor& tensor, std::size_t offset, std::span<std::byte> out) const {
    m_file.readView(bytes(tensor), offset, out, "tensor data");
}

const GgufFile::Value* GgufFile::find(std::string_view key) const {
    const auto found = m_values.find(key);
    return found == m_values.end() ? nullptr : &found->second;
}

std::optional<std::string> GgufFile::findText(std::string_view key) const {
    const Value* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (const auto* text = std::get_if<std::string_view>(value)) return std::string(*text);
    fail(key, "expected text, found " + typeName(*value));
}

std::optional<std::int64_t> GgufFile::findInteger(std::string_view key, std::int64_t least, std::int64_t most) const {
    const Value* value = find(key);
    if (value == nullptr) return std::nullopt;
    const auto* number = std::get_if<std::int64_t>(value);
    if (number != nullptr && *number >= least && *number <= most) return *number;
    fail(key, "expected a whole number from " + std::to_string(least) + " to " + std::to_string(most) + ", found " +
                  (number != nullptr ? std::to_string(*number) : typeName(*value)));
}

std::optional<double> GgufFile::findNumber(std::string_view key, double least, double most) const {
    const Value* value = find(key);
    if (value == nullptr) return std::nullopt;
    std::optional<double> number;
    if (const auto* real = std::get_if<double>(value)) number = *real;
    if (const auto* whole = std::get_if<std::int64_t>(value)) number = static_cast<double>(*whole);
    if (number && *number >= least && *number <= most) return number;
    fail(key, "expected a number from " + numberText(least) + " to " + numberText(most) + ", found " +
                  (number ? numberText(*number) : typeName(*value)));
}

std::optional<bool> GgufFile::findBool(std::string_view key) const {
    const Value* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (const auto* flag = std::get_if<bool>(value)) return *flag;
    fail(key, "expected true or false, found " + typeName(*value));
}

const GgufFile::Texts* GgufFile::findTexts(std::string_view key) const {
    const Value* value = find(key);
    if (value == nullptr) return nullptr;
    if (const auto* list = std::get_if<Texts>(value)) return list;
    fail(key, "expected a list of text, found " + typeName(*value));
}

const GgufFile::Integers* GgufFile::findIntegers(std::string_view key) const {
    const Value* value = find(key);
    if (value == nullptr) return nullptr;
    if (const auto* list = std::get_if<Integers>(value)) return list;
    fail(key, "expected a list of whole numbers, found " + typeName(*value));
}

std::string GgufFile::requireText(std::string_view key) const {
    auto text = findText(key);
    if (!text) fail(key, "expected text, found no such key");
    return *std::move(text);
}

std::int64_t GgufFile::requireInteger(std::string_view key, std::int64_t least, std::int64_t most) const {
    const auto number = findInteger(key, least, most);
    if (!number) fail(key, "expected a whole number, found no such key");
    return *number;
}

const GgufFile::Texts& GgufFile::requireTexts(std::string_view key) const {
    const Texts* list = findTexts(key);
    if (list == nullptr) fail(key, "expected a list of text, found no such key");
    return *list;
}

bool isGgufFile(const std::filesystem::path& path) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(path, error)) return false;
    char magic[4] = {};
    return RegularFile::open(path).readSome(0, std::as_writable_bytes(std::span(magic))) == sizeof magic &&
           std::memcmp(magic, "GGUF", sizeof magic) == 0;
}

}  // namespace engine
