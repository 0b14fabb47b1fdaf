#include "app/run/user_text.h"

#include <algorithm>
#include <stdexcept>

#include "engine/files/regular_file.h"
#include "engine/files/utf8.h"

namespace app {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::string_view kLittleMark = "\xFF\xFE";
constexpr std::string_view kBigMark = "\xFE\xFF";
constexpr std::string_view kUtf32Mark{"\xFF\xFE\0\0", 4};

/// The 16-bit units of a text behind its mark.
class Utf16Text {
public:
    Utf16Text(std::string_view bytes, bool bigEndian, const std::string& fileName)
        : m_bytes(bytes), m_high(bigEndian ? 0 : 1), m_fileName(fileName) {}

    std::string toUtf8() {
        std::string out;
        out.reserve(m_bytes.size());
        while (m_at < m_bytes.size()) engine::appendUtf8(out, character());
        return out;
    }

private:
    std::uint32_t unit() {
        if (m_bytes.size() - m_at < 2) fail("ends inside a character");
        const auto byte = [&](std::size_t i) {
            return static_cast<std::uint32_t>(static_cast<unsigned char>(m_bytes[m_at + i]));
        };
        const std::uint32_t value = byte(m_high) << 8 | byte(1 - m_high);
        m_at += 2;
        return value;
    }

    char32_t character() {
        const std::size_t start = m_at;
        const std::uint32_t first = unit();
        if (first < 0xD800 || first > 0xDFFF) return first;
        const std::uint32_t second = first < 0xDC00 ? unit() : 0;
        if (second < 0xDC00 || second > 0xDFFF) {
            m_at = start;
            fail("has half a pair of surrogates");
        }
        return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
    }

    [[noreturn]] void fail(const char* what) const {
        throw std::runtime_error(m_fileName + ": UTF-16 text that " + what + " at byte " +
                                 std::to_string(m_at + kLittleMark.size()) + "; save it as UTF-8");
    }

    std::string_view m_bytes;
    std::size_t m_high;  // which byte of a unit is the high one
    const std::string& m_fileName;
    std::size_t m_at = 0;
};

}  // namespace

std::optional<TextFault> findTextFault(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte == 0) return TextFault{at, true};
        if (byte < 0x80) {
            ++at;
            continue;
        }
        const engine::Utf8Step step = engine::stepUtf8(text.substr(at, 4));
        if (step.kind != engine::Utf8Step::Kind::Character) return TextFault{at, false};
        at += step.length;
    }
    return std::nullopt;
}

std::string describe(const TextFault& fault, std::uint64_t offset) {
    const std::string at = std::to_string(offset + fault.offset);
    if (!fault.isNul) return "not UTF-8 at byte " + at + "; save it as UTF-8";
    if (fault.offset <= 1) return "a NUL at byte " + at + ", as in UTF-16 without a byte order mark; save it as UTF-8";
    return "a NUL at byte " + at + ", which is no text";
}

std::string decodeText(std::string bytes, const std::string& fileName) {
    const std::string_view text = bytes;
    if (text.starts_with(kUtf8Mark)) return bytes.substr(kUtf8Mark.size());
    if (text.starts_with(kUtf32Mark))
        throw std::runtime_error(fileName + ": UTF-32 text, which is not read; save it as UTF-8");
    if (text.starts_with(kLittleMark)) return Utf16Text(text.substr(kLittleMark.size()), false, fileName).toUtf8();
    if (text.starts_with(kBigMark)) return Utf16Text(text.substr(kBigMark.size()), true, fileName).toUtf8();
    return bytes;
}

std::string readUserText(const std::filesystem::path& path, std::uint64_t maxBytes) {
    std::string bytes = engine::readRegularFile(path, maxBytes);
    const std::size_t mark = bytes.starts_with(kUtf8Mark) ? kUtf8Mark.size() : 0;
    std::string text = decodeText(std::move(bytes), path.string());
    if (const auto fault = findTextFault(text)) {
        const auto end = text.begin() + static_cast<std::ptrdiff_t>(fault->offset);
        throw std::runtime_error(path.string() + ": line " + std::to_string(1 + std::count(text.begin(), end, '\n')) +
                                 ": " + describe(*fault, mark));
    }
    return text;
}

}  // namespace app
