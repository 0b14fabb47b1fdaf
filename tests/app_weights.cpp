// Weights of every choice through a session: prices that are what is then allocated, what recordings and fingerprints
// hold of them, and the settings that are offered where something does not fit.
#include <QTest>
#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/models/known_models.h"
#include "app/run/event_json.h"
#include "app/run/memory_offers.h"
#include "app/run/model_session.h"
#include "app/run/option_table.h"
#include "app/run/run_loop.h"
#include "app/study/fingerprint.h"
#include "engine/files/gguf.h"
#include "engine/model_files.h"
#include "kernels/cpu/cpu_backend.h"
#include "random_model.h"

using namespace app;

namespace {

const std::filesystem::path kQuantised = std::filesystem::path(STEPSCOPE_TEST_DATA) / "gguf" / "quantised.gguf";
const std::filesystem::path kDemoModel = std::filesystem::path(STEPSCOPE_RESOURCES) / "demo-model";
constexpr auto kChoices = {WeightChoice::File, WeightChoice::Bf16, WeightChoice::Q8, WeightChoice::Q4};
constexpr double kGb = 1e9;
constexpr double kGib = 1024.0 * 1024 * 1024;

/// The headers of Qwen3-8B as llama.cpp's Q4_K_M quantises it: half of the layers have V and the second matrix of the
/// MLP in Q6_K.
class EightB : public engine::TensorSource {
public:
    EightB() {
        using enum engine::StorageType;
        add("token_embd.weight", Q4_K, {151936, 4096});
        add("output.weight", Q6_K, {151936, 4096});
        add("output_norm.weight", F32, {4096});
        constexpr int kLayers = 36;
        for (int layer = 0; layer < kLayers; ++layer) {
            const std::string at = "blk." + std::to_string(layer) + ".";
            const bool isFine = layer < kLayers / 8 || layer >= 7 * kLayers / 8 || (layer - kLayers / 8) % 3 == 2;
            m_fine += isFine ? 1 : 0;
            add(at + "attn_q.weight", Q4_K, {4096, 4096});
            add(at + "attn_k.weight", Q4_K, {1024, 4096});
            add(at + "attn_v.weight", isFine ? Q6_K : Q4_K, {1024, 4096});
            add(at + "attn_output.weight", Q4_K, {4096, 4096});
            add(at + "ffn_gate.weight", Q4_K, {12288, 4096});
            add(at + "ffn_up.weight", Q4_K, {12288, 4096});
            add(at + "ffn_down.weight", isFine ? Q6_K : Q4_K, {4096, 12288});
            for (const char* name : {"attn_norm.weight", "ffn_norm.weight"}) add(at + name, F32, {4096});
            for (const char* name : {"attn_q_norm.weight", "attn_k_norm.weight"}) add(at + name, F32, {128});
        }
    }
    engine::TensorNaming naming() const override { return engine::TensorNaming::Gguf; }
    std::optional<engine::HostTensor> findTensor(std::string_view name) const override {
        const auto at = std::ranges::find(m_tensors, name, &engine::HostTensor::name);
        return at == m_tensors.end() ? std::nullopt : std::optional(*at);
    }
    std::vector<std::string> tensorNames() const override {
        std::vector<std::string> names;
        for (const engine::HostTensor& tensor : m_tensors) names.push_back(tensor.name);
        return names;
    }
    std::string describe() const override { return "Qwen3-8B"; }
    int fineLayers() const { return m_fine; }

private:
    void add(std::string name, engine::StorageType type, std::vector<std::int64_t> shape) {
        m_tensors.push_back({std::move(name), type, std::move(shape), {}});
    }
    std::vector<engine::HostTensor> m_tensors;
    int m_fine = 0;
};

const KnownModel& eightB() {
    return *std::ranges::find(knownModels(), "deepseek-ai/DeepSeek-R1-0528-Qwen3-8B", &KnownModel::repository);
}

MemoryFacts gpuOf(double bytes) {
    return {.backend = "cuda", .device = "GPU", .deviceBytes = static_cast<std::size_t>(bytes)};
}

bool fits(const MemoryPlan& plan) {
    return canStart(plan) && plan.verdict != MemoryVerdict::BeyondMemory;
}

}  // namespace

