// Every op of the CUDA backend but attention's against its CPU twin, over odd sizes. Results that are rounded to bf16
// may differ by that rounding and by the order of the float32 sums behind it.
#include <numeric>

#include "cuda_support.h"

namespace {

using namespace test;
using kernels::Activation;
using kernels::Backend;
using kernels::Tensor;

const std::vector<int> kRows = {1, 2, 7, 8, 9, 16, 17, 31, 64, 100, 256};

/// Runs `op` on both backends, which it gets with a stream.
template <class Op>
void onBoth(const BothBackends& both, Op op) {
    for (Backend* backend : {both.cpu.get(), both.cuda.get()}) {
        const auto stream = backend->makeStream();
        op(*backend, *stream);
        backend->synchronize(*stream);
    }
}

}  // namespace

class KernelsCuda : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        SKIP_WITHOUT_DEVICE();
        m_both = std::make_unique<BothBackends>();
    }
    void embed();
    void weightTypes();
    void addRmsNorm();
    void matmul();
    void matmulFloat();
    void ropeTable();
    void swiGlu();
    void gatherRows();
    void scoreMlp();
    void sample_data();
    void sample();
    void sampleMarksWhatIsNotFinite();
    void randomWeights();
    void graphsReplay();
    void outOfMemorySaysHowMuch();

private:
    std::unique_ptr<BothBackends> m_both;
};

void KernelsCuda::embed() {
    RandomValues random(kSeed);
    for (const int width : {8, 37, 320}) {
        const int vocab = 45;
        const std::vector<float> table = bf16Values(random, std::size_t(vocab * width));
        const std::vector<std::int32_t> ids = {44, 0, 31, 32, 44};
        std::vector<float> results[2];
        int i = 0;
        onBoth(*m_both, [&](Backend& backend, kernels::Stream& stream) {
            const kernels::HostMatrix part = hostMatrix(table, vocab, width);
            const auto weight = backend.uploadWeight({&part, 1}, "table");
            const DeviceArray<std::int32_t> tokens(backend, ids);
            const Activations out(backend, 5, width);
            backend.embed(stream, tokens.view(5), *weight, out.view());
            backend.synchronize(stream);
            results[i++] = out.get();
        });
        QCOMPARE(results[1], results[0]);
    }
}

void KernelsCuda::weightTypes() {
    Backend& backend = *m_both->cuda;
    const auto stream = backend.makeStream();
    const std::vector<float> f32 = {1.0F, -2.5F};
    const std::vector<std::uint16_t> f16 = {0x3C00, 0x8400};   // 1, -2^-14
    const std::vector<std::uint16_t> bf16 = {0x3F80, 0xC020};  // 1, -2.5
    const kernels::HostMatrix parts[] = {{std::as_bytes(std::span(f32)), kernels::HostType::F32, 1, 2},
                                         {std::as_bytes(std::span(f16)), kernels::HostType::F16, 1, 2},
                                         {std::as_bytes(std::span(bf16)), kernels::HostType::Bf16, 1, 2}};
    const auto weight = backend.uploadWeight(parts, "mixed");
    QCOMPARE(weight->bytes(), std::size_t(12));
    const DeviceArray<std::int32_t> tokens(backend, {0, 1, 2});
    const Activations out(backend, 3, 2);
    backend.embed(*stream, tokens.view(3), *weight, out.view());
    backend.synchronize(*stream);
    QCOMPARE(out.get(), (std::vector<float>{1.0F, -2.5F, 1.0F, -0x1p-14F, 1.0F, -2.5F}));
}

