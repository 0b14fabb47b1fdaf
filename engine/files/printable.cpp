#include "engine/files/printable.h"

#include "engine/files/utf8.h"

namespace engine {
namespace {

/// Bytes of the character at `at` that a line of a terminal should not get; 0 if it may.
std::size_t controlBytesAt(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
    };
    if (byte(0) < 0x20 || byte(0) == 0x7F) return 1;
    if (byte(0) == 0xC2 && byte(1) >= 0x80 && byte(1) < 0xA0) return 2;  // U+0080..U+009F
    if (byte(0) != 0xE2) return 0;
    const bool isSeparator = byte(1) == 0x80 && (byte(2) == 0xA8 || byte(2) == 0xA9);  // U+2028, U+2029
    const bool turns = (byte(1) == 0x80 && byte(2) >= 0xAA && byte(2) <= 0xAE) ||      // U+202A..U+202E
                       (byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9);        // U+2066..U+2069
    return isSeparator || turns ? 3 : 0;
}

}  // namespace

std::string printable(std::string_view text, std::size_t mostBytes) {
    const bool isCut = text.size() > mostBytes;
    std::size_t end = isCut ? mostBytes : text.size();
    while (isCut && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // whole characters
    const std::string valid = replaceInvalidUtf8(text.substr(0, end));
    std::string result;
    for (std::size_t at = 0; at < valid.size();) {
        const std::size_t control = controlBytesAt(valid, at);
        result += control > 0 ? ' ' : valid[at];
        at += control > 0 ? control : 1;
    }
    return isCut ? result + "..." : result;
}

}  // namespace engine
