// How a trace's state looks and reads: glyph, word and colour, always together. Pure functions.
#pragma once

#include <QColor>
#include <QString>

#include "app/run/run_state.h"
#include "ui/paint/glyphs.h"
#include "ui/paint/theme.h"

namespace ui {

struct TraceLook {
    Glyph glyph = Glyph::Ring;
    QString word;
    QColor color;
};

TraceLook lookOf(app::TracePhase phase, bool isNextVictim, const Colors& colors);
/// Of one whose connection to its server broke.
TraceLook lookOfLost(const Colors& colors);
QString explainLost();
/// One sentence for tooltips: what the state means.
QString explain(app::TracePhase phase, bool isNextVictim);
/// For one that was stopped with an answer: a consensus probe had read it.
QString explainProbed();
/// "Trace score 0.88: mean of 7 step scores so far."
QString explainScore(double score, int steps, app::TraceScoreRule rule);
QString explain(app::PruneCause cause);

TraceLook lookOf(app::LogKind kind, const Colors& colors);

}  // namespace ui
