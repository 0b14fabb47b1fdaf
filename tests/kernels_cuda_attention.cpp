// Rotation, the write into the paged cache and attention of the CUDA backend against the CPU twin: contexts at the
// edges of blocks and far beyond, batches of 1 to 256, head counts and widths of all families, decode and prefill,
// rows of several sequences in any order. Scores are made steep, so that a missed or doubled token shows. Every case
// with KV of bf16 (float32 on the twin) and of 8 bits (on both).
#include <numeric>

#include "cuda_support.h"

namespace {

using namespace test;
using kernels::AttentionShape;
using kernels::Backend;
using kernels::KvType;

/// The same paged cache on both backends, filled by ropeAndCache, and rows that attend to it.
struct Case {
    AttentionShape shape;
    std::vector<int> contexts;  ///< of the sequences
    struct Row {
        int sequence, position;
    };
    std::vector<Row> rows;  ///< that attend
    int decodeRows = 0;
    int rotaryDim = 0;  ///< 0: the whole head
};

struct Output {
    std::vector<float> attended;  ///< [rows, heads headDim]
    std::vector<float> queries;   ///< [rows, heads headDim] normed and rotated
};

Output run(Backend& backend, const Case& c, KvType type) {
    RandomValues random(kSeed);
    const auto stream = backend.makeStream();
    const int width = c.shape.qkvWidth();
    const int rotaryDim = c.rotaryDim > 0 ? c.rotaryDim : c.shape.headDim;
    const int tableWidth = (*std::max_element(c.contexts.begin(), c.contexts.end()) + 15) / 16;
    const int sequences = int(c.contexts.size());
    // Block tables in no order, so that a block's place says nothing.
    std::vector<std::int32_t> table(std::size_t(sequences) * std::size_t(tableWidth), 0);
    int blocks = 0;
    for (int s = 0; s < sequences; ++s)
        for (int b = 0; b < (c.contexts[std::size_t(s)] + 15) / 16; ++b)
            table[std::size_t(s * tableWidth + b)] = blocks++;
    int step = 31;
    while (std::gcd(step, blocks) != 1) ++step;
    for (std::int32_t& block : table) block = std::int32_t((std::int64_t{block} * step + 5) % blocks);
    const DeviceArray<std::int32_t> tables(backend, table);
    const int layers = 2, layer = 1;
    const std::size_t blockBytes =
        std::size_t(layers * c.shape.kvHeads) * kernels::kvHeadBytes(type, backend.kvHeadWidth(c.shape.headDim));
    const kernels::Buffer memory = backend.allocate(std::size_t(blocks) * blockBytes, "cache");
    // What no token was written to may be anything.
    const std::vector<std::byte> poison(memory.bytes(), std::byte{0xFF});
    backend.copyToDevice(*stream, memory.data(), poison.data(), poison.size());
    backend.synchronize(*stream);
    const kernels::KvCache cache{memory.data(), blocks, layers, c.shape.kvHeads, c.shape.headDim, type};

    const DeviceArray<float> qGain(backend, random.vector(std::size_t(c.shape.headDim), 0.1F, 1)),
        kGain(backend, random.vector(std::size_t(c.shape.headDim), 0.1F, 1));
    std::vector<float> frequency;
    for (int i = 0; i < rotaryDim / 2; ++i) frequency.push_back(std::pow(1e4F, -2.0F * float(i) / float(rotaryDim)));
    const DeviceArray<float> frequencies(backend, frequency);
    const auto write = [&](const std::vector<Case::Row>& rows, const Activations& qkv) {
        std::vector<std::int32_t> position, sequence;
        for (const Case::Row& r : rows) {
            position.push_back(r.position);
            sequence.push_back(r.sequence);
        }
        const int count = int(rows.size());
        const DeviceArray<std::int32_t> positions(backend, position), sequenceOf(backend, sequence);
        const DeviceArray<float> rope(backend, std::size_t(count * rotaryDim));
        backend.ropeTable(*stream, positions.view(count), frequencies.view(rotaryDim / 2), 1.0F,
                          rope.view(count, rotaryDim));
        const kernels::PagedRows paged{positions.view(count), sequenceOf.view(count),
                                       tables.view(sequences, tableWidth), tableWidth * 16, c.decodeRows};
        backend.ropeAndCache(*stream, c.shape, qkv.view(), qGain.view(c.shape.headDim), kGain.view(c.shape.headDim),
                             1e-6F, rope.view(count, rotaryDim), paged, cache, layer);
        backend.synchronize(*stream);
    };
    std::vector<Case::Row> fill;
    const auto flush = [&] {
        if (fill.empty()) return;
        write(fill,
              Activations(backend, bf16Values(random, fill.size() * std::size_t(width)), int(fill.size()), width));
        fill.clear();
    };
    for (int s = 0; s < sequences; ++s)
        for (int t = 0; t < c.contexts[std::size_t(s)]; ++t) {
            fill.push_back({s, t});
            if (fill.size() == 512) flush();
        }
    flush();

    // The rows that attend bring their own k and v, as in a pass.
    const int count = int(c.rows.size());
    const Activations qkv(backend, bf16Values(random, std::size_t(count) * std::size_t(width)), count, width);
    write(c.rows, qkv);
    std::vector<std::int32_t> position, sequence;
    for (const Case::Row& r : c.rows) {
        position.push_back(r.position);
        sequence.push_back(r.sequence);
    }
    const DeviceArray<std::int32_t> positions(backend, position), sequenceOf(backend, sequence);
    const kernels::PagedRows paged{positions.view(count), sequenceOf.view(count), tables.view(sequences, tableWidth),
                                   tableWidth * 16, c.decodeRows};
    const Activations out(backend, count, c.shape.outWidth());
    backend.attention(*stream, c.shape, qkv.view(), 4.0F / std::sqrt(float(c.shape.headDim)), paged, cache, layer,
                      out.view());
    backend.synchronize(*stream);
    Output result{out.get(), {}};
    const std::vector<float> all = qkv.get();
    for (int r = 0; r < count; ++r)
        result.queries.insert(result.queries.end(), all.begin() + r * width,
                              all.begin() + r * width + c.shape.outWidth());
    return result;
}

/// One row at the end of each sequence.
Case decodeCase(const AttentionShape& shape, std::vector<int> contexts) {
    Case c{shape, std::move(contexts), {}, 0, 0};
    for (int s = 0; s < int(c.contexts.size()); ++s) c.rows.push_back({s, c.contexts[std::size_t(s)] - 1});
    c.decodeRows = int(c.rows.size());
    return c;
}

}  // namespace

