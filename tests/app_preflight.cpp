// The memory plan: its arithmetic, its agreement with a loaded model and with a run, and which device a choice means.
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "app/models/pricing.h"
#include "app/run/devices.h"
#include "app/run/model_session.h"
#include "app/run/run_loop.h"
#include "app/run/usage_error.h"
#include "kernels/backend_cost.h"
#include "kernels/cpu/cpu_backend.h"
#include "kernels/cpu/memory_limits.h"
#include "random_model.h"

using namespace app;

namespace {

constexpr double kGib = 1024.0 * 1024 * 1024;

/// Qwen3-4B in bf16 on an 80 GB card, as its headers say.
MemoryFacts largeFacts() {
    return {.backend = "cuda",
            .device = "GPU",
            .deviceBytes = std::size_t{80} << 30,
            .otherBytes = std::size_t{1} << 30,
            .weightBytes = std::size_t{8} << 30,
            .workspaceBytes = std::size_t{1} << 30,
            .blockBytes = std::size_t{16} * 147456,
            .contextTokens = 262144};
}

DeviceChoices severalGpus() {
    DeviceChoices choices{.cpuName = "CPU", .cpuBytes = std::size_t{16} << 30, .gpus = {}};
    choices.gpus.devices = {{.index = 0, .name = "A", .totalBytes = 100, .freeBytes = 30, .computeMajor = 8},
                            {.index = 2, .name = "B", .totalBytes = 100, .freeBytes = 90, .computeMajor = 9},
                            {.index = 5, .name = "Old", .totalBytes = 100, .freeBytes = 100, .computeMajor = 7}};
    return choices;
}

template <typename F>
QString refusalOf(F&& work) {
    try {
        work();
        return {};
    } catch (const UsageError& error) {
        return QString::fromUtf8(error.what());
    }
}

}  // namespace

