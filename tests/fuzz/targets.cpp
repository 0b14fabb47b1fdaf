#include "fuzz/targets.h"

#include <array>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "app/lesson/lesson.h"
#include "app/models/ollama_manifest.h"
#include "app/run/hidden_file.h"
#include "app/run/model_defaults.h"
#include "app/run/notes.h"
#include "app/run/recording.h"
#include "app/run/run_state.h"
#include "app/run/summary.h"
#include "app/study/problems.h"
#include "app/study/report/study_files.h"
#include "app/study/study_plan.h"
#include "app/study/study_reference.h"
#include "engine/files/safetensors.h"
#include "engine/model_files.h"
#include "engine/text/chat_template.h"
#include "engine/text/tokenizer.h"
#include "fuzz/generated_targets.h"
#include "scorer/checkpoint/checkpoint.h"
#include "scorer/training/step_rows.h"

namespace hostile {
namespace {

namespace fs = std::filesystem;

void readTensors(const fs::path& path) {
    const auto source = engine::openSafetensors(path);
    for (const std::string& name : source->tensorNames()) {
        const auto tensor = source->findTensor(name);
        if (!tensor) throw std::logic_error("a tensor that is listed is not there");
        unsigned sum = 0;
        for (const std::byte byte : tensor->bytes) sum += std::to_integer<unsigned>(byte);
        if (sum == 0xFFFFFFFF) throw std::logic_error("not reached: keeps the reads");
    }
}

void readConfig(const fs::path& path) {
    const auto config = engine::parseModelConfig(textOf(path), path.string());
    if (config.heads < 1 || config.kvHeads < 1 || config.heads % config.kvHeads != 0)
        throw std::logic_error("heads that do not divide");
    (void)engine::parseGenerationDefaults(textOf(path), path.string());
}

void readTokenizer(const fs::path& path) {
    const auto tokenizer = engine::Tokenizer::fromFile(path);
    const auto ids =
        tokenizer.encode("So 2 + 3 = 5.\n\nThen \xC3\xA9\xF0\x9F\x98\x80 " + std::string(20'000, 'a') + "!");
    (void)tokenizer.decode(ids);
    (void)tokenizer.leadingTokens();
    (void)tokenizer.tokensHolding("</think>");
    tokenizer.requireIdsBelow(tokenizer.vocabSize());
}

void readScorer(const fs::path& path) {
    (void)scorer::loadScorer(path);
}
void readRows(const fs::path& path) {
    (void)scorer::readStepRows(path);
}

void renderTemplate(const fs::path& path) {
    const std::array<engine::ChatMessage, 2> messages{{{"system", "Be brief."}, {"user", "Hi <think>x</think>"}}};
    const engine::TemplateVars vars{.bosToken = "<s>",
                                    .eosToken = "</s>",
                                    .flags = {},
                                    .now = std::tm{},
                                    .otherTokens = {{"pad_token", "<p>"}},
                                    .additionalSpecialTokens = {"<x>"}};
    (void)engine::ChatTemplate::parse(textOf(path)).render(messages, true, vars);
}

/// Rows of a model with four hidden dimensions, kept beside a run that says little.
void readHidden(const std::filesystem::path& path) {
    app::RunStarted header;
    header.backend = "cpu";
    header.model.sha256 = "m";
    header.model.hiddenSize = 4;
    header.options.systemPrompt.clear();
    const app::HiddenFile file(path.string(), header);
    for (const app::HiddenFile::Entry& entry : file.entries()) {
        (void)file.row(entry);
        (void)file.thought(entry);
    }
}

void readRecording(const fs::path& path) {
    app::OpenedRecording opened = app::openRecording(path.string());
    (void)opened.warnings();
    (void)app::summaryOf(opened.timeline.at(opened.timeline.duration() / 2));
    if (opened.leftOut) throw std::runtime_error(*opened.leftOut);
}

void readProblems(const fs::path& path) {
    (void)app::readProblems(path.string());
}
void readDefaults(const fs::path& path) {
    const fs::path folder = path.parent_path();
    (void)app::loadModelDefaults(folder, engine::loadGenerationDefaults(folder));
}

void readNotes(const fs::path& path) {
    const app::RunNotes notes = app::readNotes(path);
    const fs::path copy = path.parent_path() / "copy.notes.json";
    app::writeNotes(copy, notes);
    if (!(app::readNotes(copy) == notes)) throw std::logic_error("notes that were written read otherwise");
}

void readLesson(const fs::path& path) {
    const app::Lesson lesson = app::readLesson(path);
    if (lesson.pages.empty()) throw std::logic_error("a lesson without a page");
    std::vector<std::string> missing;
    for (const app::LessonPage& page : lesson.pages)
        (void)app::filledText(
            page.text, [](const auto&, const auto&) { return std::nullopt; }, missing);
}

void readManifest(const fs::path& path) {
    // .../manifests/registry.ollama.ai/library/m/1, read as Ollama's folder would be.
    const fs::path root = path.parent_path() / "ollama";
    const fs::path tag = root / "manifests/registry.ollama.ai/library/m/1";
    fs::create_directories(tag.parent_path());
    fs::copy_file(path, tag, fs::copy_options::overwrite_existing);
    for (const app::OllamaModel& model : app::findOllamaModels(root)) {
        if (model.reason.empty()) throw std::logic_error("a blob that is not there was accepted");
        throw std::runtime_error(model.reason);
    }
    throw std::logic_error("the manifest was not found");
}

void readGguf(const fs::path& path) {
    const engine::ModelFiles files = engine::ModelFiles::open(path);
    (void)files.readTokenizer();
    (void)files.findChatSetup();
}

void readStudy(const fs::path& path) {
    (void)app::toJson(app::readStudySetup(path.parent_path())).dump();
}
void readRecords(const fs::path& path) {
    (void)app::resultsCsv(app::eachRunOnce(app::readStudyRecords(path)));
}
void readReference(const fs::path& path) {
    (void)app::StudyReference(path.parent_path() / "own.jsonl", {path}).find(0);
}

constexpr std::array kTargets{
    Target{"safetensors", "model.safetensors", readTensors},
    Target{"index", "model.safetensors.index.json", readTensors, "part.safetensors", goodSafetensors},
    Target{"config", "config.json", readConfig},
    Target{"tokenizer", "tokenizer.json", readTokenizer},
    Target{"checkpoint", "step_scorer.pt", readScorer},
    Target{"rows", "problem.safetensors", readRows},
    Target{"template", "chat_template.jinja", renderTemplate},
    Target{"recording", "run.stepscope", readRecording},
    Target{"hidden", "run.stepscope.hidden", readHidden},
    Target{"problems", "problems.jsonl", readProblems},
    Target{"defaults", "stepscope.json", readDefaults},
    Target{"notes", "run.stepscope.notes.json", readNotes},
    Target{"lesson", "lesson.json", readLesson},
    Target{"manifest", "manifest.json", readManifest},
    Target{"gguf", "model.gguf", readGguf},
    Target{"study", "study.json", readStudy},
    Target{"records", "sc_n4_m50_s1.jsonl", readRecords},
    Target{"reference", "n4_s1.jsonl", readReference},
    Target{"answers", "answers.txt", compareAnswers},
    Target{"settings", "settings.json", readSettings},
    Target{"plan", "plan.json", readPlan},
    Target{"steering", "steer.jsonl", readSteering},
    Target{"comparison", "compare.json", readComparison},
    Target{"stream", "stream.txt", readStream},
    Target{"metrics", "metrics.txt", readMetrics},
    Target{"scores", "scores.json", readScores},
    Target{"fold", "decisions", foldRun},
    Target{"whatif", "decisions", compareWhatIf},
    Target{"kernels", "decisions", compareKernels},
};

}  // namespace

std::string textOf(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::span<const Target> targets() {
    return kTargets;
}

Verdict feed(const Target& target, const fs::path& folder, std::string_view bytes) {
    const auto write = [&](const char* name, std::string_view content) {
        std::ofstream file(folder / name, std::ios::binary | std::ios::trunc);
        if (!file.write(content.data(), static_cast<std::streamsize>(content.size())).flush())
            throw std::logic_error("could not write " + (folder / name).string());
    };
    write(target.fileName, bytes);
    if (target.more) write(target.more, target.moreBytes());
    try {
        target.read(folder / target.fileName);
    } catch (const std::logic_error&) {  // our own checks, and what no file should be able to cause
        throw;
    } catch (const std::exception& refusal) {
        const std::string_view reason = refusal.what();
        if (reason.empty() || reason.find('\n') != std::string_view::npos)
            throw std::logic_error("a refusal of several lines, or of none: " + std::string(reason));
        return Verdict::Refused;
    }
    return Verdict::Accepted;
}

const Target& requireTarget(const std::string& name) {
    for (const Target& target : kTargets)
        if (name == target.name) return target;
    throw std::invalid_argument("no target " + name);
}

std::string goodSafetensors() {
    const std::string header =
        R"({"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"F32","shape":[4],"data_offsets":[24,40]}})";
    std::string file;
    for (int i = 0; i < 8; ++i) file += static_cast<char>(header.size() >> (8 * i) & 0xFF);
    return file + header + std::string(40, '\0');
}

}  // namespace hostile
