#include "app/run/pause_points.h"

#include <utility>

namespace app {

/// Of several causes that come together, the rarest is named: the one that was noticed last before `event` and `pass`.
void PauseWatch::reach(PauseCause cause, bool PausePoints::*point) {
    if (!(m_always.*point) && !(m_once.*point)) return;
    const bool isVague = cause == PauseCause::Event || cause == PauseCause::Pass;
    if (!m_due || !isVague) m_due = cause;
}

void PauseWatch::note(const RunState& state, bool isPass) {
    for (; m_logSeen < state.log.size(); ++m_logSeen) {
        switch (state.log[m_logSeen].kind) {
            case LogKind::Saturated: reach(PauseCause::Saturation, &PausePoints::saturation); break;
            case LogKind::Pruned:
            case LogKind::Waiting: reach(PauseCause::Prune, &PausePoints::prune); break;
            case LogKind::LeaderChanged: reach(PauseCause::Leader, &PausePoints::leader); break;
            default: break;
        }
        reach(PauseCause::Event, &PausePoints::event);
    }
    const bool hadAnswer = std::exchange(m_hasAnswer, !state.vote.ballots.empty());
    if (m_hasAnswer && !hadAnswer) reach(PauseCause::Answer, &PausePoints::answer);
    if (isPass) reach(PauseCause::Pass, &PausePoints::pass);
}

std::optional<PauseCause> PauseWatch::take() {
    if (m_due) m_once = {};
    return std::exchange(m_due, std::nullopt);
}

}  // namespace app
