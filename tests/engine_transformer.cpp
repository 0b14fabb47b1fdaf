// The forward pass against Hugging Face transformers: small models with random weights (tests/golden/forward) and the
// demo model (tests/golden/demo_model), whole and in pieces; what it refuses; draws, hidden rows and scores of a pass.
#include <QtTest>
#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>

#include "engine/files/safetensors.h"
#include "engine/files/tensor_check.h"
#include "engine/transformer.h"
#include "kernels/cpu/cpu_backend.h"
#include "random_model.h"
#include "relative_error.h"

namespace {

using namespace engine;
using nlohmann::json;

const std::filesystem::path kGolden = STEPSCOPE_TEST_DATA;
const std::filesystem::path kDemoModel = std::filesystem::path(STEPSCOPE_RESOURCES) / "demo-model";

json readJson(const std::filesystem::path& path) {
    return json::parse(std::ifstream(path));
}

std::vector<float> readFloats(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    std::vector<float> values(std::filesystem::file_size(path) / sizeof(float));
    stream.read(reinterpret_cast<char*>(values.data()), std::streamsize(values.size() * sizeof(float)));
    return values;
}

std::vector<TokenId> tokensOf(const json& ids) {
    std::vector<TokenId> tokens;
    for (const int id : ids) tokens.push_back(TokenId{id});
    return tokens;
}

/// The largest |got - expected| against the largest |expected|.
double largestError(std::span<const float> got, std::span<const float> expected) {
    double difference = 0, size = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        difference = std::max(difference, std::abs(double(got[i]) - double(expected[i])));
        size = std::max(size, std::abs(double(expected[i])));
    }
    return difference / size;
}

struct LoadedModel {
    explicit LoadedModel(const std::filesystem::path& folder, const kernels::CpuOptions& cpu = {},
                         const TransformerOptions& options = {})
        : backend(kernels::makeCpuBackend(cpu)),
          transformer(*backend, loadModelConfig(folder), *openSafetensors(folder), {}, options) {}

    std::unique_ptr<kernels::Backend> backend;
    Transformer transformer;
};

std::vector<BlockId> blocksFrom(int first, int count) {
    std::vector<BlockId> blocks;
    for (int i = 0; i < count; ++i) blocks.push_back(BlockId{first + i});
    return blocks;
}

}  // namespace

class EngineTransformer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void smallModels_data();
    void smallModels();
    void demoModelPrompts();
    void demoModelStepScores();
    void greedyPassContinuesLogits();
    void mixedSlices();
    void copyOnWrite_data();
    void copyOnWrite();
    void refusesBadSlices();
    void refusesBadScorers();
    void refusesIncompleteModels();
    void refusesWeightsThatAreNotFinite();
    void layersTooManyAreRefused();
    void reportsSizesAndProgress();
    void profileNamesTheStages();
};

void EngineTransformer::smallModels_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("maxRows");
    for (const char* name : {"tied_bf16", "untied_f32", "f16"})
        for (const int maxRows : {128, 7})
            QTest::addRow("%s in passes of %d", name, maxRows) << QString::fromLatin1(name) << maxRows;
}

void EngineTransformer::smallModels() {
    QFETCH(QString, name);
    QFETCH(int, maxRows);
    const std::filesystem::path folder = kGolden / "forward" / name.toStdString();
    LoadedModel model(folder, {}, {.maxRows = maxRows});
    const auto vocab = std::size_t(model.transformer.config().vocabSize);
    const auto width = std::size_t(model.transformer.config().hiddenSize);
    const std::vector<float> logits = readFloats(folder / "logits.f32");
    const std::vector<float> hidden = readFloats(folder / "hidden.f32");
    const json prompts = readJson(folder / "expected.json")["prompts"];
    QCOMPARE(logits.size(), vocab * prompts.size());
    for (std::size_t i = 0; i < prompts.size(); ++i) {
        const Transformer::Logits got = model.transformer.logitsOf(tokensOf(prompts[i]));
        QCOMPARE_LT(relativeError(got.logits, std::span(logits).subspan(i * vocab, vocab)), 1e-5);
        QCOMPARE_LT(largestError(got.logits, std::span(logits).subspan(i * vocab, vocab)), 1e-5);
        QCOMPARE_LT(largestError(got.hidden, std::span(hidden).subspan(i * width, width)), 1e-5);
    }
}