class KernelsCudaAttention : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        SKIP_WITHOUT_DEVICE();
        m_both = std::make_unique<BothBackends>();
    }
    void decodeShapes();
    void decodeBatches();
    void longContexts();
    void prefill();
    void prefillOfManySequences();
    void window();
    void partialRotation();
    void paddingRows();
    void copiedBlocksAttendAlike();
    void noFloat32OnAGpu();
    void whatIsNoNumberStaysNone();

private:
    void compare(const Case& c, const std::string& what) {
        compare(c, what + ", bf16", KvType::F32, KvType::Bf16);
        compare(c, what + ", q8", KvType::Q8, KvType::Q8);
    }
    void compare(const Case& c, const std::string& what, KvType onCpu, KvType onCuda);
    std::unique_ptr<BothBackends> m_both;
};

void KernelsCudaAttention::compare(const Case& c, const std::string& what, KvType onCpu, KvType onCuda) {
    const Output expected = run(*m_both->cpu, c, onCpu);
    const Output got = run(*m_both->cuda, c, onCuda);
    const auto headDim = std::size_t(c.shape.headDim);
    for (std::size_t r = 0; r < c.rows.size(); ++r) {
        if (c.rows[r].position < 0) continue;
        for (std::size_t h = 0; h < std::size_t(c.shape.heads); ++h) {
            const std::size_t at = (r * std::size_t(c.shape.heads) + h) * headDim;
            const std::string where = what + ", " +
                                      caseText({{"heads", c.shape.heads},
                                                {"kv heads", c.shape.kvHeads},
                                                {"head dim", c.shape.headDim},
                                                {"row", long(r)},
                                                {"position", c.rows[r].position},
                                                {"head", long(h)}});
            VERIFY_ERROR(std::span(got.queries).subspan(at, headDim), std::span(expected.queries).subspan(at, headDim),
                         kBf16, where);
            // Keys and queries are rounded after norm and rotation, which moves steep scores: several roundings' worth.
            VERIFY_ERROR(std::span(got.attended).subspan(at, headDim),
                         std::span(expected.attended).subspan(at, headDim), 16 * kBf16, where);
        }
    }
}

