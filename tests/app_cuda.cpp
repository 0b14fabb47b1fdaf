// Whole models on the CUDA backend: random ones and the demo model against the CPU twin, captured passes, and runs.
#include <QTest>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "app/run/policy_table.h"
#include "app/run/run_batch.h"
#include "app/run/run_loop.h"
#include "app/run/summary.h"
#include "app/study/problems.h"
#include "cuda_support.h"
#include "engine/model_files.h"
#include "engine/transformer.h"

namespace {

using namespace app;
using namespace test;
using engine::BlockId;
using engine::SampleKey;
using engine::Slice;
using engine::TokenId;
using engine::TraceId;
using engine::Transformer;
using kernels::KvType;

constexpr int kPrompts = 100;
constexpr int kGreedyTokens = 160;

std::vector<float> readFloats(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::vector<float> values(std::filesystem::file_size(path) / sizeof(float));
    file.read(reinterpret_cast<char*>(values.data()), std::streamsize(values.size() * sizeof(float)));
    return values;
}

std::vector<BlockId> blocksFrom(int first, int count) {
    std::vector<BlockId> blocks;
    for (int i = 0; i < count; ++i) blocks.push_back(BlockId{first + i});
    return blocks;
}

/// The most likely continuations of all prompts, decoded together.
std::vector<std::vector<TokenId>> continueGreedily(Transformer& model,
                                                   const std::vector<std::vector<TokenId>>& prompts) {
    std::size_t longest = 0;
    for (const auto& prompt : prompts) longest = std::max(longest, prompt.size());
    const int blocksEach = engine::blocksFor(int(longest) + kGreedyTokens);
    model.allocateKv(blocksEach * int(prompts.size()));
    std::vector<std::vector<TokenId>> texts = prompts;
    for (int step = 0; step < kGreedyTokens; ++step) {
        std::vector<Slice> slices;
        std::vector<std::vector<BlockId>> tables;
        for (std::size_t i = 0; i < texts.size(); ++i) tables.push_back(blocksFrom(int(i) * blocksEach, blocksEach));
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const std::span<const TokenId> text = texts[i];
            const std::size_t first = step == 0 ? 0 : text.size() - 1;
            slices.push_back({.tokens = text.subspan(first),
                              .firstPosition = int(first),
                              .blocks = tables[i],
                              .sample = SampleKey{TraceId{int(i) + 1}, step}});
        }
        const engine::PassResult result = model.pass(slices, {.temperature = 0});
        for (std::size_t i = 0; i < texts.size(); ++i) texts[i].push_back(result.sampled[i].token);
    }
    return texts;
}

}  // namespace

class AppCuda : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { SKIP_WITHOUT_DEVICE(); }
    void randomModels();
    void families();
    void passesInPieces();
    void greedyDemoMatchesTheCpu();
    void stepScoresMatchTheCpu();
    void sameSeedSameRun();
    void growingRunsCaptureAgain();
    void longInputsInBatches();
    void saturatedRuns_data();
    void saturatedRuns();
    void severalRunsInOnePass();
    void utilizationIsTheDevices();
};

void AppCuda::randomModels() {
    const BothBackends both;
    struct Variant {
        const char* name;
        engine::ModelConfig config;
    };
    engine::ModelConfig wide = oddShape();  // a group of 7, biases, its own head
    wide.heads = 14;
    wide.kvHeads = 2;
    wide.headDim = 32;
    wide.attentionBias = true;
    wide.qkNorm = false;
    wide.tieEmbeddings = false;
    for (const Variant& v : {Variant{"demo", demoShape()}, {"odd", oddShape()}, {"wide", wide}}) {
        const RandomModel weights(v.config, kSeed);
        Transformer cpu(*both.cpu, v.config, weights), cuda(*both.cuda, v.config, weights);
        for (const auto& [onCpu, onCuda] : {std::pair{KvType::F32, KvType::Bf16}, {KvType::Q8, KvType::Q8}}) {
            cpu.setKvType(onCpu);
            cuda.setKvType(onCuda);
            RandomValues random(3);
            for (const int length : {1, 16, 70, 333}) {
                std::vector<TokenId> tokens;
                for (int i = 0; i < length; ++i) tokens.push_back(TokenId{random.below(v.config.vocabSize)});
                const Transformer::Logits expected = cpu.logitsOf(tokens), got = cuda.logitsOf(tokens);
                // Some hundred roundings to bf16 in a row, which add like a random walk.
                const double limit = 2 * kBf16 * std::sqrt(8.0 * v.config.layers);
                VERIFY_ERROR(got.hidden, expected.hidden, limit,
                             std::string(v.name) + ", hidden, length " + std::to_string(length));
                VERIFY_ERROR(got.logits, expected.logits, limit,
                             std::string(v.name) + ", logits, length " + std::to_string(length));
            }
        }
    }
}

