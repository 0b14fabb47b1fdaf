// Ollama's model store: manifests (small JSON files) that name blobs by their SHA-256; the model layer is a GGUF file.
// Files are untrusted: sizes are limited and digests checked before they become paths. No state, any thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace app {

struct OllamaModel {
    std::string name;            ///< as `ollama list` writes it: "llama3.2:3b", "user/model:tag"
    std::filesystem::path blob;  ///< the GGUF file; the manifest if there is none
    std::string reason;          ///< why it cannot be used; empty if it can
};

/// @param root  the folder with manifests/ and blobs/
std::vector<OllamaModel> findOllamaModels(const std::filesystem::path& root);

}  // namespace app
