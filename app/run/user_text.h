// Text that a person wrote into a file with any editor: UTF-8 with or without a byte order mark, or UTF-16 with one.
// Pure functions, any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace app {

/// Where a text stops being text.
struct TextFault {
    std::size_t offset = 0;  ///< of the byte, from 0
    bool isNul = false;      ///< a NUL; otherwise no UTF-8
};

std::optional<TextFault> findTextFault(std::string_view text);

/// "not UTF-8 at byte 17"; `offset` is that of the text in its file.
std::string describe(const TextFault& fault, std::uint64_t offset = 0);

/// The bytes of a file as UTF-8: a byte order mark is taken off, UTF-16 with one is converted. The rest is as it was.
/// Throws std::runtime_error naming the file if UTF-16 is broken, or the mark is that of UTF-32.
std::string decodeText(std::string bytes, const std::string& fileName);

/// A regular file of at most `maxBytes` as UTF-8 text without NULs. Throws std::runtime_error naming the file and, if
/// it is not text, the line and the byte.
std::string readUserText(const std::filesystem::path& path, std::uint64_t maxBytes);

}  // namespace app