class AppWeights : public QObject {
    Q_OBJECT

    static void pricesAreWhatIsAllocated(const engine::ModelConfig& config, const engine::TensorSource& tensors,
                                         double most = 0.01) {
        const auto backend = kernels::makeCpuBackend({.threads = 2});
        const MemoryFacts facts = estimateMemory({}, config, tensors);
        for (const WeightChoice choice : kChoices) {
            engine::Transformer transformer(*backend, config, tensors, {}, {.weights = choice});
            const auto priced = static_cast<double>(weightPriceFor(facts, choice).bytes);
            const auto taken = static_cast<double>(transformer.weightBytes());
            QVERIFY2(std::abs(priced - taken) <= most * taken,
                     qPrintable(QStringLiteral("%1 priced, %2 taken").arg(priced).arg(taken)));
            for (const KvChoice kv : {KvChoice::F32, KvChoice::Bf16, KvChoice::Q8}) {
                transformer.setKvType(kvTypeFor(facts, kv));
                QCOMPARE(blockBytesFor(facts, kv), transformer.blockBytes());
                // The plan of such a run: its weights and the blocks that the budget holds.
                RunOptions options;
                options.weights = choice;
                options.kvType = kv;
                options.kvCacheMib = 3;
                const MemoryPlan plan = planMemory(facts, options, 10);
                QCOMPARE(plan.weightBytes, priced);
                transformer.allocateKv(static_cast<int>(plan.blocks));
                const auto kvBytes = static_cast<double>(plan.blocks) * static_cast<double>(transformer.blockBytes());
                QVERIFY(kvBytes <= 3.0 * (1 << 20) && kvBytes > 0.99 * 3.0 * (1 << 20));
            }
        }
    }

private Q_SLOTS:
    void pricesOfTheDemoModel() {
        const engine::ModelFiles files = engine::ModelFiles::open(kDemoModel);
        pricesAreWhatIsAllocated(files.config(), files.tensors());
    }
    void pricesOfAQuantisedFile() {
        const engine::ModelFiles files = engine::ModelFiles::open(kQuantised);
        pricesAreWhatIsAllocated(files.config(), files.tensors());
    }
    void pricesOfAnOddModel() {
        engine::ModelConfig config = test::oddShape();
        config.hiddenSize = 96;
        config.tieEmbeddings = false;
        // Tiny matrices of odd heights, stacked in memory: each is priced with up to 31 rows of padding.
        pricesAreWhatIsAllocated(config, test::RandomModel(config, 1), 0.04);
        pricesAreWhatIsAllocated(config, test::RandomModel(config, 1, engine::StorageType::F32), 0.04);
    }

    /// The goals for small cards, by the prices of the CUDA backend.
    void eightBillionOnSmallCards() {
        const EightB tensors;
        QCOMPARE(tensors.fineLayers(), 18);
        RunOptions options;
        options.traces = 8;
        struct Card {
            double bytes, utilization;
            int tokens;
        };
        // All of 8 and of 12 GB, and the usual nine tenths of what cards of that name have.
        for (const auto& [bytes, utilization, tokens] :
             {Card{8 * kGb, 1, 20'000}, {12 * kGb, 1, 70'000}, {8 * kGib, 0.9, 20'000}, {12 * kGib, 0.9, 70'000}}) {
            options.memoryUtilization = utilization;
            const MemoryFacts facts = estimateMemory(gpuOf(bytes), eightB().shape, tensors);
            const MemoryPlan plan = planMemory(facts, options, 256);
            qInfo("%.2f GB: %s", bytes / 1e9, priceText(plan, "GPU").c_str());
            QVERIFY(plan.weightBytes < 5.2e9 && plan.weightBytes > 4.8e9);
            QCOMPARE(plan.weights, std::string("Q4_K"));
            QCOMPARE(plan.kvType, kernels::KvType::Q8);
            QVERIFY2(plan.tokens >= tokens, qPrintable(QString::number(plan.tokens)));
            QVERIFY(canStart(plan));
            options.weights = WeightChoice::Bf16;
            QCOMPARE(planMemory(facts, options, 256).verdict, MemoryVerdict::ModelTooLarge);
            options.weights = WeightChoice::File;
        }
    }

