// The zip file that torch.save writes: one pickle and the storages it refers to.
// Owned by the checkpoint reader; one thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace scorer {

class TorchArchive {
public:
    /// Throws std::runtime_error naming the file when it is no such archive or larger than a scorer can be.
    static TorchArchive open(const std::filesystem::path& path);

    /// Bytes of NAME/data.pkl.
    std::vector<std::byte> readPickle() const;

    /// Bytes of NAME/data/KEY, little endian. The entry must have exactly the expected size, checked before inflating.
    std::vector<std::byte> readStorage(const std::string& key, std::uint64_t expectedBytes) const;

private:
    struct Zip;
    TorchArchive(std::shared_ptr<Zip> zip, std::string fileName, std::string prefix);
    std::vector<std::byte> readEntry(const std::string& name, std::uint64_t leastBytes, std::uint64_t mostBytes) const;
    void requireLittleEndian() const;

    std::shared_ptr<Zip> m_zip;
    std::string m_fileName;
    std::string m_prefix;  ///< "NAME/"
};

}  // namespace scorer