void EngineTransformer::demoModelPrompts() {
    const std::filesystem::path golden = kGolden / "demo_model";
    LoadedModel model(kDemoModel);
    const json index = readJson(golden / "prompts.json");
    const auto vocab = index["vocabulary"].get<std::size_t>();
    const auto width = index["width"].get<std::size_t>();
    const std::vector<float> logits = readFloats(golden / "logits.f32");
    const std::vector<float> hidden = readFloats(golden / "hidden.f32");
    QCOMPARE(index["prompts"].size(), std::size_t{20});
    double worst = 0;
    for (std::size_t i = 0; i < index["prompts"].size(); ++i) {
        const Transformer::Logits got = model.transformer.logitsOf(tokensOf(index["prompts"][i]["ids"]));
        worst = std::max({worst, largestError(got.logits, std::span(logits).subspan(i * vocab, vocab)),
                          largestError(got.hidden, std::span(hidden).subspan(i * width, width))});
    }
    qInfo("largest error relative to the largest value: %.2g", worst);
    QCOMPARE_LT(worst, 1e-4);
}

/// Whole texts in pieces as a run makes them: the prompt at once, then the boundary tokens one pass each.
void EngineTransformer::demoModelStepScores() {
    LoadedModel model(kDemoModel);
    const auto scorerFile = openSafetensors(kDemoModel / "step_scorer" / "step_scorer.safetensors");
    const int width = model.transformer.config().hiddenSize;
    const HostTensor first = *scorerFile->findTensor("net.0.weight");
    const std::vector<float> w0 = toFloat32(first), b0 = toFloat32(*scorerFile->findTensor("net.0.bias")),
                             w1 = toFloat32(*scorerFile->findTensor("net.2.weight")),
                             b1 = toFloat32(*scorerFile->findTensor("net.2.bias"));
    model.transformer.attachScorer({width, int(b0.size()), w0, b0, w1, b1.at(0)});

    const json traces = readJson(kGolden / "demo_model" / "scores.json");
    std::size_t steps = 0;
    double worst = 0;
    for (std::size_t i = 0; i < traces.size(); i += 3) {
        const json& trace = traces[i];
        const std::vector<TokenId> tokens = tokensOf(trace["ids"]);
        const std::vector<BlockId> blocks = blocksFrom(0, blocksFor(int(tokens.size())));
        model.transformer.allocateKv(int(blocks.size()));
        std::vector<float> scores, hidden;
        int done = 0;
        for (const json& step : trace["steps"]) {
            const int end = step["position"].get<int>() + 1;
            const Slice slice{.tokens = std::span(tokens).subspan(std::size_t(done), std::size_t(end - done)),
                              .firstPosition = done,
                              .blocks = blocks,
                              .sample = std::nullopt,
                              .gatherHidden = true};
            const PassResult result = model.transformer.pass({&slice, 1}, {});
            QCOMPARE(result.scores.size(), std::size_t{1});
            QVERIFY(model.transformer.lastScorerSeconds() > 0);
            scores.push_back(result.scores[0]);
            hidden.insert(hidden.end(), result.hidden.begin(), result.hidden.end());
            worst = std::max(worst, std::abs(double(result.scores[0]) - step["score"].get<double>()));
            done = end;
            ++steps;
        }
        QCOMPARE(model.transformer.scoreRows(hidden), scores);
    }
    QVERIFY(steps > 20);
    qInfo("largest error of %zu step scores: %.2g", steps, worst);
    QCOMPARE_LT(worst, 1e-4);
}

void EngineTransformer::greedyPassContinuesLogits() {
    LoadedModel model(kGolden / "forward" / "tied_bf16");
    Transformer& t = model.transformer;
    t.allocateKv(8);
    const std::vector<BlockId> blocks = blocksFrom(0, 8);
    std::vector<TokenId> text = {TokenId{3}, TokenId{14}, TokenId{15}};
    std::size_t done = 0;
    for (int step = 0; step < 40; ++step) {
        const Slice slice{.tokens = std::span(text).subspan(done),
                          .firstPosition = int(done),
                          .blocks = blocks,
                          .sample = SampleKey{TraceId{1}, step},
                          .gatherHidden = true};
        const PassResult result = t.pass({&slice, 1}, {.temperature = 0, .wantConfidence = true});
        done = text.size();
        const Transformer::Logits expected = t.logitsOf(text);
        const auto best = std::max_element(expected.logits.begin(), expected.logits.end());
        QCOMPARE(index(result.sampled.at(0).token), int(best - expected.logits.begin()));
        QCOMPARE(result.hidden, expected.hidden);  // in one piece or token by token: the same bits
        double sum = 0;
        for (const float logit : expected.logits) sum += std::exp(double(logit) - double(*best));
        QVERIFY(std::abs(double(result.sampled[0].logProbability) + std::log(sum)) < 1e-5);
        QVERIFY(result.sampled[0].confidence > 0);
        QVERIFY(result.scores.empty());
        text.push_back(result.sampled[0].token);
    }
}