/// The small models of every family that transformers wrote, against its float32 results.
void AppCuda::families() {
    const auto backend = kernels::makeCudaBackend(0);
    int seen = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(STEPSCOPE_TEST_DATA) / "families")) {
        if (!std::filesystem::exists(entry.path() / "expected.json")) continue;
        const engine::ModelFiles files = engine::ModelFiles::open(entry.path());
        Transformer model(*backend, files.config(), files.tensors());
        const auto expected = nlohmann::json::parse(std::ifstream(entry.path() / "expected.json"));
        std::vector<TokenId> prompt;
        for (const int id : expected["prompt"]) prompt.push_back(TokenId{id});
        const Transformer::Logits got = model.logitsOf(prompt);
        const std::vector<float> logits = readFloats(entry.path() / "logits.f32"),
                                 hidden = readFloats(entry.path() / "hidden.f32");
        const std::string name = entry.path().filename().string();
        qInfo("%s: relative error of the logits %.4f, of the hidden row %.4f", name.c_str(),
              relativeError(got.logits, logits), relativeError(got.hidden, hidden));
        const double limit = 2 * kBf16 * std::sqrt(8.0 * files.config().layers);
        VERIFY_ERROR(got.logits, logits, limit, name + ", logits");
        VERIFY_ERROR(got.hidden, hidden, limit, name + ", hidden");
        ++seen;
    }
    QCOMPARE(seen, 8);
}

/// A prompt in one pass, in pieces, and token by token through captured passes: the same hidden row but for rounding.
void AppCuda::passesInPieces() {
    const BothBackends both;
    const engine::ModelConfig config = demoShape();
    const RandomModel weights(config, kSeed);
    Transformer model(*both.cuda, config, weights);
    for (const KvType type : {KvType::Bf16, KvType::Q8}) {
        model.setKvType(type);
        model.allocateKv(30);
        RandomValues random(5);
        std::vector<TokenId> tokens;
        for (int i = 0; i < 100; ++i) tokens.push_back(TokenId{random.below(config.vocabSize)});
        std::vector<float> whole;
        for (const int pieceSize : {100, 33, 1}) {
            const std::vector<BlockId> blocks = blocksFrom(10, 7);
            engine::PassResult last;
            for (int first = 0; first < 100; first += pieceSize) {
                const int count = std::min(pieceSize, 100 - first);
                const Slice slice{
                    .tokens = std::span<const TokenId>(tokens).subspan(std::size_t(first), std::size_t(count)),
                    .firstPosition = first,
                    .blocks = blocks,
                    .sample = SampleKey{TraceId{1}, first},
                    .gatherHidden = true};
                last = model.pass({&slice, 1}, {});
            }
            if (whole.empty()) whole = last.hidden;
            VERIFY_ERROR(last.hidden, whole, 2 * kBf16 * std::sqrt(8.0 * config.layers),
                         std::string(nameOf(type)) + ", pieces of " + std::to_string(pieceSize));
        }
    }
}

void AppCuda::greedyDemoMatchesTheCpu() {
    const auto cpu = ModelSession::load({.backend = BackendChoice::Cpu});
    const auto cuda = ModelSession::load({.backend = BackendChoice::Cuda});
    const ProblemSet set = readProblems(std::string(STEPSCOPE_RESOURCES) + "/problems/heldout.jsonl");
    std::vector<std::vector<TokenId>> prompts;
    for (int i = 0; i < kPrompts; ++i)
        prompts.push_back(
            cpu->promptTokens(set.problems[std::size_t(i)].question, cpu->defaults().systemPrompt, false));
    const auto expected = continueGreedily(cpu->transformer(), prompts);
    const auto got = continueGreedily(cuda->transformer(), prompts);
    int same = 0;
    for (std::size_t i = 0; i < prompts.size(); ++i) {
        // Up to the end of the text: nothing after it is ever read.
        std::size_t end = prompts[i].size();
        while (end < expected[i].size() && !cpu->endsText(expected[i][end])) ++end;
        end = std::min(end + 1, expected[i].size());
        const auto limit = expected[i].begin() + std::ptrdiff_t(end);
        const auto differs = std::mismatch(expected[i].begin(), limit, got[i].begin());
        if (differs.first == limit) {
            ++same;
            continue;
        }
        const auto at = std::size_t(differs.first - expected[i].begin());
        const std::vector<float> logits = cpu->transformer().logitsOf(std::span(expected[i]).first(at)).logits;
        const float gap = logits[std::size_t(index(*differs.first))] - logits[std::size_t(index(*differs.second))];
        qInfo("prompt %zu: first difference after %zu tokens, logits %.4f apart", i, at - prompts[i].size(),
              double(gap));
        QVERIFY2(gap < 0.25F, "a difference that is no near-tie");
    }
    qInfo("%d of %d greedy continuations are the CPU's", same, kPrompts);
    QVERIFY(same >= 95 * kPrompts / 100);
}

