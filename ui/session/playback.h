// The moment that the window shows: the end of the run, or a time that the user chose, from which playback may run. A
// value type, one thread at a time.
#pragma once

#include <cstddef>
#include <optional>

namespace ui {

class Playback {
public:
    /// Empty: the end of the run is shown, however it grows.
    std::optional<double> cursor() const { return m_cursor; }
    bool followsEnd() const { return !m_cursor; }
    bool playing() const { return m_playing; }
    double speed() const { return m_speed; }

    void followEnd();
    void seek(double t, double duration);
    /// The moment after the first `events` events, the last of which is at `t`.
    void seekToEvent(std::size_t events, double t);
    /// Set where the moment is that of an event, and not only a time.
    std::optional<std::size_t> events() const { return m_events; }
    /// From the beginning where the end is shown.
    void play(double duration);
    void pause() { m_playing = false; }
    void setSpeed(double speed) { m_speed = speed; }
    /// Moves on by `elapsedS` of wall time; true if the shown moment changed.
    bool advance(double elapsedS, double duration);

private:
    std::optional<double> m_cursor;
    std::optional<std::size_t> m_events;
    bool m_playing = false;
    double m_speed = 1;
};

}  // namespace ui
