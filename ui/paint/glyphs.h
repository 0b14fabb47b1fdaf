// Small shapes painted as vectors, so that they look the same whatever fonts are there, and icons in theme colours.
// GUI thread.
#pragma once

#include <QColor>
#include <QIcon>
#include <QRectF>

class QPainter;

namespace ui {

enum class Glyph {
    Dot,
    Ring,
    HalfRing,
    Bars,
    Cut,
    Check,
    Wall,
    Square,
    Diamond,
    Star,
    Drop,
    Cross,
    Fork,
    Flag,
    Shield
};

/// Paints the glyph centred in a square within `box`.
void paintGlyph(QPainter& painter, Glyph glyph, const QRectF& box, const QColor& color);
/// resources/icons/NAME.svg in one colour, with a paler look when disabled.
QIcon makeIcon(const QString& name, const QColor& color, const QColor& disabled);

}  // namespace ui
