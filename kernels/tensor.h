// Typed views of tensors and the checks that bind their named dimensions. Views own nothing and are copied freely;
// memory belongs to a kernels::Buffer. No state, any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace kernels {

/// Element types of tensors in host memory (weights in files). The quantised ones are the block formats of GGUF.
enum class HostType { F32, F16, Bf16, Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q4_K, Q5_K, Q6_K };

constexpr bool isQuantised(HostType type) {
    return type >= HostType::Q8_0;
}

/// "F32", "Q4_K", ...: as files of GGUF call them.
constexpr const char* nameOf(HostType type) {
    switch (type) {
        case HostType::F32: return "F32";
        case HostType::F16: return "F16";
        case HostType::Bf16: return "BF16";
        case HostType::Q8_0: return "Q8_0";
        case HostType::Q4_0: return "Q4_0";
        case HostType::Q4_1: return "Q4_1";
        case HostType::Q5_0: return "Q5_0";
        case HostType::Q5_1: return "Q5_1";
        case HostType::Q4_K: return "Q4_K";
        case HostType::Q5_K: return "Q5_K";
        case HostType::Q6_K: return "Q6_K";
    }
    return "";
}

/// Elements of a row that are stored together, and their bytes.
struct HostBlock {
    std::size_t elements = 1;
    std::size_t bytes = 4;
};
constexpr HostBlock blockOf(HostType type) {
    switch (type) {
        case HostType::F32: return {1, 4};
        case HostType::F16:
        case HostType::Bf16: return {1, 2};
        case HostType::Q8_0: return {32, 34};
        case HostType::Q4_0: return {32, 18};
        case HostType::Q4_1: return {32, 20};
        case HostType::Q5_0: return {32, 22};
        case HostType::Q5_1: return {32, 24};
        case HostType::Q4_K: return {256, 144};
        case HostType::Q5_K: return {256, 176};
        case HostType::Q6_K: return {256, 210};
    }
    return {};
}

/// Bytes of one element; of a type that is not quantised.
constexpr std::size_t bytesOf(HostType type) {
    return blockOf(type).bytes;
}
/// Bytes of a matrix [n, k]; k is whole blocks.
constexpr std::size_t bytesOf(HostType type, std::size_t n, std::size_t k) {
    return n * (k / blockOf(type).elements) * blockOf(type).bytes;
}

/// One element of the backend's activation type (float32 on the CPU). Only the backend knows its size and value.
struct Activation;

/// Dense row-major view of up to three dimensions; unused ones are 1. A default view is empty: "not given".
template <class T>
struct Tensor {
    T* data = nullptr;
    std::array<int, 3> shape{0, 0, 0};

    Tensor() = default;
    Tensor(T* memory, int d0, int d1 = 1, int d2 = 1) : data(memory), shape{d0, d1, d2} {}

    /// A view that may be written is also one that may be read.
    operator Tensor<const T>() const requires(!std::is_const_v<T>) { return {data, shape[0], shape[1], shape[2]}; }

    bool empty() const { return data == nullptr; }
    int dim(int i) const { return shape[static_cast<std::size_t>(i)]; }
    std::size_t size() const { return std::size_t(shape[0]) * std::size_t(shape[1]) * std::size_t(shape[2]); }

    /// The first `count` entries of the first dimension.
    Tensor first(int count) const {
        if (count < 0 || count > shape[0])
            throw std::out_of_range("tensor view of " + std::to_string(shape[0]) + " rows has no first " +
                                    std::to_string(count));
        return {data, count, shape[1], shape[2]};
    }
};

/// The shapes of an op's tensors did not agree.
class ShapeError : public std::invalid_argument {
public:
    using std::invalid_argument::invalid_argument;
};

/// Binds names to sizes across the tensors of one op: the first use of a name sets it, later uses must agree.
class Dims {
public:
    explicit Dims(std::string_view op) : m_op(op) {}

    /// Binds the leading dimensions of `tensor` to `names`; the others must be 1.
    template <class T>
    Dims& bind(std::string_view what, const Tensor<T>& tensor, std::initializer_list<std::string_view> names) {
        if (tensor.empty()) fail(what, "a tensor", "none");
        int i = 0;
        for (std::string_view name : names) bind(what, name, tensor.dim(i++));
        for (; i < 3; ++i)
            if (tensor.dim(i) != 1) fail(what, "1 in dimension " + std::to_string(i), std::to_string(tensor.dim(i)));
        return *this;
    }

    Dims& bind(std::string_view what, std::string_view name, int size);
    int operator[](std::string_view name) const;

private:
    [[noreturn]] void fail(std::string_view what, const std::string& expected, const std::string& got) const;

    struct Bound {
        std::string_view name;
        int size;
    };
    std::string_view m_op;
    std::array<Bound, 12> m_bound{};
    std::size_t m_count = 0;
};

}  // namespace kernels
