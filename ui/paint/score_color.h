// What the colours mean: a diverging, colour-blind-safe red-blue map for scores (centre 0.5), and a set for answers
// that shares no colour with it, nor with right and wrong. Pure functions.
#pragma once

#include <QColor>
#include <QGradient>

namespace ui {

/// 0 is red, 0.5 a neutral grey, 1 blue; values outside are clamped.
QColor scoreColor(double score);
/// Black or white, whichever reads better on `background`.
QColor inkOn(const QColor& background);
/// The map as stops over 0..1, for legends.
QGradientStops scoreStops();
/// Colour of the i-th answer in the order of first appearance.
QColor answerColor(int i, bool dark);
/// `share` of b over a.
QColor mix(const QColor& a, const QColor& b, double share);

}  // namespace ui
