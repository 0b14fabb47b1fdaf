// config.json and generation_config.json: read with defaults, refused by field.
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <stdexcept>

#include "engine/files/model_config.h"
#include "engine/text/end_tokens.h"

namespace {

const std::string kQwen3 = R"({
  "architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3", "attention_bias": false, "bos_token_id": 151643,
  "eos_token_id": 151645, "head_dim": 128, "hidden_act": "silu", "hidden_size": 2560, "intermediate_size": 9728,
  "max_position_embeddings": 262144, "num_attention_heads": 32, "num_hidden_layers": 36, "num_key_value_heads": 8,
  "rms_norm_eps": 1e-06, "rope_scaling": null, "rope_theta": 5000000, "sliding_window": null,
  "tie_word_embeddings": true, "torch_dtype": "bfloat16", "use_sliding_window": false, "vocab_size": 151936})";

const std::string kSizesAlone = R"({"model_type": "TYPE", "hidden_size": 2048, "MORE": 0, "intermediate_size": 512,
  "num_attention_heads": 32, "num_hidden_layers": 30, "vocab_size": 40000})";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto at = text.find(from);
    if (at == std::string::npos) throw std::logic_error("nothing to replace: " + from);
    return text.replace(at, from.size(), to);
}

/// The good configuration with one text replaced.
std::string with(const std::string& from, const std::string& to) {
    return replaced(kQwen3, from, to);
}

