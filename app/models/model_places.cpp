#include "app/models/model_places.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <stdexcept>
#include <utility>

#include "app/models/ollama_manifest.h"
#include "app/run/scorer_folder.h"
#include "engine/files/regular_file.h"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr int kDepth = 5;             // of folders in a folder
constexpr int kMostEntries = 50'000;  // looked at below one folder: a home directory must not take minutes
constexpr std::string_view kHubPrefix = "models--";

fs::path variable(const char* name) {
    const char* value = std::getenv(name);
    return value && *value ? fs::path(value) : fs::path();
}

bool isThere(const fs::path& path) {
    std::error_code error;
    return fs::exists(path, error);
}

bool isDirectory(const fs::path& path) {
    std::error_code error;
    return fs::is_directory(path, error);
}

std::vector<fs::path> entriesOf(const fs::path& directory) {
    std::vector<fs::path> entries;
    std::error_code error;
    for (fs::directory_iterator at(directory, fs::directory_options::skip_permission_denied, error), end;
         at != end && !error; at.increment(error)) {
        entries.push_back(at->path());
        if (entries.size() >= kMostEntries) break;
    }
    std::sort(entries.begin(), entries.end());
    return entries;
}

/// One line of a small file, without blanks at its end.
std::string firstLine(const fs::path& path) {
    try {
        std::string line(128, '\0');
        line.resize(engine::RegularFile::open(path).readSome(0, std::as_writable_bytes(std::span(line))));
        line.resize(std::min(line.find_first_of("\r\n "), line.size()));
        return line;
    } catch (const std::runtime_error&) {  // not there, or no file
        return {};
    }
}

bool isScorerName(const fs::path& path) {
    const fs::path extension = path.extension();
    return (extension == ".pt" || extension == ".pth" || extension == ".safetensors") &&
           path.filename().string().find("scorer") != std::string::npos;
}

/// "name-00001-of-00003.gguf": which part, of how many.
struct SplitPart {
    std::string stem;
    int part = 1;
    int count = 1;
};
SplitPart splitPartOf(const fs::path& path) {
    const std::string stem = path.stem().string();
    constexpr std::size_t kTail = 15;  // "-00001-of-00003"
    if (stem.size() <= kTail) return {stem, 1, 1};
    const std::string tail = stem.substr(stem.size() - kTail);
    const auto digits = [&](std::size_t at) {
        return std::all_of(tail.begin() + static_cast<std::ptrdiff_t>(at),
                           tail.begin() + static_cast<std::ptrdiff_t>(at + 5),
                           [](unsigned char c) { return std::isdigit(c) != 0; });
    };
    if (tail[0] != '-' || tail.substr(6, 4) != "-of-" || !digits(1) || !digits(10)) return {stem, 1, 1};
    return {stem.substr(0, stem.size() - kTail), std::atoi(tail.substr(1, 5).c_str()),
            std::atoi(tail.substr(10, 5).c_str())};
}

class Finder {
public:
    void hub(const fs::path& root) {
        for (const fs::path& repo : entriesOf(root)) hubRepo(repo, ModelSource::HuggingFace);
    }

    /// The snapshot that refs/main names; without one, the first that has something in it.
    void hubRepo(const fs::path& repo, ModelSource source) {
        std::string name = repo.filename().string();
        if (!name.starts_with(kHubPrefix)) return;
        name.erase(0, kHubPrefix.size());
        if (const auto at = name.find("--"); at != std::string::npos) name.replace(at, 2, "/");
        const std::string main = firstLine(repo / "refs" / "main");
        const bool isHash = !main.empty() && std::all_of(main.begin(), main.end(),
                                                         [](unsigned char c) { return std::isxdigit(c) != 0; });
        std::optional<fs::path> snapshot;
        if (isHash && isDirectory(repo / "snapshots" / main)) snapshot = repo / "snapshots" / main;
        if (!snapshot) {
            for (const fs::path& entry : entriesOf(repo / "snapshots")) {
                if (isDirectory(entry)) snapshot = entry;
            }
        }
        if (!snapshot) {
            add({name, repo, source, "no snapshot of it was downloaded"});
            return;
        }
        m_left = kMostEntries;
        const std::size_t before = m_found.models.size();
        directory(*snapshot, name, source, 2);
        if (m_found.models.size() == before) add({name, *snapshot, source, "config.json is missing"});
    }

    void tree(const fs::path& root, ModelSource source) {
        m_left = kMostEntries;
        directory(root, "", source, kDepth);
    }

    void ollama(const fs::path& root) {
        for (OllamaModel& model : findOllamaModels(root)) {
            add({std::move(model.name), std::move(model.blob), ModelSource::Ollama, std::move(model.reason)});
        }
    }

