#include "app/models/ollama_manifest.h"

#include <algorithm>
#include <stdexcept>

#include "app/run/error_reason.h"
#include "engine/files/json_text.h"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostManifestBytes = 1 << 20;
constexpr std::size_t kMostManifests = 10'000;
constexpr std::size_t kDigestDigits = 64;

/// manifests/HOST/NAMESPACE/MODEL/TAG: the usual host and namespace are left out, as Ollama does.
std::string nameFor(const fs::path& manifest) {
    std::vector<std::string> parts;
    for (const fs::path& part : manifest) parts.push_back(part.string());
    if (parts.size() < 3) return manifest.string();
    std::string name;
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
        const bool usual = (i == 0 && parts[i] == "registry.ollama.ai") ||
                           (i == 1 && parts[i] == "library" && parts[0] == "registry.ollama.ai");
        if (!usual) name += (name.empty() ? "" : "/") + parts[i];
    }
    return name + ":" + parts.back();
}

/// "sha256:" and 64 digits; nothing else may become a file name.
std::string requireBlobName(const std::string& digest) {
    constexpr std::string_view kPrefix = "sha256:";
    const auto isHex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (!digest.starts_with(kPrefix) || digest.size() != kPrefix.size() + kDigestDigits ||
        !std::all_of(digest.begin() + kPrefix.size(), digest.end(), isHex)) {
        throw std::runtime_error("digest: expected sha256 and 64 digits, found " + engine::inQuotes(digest));
    }
    return "sha256-" + digest.substr(kPrefix.size());
}

void readManifest(const fs::path& path, const fs::path& root, OllamaModel& model) {
    const std::string file = path.string();
    const auto document = engine::parseJson(engine::readTextFile(path, kMostManifestBytes), file);
    const engine::JsonObject manifest(document, file);
    const auto& layers = manifest.requireValue("layers", "a list of layers");
    if (!layers.is_array()) manifest.fail("layers", "expected a list, found " + engine::describeJson(layers));
    bool found = false;
    for (const auto& entry : layers) {
        const engine::JsonObject layer(entry, file, "layers");
        const std::string kind = layer.requireString("mediaType");
        if (kind == "application/vnd.ollama.image.adapter")
            throw std::runtime_error(file + ": this version does not apply adapters");
        if (kind == "application/vnd.ollama.image.projector")
            throw std::runtime_error(file + ": this version does not read images");
        if (kind != "application/vnd.ollama.image.model") continue;
        if (found) throw std::runtime_error(file + ": expected one model layer, found several");
        found = true;
        model.blob = root / "blobs" / requireBlobName(layer.requireString("digest"));
    }
    if (!found) throw std::runtime_error(file + ": expected a model layer, found none (a cloud model?)");
    std::error_code error;
    if (!fs::is_regular_file(model.blob, error))
        throw std::runtime_error(model.blob.string() + ": the model's blob is missing");
}

}  // namespace

std::vector<OllamaModel> findOllamaModels(const fs::path& root) {
    std::vector<OllamaModel> models;
    const fs::path manifests = root / "manifests";
    std::error_code error;
    std::size_t seen = 0;
    for (fs::recursive_directory_iterator at(manifests, fs::directory_options::skip_permission_denied, error), end;
         at != end && !error && ++seen < kMostManifests; at.increment(error)) {
        if (at.depth() > 5) at.disable_recursion_pending();
        std::error_code notFile;
        if (!at->is_regular_file(notFile) || at->path().filename().string().starts_with('.')) continue;
        OllamaModel model{nameFor(at->path().lexically_relative(manifests)), at->path(), {}};
        try {
            readManifest(at->path(), root, model);
        } catch (const std::exception& failure) {
            model.reason = reasonOf(failure);
        }
        models.push_back(std::move(model));
    }
    std::ranges::sort(models, {}, &OllamaModel::name);
    return models;
}

}  // namespace app
