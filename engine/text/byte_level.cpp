#include "engine/text/byte_level.h"

#include <array>

#include "engine/files/utf8.h"

namespace engine {
namespace {

constexpr char32_t kFirstShifted = 0x100;
constexpr std::size_t kShiftedCount = 68;

constexpr bool standsForItself(unsigned byte) {
    return (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte <= 0xAC) || byte >= 0xAE;
}

/// The bytes without a printable character of their own stand in order from U+0100.
struct Alphabet {
    std::array<char32_t, 256> characterOf{};
    std::array<char, kShiftedCount> byteOfShifted{};

    constexpr Alphabet() {
        std::size_t shifted = 0;
        for (unsigned byte = 0; byte < 256; ++byte) {
            if (standsForItself(byte)) {
                characterOf[byte] = byte;
            } else {
                characterOf[byte] = kFirstShifted + static_cast<char32_t>(shifted);
                byteOfShifted[shifted++] = static_cast<char>(byte);
            }
        }
    }
};

constexpr Alphabet kAlphabet;

}  // namespace

std::string toByteLevel(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char byte : bytes) appendUtf8(text, kAlphabet.characterOf[static_cast<unsigned char>(byte)]);
    return text;
}

std::optional<std::string> findByteLevelBytes(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size());
    while (!text.empty()) {
        const Utf8Step step = stepUtf8(text);
        if (step.kind != Utf8Step::Kind::Character) return std::nullopt;
        if (step.character < kFirstShifted && standsForItself(step.character))
            bytes += static_cast<char>(step.character);
        else if (step.character >= kFirstShifted && step.character < kFirstShifted + kShiftedCount)
            bytes += kAlphabet.byteOfShifted[step.character - kFirstShifted];
        else
            return std::nullopt;
        text.remove_prefix(step.length);
    }
    return bytes;
}

}  // namespace engine
