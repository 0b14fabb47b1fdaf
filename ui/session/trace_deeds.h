// What a person may do to a trace by hand, by which words, and why something cannot be done: one place for menus, keys
// and the reader's buttons. Pure functions over the session, GUI thread.
#pragma once

#include <QString>
#include <optional>

#include "app/run/run_state.h"

namespace ui {

class SessionController;

enum class TraceDeed { Protect, Prune, Fork, Rewrite };

struct TraceOffer {
    QString text;            ///< "Fork #3 after step 2"
    QString why;             ///< why it cannot be done, and what to do; empty if it can
    int atToken = 0;         ///< Fork, Rewrite: tokens that the new lane has from the trace
    bool startsRun = false;  ///< Fork, Rewrite: the run has ended, so a new one begins with those tokens
    bool isOn = false;       ///< Protect: it is protected now
};

/// The trace as its whole text is known: with what it wrote after the run, where it did. Null if there is none.
const app::TraceState* wholeTrace(const app::RunState& run, std::optional<engine::TraceId> id);

/// @param step  index into the trace's steps; another number, or none: after all that it has written
TraceOffer offerOf(const SessionController& session, TraceDeed deed, std::optional<engine::TraceId> trace,
                   std::optional<int> step);

}  // namespace ui
