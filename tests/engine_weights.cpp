// Weights that stay quantised, or become so while they load: the forward pass against the same weights as bf16 (bit for
// bit on the CPU), what the choice comes to for each matrix, and the blocks that the quantiser writes.
#include <QtTest>
#include <cmath>
#include <deque>
#include <fstream>
#include <map>

#include "engine/files/gguf.h"
#include "engine/files/quantiser.h"
#include "engine/files/safetensors.h"
#include "engine/model_files.h"
#include "engine/transformer.h"
#include "kernels/block_formats.h"
#include "kernels/cpu/cpu_backend.h"
#include "kernels/half.h"
#include "kernels/kv_rounding.h"
#include "random_model.h"
#include "refusal_of.h"
#include "relative_error.h"

namespace {

using namespace engine;
using kernels::HostType;

const std::filesystem::path kQuantised = std::filesystem::path(STEPSCOPE_TEST_DATA) / "gguf" / "quantised.gguf";
const std::filesystem::path kDemoModel = std::filesystem::path(STEPSCOPE_RESOURCES) / "demo-model";

/// Another source whose tensors can be replaced.
class Changed : public TensorSource {
public:
    explicit Changed(const TensorSource& source) : m_source(source) {}
    TensorNaming naming() const override { return m_source.naming(); }
    std::vector<std::string> tensorNames() const override { return m_source.tensorNames(); }
    std::string describe() const override { return m_source.describe(); }
    std::optional<HostTensor> findTensor(std::string_view name) const override {
        auto tensor = m_source.findTensor(name);
        if (const auto found = m_bytes.find(name); tensor && found != m_bytes.end()) {
            tensor->type = found->second.first;
            tensor->bytes = found->second.second;
        }
        return tensor;
    }
    void replace(const std::string& name, StorageType type, std::vector<std::byte> bytes) {
        m_bytes[name] = {type, std::move(bytes)};
    }

private:
    const TensorSource& m_source;
    std::map<std::string, std::pair<StorageType, std::vector<std::byte>>, std::less<>> m_bytes;
};

std::vector<TokenId> prompt(int count = 32) {
    std::vector<TokenId> tokens;
    for (int id = 1; id <= count; ++id) tokens.push_back(TokenId{id});
    return tokens;
}

struct Outcome {
    std::vector<float> logits, hidden;
    std::size_t weightBytes = 0;
    bool operator==(const Outcome& other) const { return logits == other.logits && hidden == other.hidden; }
};
Outcome outcomeOf(const ModelConfig& config, const TensorSource& tensors, const TransformerOptions& options,
                  const kernels::CpuOptions& cpu = {.threads = 2, .gemm = kernels::CpuGemm::Packed}) {
    const auto backend = kernels::makeCpuBackend(cpu);
    Transformer transformer(*backend, config, tensors, {}, options);
    Transformer::Logits logits = transformer.logitsOf(prompt());
    return {std::move(logits.logits), std::move(logits.hidden), transformer.weightBytes()};
}

bool isTable(const std::string& name) {
    return name == "model.embed_tokens.weight" || name == "lm_head.weight";
}

/// The same weights as bf16, rounded as `choice` rounds them while they load, by the functions for single blocks.
Changed quantisedByHand(const TensorSource& source, WeightChoice choice) {
    Changed changed(source);
    for (const std::string& name : source.tensorNames()) {
        const HostTensor tensor = *source.findTensor(name);
        if (tensor.shape.size() != 2 || tensor.shape[1] % 32 != 0) continue;
        const bool isFine = choice == WeightChoice::Q8 || isTable(name);
        const HostType type = isFine ? HostType::Q8_0 : HostType::Q4_0;
        const std::vector<float> values = toFloat32(tensor);
        std::vector<std::byte> block(kernels::blockOf(type).bytes), bytes(values.size() * 2);
        std::array<float, 32> rounded;
        for (std::size_t i = 0; i < values.size(); i += 32) {
            const std::span<const float, 32> own(values.data() + i, 32);
            (isFine ? quantiseQ8_0 : quantiseQ4_0)(own, block.data());
            kernels::dequantise(type, block, rounded);
            for (std::size_t j = 0; j < 32; ++j) {
                const std::uint16_t half = kernels::bf16Of(rounded[j]);
                std::memcpy(bytes.data() + 2 * (i + j), &half, 2);
            }
        }
        changed.replace(name, StorageType::BF16, std::move(bytes));
    }
    return changed;
}

ModelConfig blockShape() {
    ModelConfig config = test::oddShape();
    config.hiddenSize = 96;
    config.intermediateSize = 100;  // no whole blocks: the matrix behind it stays as it is
    config.tieEmbeddings = false;
    return config;
}

double squaredError(std::span<const float> values, std::span<const std::byte> block, HostType type) {
    std::array<float, 32> back;
    kernels::dequantise(type, block, back);
    double sum = 0;
    for (std::size_t i = 0; i < 32; ++i) sum += std::pow(double(values[i]) - double(back[i]), 2);
    return sum;
}

}  // namespace

