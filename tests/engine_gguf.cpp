// GGUF files against what the `gguf` package, transformers and `tokenizers` say of them (tests/golden/gguf): values of
// every type, whole models, split files, tokenizers; and what is refused.
#include <QTemporaryDir>
#include <QtTest>
#include <cmath>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "engine/files/gguf.h"
#include "engine/model_files.h"
#include "engine/transformer.h"
#include "growth.h"
#include "kernels/cpu/cpu_backend.h"
#include "relative_error.h"

namespace {

using namespace engine;
using nlohmann::json;
namespace fs = std::filesystem;

const fs::path kData = STEPSCOPE_TEST_DATA;
const fs::path kGolden = kData / "gguf";

std::vector<float> readFloats(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    std::vector<float> values(fs::file_size(path) / sizeof(float));
    stream.read(reinterpret_cast<char*>(values.data()), std::streamsize(values.size() * sizeof(float)));
    return values;
}

Transformer::Logits logitsOf(const fs::path& path, const std::vector<TokenId>& prompt, bool exactQuantised = false) {
    const ModelFiles files = ModelFiles::open(path);
    const auto backend = kernels::makeCpuBackend({});
    Transformer transformer(*backend, files.config(), files.tensors(), {}, {.exactQuantised = exactQuantised});
    return transformer.logitsOf(prompt);
}

/// A copy of a golden file in `folder` with `to` in the place of `from`; its path.
std::string changed(const char* name, const QByteArray& from, const QByteArray& to, const QTemporaryDir& folder) {
    QFile file(QString::fromStdString((kGolden / name).string()));
    if (!file.open(QIODevice::ReadOnly)) qFatal("%s: cannot be read", name);
    QByteArray bytes = file.readAll();
    if (!bytes.contains(from) || from.size() != to.size()) qFatal("%s: expected '%s'", name, from.constData());
    bytes.replace(bytes.indexOf(from), from.size(), to);
    const std::string path = folder.filePath(QStringLiteral("x.gguf")).toStdString();
    std::ofstream(path, std::ios::binary) << bytes.toStdString();
    return path;
}

/// A GGUF file built by hand, to be wrong in one way at a time.
class Bytes {
public:
    template <class T>
    Bytes& add(T value) {
        m_text.append(reinterpret_cast<const char*>(&value), sizeof value);
        return *this;
    }
    Bytes& text(const std::string& text) {
        add(std::uint64_t{text.size()});
        m_text += text;
        return *this;
    }
    Bytes& raw(const std::string& text) {
        m_text += text;
        return *this;
    }
    const std::string& str() const { return m_text; }

private:
    std::string m_text;
};

Bytes header(std::uint64_t tensors, std::uint64_t values, std::uint32_t version = 3) {
    return Bytes().raw("GGUF").add(version).add(tensors).add(values);
}
Bytes tensor(const std::string& name, std::vector<std::uint64_t> sizes, std::uint32_t type, std::uint64_t offset) {
    Bytes bytes;
    bytes.text(name).add(std::uint32_t(sizes.size()));
    for (const std::uint64_t size : sizes) bytes.add(size);
    return bytes.add(type).add(offset);
}
/// Zeros up to the data, which begins at a multiple of 32, and then `count` bytes of it.
std::string withData(const Bytes& head, std::size_t count) {
    std::string text = head.str();
    text.resize((text.size() + 31) / 32 * 32 + count);
    return text;
}

}  // namespace