class AppPreflight : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void utilizationCountsOnTheGpu() {
        RunOptions options;
        options.memoryUtilization = 0.9;
        const double room = 0.9 * 80 * kGib - 10 * kGib;  // 8 weights, 1 workspace, 1 others
        QVERIFY(std::abs(kvBytesFor(largeFacts(), options) - room) < 1);
        options.kvCacheMib = 1024;
        QCOMPARE(kvBytesFor(largeFacts(), options), kGib);
        options.kvCacheMib.reset();
        options.memoryUtilization = 0.1;
        QCOMPARE(kvBytesFor(largeFacts(), options), 0.0);
        QCOMPARE(planMemory(largeFacts(), options, 100).verdict, MemoryVerdict::ModelTooLarge);
    }

    void theCapAloneCountsOnTheCpu() {
        MemoryFacts facts = largeFacts();
        facts.backend = "cpu";
        RunOptions options;
        options.memoryUtilization = 0.05;
        options.kvCacheMib = 2048;
        QCOMPARE(kvBytesFor(facts, options), 2 * kGib);
        options.kvCacheMib.reset();
        QCOMPARE(kvBytesFor(facts, options), 20 * kGib);
    }

    void aPlanIsRepriced() {
        RunOptions options;
        options.traces = 64;
        const MemoryPlan plan = planMemory(largeFacts(), options, 100);
        QCOMPARE(plan.verdict, MemoryVerdict::Saturates);
        QCOMPARE(plan.blocks, static_cast<std::int64_t>(62 * kGib / (16 * 147456)));
        QCOMPARE(plan.tokens, plan.blocks * 16);
        QCOMPARE(plan.tokensPerTrace, (plan.blocks - 7) / 64 * 16 - 3);
        options.traces = 32;
        QVERIFY(planMemory(largeFacts(), options, 100).tokensPerTrace > 2 * plan.tokensPerTrace - 64);
        options.memoryUtilization = 0.5;
        QVERIFY(planMemory(largeFacts(), options, 100).tokensPerTrace < plan.tokensPerTrace);
        options.maxTokens = 1000;
        QCOMPARE(planMemory(largeFacts(), options, 100).verdict, MemoryVerdict::NeverSaturates);
        options.policy = PolicyKind::Cot;
        QCOMPARE(planMemory(largeFacts(), options, 100).traces, 1);
    }

    void whatDoesNotFitSaysWhatDoes() {
        RunOptions options;
        options.traces = 64;
        options.kvCacheMib = 2.25 * 20;  // 20 blocks
        const MemoryPlan plan = planMemory(largeFacts(), options, 100);
        QCOMPARE(plan.verdict, MemoryVerdict::TooLittleKv);
        QCOMPARE(plan.blocks, std::int64_t{20});
        QVERIFY(plan.mostTraces >= 1 && plan.mostTraces < 64);
        options.traces = plan.mostTraces;
        QVERIFY(planMemory(largeFacts(), options, 100).verdict != MemoryVerdict::TooLittleKv);
        options.traces = plan.mostTraces + 1;
        QCOMPARE(planMemory(largeFacts(), options, 100).verdict, MemoryVerdict::TooLittleKv);
        options.traces = 64;
        options.kvCacheMib = plan.leastKvBytes / 1024 / 1024;
        QVERIFY(planMemory(largeFacts(), options, 100).verdict != MemoryVerdict::TooLittleKv);
        QVERIFY(verdictText(plan).find("n = " + std::to_string(plan.mostTraces) + " or less") != std::string::npos);
        QVERIFY(verdictText(plan).find('\n') == std::string::npos);
        int blocks = 1;
        const auto mostTraces = [&] {
            options.kvCacheMib = 2.25 * blocks;
            return planMemory(largeFacts(), options, 100).mostTraces;
        };
        while (mostTraces() < 1) ++blocks;
        QCOMPARE(mostTraces(), 1);
        const std::string one = verdictText(planMemory(largeFacts(), options, 100));
        QVERIFY2(one.find("use n = 1, or a KV cache of at least ") != std::string::npos, one.c_str());
    }

    /// What a run refuses, the plan refuses, with the same limit.
    void aPromptBeyondTheContextIsRefused() {
        RunOptions options;
        options.traces = 2;
        MemoryFacts facts = largeFacts();
        facts.contextTokens = 2048;
        QVERIFY(canStart(planMemory(facts, options, 2047)));
        const MemoryPlan plan = planMemory(facts, options, 2048);
        QCOMPARE(plan.verdict, MemoryVerdict::PromptTooLong);
        QVERIFY(!canStart(plan));
        QCOMPARE(verdictText(plan),
                 std::string("the problem takes 2,048 tokens, the model's context is 2,048; shorten it"));
        QCOMPARE(nameOf(plan.verdict), "prompt-too-long");
    }

    void memoryThatIsNotThereIsNotPromised() {
        MemoryFacts facts = largeFacts();
        facts.backend = "cpu";
        facts.freeBytes = std::size_t{16} << 30;  // 9 of it for weights and workspace
        RunOptions options;
        options.traces = 4;
        options.maxTokens = 1000;
        options.kvCacheMib = 1e7;
        // 4 traces of 1,000 tokens and the prompt fill 0.6 GiB, however large the cap is.
        QCOMPARE(planMemory(facts, options, 100).verdict, MemoryVerdict::NeverSaturates);
        options.traces = 64;
        const MemoryPlan plan = planMemory(facts, options, 100);
        QCOMPARE(plan.verdict, MemoryVerdict::BeyondMemory);
        QVERIFY(canStart(plan));
        QCOMPARE(plan.roomKvBytes, 7 * kGib);
        QVERIFY(verdictText(plan).find("7.0 GiB of memory are free") != std::string::npos);
        options.kvCacheMib = 4096;
        QCOMPARE(planMemory(facts, options, 100).verdict, MemoryVerdict::Saturates);
        // An address space that is too small refuses the whole cache at once.
        facts.addressBytes = std::size_t{12} << 30;
        const MemoryPlan limited = planMemory(facts, options, 100);
        QCOMPARE(limited.verdict, MemoryVerdict::BeyondLimit);
        QVERIFY(!canStart(limited));
        QVERIFY(verdictText(limited).find("ulimit -v") != std::string::npos);
        facts.addressBytes = std::size_t{14} << 30;
        QCOMPARE(planMemory(facts, options, 100).verdict, MemoryVerdict::Saturates);
    }

    void groupsOfProcessesHaveLimits() {
        const QTemporaryDir dir;
        const std::filesystem::path root = dir.path().toStdString();
        const auto write = [&](const char* name, const std::string& text) {
            std::filesystem::create_directories((root / name).parent_path());
            std::ofstream(root / name) << text;
        };
        QVERIFY(!kernels::cpu::readGroupMemory(root).limit);
        write("proc/self/cgroup", "0::/a/b\n");
        write("sys/fs/cgroup/a/b/memory.max", "max\n");
        write("sys/fs/cgroup/a/b/memory.current", "300\n");
        write("sys/fs/cgroup/a/memory.max", "1000\n");
        write("sys/fs/cgroup/a/memory.current", "700\n");
        write("sys/fs/cgroup/a/memory.stat", "anon 500\ninactive_file 200\n");
        auto memory = kernels::cpu::readGroupMemory(root);
        QCOMPARE(memory.limit, std::optional<std::size_t>(1000));
        QCOMPARE(memory.left, std::optional<std::size_t>(500));
        write("sys/fs/cgroup/a/b/memory.max", "310\n");
        memory = kernels::cpu::readGroupMemory(root);
        QCOMPARE(memory.limit, std::optional<std::size_t>(310));
        QCOMPARE(memory.left, std::optional<std::size_t>(10));
        // The older version, seen from within a container: the mount is the group.
        write("proc/self/cgroup", "12:cpu:/docker/x\n9:memory:/docker/x\n");
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "4096\n");
        write("sys/fs/cgroup/memory/memory.usage_in_bytes", "5000\n");
        memory = kernels::cpu::readGroupMemory(root);
        QCOMPARE(memory.limit, std::optional<std::size_t>(4096));
        QCOMPARE(memory.left, std::optional<std::size_t>(0));
        write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        QVERIFY(!kernels::cpu::readGroupMemory(root).limit);
    }

    /// The price list is what the backends say of themselves; heads as the CUDA backend pads them.
    void costsAreThoseOfTheBackends() {
        const auto cpu = kernels::makeCpuBackend();
        const kernels::BackendCost cost = kernels::costOf(kernels::BackendKind::Cpu);
        QCOMPARE(cost.activationBytes, cpu->activationBytes());
        QCOMPARE(cost.nativeKv, cpu->nativeKv());
        for (const auto type : {kernels::KvType::F32, kernels::KvType::Bf16, kernels::KvType::Q8})
            QCOMPARE(kernels::takesKv(kernels::BackendKind::Cpu, type), cpu->takesKv(type));
        QCOMPARE(cost.rows, cpu->preferredRows());
        QCOMPARE(kernels::kvHeadWidthOf(kernels::BackendKind::Cpu, 80), cpu->kvHeadWidth(80));
        for (const auto& [headDim, width] : {std::pair{16, 32}, {64, 64}, {80, 96}, {112, 128}, {128, 128}, {192, 256}})
            QCOMPARE(kernels::kvHeadWidthOf(kernels::BackendKind::Cuda, headDim), width);
        engine::ModelConfig config = test::oddShape();
        config.headDim = 80;
        const test::RandomModel tensors(config, 1);
        const auto blockBytes = [&](const char* backend) {
            MemoryFacts facts;
            facts.backend = backend;
            return estimateMemory(facts, config, tensors).blockBytes;
        };
        QCOMPARE(blockBytes("cpu"), std::size_t(2 * 3 * 3 * 80 * 16 * 4));
        QCOMPARE(blockBytes("cuda"), std::size_t(2 * 3 * 3 * 96 * 16 * 2));
    }

    /// A GPU keeps the KV of large models as 8 bits; every choice is priced with what the backends would take.
    void kvTypesArePriced() {
        using kernels::KvType;
        MemoryFacts facts = largeFacts();
        facts.kvHeads = 36 * 8;
        facts.kvHeadWidth = 128;
        facts.parameters = kLargeModel;
        QCOMPARE(kvTypeFor(facts, KvChoice::Auto), KvType::Q8);
        QCOMPARE(blockBytesFor(facts, KvChoice::Bf16), std::size_t(16 * 147456));
        QCOMPARE(blockBytesFor(facts, KvChoice::Auto), std::size_t(36 * 8 * (2 * 16 * 128 + 64)));
        RunOptions options;
        const MemoryPlan q8 = planMemory(facts, options, 100);
        options.kvType = KvChoice::Bf16;
        const MemoryPlan bf16 = planMemory(facts, options, 100);
        QCOMPARE(q8.kvBytes, bf16.kvBytes);
        QCOMPARE(q8.otherTokens, bf16.tokens);
        QCOMPARE(bf16.otherTokens, q8.tokens);
        const double ratio = static_cast<double>(q8.tokens) / static_cast<double>(bf16.tokens);
        QVERIFY(ratio > 1.96 && ratio < 1.97);
        QVERIFY(priceText(q8, "GPU").find(" as q8 = ") != std::string::npos);
        QVERIFY(priceText(q8, "GPU").find(", as bf16 ") != std::string::npos);

        facts.parameters = kLargeModel - 1;
        QCOMPARE(kvTypeFor(facts, KvChoice::Auto), KvType::Bf16);
        facts.parameters = kLargeModel;
        QVERIFY(refusalOf([&] { requireKvType(facts, KvChoice::F32); }).contains(QLatin1String("--kv-type bf16")));
        facts.backend = "cpu";
        QCOMPARE(kvTypeFor(facts, KvChoice::Auto), KvType::F32);
        QVERIFY(refusalOf([&] { requireKvType(facts, KvChoice::F32); }).isEmpty());
    }

    void aPromptIsCountedWithoutWeights() {
        const auto session = ModelSession::load({.backend = BackendChoice::Cpu});
        for (const bool plain : {false, true}) {
            RunOptions options = session->defaults();
            options.plainPrompt = plain;
            options.systemPrompt = "Be brief.";
            QCOMPARE(countPromptTokens({.backend = BackendChoice::Cpu}, "What is 2 + 2?", options),
                     static_cast<int>(session->promptTokens("What is 2 + 2?", "Be brief.", plain).size()));
        }
        QVERIFY(refusalOf([] {
                    countPromptTokens({.backend = BackendChoice::Cpu}, " ", {});
                }).contains(QLatin1String("empty")));
    }

    void hugeNumbersDoNotOverflow() {
        MemoryFacts facts = largeFacts();
        facts.deviceBytes = SIZE_MAX;
        facts.blockBytes = 1;
        RunOptions options;
        options.traces = 4096;
        const MemoryPlan plan = planMemory(facts, options, 1 << 20);
        QVERIFY(plan.blocks > 0 && plan.tokens > 0 && plan.tokensPerTrace >= 0);
        QVERIFY(planMemory({}, options, 1).blocks == 0);
    }

    void theEstimateAgreesWithTheLoadedModel() {
        const PricedModel priced = priceModel({.backend = BackendChoice::Cpu});
        bool told = false;
        const auto session =
            ModelSession::load({.backend = BackendChoice::Cpu},
                               {.progress = {}, .priced = [&](const std::string& name, const MemoryFacts& facts) {
                                    told = true;
                                    QCOMPARE(facts.weightBytes, priced.memory.weightBytes);
                                    QCOMPARE(name, priced.name);
                                }});
        QVERIFY(told);
        const MemoryFacts real = session->memory();
        const auto near = [](std::size_t a, std::size_t b) {
            return std::abs(static_cast<double>(a) - static_cast<double>(b)) <= 0.02 * static_cast<double>(b);
        };
        QVERIFY2(near(priced.memory.weightBytes, real.weightBytes),
                 qPrintable(QString::number(priced.memory.weightBytes) + QLatin1String(" of ") +
                            QString::number(real.weightBytes)));
        QVERIFY2(near(priced.memory.workspaceBytes, real.workspaceBytes),
                 qPrintable(QString::number(priced.memory.workspaceBytes) + QLatin1String(" of ") +
                            QString::number(real.workspaceBytes)));
        QCOMPARE(priced.memory.blockBytes, real.blockBytes);
        QCOMPARE(priced.memory.deviceBytes, real.deviceBytes);
        QCOMPARE(priced.memory.contextTokens, real.contextTokens);
        QCOMPARE(priced.defaults.kvCacheMib, session->defaults().kvCacheMib);
    }

    /// The plan names the token at which a run's memory is full: all traces go in step until then.
    void aRunSaturatesWhereThePlanSays() {
        const auto session = ModelSession::load({.backend = BackendChoice::Cpu});
        for (const int n : {3, 8}) {
            RunOptions options = session->defaults();
            options.traces = n;
            options.kvCacheMib = 4;
            options.sampling.seed = 5;
            const std::string problem =
                "A shop sells 17 pens for 25 coins each and 9 books for 31 coins each. How much is it in all?";
            const int promptTokens = static_cast<int>(session->promptTokens(problem, options.systemPrompt).size());
            const MemoryPlan plan = planMemory(session->memory(), options, promptTokens);
            QCOMPARE(plan.verdict, MemoryVerdict::Saturates);
            std::optional<int> tokensThen;
            int running = 0;
            std::optional<RunLoop> loop;
            loop.emplace(*session, RunRequest{problem, std::nullopt, options}, [&](const Event& event) {
                const auto* saturated = std::get_if<Saturated>(&event.body);
                if (!saturated || tokensThen) return;
                running = saturated->running;
                tokensThen = 0;
                for (const TraceState& trace : loop->state().traces)
                    tokensThen = std::max(*tokensThen, trace.tokenCount());
            });
            while (!loop->isFinished() && !tokensThen) loop->step();
            QVERIFY2(tokensThen, "the run never saturated");
            QCOMPARE(running, n);
            QVERIFY2(std::abs(*tokensThen - static_cast<int>(plan.tokensPerTrace)) <= 1,
                     qPrintable(QString::number(*tokensThen) + QLatin1String(" tokens, planned ") +
                                QString::number(plan.tokensPerTrace)));
        }
    }

    void aChoiceNamesADevice() {
        QCOMPARE(chooseDevice(severalGpus(), BackendChoice::Cuda, std::nullopt).gpuIndex, std::optional<int>(2));
        QCOMPARE(chooseDevice(severalGpus(), BackendChoice::Cuda, 0).gpuIndex, std::optional<int>(0));
        QCOMPARE(chooseDevice(severalGpus(), BackendChoice::Auto, 0).memory.backend, std::string("cuda"));
        QCOMPARE(chooseDevice(severalGpus(), BackendChoice::Auto, std::nullopt).gpuIndex, std::optional<int>(2));
        const ChosenDevice b = chooseDevice(severalGpus(), BackendChoice::Cuda, 2);
        QCOMPARE(b.memory.device, std::string("B"));
        QCOMPARE(b.memory.otherBytes, std::size_t{10});
        const ChosenDevice cpu = chooseDevice(severalGpus(), BackendChoice::Cpu, std::nullopt);
        QVERIFY(!cpu.gpuIndex);
        QCOMPARE(cpu.memory.deviceBytes, std::size_t{16} << 30);
    }

    void aDeviceThatIsNotThereIsRefused() {
        const QString missing = refusalOf([] { chooseDevice(severalGpus(), BackendChoice::Cuda, 1); });
        QVERIFY2(missing.contains(QLatin1String("0 A, 2 B")), qPrintable(missing));
        QVERIFY(refusalOf([] {
                    chooseDevice(severalGpus(), BackendChoice::Cuda, 5);
                }).contains(QLatin1String("compute capability")));
        DeviceChoices old = severalGpus();
        old.gpus.devices.erase(old.gpus.devices.begin(), old.gpus.devices.begin() + 2);
        QVERIFY(!chooseDevice(old, BackendChoice::Auto, std::nullopt).gpuIndex);
        QVERIFY(refusalOf([] {
                    chooseDevice(severalGpus(), BackendChoice::Cpu, 0);
                }).contains(QLatin1String("--backend cpu")));
        DeviceChoices none;
        none.gpus.reasonIfEmpty = "no driver";
        QVERIFY(refusalOf([&] { chooseDevice(none, BackendChoice::Auto, 0); }).contains(QLatin1String("no driver")));
        QVERIFY(refusalOf([&] {
                    chooseDevice(none, BackendChoice::Cuda, std::nullopt);
                }).contains(QLatin1String("no driver")));
    }
};

QTEST_GUILESS_MAIN(AppPreflight)
#include "app_preflight.moc"
