#include "engine/files/sha256.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "engine/files/regular_file.h"

namespace engine {
namespace {

constexpr std::uint64_t kMostHashedBytes = std::uint64_t{512} << 20;  // more would take seconds

void require(int result) {
    if (result != 1) throw std::runtime_error("libcrypto: SHA-256 cannot be computed");
}

/// The bytes [offset, offset + size) of the file, as far as they are there.
void addPart(Sha256& hash, const RegularFile& file, std::uint64_t offset, std::uint64_t size) {
    std::vector<std::byte> buffer(static_cast<std::size_t>(std::min<std::uint64_t>(size, 1 << 20)));
    while (size > 0) {
        const auto wanted =
            std::span(buffer).first(static_cast<std::size_t>(std::min<std::uint64_t>(size, buffer.size())));
        const std::size_t got = file.readSome(offset, wanted);
        hash.add(wanted.first(got));
        if (got < wanted.size()) return;
        offset += got;
        size -= got;
    }
}

void addSamples(Sha256& hash, const RegularFile& file) {
    constexpr std::uint64_t kHeaderBytes = 1 << 20;
    constexpr std::uint64_t kSampleBytes = 8 << 10;
    constexpr std::uint64_t kSamples = 512;
    hash.add(std::to_string(file.size()) + " bytes\n");
    addPart(hash, file, 0, kHeaderBytes);
    if (file.size() <= kHeaderBytes + kSampleBytes) return addPart(hash, file, kHeaderBytes, kSampleBytes);
    const std::uint64_t last = file.size() - kSampleBytes;
    for (std::uint64_t i = 1; i <= kSamples; ++i)
        addPart(hash, file,
                kHeaderBytes + (last - kHeaderBytes) / kSamples * i + (last - kHeaderBytes) % kSamples * i / kSamples,
                kSampleBytes);
}

}  // namespace

void Sha256::Release::operator()(evp_md_ctx_st* context) const {
    EVP_MD_CTX_free(context);
}

Sha256::Sha256() : m_context(EVP_MD_CTX_new()) {
    if (!m_context) throw std::bad_alloc();
    require(EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr));
}

void Sha256::add(std::span<const std::byte> bytes) {
    require(EVP_DigestUpdate(m_context.get(), bytes.data(), bytes.size()));
}

void Sha256::add(std::string_view text) {
    add(std::as_bytes(std::span(text.data(), text.size())));
}

std::string Sha256::finishHex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    require(EVP_DigestFinal_ex(m_context.get(), digest.data(), &size));
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string hex;
    for (const unsigned char byte : std::span(digest).first(size)) {
        hex += kDigits[byte >> 4];
        hex += kDigits[byte & 15];
    }
    return hex;
}

std::string sha256Hex(std::string_view bytes) {
    Sha256 hash;
    hash.add(bytes);
    return hash.finishHex();
}

std::string sha256HexOfFile(const std::filesystem::path& path) {
    const RegularFile file = RegularFile::open(path);
    Sha256 hash;
    addPart(hash, file, 0, file.size());
    return hash.finishHex();
}

std::string identityOfFiles(std::span<const std::filesystem::path> files) {
    std::uint64_t bytes = 0;
    for (const auto& path : files) bytes += RegularFile::open(path).size();
    const bool isLarge = bytes > kMostHashedBytes;
    if (files.size() == 1 && !isLarge) return sha256HexOfFile(files[0]);
    Sha256 hash;
    for (const auto& path : files) {
        if (isLarge)
            addSamples(hash, RegularFile::open(path));
        else
            hash.add(sha256HexOfFile(path));
    }
    return (isLarge ? "sampled-sha256:" : "shards-sha256:") + hash.finishHex();
}

}  // namespace engine
