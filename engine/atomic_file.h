// Writing a file so that a reader, or a crash in between, finds the old one or the new one and never a part.
// No state, any thread; two writers of one path do not disturb each other, the last one stays.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>

namespace engine {

/// Writes the parts one after the other beside `path`, forces them to disk and renames. Throws std::runtime_error
/// naming the file and the system's reason; then `path` is as it was and nothing is left beside it.
void writeFileAtomically(const std::filesystem::path& path, std::span<const std::span<const std::byte>> parts);
/// The same for text.
void writeFileAtomically(const std::filesystem::path& path, std::string_view text);

}  // namespace engine
