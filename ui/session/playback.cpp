#include "ui/session/playback.h"

#include <algorithm>

namespace ui {

void Playback::followEnd() {
    m_cursor.reset();
    m_events.reset();
    m_playing = false;
}

void Playback::seek(double t, double duration) {
    m_cursor = std::clamp(t, 0.0, std::max(0.0, duration));
    m_events.reset();
}

void Playback::seekToEvent(std::size_t events, double t) {
    m_cursor = t;
    m_events = events;
    m_playing = false;
}

void Playback::play(double duration) {
    if (!m_cursor || *m_cursor >= duration) m_cursor = 0;
    m_events.reset();
    m_playing = true;
}

bool Playback::advance(double elapsedS, double duration) {
    if (!m_playing || !m_cursor) return false;
    m_cursor = *m_cursor + elapsedS * m_speed;
    if (*m_cursor >= duration) followEnd();
    return true;
}

}  // namespace ui
