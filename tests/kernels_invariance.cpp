// The promise of the CPU backend: a row's result is the same, bit for bit, whatever other rows are in the pass,
// wherever it stands among them, and however a sequence was cut into passes. Each op on its own, then the whole
// forward.
#include <map>
#include <random>

#include "engine/transformer.h"
#include "kernels_support.h"

namespace {

using namespace test;
using namespace engine;

constexpr int kMaxRows = 70;

std::vector<float> rowsOf(const std::vector<float>& values, int width, int first, int count) {
    return {values.begin() + std::ptrdiff_t(first) * width, values.begin() + std::ptrdiff_t(first + count) * width};
}

/// Everything a trace gets out of a run: its text, what came with the draws, hidden rows and scores.
struct TraceResult {
    std::vector<TokenId> text;
    std::vector<float> values;

    bool operator==(const TraceResult&) const = default;
};

/// How the passes of a run are made up.
struct Plan {
    std::vector<int> traces;  ///< numbers of the traces that run together
    int chunk = 1000;         ///< at most so many prompt or recomputed tokens a pass
    int recomputeEvery = 0;   ///< steps after which a trace loses its cache and is computed anew; 0: never
    bool shuffled = false;    ///< the order of the slices changes from pass to pass
};

constexpr int kPromptTokens = 37;
constexpr int kSteps = 40;
constexpr int kBlocksEach = 5;  // 80 tokens

/// Runs the plan's traces to their end and returns what each got.
std::map<int, TraceResult> runTraces(const kernels::CpuOptions& cpu, int maxRows, const Plan& plan,
                                     kernels::KvType type = kernels::KvType::F32) {
    const auto backend = kernels::makeCpuBackend(cpu);
    const ModelConfig config = oddShape();
    Transformer model(*backend, config, RandomModel(config, kSeed), {}, {.maxRows = maxRows});
    model.setKvType(type);
    model.allocateKv(int(plan.traces.size()) * kBlocksEach);
    RandomValues random(kSeed);
    const std::vector<float> w0 = random.vector(std::size_t(30 * config.hiddenSize), 0.1F), b0 = random.vector(30),
                             w1 = random.vector(30);
    model.attachScorer({config.hiddenSize, 30, w0, b0, w1, 0.1F});

    std::map<int, TraceResult> results;
    std::map<int, std::vector<BlockId>> blocks;
    std::map<int, int> cached;  // tokens whose KV is there
    std::map<int, int> recomputedAt;
    int nextBlock = 0;
    for (const int trace : plan.traces) {
        RandomValues prompt(std::uint64_t(1000 + trace));  // every trace has a prompt of its own
        for (int i = 0; i < kPromptTokens; ++i) results[trace].text.push_back(TokenId{prompt.below(config.vocabSize)});
        for (int i = 0; i < kBlocksEach; ++i) blocks[trace].push_back(BlockId{nextBlock++});
    }
    std::mt19937 order(7);
    std::vector<int> running = plan.traces;
    while (true) {
        std::vector<Slice> slices;
        std::vector<int> drawing, gathered;
        if (plan.shuffled) std::shuffle(running.begin(), running.end(), order);
        for (const int trace : running) {
            const std::vector<TokenId>& text = results[trace].text;
            const int step = int(text.size()) - kPromptTokens;
            if (step >= kSteps) continue;
            int& done = cached[trace];
            if (plan.recomputeEvery > 0 && (step + trace) % plan.recomputeEvery == 0 && recomputedAt[trace] != step) {
                recomputedAt[trace] = step;
                done = 0;
            }
            const int count = std::min(int(text.size()) - done, plan.chunk);
            const bool draws = done + count == int(text.size());
            slices.push_back({.tokens = std::span(text).subspan(std::size_t(done), std::size_t(count)),
                              .firstPosition = done,
                              .blocks = blocks[trace],
                              .sample = draws ? std::optional(SampleKey{TraceId{trace}, step}) : std::nullopt,
                              .gatherHidden = draws && step % 3 == 0});
            if (draws) drawing.push_back(trace);
            if (slices.back().gatherHidden) gathered.push_back(trace);
            done += count;
        }
        if (slices.empty()) return results;
        const PassResult pass =
            model.pass(slices, {.temperature = 0.9, .topP = 0.9, .topK = 30, .seed = 5, .wantConfidence = true});
        for (std::size_t i = 0; i < gathered.size(); ++i) {
            TraceResult& result = results[gathered[i]];
            const std::vector<float> hidden = rowsOf(pass.hidden, config.hiddenSize, int(i), 1);
            result.values.insert(result.values.end(), hidden.begin(), hidden.end());
            result.values.push_back(pass.scores[i]);
        }
        for (std::size_t i = 0; i < drawing.size(); ++i) {
            TraceResult& result = results[drawing[i]];
            result.text.push_back(pass.sampled[i].token);
            result.values.push_back(pass.sampled[i].logProbability);
            result.values.push_back(pass.sampled[i].confidence);
        }
    }
}

}  // namespace

