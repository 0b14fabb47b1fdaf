// What a GGUF file says of itself in its first entries: architecture and name. Files are untrusted: every length is
// checked. The one place that decides whether a GGUF file can be loaded. No state, any thread.
#pragma once

#include <filesystem>
#include <string>

namespace app {

struct GgufSummary {
    std::string name;          ///< general.name, where the file has one
    std::string architecture;  ///< general.architecture: "qwen3", "llama"
    bool loadable = false;
    std::string reason;        ///< why it cannot be loaded
};

/// Never throws: what cannot be read is the reason.
GgufSummary describeGguf(const std::filesystem::path& path);

}  // namespace app
