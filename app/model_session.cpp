#include "app/model_session.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "app/resources.h"
#include "engine/safetensors.h"
#include "engine/sha256.h"
#include "kernels/cpu/cpu_backend.h"
#include "kernels/devices.h"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kHashedBytes = std::uintmax_t{512} << 20;  // larger weights would take seconds to hash

std::unique_ptr<kernels::Backend> makeBackend(BackendChoice choice) {
    if (choice == BackendChoice::Cuda) {
        const kernels::DeviceList list = kernels::listDevices();
        const std::string seen = list.devices.empty() ? list.reasonIfEmpty : "seen: " + list.devices.front().name;
        throw UsageError("--backend cuda: this version computes on the CPU only (" + seen + "); use --backend cpu");
    }
    return kernels::makeCpuBackend();
}

std::string hashOfWeights(const fs::path& directory) {
    const fs::path file = directory / "model.safetensors";
    std::error_code error;
    const auto size = fs::file_size(file, error);
    return error || size > kHashedBytes ? std::string() : engine::sha256HexOfFile(file);
}

engine::MlpWeights viewOf(const scorer::ScorerWeights& w) { return {w.inputWidth, w.hiddenWidth, w.w0, w.b0, w.w1, w.b1}; }

std::optional<std::string> findScorerBeside(const fs::path& directory) {
    for (const char* name : {"step_scorer.safetensors", "step_scorer.pt"}) {
        if (fs::exists(directory / name)) return (directory / name).string();
    }
    return std::nullopt;
}

/// Lower-case words of at least three letters.
std::vector<std::string> wordsOf(const std::string& text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : text + " ") {
        if (std::isalpha(static_cast<unsigned char>(c))) {
            word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        } else {
            if (word.size() >= 3) words.push_back(word);
            word.clear();
        }
    }
    return words;
}

}  // namespace

std::int64_t countParameters(const engine::TensorSource& tensors) {
    std::uint64_t count = 0;
    for (const std::string& name : tensors.tensorNames()) {
        const auto tensor = tensors.findTensor(name);
        count += tensor ? engine::findElementCount(tensor->shape).value_or(0) : 0;
    }
    return static_cast<std::int64_t>(count);
}

std::string modelName(const std::string& directory) {
    fs::path path = fs::path(directory).lexically_normal();
    if (!path.has_filename()) path = path.parent_path();
    // Hugging Face cache: models--org--name/snapshots/<hash>
    if (path.parent_path().filename() == "snapshots") {
        const std::string repo = path.parent_path().parent_path().filename().string();
        const auto at = repo.rfind("--");
        if (at != std::string::npos) return repo.substr(at + 2);
    }
    return path.filename().string();
}

