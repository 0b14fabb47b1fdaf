// SHA-256 (FIPS 180-4) of bytes and files: names models, scorers and problems in recordings.
// A Sha256 is used by one thread at a time; the free functions by any.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace engine {

class Sha256 {
public:
    void add(std::span<const std::byte> bytes);

    /// Lower-case hex digest of everything added. The object is then spent.
    std::string finishHex();

private:
    void addBlock(const std::byte* block);

    std::array<std::uint32_t, 8> m_state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<std::byte, 64> m_buffer{};
    std::size_t m_buffered = 0;
    std::uint64_t m_byteCount = 0;
};

std::string sha256Hex(std::string_view bytes);

/// Throws std::runtime_error naming the file when it cannot be read.
std::string sha256HexOfFile(const std::filesystem::path& path);

}  // namespace engine