void EngineTransformer::mixedSlices() {
    LoadedModel model(kGolden / "forward" / "tied_bf16", {}, {.maxRows = 16});
    Transformer& t = model.transformer;
    t.allocateKv(20);
    test::RandomValues random(5);
    std::vector<std::vector<TokenId>> texts(4);
    std::vector<std::vector<BlockId>> tables;
    for (std::size_t i = 0; i < 4; ++i) {
        for (int n = 0; n < 10 + 9 * int(i); ++n) texts[i].push_back(TokenId{random.below(99)});
        tables.push_back(blocksFrom(5 * int(i), 5));
    }
    // One slice only fills the cache, one is gathered, one draws, one does both; together more than a pass holds.
    const std::vector<Slice> slices = {
        {.tokens = texts[0], .blocks = tables[0], .sample = std::nullopt},
        {.tokens = texts[1], .blocks = tables[1], .sample = std::nullopt, .gatherHidden = true},
        {.tokens = texts[2], .blocks = tables[2], .sample = SampleKey{TraceId{2}, 0}},
        {.tokens = texts[3], .blocks = tables[3], .sample = SampleKey{TraceId{3}, 0}, .gatherHidden = true}};
    const PassResult result = t.pass(slices, {.temperature = 0});
    QCOMPARE(result.sampled.size(), std::size_t{2});
    QCOMPARE(result.hidden.size(), std::size_t{2 * 40});
    for (const auto& [slice, draw] : {std::pair{2, 0}, {3, 1}}) {
        const std::vector<float> logits = t.logitsOf(texts[std::size_t(slice)]).logits;
        QCOMPARE(index(result.sampled[std::size_t(draw)].token),
                 int(std::max_element(logits.begin(), logits.end()) - logits.begin()));
    }
    for (const auto& [slice, row] : {std::pair{1, 0}, {3, 1}})
        QCOMPARE(std::vector<float>(result.hidden.begin() + row * 40, result.hidden.begin() + (row + 1) * 40),
                 t.logitsOf(texts[std::size_t(slice)]).hidden);
    QVERIFY(t.pass({}, {}).sampled.empty());
}

void EngineTransformer::copyOnWrite_data() {
    QTest::addColumn<int>("kvType");
    for (const auto type : {kernels::KvType::F32, kernels::KvType::Bf16, kernels::KvType::Q8})
        QTest::newRow(kernels::nameOf(type)) << int(type);
}

/// Two traces share a half-full block; one takes a copy and goes on; neither sees the other's token.
void EngineTransformer::copyOnWrite() {
    QFETCH(int, kvType);
    LoadedModel model(kGolden / "forward" / "tied_bf16");
    Transformer& t = model.transformer;
    t.setKvType(kernels::KvType(kvType));
    t.allocateKv(3);
    const std::vector<TokenId> prompt = {TokenId{1}, TokenId{2}, TokenId{3}};
    const std::vector<BlockId> mine = {BlockId{0}}, copy = {BlockId{2}};
    const Slice first{.tokens = prompt, .blocks = mine, .sample = std::nullopt};
    (void)t.pass({&first, 1}, {});
    t.copyBlock(BlockId{0}, BlockId{2});
    const std::vector<TokenId> a = {TokenId{10}}, b = {TokenId{20}};
    const std::vector<Slice> next = {
        {.tokens = a, .firstPosition = 3, .blocks = mine, .sample = std::nullopt, .gatherHidden = true},
        {.tokens = b, .firstPosition = 3, .blocks = copy, .sample = std::nullopt, .gatherHidden = true}};
    const PassResult result = t.pass(next, {});
    const std::vector<float> hiddenA(result.hidden.begin(), result.hidden.begin() + 40),
        hiddenB(result.hidden.begin() + 40, result.hidden.end());
    QCOMPARE(hiddenA, t.logitsOf(std::vector{TokenId{1}, TokenId{2}, TokenId{3}, TokenId{10}}).hidden);
    QCOMPARE(hiddenB, t.logitsOf(std::vector{TokenId{1}, TokenId{2}, TokenId{3}, TokenId{20}}).hidden);
    QVERIFY_THROWS_EXCEPTION(std::out_of_range, t.copyBlock(BlockId{0}, BlockId{3}));
    QVERIFY_THROWS_EXCEPTION(std::out_of_range, t.copyBlock(BlockId{-1}, BlockId{0}));
}

