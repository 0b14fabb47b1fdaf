// What the tests of the CUDA backend share: both backends, arrays of activations in each one's type, and comparisons
// against the CPU twin. Inputs are values that bf16 holds, so both backends start from the same numbers.
#pragma once

#include "kernels_support.h"

namespace test {

constexpr double kBf16 = 1.0 / 256;  ///< relative rounding error of bf16, at most: half a unit of the last of 8 bits

inline float asBf16(float x) {
    std::uint32_t bits;
    std::memcpy(&bits, &x, sizeof bits);
    bits = (bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF0000U;  // to nearest, ties to even
    std::memcpy(&x, &bits, sizeof bits);
    return x;
}

inline std::vector<float> bf16Values(RandomValues& random, std::size_t count, float scale = 1, float offset = 0) {
    std::vector<float> values = random.vector(count, scale, offset);
    for (float& value : values) value = asBf16(value);
    return values;
}

/// Why there is nothing to test here; empty where there is a device.
inline std::string whyNoDevice() {
    const kernels::DeviceList list = kernels::listDevices();
    return list.devices.empty() ? list.reasonIfEmpty : std::string();
}

/// Activations [rows, width] in the memory of a backend, whatever its type for them.
class Activations {
public:
    Activations(kernels::Backend& backend, const std::vector<float>& values, int rows, int width)
        : m_backend(backend),
          m_stream(backend.makeStream()),
          m_rows(rows),
          m_width(width),
          m_memory(backend.allocate(values.size() * backend.activationBytes(), "test")) {
        std::vector<std::byte> bytes(m_memory.bytes());
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto* from = reinterpret_cast<const std::byte*>(&values[i]) + 4 - backend.activationBytes();
            std::copy_n(from, backend.activationBytes(), bytes.data() + i * backend.activationBytes());
        }
        backend.copyToDevice(*m_stream, m_memory.data(), bytes.data(), bytes.size());
        backend.synchronize(*m_stream);
    }
    /// Poisoned: NaN until written.
    Activations(kernels::Backend& backend, int rows, int width)
        : Activations(backend, std::vector<float>(std::size_t(rows) * std::size_t(width), std::nanf("")), rows, width) {
    }

    kernels::Tensor<kernels::Activation> view() const { return {m_memory.as<kernels::Activation>(), m_rows, m_width}; }
    std::vector<float> get() const {
        std::vector<std::byte> bytes(m_memory.bytes());
        m_backend.copyToHost(*m_stream, bytes.data(), m_memory.data(), bytes.size());
        m_backend.synchronize(*m_stream);
        std::vector<float> values(bytes.size() / m_backend.activationBytes(), 0.0F);
        for (std::size_t i = 0; i < values.size(); ++i) {
            auto* to = reinterpret_cast<std::byte*>(&values[i]) + 4 - m_backend.activationBytes();
            std::copy_n(bytes.data() + i * m_backend.activationBytes(), m_backend.activationBytes(), to);
        }
        return values;
    }

private:
    kernels::Backend& m_backend;
    std::unique_ptr<kernels::Stream> m_stream;
    int m_rows, m_width;
    kernels::Buffer m_memory;
};

inline double normOf(std::span<const float> x) {
    double sum = 0;
    for (const float v : x) sum += double(v) * double(v);
    return std::sqrt(sum);
}

/// |got - expected| over |expected|; not a number where a value is not.
inline double relativeError(std::span<const float> got, std::span<const float> expected) {
    double difference = 0;
    for (std::size_t i = 0; i < expected.size(); ++i)
        difference += (double(got[i]) - double(expected[i])) * (double(got[i]) - double(expected[i]));
    return std::sqrt(difference) / std::max(normOf(expected), 1e-30);
}

/// Both backends; makes the test skip, with the reason, where there is no CUDA device.
struct BothBackends {
    std::unique_ptr<kernels::Backend> cpu = kernels::makeCpuBackend();
    std::unique_ptr<kernels::Backend> cuda = kernels::makeCudaBackend(0);
};

}  // namespace test

#define SKIP_WITHOUT_DEVICE()                                     \
    do {                                                          \
        const std::string why = test::whyNoDevice();              \
        if (!why.empty()) QSKIP(("no GPU here: " + why).c_str()); \
    } while (false)

#define VERIFY_ERROR(got, expected, limit, caseText)                                                               \
    do {                                                                                                           \
        const double error = test::relativeError(got, expected);                                                   \
        QVERIFY2(error <= (limit), (std::string(caseText) + ": relative error " + std::to_string(error)).c_str()); \
    } while (false)