class EngineWeights : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// A file with a matrix of every type, the parts of one weight of three types.
    void aQuantisedFileIsTheSameAsBf16() {
        const ModelFiles files = ModelFiles::open(kQuantised);
        const Outcome bf16 = outcomeOf(files.config(), files.tensors(), {.weights = WeightChoice::Bf16});
        for (const std::string& vectors : kernels::cpuVectorNames()) {
            const kernels::CpuOptions cpu{.threads = 2, .gemm = kernels::CpuGemm::Packed, .vectors = vectors};
            const Outcome same = outcomeOf(files.config(), files.tensors(), {.weights = WeightChoice::Bf16}, cpu);
            for (const WeightChoice choice : {WeightChoice::File, WeightChoice::Q8, WeightChoice::Q4}) {
                const Outcome kept = outcomeOf(files.config(), files.tensors(), {.weights = choice}, cpu);
                QVERIFY2(kept == same, vectors.c_str());
                QVERIFY(double(kept.weightBytes) < 0.55 * double(bf16.weightBytes));
            }
        }
        // OpenBLAS takes none; then they become bf16.
        const kernels::CpuOptions blas{.threads = 1, .gemm = kernels::CpuGemm::OpenBlas};
        QVERIFY(outcomeOf(files.config(), files.tensors(), {}, blas) ==
                outcomeOf(files.config(), files.tensors(), {.weights = WeightChoice::Bf16}, blas));
        QVERIFY(!(outcomeOf(files.config(), files.tensors(), {.exactQuantised = true}) == bf16));
    }

    void whatIsQuantisedWhileItLoads_data() {
        QTest::addColumn<int>("choice");
        QTest::addColumn<int>("type");
        for (const StorageType type : {StorageType::BF16, StorageType::F32}) {
            QTest::addRow("q8 from %s", storageName(type).data()) << int(WeightChoice::Q8) << int(type);
            QTest::addRow("q4 from %s", storageName(type).data()) << int(WeightChoice::Q4) << int(type);
        }
    }
    void whatIsQuantisedWhileItLoads() {
        QFETCH(int, choice);
        QFETCH(int, type);
        const ModelConfig config = blockShape();
        const test::RandomModel tensors(config, 3, StorageType(type));
        const Outcome got = outcomeOf(config, tensors, {.weights = WeightChoice(choice)});
        const Changed rounded = quantisedByHand(tensors, WeightChoice(choice));
        QVERIFY(got == outcomeOf(config, rounded, {.weights = WeightChoice::Bf16}));
        const Outcome exact = outcomeOf(config, tensors, {});
        QVERIFY(exact == outcomeOf(config, tensors, {.weights = WeightChoice::Bf16}));
        const double error = relativeError(got.logits, exact.logits);
        qInfo("relative error of the logits %.3g, %zu of %zu bytes", error, got.weightBytes, exact.weightBytes);
        QVERIFY(error > 1e-4 && error < (WeightChoice(choice) == WeightChoice::Q8 ? 0.02 : 0.25));
        QVERIFY(got.weightBytes < exact.weightBytes);
    }

    void theDemoModel() {
        const ModelFiles files = ModelFiles::open(kDemoModel);
        const Outcome bf16 = outcomeOf(files.config(), files.tensors(), {});
        for (const auto& [choice, most] : {std::pair{WeightChoice::Q8, 0.02}, {WeightChoice::Q4, 0.3}}) {
            const Outcome got = outcomeOf(files.config(), files.tensors(), {.weights = choice});
            const Changed rounded = quantisedByHand(files.tensors(), choice);
            QVERIFY(got == outcomeOf(files.config(), rounded, {.weights = WeightChoice::Bf16}));
            const double error = relativeError(got.logits, bf16.logits);
            qInfo("relative error of the logits %.3g, %.1f of %.1f MB", error, double(got.weightBytes) / 1e6,
                  double(bf16.weightBytes) / 1e6);
            QVERIFY(error > 0 && error < most);
        }
    }

    void whatAChoiceComesTo() {
        using enum WeightChoice;
        const auto kept = [](WeightChoice choice, StorageType stored, std::size_t k = 256,
                             MatrixPlace place = MatrixPlace::Layer,
                             bool takes = true) { return keptType(choice, stored, place, k, takes); };
        for (const WeightChoice choice : {File, Q8, Q4}) {
            QCOMPARE(kept(choice, StorageType::Q6_K), HostType::Q6_K);
            QCOMPARE(kept(choice, StorageType::Q6_K, 256, MatrixPlace::Layer, false), HostType::Bf16);
        }
        QCOMPARE(kept(Bf16, StorageType::Q4_0), HostType::Bf16);
        QCOMPARE(kept(File, StorageType::F16), HostType::F16);
        QCOMPARE(kept(File, StorageType::F64), HostType::F32);
        QCOMPARE(kept(Q8, StorageType::F32), HostType::Q8_0);
        QCOMPARE(kept(Q4, StorageType::BF16), HostType::Q4_0);
        QCOMPARE(kept(Q4, StorageType::BF16, 256, MatrixPlace::EmbeddingOrHead), HostType::Q8_0);
        QCOMPARE(kept(Q4, StorageType::BF16, 100), HostType::Bf16);
        QCOMPARE(kept(Q4, StorageType::BF16, 256, MatrixPlace::Layer, false), HostType::Bf16);
    }

    void randomWeightsAreQuantisedAlike() {
        const ModelConfig config = blockShape();
        const auto backend = kernels::makeCpuBackend({.threads = 1, .gemm = kernels::CpuGemm::Packed});
        std::map<WeightChoice, std::size_t> bytes;
        for (const WeightChoice choice : {WeightChoice::File, WeightChoice::Q8, WeightChoice::Q4}) {
            Transformer random(*backend, config, RandomWeights{}, {.weights = choice});
            const std::vector<float> logits = random.logitsOf(prompt()).logits;
            QVERIFY(std::all_of(logits.begin(), logits.end(), [](float v) { return std::isfinite(v); }));
            bytes[choice] = random.weightBytes();
            QCOMPARE(random.bytesReadByPass(), bytes[choice] - bytesOfEmbedding(config, choice));
        }
        QVERIFY(bytes[WeightChoice::Q8] < bytes[WeightChoice::File]);
        QVERIFY(bytes[WeightChoice::Q4] < bytes[WeightChoice::Q8]);
    }
    /// In panels of 32 rows.
    static std::size_t bytesOfEmbedding(const ModelConfig& config, WeightChoice choice) {
        const auto rows = std::size_t(config.vocabSize + 31) / 32 * 32;
        const auto width = std::size_t(config.hiddenSize);
        if (choice == WeightChoice::File) return rows * width * 2;
        return rows * width / 32 * 34;
    }

    /// One block with a scale that is no finite number, in each tensor: refused as the same values in float32 are.
    void scalesThatAreNotFiniteAreRefused() {
        const ModelFiles files = ModelFiles::open(kQuantised);
        const auto backend = kernels::makeCpuBackend({.threads = 1, .gemm = kernels::CpuGemm::Packed});
        int count = 0;
        for (const std::string& name : files.tensors().tensorNames()) {
            const HostTensor tensor = *files.tensors().findTensor(name);
            if (!isQuantised(tensor.type)) continue;
            ++count;
            const BlockLayout layout = blockLayout(tensor.type);
            const std::uint16_t half = count % 2 == 0 ? 0x7C00 : 0x7E00;
            std::vector<std::byte> bytes(tensor.bytes.begin(), tensor.bytes.end());
            std::memcpy(bytes.data() + 3 * layout.bytes + (tensor.type == StorageType::Q6_K ? 208 : 0), &half, 2);
            Changed spoiled(files.tensors());
            spoiled.replace(name, tensor.type, std::move(bytes));
            std::string first;
            for (const WeightChoice choice : {WeightChoice::File, WeightChoice::Bf16, WeightChoice::Q4}) {
                const std::string reason =
                    refusalOf([&] { Transformer(*backend, files.config(), spoiled, {}, {.weights = choice}); });
                QVERIFY2(reason.find("tensor " + name + ": expected finite numbers, found") != std::string::npos,
                         (name + ": " + reason).c_str());
                const std::size_t element = 3 * layout.elements;
                QVERIFY2(reason.find("at element " + std::to_string(element)) != std::string::npos, reason.c_str());
                if (first.empty()) first = reason;
                QCOMPARE(reason, first);
            }
        }
        QCOMPARE(count, 8);
    }

    void blocksOfEightBits() {
        test::RandomValues random(5);
        for (int round = 0; round < 200; ++round) {
            const std::vector<float> values = random.vector(32, std::pow(10.0F, float(round % 9) - 4));
            std::array<std::byte, 34> block;
            quantiseQ8_0(std::span<const float, 32>(values.data(), 32), block.data());
            std::array<float, 32> back;
            kernels::dequantise(HostType::Q8_0, block, back);
            const float largest = std::abs(*std::max_element(
                values.begin(), values.end(), [](float a, float b) { return std::abs(a) < std::abs(b); }));
            // Half a step, the scale's own rounding (2^-11) and, of tiny ones, its last bit.
            for (std::size_t i = 0; i < 32; ++i)
                QVERIFY(std::abs(values[i] - back[i]) <= largest / 127 * 0.57F + 127 * 0x1p-25F);
        }
    }

    /// Never worse than the plain way (the largest number becomes -8), and in sum clearly better.
    void blocksOfFourBits() {
        test::RandomValues random(6);
        double plainSum = 0, sum = 0;
        for (int round = 0; round < 2000; ++round) {
            const std::vector<float> values = random.vector(32, 0.03F);
            std::array<std::byte, 18> block, plain{};
            quantiseQ4_0(std::span<const float, 32>(values.data(), 32), block.data());
            const float extreme = *std::max_element(values.begin(), values.end(),
                                                    [](float a, float b) { return std::abs(a) < std::abs(b); });
            const std::uint16_t half = kernels::floatToHalf(extreme / -8);
            std::memcpy(plain.data(), &half, 2);
            for (std::size_t i = 0; i < 32; ++i) {
                const auto number = static_cast<unsigned>(
                    std::clamp(std::lround(values[i] / kernels::halfToFloat(half)) + 8L, 0L, 15L));
                plain[2 + i % 16] |= std::byte(number << (i < 16 ? 0 : 4));
            }
            const double error = squaredError(values, block, HostType::Q4_0);
            const double plainError = squaredError(values, plain, HostType::Q4_0);
            QVERIFY(error <= plainError * (1 + 1e-6));
            sum += error;
            plainSum += plainError;
        }
        qInfo("squared error %.3f of the plain way's", sum / plainSum);
        QVERIFY(sum < 0.93 * plainSum);
    }

    void specialBlocks() {
        const std::array<float, 32> zeros{};
        std::array<float, 32> back, same;
        std::array<std::byte, 34> fine;
        std::array<std::byte, 18> coarse;
        quantiseQ8_0(zeros, fine.data());
        kernels::dequantise(HostType::Q8_0, fine, back);
        QVERIFY(back == zeros);
        quantiseQ4_0(zeros, coarse.data());
        kernels::dequantise(HostType::Q4_0, coarse, back);
        QVERIFY(back == zeros);
        for (const float value : {0.75F, -0.75F, 1e-30F, 3e38F}) {
            same.fill(value);
            quantiseQ8_0(same, fine.data());
            quantiseQ4_0(same, coarse.data());
            QVERIFY(!kernels::findNonFiniteBlock(HostType::Q8_0, fine));
            QVERIFY(!kernels::findNonFiniteBlock(HostType::Q4_0, coarse));
            if (std::abs(value) != 0.75F) continue;
            kernels::dequantise(HostType::Q4_0, coarse, back);
            for (const float v : back) QVERIFY(std::abs(v - value) < 0.001F);
        }
        for (int i = 0; i < 32; ++i) same[std::size_t(i)] = float(i % 16 - 8) * 0.25F;  // numbers that Q4_0 has
        quantiseQ4_0(same, coarse.data());
        kernels::dequantise(HostType::Q4_0, coarse, back);
        QVERIFY(back == same);
    }

    /// By several threads: block for block the same as one at a time.
    void largeTensorsAreQuantisedAlike() {
        test::RandomValues random(7);
        const std::vector<float> values = random.vector(32 * 20'001);
        const HostTensor tensor{"t", StorageType::F32, {20'001, 32}, std::as_bytes(std::span(values))};
        for (const HostType type : {HostType::Q8_0, HostType::Q4_0}) {
            const std::size_t blockBytes = kernels::blockOf(type).bytes;
            std::vector<std::byte> all(20'001 * blockBytes), one(blockBytes);
            quantise(tensor, type, all);
            for (std::size_t i = 0; i < 20'001; ++i) {
                const std::span<const float, 32> own(values.data() + i * 32, 32);
                (type == HostType::Q8_0 ? quantiseQ8_0 : quantiseQ4_0)(own, one.data());
                QVERIFY(std::equal(one.begin(), one.end(), all.begin() + std::ptrdiff_t(i * blockBytes)));
            }
        }
        std::vector<std::byte> tooLittle(34);
        QVERIFY_THROWS_EXCEPTION(std::logic_error, quantise(tensor, HostType::Q8_0, tooLittle));
    }
};

QTEST_GUILESS_MAIN(EngineWeights)
#include "engine_weights.moc"