    void whatDoesNotFitIsOffered() {
        // bf16 of 8 B parameters on a card of 12 GiB.
        const MemoryFacts facts = priceKnownModel(eightB(), gpuOf(12 * kGib));
        RunOptions wanted;
        QCOMPARE(planMemory(facts, wanted, 256).verdict, MemoryVerdict::ModelTooLarge);
        const std::vector<MemoryOffer> offers = findOffers(facts, wanted, 256);
        QVERIFY(!offers.empty() && offers.size() <= 4);
        QCOMPARE(offers.front().flags, std::string("--weights q8"));
        QVERIFY(offers.front().setting.find("Q8_0") != std::string::npos);
        QVERIFY(std::ranges::any_of(offers, [](const MemoryOffer& o) { return o.flags == "--weights q4"; }));
        for (const MemoryOffer& offer : offers) {
            QVERIFY2(fits(planMemory(facts, offer.options, 256)), offer.flags.c_str());
            QVERIFY(offer.price.find("weights ") == 0 && offer.price.find(" tokens") != std::string::npos);
        }
        QVERIFY(offeredWeights(facts, wanted).find("use --weights q8 (") == 0);
        QVERIFY(offeredWeights(facts, wanted).find(" or q4 (") != std::string::npos);
        QVERIFY(isTooLarge(facts));
        QCOMPARE(findSmallerWeights(facts), std::optional(WeightChoice::Q8));

        const MemoryFacts small = priceKnownModel(eightB(), gpuOf(8 * kGib));
        QCOMPARE(findSmallerWeights(small), std::optional(WeightChoice::Q4));
        const MemoryFacts tiny = priceKnownModel(eightB(), gpuOf(4 * kGib));
        QVERIFY(findOffers(tiny, wanted, 256).empty());
        QVERIFY(!findSmallerWeights(tiny));
        QVERIFY(offeredWeights(tiny, wanted).empty());
        const MemoryFacts large = priceKnownModel(eightB(), gpuOf(80 * kGib));
        QVERIFY(findOffers(large, wanted, 256).empty());
        QVERIFY(!isTooLarge(large));
        QVERIFY(findOffers(large, wanted, 1 << 20).empty());  // a prompt longer than the context
    }

    /// On the CPU: fewer traces, more memory or 8-bit KV, each by itself.
    void tooLittleKvIsOffered() {
        const auto session = ModelSession::load({.backend = BackendChoice::Cpu});
        RunOptions wanted = session->defaults();
        wanted.traces = 64;
        wanted.kvCacheMib = 4;
        const MemoryFacts facts = session->memory();
        QCOMPARE(planMemory(facts, wanted, 60).verdict, MemoryVerdict::TooLittleKv);
        const std::vector<MemoryOffer> offers = findOffers(facts, wanted, 60);
        std::string all;
        for (const MemoryOffer& offer : offers) {
            all += offer.flags + ";";
            QVERIFY2(fits(planMemory(facts, offer.options, 60)), offer.flags.c_str());
            // And the run says the same.
            RunLoop loop(*session, RunRequest{"What is 1 + 1?", std::nullopt, offer.options}, [](const Event&) {});
            QVERIFY(!loop.isFinished());
        }
        QVERIFY2(all.find("-n ") != std::string::npos, all.c_str());
        QVERIFY2(all.find("--kv-cache-mib ") != std::string::npos, all.c_str());
        QVERIFY2(all.find("--kv-type q8") != std::string::npos, all.c_str());
        QVERIFY2(all.find("--weights") == std::string::npos, all.c_str());  // they have memory of their own
    }

