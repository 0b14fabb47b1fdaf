// Sequences that grow at their end and share their beginning with their copies: a branch has its parent's text, a
// moment of a timeline that of the moment before, and neither copies it. Values; copying changes how the original is
// stored, so one thread at a time even for copies.
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace app {

template <typename T>
class Grown {
public:
    class Iterator;
    using value_type = T;
    using const_iterator = Iterator;

    Grown() = default;
    /// What is moved from is empty.
    Grown(Grown&& other) noexcept
        : m_parts(std::exchange(other.m_parts, {})),
          m_shared(std::exchange(other.m_shared, 0)),
          m_tail(std::exchange(other.m_tail, {})) {}
    Grown& operator=(Grown&& other) noexcept {
        m_parts = std::exchange(other.m_parts, {});
        m_shared = std::exchange(other.m_shared, 0);
        m_tail = std::exchange(other.m_tail, {});
        return *this;
    }
    Grown(const Grown& other) : m_parts(other.share()), m_shared(other.m_shared), m_tail(other.m_tail) {}
    Grown& operator=(const Grown& other) {
        if (this != &other) *this = Grown(other);
        return *this;
    }
    ~Grown() = default;

    std::size_t size() const { return m_shared + m_tail.size(); }
    bool empty() const { return size() == 0; }
    void push_back(T value) { m_tail.push_back(std::move(value)); }
    void append(std::span<const T> values) { m_tail.insert(m_tail.end(), values.begin(), values.end()); }
    void clear() { *this = Grown(); }

    /// Logarithmic in the number of shared parts, which is at most kMostParts.
    const T& operator[](std::size_t i) const {
        if (i >= m_shared) return m_tail[i - m_shared];
        const Part& part = partOf(i);
        return (*part.items)[i - part.begin];
    }
    const T& front() const { return (*this)[0]; }
    const T& back() const { return (*this)[size() - 1]; }
    Iterator begin() const { return {this, 0}; }
    Iterator end() const { return {this, size()}; }

    /// The items from `i` on that lie together in memory.
    std::span<const T> spanAt(std::size_t i) const {
        if (i >= m_shared) return std::span(m_tail).subspan(i - m_shared);
        const Part& part = partOf(i);
        return std::span(*part.items).subspan(i - part.begin);
    }
    /// Bytes that this copy alone holds.
    std::size_t ownBytes() const { return m_tail.capacity() * sizeof(T) + m_parts.capacity() * sizeof(Part); }

private:
    static constexpr std::size_t kLeastShared = 256;  // items; fewer are copied
    static constexpr std::size_t kMostParts = 256;

    struct Part {
        std::size_t begin = 0;
        std::shared_ptr<const std::vector<T>> items;
    };

    const Part& partOf(std::size_t i) const {
        const auto after = std::upper_bound(m_parts.begin(), m_parts.end(), i,
                                            [](std::size_t value, const Part& part) { return value < part.begin; });
        return *std::prev(after);
    }

    /// Makes the tail a part that copies can hold.
    const std::vector<Part>& share() const {
        if (m_tail.size() < kLeastShared) return m_parts;
        std::vector<T> items;
        if (m_parts.size() + 1 >= kMostParts) {
            items.reserve(size());
            for (const Part& part : m_parts) items.insert(items.end(), part.items->begin(), part.items->end());
            m_parts.clear();
            m_shared = 0;
            items.insert(items.end(), m_tail.begin(), m_tail.end());
            m_tail.clear();
        } else {
            items.swap(m_tail);
            items.shrink_to_fit();
        }
        m_tail.shrink_to_fit();
        const std::size_t count = items.size();
        m_parts.push_back({m_shared, std::make_shared<const std::vector<T>>(std::move(items))});
        m_shared += count;
        return m_parts;
    }

    mutable std::vector<Part> m_parts;
    mutable std::size_t m_shared = 0;  ///< items in the parts
    mutable std::vector<T> m_tail;
};

template <typename T>
class Grown<T>::Iterator {
public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = const T*;
    using reference = const T&;

    Iterator() = default;
    Iterator(const Grown* of, std::size_t at) : m_of(of), m_at(at) {}

    reference operator*() const {
        if (m_at < m_begin || m_at - m_begin >= m_items.size()) {
            m_items = m_of->spanAt(m_at);
            m_begin = m_at;
        }
        return m_items[m_at - m_begin];
    }
    pointer operator->() const { return &**this; }
    reference operator[](difference_type n) const { return *(*this + n); }
    Iterator& operator+=(difference_type n) {
        m_at = static_cast<std::size_t>(static_cast<difference_type>(m_at) + n);
        return *this;
    }
    Iterator& operator-=(difference_type n) { return *this += -n; }
    Iterator& operator++() { return *this += 1; }
    Iterator& operator--() { return *this -= 1; }
    Iterator operator++(int) { return std::exchange(*this, *this + 1); }
    Iterator operator--(int) { return std::exchange(*this, *this - 1); }
    friend Iterator operator+(Iterator it, difference_type n) { return it += n; }
    friend Iterator operator+(difference_type n, Iterator it) { return it += n; }
    friend Iterator operator-(Iterator it, difference_type n) { return it -= n; }
    friend difference_type operator-(const Iterator& a, const Iterator& b) {
        return static_cast<difference_type>(a.m_at) - static_cast<difference_type>(b.m_at);
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.m_at == b.m_at; }
    friend auto operator<=>(const Iterator& a, const Iterator& b) { return a.m_at <=> b.m_at; }

private:
    const Grown* m_of = nullptr;
    std::size_t m_at = 0;
    mutable std::size_t m_begin = 0;  ///< of the items at hand
    mutable std::span<const T> m_items;
};

/// Text that grows at its end.
class GrownText {
public:
    GrownText() = default;
    explicit GrownText(std::string_view text) { *this += text; }
    GrownText& operator+=(std::string_view text) {
        m_bytes.append(text);
        return *this;
    }
    std::size_t size() const { return m_bytes.size(); }
    bool empty() const { return m_bytes.empty(); }
    std::string substr(std::size_t begin, std::size_t count = std::string::npos) const {
        std::string text;
        const std::size_t end = begin + std::min(count, size() - std::min(begin, size()));
        text.reserve(end - begin);
        while (begin < end) {
            const std::span<const char> part = m_bytes.spanAt(begin);
            text.append(part.data(), std::min(part.size(), end - begin));
            begin += part.size();
        }
        return text;
    }
    std::string str() const { return substr(0); }
    operator std::string() const { return str(); }
    std::size_t ownBytes() const { return m_bytes.ownBytes(); }
    friend bool operator==(const GrownText& a, std::string_view b) { return a.size() == b.size() && a.str() == b; }

private:
    Grown<char> m_bytes;
};

}  // namespace app
