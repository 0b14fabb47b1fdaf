// What is found on a machine: caches of other programs, their naming, what cannot be loaded and why, and how long it
// takes.
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "app/models/known_models.h"
#include "app/models/model_folders.h"
#include "app/models/models.h"
#include "app/run/resources.h"
#include "app/run/usage_error.h"
#include "cpu_time.h"
#include "growth.h"

using namespace app;
namespace fs = std::filesystem;

namespace {

std::string little(std::uint64_t value, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i) & 0xFF);
    return text;
}
std::string ggufText(const std::string& text) {
    return little(text.size(), 8) + text;
}
std::string gguf(const std::string& architecture, const std::string& name) {
    return "GGUF" + little(3, 4) + little(0, 8) + little(4, 8) + ggufText("tokenizer.ggml.tokens") + little(9, 4) +
           little(8, 4) + little(2, 8) + ggufText("a") + ggufText("b") + ggufText("general.architecture") +
           little(8, 4) + ggufText(architecture) + ggufText("x.block_count") + little(4, 4) + little(7, 4) +
           ggufText("general.name") + little(8, 4) + ggufText(name);
}

const std::string kDigest(64, 'a');

std::string manifest(const std::string& digest, const std::string& kind = "model") {
    return R"({"schemaVersion":2,"layers":[{"mediaType":"application/vnd.ollama.image.)" + kind + R"(","digest":")" +
           digest + R"(","size":1}]})";
}

}  // namespace

class AppModels : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    fs::path root() const { return m_dir.path().toStdString(); }

    void write(const fs::path& path, const std::string& text = {}) const {
        fs::create_directories((root() / path).parent_path());
        std::ofstream(root() / path, std::ios::binary) << text;
    }
    void link(const fs::path& target, const fs::path& path) const {
        fs::create_directories((root() / path).parent_path());
        fs::create_symlink(target, root() / path);
    }
    ModelPlaces places() const {
        ModelPlaces p;
        p.huggingFace = {root() / "hub"};
        p.lmStudio = {root() / "lm"};
        p.llamaCpp = {root() / "llama"};
        p.ollama = {root() / "ollama"};
        p.folders = {root() / "own"};
        p.trained = {root() / "trained"};
        return p;
    }
    static const FoundModel* find(const Found& found, const std::string& name) {
        for (const FoundModel& model : found.models)
            if (model.name == name) return &model;
        return nullptr;
    }
    /// Its reason holds the word; fails where the model is not listed.
    void expectReason(const Found& found, const std::string& name, const std::string& word) {
        const FoundModel* model = find(found, name);
        QVERIFY2(model, ("not listed: " + name).c_str());
        QVERIFY2(!model->loadable && model->reason.find(word) != std::string::npos,
                 (name + ": " + model->reason).c_str());
        QVERIFY2(model->reason.find('\n') == std::string::npos, model->reason.c_str());
    }

