#include "scorer/checkpoint/torch_archive_writer.h"

#include <zip.h>

#include <memory>
#include <stdexcept>
#include <string>

#include "engine/files/atomic_file.h"

namespace scorer {
namespace {

constexpr std::size_t kAlignment = 64;
constexpr std::size_t kLocalHeaderBytes = 30;  // before the name
constexpr std::size_t kExtraHeaderBytes = 4;   // of the field that pads, as torch.save names it: "FB"
constexpr zip_uint16_t kPaddingField = 0x4246;
constexpr zip_uint16_t kFixedDate = 0x0021;  // 1 January 1980, so that the same scorer gives the same bytes

struct FreeSource {
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};
struct DiscardZip {
    void operator()(zip_t* zip) const { zip_discard(zip); }
};

/// A zip archive in memory.
class ArchiveWriter {
public:
    explicit ArchiveWriter(std::string fileName) : m_fileName(std::move(fileName)) {
        m_memory.reset(zip_source_buffer_create(nullptr, 0, 0, nullptr));
        if (!m_memory) fail("no memory");
        m_zip.reset(zip_open_from_source(m_memory.get(), ZIP_TRUNCATE, nullptr));
        if (!m_zip) fail("no memory");
        zip_source_keep(m_memory.get());  // the archive frees one reference, this object the other
    }

    /// `bytes` must stay until finish().
    void add(const std::string& name, std::span<const std::byte> bytes) {
        zip_source_t* source = zip_source_buffer(m_zip.get(), bytes.data(), bytes.size(), 0);
        if (source == nullptr) fail(zip_strerror(m_zip.get()));
        const zip_int64_t index = zip_file_add(m_zip.get(), name.c_str(), source, ZIP_FL_ENC_UTF_8);
        if (index < 0) {
            zip_source_free(source);
            fail(zip_strerror(m_zip.get()));
        }
        const auto entry = static_cast<zip_uint64_t>(index);
        const std::size_t dataAt = m_offset + kLocalHeaderBytes + name.size() + kExtraHeaderBytes;
        const std::vector<zip_uint8_t> padding((kAlignment - dataAt % kAlignment) % kAlignment, 'Z');
        require(zip_set_file_compression(m_zip.get(), entry, ZIP_CM_STORE, 0));
        require(zip_file_set_dostime(m_zip.get(), entry, 0, kFixedDate, 0));
        require(zip_file_extra_field_set(m_zip.get(), entry, kPaddingField, ZIP_EXTRA_FIELD_NEW, padding.data(),
                                         static_cast<zip_uint16_t>(padding.size()), ZIP_FL_LOCAL));
        m_offset = dataAt + padding.size() + bytes.size();
    }

    std::vector<std::byte> finish() {
        require(zip_close(m_zip.get()));
        static_cast<void>(m_zip.release());  // closed: nothing is left to discard
        zip_stat_t status;
        zip_stat_init(&status);
        if (zip_source_stat(m_memory.get(), &status) != 0 || (status.valid & ZIP_STAT_SIZE) == 0)
            fail("the archive has no size");
        std::vector<std::byte> bytes(status.size);
        if (zip_source_open(m_memory.get()) != 0) fail("the archive cannot be read back");
        const zip_int64_t count = zip_source_read(m_memory.get(), bytes.data(), bytes.size());
        zip_source_close(m_memory.get());
        if (count != static_cast<zip_int64_t>(bytes.size())) fail("the archive cannot be read back");
        return bytes;
    }

private:
    void require(int result) const {
        if (result != 0) fail(zip_strerror(m_zip.get()));
    }
    [[noreturn]] void fail(const std::string& why) const {
        throw std::runtime_error(m_fileName + ": cannot be written as a zip archive: " + why);
    }

    std::string m_fileName;
    std::unique_ptr<zip_source_t, FreeSource> m_memory;
    std::unique_ptr<zip_t, DiscardZip> m_zip;
    std::size_t m_offset = 0;
};

}  // namespace

void writeTorchArchive(const std::filesystem::path& path, std::span<const std::byte> pickle,
                       std::span<const std::span<const std::byte>> storages) {
    const auto bytesOf = [](std::string_view text) { return std::as_bytes(std::span(text)); };
    ArchiveWriter archive(path.string());
    archive.add("archive/data.pkl", pickle);
    archive.add("archive/byteorder", bytesOf("little"));
    for (std::size_t i = 0; i < storages.size(); ++i) archive.add("archive/data/" + std::to_string(i), storages[i]);
    archive.add("archive/version", bytesOf("3\n"));
    const std::vector<std::byte> bytes = archive.finish();
    const std::span<const std::byte> whole(bytes);
    engine::writeFileAtomically(path, {&whole, 1});
}

}  // namespace scorer
