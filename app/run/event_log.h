// A run's events, packed: passes and step scores, which are nearly all of them, take a few bytes a token. Gives events
// back as values. One thread at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

#include "app/run/events.h"

namespace app {

class EventLog {
public:
    class Iterator;

    void append(const Event& event);
    std::size_t size() const { return m_index.size(); }
    bool empty() const { return m_index.empty(); }
    Event operator[](std::size_t i) const;
    Event front() const { return (*this)[0]; }
    Event back() const { return (*this)[size() - 1]; }
    Iterator begin() const;
    Iterator end() const;

    /// Latest time of an event up to and including this one: what a time slider goes by.
    double timeAt(std::size_t i) const { return m_index[i].latest; }
    /// Events up to time t.
    std::size_t countUntil(double t) const;
    std::size_t bytes() const;

private:
    enum class Form : std::uint8_t { Pass, Score, Step, Text, Whole };
    struct Entry {
        double latest = 0;
        std::uint32_t chunk = 0;  ///< of the bytes; of a whole event: its index
        std::uint32_t offset = 0;
    };

    void put(const std::string& record);

    std::vector<Entry> m_index;
    std::vector<std::string> m_chunks;
    std::vector<Event> m_whole;  ///< those that say more than their line in a recording does
    std::string m_record;        ///< being packed
};

class EventLog::Iterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Event;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = Event;

    Iterator(const EventLog* log, std::size_t at) : m_log(log), m_at(at) {}
    Event operator*() const { return (*m_log)[m_at]; }
    Iterator& operator++() {
        ++m_at;
        return *this;
    }
    Iterator operator++(int) { return {m_log, m_at++}; }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.m_at == b.m_at; }

private:
    const EventLog* m_log;
    std::size_t m_at;
};

inline EventLog::Iterator EventLog::begin() const {
    return {this, 0};
}
inline EventLog::Iterator EventLog::end() const {
    return {this, size()};
}

}  // namespace app
