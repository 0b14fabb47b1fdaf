#include "engine/text/nfc.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

#include "engine/files/utf8.h"

namespace engine {
namespace {

/// Below this nothing composes or decomposes in form C.
constexpr char32_t kFirstThatMatters = 0x300;

bool isTriviallyNfc(std::string_view text) {
    // Bytes of characters below U+0300 have lead bytes below 0xCC.
    static_assert(kFirstThatMatters == 0x300);
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0xCC; });
}

int combiningClass(utf8proc_int32_t character) {
    return utf8proc_get_property(character)->combining_class;
}

std::vector<utf8proc_int32_t> decompose(std::string_view text) {
    std::vector<utf8proc_int32_t> characters;
    characters.reserve(text.size() + 1);
    std::array<utf8proc_int32_t, 32> parts;
    while (!text.empty()) {
        const Utf8Step step = stepUtf8(text);
        int boundClass = 0;
        const auto count =
            utf8proc_decompose_char(static_cast<utf8proc_int32_t>(step.character), parts.data(), parts.size(),
                                    static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE), &boundClass);
        if (count < 0 || count > static_cast<utf8proc_ssize_t>(parts.size()))
            throw std::runtime_error("cannot normalise U+" +
                                     std::to_string(static_cast<std::uint32_t>(step.character)));
        characters.insert(characters.end(), parts.begin(), parts.begin() + count);
        text.remove_prefix(step.length);
    }
    return characters;
}

/// Canonical ordering: marks between starters, stably by class. A library's exchange sort is quadratic here.
void orderMarks(std::vector<utf8proc_int32_t>& characters) {
    const auto isStarter = [](utf8proc_int32_t c) { return combiningClass(c) == 0; };
    auto run = characters.begin();
    while ((run = std::find_if_not(run, characters.end(), isStarter)) != characters.end()) {
        const auto end = std::find_if(run, characters.end(), isStarter);
        std::ranges::stable_sort(run, end, {}, combiningClass);
        run = end;
    }
}

}  // namespace

std::string toNfc(std::string_view text) {
    if (isTriviallyNfc(text)) return std::string(text);
    auto characters = decompose(text);
    orderMarks(characters);
    const auto length = utf8proc_normalize_utf32(characters.data(), static_cast<utf8proc_ssize_t>(characters.size()),
                                                 static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    if (length < 0) throw std::runtime_error("cannot normalise the text");
    std::string result;
    result.reserve(text.size());
    for (utf8proc_ssize_t i = 0; i < length; ++i) appendUtf8(result, static_cast<char32_t>(characters[i]));
    return result;
}

}  // namespace engine
