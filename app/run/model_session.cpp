#include "app/run/model_session.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <new>

#include "app/run/devices.h"
#include "app/run/memory_offers.h"
#include "app/run/model_defaults.h"
#include "app/run/resources.h"
#include "app/run/row_scorer.h"
#include "app/run/scorer_folder.h"
#include "engine/files/sha256.h"
#include "engine/files/tensor_check.h"
#include "engine/model_files.h"
#include "kernels/cpu/memory_limits.h"

namespace app {
namespace {

namespace fs = std::filesystem;

/// The device's part of the facts. `ownBytes` are this program's own allocations on it.
MemoryFacts deviceFacts(const kernels::DeviceInfo& device, std::size_t ownBytes) {
    MemoryFacts facts;
    facts.backend = device.backend;
    facts.device = device.name;
    facts.deviceBytes = device.totalBytes;
    const std::size_t used = device.totalBytes - std::min(device.freeBytes, device.totalBytes);
    if (device.backend == "cuda") {
        facts.otherBytes = used - std::min(ownBytes, used);
    } else {
        facts.freeBytes = device.freeBytes + ownBytes;
        if (const auto left = kernels::cpu::addressSpaceLeft()) facts.addressBytes = *left + ownBytes;
    }
    return facts;
}

/// A model that the whole device could not hold.
void requireFits(const MemoryFacts& facts, WeightChoice weights) {
    RunOptions options;
    options.memoryUtilization = 1;
    options.weights = weights;
    const MemoryPlan plan = planMemory(facts, options, 1);
    if (plan.verdict != MemoryVerdict::ModelTooLarge) return;
    const std::string offered = offeredWeights(facts, options);
    const std::string what =
        verdictText(plan) + " on " + facts.device + "; " + (offered.empty() ? "use " : offered + ", ");
    if (facts.backend == "cuda") throw DeviceError(what + "--backend cpu or a smaller model");
    throw UsageError(what + "a smaller model");
}

engine::MlpWeights viewOf(const scorer::ScorerWeights& w) {
    return {w.inputWidth, w.hiddenWidth, w.w0, w.b0, w.w1, w.b1};
}

std::optional<std::string> findScorerOf(const fs::path& model) {
    for (const fs::path& folder : {model / kScorerFolder, model}) {
        for (const char* name : {"step_scorer.safetensors", "step_scorer.pt"}) {
            if (fs::exists(folder / name)) return (folder / name).string();
        }
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

std::unique_ptr<ModelSession> ModelSession::load(const LoadModel& wanted, const LoadObserver& observer) {
    const auto report = [&](const char* stage, double fraction) {
        if (observer.progress) observer.progress(stage, fraction);
    };
    try {
        const bool embedded = wanted.path.empty();
        const fs::path place = embedded ? demoModelDir() : fs::path(wanted.path);
        auto session = std::unique_ptr<ModelSession>(new ModelSession());
        report("reading the configuration", 0);
        const engine::ModelFiles files = engine::ModelFiles::open(place);
        const engine::ModelConfig& config = files.config();
        session->m_backend = makeBackend(wanted.backend, wanted.device);
        const ModelDefaults defaults = loadModelDefaults(place, files.generation());
        const std::string name = defaults.name.value_or(modelName(place.string()));
        const WeightChoice weights = wanted.weights.value_or(defaults.options.weights);
        session->m_defaults.weights = weights;
        const MemoryFacts priced = session->price(config, files.tensors(), name, observer);
        session->m_weightPrices = priced.weightPrices;
        report("reading the tokenizer", 0.02);
        session->m_prompts = std::make_unique<PromptMaker>(files, place.string());
        session->m_tokenizer = &session->m_prompts->tokenizer();
        engine::EndTokens ends = files.endTokens(*session->m_tokenizer);
        session->m_endTokens = std::move(ends.ids);
        session->m_notes = files.notes();
        session->m_notes.insert(session->m_notes.end(), ends.notes.begin(), ends.notes.end());
        session->m_boundaries = std::make_unique<scorer::BoundarySet>(*session->m_tokenizer);
        session->m_thinkEnds = session->m_tokenizer->tokensHolding("</think>");
        report("reading the weights", 0.05);
        try {
            session->m_transformer = std::make_unique<engine::Transformer>(
                *session->m_backend, config, files.tensors(),
                [&](double f) { report("reading the weights", 0.05 + 0.85 * f); },
                engine::TransformerOptions{.weights = weights});
        } catch (const kernels::OutOfMemory& error) {
            if (session->m_backend->activationBytes() == sizeof(float)) throw;
            throw DeviceError(std::string(error.what()) + "; use --backend cpu or a smaller model");
        }
        report("checking the weights", 0.9);
        ModelInfo& info = session->m_info;
        info.name = name;
        info.path = place.string();
        info.sha256 = engine::identityOfFiles(files.tensors().files());
        info.family = std::string(engine::familyName(config.family));
        info.parameters = engine::countParameters(files.tensors());
        info.layers = config.layers;
        info.hiddenSize = config.hiddenSize;
        info.contextTokens = config.maxPositions;
        info.embedded = embedded;
        info.format = files.format();
        const kernels::HostType type = weightPriceFor(priced, weights).type;
        info.weights = kernels::nameOf(type);
        info.quantised = files.isQuantised() || kernels::isQuantised(type);
        session->m_kvHeads = config.layers * config.kvHeads;
        session->m_kvHeadWidth = session->m_backend->kvHeadWidth(config.headDim);
        const MemoryFacts facts = session->memory();
        info.blockBytes = facts.blockBytes;
        info.kvType = kernels::nameOf(kvTypeFor(facts, KvChoice::Auto));
        session->m_knownWords = defaults.knownWords;
        session->m_hint = defaults.hint;
        session->m_defaults = defaults.options;
        session->m_defaults.weights = weights;
        session->m_defaults.backend = wanted.backend;
        session->m_defaults.device = wanted.device;
        // What lies beside a GGUF file may belong to any of its neighbours.
        if (fs::is_directory(place)) session->m_ownScorer = findScorerOf(place).value_or("");
        const std::string scorer = wanted.scorerPath.value_or(session->m_ownScorer);
        if (!scorer.empty()) session->loadScorer(scorer);
        report("ready", 1);
        return session;
    } catch (const UsageError&) {
        throw;
    } catch (const std::runtime_error& error) {
        throw UsageError(error.what());
    }
}

/// Tells the observer what the model will take, and refuses one that the device cannot hold at all.
MemoryFacts ModelSession::price(const engine::ModelConfig& config, const engine::TensorSource& tensors,
                                const std::string& name, const LoadObserver& observer) const {
    MemoryFacts facts = estimateMemory(deviceFacts(m_backend->info(), 0), config, tensors);
    facts.weightBytes = weightPriceFor(facts, weights()).bytes;
    if (observer.priced) observer.priced(name, facts);
    requireFits(facts, weights());
    return facts;
}

MemoryFacts ModelSession::memory() const {
    const std::size_t weights = m_transformer->weightBytes();
    const std::size_t workspace = m_transformer->workspaceBytes();
    const std::size_t kv = static_cast<std::size_t>(m_transformer->kvBlockCount()) * m_transformer->blockBytes();
    MemoryFacts facts = deviceFacts(m_backend->info(), weights + workspace + kv);
    facts.weightBytes = weights;
    facts.weightPrices = m_weightPrices;
    facts.weightPrices[static_cast<std::size_t>(m_defaults.weights)].bytes = weights;
    facts.workspaceBytes = workspace;
    facts.contextTokens = m_info.contextTokens;
    facts.kvHeads = m_kvHeads;
    facts.kvHeadWidth = m_kvHeadWidth;
    facts.parameters = m_info.parameters;
    facts.blockBytes = blockBytesFor(facts, KvChoice::Auto);
    return facts;
}

void ModelSession::reserveKv(int blocks, kernels::KvType type) {
    m_transformer->setKvType(type);
    if (m_transformer->kvBlockCount() < blocks) m_transformer->allocateKv(blocks);
}

void ModelSession::loadScorer(const std::string& path) {
    try {
        const scorer::ScorerWeights weights = scorer::loadScorer(path);
        const std::string name = fs::path(path).filename().string();
        scorer::requireWidth(weights, m_info.hiddenSize, name);
        m_transformer->attachScorer(viewOf(weights));
        m_scorer = scorerInfoOf(path, weights);
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& error) {
        throw UsageError(error.what());
    }
}

std::vector<TokenId> ModelSession::promptTokens(const std::string& problem, const std::string& systemPrompt,
                                                bool plain) const {
    return m_prompts->tokens(problem, systemPrompt, plain);
}

bool ModelSession::endsThinking(TokenId token) const {
    return std::binary_search(m_thinkEnds.begin(), m_thinkEnds.end(), token);
}

bool ModelSession::endsText(TokenId token) const {
    return std::find(m_endTokens.begin(), m_endTokens.end(), token) != m_endTokens.end();
}

std::optional<std::string> ModelSession::findHint(const std::string& problem) const {
    if (m_knownWords.empty() || m_hint.empty()) return std::nullopt;
    const std::vector<std::string> words = wordsOf(problem);
    const auto unknown = std::count_if(words.begin(), words.end(), [&](const std::string& w) {
        return !std::binary_search(m_knownWords.begin(), m_knownWords.end(), w);
    });
    const bool hasDigit =
        std::any_of(problem.begin(), problem.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
    const bool manyUnknown = unknown >= 3 && unknown * 3 > static_cast<std::ptrdiff_t>(words.size());
    if (hasDigit && !manyUnknown) return std::nullopt;
    return m_hint;
}

}  // namespace app