class KernelsInvariance : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowOps_data() { addVariantRows(); }
    void rowOps();
    void matmulOverRowCounts_data() { addVariantRows(); }
    void matmulOverRowCounts();
    void attentionOverRowCounts_data() { addVariantRows(); }
    void attentionOverRowCounts();
    void wholeForward_data() { addVariantRows(); }
    void wholeForward();
    void coarserCaches_data() { addVariantRows(); }
    void coarserCaches();
    void threadsChangeNothing();
    void capturedPassesAreTheSame();
};

/// Norm, activation, scorer and draws of 70 rows, against each row alone.
void KernelsInvariance::rowOps() {
    const auto backend = variantBackend();
    const auto stream = backend->makeStream();
    RandomValues random(kSeed);
    const int width = 77;
    const std::vector<float> x = random.vector(std::size_t(kMaxRows * 2 * width));
    const std::vector<float> gain = random.vector(std::size_t(width));
    const std::vector<float> w0 = random.vector(std::size_t(40 * width)), b0 = random.vector(40),
                             w1 = random.vector(40, 0.1F);
    const kernels::HostMatrix part = hostMatrix(w0, 40, width);
    const auto first = backend->uploadWeight({&part, 1}, "scorer", kernels::WeightPrecision::Float32);
    DeviceArray<float> gains(*backend, gain), firstBias(*backend, b0), second(*backend, w1);
    DeviceArray<kernels::DrawSettings> settings(
        *backend, std::vector{kernels::DrawSettings{.seed = 3, .temperature = 1.0F, .wantConfidence = 1}});

    // All results of `rows` rows beginning at `from`.
    const auto results = [&](int from, int rows) {
        std::vector<float> all;
        const auto add = [&](const DeviceArray<float>& values) {
            const std::vector<float> got = values.get();
            all.insert(all.end(), got.begin(), got.end());
        };
        DeviceArray<float> wide(*backend, rowsOf(x, 2 * width, from, rows)),
            narrow(*backend, rowsOf(x, width, from, rows));
        DeviceArray<float> normed(*backend, std::size_t(rows * width)), activated(*backend, std::size_t(rows * width)),
            scores(*backend, std::size_t(rows)), logProbabilities(*backend, std::size_t(rows)),
            confidences(*backend, std::size_t(rows));
        DeviceArray<std::int32_t> tokens(*backend, std::size_t(rows));
        std::vector<kernels::DrawKey> keys;
        for (int r = 0; r < rows; ++r) keys.push_back({from + r, 4});
        DeviceArray<kernels::DrawKey> drawKeys(*backend, keys);
        backend->scoreMlp(*stream, narrow.view(rows, width), {first.get(), firstBias.view(40), second.view(40), 0.5F},
                          scores.view(rows));
        backend->sample(*stream, narrow.view(rows, width), drawKeys.view(rows), settings.view(1), tokens.view(rows),
                        logProbabilities.view(rows), confidences.view(rows));
        backend->swiGlu(*stream, wide.activations(rows, 2 * width), activated.activations(rows, width));
        backend->addRmsNorm(*stream, narrow.activations(rows, width), activated.activations(rows, width),
                            gains.view(width), 1e-6F, normed.activations(rows, width));
        for (const auto* values : {&scores, &logProbabilities, &confidences}) add(*values);
        for (const std::int32_t token : tokens.get()) all.push_back(float(token));
        add(activated);
        add(narrow);
        add(normed);
        return all;
    };
    const std::vector<float> together = results(0, kMaxRows);
    for (int r = 0; r < kMaxRows; ++r) {
        const std::vector<float> alone = results(r, 1);
        std::vector<float> expected;
        for (int i = 0; i < 4; ++i) expected.push_back(together[std::size_t(i * kMaxRows + r)]);
        for (int i = 0; i < 3; ++i) {
            const std::size_t at = std::size_t(4 * kMaxRows + (i * kMaxRows + r) * width);
            expected.insert(expected.end(), together.begin() + std::ptrdiff_t(at),
                            together.begin() + std::ptrdiff_t(at) + width);
        }
        QVERIFY2(alone == expected,
                 qPrintable(QString::asprintf("row %d, seed %llu", r, static_cast<unsigned long long>(kSeed))));
    }
}