void KernelsCudaAttention::decodeShapes() {
    // Demo, SmolLM2, Qwen2 0.5B and 7B, Qwen3, Phi-3 mini, Phi-4, Llama 3, and odd ones: groups of 1 to 16.
    for (const AttentionShape& shape : {AttentionShape{6, 2, 64},
                                        {9, 3, 64},
                                        {14, 2, 64},
                                        {28, 4, 128},
                                        {32, 8, 128},
                                        {32, 32, 96},
                                        {40, 10, 128},
                                        {24, 8, 128},
                                        {3, 3, 20},
                                        {4, 1, 34},
                                        {16, 1, 128},
                                        {12, 1, 64},
                                        {8, 2, 256}})
        compare(decodeCase(shape, {1, 15, 16, 17, 31, 33, 300}), "shapes");
}

void KernelsCudaAttention::decodeBatches() {
    for (const int batch : {1, 2, 63, 64, 65, 256}) {
        std::vector<int> contexts;
        for (int i = 0; i < batch; ++i) contexts.push_back(1 + i * 37 % 200);
        compare(decodeCase({8, 2, 64}, contexts), "batches");
    }
}

void KernelsCudaAttention::longContexts() {
    compare(decodeCase({8, 2, 128}, {4095, 4096, 4097, 1}), "long");
    compare(decodeCase({4, 1, 128}, {20000}), "long");
    compare(decodeCase({8, 2, 128}, {20000, 17, 512, 1}), "long");
}

void KernelsCudaAttention::prefill() {
    for (const AttentionShape& shape :
         {AttentionShape{6, 2, 64}, {32, 8, 128}, {28, 4, 128}, {3, 3, 20}, {4, 4, 96}, {2, 1, 256}, {17, 1, 64}})
        for (const int length : {1, 16, 63, 64, 65, 300}) {
            Case c{shape, {length}, {}, 0, 0};
            for (int t = 0; t < length; ++t) c.rows.push_back({0, t});
            compare(c, "prefill");
        }
    // The last part of a long prompt, and one whose rows come in another order.
    Case tail{{8, 2, 128}, {4100}, {}, 0, 0}, shuffled{{8, 2, 128}, {100}, {}, 0, 0};
    for (int t = 4000; t < 4100; ++t) tail.rows.push_back({0, t});
    for (int t = 0; t < 100; ++t) shuffled.rows.push_back({0, t * 37 % 100});
    compare(tail, "tail");
    compare(shuffled, "shuffled");
}

void KernelsCudaAttention::prefillOfManySequences() {
    // Decode rows first, then pieces of prompts, as a pass with resumed traces has them.
    Case c{{8, 2, 128}, {40, 1, 90, 200, 17}, {}, 0, 0};
    c.rows = {{0, 39}, {1, 0}};
    c.decodeRows = 2;
    for (int t = 70; t < 90; ++t) c.rows.push_back({2, t});
    for (int t = 0; t < 200; ++t) c.rows.push_back({3, t});
    c.rows.push_back({4, 16});
    compare(c, "mixed");
}

void KernelsCudaAttention::window() {
    for (const int window : {1, 16, 20, 64}) {
        Case c = decodeCase({6, 2, 64, window}, {1, 15, 16, 17, 40, 300});
        compare(c, "window");
        Case p{{6, 2, 64, window}, {130}, {}, 0, 0};
        for (int t = 0; t < 130; ++t) p.rows.push_back({0, t});
        compare(p, "window, prefill");
    }
}

void KernelsCudaAttention::partialRotation() {
    Case c = decodeCase({6, 2, 64}, {1, 17, 100});
    c.rotaryDim = 48;
    compare(c, "partial rotation");
    c = decodeCase({3, 3, 34}, {1, 17, 100});
    c.rotaryDim = 10;
    compare(c, "partial rotation");
}

void KernelsCudaAttention::paddingRows() {
    Case c = decodeCase({8, 2, 64}, {20, 33});
    c.rows.push_back({0, -1});
    c.rows.insert(c.rows.begin() + 1, {0, -1});
    c.decodeRows = 4;
    compare(c, "padding");
    for (const KvType type : {KvType::Bf16, KvType::Q8}) {
        const Output got = run(*m_both->cuda, c, type);
        for (std::size_t i = std::size_t(c.shape.outWidth()); i < std::size_t(2 * c.shape.outWidth()); ++i)
            QCOMPARE(got.attended[i], 0.0F);
    }
    c.decodeRows = 0;
    compare(c, "padding, prefill");
}