class EngineGguf : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTypeIsTurnedBackExactly() {
        const GgufSource source(kGolden / "types.gguf");
        const std::vector<float> expected = readFloats(kGolden / "types.f32");
        const json index = json::parse(std::ifstream(kGolden / "types.json"));
        QCOMPARE(index.size(), std::size_t{11});
        std::size_t at = 0;
        for (const json& entry : index) {
            const auto name = entry["name"].get<std::string>();
            const auto count = entry["count"].get<std::size_t>();
            const HostTensor stored = source.requireTensor(name, {3, 512});
            QCOMPARE(std::string(storageName(stored.type)), name);
            const std::vector<float> values = toFloat32(stored);
            QCOMPARE(values.size(), count);
            // Bits, so that -0 counts; a product with zero may have either sign in the reference too.
            for (std::size_t i = 0; i < count; ++i)
                QVERIFY2(values[i] == expected[at + i], qPrintable(QStringLiteral("%1 value %2: expected %3, got %4")
                                                                       .arg(QString::fromStdString(name))
                                                                       .arg(i)
                                                                       .arg(double(expected[at + i]))
                                                                       .arg(double(values[i]))));
            if (isQuantised(stored.type)) {
                std::vector<std::uint16_t> halves(count);
                QVERIFY(toBfloat16(stored, halves));
                for (std::size_t i = 0; i < count; ++i) {
                    const float value = std::bit_cast<float>(std::uint32_t{halves[i]} << 16);
                    QVERIFY(std::abs(value - values[i]) <= std::abs(values[i]) / 256);
                }
            }
            at += count;
        }
        QCOMPARE(at, expected.size());
    }

    /// Tensors and words of a header cost their own time alone.
    void aHeaderTakesTimeInProportionToItsEntries() {
        const QTemporaryDir dir;
        const fs::path path = fs::path(dir.path().toStdString()) / "m.gguf";
        const double ratio = growth::ratioOfFourfold(1000, [&](int count) {
            Bytes bytes;
            bytes.raw("GGUF").add(std::uint32_t{3}).add(std::uint64_t(count)).add(std::uint64_t{1});
            bytes.text("tokenizer.ggml.tokens").add(std::uint32_t{9}).add(std::uint32_t{8}).add(std::uint64_t(count));
            for (int i = 0; i < count; ++i) bytes.text("word" + std::to_string(i));
            for (int i = 0; i < count; ++i) {
                bytes.text("tensor" + std::to_string(i)).add(std::uint32_t{1}).add(std::uint64_t{0});
                bytes.add(std::uint32_t{0}).add(std::uint64_t{0});
            }
            std::ofstream(path, std::ios::binary) << bytes.str();
            const GgufFile file = GgufFile::open(path);
            if (file.tensors().size() != std::size_t(count)) qFatal("tensors are missing");
        });
        QVERIFY2(ratio < growth::kMostRatio, std::to_string(ratio).c_str());
    }

    /// Large tensors are converted by several threads: piece by piece the same as in one go.
    void largeTensorsAreRoundedAlike() {
        const std::size_t blocks = 40'001;  // no multiple of what one thread takes
        std::string bytes(blocks * 34, '\0');
        for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = char(i * 2654435761U >> 13 & 0x3f);
        const HostTensor tensor{"t", StorageType::Q8_0, {std::int64_t(blocks * 32)}, std::as_bytes(std::span(bytes))};
        const std::vector<float> values = toFloat32(tensor);
        std::vector<std::uint16_t> halves(values.size());
        QVERIFY(toBfloat16(tensor, halves));
        for (std::size_t i = 0; i < values.size(); ++i) {
            // The nearest of the two bf16 values around it, the even one in the middle.
            const auto bits = std::bit_cast<std::uint32_t>(values[i]);
            const std::uint32_t rest = bits & 0xffff, down = bits >> 16;
            const bool up = rest > 0x8000 || (rest == 0x8000 && down % 2 == 1);
            QCOMPARE(std::uint32_t{halves[i]}, down + (up ? 1 : 0));
        }
    }

    void modelsAgreeWithTransformers_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("format");
        for (const auto& [name, format] : {std::pair{"qwen3_tied_yarn", "gguf BF16"},
                                           {"qwen2_untied_linear", "gguf F16"},
                                           {"llama_untied_llama3", "gguf BF16"},
                                           {"phi3_tied_longrope", "gguf BF16"}})
            QTest::newRow(name) << QString::fromLatin1(name) << QString::fromLatin1(name) + QStringLiteral(".gguf")
                                << QString::fromLatin1(format);
        for (const int which : {1, 3})
            QTest::addRow("split, opened by file %d", which)
                << QStringLiteral("qwen2_tied") << QStringLiteral("qwen2_tied-0000%1-of-00003.gguf").arg(which)
                << QStringLiteral("gguf F32");
    }
    void modelsAgreeWithTransformers() {
        QFETCH(QString, name);
        QFETCH(QString, file);
        QFETCH(QString, format);
        const fs::path original = kData / "families" / name.toStdString();
        const json expected = json::parse(std::ifstream(original / "expected.json"));
        std::vector<TokenId> prompt;
        for (const int id : expected["prompt"]) prompt.push_back(TokenId{id});
        const ModelFiles files = ModelFiles::open(kGolden / file.toStdString());
        const ModelConfig config = loadModelConfig(original);
        QCOMPARE(QString::fromStdString(files.format()), format);
        QVERIFY(!files.isQuantised());
        QCOMPARE(files.config().family, config.family);
        QCOMPARE(files.config().vocabSize, config.vocabSize);
        QCOMPARE(files.config().maxPositions, config.maxPositions);
        QCOMPARE(files.config().tieEmbeddings, config.tieEmbeddings);
        QCOMPARE(files.config().rotaryDim(), config.rotaryDim());
        const Transformer::Logits got = logitsOf(kGolden / file.toStdString(), prompt);
        const double logitError = relativeError(got.logits, readFloats(original / "logits.f32"));
        qInfo("relative error of the logits %.2g", logitError);
        QCOMPARE_LT(logitError, 1e-5);
        QCOMPARE_LT(relativeError(got.hidden, readFloats(original / "hidden.f32")), 1e-5);
    }

    void quantisedModel() {
        const ModelFiles files = ModelFiles::open(kGolden / "quantised.gguf");
        QVERIFY(files.isQuantised());
        std::vector<TokenId> prompt;
        for (int id = 1; id < 64; id += 2) prompt.push_back(TokenId{id});
        const std::vector<float> both = readFloats(kGolden / "quantised.f32");
        const std::span<const float> exact = std::span(both).first(64), rounded = std::span(both).last(64);
        const double exactError = relativeError(logitsOf(kGolden / "quantised.gguf", prompt, true).logits, exact);
        const double roundedError = relativeError(logitsOf(kGolden / "quantised.gguf", prompt).logits, rounded);
        qInfo("relative error in float32 %.2g, with bf16 weights %.2g, of bf16 itself %.2g", exactError, roundedError,
              relativeError(rounded, exact));
        QCOMPARE_LT(exactError, 1e-5);
        QCOMPARE_LT(roundedError, 1e-5);
        QCOMPARE_GT(relativeError(rounded, exact), 1e-4);  // the two differ, so each was compared with its own
    }

    void tokenizersCutAsPublished() {
        std::ifstream lines(kGolden / "pre.jsonl");
        int kinds = 0, strings = 0;
        for (std::string line; std::getline(lines, line); ++kinds) {
            const json kind = json::parse(line);
            const auto name = kind["pre"].get<std::string>();
            const Tokenizer tokenizer = Tokenizer::fromGguf(GgufFile::open(kGolden / ("pre_" + name + ".gguf")));
            for (const json& entry : kind["cases"]) {
                std::vector<int> ids;
                const auto text = entry["text"].get<std::string>();
                const std::vector<TokenId> tokens = tokenizer.encode(text);
                for (const TokenId id : tokens) ids.push_back(index(id));
                QVERIFY2(ids == entry["ids"].get<std::vector<int>>(), (name + ": " + json(text).dump()).c_str());
                ++strings;
            }
            QVERIFY(tokenizer.isSpecial(*tokenizer.findToken("<|end|>")));
            QVERIFY(!tokenizer.isSpecial(*tokenizer.findToken("<think>")));
        }
        QCOMPARE(kinds, 7);
        QVERIFY(strings > 280);
    }

    void aFileIsKnownByItsFirstBytes() {
        QVERIFY(isGgufFile(kGolden / "types.gguf"));
        QVERIFY(!isGgufFile(kGolden / "types.json"));
        QVERIFY(!isGgufFile(kGolden));
        QVERIFY(!isGgufFile(kGolden / "nothing.gguf"));
    }

    void wrongFilesAreRefused_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("word");
        const auto row = [](const char* name, const std::string& bytes, const char* word) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString::fromLatin1(word);
        };
        constexpr std::uint64_t kHuge = std::uint64_t{1} << 63;
        row("another format", "GGML0000", "\"GGUF\"");
        row("nothing after the name", "GGUF", "version");
        row("version 1", header(0, 0, 1).str(), "version: expected 2 or 3");
        row("big endian", header(0, 0, 0x03000000).str(), "version");
        row("a billion keys", header(0, 1'000'000'000).str(), "metadata count");
        row("a billion tensors", header(1'000'000'000, 0).raw(std::string(1000, '\0')).str(), "tensor count");
        row("counts that overflow", header(~std::uint64_t{0}, ~std::uint64_t{0}).str(), "count");
        row("a key that never ends", header(0, 1).add(kHuge).raw(std::string(100, 'a')).str(), "metadata key");
        row("a text that never ends",
            header(0, 1).text("k").add(std::uint32_t{8}).add(kHuge).raw(std::string(99, 'a')).str(), "\"k\"");
        row("an unknown type", header(0, 1).text("k").add(std::uint32_t{13}).add(kHuge).str(), "type 13");
        row("a list of many", header(0, 1).text("k").add(std::uint32_t{9}).add(std::uint32_t{4}).add(kHuge).str(),
            "entries");
        row("a cut list",
            header(0, 1).text("k").add(std::uint32_t{9}).add(std::uint32_t{4}).add(std::uint64_t{4}).add(0).str(),
            "\"k\"");
        row("lists in a list",
            header(0, 1)
                .text("k")
                .add(std::uint32_t{9})
                .add(std::uint32_t{9})
                .add(std::uint64_t{1})
                .raw(std::string(50, '\0'))
                .str(),
            "no lists within a list");
        row("neither true nor false", header(0, 1).text("k").add(std::uint32_t{7}).raw("\x02").str(), "0 or 1");
        row("a key twice",
            header(0, 2).text("k").add(std::uint32_t{4}).add(1).text("k").add(std::uint32_t{4}).add(1).str(), "twice");
        row("alignment 0", header(0, 1).text("general.alignment").add(std::uint32_t{4}).add(0).str(),
            "general.alignment");
        row("alignment is text", header(0, 1).text("general.alignment").add(std::uint32_t{8}).text("32").str(),
            "general.alignment");
        const auto one = [&](const Bytes& what, std::size_t data) {
            return withData(header(1, 0).raw(what.str()), data);
        };
        row("no dimensions", one(tensor("t", {}, 0, 0), 64), "dimensions");
        row("five dimensions", one(tensor("t", {1, 1, 1, 1, 1}, 0, 0), 64), "dimensions");
        row("sizes that overflow", one(tensor("t", {1ULL << 40, 1ULL << 40}, 0, 0), 64), "64 bits");
        row("bytes that overflow", one(tensor("t", {1ULL << 31, 1ULL << 31}, 0, 0), 64), "64 bits");
        row("a size of 64 bits", one(tensor("t", {kHuge}, 0, 0), 64), "63 bits");
        row("a type that is not read", one(tensor("t", {256}, 10, 0), 84), "found Q2_K");
        row("a type that is unknown", one(tensor("t", {256}, 99, 0), 84), "number 99");
        row("rows of broken blocks", one(tensor("t", {48, 2}, 2, 0), 64), "whole blocks of 32");
        row("more than the file holds", one(tensor("t", {64}, 0, 0), 128), "expected 256 bytes");
        row("an offset beyond the file", one(tensor("t", {4}, 0, 1 << 20), 64), "offset");
        row("an offset that overflows", one(tensor("t", {4}, 0, ~std::uint64_t{31}), 64), "offset");
        row("an offset between", one(tensor("t", {4}, 0, 8), 64), "multiple of 32");
        row("a tensor twice",
            withData(header(2, 0).raw(tensor("t", {4}, 0, 0).str()).raw(tensor("t", {4}, 0, 32).str()), 64), "twice");
        row("tensors that overlap",
            withData(header(2, 0).raw(tensor("a", {16}, 0, 0).str()).raw(tensor("b", {4}, 0, 32).str()), 64),
            "overlap");
    }
    void wrongFilesAreRefused() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, word);
        const QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("x.gguf")).toStdString();
        std::ofstream(path, std::ios::binary) << bytes.toStdString();
        std::string reason = "accepted";
        try {
            (void)GgufFile::open(path);
        } catch (const std::runtime_error& error) {
            reason = error.what();
            QVERIFY(reason.starts_with(path + ": ") && reason.find('\n') == std::string::npos);
        }
        QVERIFY2(reason.find(word.toStdString()) != std::string::npos, reason.c_str());
    }

    /// A good file cut anywhere in its metadata is refused, and never read past its end.
    void everyCutIsRefused() {
        std::ifstream file(kGolden / "pre_gpt-2.gguf", std::ios::binary);
        const std::string whole(std::istreambuf_iterator<char>(file), {});
        const QTemporaryDir folder;
        const std::string path = folder.filePath(QStringLiteral("x.gguf")).toStdString();
        int refused = 0;
        for (std::size_t size = 0; size + 40 < whole.size(); size += 97) {
            std::ofstream(path, std::ios::binary | std::ios::trunc) << whole.substr(0, size);
            try {
                (void)GgufFile::open(path);
            } catch (const std::runtime_error&) {
                ++refused;
                continue;
            }
            QFAIL(qPrintable(QStringLiteral("accepted when cut to %1 bytes").arg(size)));
        }
        QVERIFY(refused > 80);
    }

    void wrongModelsAreRefused_data() {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("word");
        const auto row = [](const char* name, const QByteArray& from, const QByteArray& to, const char* word) {
            QTest::newRow(name) << from << to << QString::fromLatin1(word);
        };
        // Names are changed within the file, so that a key is missing.
        row("an unknown family", "\x05\0\0\0\0\0\0\0qwen3"_qba, "\x05\0\0\0\0\0\0\0mamba"_qba, "general.architecture");
        row("no width", "qwen3.embedding_length", "qwen3.embedding_lengtx", "qwen3.embedding_length");
        row("no layers", "qwen3.block_count", "qwen3.block_counx", "qwen3.block_count");
        row("no heads", "qwen3.attention.head_count\x04"_qba, "qwen3.attention.head_counx\x04"_qba, "head_count");
        row("no embedding", "token_embd.weight", "token_embx.weight", "tensor token_embd.weight");
        row("a tensor is missing", "blk.1.attn_k.weight", "blk.1.attn_x.weight", "tensor blk.1.attn_k.weight");
        row("a way of stretching", "\x04\0\0\0\0\0\0\0yarn"_qba, "\x04\0\0\0\0\0\0\0yarm"_qba, "rope.scaling.type");
    }
    void wrongModelsAreRefused() {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QString, word);
        const QTemporaryDir folder;
        const std::string path = changed("qwen3_tied_yarn.gguf", from, to, folder);
        std::string reason = "accepted";
        try {
            (void)logitsOf(path, {TokenId{1}});
        } catch (const std::runtime_error& error) {
            reason = error.what();
        }
        QVERIFY2(reason.find(word.toStdString()) != std::string::npos, reason.c_str());
    }

    void wrongSplitsAreRefused() {
        const QTemporaryDir folder;
        const fs::path place = folder.path().toStdString();
        const auto refusal = [](const fs::path& path) -> std::string {
            try {
                const GgufSource source(path);
            } catch (const std::runtime_error& error) {
                return error.what();
            }
            return "accepted";
        };
        const auto part = [](int n) { return "qwen2_tied-0000" + std::to_string(n) + "-of-00003.gguf"; };
        fs::copy(kGolden / part(1), place / part(1));
        QVERIFY(refusal(place / part(1)).find(part(2)) != std::string::npos);  // the second is not there
        fs::copy(kGolden / part(2), place / part(2));
        fs::copy(kGolden / part(2), place / part(3));
        QVERIFY(refusal(place / part(1)).find("split.no: expected 2, found 1") != std::string::npos);
        fs::copy(kGolden / part(1), place / "other.gguf");
        QVERIFY(refusal(place / "other.gguf").find("NAME-00001-of-00003.gguf") != std::string::npos);
        fs::copy(kGolden / part(1), place / "x-00001-of-00002.gguf");
        fs::copy(kGolden / part(2), place / "x-00002-of-00002.gguf");
        QVERIFY(refusal(place / "x-00001-of-00002.gguf").find("split.count: expected 2, found 3") != std::string::npos);
        fs::copy(kGolden / part(1), place / "y-00004-of-00003.gguf");
        QVERIFY(refusal(place / "y-00004-of-00003.gguf").find("file number") != std::string::npos);
        fs::copy(kGolden / part(1), place / "z-00001-of-99999.gguf");
        QVERIFY(refusal(place / "z-00001-of-99999.gguf").find("file number") != std::string::npos);
    }

    void wrongTokenizersAreRefused_data() {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QString>("word");
        QTest::newRow("another kind of vocabulary")
            << "\x04\0\0\0\0\0\0\0gpt2"_qba
            << "\x04\0\0\0\0\0\0\0llam"_qba << QStringLiteral("tokenizer.ggml.model");
        QTest::newRow("an unknown split") << "\x05\0\0\0\0\0\0\0gpt-2"_qba
                                          << "\x05\0\0\0\0\0\0\0gpt-9"_qba << QStringLiteral("tokenizer.ggml.pre");
        QTest::newRow("no tokens") << QByteArray("tokenizer.ggml.tokens") << QByteArray("tokenizer.ggml.tokenx")
                                   << QStringLiteral("tokenizer.ggml.tokens");
        QTest::newRow("no merges") << QByteArray("tokenizer.ggml.merges") << QByteArray("tokenizer.ggml.mergex")
                                   << QStringLiteral("tokenizer.ggml.merges");
    }
    void wrongTokenizersAreRefused() {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QString, word);
        const QTemporaryDir folder;
        const std::string path = changed("pre_gpt-2.gguf", from, to, folder);
        std::string reason = "accepted";
        try {
            (void)Tokenizer::fromGguf(GgufFile::open(path));
        } catch (const std::runtime_error& error) {
            reason = error.what();
        }
        QVERIFY2(reason.find(word.toStdString()) != std::string::npos, reason.c_str());
    }
};

QTEST_GUILESS_MAIN(EngineGguf)
#include "engine_gguf.moc"
