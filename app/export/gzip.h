// Compressed bytes as text for a page. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

namespace app {

/// The bytes as a gzip file, as small as zlib makes it. Throws std::runtime_error if memory runs out.
std::string gzipOf(std::string_view bytes);
std::string base64Of(std::string_view bytes);

}  // namespace app