/// A block with all its layers is that of another, and its neighbour stays.
void KernelsCudaAttention::copiedBlocksAttendAlike() {
    Backend& backend = *m_both->cuda;
    const auto stream = backend.makeStream();
    for (const KvType type : {KvType::Bf16, KvType::Q8}) {
        constexpr std::size_t kLayers = 3, kBlocks = 4;
        const std::size_t bytes = 2 * kernels::kvHeadBytes(type, 64);  // of a block in one layer
        const kernels::Buffer memory = backend.allocate(kLayers * kBlocks * bytes, "cache");
        std::vector<std::uint16_t> before(memory.bytes() / 2), after(before.size());
        std::iota(before.begin(), before.end(), std::uint16_t(1));
        backend.copyToDevice(*stream, memory.data(), before.data(), memory.bytes());
        const kernels::KvCache cache{memory.data(), kBlocks, kLayers, 2, 64, type};
        backend.copyBlock(*stream, cache, 0, 2);
        backend.copyToHost(*stream, after.data(), memory.data(), memory.bytes());
        backend.synchronize(*stream);
        for (std::size_t layer = 0; layer < kLayers; ++layer)
            for (std::size_t block = 0; block < kBlocks; ++block) {
                const auto at = [&](std::size_t b) { return std::ptrdiff_t((layer * kBlocks + b) * bytes / 2); };
                const auto from = at(block == 2 ? 0 : block);
                QVERIFY(std::equal(after.begin() + at(block), after.begin() + at(block) + std::ptrdiff_t(bytes / 2),
                                   before.begin() + from));
            }
    }
}

void KernelsCudaAttention::noFloat32OnAGpu() {
    QVERIFY(!m_both->cuda->takesKv(KvType::F32));
    QVERIFY_THROWS_EXCEPTION(kernels::ShapeError, (void)run(*m_both->cuda, decodeCase({8, 2, 64}, {20}), KvType::F32));
}

/// A head with an element that is no number, and large and small ones, whose scales lie far apart.
void KernelsCudaAttention::whatIsNoNumberStaysNone() {
    const auto attended = [&](float value, float other) {
        Backend& backend = *m_both->cuda;
        const auto stream = backend.makeStream();
        const AttentionShape shape{2, 2, 64};
        const kernels::Buffer memory = backend.allocate(2 * 2 * kernels::kvHeadBytes(KvType::Q8, 64), "cache");
        const kernels::KvCache cache{memory.data(), 2, 1, 2, 64, KvType::Q8};
        std::vector<float> x(std::size_t(20 * shape.qkvWidth()), 0.25F);
        for (int r = 0; r < 20; ++r)  // values of the two heads
            for (int d = 0; d < 128; ++d)
                x[std::size_t(r * shape.qkvWidth() + 256 + d)] = r % 2 == 0 ? other * float(1 + d % 2) : 0.0F;
        x[std::size_t(7 * shape.qkvWidth() + 256 + 3)] = value;
        const Activations qkv(backend, x, 20, shape.qkvWidth()), out(backend, 20, shape.outWidth());
        std::vector<std::int32_t> position(20);
        std::iota(position.begin(), position.end(), 0);
        const DeviceArray<std::int32_t> positions(backend, position), sequences(backend, 20), tables(backend, {1, 0});
        std::vector<float> turn(20 * 64, 0.0F);  // no rotation
        for (std::size_t r = 0; r < 20; ++r) std::fill_n(turn.begin() + std::ptrdiff_t(r * 64), 32, 1.0F);
        const DeviceArray<float> rope(backend, turn);
        const kernels::PagedRows paged{positions.view(20), sequences.view(20), tables.view(1, 2), 32};
        backend.ropeAndCache(*stream, shape, qkv.view(), {}, {}, 1e-6F, rope.view(20, 64), paged, cache, 0);
        backend.attention(*stream, shape, qkv.view(), 0.125F, paged, cache, 0, out.view());
        backend.synchronize(*stream);
        return out.get();
    };
    const std::vector<float> spoiled = attended(std::nanf(""), 1);
    for (std::size_t r = 0; r < 20; ++r) {
        QCOMPARE(std::isnan(spoiled[r * 128 + 3]), r >= 7);
        QVERIFY(std::isfinite(spoiled[r * 128 + 64 + 3]));
    }
    for (const float size : {1e-9F, 1.0F, 1e6F}) {  // all scores alike: the mean of the values
        const std::vector<float> got = attended(0, size);
        for (std::size_t d = 0; d < 128; ++d) {
            const double expected = 0.5 * double(size) * double(1 + d % 2);
            QVERIFY(std::abs(double(got[19 * 128 + d]) - expected) < 0.02 * expected);
        }
    }
}

QTEST_GUILESS_MAIN(KernelsCudaAttention)
#include "kernels_cuda_attention.moc"
