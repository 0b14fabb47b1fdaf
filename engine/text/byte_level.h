// The byte-level alphabet of GPT-2: every byte as one printable character, so that a token is text.
// Pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace engine {

/// " the" -> "Ġthe".
std::string toByteLevel(std::string_view bytes);

/// "Ġthe" -> " the"; nothing if a character is not of the alphabet.
std::optional<std::string> findByteLevelBytes(std::string_view text);

}  // namespace engine
