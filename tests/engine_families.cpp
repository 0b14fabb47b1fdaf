// Every family against Hugging Face transformers: small random models as it saved them (tests/golden/families), whole
// and in small passes, on the CPU in float32.
#include <QtTest>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "engine/files/family.h"
#include "engine/files/safetensors.h"
#include "engine/transformer.h"
#include "kernels/cpu/cpu_backend.h"
#include "relative_error.h"

namespace {

using namespace engine;

const std::filesystem::path kGolden = std::filesystem::path(STEPSCOPE_TEST_DATA) / "families";

std::vector<float> readFloats(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    std::vector<float> values(std::filesystem::file_size(path) / sizeof(float));
    stream.read(reinterpret_cast<char*>(values.data()), std::streamsize(values.size() * sizeof(float)));
    return values;
}

std::vector<TokenId> readPrompt(const std::filesystem::path& folder) {
    const nlohmann::json expected = nlohmann::json::parse(std::ifstream(folder / "expected.json"));
    std::vector<TokenId> prompt;
    for (const int id : expected["prompt"]) prompt.push_back(TokenId{id});
    return prompt;
}

}  // namespace

class EngineFamilies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithTransformers_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("family");
        for (const char* name : {"qwen3_tied_yarn", "qwen3_window_shards", "qwen2_tied", "qwen2_untied_linear",
                                 "llama_tied", "llama_untied_llama3", "phi3_untied", "phi3_tied_longrope"})
            QTest::newRow(name) << QString::fromLatin1(name)
                                << QString::fromLatin1(name).section(QLatin1Char('_'), 0, 0);
    }
    void agreesWithTransformers() {
        QFETCH(QString, name);
        QFETCH(QString, family);
        const std::filesystem::path folder = kGolden / name.toStdString();
        const ModelConfig config = loadModelConfig(folder);
        QCOMPARE(QString::fromStdString(std::string(familyName(config.family))), family);
        QCOMPARE(config.tieEmbeddings, name.contains(QLatin1String("_tied")));
        const std::vector<TokenId> prompt = readPrompt(folder);
        QCOMPARE(prompt.size(), std::size_t{70});
        const std::vector<float> logits = readFloats(folder / "logits.f32"), hidden = readFloats(folder / "hidden.f32");
        QCOMPARE(int(logits.size()), config.vocabSize);
        QCOMPARE(int(hidden.size()), config.hiddenSize);
        const auto backend = kernels::makeCpuBackend({});
        for (const int maxRows : {128, 11}) {
            Transformer transformer(*backend, config, *openSafetensors(folder), {}, {.maxRows = maxRows});
            const Transformer::Logits got = transformer.logitsOf(prompt);
            const double logitError = relativeError(got.logits, logits),
                         hiddenError = relativeError(got.hidden, hidden);
            qInfo("passes of %d rows: relative error of the logits %.2g, of the hidden row %.2g", maxRows, logitError,
                  hiddenError);
            QCOMPARE_LT(logitError, 1e-5);
            QCOMPARE_LT(hiddenError, 1e-5);
        }
    }

    /// Each special thing of these models is felt: without it the numbers are others.
    void whatIsSpecialCounts_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("what");
        QTest::newRow("stretched positions, yarn") << QStringLiteral("qwen3_tied_yarn") << 0;
        QTest::newRow("attention factor") << QStringLiteral("qwen3_tied_yarn") << 1;
        QTest::newRow("one layer's window") << QStringLiteral("qwen3_window_shards") << 2;
        QTest::newRow("biases") << QStringLiteral("qwen2_tied") << 3;
        QTest::newRow("stretched positions, linear") << QStringLiteral("qwen2_untied_linear") << 0;
        QTest::newRow("stretched positions, llama3") << QStringLiteral("llama_untied_llama3") << 0;
        QTest::newRow("longrope's short factors") << QStringLiteral("phi3_tied_longrope") << 0;
        QTest::newRow("part of a head") << QStringLiteral("phi3_tied_longrope") << 4;
        QTest::newRow("every layer's window") << QStringLiteral("phi3_tied_longrope") << 2;
    }
    void whatIsSpecialCounts() {
        QFETCH(QString, name);
        QFETCH(int, what);
        const std::filesystem::path folder = kGolden / name.toStdString();
        ModelConfig config = loadModelConfig(folder);
        switch (what) {
            case 0: config.ropeScaling.kind = RopeScaling::Kind::None; break;
            case 1: config.ropeScaling.attentionFactor = 1; break;
            case 2: config.layerWindows.clear(); break;
            case 3: config.attentionBias = false; break;
            default: config.rotatedPart.reset(); break;
        }
        const std::vector<TokenId> prompt = readPrompt(folder);
        const auto backend = kernels::makeCpuBackend({});
        Transformer transformer(*backend, config, *openSafetensors(folder));
        QCOMPARE_GT(relativeError(transformer.logitsOf(prompt).logits, readFloats(folder / "logits.f32")), 1e-3);
    }

    void longRopeStopsAtItsOriginalContext() {
        QCOMPARE(loadModelConfig(kGolden / "phi3_tied_longrope").maxPositions, 96);
    }

    /// The numbers of DeepSeek-R1-0528-Qwen3-8B: its factor undoes YaRN's own.
    void attnFactorMultiplies() {
        const ModelConfig config =
            parseModelConfig(R"({"model_type": "qwen3", "hidden_size": 4096, "num_hidden_layers": 36,
            "num_attention_heads": 32, "num_key_value_heads": 8, "head_dim": 128, "intermediate_size": 12288, "vocab_size": 151936,
            "max_position_embeddings": 131072, "rms_norm_eps": 1e-6, "rope_theta": 1000000, "rope_scaling": {"rope_type": "yarn",
            "factor": 4.0, "original_max_position_embeddings": 32768, "attn_factor": 0.8782488562869419}})",
                             "c");
        const RopeFrequencies rope = rotaryFrequencies(config.ropeTheta, config.rotaryDim(), config.ropeScaling);
        QCOMPARE(rope.inverse.size(), std::size_t{64});
        QVERIFY(std::abs(double(rope.scale) - 1) < 1e-6);
        QCOMPARE(rope.inverse.front(), 1.0F);  // fast rotations stay, slow ones are stretched
        QVERIFY(std::abs(double(rope.inverse.back()) * 4 * std::pow(1e6, 126.0 / 128) - 1) < 1e-5);
    }

    void everyRoleHasItsNames() {
        QCOMPARE(families().size(), std::size_t{4});
        for (const Family* family : families()) {
            QCOMPARE(findFamily(family->modelType), family);
            QCOMPARE(&familyOf(family->id), family);
            QVERIFY(family->has(TensorRole::Qkv) != family->has(TensorRole::Q));
            QVERIFY(family->has(TensorRole::GateUp) != family->has(TensorRole::Gate));
            QCOMPARE(family->tensorName(TensorRole::Down, TensorNaming::HuggingFace, 12),
                     std::string("model.layers.12.mlp.down_proj.weight"));
            QCOMPARE(family->tensorName(TensorRole::Down, TensorNaming::Gguf, 3), std::string("blk.3.ffn_down.weight"));
        }
        QVERIFY_THROWS_EXCEPTION(std::logic_error, (void)kPhi3.tensorName(TensorRole::Q, TensorNaming::Gguf));
    }
};

QTEST_GUILESS_MAIN(EngineFamilies)
#include "engine_families.moc"