void KernelsCuda::addRmsNorm() {
    RandomValues random(kSeed);
    for (const int width : {1, 15, 64, 320, 333, 2560, 5120, 8200}) {
        for (const int rows : {1, 3, 70}) {
            for (const bool withDelta : {false, true}) {
                const auto count = std::size_t(rows) * std::size_t(width);
                const std::vector<float> x = bf16Values(random, count, 2), d = bf16Values(random, count, 2);
                const std::vector<float> gain = random.vector(std::size_t(width), 1, 1);
                std::vector<float> sum = x;  // the CPU gets it rounded as the device rounds it
                if (withDelta)
                    for (std::size_t i = 0; i < count; ++i) sum[i] = asBf16(x[i] + d[i]);
                const Activations expected(*m_both->cpu, rows, width);
                const Activations cpuResidual(*m_both->cpu, sum, rows, width);
                const DeviceArray<float> cpuGain(*m_both->cpu, gain);
                m_both->cpu->addRmsNorm(*m_both->cpu->makeStream(), cpuResidual.view(), {}, cpuGain.view(width), 1e-6F,
                                        expected.view());
                const Activations residual(*m_both->cuda, x, rows, width), delta(*m_both->cuda, d, rows, width);
                const DeviceArray<float> gains(*m_both->cuda, gain);
                const auto stream = m_both->cuda->makeStream();
                m_both->cuda->addRmsNorm(*stream, residual.view(), withDelta ? delta.view() : Tensor<Activation>(),
                                         gains.view(width), 1e-6F, delta.view());
                m_both->cuda->synchronize(*stream);
                QCOMPARE(residual.get(), sum);
                VERIFY_ERROR(delta.get(), expected.get(), kBf16,
                             caseText({{"width", width}, {"rows", rows}, {"delta", withDelta}}));
            }
        }
    }
}

void KernelsCuda::matmul() {
    RandomValues random(kSeed);
    struct Shape {
        int n, k;
    };
    // Odd ones, those of the demo model, and a large one that is timed before it is chosen.
    for (const Shape& s :
         {Shape{1, 1}, {5, 37}, {33, 72}, {100, 8}, {640, 320}, {1728, 320}, {320, 864}, {4096, 1536}}) {
        const std::vector<float> w = bf16Values(random, std::size_t(s.n) * std::size_t(s.k), 0.3F);
        const std::vector<float> bias = random.vector(std::size_t(s.n));
        const kernels::HostMatrix part = hostMatrix(w, s.n, s.k);
        const auto cpuWeight = m_both->cpu->uploadWeight({&part, 1}, "w");
        const auto cudaWeight = m_both->cuda->uploadWeight({&part, 1}, "w");
        for (const int rows : kRows) {
            const std::vector<float> x = bf16Values(random, std::size_t(rows) * std::size_t(s.k));
            const bool withBias = rows % 2 == 1;
            std::vector<float> results[2];
            int i = 0;
            onBoth(*m_both, [&](Backend& backend, kernels::Stream& stream) {
                const Activations input(backend, x, rows, s.k), out(backend, rows, s.n);
                const DeviceArray<float> biases(backend, bias);
                backend.matmul(stream, input.view(), i == 0 ? *cpuWeight : *cudaWeight,
                               withBias ? biases.view(s.n) : Tensor<float>(), out.view());
                backend.synchronize(stream);
                results[i++] = out.get();
            });
            VERIFY_ERROR(results[1], results[0], kBf16, caseText({{"n", s.n}, {"k", s.k}, {"rows", rows}}));
        }
    }
}

void KernelsCuda::matmulFloat() {
    RandomValues random(kSeed);
    const int n = 1027, k = 328;
    const std::vector<float> w = bf16Values(random, std::size_t(n) * k, 0.3F);
    const kernels::HostMatrix part = hostMatrix(w, n, k);
    for (const int rows : kRows) {
        const std::vector<float> x = bf16Values(random, std::size_t(rows) * k);
        std::vector<float> results[2];
        int i = 0;
        onBoth(*m_both, [&](Backend& backend, kernels::Stream& stream) {
            const auto weight = backend.uploadWeight({&part, 1}, "w");
            const Activations input(backend, x, rows, k);
            const DeviceArray<float> out(backend, std::vector<float>(std::size_t(rows) * n, std::nanf("")));
            backend.matmul(stream, input.view(), *weight, {}, out.view(rows, n));
            backend.synchronize(stream);
            results[i++] = out.get();
        });
        VERIFY_ERROR(results[1], results[0], k * kEpsilon, caseText({{"rows", rows}}));
    }
}