void AppCuda::stepScoresMatchTheCpu() {
    const auto cpu = ModelSession::load({.backend = BackendChoice::Cpu});
    const auto cuda = ModelSession::load({.backend = BackendChoice::Cuda});
    const std::vector<TokenId> tokens =
        cpu->promptTokens("What is 3 * (17 + 25) - 4 * 9 + 12?", cpu->defaults().systemPrompt);
    std::vector<float> scores;
    for (ModelSession* session : {cpu.get(), cuda.get()}) {
        Transformer& model = session->transformer();
        model.allocateKv(30);
        const std::vector<BlockId> blocks = blocksFrom(0, 30);
        const Slice slice{.tokens = tokens, .blocks = blocks, .sample = std::nullopt, .gatherHidden = true};
        scores.push_back(model.pass({&slice, 1}, {}).scores.at(0));
    }
    QVERIFY2(std::abs(scores[0] - scores[1]) < 0.05F,
             (std::to_string(scores[0]) + " and " + std::to_string(scores[1])).c_str());
}

void AppCuda::sameSeedSameRun() {
    const auto session = ModelSession::load({.backend = BackendChoice::Cuda});
    RunOptions options = session->defaults();
    options.traces = 16;
    options.kvCacheMib = 64;
    std::vector<std::string> texts[2];
    for (auto& run : texts) {
        RunLoop loop(*session, RunRequest{"What is 3 * (17 + 25) - 4 * 9 + 12?", "102", options}, [](const Event&) {});
        while (!loop.isFinished()) loop.step();
        for (const TraceState& t : loop.state().traces) run.push_back(t.text.str());
    }
    QCOMPARE(texts[0], texts[1]);
}

/// In one session few traces, then many, whose ops need more scratch, then few again: the graphs of the first run must
/// not be launched with the address of scratch that is gone, nor with that of a KV cache of another type. Each writes
/// what it writes in a session of its own.
void AppCuda::growingRunsCaptureAgain() {
    const auto textsOf = [](ModelSession& session, int traces, KvChoice kv) {
        RunOptions options = session.defaults();
        options.kvCacheMib = 256;
        options.maxTokens = 60;
        options.traces = traces;
        options.kvType = kv;
        RunLoop loop(session, RunRequest{"What is 3 * (17 + 25) - 4 * 9 + 12?", "102", options}, [](const Event&) {});
        while (!loop.isFinished()) loop.step();
        std::vector<std::string> texts;
        for (const TraceState& t : loop.state().traces) texts.push_back(t.text.str());
        return texts;
    };
    std::map<std::pair<int, KvChoice>, std::vector<std::string>> fresh;
    for (const int traces : {2, 8, 32, 64, 128})
        for (const KvChoice kv : {KvChoice::Bf16, KvChoice::Q8})
            fresh[{traces, kv}] = textsOf(*ModelSession::load({.backend = BackendChoice::Cuda}), traces, kv);
    const auto session = ModelSession::load({.backend = BackendChoice::Cuda});
    for (const int traces : {2, 8, 32, 2, 64, 8, 2, 128, 32, 8, 2})
        for (const KvChoice kv : {KvChoice::Bf16, KvChoice::Q8})
            QCOMPARE(textsOf(*session, traces, kv), (fresh.at({traces, kv})));
}

/// Batches of one input follow each other without overwriting what the one before still sends.
void AppCuda::longInputsInBatches() {
    const BothBackends both;
    const engine::ModelConfig config = demoShape();
    const RandomModel weights(config, kSeed);
    Transformer whole(*both.cuda, config, weights);
    Transformer pieces(*both.cuda, config, weights, {}, {.maxRows = 16});
    RandomValues random(5);
    std::vector<TokenId> tokens;
    for (int i = 0; i < 1200; ++i) tokens.push_back(TokenId{random.below(config.vocabSize)});
    const Transformer::Logits expected = whole.logitsOf(tokens);
    for (int repeat = 0; repeat < 5; ++repeat) {
        const Transformer::Logits got = pieces.logitsOf(tokens);
        VERIFY_ERROR(got.logits, expected.logits, 2 * kBf16 * std::sqrt(8.0 * config.layers), "75 batches");
    }
}