void KernelsInvariance::matmulOverRowCounts() {
    const auto backend = variantBackend();
    const auto stream = backend->makeStream();
    RandomValues random(kSeed);
    for (const auto& [n, k] : std::initializer_list<std::pair<int, int>>{{100, 72}, {640, 320}, {33, 864}}) {
        const std::vector<float> w = random.vector(std::size_t(n * k)), x = random.vector(std::size_t(kMaxRows * k));
        const kernels::HostMatrix part = hostMatrix(w, n, k);
        const auto weight = backend->uploadWeight({&part, 1}, "w");
        const auto product = [&](int from, int rows) {
            DeviceArray<float> input(*backend, rowsOf(x, k, from, rows)), out(*backend, std::size_t(rows * n));
            backend->matmul(*stream, input.activations(rows, k), *weight, {}, out.view(rows, n));
            return out.get();
        };
        const std::vector<float> all = product(0, kMaxRows);
        for (int rows = 1; rows <= kMaxRows; ++rows)
            for (const int from : {0, (kMaxRows - rows) / 2, kMaxRows - rows})
                QVERIFY2(product(from, rows) == rowsOf(all, n, from, rows),
                         qPrintable(QString::asprintf("rows %d..%d, n %d, k %d", from, from + rows - 1, n, k)));
    }
}

/// A row at each position of a sequence, alone and with all others, in and out of order.
void KernelsInvariance::attentionOverRowCounts() {
    const auto backend = variantBackend();
    const auto stream = backend->makeStream();
    RandomValues random(kSeed);
    const kernels::AttentionShape shape{6, 2, 24};
    const int width = shape.qkvWidth();
    const std::vector<float> x = random.vector(std::size_t(kMaxRows * width)),
                             rope = random.vector(std::size_t(kMaxRows * shape.headDim));
    DeviceArray<std::int32_t> tables(*backend, {3, 1, 4, 0, 2});
    const std::size_t cacheFloats = std::size_t{5} * 2 * 2 * 24 * 16;

    // Writes and attends to rows `from` .. in one pass; the cache holds what earlier passes wrote.
    const auto pass = [&](DeviceArray<float>& memory, int from, int rows, bool reversed) {
        std::vector<float> input, table;
        std::vector<std::int32_t> position;
        for (int i = 0; i < rows; ++i) {
            const int row = reversed ? from + rows - 1 - i : from + i;
            const std::vector<float> values = rowsOf(x, width, row, 1), angles = rowsOf(rope, shape.headDim, row, 1);
            input.insert(input.end(), values.begin(), values.end());
            table.insert(table.end(), angles.begin(), angles.end());
            position.push_back(row);
        }
        DeviceArray<float> qkv(*backend, input), ropes(*backend, table),
            out(*backend, std::size_t(rows * shape.outWidth()));
        DeviceArray<std::int32_t> positions(*backend, position), sequences(*backend, std::size_t(rows));
        const kernels::KvCache cache{memory.view(1).data, 5, 1, shape.kvHeads, shape.headDim};
        const kernels::PagedRows paged{positions.view(rows), sequences.view(rows), tables.view(1, 5), from + rows};
        backend->ropeAndCache(*stream, shape, qkv.activations(rows, width), {}, {}, 1e-6F,
                              ropes.view(rows, shape.headDim), paged, cache, 0);
        backend->attention(*stream, shape, qkv.activations(rows, width), 0.3F, paged, cache, 0,
                           out.activations(rows, shape.outWidth()));
        std::vector<float> got = out.get();
        if (!reversed) return got;
        std::vector<float> inOrder;
        for (int i = rows - 1; i >= 0; --i) {
            const std::vector<float> row = rowsOf(got, shape.outWidth(), i, 1);
            inOrder.insert(inOrder.end(), row.begin(), row.end());
        }
        return inOrder;
    };
    DeviceArray<float> wholeMemory(*backend, cacheFloats);
    const std::vector<float> whole = pass(wholeMemory, 0, kMaxRows, false);
    for (const int chunk : {1, 2, 3, 7, 15, 16, 17, 33, 69, 70})
        for (const bool reversed : {false, true}) {
            DeviceArray<float> memory(
                *backend, std::vector<float>(cacheFloats, std::numeric_limits<float>::quiet_NaN()));  // stale
            std::vector<float> inPieces;
            for (int from = 0; from < kMaxRows; from += chunk) {
                const std::vector<float> piece = pass(memory, from, std::min(chunk, kMaxRows - from), reversed);
                inPieces.insert(inPieces.end(), piece.begin(), piece.end());
            }
            QVERIFY2(inPieces == whole,
                     qPrintable(QString::asprintf("chunks of %d, reversed %d", chunk, int(reversed))));
        }
}

