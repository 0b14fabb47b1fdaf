// The session's moments: stepping from event to event, and where a live run is to pause by itself.
#include "ui/session/session_controller.h"

namespace ui {

std::size_t SessionController::shownEvents() const {
    if (m_playback.events()) return *m_playback.events();
    const app::EventLog& events = m_run.timeline.events();
    return m_playback.cursor() ? events.countUntil(*m_playback.cursor()) : events.size();
}

std::optional<std::size_t> SessionController::shownEntry() const {
    if (m_playback.events()) return findEntryAt(m_run.timeline, *m_playback.events());
    const bool pausedByItself = runActive() && m_playback.followsEnd() && latest().phase == app::RunPhase::Paused &&
                                latest().pausedAt != app::PauseCause::User;
    if (!pausedByItself || latest().log.empty()) return std::nullopt;
    return latest().log.size() - 1;
}

void SessionController::seekToEvent(std::size_t count) {
    const app::EventLog& events = m_run.timeline.events();
    if (events.empty()) return;
    count = std::clamp<std::size_t>(count, 1, events.size());
    m_playback.seekToEvent(count, events.timeAt(count - 1));
    m_jumped = true;
    refreshShown();
    Q_EMIT statusChanged();
    m_jumped = false;
    Q_EMIT frame(true, true);
}

bool SessionController::step(Moment kind, bool forward) {
    if (m_run.kind == SourceKind::None) return false;
    if (const auto found = findMoment(m_run.timeline, shownEvents(), kind, forward)) {
        seekToEvent(*found);
        return true;
    }
    if (!forward || !may(Action::Steer) || latest().phase != app::RunPhase::Paused) return false;
    if (!m_playback.followsEnd()) followEnd();
    app::PausePoints points;  // what comes has not happened yet: the run goes on until it does
    points.event = kind == Moment::Event;
    points.prune = kind == Moment::Prune;
    points.leader = kind == Moment::Leader;
    points.pass = kind == Moment::Pass;
    m_source->post(app::GoOnUntil{points});
    return true;
}

void SessionController::setPauseAt(const app::PausePoints& points) {
    if (points == m_pauseAt) return;
    m_pauseAt = points;
    if (may(Action::Steer) || m_starting) m_source->post(app::SetPauseAt{points});
    Q_EMIT pauseAtChanged();
}

}  // namespace ui