void EngineTransformer::refusesBadSlices() {
    LoadedModel model(kGolden / "forward" / "tied_bf16");
    Transformer& t = model.transformer;
    const std::vector<TokenId> one = {TokenId{1}}, seventeen(17, TokenId{1}), outside = {TokenId{99}},
                               negative = {TokenId{-1}};
    const std::vector<BlockId> blocks = {BlockId{0}, BlockId{1}}, beyond = {BlockId{2}};
    const auto message = [&](const Slice& slice) -> std::string {
        try {
            (void)t.pass({&slice, 1}, {});
        } catch (const std::invalid_argument& e) {
            return e.what();
        }
        return "taken";
    };
    QCOMPARE(message({.tokens = one, .blocks = blocks, .sample = std::nullopt}),
             std::string("slice 0: expected blocks below 0, got 0"));
    t.allocateKv(2);
    QCOMPARE(t.kvBlockCount(), 2);
    QCOMPARE(message({.tokens = one, .blocks = blocks, .sample = std::nullopt}), std::string("taken"));
    QCOMPARE(message({.tokens = {}, .blocks = blocks, .sample = std::nullopt}),
             std::string("slice 0: expected at least one token, got 0"));
    QCOMPARE(message({.tokens = one, .firstPosition = -1, .blocks = blocks, .sample = std::nullopt}),
             std::string("slice 0: expected a first position of at least 0, got -1"));
    QCOMPARE(message({.tokens = one, .firstPosition = 128, .blocks = blocks, .sample = std::nullopt}),
             std::string("slice 0: expected at most 128 positions, got 129"));
    QCOMPARE(message({.tokens = seventeen, .firstPosition = 16, .blocks = blocks, .sample = std::nullopt}),
             std::string("slice 0: expected a block table of at least 3 blocks, got 2"));
    QCOMPARE(message({.tokens = one, .blocks = beyond, .sample = std::nullopt}),
             std::string("slice 0: expected blocks below 2, got 2"));
    QCOMPARE(message({.tokens = outside, .blocks = blocks, .sample = std::nullopt}),
             std::string("slice 0: expected tokens below 99, got 99"));
    QCOMPARE(message({.tokens = negative, .blocks = blocks, .sample = std::nullopt}),
             std::string("slice 0: expected tokens below 99, got -1"));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, t.allocateKv(0));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, (void)t.logitsOf({}));
}

void EngineTransformer::refusesBadScorers() {
    LoadedModel model(kGolden / "forward" / "tied_bf16");
    Transformer& t = model.transformer;
    const std::vector<float> w0(40 * 8, 0.1F), eight(8, 0.1F), seven(7, 0.1F), row(40, 1.0F), half(20, 1.0F);
    QVERIFY_THROWS_EXCEPTION(std::logic_error, (void)t.scoreRows(row));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, t.attachScorer({41, 8, w0, eight, eight, 0}));
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, t.attachScorer({40, 7, w0, seven, seven, 0}));
    QVERIFY(!t.hasScorer());
    t.attachScorer({40, 8, w0, eight, eight, 0});
    const std::vector<float> before = t.scoreRows(row);
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, t.attachScorer({40, 8, w0, eight, seven, 0}));
    QVERIFY(t.hasScorer());
    QCOMPARE(t.scoreRows(row), before);
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, (void)t.scoreRows(half));
    QVERIFY(t.scoreRows({}).empty());
    std::vector<float> many;
    for (int i = 0; i < 300; ++i) many.insert(many.end(), row.begin(), row.end());
    QCOMPARE(t.scoreRows(many), std::vector<float>(300, before[0]));
    t.detachScorer();
    QVERIFY(!t.hasScorer());
}

void EngineTransformer::refusesIncompleteModels() {
    const auto backend = kernels::makeCpuBackend({.threads = 1});
    ModelConfig config = test::oddShape();
    const test::RandomModel tensors(config, 1);
    config.tieEmbeddings = false;  // asks for a head that is not there
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, Transformer(*backend, config, tensors));
    config.tieEmbeddings = true;
    config.intermediateSize = 101;
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, Transformer(*backend, config, tensors));
    config.intermediateSize = 100;
    QVERIFY_THROWS_EXCEPTION(std::invalid_argument, Transformer(*backend, config, tensors, {}, {.maxRows = 0}));
    QVERIFY_THROWS_EXCEPTION(
        std::runtime_error, Transformer(*backend, config, tensors, [](double) { throw std::runtime_error("enough"); }));
}