private Q_SLOTS:
    void initTestCase() {
        // Hugging Face: the demo model's files as a snapshot of links, as the cache lays it out; main names the second.
        const std::string old(40, '1');
        const std::string fresh(40, '2');
        write("hub/models--org--tiny/refs/main", fresh + "\n");
        write("hub/models--org--tiny/snapshots/" + old + "/config.json", "{}");
        for (const char* file : {"config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"}) {
            link(demoModelDir() / file, fs::path("hub/models--org--tiny/snapshots") / fresh / file);
        }
        write("hub/models--gpt2/refs/main", old);
        write("hub/models--gpt2/snapshots/" + old + "/config.json",
              R"({"model_type":"gpt2","architectures":["GPT2LMHeadModel"]})");
        write("hub/models--a--gguf-repo/snapshots/x/m-Q4_K_M.gguf", gguf("qwen3", "M"));
        write("hub/models--a--gguf-repo/snapshots/x/m-Q8_0.gguf", gguf("qwen3", "M"));
        write("hub/models--a--nothing/refs/main", "../../../etc");
        write("hub/models--a--empty/snapshots/x/README.md", "hello");
        write("hub/datasets--a--b/snapshots/x/config.json", "{}");
        write("hub/version.txt", "1");

        write("lm/maker/model/model-Q4.gguf", gguf("llama", "A model"));
        write("llama/org_repo_file.gguf", gguf("phi3", "P"));
        write("llama/big-00001-of-00002.gguf", gguf("llama", "B"));
        write("llama/big-00002-of-00002.gguf", gguf("llama", "B"));
        write("llama/half-00001-of-00003.gguf", gguf("llama", "B"));

        const fs::path library = "ollama/manifests/registry.ollama.ai/library";
        write(fs::path("ollama/blobs") / ("sha256-" + kDigest), gguf("llama", "Llama 3.2 3B"));
        write(library / "llama3.2/3b", manifest("sha256:" + kDigest));
        write("ollama/manifests/registry.ollama.ai/someone/model/latest", manifest("sha256:" + std::string(64, 'b')));
        write("ollama/manifests/hf.co/org/name/Q4", manifest("sha256:../../../../etc/passwd"));
        write(library / "adapted/1", manifest("sha256:" + kDigest, "adapter"));
        write(library / "cloud/1", manifest("sha256:" + kDigest, "license"));
        write(library / "broken/1", "{\"layers\":[");
        write(library / "typed/1", "{\"layers\":[7]}");

        write("own/deep/a/b/c/model.gguf", gguf("qwen2", "Q"));
        write("own/bad/config.json", "not json");
        write("own/notgguf.gguf", "hello");
        write("own/.hidden/model.gguf", gguf("llama", "H"));
        link(root() / "own", "own/deep/loop");
        fs::copy_file(demoModelDir() / "step_scorer/step_scorer.pt", root() / "own/Tiny_step_scorer.pt");
        // In the folder that a model has for its scorer, and in another of a model, which is not looked into.
        for (const char* place : {"own/bad/step_scorer/Own_step_scorer.pt", "own/bad/other/Deep_step_scorer.pt",
                                  "trained/Trained_step_scorer.pt"}) {
            fs::create_directories((root() / place).parent_path());
            fs::copy_file(demoModelDir() / "step_scorer/step_scorer.pt", root() / place);
        }
        write("own/broken_scorer.pt", "no zip");
    }

    void namesAreThoseThatPeopleKnow() {
        const Found found = findModels(places(), {});
        for (const char* name : {"Stepscope demo (embedded)",
                                 "org/tiny",
                                 "gpt2",
                                 "a/gguf-repo/m-Q4_K_M",
                                 "a/gguf-repo/m-Q8_0",
                                 "maker/model",
                                 "org_repo_file",
                                 "big",
                                 "half",
                                 "llama3.2:3b",
                                 "someone/model:latest",
                                 "hf.co/org/name:Q4",
                                 "adapted:1",
                                 "cloud:1",
                                 "broken:1",
                                 "typed:1",
                                 "deep/a/b/c",
                                 "bad",
                                 "notgguf",
                                 "a/nothing",
                                 "a/empty"}) {
            QVERIFY2(find(found, name), name);
        }
        QCOMPARE(found.models.size(), std::size_t{21});
        QCOMPARE(found.models[0].source, ModelSource::Embedded);
        QCOMPARE(find(found, "llama3.2:3b")->source, ModelSource::Ollama);
    }

    void theSnapshotOfMainIsTaken() {
        const Found found = findModels(places(), {.deviceBytes = std::size_t{1} << 34});
        const FoundModel& tiny = *find(found, "org/tiny");
        QVERIFY2(tiny.loadable, tiny.reason.c_str());
        QVERIFY(tiny.path.ends_with(std::string(40, '2')));
        QCOMPARE(tiny.family, std::string("qwen3"));
        QCOMPARE(tiny.parameters, find(found, "Stepscope demo (embedded)")->parameters);
        QVERIFY(tiny.memory.weightBytes > 0 && tiny.memory.blockBytes > 0);
        QCOMPARE(tiny.memory.deviceBytes, std::size_t{1} << 34);
    }

    void whatCannotBeLoadedSaysWhy() {
        const Found found = findModels(places(), {});
        expectReason(found, "gpt2", "model_type");
        expectReason(found, "a/nothing", "snapshot");
        expectReason(found, "a/empty", "config.json");
        expectReason(found, "half", "expected 3 parts, found 1");
        expectReason(found, "someone/model:latest", "blob is missing");
        expectReason(found, "hf.co/org/name:Q4", "digest");
        expectReason(found, "adapted:1", "adapter");
        expectReason(found, "cloud:1", "model layer");
        expectReason(found, "broken:1", "JSON");
        expectReason(found, "typed:1", "layers");
        expectReason(found, "bad", "config.json");
        expectReason(found, "notgguf", "expected a model directory or a GGUF file");
        expectReason(found, "llama3.2:3b",
                     "llama.embedding_length");  // a blob without an extension, told by its content
    }

    void scorersShowTheirMetrics() {
        const Found found = findModels(places(), {});
        const auto named = [&](const std::string& name) {
            return std::ranges::find(found.scorers, name, &FoundScorer::name);
        };
        const auto good = named("Tiny_step_scorer.pt");
        QVERIFY(good != found.scorers.end() && good->loadable);
        QCOMPARE(good->hiddenWidth, 512);
        QVERIFY(!good->metrics.empty());
        const auto inModel = named("Own_step_scorer.pt");
        QVERIFY(inModel != found.scorers.end() && inModel->loadable);
        QVERIFY(named("Trained_step_scorer.pt") != found.scorers.end());
        QVERIFY(named("Deep_step_scorer.pt") == found.scorers.end());
        const auto bad = named("broken_scorer.pt");
        QVERIFY(bad != found.scorers.end() && !bad->loadable && !bad->reason.empty());
    }

    void aNameStandsForItsPath() {
        qputenv("HF_HUB_CACHE", (root() / "hub").c_str());
        qputenv("XDG_CONFIG_HOME", (root() / "config").c_str());
        QVERIFY(requireModelPath("org/tiny").ends_with(std::string(40, '2')));
        QCOMPARE(requireModelPath(""), std::string());
        QCOMPARE(requireModelPath(root().string()), root().string());
        QVERIFY_THROWS_EXCEPTION(UsageError, requireModelPath("org/other"));
        saveModelFolders({(root() / "own").string(), (root() / "own").string(), "relative"});
        QCOMPARE(loadModelFolders(), std::vector<std::string>{(root() / "own").string()});
        QCOMPARE(requireModelPath("bad"), (root() / "own/bad").string());
        saveModelFolders({});
        QVERIFY(loadModelFolders().empty());
        qunsetenv("HF_HUB_CACHE");
        qunsetenv("XDG_CONFIG_HOME");
    }

    void placesFollowTheEnvironment() {
        qputenv("HF_HUB_CACHE", "/h");
        qputenv("LLAMA_CACHE", "/l");
        qputenv("OLLAMA_MODELS", "/o");
        qputenv("XDG_DATA_HOME", "/d");
        ModelPlaces p = placesOfThisMachine({"/mine"});
        QCOMPARE(p.huggingFace, std::vector<fs::path>{"/h"});
        QCOMPARE(p.llamaCpp, std::vector<fs::path>{"/l"});
        QCOMPARE(p.ollama, std::vector<fs::path>{"/o"});
        QCOMPARE(p.folders, std::vector<fs::path>{"/mine"});
        QCOMPARE(p.trained, std::vector<fs::path>{"/d/stepscope/scorers"});
        qunsetenv("XDG_DATA_HOME");
        qunsetenv("HF_HUB_CACHE");
        qputenv("HF_HOME", "/hf");
        p = placesOfThisMachine({});
        QCOMPARE(p.huggingFace, std::vector<fs::path>{"/hf/hub"});
        qunsetenv("HF_HOME");
        qunsetenv("LLAMA_CACHE");
        qunsetenv("OLLAMA_MODELS");
    }

    void whatIsGivenByHandIsTold() {
        write("given/run.stepscope");
        write("given/x.gguf");
        write("given/step.pt");
        write("given/note.txt");
        write("given/model.safetensors");
        QCOMPARE(classifyPath(root() / "given/run.stepscope"), GivenPath::Recording);
        QCOMPARE(classifyPath(root() / "given/x.gguf"), GivenPath::Model);
        QCOMPARE(classifyPath(root() / "given/step.pt"), GivenPath::Scorer);
        QCOMPARE(classifyPath(root() / "given/note.txt"), GivenPath::Unknown);
        QCOMPARE(classifyPath(root() / "given/model.safetensors"), GivenPath::Scorer);
        QCOMPARE(classifyPath(root() / "given"), GivenPath::Folder);
        QCOMPARE(classifyPath(demoModelDir()), GivenPath::Model);
        QCOMPARE(classifyPath(demoModelDir() / "model.safetensors"), GivenPath::Model);
    }

    /// What a clone without Git LFS leaves says so, wherever it lies.
    void placeholdersAreNamed() {
        QTemporaryDir folder;
        const fs::path root = folder.path().toStdString();
        const std::string pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 4096\n";
        const auto put = [&](const fs::path& name, const std::string& bytes) {
            fs::create_directories((root / name).parent_path());
            std::ofstream(root / name, std::ios::binary) << bytes;
        };
        const auto copy = [&](const char* model, const char* file) {
            fs::create_directories(root / model);
            fs::copy_file(demoModelDir() / file, root / model / file);
        };
        put("weights/model.safetensors", pointer);
        copy("weights", "config.json");
        copy("weights", "tokenizer.json");
        put("config/config.json", pointer);
        put("one.gguf", pointer);
        put("page.gguf", "<!DOCTYPE html>\n<html></html>");
        put("step_scorer.pt", pointer);
        ModelPlaces p;
        p.folders = {root};
        const Found found = findModels(p, {});
        for (const char* name : {"weights", "config", "one"})
            expectReason(found, name, "is a Git LFS pointer, not the file itself");
        expectReason(found, "page", "is a web page, not the file itself");
        const auto scorer = std::ranges::find(found.scorers, std::string("step_scorer.pt"), &FoundScorer::name);
        QVERIFY(scorer != found.scorers.end());
    }

    /// Files split into parts are counted once, not once for each other file.
    void aFolderOfManyFilesTakesTimeInProportion() {
        QTemporaryDir folder;
        const fs::path root = folder.path().toStdString();
        const auto make = [&](int count) {
            const fs::path place = root / std::to_string(count);
            if (fs::exists(place)) return place;
            fs::create_directories(place);
            for (int i = 0; i < count; ++i) std::ofstream(place / ("m" + std::to_string(i) + ".gguf"));
            return place;
        };
        make(500);
        make(2000);
        const double ratio = growth::ratioOfFourfold(500, [&](int count) {
            ModelPlaces p;
            p.folders = {make(count)};
            if (findCandidates(p).models.size() != static_cast<std::size_t>(count)) qFatal("files are missing");
        });
        QVERIFY2(ratio < growth::kMostRatio, std::to_string(ratio).c_str());
    }

    /// The counts are those that the models' pages on huggingface.co give for their files.
    void knownModelsHaveTheirPublishedSizes() {
        const std::pair<const char*, std::int64_t> published[] = {
            {"microsoft/Phi-4-reasoning-plus", 14'659'507'200},
            {"deepseek-ai/DeepSeek-R1-0528-Qwen3-8B", 8'190'735'360},
            {"Qwen/Qwen3-4B-Thinking-2507", 4'022'468'096},
            {"Qwen/Qwen3-0.6B", 596'049'920},
            {"HuggingFaceTB/SmolLM2-135M-Instruct", 134'515'008}};
        QCOMPARE(knownModels().size(), std::size(published));
        for (std::size_t i = 0; i < std::size(published); ++i) {
            QCOMPARE(knownModels()[i].repository, std::string(published[i].first));
            QCOMPARE(parametersOf(knownModels()[i]), published[i].second);
        }
    }

    void aShapeIsPricedAsItsFilesAre() {
        KnownModel demo;
        demo.repository = "stepscope/demo";
        demo.shape = engine::loadModelConfig(demoModelDir());
        for (const char* backend : {"cpu", "cuda"}) {
            MemoryFacts device;
            device.backend = backend;
            device.device = "a device";
            device.deviceBytes = std::size_t{24} << 30;
            const Found found = findModels({}, device);
            const MemoryFacts files = found.models.front().memory;
            const MemoryFacts shape = priceKnownModel(demo, device);
            QCOMPARE(shape.weightBytes, files.weightBytes);
            QCOMPARE(shape.workspaceBytes, files.workspaceBytes);
            QCOMPARE(shape.blockBytes, files.blockBytes);
            QCOMPARE(shape.contextTokens, files.contextTokens);
        }
    }

    void aKnownModelIsFoundUnderItsNameOnly() {
        const KnownModel& model = knownModels()[2];
        QCOMPARE(model.name(), std::string("Qwen3-4B-Thinking-2507"));
        const auto found = [&](const std::string& name, const std::string& path) {
            Found all;
            FoundModel one;
            one.name = name;
            one.path = path;
            one.loadable = true;
            all.models.push_back(one);
            return findKnown(model, all) != nullptr;
        };
        QVERIFY(found("Qwen/Qwen3-4B-Thinking-2507", "/x"));
        QVERIFY(found("m", "/models/qwen3-4b-thinking-2507"));
        QVERIFY(found("m", "/models/Qwen3-4B-Thinking-2507-Q4_K_M.gguf"));
        QVERIFY(found("m", "/models/Qwen3-4B-Thinking-2507.gguf"));
        QVERIFY(!found("Qwen/Qwen3-4B", "/x"));
        QVERIFY(!found("a/Qwen3-4B-Thinking-2507-abliterated", "/x"));
        QVERIFY(!found("a/MyQwen3-4B-Thinking-2507", "/x"));
    }

    void manyModelsAreListedQuickly() {
        QTemporaryDir many;
        const fs::path hub = many.path().toStdString();
        for (int i = 0; i < 300; ++i) {
            const fs::path snapshot = hub / ("models--org--m" + std::to_string(i)) / "snapshots" / "x";
            fs::create_directories(snapshot);
            for (const char* file : {"config.json", "model.safetensors", "tokenizer.json"}) {
                fs::create_symlink(demoModelDir() / file, snapshot / file);
            }
        }
        ModelPlaces p;
        p.huggingFace = {hub};
        const cpu::ProcessClock clock;
        const Found found = findModels(p, {});
        QCOMPARE(found.models.size(), std::size_t{301});
        QVERIFY2(clock.seconds() < 2 * cpu::kSlack, qPrintable(QString::number(clock.seconds())));
    }
};

QTEST_GUILESS_MAIN(AppModels)
#include "app_models.moc"