void KernelsCuda::ropeTable() {
    const std::vector<std::int32_t> position = {0, 1, 17, 4095, 131071, -1};
    std::vector<float> f;
    for (int i = 0; i < 64; ++i) f.push_back(std::pow(1e6F, -float(i) / 64));
    std::vector<float> results[2];
    int i = 0;
    onBoth(*m_both, [&](Backend& backend, kernels::Stream& stream) {
        const DeviceArray<std::int32_t> positions(backend, position);
        const DeviceArray<float> frequencies(backend, f), out(backend, 6 * 128);
        backend.ropeTable(stream, positions.view(6), frequencies.view(64), 2.0F, out.view(6, 128));
        backend.synchronize(stream);
        results[i++] = out.get();
    });
    for (std::size_t j = 0; j < results[0].size(); ++j) QVERIFY(std::abs(results[1][j] - results[0][j]) <= 1e-6F);
}

void KernelsCuda::swiGlu() {
    RandomValues random(kSeed);
    for (const int width : {1, 8, 100, 864})
        for (const int rows : {1, 5, 64}) {
            const std::vector<float> x = bf16Values(random, std::size_t(rows) * std::size_t(width) * 2, 3);
            std::vector<float> results[2];
            int i = 0;
            onBoth(*m_both, [&](Backend& backend, kernels::Stream& stream) {
                const Activations gateUp(backend, x, rows, 2 * width), out(backend, rows, width);
                backend.swiGlu(stream, gateUp.view(), out.view());
                backend.synchronize(stream);
                results[i++] = out.get();
            });
            VERIFY_ERROR(results[1], results[0], kBf16, caseText({{"width", width}, {"rows", rows}}));
        }
}

void KernelsCuda::gatherRows() {
    RandomValues random(kSeed);
    const std::vector<float> x = bf16Values(random, 9 * 37);
    const std::vector<std::int32_t> indices = {8, 0, 3, 3};
    std::vector<float> results[2], floats[2];
    int i = 0;
    onBoth(*m_both, [&](Backend& backend, kernels::Stream& stream) {
        const Activations from(backend, x, 9, 37), out(backend, 4, 37);
        const DeviceArray<std::int32_t> index(backend, indices);
        const DeviceArray<float> outFloats(backend, 4 * 37);
        backend.gatherRows(stream, from.view(), index.view(4), out.view());
        backend.gatherRows(stream, from.view(), index.view(4), outFloats.view(4, 37));
        backend.synchronize(stream);
        results[i] = out.get();
        floats[i++] = outFloats.get();
    });
    QCOMPARE(results[1], results[0]);
    QCOMPARE(floats[1], floats[0]);
}

void KernelsCuda::scoreMlp() {
    RandomValues random(kSeed);
    struct Shape {
        int hidden, in;
    };
    for (const Shape& s : {Shape{512, 2560}, {512, 320}, {31, 37}, {1, 1}}) {
        const std::vector<float> w = random.vector(std::size_t(s.hidden) * std::size_t(s.in), 0.05F);
        const std::vector<float> b = random.vector(std::size_t(s.hidden)),
                                 second = random.vector(std::size_t(s.hidden), 0.1F);
        const kernels::HostMatrix part = hostMatrix(w, s.hidden, s.in);
        for (const int rows : {1, 2, 31, 33, 64, 256}) {
            const std::vector<float> x = random.vector(std::size_t(rows) * std::size_t(s.in), 2);
            std::vector<float> results[2];
            int i = 0;
            onBoth(*m_both, [&](Backend& backend, kernels::Stream& stream) {
                const auto first = backend.uploadWeight({&part, 1}, "scorer", kernels::WeightPrecision::Float32);
                const DeviceArray<float> input(backend, x), firstBias(backend, b), seconds(backend, second);
                const DeviceArray<float> scores(backend, std::size_t(rows));
                backend.scoreMlp(stream, input.view(rows, s.in),
                                 {.first = first.get(),
                                  .firstBias = firstBias.view(s.hidden),
                                  .second = seconds.view(s.hidden),
                                  .secondBias = 0.25F},
                                 scores.view(rows));
                backend.synchronize(stream);
                results[i++] = scores.get();
            });
            for (std::size_t r = 0; r < std::size_t(rows); ++r)
                QVERIFY2(std::abs(results[1][r] - results[0][r]) <= 1e-5F,
                         caseText({{"rows", rows}, {"in", s.in}}).c_str());
        }
    }
}