/// One value that is no finite number, anywhere: refused by the tensor's name, whatever its type.
void EngineTransformer::refusesWeightsThatAreNotFinite() {
    const auto backend = kernels::makeCpuBackend({.threads = 1});
    ModelConfig config = test::oddShape();
    config.tieEmbeddings = false;
    for (const StorageType type : {StorageType::BF16, StorageType::F32}) {
        const test::RandomModel good(config, 1, type);
        for (const std::string& name : good.tensorNames()) {
            test::RandomModel spoiled(config, 1, type);
            spoiled.spoil(name, 7, name.size() % 2 == 0 ? std::numeric_limits<float>::infinity() : std::nanf(""));
            std::string reason;
            try {
                Transformer(*backend, config, spoiled);
            } catch (const std::runtime_error& error) {
                reason = error.what();
            }
            QVERIFY2(reason.find("tensor " + name + ": expected finite numbers, found") != std::string::npos,
                     reason.empty() ? name.c_str() : reason.c_str());
            QVERIFY2(reason.find("at element 7") != std::string::npos, reason.c_str());
        }
        Transformer(*backend, config, good);
    }
}

void EngineTransformer::layersTooManyAreRefused() {
    ModelConfig config = test::oddShape();
    test::RandomModel tensors(config, 1);
    requireNoMoreLayers(config, tensors);
    QVERIFY(unusedTensors(config, tensors).empty());
    tensors.rename("model.norm.weight", "model.layers.1.self_attn.rotary_emb.inv_freq");
    QVERIFY(unusedTensors(config, tensors).empty());
    tensors.rename("model.layers.1.self_attn.rotary_emb.inv_freq", "model.layers.1.self_attn.q_proj.bias");
    QCOMPARE(unusedTensors(config, tensors), std::vector<std::string>{"model.layers.1.self_attn.q_proj.bias"});
    tensors.rename("model.layers.1.self_attn.q_proj.bias", "model.layers.3.mlp.up_proj.weight");
    std::string reason;
    try {
        requireNoMoreLayers(config, tensors);
    } catch (const std::runtime_error& error) {
        reason = error.what();
    }
    QVERIFY2(reason.find("the file has 4 layers, config.json's num_hidden_layers says 3") != std::string::npos,
             reason.c_str());
}

void EngineTransformer::reportsSizesAndProgress() {
    const auto backend = kernels::makeCpuBackend({.threads = 1});
    const ModelConfig config = test::oddShape();
    std::vector<double> fractions;
    Transformer t(*backend, config, test::RandomModel(config, 1), [&](double f) { fractions.push_back(f); });
    QVERIFY(fractions.size() > 3);
    QVERIFY(std::is_sorted(fractions.begin(), fractions.end()));
    QCOMPARE(fractions.back(), 1.0);
    QCOMPARE(t.blockBytes(), std::size_t(2 * config.layers * config.kvHeads * config.headDim * 16 * 4));
    QCOMPARE(t.kvBlockCount(), 0);
    t.allocateKv(3);
    t.setKvType(kernels::KvType::F32);  // as it was
    QCOMPARE(t.kvBlockCount(), 3);
    t.setKvType(kernels::KvType::Q8);
    QCOMPARE(t.kvBlockCount(), 0);
    QCOMPARE(t.blockBytes(), std::size_t(config.layers * config.kvHeads * (2 * config.headDim * 16 + 2 * 16 * 2)));
    QVERIFY(t.weightBytes() > std::size_t(config.vocabSize * config.hiddenSize * 2));
    QVERIFY(t.workspaceBytes() > std::size_t(t.maxRows() * config.hiddenSize * 4));
}

void EngineTransformer::profileNamesTheStages() {
    LoadedModel model(kGolden / "forward" / "tied_bf16");
    Transformer& t = model.transformer;
    t.allocateKv(1);
    const std::vector<TokenId> token = {TokenId{1}};
    const std::vector<BlockId> blocks = {BlockId{0}};
    const Slice slice{.tokens = token, .blocks = blocks, .sample = SampleKey{}};
    (void)t.pass({&slice, 1}, {});
    QVERIFY(t.stageTimes().empty());
    t.setProfiling(true);
    (void)t.pass({&slice, 1}, {});
    std::map<std::string_view, long> calls;
    for (const StageTime& stage : t.stageTimes()) calls[stage.stage] = stage.calls;
    QCOMPARE(calls["attention"], 3L);
    QCOMPARE(calls["norm"], 7L);
    QCOMPARE(calls["sampling"], 1L);
}

QTEST_GUILESS_MAIN(EngineTransformer)
#include "engine_transformer.moc"
