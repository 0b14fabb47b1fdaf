#include <algorithm>
#include <cstdio>
#include <optional>

#include "engine/files/gguf.h"
#include "engine/files/json_text.h"

namespace engine {
namespace {

constexpr int kMostFiles = 1000;

/// "NAME-00002-of-00003.gguf" taken apart.
struct SplitName {
    std::string stem;
    int number = 1;
    int count = 1;

    std::string fileName(int which) const {
        char tail[32];
        std::snprintf(tail, sizeof tail, "-%05d-of-%05d.gguf", which, count);
        return stem + tail;
    }
};

std::optional<SplitName> findSplitName(const std::string& fileName) {
    constexpr std::size_t kTail = sizeof("-00001-of-00003.gguf") - 1;
    if (fileName.size() <= kTail) return std::nullopt;
    const std::string tail = fileName.substr(fileName.size() - kTail);
    const auto digits = [&](std::size_t at) {
        return std::all_of(tail.begin() + std::ptrdiff_t(at), tail.begin() + std::ptrdiff_t(at + 5),
                           [](char c) { return c >= '0' && c <= '9'; });
    };
    if (tail[0] != '-' || tail.substr(6, 4) != "-of-" || tail.substr(15) != ".gguf" || !digits(1) || !digits(10))
        return std::nullopt;
    return SplitName{fileName.substr(0, fileName.size() - kTail), std::stoi(tail.substr(1, 5)),
                     std::stoi(tail.substr(10, 5))};
}

/// The file says the same of its place in the split as its name does.
void requirePlace(const GgufFile& file, int number, int count) {
    const auto wrong = [&](std::string_view key, std::int64_t expected, std::int64_t found) {
        if (expected != found)
            file.fail(key, "expected " + std::to_string(expected) + ", found " + std::to_string(found));
    };
    wrong("split.count", count, file.findInteger("split.count", 0, 65535).value_or(1));
    wrong("split.no", number - 1, file.findInteger("split.no", 0, 65535).value_or(0));
}

}  // namespace

GgufSource::GgufSource(const std::filesystem::path& path) {
    const auto split = findSplitName(path.filename().string());
    if (split && (split->count < 1 || split->count > kMostFiles || split->number < 1 || split->number > split->count)) {
        throw std::runtime_error(path.string() + ": expected a file number from 1 to the number of files, of which " +
                                 std::to_string(kMostFiles) + " may be, in the name");
    }
    const int count = split ? split->count : 1;
    for (int number = 1; number <= count; ++number) {
        m_files.push_back(GgufFile::open(split ? path.parent_path() / split->fileName(number) : path));
        const GgufFile& file = m_files.back();
        if (!split && file.findInteger("split.count", 0, 65535).value_or(1) > 1)
            file.fail("split.count", "expected a file of a split model to be named like NAME-00001-of-00003.gguf");
        if (split && (count > 1 || file.has("split.count"))) requirePlace(file, number, count);
        for (const auto& [name, tensor] : file.tensors()) {
            if (!m_fileOfTensor.emplace(name, m_files.size() - 1).second)
                file.fail("tensor " + inQuotes(name), "expected it in one file, found it in two");
        }
    }
    if (const auto total = header().findInteger("split.tensors.count", 0, 1'000'000); total && count > 1) {
        if (static_cast<std::size_t>(*total) != m_fileOfTensor.size())
            header().fail("split.tensors.count", "expected " + std::to_string(*total) +
                                                     " tensors in all files, found " +
                                                     std::to_string(m_fileOfTensor.size()));
    }
}

StorageType GgufSource::mainType() const {
    std::map<StorageType, std::uint64_t> elements;
    for (const GgufFile& file : m_files)
        for (const auto& [name, tensor] : file.tensors())
            elements[tensor.type] += tensor.size / blockLayout(tensor.type).bytes * blockLayout(tensor.type).elements;
    const auto most = std::max_element(elements.begin(), elements.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    return most == elements.end() ? StorageType::F32 : most->first;
}

std::optional<HostTensor> GgufSource::findTensor(std::string_view name) const {
    const auto found = m_fileOfTensor.find(name);
    if (found == m_fileOfTensor.end()) return std::nullopt;
    const GgufFile& file = m_files[found->second];
    const GgufFile::Tensor& tensor = file.tensors().find(name)->second;
    return HostTensor{std::string(name), tensor.type, tensor.shape, file.bytes(tensor)};
}

void GgufSource::read(const HostTensor& tensor, std::size_t offset, std::span<std::byte> out) const {
    const GgufFile& file = m_files[m_fileOfTensor.find(tensor.name)->second];
    file.read(file.tensors().find(tensor.name)->second, offset, out);
}

std::vector<std::filesystem::path> GgufSource::files() const {
    std::vector<std::filesystem::path> paths;
    for (const GgufFile& file : m_files) paths.push_back(file.path());
    return paths;
}

std::vector<std::string> GgufSource::tensorNames() const {
    std::vector<std::string> names;
    for (const auto& [name, file] : m_fileOfTensor) names.push_back(name);
    return names;
}

}  // namespace engine
