#include "kernels/tensor.h"

namespace kernels {

Dims& Dims::bind(std::string_view what, std::string_view name, int size) {
    for (std::size_t i = 0; i < m_count; ++i) {
        if (m_bound[i].name != name) continue;
        if (m_bound[i].size != size)
            fail(what, std::string(name) + " = " + std::to_string(m_bound[i].size), std::to_string(size));
        return *this;
    }
    if (size < 0) fail(what, std::string(name) + " of at least 0", std::to_string(size));
    if (m_count == m_bound.size()) throw std::logic_error(std::string(m_op) + ": too many named dimensions");
    m_bound[m_count++] = {name, size};
    return *this;
}

int Dims::operator[](std::string_view name) const {
    for (std::size_t i = 0; i < m_count; ++i)
        if (m_bound[i].name == name) return m_bound[i].size;
    throw std::logic_error(std::string(m_op) + ": dimension " + std::string(name) + " was never bound");
}

void Dims::fail(std::string_view what, const std::string& expected, const std::string& got) const {
    throw ShapeError(std::string(m_op) + ": " + std::string(what) + ": expected " + expected + ", got " + got);
}

}  // namespace kernels
