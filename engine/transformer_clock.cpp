#include "engine/transformer_clock.h"

#include <algorithm>

namespace engine {

void TransformerClock::setOn(bool on) {
    m_on = on;
    m_used = 0;
    if (on) m_table.clear();
}

void TransformerClock::start(kernels::Stream& stream) {
    m_used = 0;
    if (m_on) recordMark(stream, "");
}

void TransformerClock::mark(kernels::Stream& stream, std::string_view stage) {
    if (m_on && m_used > 0) recordMark(stream, stage);
}

void TransformerClock::recordMark(kernels::Stream& stream, std::string_view stage) {
    if (m_used == m_marks.size()) m_marks.push_back({stage, m_backend.makeEvent()});
    Mark& mark = m_marks[m_used++];
    mark.stage = stage;
    m_backend.record(stream, *mark.event);
}

void TransformerClock::collect() {
    if (!m_on) return;
    for (std::size_t i = 1; i < m_used; ++i) {
        const std::string_view stage = m_marks[i].stage;
        auto entry = std::find_if(m_table.begin(), m_table.end(), [&](const StageTime& t) { return t.stage == stage; });
        if (entry == m_table.end()) entry = m_table.insert(m_table.end(), {.stage = stage});
        entry->seconds += m_backend.secondsBetween(*m_marks[i - 1].event, *m_marks[i].event);
        ++entry->calls;
    }
}

}  // namespace engine
