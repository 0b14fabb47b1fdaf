#include "app/study/examples.h"

#include "app/run/resources.h"
#include "engine/files/json_text.h"

namespace app {
namespace {

constexpr std::uint64_t kMostFileBytes = 1 << 20;

}  // namespace

std::vector<Example> loadExamples() {
    const std::string file = (resourceDir() / "problems" / "examples.json").string();
    const auto json = engine::readJsonFile(file, kMostFileBytes);
    std::vector<Example> examples;
    for (const auto& item : engine::listFrom(json, {.file = file, .field = "examples"})) {
        const engine::JsonObject e(item, file, "examples");
        examples.push_back({e.requireString("title"), e.requireString("question"), e.requireString("answer"),
                            e.requireString("family"), e.requireInt("level")});
    }
    return examples;
}

}  // namespace app
