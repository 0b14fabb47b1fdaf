// The parts of the web page, from resources/web. Constants, any thread.
#pragma once

#include <span>
#include <string_view>

namespace app {

struct WebFile {
    std::string_view name;
    std::string_view text;
};

/// Scripts in the order in which they stand on the page.
std::span<const WebFile> webFiles();

}  // namespace app
