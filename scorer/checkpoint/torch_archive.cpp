#include "scorer/checkpoint/torch_archive.h"

#include <zip.h>

#include <span>
#include <stdexcept>
#include <utility>

#include "engine/files/json_text.h"
#include "engine/files/regular_file.h"

namespace scorer {
namespace {

using engine::inQuotes;

constexpr std::uint64_t kMaxFileBytes = 128 << 20;
constexpr std::uint64_t kMaxPickleBytes = 4 << 20;
constexpr zip_int64_t kMaxEntries = 10'000;

struct CloseEntry {
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

}  // namespace

struct TorchArchive::Zip {
    zip_t* handle = nullptr;

    Zip() = default;
    Zip(const Zip&) = delete;
    ~Zip() {
        if (handle != nullptr) zip_discard(handle);
    }
};

TorchArchive::TorchArchive(std::shared_ptr<Zip> zip, std::string fileName, std::string prefix)
    : m_zip(std::move(zip)), m_fileName(std::move(fileName)), m_prefix(std::move(prefix)) {}

TorchArchive TorchArchive::open(const std::filesystem::path& path) {
    const std::string fileName = path.string();
    std::string beginning(512, '\0');
    {
        const auto file = engine::RegularFile::open(path);
        if (file.size() > kMaxFileBytes) {
            throw std::runtime_error(fileName + ": expected at most " + std::to_string(kMaxFileBytes) +
                                     " bytes for a scorer checkpoint, found " + std::to_string(file.size()));
        }
        beginning.resize(file.readSome(0, std::as_writable_bytes(std::span(beginning))));
    }
    if (const auto placeholder = engine::findPlaceholder(beginning))
        throw std::runtime_error(fileName + ": " + *placeholder);
    auto zip = std::make_shared<Zip>();
    int error = 0;
    zip->handle = zip_open(path.c_str(), ZIP_RDONLY, &error);
    if (zip->handle == nullptr) {
        zip_error_t details;
        zip_error_init_with_code(&details, error);
        const std::string reason = zip_error_strerror(&details);
        zip_error_fini(&details);
        throw std::runtime_error(fileName + ": expected a zip archive as torch.save writes it: " + reason);
    }

    const zip_int64_t entries = zip_get_num_entries(zip->handle, 0);
    if (entries > kMaxEntries) {
        throw std::runtime_error(fileName + ": expected at most " + std::to_string(kMaxEntries) + " entries, found " +
                                 std::to_string(entries));
    }
    constexpr std::string_view kPickleName = "data.pkl";
    std::string prefix;
    int found = 0;
    for (zip_int64_t i = 0; i < entries; ++i) {
        const char* name = zip_get_name(zip->handle, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW);
        const std::string_view entry = name == nullptr ? "" : name;
        const auto slash = entry.rfind('/');
        const auto start = slash == std::string_view::npos ? 0 : slash + 1;
        if (entry.substr(start) != kPickleName) continue;
        prefix = entry.substr(0, start);
        ++found;
    }
    if (found != 1)
        throw std::runtime_error(fileName + ": expected one data.pkl in the archive, found " + std::to_string(found));
    TorchArchive archive(std::move(zip), fileName, prefix);
    archive.requireLittleEndian();
    return archive;
}

void TorchArchive::requireLittleEndian() const {
    const std::string name = m_prefix + "byteorder";
    if (zip_name_locate(m_zip->handle, name.c_str(), ZIP_FL_ENC_RAW) < 0) return;
    const auto bytes = readEntry(name, 0, 16);
    const std::string_view order(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    if (order != "little") {
        throw std::runtime_error(m_fileName + ": byteorder: expected \"little\", found " + inQuotes(order));
    }
}

std::vector<std::byte> TorchArchive::readEntry(const std::string& name, std::uint64_t leastBytes,
                                               std::uint64_t mostBytes) const {
    const auto fail = [&](const std::string& problem) {
        throw std::runtime_error(m_fileName + ": archive entry " + inQuotes(name) + ": " + problem);
    };
    zip_stat_t status;
    zip_stat_init(&status);
    if (zip_stat(m_zip->handle, name.c_str(), ZIP_FL_ENC_RAW, &status) != 0) fail("expected it, found no such entry");
    constexpr zip_uint64_t kNeeded = ZIP_STAT_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_INDEX;
    if ((status.valid & kNeeded) != kNeeded) fail("expected a size and a compression method, found none");
    if (status.comp_method != ZIP_CM_STORE && status.comp_method != ZIP_CM_DEFLATE)
        fail("expected stored or deflated data, found compression method " + std::to_string(status.comp_method));
    if ((status.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && status.encryption_method != ZIP_EM_NONE)
        fail("expected no encryption");
    if (status.size < leastBytes || status.size > mostBytes) {
        fail("expected " + (leastBytes == mostBytes ? "" : std::to_string(leastBytes) + " to ") +
             std::to_string(mostBytes) + " bytes, found " + std::to_string(status.size));
    }

    const std::unique_ptr<zip_file_t, CloseEntry> file(zip_fopen_index(m_zip->handle, status.index, 0));
    if (!file) fail(std::string("cannot be opened: ") + zip_strerror(m_zip->handle));
    std::vector<std::byte> bytes;
    // Grows with the data, so that a false size costs no memory. One byte more than stated is an error, too, and
    // reading to the end makes libzip check the sum.
    std::vector<std::byte> chunk(1 << 16);
    for (;;) {
        const zip_int64_t count = zip_fread(file.get(), chunk.data(), chunk.size());
        if (count < 0) fail(std::string("cannot be read: ") + zip_file_strerror(file.get()));
        if (count == 0) break;
        if (bytes.size() + static_cast<std::uint64_t>(count) > status.size)
            fail("expected " + std::to_string(status.size) + " bytes, found more");
        bytes.insert(bytes.end(), chunk.begin(), chunk.begin() + count);
    }
    if (bytes.size() != status.size)
        fail("expected " + std::to_string(status.size) + " bytes, found " + std::to_string(bytes.size()));
    return bytes;
}

std::vector<std::byte> TorchArchive::readPickle() const {
    return readEntry(m_prefix + "data.pkl", 1, kMaxPickleBytes);
}

std::vector<std::byte> TorchArchive::readStorage(const std::string& key, std::uint64_t expectedBytes) const {
    if (expectedBytes > kMaxFileBytes) {
        throw std::runtime_error(m_fileName + ": storage " + key + ": expected at most " +
                                 std::to_string(kMaxFileBytes) + " bytes, found " + std::to_string(expectedBytes));
    }
    return readEntry(m_prefix + "data/" + key, expectedBytes, expectedBytes);
}

}  // namespace scorer