std::unique_ptr<ModelSession> ModelSession::load(const std::string& path, BackendChoice backend,
                                                 const std::optional<std::string>& scorerPath, const LoadProgressFn& progress) {
    const auto report = [&](const char* stage, double fraction) {
        if (progress) progress(stage, fraction);
    };
    try {
        const bool embedded = path.empty();
        const fs::path directory = embedded ? demoModelDir() : fs::path(path);
        if (!fs::is_directory(directory)) throw UsageError(directory.string() + ": not a model directory");
        auto session = std::unique_ptr<ModelSession>(new ModelSession());
        report("reading the configuration", 0);
        const engine::ModelConfig config = engine::loadModelConfig(directory);
        session->m_backend = makeBackend(backend);
        report("reading the tokenizer", 0.02);
        session->m_tokenizer = std::make_unique<engine::Tokenizer>(engine::Tokenizer::fromFile(directory / "tokenizer.json"));
        session->m_boundaries = std::make_unique<scorer::BoundarySet>(*session->m_tokenizer);
        session->m_chat = engine::findChatSetup(directory);
        const auto tensors = engine::openSafetensors(directory);
        report("reading the weights", 0.05);
        session->m_transformer = std::make_unique<engine::Transformer>(
            *session->m_backend, config, *tensors, [&](double f) { report("reading the weights", 0.05 + 0.85 * f); });
        report("checking the weights", 0.9);
        ModelInfo& info = session->m_info;
        info.name = modelName(directory.string());
        info.path = directory.string();
        info.sha256 = hashOfWeights(directory);
        info.family = std::string(engine::familyName(config.family));
        info.parameters = countParameters(*tensors);
        info.layers = config.layers;
        info.hiddenSize = config.hiddenSize;
        info.contextTokens = config.maxPositions;
        info.blockBytes = session->m_transformer->blockBytes();
        info.embedded = embedded;
        const engine::GenerationDefaults generation = engine::loadGenerationDefaults(directory);
        RunOverrides overrides;
        overrides.temperature = generation.temperature;
        overrides.topP = generation.topP;
        overrides.topK = generation.topK;
        overrides.applyTo(session->m_defaults);
        session->m_defaults.backend = backend;
        session->readStepscopeFile(directory.string());
        const auto chosen = scorerPath ? scorerPath : findScorerBeside(directory);
        if (chosen) session->loadScorer(*chosen);
        report("ready", 1);
        return session;
    } catch (const UsageError&) {
        throw;
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
}

/// stepscope.json, an optional file of ours beside a model: {"name", "traces", "kv_cache_mib", "max_tokens", "hint",
/// "known_words"} and parameters of policies {"window", "thought_tokens", "refill_rounds", "refill_tokens"}. Anything else in it is ignored.
void ModelSession::readStepscopeFile(const std::string& directory) {
    std::ifstream file(fs::path(directory) / "stepscope.json");
    if (!file) return;
    const auto json = nlohmann::json::parse(file, nullptr, false);
    if (!json.is_object()) throw UsageError(directory + "/stepscope.json: not a JSON object");
    try {
        m_info.name = json.value("name", m_info.name);
        m_hint = json.value("hint", m_hint);
        m_knownWords = json.value("known_words", m_knownWords);
        std::sort(m_knownWords.begin(), m_knownWords.end());
        if (json.contains("traces")) m_defaults.traces = std::clamp(json["traces"].get<int>(), 1, 4096);
        if (json.contains("kv_cache_mib")) m_defaults.kvCacheMib = json["kv_cache_mib"].get<double>();
        const auto count = [&json](const char* key, int& target) {
            if (json.contains(key)) target = std::max(1, json[key].get<int>());
        };
        count("max_tokens", m_defaults.maxTokens);
        count("window", m_defaults.deepconf.window);
        count("thought_tokens", m_defaults.slim.minTokens);
        count("refill_rounds", m_defaults.refill.rounds);
        count("refill_tokens", m_defaults.refill.minTokens);
    } catch (const nlohmann::json::exception&) {
        throw UsageError(directory + "/stepscope.json: a field has the wrong type");
    }
}

void ModelSession::loadScorer(const std::string& path) {
    try {
        const scorer::ScorerWeights weights = scorer::loadScorer(path);
        const std::string name = fs::path(path).filename().string();
        scorer::requireWidth(weights, m_info.hiddenSize, name);
        m_transformer->attachScorer(viewOf(weights));
        m_scorer = ScorerInfo{name, path, engine::sha256HexOfFile(path), weights.inputWidth, weights.hiddenWidth, weights.metrics};
    } catch (const std::exception& error) {
        throw UsageError(error.what());
    }
}

std::vector<TokenId> ModelSession::promptTokens(const std::string& problem, const std::string& systemPrompt) const {
    if (problem.find_first_not_of(" \t\r\n") == std::string::npos) throw UsageError("the problem is empty; type a question first");
    if (!m_chat) throw UsageError(m_info.name + ": the model has no chat template, which this version needs");
    std::vector<engine::ChatMessage> messages;
    if (!systemPrompt.empty()) messages.push_back({"system", systemPrompt});
    messages.push_back({"user", problem});
    try {
        return m_tokenizer->encode(m_chat->chatTemplate.render(messages, true, m_chat->vars));
    } catch (const std::runtime_error& error) {
        throw UsageError(m_info.name + ": " + error.what());
    }
}

bool ModelSession::endsText(TokenId token) const {
    const auto& ids = m_transformer->config().eosIds;
    return std::find(ids.begin(), ids.end(), token) != ids.end();
}

std::optional<std::string> ModelSession::findHint(const std::string& problem) const {
    if (m_knownWords.empty() || m_hint.empty()) return std::nullopt;
    const std::vector<std::string> words = wordsOf(problem);
    const auto unknown = std::count_if(words.begin(), words.end(), [&](const std::string& w) {
        return !std::binary_search(m_knownWords.begin(), m_knownWords.end(), w);
    });
    const bool hasDigit = std::any_of(problem.begin(), problem.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
    const bool manyUnknown = unknown >= 3 && unknown * 3 > static_cast<std::ptrdiff_t>(words.size());
    if (hasDigit && !manyUnknown) return std::nullopt;
    return m_hint;
}

}  // namespace app
