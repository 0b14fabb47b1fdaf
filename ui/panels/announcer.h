// Says what happens in a run to screen readers: memory is full, traces are pruned, another answer leads, the run has
// ended; and the event that one has stepped to. A notification of its own, which the eye does not see. GUI thread.
#pragma once

#include <QElapsedTimer>
#include <QWidget>
#include <cstdint>
#include <optional>

#include "app/run/run_state.h"

namespace ui {

class SessionController;

class Announcer : public QWidget {
    Q_OBJECT
public:
    Announcer(const SessionController& session, QWidget* parent);
    /// What was said last.
    QString text() const { return accessibleName(); }

private:
    void refresh();
    bool sayEntry();
    void say(const QString& text);

    const SessionController& m_session;
    std::uint64_t m_run = 0;
    std::size_t m_entries = 0;           ///< of the run's log that have been told, or were there before
    std::optional<std::size_t> m_entry;  ///< stepped to
    bool m_toldEnd = false;
    QElapsedTimer m_since;
};

/// What entries of the log from `first` on are worth saying, in a sentence or two; empty if nothing is.
QString newsOf(const app::RunState& run, std::size_t first);

}  // namespace ui