void AppCuda::saturatedRuns_data() {
    QTest::addColumn<int>("policy");
    QTest::addColumn<int>("kv");
    QTest::newRow("step") << int(PolicyKind::Step) << int(KvChoice::Auto);
    QTest::newRow("sc") << int(PolicyKind::SelfConsistency) << int(KvChoice::Auto);
    QTest::newRow("step, q8") << int(PolicyKind::Step) << int(KvChoice::Q8);
    QTest::newRow("sc, q8") << int(PolicyKind::SelfConsistency) << int(KvChoice::Q8);
    QTest::newRow("refill, q8") << int(PolicyKind::StepRefill) << int(KvChoice::Q8);
}

void AppCuda::saturatedRuns() {
    QFETCH(int, policy);
    QFETCH(int, kv);
    const auto session = ModelSession::load({.backend = BackendChoice::Cuda});
    QCOMPARE(session->device().backend, std::string("cuda"));
    RunOptions options = session->defaults();
    options.policy = PolicyKind(policy);
    options.traces = 64;
    options.kvType = KvChoice(kv);
    options.kvCacheMib = 150.0 * double(blockBytesFor(session->memory(), options.kvType)) / (1 << 20);
    RunLoop loop(*session, RunRequest{"What is 3 * (17 + 25) - 4 * 9 + 12?", "102", options}, [](const Event&) {});
    while (!loop.isFinished()) {
        loop.step();
        loop.checkIntegrity();
    }
    const RunState& state = loop.state();
    QVERIFY(state.finished.has_value());
    QVERIFY2(state.finished->end == RunEnd::Done, state.finished->message.c_str());
    QVERIFY(state.vote.leader() != nullptr);
    int pruned = 0;
    for (const TraceState& t : state.traces) pruned += t.phase == TracePhase::Pruned;
    QCOMPARE(pruned > 0, PolicyKind(policy) != PolicyKind::SelfConsistency);
    QCOMPARE(state.header.model.kvType, std::string(KvChoice(kv) == KvChoice::Q8 ? "q8" : "bf16"));
}

/// Six problems at once, each with its own policy and memory: all end well, and the greedy ones write what they write
/// alone.
void AppCuda::severalRunsInOnePass() {
    const auto session = ModelSession::load({.backend = BackendChoice::Cuda});
    const ProblemSet set = readProblems(std::string(STEPSCOPE_RESOURCES) + "/problems/heldout.jsonl");
    const auto requestOf = [&](int i) {
        RunRequest request{set.problems[std::size_t(i)].question, set.problems[std::size_t(i)].answer,
                           session->defaults()};
        request.options.policy = policyRows()[std::size_t(i) % policyRows().size()].kind;
        request.options.traces = 12;
        request.options.traces = tracesOf(request.options);
        request.options.sampling.temperature = 0;
        request.options.kvCacheMib = 160.0 * double(session->info().blockBytes) / (1 << 20);
        return request;
    };
    constexpr int kRuns = 16;
    std::vector<std::string> alone;
    for (int i = 0; i < kRuns; ++i) {
        RunLoop loop(*session, requestOf(i), [](const Event&) {});
        while (!loop.isFinished()) loop.step();
        alone.push_back(loop.state().traces.front().text.str());
    }
    RunBatch batch(*session, 6, 160);
    int next = 0;
    int ended = 0;
    int same = 0;
    while (next < kRuns || !batch.isEmpty()) {
        while (next < kRuns && batch.hasRoom()) {
            batch.start(next, requestOf(next));
            ++next;
        }
        for (const RunBatch::Ended& end : batch.step()) {
            ++ended;
            QVERIFY2(end.run->state().finished->end == RunEnd::Done, end.run->state().finished->message.c_str());
            end.run->checkIntegrity();
            const std::string text = end.run->state().traces.front().text.str();
            same += text == alone[std::size_t(end.tag)] || end.run->state().traces.front().phase == TracePhase::Pruned
                        ? 1
                        : 0;
        }
    }
    QCOMPARE(ended, kRuns);
    qInfo("%d of %d first traces are those of the runs alone", same, kRuns);
    QVERIFY(same >= kRuns - 2);  // another batch may round a near-tie differently
}

void AppCuda::utilizationIsTheDevices() {
    const auto session = ModelSession::load({.backend = BackendChoice::Cuda});
    RunOptions options = session->defaults();
    options.kvCacheMib.reset();
    options.memoryUtilization = 0.5;
    const double half = double(kvBlocksFor(session->memory(), options)) * double(session->info().blockBytes);
    options.memoryUtilization = 0.9;
    const double most = double(kvBlocksFor(session->memory(), options)) * double(session->info().blockBytes);
    QVERIFY(std::abs((most - half) / double(session->device().totalBytes) - 0.4) < 0.01);
}

QTEST_GUILESS_MAIN(AppCuda)
#include "app_cuda.moc"
