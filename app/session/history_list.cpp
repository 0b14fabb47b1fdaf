#include "app/session/history_list.h"

#include <map>
#include <stdexcept>

#include "app/run/event_words.h"
#include "app/run/policy_table.h"
#include "app/run/run_state.h"
#include "engine/files/atomic_file.h"
#include "engine/files/json_text.h"

namespace app {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kVersion = 1;
constexpr const char* kIndexName = "index.json";
constexpr std::uint64_t kMostIndexBytes = 16 << 20;
constexpr std::size_t kMostTextBytes = 1000;

/// The beginning of a text, cut between characters.
std::string beginningOf(const std::string& text) {
    if (text.size() <= kMostTextBytes) return text;
    std::size_t end = kMostTextBytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end) + "\u2026";
}

struct Known {
    std::uintmax_t bytes = 0;
    std::int64_t changedAt = 0;
    std::optional<HistoryRun> run;  ///< empty for a file that is no recording
};
using Index = std::map<std::string, Known>;

json toJson(const Known& known) {
    json j = {{"bytes", known.bytes}, {"changed_at", known.changedAt}};
    if (!known.run) return j;
    const HistoryRun& run = *known.run;
    j["run"] = {{"problem", run.problem},
                {"model", run.model},
                {"policy", nameOf(run.policy)},
                {"n", run.traces},
                {"answer", engine::orNull(run.answer)},
                {"right", engine::orNull(run.isRight)},
                {"end", run.end ? json(wordOf(kRunEnds, *run.end)) : json(nullptr)}};
    return j;
}

HistoryRun runFrom(const engine::JsonObject& object) {
    HistoryRun run;
    run.problem = object.requireString("problem");
    run.model = object.requireString("model");
    run.policy = findPolicy(object.requireString("policy")).value_or(PolicyKind::Step);
    run.traces = object.requireInt("n");
    run.answer = object.findString("answer");
    run.isRight = object.findBool("right");
    if (const auto end = object.findString("end")) run.end = enumOr(kRunEnds, *end, RunEnd::Done);
    return run;
}

/// Empty where there is no index that this version wrote.
Index readIndex(const fs::path& file) {
    Index index;
    try {
        const json root = engine::readJsonFile(file, kMostIndexBytes, {.depth = 8});
        const engine::JsonObject object(root, file.string());
        if (object.requireInt("version") != kVersion) return index;
        const engine::JsonObject files = object.requireObject("files");
        for (const auto& [name, value] : files.value().items()) {
            const engine::JsonObject entry(value, file.string());
            Known known{
                .bytes = entry.requireUnsigned("bytes"), .changedAt = entry.requireInteger("changed_at"), .run = {}};
            if (const auto run = entry.findObject("run")) known.run = runFrom(*run);
            index.emplace(name, std::move(known));
        }
    } catch (const std::runtime_error&) {
        index.clear();
    }
    return index;
}

/// The list is right without it, so that a folder that cannot be written is no problem here.
void writeIndex(const fs::path& file, const Index& index) {
    json files = json::object();
    for (const auto& [name, known] : index) files[name] = toJson(known);
    const json root = {{"version", kVersion}, {"files", std::move(files)}};
    try {
        engine::writeFileAtomically(file, root.dump(-1, ' ', false, json::error_handler_t::replace) + "\n");
    } catch (const std::runtime_error&) {
    }
}

HistoryRun summaryOf(const RunState& state) {
    HistoryRun run;
    run.problem = beginningOf(state.header.problem);
    run.model = beginningOf(state.header.model.name);
    run.policy = state.header.options.policy;
    run.traces = state.header.options.traces;
    if (const AnswerVote* leader = state.vote.leader()) {
        run.answer = beginningOf(leader->answer);
        run.isRight = state.isCorrect(*leader);
    }
    if (state.finished) run.end = state.finished->end;
    return run;
}

Known look(const fs::path& path, const HistoryFile& file, const IsGivenUp& isGivenUp) {
    Known known{.bytes = file.bytes, .changedAt = file.changedAt, .run = {}};
    RunState state;
    try {
        foldRecording(path.string(), state, isGivenUp);
        known.run = summaryOf(state);
    } catch (const std::runtime_error&) {
        if (isGivenUp && isGivenUp()) throw;
    }
    return known;
}

}  // namespace

std::vector<HistoryRun> listHistory(const fs::path& folder, const fs::path& inUse, const IsGivenUp& isGivenUp) {
    const fs::path indexFile = folder / kIndexName;
    Index before = readIndex(indexFile);
    Index index;
    bool isNew = false;
    std::vector<HistoryRun> runs;
    for (const HistoryFile& file : findHistoryFiles(folder, inUse)) {
        if (file.isInUse) continue;
        const auto found = before.find(file.name);
        const bool isKnown =
            found != before.end() && found->second.bytes == file.bytes && found->second.changedAt == file.changedAt;
        Known known = isKnown ? std::move(found->second) : look(folder / file.name, file, isGivenUp);
        isNew = isNew || !isKnown;
        if (known.run) {
            HistoryRun& run = runs.emplace_back(*known.run);
            run.path = folder / file.name;
            run.startedAt = file.startedAt;
            run.bytes = file.bytes;
        }
        index.emplace(file.name, std::move(known));
    }
    if (isNew || index.size() != before.size()) writeIndex(indexFile, index);
    return runs;
}

}  // namespace app