    Candidates take() { return std::move(m_found); }

private:
    /// @param name  of the directory as people know it; empty at the top of a tree
    void directory(const fs::path& path, const std::string& name, ModelSource source, int depth) {
        std::vector<fs::path> ggufs;
        std::vector<fs::path> folders;
        const bool isModel = isThere(path / "config.json");
        const std::string shown = name.empty() ? path.filename().string() : name;
        for (const fs::path& entry : entriesOf(path)) {
            if (--m_left <= 0) break;
            const std::string file = entry.filename().string();
            if (file.starts_with('.')) continue;
            if (entry.extension() == ".gguf") {
                ggufs.push_back(entry);
            } else if (isScorerName(entry)) {
                addScorer(entry);
            } else if (depth > 0 && isDirectory(entry)) {
                folders.push_back(entry);
            }
        }
        if (isModel) add({shown, path, source, {}});
        addGgufs(ggufs, name, source);
        if (isModel) {  // what lies in a model's folder belongs to it
            for (const fs::path& entry : entriesOf(path / kScorerFolder)) {
                if (isScorerName(entry)) addScorer(entry);
            }
            return;
        }
        for (const fs::path& folder : folders) {
            const std::string file = folder.filename().string();
            if (file.starts_with(kHubPrefix)) {
                hubRepo(folder, source);
            } else {
                directory(folder, name.empty() ? file : name + "/" + file, source, depth - 1);
            }
        }
    }

    /// A folder's only GGUF model has the folder's name; split files are one model, named by their first part.
    void addGgufs(const std::vector<fs::path>& files, const std::string& folder, ModelSource source) {
        std::set<std::string> stems;
        std::map<std::pair<std::string, int>, int> partsOf;  // by name and the number of parts it speaks of
        for (const fs::path& file : files) {
            const SplitPart part = splitPartOf(file);
            stems.insert(part.stem);
            ++partsOf[{part.stem, part.count}];
        }
        for (const fs::path& file : files) {
            const SplitPart part = splitPartOf(file);
            if (part.part != 1) continue;
            const std::string name = folder.empty() ? part.stem : stems.size() == 1 ? folder : folder + "/" + part.stem;
            const int parts = partsOf[{part.stem, part.count}];
            std::string reason;
            if (parts != part.count)
                reason = "expected " + std::to_string(part.count) + " parts, found " + std::to_string(parts);
            add({name, file, source, std::move(reason)});
        }
    }

    bool isNew(const fs::path& path) {
        std::error_code error;
        const fs::path real = fs::weakly_canonical(path, error);
        return m_seen.insert(error ? path : real).second;
    }
    void add(ModelCandidate candidate) {
        if (isNew(candidate.path)) m_found.models.push_back(std::move(candidate));
    }
    void addScorer(const fs::path& path) {
        if (isNew(path)) m_found.scorers.push_back(path);
    }

    Candidates m_found;
    std::set<fs::path> m_seen;
    int m_left = kMostEntries;
};

}  // namespace

const char* nameOf(ModelSource source) {
    switch (source) {
        case ModelSource::Embedded: return "embedded";
        case ModelSource::HuggingFace: return "hugging-face";
        case ModelSource::LmStudio: return "lm-studio";
        case ModelSource::LlamaCpp: return "llama.cpp";
        case ModelSource::Ollama: return "ollama";
        case ModelSource::Folder: return "folder";
    }
    return "";
}

ModelPlaces placesOfThisMachine(const std::vector<std::string>& folders) {
    const fs::path home = variable("HOME");
    const fs::path xdg = variable("XDG_CACHE_HOME");
    const fs::path cache = xdg.empty() ? home / ".cache" : xdg;
    const auto first = [](const fs::path& given, const fs::path& usual) { return given.empty() ? usual : given; };
    const fs::path hfHome = first(variable("HF_HOME"), cache / "huggingface");
    ModelPlaces places;
    places.huggingFace = {first(variable("HF_HUB_CACHE"), hfHome / "hub")};
    places.llamaCpp = {first(variable("LLAMA_CACHE"), cache / "llama.cpp")};
    const fs::path ollama = variable("OLLAMA_MODELS");
    places.ollama = ollama.empty()
                        ? std::vector{home / ".ollama" / "models", fs::path("/usr/share/ollama/.ollama/models")}
                        : std::vector{ollama};
    places.lmStudio = {home / ".lmstudio" / "models", home / ".cache" / "lm-studio" / "models"};
    places.folders.assign(folders.begin(), folders.end());
    places.trained = {first(variable("XDG_DATA_HOME"), home / ".local" / "share") / "stepscope" / "scorers"};
    return places;
}

Candidates findCandidates(const ModelPlaces& places) {
    Finder finder;
    for (const fs::path& folder : places.folders) {
        if (folder.filename().string().starts_with(kHubPrefix)) {
            finder.hubRepo(folder, ModelSource::Folder);
        } else {
            finder.tree(folder, ModelSource::Folder);
        }
    }
    for (const fs::path& root : places.trained) finder.tree(root, ModelSource::Folder);
    for (const fs::path& root : places.huggingFace) finder.hub(root);
    for (const fs::path& root : places.lmStudio) finder.tree(root, ModelSource::LmStudio);
    for (const fs::path& root : places.llamaCpp) finder.tree(root, ModelSource::LlamaCpp);
    for (const fs::path& root : places.ollama) finder.ollama(root);
    return finder.take();
}

GivenPath classifyPath(const fs::path& path) {
    if (isDirectory(path)) return isThere(path / "config.json") ? GivenPath::Model : GivenPath::Folder;
    const fs::path extension = path.extension();
    if (extension == ".stepscope") return GivenPath::Recording;
    if (extension == ".gguf") return GivenPath::Model;
    if (extension == ".pt" || extension == ".pth") return GivenPath::Scorer;
    if (extension != ".safetensors") return GivenPath::Unknown;
    return isThere(path.parent_path() / "config.json") && !isScorerName(path) ? GivenPath::Model : GivenPath::Scorer;
}

}  // namespace app