void KernelsCuda::sample_data() {
    QTest::addColumn<float>("temperature");
    QTest::addColumn<float>("topP");
    QTest::addColumn<int>("topK");
    QTest::newRow("greedy") << 0.0F << 0.95F << 20;
    QTest::newRow("usual") << 0.6F << 0.95F << 20;
    QTest::newRow("top-k alone") << 1.0F << 1.0F << 5;
    QTest::newRow("one") << 1.0F << 1.0F << 1;
    QTest::newRow("most listed") << 1.5F << 0.99F << 64;
    QTest::newRow("more than listed") << 1.5F << 0.99F << 65;
    QTest::newRow("large top-k") << 3.0F << 1.0F << 500;
    QTest::newRow("top-p alone") << 0.8F << 0.7F << 0;
    QTest::newRow("all") << 1.0F << 1.0F << 0;
}

void KernelsCuda::sample() {
    QFETCH(float, temperature);
    QFETCH(float, topP);
    QFETCH(int, topK);
    RandomValues random(kSeed);
    int compared = 0;
    for (const int vocab : {1, 20, 64, 203, 1024, 8193, 151936}) {
        const int rows = vocab > 10000 ? 64 : 33;
        std::vector<float> x = random.vector(std::size_t(rows) * std::size_t(vocab), 3);
        for (std::size_t i = 0; i + 7 < x.size(); i += 11) x[i] = x[i + 7];  // equal ones
        std::vector<kernels::DrawKey> key;
        for (int r = 0; r < rows; ++r) key.push_back({r + 1, 100 * r});
        const std::vector<kernels::DrawSettings> setting = {
            {.seed = 42, .temperature = temperature, .topP = topP, .topK = topK, .wantConfidence = vocab % 2}};
        std::vector<std::int32_t> tokens[2];
        std::vector<float> logProbabilities[2], confidences[2];
        int i = 0;
        onBoth(*m_both, [&](Backend& backend, kernels::Stream& stream) {
            const DeviceArray<float> logits(backend, x), logs(backend, std::size_t(rows)),
                confidence(backend, std::size_t(rows));
            const DeviceArray<kernels::DrawKey> keys(backend, key);
            const DeviceArray<kernels::DrawSettings> settings(backend, setting);
            const DeviceArray<std::int32_t> drawn(backend, std::size_t(rows));
            backend.sample(stream, logits.view(rows, vocab), keys.view(rows), settings.view(1), drawn.view(rows),
                           logs.view(rows), confidence.view(rows));
            backend.synchronize(stream);
            tokens[i] = drawn.get();
            logProbabilities[i] = logs.get();
            confidences[i++] = confidence.get();
        });
        QCOMPARE(tokens[1], tokens[0]);
        for (std::size_t r = 0; r < std::size_t(rows); ++r, ++compared) {
            QVERIFY(std::abs(logProbabilities[1][r] - logProbabilities[0][r]) <= 1e-4F);
            QVERIFY(std::abs(confidences[1][r] - confidences[0][r]) <= 1e-4F);
        }
    }
    QVERIFY(compared > 200);
}

