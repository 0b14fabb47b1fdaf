// What the tests of kernels/ share: the CPU backend in every variant that this processor can run, device arrays, and
// comparisons whose tolerance is a rounding bound given by the caller.
#pragma once

#include <QtTest>
#include <cmath>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "kernels/cpu/cpu_backend.h"
#include "kernels/devices.h"
#include "random_model.h"

namespace test {

constexpr double kEpsilon = 1.0 / (1 << 24);  ///< relative rounding error of one float32 operation

constexpr std::uint64_t kSeed = 20240717;

struct Variant {
    std::string name;
    kernels::CpuOptions options;
};

/// Every instruction set with the packed GEMM, and OpenBLAS.
inline std::vector<Variant> variants() {
    std::vector<Variant> all;
    for (const std::string& vectors : kernels::cpuVectorNames())
        all.push_back({vectors, {.threads = 3, .gemm = kernels::CpuGemm::Packed, .vectors = vectors}});
    all.push_back({"OpenBLAS", {.threads = 3, .gemm = kernels::CpuGemm::OpenBlas}});
    return all;
}

/// A QtTest table of one row for each variant; use with variantBackend().
inline void addVariantRows() {
    QTest::addColumn<int>("variant");
    int i = 0;
    for (const Variant& variant : variants()) QTest::newRow(variant.name.c_str()) << i++;
}
inline std::unique_ptr<kernels::Backend> variantBackend() {
    QFETCH(int, variant);
    return kernels::makeCpuBackend(variants()[std::size_t(variant)].options);
}

/// Values in the backend's memory.
template <class T>
class DeviceArray {
public:
    /// Zeros.
    DeviceArray(kernels::Backend& backend, std::size_t count)
        : m_backend(backend),
          m_stream(backend.makeStream()),
          m_count(count),
          m_memory(backend.allocate(count * sizeof(T), "test")) {}
    DeviceArray(kernels::Backend& backend, const std::vector<T>& values) : DeviceArray(backend, values.size()) {
        set(values);
    }

    void set(const std::vector<T>& values) {
        m_backend.copyToDevice(*m_stream, m_memory.data(), values.data(), values.size() * sizeof(T));
        m_backend.synchronize(*m_stream);
    }
    std::vector<T> get() const {
        std::vector<T> values(m_count);
        m_backend.copyToHost(*m_stream, values.data(), m_memory.data(), m_count * sizeof(T));
        m_backend.synchronize(*m_stream);
        return values;
    }
    kernels::Tensor<T> view(int d0, int d1 = 1) const { return {m_memory.template as<T>(), d0, d1}; }
    /// The same as activations (float32 on the CPU).
    kernels::Tensor<kernels::Activation> activations(int d0, int d1) const {
        return {m_memory.template as<kernels::Activation>(), d0, d1};
    }

private:
    kernels::Backend& m_backend;
    std::unique_ptr<kernels::Stream> m_stream;
    std::size_t m_count;
    kernels::Buffer m_memory;
};

inline kernels::HostMatrix hostMatrix(const std::vector<float>& values, int n, int k) {
    return {std::as_bytes(std::span(values)), kernels::HostType::F32, n, k};
}

/// Where |got - expected| > tolerance, as text; empty where all is well.
inline std::string difference(std::span<const float> got, std::span<const double> expected,
                              std::span<const double> tolerance) {
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (std::abs(double(got[i]) - expected[i]) <= tolerance[i]) continue;
        char text[200];
        std::snprintf(text, sizeof text, "element %zu: got %.9g, expected %.9g within %.3g", i, double(got[i]),
                      expected[i], tolerance[i]);
        return text;
    }
    return {};
}

/// The seed and the values that name a case, for a failure's message.
inline std::string caseText(std::initializer_list<std::pair<const char*, long>> values) {
    std::string text = "seed " + std::to_string(kSeed);
    for (const auto& [name, value] : values) text += std::string(", ") + name + " " + std::to_string(value);
    return text;
}

/// x / rms * gain in double precision.
inline std::vector<double> rmsNorm(const std::vector<double>& x, const std::vector<float>& gain, double eps) {
    double squares = 0;
    for (const double v : x) squares += v * v;
    const double scale = 1 / std::sqrt(squares / double(x.size()) + eps);
    std::vector<double> out(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) out[i] = x[i] * scale * double(gain[i]);
    return out;
}

}  // namespace test

/// Fails with the first difference and what the case was.
#define COMPARE_WITHIN(got, expected, tolerance, caseText)                    \
    do {                                                                      \
        const std::string where = test::difference(got, expected, tolerance); \
        const std::string which(caseText);                                    \
        QVERIFY2(where.empty(), (where + " in " + which).c_str());            \
    } while (false)