std::string refusal(const std::string& text) {
    try {
        engine::parseModelConfig(text, "m/config.json");
        return "";
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

std::vector<int> numbers(const std::vector<engine::TokenId>& ids) {
    std::vector<int> result;
    for (const auto id : ids) result.push_back(engine::index(id));
    return result;
}

}  // namespace

class EngineModelConfig : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void qwen3IsRead() {
        const auto config = engine::parseModelConfig(kQwen3, "config.json");
        QCOMPARE(config.family, engine::ModelFamily::Qwen3);
        QCOMPARE(config.hiddenSize, 2560);
        QCOMPARE(config.layers, 36);
        QCOMPARE(config.heads, 32);
        QCOMPARE(config.kvHeads, 8);
        QCOMPARE(config.groupSize(), 4);
        QCOMPARE(config.headDim, 128);
        QCOMPARE(config.intermediateSize, 9728);
        QCOMPARE(config.vocabSize, 151936);
        QCOMPARE(config.maxPositions, 262144);
        QCOMPARE(config.rmsEps, 1e-6);
        QCOMPARE(config.ropeTheta, 5e6);
        QVERIFY(config.tieEmbeddings && config.qkNorm && !config.attentionBias);
        QCOMPARE(numbers(config.eosIds), std::vector<int>{151645});
        QCOMPARE(engine::index(*config.bosId), 151643);
    }

    void whatIsNotSaidHasItsDefault() {
        QCOMPARE(engine::parseModelConfig(with(R"("head_dim": 128, )", ""), "c").headDim, 128);
        QCOMPARE(engine::parseModelConfig(with(R"("num_key_value_heads": 8,)", ""), "c").kvHeads, 32);
        QCOMPARE(engine::parseModelConfig(with(R"("rms_norm_eps": 1e-06, )", ""), "c").rmsEps, 1e-6);
        QCOMPARE(engine::parseModelConfig(with(R"(, "rope_theta": 5000000)", ""), "c").ropeTheta, 10000.0);
        QCOMPARE(engine::parseModelConfig(with(R"("max_position_embeddings": 262144, )", ""), "c").maxPositions, 32768);
        (void)engine::parseModelConfig(with(R"("hidden_act": "silu", )", ""), "c");
        QVERIFY(!engine::parseModelConfig(with(R"("tie_word_embeddings": true,)", ""), "c").tieEmbeddings);
        const auto nested = with(R"("rope_scaling": null, "rope_theta": 5000000)",
                                 R"("rope_parameters": {"rope_type": "default", "rope_theta": 7000})");
        QCOMPARE(engine::parseModelConfig(nested, "c").ropeTheta, 7000.0);
        QCOMPARE(numbers(engine::parseModelConfig(with("151645", "[3, 4, 3]"), "c").eosIds), (std::vector<int>{3, 4}));
        QVERIFY(engine::parseModelConfig(with(R"("eos_token_id": 151645,)", ""), "c").eosIds.empty());
    }

    /// As the configuration classes of Hugging Face transformers have it.
    void everyFamilyHasItsDefaults() {
        const auto ofFamily = [](const char* type, const char* more) {
            return engine::parseModelConfig(replaced(replaced(kSizesAlone, "TYPE", type), "\"MORE\": 0,", more), "c");
        };
        const auto llama = ofFamily("llama", "");
        QCOMPARE(llama.headDim, 64);
        QCOMPARE(llama.kvHeads, 32);
        QCOMPARE(llama.rmsEps, 1e-6);
        QCOMPARE(llama.maxPositions, 2048);
        QCOMPARE(llama.ropeTheta, 10000.0);
        QVERIFY(!llama.tieEmbeddings && llama.eosIds.empty());
        const auto phi = ofFamily("phi3", "");
        QCOMPARE(phi.rmsEps, 1e-5);
        QCOMPARE(phi.maxPositions, 4096);
        QCOMPARE(phi.kvHeads, 32);
        const auto qwen2 = ofFamily("qwen2", "");
        QCOMPARE(qwen2.headDim, 64);
        QCOMPARE(qwen2.kvHeads, 32);
        QCOMPARE(qwen2.maxPositions, 32768);
        const auto qwen3 = ofFamily("qwen3", R"("num_key_value_heads": null, "head_dim": null,)");
        QCOMPARE(qwen3.kvHeads, 32);
        QCOMPARE(qwen3.headDim, 128);
        const auto windowed = ofFamily("qwen3", R"("use_sliding_window": true,)");
        QCOMPARE(windowed.windowOf(27), 0);
        QCOMPARE(windowed.windowOf(28), 4096);
        QVERIFY(ofFamily("qwen3", R"("use_sliding_window": true, "sliding_window": null,)").layerWindows.empty());
    }

    void wrongConfigurationsAreRefused_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("word");
        const auto row = [](const char* name, const std::string& text, const char* word) {
            QTest::newRow(name) << QString::fromStdString(text) << QString::fromLatin1(word);
        };
        row("empty", "", "not valid JSON");
        row("a list", "[]", "expected an object");
        row("cut", kQwen3.substr(0, 300), "not valid JSON");
        row("deep", std::string(100'000, '['), "deep");
        row("another family", with("\"qwen3\"", "\"mamba\""),
            "model_type: expected a family that this version runs (qwen3, qwen2, llama, phi3), found \"mamba\"");
        row("no family", with("\"model_type\": \"qwen3\",", ""), "model_type");
        row("another architecture", with("Qwen3ForCausalLM", "Qwen3ForSequenceClassification"),
            "Qwen3ForSequenceClassification");
        row("architectures no list", with("[\"Qwen3ForCausalLM\"]", "\"Qwen3ForCausalLM\""), "architectures");
        row("no hidden size", with("\"hidden_size\": 2560,", ""),
            "hidden_size: expected a whole number, found nothing");
        row("hidden size 0", with("2560", "0"),
            "hidden_size: expected a whole number from 1 to 1048576, found number 0");
        row("negative layers", with("\"num_hidden_layers\": 36", "\"num_hidden_layers\": -36"), "num_hidden_layers");
        row("fractional heads", with("\"num_attention_heads\": 32", "\"num_attention_heads\": 32.5"),
            "num_attention_heads");
        row("text for a number", with("9728", "\"9728\""), "intermediate_size");
        row("huge vocabulary", with("151936", "18446744073709551615"), "vocab_size");
        row("huge width", with("2560", "9223372036854775807"), "hidden_size");
        row("KV heads that don't divide", with("\"num_key_value_heads\": 8", "\"num_key_value_heads\": 5"), "divisor");
        row("odd head", with("\"head_dim\": 128", "\"head_dim\": 127"), "even");
        row("heads that don't divide",
            R"({"model_type": "llama", "hidden_size": 2561, "num_attention_heads": 32, "num_hidden_layers": 1})",
            "divisor");
        row("epsilon is text", with("1e-06", "\"small\""), "rms_norm_eps");
        row("negative epsilon", with("1e-06", "-1"), "rms_norm_eps");
        const auto scaled = [](const std::string& fields) {
            return with("\"rope_scaling\": null", "\"rope_scaling\": {" + fields + "}");
        };
        row("positions stretched as they grow", scaled(R"("rope_type": "dynamic", "factor": 4)"),
            "rope_scaling.rope_type: expected default, linear, llama3, yarn or longrope, found \"dynamic\"");
        row("stretched, older name", scaled(R"("type": "dynamic", "factor": 4)"), "rope_scaling.type");
        row("linear without a factor", scaled(R"("type": "linear")"), "rope_scaling.factor");
        row("factor 0", scaled(R"("type": "linear", "factor": 0)"), "rope_scaling.factor");
        row("factor is text", scaled(R"("rope_type": "yarn", "factor": "4")"), "rope_scaling.factor");
        row("llama3 without its bounds", scaled(R"("rope_type": "llama3", "factor": 8)"), "low_freq_factor");
        row("llama3 with bounds upside down",
            scaled(R"("rope_type": "llama3", "factor": 8, "low_freq_factor": 4, "high_freq_factor": 1)"),
            "high_freq_factor");
        row("longrope with too few factors", scaled(R"("rope_type": "longrope", "short_factor": [1, 2])"),
            "short_factor: expected a list of 64 numbers, found 2");
        row("an odd part of a head", with("\"rope_scaling\": null", "\"partial_rotary_factor\": 0.17"),
            "partial_rotary_factor");
        const auto window = [](const std::string& size, const std::string& more) {
            return replaced(with("\"sliding_window\": null", "\"sliding_window\": " + size + more),
                            "\"use_sliding_window\": false", "\"use_sliding_window\": true");
        };
        row("a window on layers of another number", window("512", R"(, "layer_types": ["full_attention"])"),
            "layer_types: expected a list of 36 names, found 1");
        row("window 0", window("0", ""), "sliding_window");
        row("another activation", with("silu", "gelu"), "hidden_act");
        row("quantised", with("\"head_dim\": 128", R"("quantization_config": {"bits": 4}, "head_dim": 128)"),
            "quantization_config");
        row("end token is text", with("151645", "\"</s>\""), "eos_token_id");
        row("end token negative", with("151645", "-1"), "eos_token_id");
        row("truth is a number", with("\"tie_word_embeddings\": true", "\"tie_word_embeddings\": 1"),
            "tie_word_embeddings");
        row("not UTF-8", with("silu", "\xff\xfe"), "not valid JSON");
    }
    void wrongConfigurationsAreRefused() {
        QFETCH(QString, text);
        QFETCH(QString, word);
        // Latin-1 keeps the row with broken UTF-8 broken.
        const std::string bytes = text.contains(QChar(0xFFFD)) ? with("silu", "\xff\xfe") : text.toStdString();
        const std::string reason = refusal(bytes);
        QVERIFY2(reason.find(word.toStdString()) != std::string::npos, reason.empty() ? "accepted" : reason.c_str());
        QVERIFY2(reason.starts_with("m/config.json: ") && reason.find('\n') == std::string::npos, reason.c_str());
    }

    void samplingAdviceIsRead() {
        const auto all = engine::parseGenerationDefaults(
            R"({"temperature": 0.6, "top_p": 0.95, "top_k": 20, "eos_token_id": [1, 2]})", "g");
        QCOMPARE(*all.temperature, 0.6);
        QCOMPARE(*all.topP, 0.95);
        QCOMPARE(*all.topK, 20);
        QCOMPARE(numbers(all.eosIds), (std::vector<int>{1, 2}));
        const auto none = engine::parseGenerationDefaults("{}", "g");
        QVERIFY(!none.temperature && !none.topP && !none.topK && none.eosIds.empty());
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, engine::parseGenerationDefaults(R"({"top_p": 2})", "g"));
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, engine::parseGenerationDefaults(R"({"top_k": "many"})", "g"));
    }

    void aDirectoryHoldsBothFiles() {
        const QTemporaryDir folder;
        const auto write = [&](const char* name, const std::string& text) {
            QFile file(folder.filePath(QLatin1String(name)));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(text.data(), static_cast<qint64>(text.size()));
        };
        const std::string place = folder.path().toStdString();
        QVERIFY_THROWS_EXCEPTION(std::runtime_error, engine::loadModelConfig(place));
        write("config.json", kQwen3);
        QCOMPARE(numbers(engine::loadModelConfig(place).eosIds), std::vector<int>{151645});
        QVERIFY(!engine::loadGenerationDefaults(place).temperature);
        write("generation_config.json", R"({"eos_token_id": [151643, 151645], "temperature": 0.6})");
        QCOMPARE(numbers(engine::loadModelConfig(place).eosIds), (std::vector<int>{151643, 151645}));
        QCOMPARE(*engine::loadGenerationDefaults(place).temperature, 0.6);
        QVERIFY(engine::loadModelConfig(place).notes.empty());
        // What cannot be drawn cannot end a text: left out, and said.
        write("generation_config.json", R"({"eos_token_id": 151936})");
        const auto config = engine::loadModelConfig(place);
        QCOMPARE(numbers(config.eosIds), std::vector<int>{151645});
        QCOMPARE(config.notes.size(), std::size_t(1));
        QVERIFY(config.notes[0].find("generation_config.json: eos_token_id 151936 is ignored") != std::string::npos);
    }

    /// config.json, generation_config.json and the tokenizer's own files together.
    void aTextEndsAtWhatAnyFileNames() {
        const QTemporaryDir folder;
        const std::string place = folder.path().toStdString();
        const auto write = [&](const char* name, const std::string& text) {
            QFile file(folder.filePath(QLatin1String(name)));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(text.data(), static_cast<qint64>(text.size()));
        };
        const auto tokenizer = engine::Tokenizer::fromFile(STEPSCOPE_RESOURCES "/demo-model/tokenizer.json");
        auto config = engine::loadModelConfig(STEPSCOPE_RESOURCES "/demo-model");
        config.eosIds = {engine::TokenId{0}};
        const auto ids = [&] { return numbers(engine::endTokensOfDirectory(config, tokenizer, place).ids); };
        QCOMPARE(ids(), std::vector<int>{0});
        write("tokenizer_config.json", R"({"eos_token": "<|im_end|>"})");
        QCOMPARE(ids(), (std::vector<int>{0, 2}));
        write("tokenizer_config.json", R"({"eos_token": {"content": "<|im_end|>", "special": true}})");
        QCOMPARE(ids(), (std::vector<int>{0, 2}));
        write("special_tokens_map.json", R"({"eos_token": {"content": "<|im_start|>"}})");
        QCOMPARE(ids(), (std::vector<int>{0, 2, 1}));
        write("special_tokens_map.json", R"({"eos_token": "<|none|>"})");
        const auto found = engine::endTokensOfDirectory(config, tokenizer, place);
        QCOMPARE(numbers(found.ids), (std::vector<int>{0, 2}));
        QCOMPARE(found.notes.size(), std::size_t(1));
        QVERIFY(found.notes[0].find("special_tokens_map.json: eos_token \"<|none|>\" is ignored") != std::string::npos);
        // A class's usual end token counts only where nobody names one.
        config.family = engine::ModelFamily::Llama;
        QCOMPARE(numbers(engine::endTokensOfDirectory(config, tokenizer, "/nowhere").ids), std::vector<int>{0});
        config.eosIds.clear();
        QCOMPARE(numbers(engine::endTokensOfDirectory(config, tokenizer, "/nowhere").ids), std::vector<int>{2});
        config.family = engine::ModelFamily::Qwen3;
        const auto none = engine::endTokensOfDirectory(config, tokenizer, "/nowhere");
        QVERIFY(none.ids.empty());
        QCOMPARE(none.notes.size(), std::size_t(1));
    }

    void theDemoModelIsRead() {
        const auto config = engine::loadModelConfig(STEPSCOPE_RESOURCES "/demo-model");
        QCOMPARE(config.family, engine::ModelFamily::Qwen3);
        QVERIFY(!config.eosIds.empty());
    }
};

QTEST_GUILESS_MAIN(EngineModelConfig)
#include "engine_model_config.moc"