void KernelsCuda::sampleMarksWhatIsNotFinite() {
    Backend& backend = *m_both->cuda;
    const auto stream = backend.makeStream();
    std::vector<float> x(3 * 100, 0.5F);
    x[150] = std::nanf("");
    x[250] = INFINITY;
    const DeviceArray<float> logits(backend, x), logs(backend, 3), confidence(backend, 3);
    const DeviceArray<kernels::DrawKey> keys(backend, 3);
    const DeviceArray<kernels::DrawSettings> settings(backend, std::vector<kernels::DrawSettings>(1));
    const DeviceArray<std::int32_t> drawn(backend, 3);
    backend.sample(*stream, logits.view(3, 100), keys.view(3), settings.view(1), drawn.view(3), logs.view(3),
                   confidence.view(3));
    backend.synchronize(*stream);
    const std::vector<std::int32_t> got = drawn.get();
    QVERIFY(got[0] >= 0);
    QCOMPARE(got[1], -1);
    QCOMPARE(got[2], -1);
}

void KernelsCuda::randomWeights() {
    const int n = 300, k = 1000;
    std::vector<std::int32_t> ids(n);
    std::iota(ids.begin(), ids.end(), 0);
    onBoth(*m_both, [&](Backend& backend, kernels::Stream& stream) {
        const auto weight = backend.randomWeight(n, k, 0.5F, 7, "random");
        const DeviceArray<std::int32_t> tokens(backend, ids);
        const Activations out(backend, n, k);
        backend.embed(stream, tokens.view(n), *weight, out.view());
        backend.synchronize(stream);
        double sum = 0, squares = 0;
        for (const float v : out.get()) {
            sum += double(v);
            squares += double(v) * double(v);
        }
        QVERIFY(std::abs(sum / (n * k)) < 0.01);
        QVERIFY(std::abs(std::sqrt(squares / (n * k)) - 0.5) < 0.01);
    });
}

void KernelsCuda::graphsReplay() {
    Backend& backend = *m_both->cuda;
    const auto stream = backend.makeStream();
    const Activations gateUp(backend, {1.0F, 2.0F}, 1, 2), out(backend, 1, 1);
    const auto before = backend.makeEvent(), after = backend.makeEvent();
    const auto work = [&](kernels::Stream& s) {
        backend.record(s, *before);
        backend.swiGlu(s, gateUp.view(), out.view());
        backend.record(s, *after);
    };
    work(*stream);
    const auto graph = backend.capture(*stream, work);
    backend.synchronize(*stream);
    const float first = out.get()[0];
    const std::vector<std::uint16_t> other = {0x4000, 0x4000};  // 2, 2
    backend.copyToDevice(*stream, gateUp.view().data, other.data(), 4);
    backend.launch(*stream, *graph);
    backend.synchronize(*stream);
    QVERIFY(std::abs(first - 1.4621F) < 0.01F);
    QVERIFY(std::abs(out.get()[0] - 3.5232F) < 0.02F);
    QVERIFY(backend.secondsBetween(*before, *after) > 0);
    QVERIFY_THROWS_EXCEPTION(std::logic_error,
                             (void)backend.capture(*stream, [](kernels::Stream&) { throw std::logic_error("no"); }));
    backend.launch(*stream, *graph);  // the stream is as good as before
    backend.synchronize(*stream);
}

void KernelsCuda::outOfMemorySaysHowMuch() {
    try {
        (void)m_both->cuda->allocate(std::size_t{1} << 45, "far too much");
        QFAIL("32 TiB were given");
    } catch (const kernels::OutOfMemory& error) {
        QVERIFY(std::string(error.what()).find("far too much") != std::string::npos);
        QVERIFY(error.freeBytes > 0);
    }
    (void)m_both->cuda->allocate(1024, "a little");
}

QTEST_GUILESS_MAIN(KernelsCuda)
#include "kernels_cuda.moc"
