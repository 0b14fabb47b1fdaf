#include "app/study/fingerprint.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "app/run/event_json.h"
#include "app/run/option_table.h"
#include "engine/files/json_text.h"
#include "engine/files/regular_file.h"
#include "engine/files/sha256.h"

namespace app {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// Beside the weights: what a model's tokens and numbers depend on. Its default options are in the options.
constexpr std::array<const char*, 5> kOtherFiles{"config.json", "tokenizer.json", "tokenizer_config.json",
                                                 "chat_template.jinja", "chat_template.json"};
constexpr std::uint64_t kMaxTextBytes = 256 << 20;
constexpr std::size_t kSampleBytes = 1 << 16;
constexpr int kSamples = 64;

void addText(engine::Sha256& hash, std::string_view text) {
    const std::string size = std::to_string(text.size()) + ":";
    hash.add(std::as_bytes(std::span(size)));
    hash.add(std::as_bytes(std::span(text)));
}

/// Size, and samples spread over the file: large weights are not read whole for their name.
void addSampled(engine::Sha256& hash, const fs::path& path) {
    const engine::RegularFile file = engine::RegularFile::open(path);
    addText(hash, std::to_string(file.size()));
    std::string sample(kSampleBytes, '\0');
    for (int i = 0; i < kSamples; ++i) {
        const std::uint64_t offset = file.size() > kSampleBytes
                                         ? (file.size() - kSampleBytes) / (kSamples - 1) * static_cast<std::uint64_t>(i)
                                         : 0;
        const std::size_t got = file.readSome(offset, std::as_writable_bytes(std::span(sample)));
        addText(hash, std::string_view(sample).substr(0, got));
        if (file.size() <= kSampleBytes) return;
    }
}

/// The weights of a model directory: one file, or an index and its shards.
void addWeights(engine::Sha256& hash, const fs::path& folder) {
    const fs::path single = folder / "model.safetensors";
    if (fs::is_regular_file(single)) return addSampled(hash, single);
    const fs::path path = folder / "model.safetensors.index.json";
    const std::string text = engine::readTextFile(path, kMaxTextBytes);
    addText(hash, text);
    const json index = engine::parseJson(text, path.string());
    std::set<std::string> shards;
    if (const auto map = index.find("weight_map"); map != index.end() && map->is_object()) {
        for (const auto& shard : *map) {
            if (shard.is_string()) shards.insert(shard.get<std::string>());
        }
    }
    for (const std::string& shard : shards) addSampled(hash, folder / shard);
}

bool isHash(const std::string& text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

/// A value in a message: on one line, cut where it is long.
std::string shown(const json* value) {
    constexpr std::size_t kLongest = 60;
    constexpr std::size_t kHashDigits = 12;
    if (!value || value->is_null()) return "not set";
    if (!value->is_string()) return value->dump(-1, ' ', false, json::error_handler_t::replace).substr(0, kLongest);
    const std::string& text = value->get_ref<const std::string&>();
    return isHash(text) ? text.substr(0, kHashDigits) + "..." : engine::inQuotes(text);
}

std::optional<Difference> differenceAt(const std::string& place, const json* kept, const json* asked) {
    if (kept && asked && kept->is_object() && asked->is_object()) {
        std::set<std::string> keys;
        for (const json* side : {kept, asked}) {
            for (const auto& item : side->items()) keys.insert(item.key());
        }
        for (const std::string& key : keys) {
            const json* left = kept->contains(key) ? &kept->at(key) : nullptr;
            const json* right = asked->contains(key) ? &asked->at(key) : nullptr;
            if (auto found = differenceAt(place.empty() ? key : place + "." + key, left, right)) return found;
        }
        return std::nullopt;
    }
    if (kept && asked && *kept == *asked) return std::nullopt;
    if (!kept && !asked) return std::nullopt;
    return Difference{place, shown(kept), shown(asked)};
}

}  // namespace

json resultOptions(const RunOptions& options) {
    json all = toJson(options);
    for (const OptionRow& row : optionTable()) {
        if (!row.changesResults) all.erase(row.key);
    }
    return all;
}

std::string modelIdentity(const ModelInfo& model) {
    engine::Sha256 hash;
    const fs::path place = model.path;
    if (!model.sha256.empty()) {
        addText(hash, model.sha256);
    } else if (fs::is_directory(place)) {
        addWeights(hash, place);
    } else {
        addSampled(hash, place);
    }
    for (const char* name : kOtherFiles) {
        const fs::path file = place / name;
        if (fs::is_directory(place) && fs::exists(file))
            addText(hash, name + (":" + engine::readTextFile(file, kMaxTextBytes)));
    }
    return hash.finishHex();
}

std::string problemsSha256(std::span<const Problem> problems) {
    engine::Sha256 hash;
    for (const Problem& problem : problems) {
        addText(hash, std::to_string(problem.index));
        addText(hash, problem.question);
        addText(hash, problem.answer.value_or(""));
    }
    return hash.finishHex();
}

json fingerprintOf(const ModelSession& session, const RunOptions& options) {
    const ModelInfo& model = session.info();
    json all = {{"results_version", kResultsVersion},
                {"backend", session.device().backend},
                {"model", {{"name", model.name}, {"identity", modelIdentity(model)}}},
                {"scorer", session.scorer() ? json(session.scorer()->sha256) : json(nullptr)},
                {"options", resultOptions(options)}};
    // Older folders hold results of the device's own type: to them nothing is added.
    const MemoryFacts memory = session.memory();
    const kernels::KvType kv = kvTypeFor(memory, options.kvType);
    if (kv != kvTypeFor(memory, KvChoice::F32)) all["kv_type"] = kernels::nameOf(kv);
    return all;
}

json fingerprintOf(const ModelSession& session, const RunOptions& options, std::span<const Problem> problems) {
    json all = fingerprintOf(session, options);
    all["problems"] = {{"count", problems.size()}, {"sha256", problemsSha256(problems)}};
    return all;
}

std::optional<Difference> findDifference(const json& kept, const json& asked) {
    return differenceAt("", &kept, &asked);
}

void requireSameFingerprint(const fs::path& file, const json& kept, const json& asked) {
    const auto difference = findDifference(kept, asked);
    if (!difference) return;
    throw UsageError(file.string() + ": field '" + difference->field + "': the results there are of " +
                     difference->kept + ", this call asks for " + difference->asked +
                     "; use the same value or choose another folder");
}

}  // namespace app
