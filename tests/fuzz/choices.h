// The bytes of a fuzzer as a row of decisions. When they are used up, every decision is the first of its kind.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace hostile {

class Choices {
public:
    explicit Choices(std::string bytes) : m_bytes(std::move(bytes)) {}

    bool isEmpty() const { return m_at >= m_bytes.size(); }
    int byte() { return isEmpty() ? 0 : static_cast<unsigned char>(m_bytes[m_at++]); }
    /// 0 .. count - 1
    int below(int count) { return byte() % count; }
    bool flag() { return below(2) == 1; }
    int between(int low, int high) { return low + below(high - low + 1); }
    std::uint32_t word() {
        std::uint32_t value = 0;
        for (int i = 0; i < 4; ++i) value = value << 8 | static_cast<std::uint32_t>(byte());
        return value;
    }

private:
    std::string m_bytes;
    std::size_t m_at = 0;
};

}  // namespace hostile