    /// Whatever is wanted: offers fit, are at most four, and none does more than another one.
    void offersFit() {
        test::RandomValues random(11);
        int count = 0;
        for (int round = 0; round < 400; ++round) {
            MemoryFacts device = random.below(2) == 0 ? gpuOf((2 + random.below(30)) * kGib)
                                                      : MemoryFacts{.deviceBytes = std::size_t{64} << 30};
            if (device.backend == "cpu") device.freeBytes = (std::size_t(random.below(40)) + 1) << 30;
            const MemoryFacts facts =
                priceKnownModel(knownModels()[std::size_t(random.below(int(knownModels().size())))], device);
            RunOptions wanted;
            wanted.traces = 1 + random.below(200);
            wanted.weights = static_cast<WeightChoice>(random.below(4));
            wanted.kvType = random.below(2) == 0 ? KvChoice::Auto : KvChoice::Bf16;
            if (random.below(2) == 0) wanted.kvCacheMib = 1 + random.below(4000);
            wanted.memoryUtilization = 0.3 + 0.1 * random.below(7);
            const int prompt = 1 + random.below(2000);
            const std::vector<MemoryOffer> offers = findOffers(facts, wanted, prompt);
            QVERIFY(offers.size() <= 4);
            QVERIFY(offers.empty() || !fits(planMemory(facts, wanted, prompt)));
            for (const MemoryOffer& offer : offers) {
                ++count;
                QVERIFY2(fits(planMemory(facts, offer.options, prompt)), offer.flags.c_str());
                QVERIFY(!offer.flags.empty() && !offer.setting.empty());
                for (const MemoryOffer& other : offers)
                    QVERIFY(&other == &offer || other.flags.find(offer.flags) == std::string::npos);
            }
        }
        QVERIFY2(count > 100, qPrintable(QString::number(count)));
    }

    void aRunSaysWhatItHad() {
        for (const auto& [choice, type] :
             {std::pair{WeightChoice::File, "BF16"}, {WeightChoice::Q8, "Q8_0"}, {WeightChoice::Q4, "Q4_0"}}) {
            const auto session = ModelSession::load({.backend = BackendChoice::Cpu, .weights = choice});
            QCOMPARE(session->weights(), choice);
            QCOMPARE(session->defaults().weights, choice);
            QCOMPARE(session->info().weights, std::string(type));
            QCOMPARE(session->info().quantised, choice != WeightChoice::File);
            QCOMPARE(session->memory().weightBytes, session->transformer().weightBytes());
            RunOptions options = session->defaults();
            options.traces = 1;
            options.maxTokens = 60;
            options.weights = WeightChoice::Bf16;  // of a recording, say: a run has what is loaded
            RunState state;
            std::vector<Event> events;
            RunLoop loop(*session, RunRequest{"What is 17 * 23?", std::nullopt, options}, [&](const Event& event) {
                events.push_back(event);
                state.apply(event);
            });
            while (!loop.isFinished()) loop.step();
            QCOMPARE(state.header.model.weights, std::string(type));
            QCOMPARE(state.header.options.weights, choice);
            const auto read = std::get<RunStarted>(eventFromJson(toJson(events.front()))->body);
            QCOMPARE(read.model.weights, std::string(type));
            QCOMPARE(read.options.weights, choice);
            QCOMPARE(read.model.quantised, choice != WeightChoice::File);
            const nlohmann::json print = fingerprintOf(*session, state.header.options);
            QCOMPARE(print["options"].contains("weights"), choice != WeightChoice::File);
        }
    }
};

QTEST_GUILESS_MAIN(AppWeights)
#include "app_weights.moc"
