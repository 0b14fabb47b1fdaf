// What reader and writer of hidden rows agree on (hidden_file.h describes the format). For these two files only.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace app::hidden {

static_assert(std::endian::native == std::endian::little, "records are written as they lie in memory");

inline constexpr int kFormatMajor = 1;
inline constexpr const char* kFormat = "1.0";
inline constexpr const char* kFloat32 = "float32";
inline constexpr const char* kFloat16 = "float16";

/// Before the rows of a record: trace, end, token, tokens of the thought.
using RecordHead = std::array<std::int32_t, 4>;
inline constexpr std::size_t kHeadBytes = sizeof(RecordHead);

inline constexpr std::uint64_t kMaxHeaderBytes = 1 << 16;
inline constexpr int kMaxHiddenSize = 1 << 17;

}  // namespace app::hidden
