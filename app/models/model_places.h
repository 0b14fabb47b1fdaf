// Where people's models lie on this machine, and what lies there: the caches of other programs and folders of one's
// own. Only looks at names and small manifests; opens no weights. Read-only, no state, any thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace app {

struct ModelPlaces {
    std::vector<std::filesystem::path> huggingFace;  ///< hub folders: models--org--name/snapshots/REVISION
    std::vector<std::filesystem::path> lmStudio;     ///< publisher/model/*.gguf
    std::vector<std::filesystem::path> llamaCpp;     ///< *.gguf
    std::vector<std::filesystem::path> ollama;       ///< manifests/, blobs/
    std::vector<std::filesystem::path> folders;      ///< of the user's own
    std::vector<std::filesystem::path> trained;      ///< where the window keeps scorers that it trained
};

/// From HF_HUB_CACHE, HF_HOME, LLAMA_CACHE, OLLAMA_MODELS, XDG_DATA_HOME and the programs' own defaults below $HOME.
ModelPlaces placesOfThisMachine(const std::vector<std::string>& folders);

enum class ModelSource { Embedded, HuggingFace, LmStudio, LlamaCpp, Ollama, Folder };
const char* nameOf(ModelSource source);  ///< "embedded", "hugging-face", "lm-studio", "llama.cpp", "ollama", "folder"

/// Something that looks like a model: a directory with a config.json, or a GGUF file.
struct ModelCandidate {
    std::string name;  ///< as people know it: "Qwen/Qwen3-4B", "llama3.2:3b"
    std::filesystem::path path;
    ModelSource source = ModelSource::Folder;
    std::string reason;  ///< why it is none, where that is already clear
};

struct Candidates {
    std::vector<ModelCandidate> models;
    std::vector<std::filesystem::path> scorers;  ///< .pt and .safetensors with "scorer" in their name
};

/// Sorted by place, then by name; each thing once, however many ways lead to it.
Candidates findCandidates(const ModelPlaces& places);

/// What a file or folder given by hand is, from its name and what lies in it.
enum class GivenPath { Recording, Model, Scorer, Folder, Unknown };
GivenPath classifyPath(const std::filesystem::path& path);

}  // namespace app