/// A trace alone, among 32, in shuffled company, with its prompt in chunks, recomputed now and then: one result.
void KernelsInvariance::wholeForward() {
    QFETCH(int, variant);
    const kernels::CpuOptions cpu = variants()[std::size_t(variant)].options;
    std::vector<int> all(32);
    for (int i = 0; i < 32; ++i) all[std::size_t(i)] = i + 1;
    const std::map<int, TraceResult> expected = runTraces(cpu, 128, {.traces = all});
    QVERIFY(expected.at(1).text != expected.at(2).text);
    QCOMPARE(expected.at(1).text.size(), std::size_t(kPromptTokens + kSteps));

    for (const int trace : {1, 9, 32})
        QVERIFY(runTraces(cpu, 128, {.traces = {trace}}).at(trace) == expected.at(trace));
    QVERIFY(runTraces(cpu, 128, {.traces = all, .chunk = 5}) == expected);
    QVERIFY(runTraces(cpu, 128, {.traces = all, .chunk = 1}) == expected);
    QVERIFY(runTraces(cpu, 13, {.traces = all, .shuffled = true}) == expected);
    QVERIFY(runTraces(cpu, 128, {.traces = all, .chunk = 11, .recomputeEvery = 9, .shuffled = true}) == expected);
}

/// The same with KV of bf16 and of 8 bits: what is recomputed, in pieces or in other company, is what was there before.
void KernelsInvariance::coarserCaches() {
    QFETCH(int, variant);
    const kernels::CpuOptions cpu = variants()[std::size_t(variant)].options;
    const std::vector<int> traces = {1, 2, 3, 4, 5, 6, 7};
    const std::map<int, TraceResult> exact = runTraces(cpu, 128, {.traces = traces});
    for (const kernels::KvType type : {kernels::KvType::Bf16, kernels::KvType::Q8}) {
        const std::map<int, TraceResult> expected = runTraces(cpu, 128, {.traces = traces}, type);
        QVERIFY(expected != exact);
        QVERIFY(runTraces(cpu, 128, {.traces = {5}}, type).at(5) == expected.at(5));
        QVERIFY(runTraces(cpu, 128, {.traces = traces, .chunk = 5}, type) == expected);
        QVERIFY(runTraces(cpu, 13, {.traces = traces, .chunk = 11, .recomputeEvery = 9, .shuffled = true}, type) ==
                expected);
    }
}

void KernelsInvariance::threadsChangeNothing() {
    const std::vector<int> traces = {1, 2, 3, 4, 5};
    const std::map<int, TraceResult> expected = runTraces({.threads = 1}, 128, {.traces = traces});
    for (const int threads : {2, 4}) QVERIFY(runTraces({.threads = threads}, 128, {.traces = traces}) == expected);
}

/// Decode passes padded and replayed as captured graphs, as a GPU runs them.
void KernelsInvariance::capturedPassesAreTheSame() {
    const std::vector<int> traces = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    const std::map<int, TraceResult> expected = runTraces({}, 128, {.traces = traces});
    QVERIFY(runTraces({.graphRows = 4}, 128, {.traces = traces}) == expected);
    QVERIFY(runTraces({.graphRows = 16}, 16, {.traces = traces, .recomputeEvery = 7, .shuffled = true}) == expected);
}

QTEST_GUILESS_MAIN(KernelsInvariance)
#include "kernels_invariance.moc"
