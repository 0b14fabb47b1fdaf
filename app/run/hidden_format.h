// What reader and writer of hidden rows agree on (hidden_file.h describes the format). For these two files only.
#pragma once

#include <zlib.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace app::hidden {

static_assert(std::endian::native == std::endian::little, "records are written as they lie in memory");

inline constexpr int kOldestMajor = 1;   ///< without checksums
inline constexpr int kCheckedMajor = 2;  ///< with them
inline constexpr const char* kFormat = "2.0";
inline constexpr const char* kFloat32 = "float32";
inline constexpr const char* kFloat16 = "float16";

/// Before the rows of a record: trace, end, token, tokens of the thought.
using RecordHead = std::array<std::int32_t, 4>;
inline constexpr std::size_t kHeadBytes = sizeof(RecordHead);

/// CRC-32 of bytes that follow those with the checksum `before`. A record's head continues the header's, its rows
/// continue the head's.
using Checksum = std::uint32_t;
inline Checksum checksum(Checksum before, std::span<const std::byte> bytes) {
    return static_cast<Checksum>(::crc32_z(before, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

inline constexpr std::uint64_t kMaxHeaderBytes = 1 << 16;
inline constexpr int kMaxHiddenSize = 1 << 17;

}  // namespace app::hidden
