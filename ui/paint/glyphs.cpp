#include "ui/paint/glyphs.h"

#include <QFile>
#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPixmap>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace ui {
namespace {

QPixmap renderIcon(QByteArray svg, const QColor& color, int pixels) {
    svg.replace("currentColor", color.name().toLatin1());
    QSvgRenderer renderer(svg);
    QPixmap pixmap(pixels, pixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter);
    return pixmap;
}

/// Scissors, much reduced: two blades crossing and two rings.
void paintCut(QPainter& painter, const QColor& color) {
    painter.setPen(QPen(color, 0.13, Qt::SolidLine, Qt::RoundCap));
    painter.setBrush(Qt::NoBrush);
    painter.drawLine(QPointF(0.36, 0.34), QPointF(0.98, 0.70));
    painter.drawLine(QPointF(0.36, 0.66), QPointF(0.98, 0.30));
    painter.drawEllipse(QPointF(0.20, 0.25), 0.17, 0.17);
    painter.drawEllipse(QPointF(0.20, 0.75), 0.17, 0.17);
}

void paintOutline(QPainter& painter, Glyph glyph, const QColor& color) {
    painter.setPen(QPen(color, 0.15, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    switch (glyph) {
        case Glyph::Ring: painter.drawEllipse(QRectF(0.2, 0.2, 0.6, 0.6)); break;
        case Glyph::Check: painter.drawPolyline(QPolygonF({{0.12, 0.54}, {0.38, 0.80}, {0.90, 0.20}})); break;
        case Glyph::Cross:
            painter.drawLine(QPointF(0.2, 0.2), QPointF(0.8, 0.8));
            painter.drawLine(QPointF(0.8, 0.2), QPointF(0.2, 0.8));
            break;
        case Glyph::Wall:
            painter.drawLine(QPointF(0.05, 0.5), QPointF(0.62, 0.5));
            painter.drawLine(QPointF(0.80, 0.12), QPointF(0.80, 0.88));
            break;
        default: break;
    }
}

QPainterPath filledPath(Glyph glyph) {
    QPainterPath path;
    switch (glyph) {
        case Glyph::Dot: path.addEllipse(QRectF(0.18, 0.18, 0.64, 0.64)); break;
        case Glyph::HalfRing:
            path.moveTo(0.5, 0.5);
            path.arcTo(QRectF(0.18, 0.18, 0.64, 0.64), 90, -220);
            path.closeSubpath();
            break;
        case Glyph::Bars:
            path.addRoundedRect(QRectF(0.20, 0.15, 0.22, 0.70), 0.06, 0.06);
            path.addRoundedRect(QRectF(0.58, 0.15, 0.22, 0.70), 0.06, 0.06);
            break;
        case Glyph::Square: path.addRoundedRect(QRectF(0.2, 0.2, 0.6, 0.6), 0.08, 0.08); break;
        case Glyph::Diamond: path.addPolygon(QPolygonF({{0.5, 0.02}, {0.98, 0.5}, {0.5, 0.98}, {0.02, 0.5}})); break;
        case Glyph::Star:
            path.addPolygon(QPolygonF({{0.5, 0.05},
                                       {0.62, 0.38},
                                       {0.97, 0.39},
                                       {0.69, 0.60},
                                       {0.79, 0.94},
                                       {0.5, 0.74},
                                       {0.21, 0.94},
                                       {0.31, 0.60},
                                       {0.03, 0.39},
                                       {0.38, 0.38}}));
            break;
        case Glyph::Fork:  // one bar that becomes two
            path.addPolygon(QPolygonF({{0.08, 0.14},
                                       {0.50, 0.14},
                                       {0.96, 0.14},
                                       {0.96, 0.32},
                                       {0.60, 0.32},
                                       {0.78, 0.66},
                                       {0.96, 0.66},
                                       {0.96, 0.84},
                                       {0.66, 0.84},
                                       {0.38, 0.32},
                                       {0.08, 0.32}}));
            break;
        case Glyph::Flag:  // a pole and its cloth
            path.addPolygon(
                QPolygonF({{0.16, 0.06}, {0.30, 0.06}, {0.92, 0.34}, {0.30, 0.62}, {0.30, 0.96}, {0.16, 0.96}}));
            break;
        case Glyph::Shield:
            path.moveTo(0.5, 0.04);
            path.lineTo(0.88, 0.18);
            path.lineTo(0.88, 0.48);
            path.cubicTo(0.88, 0.74, 0.70, 0.89, 0.5, 0.97);
            path.cubicTo(0.30, 0.89, 0.12, 0.74, 0.12, 0.48);
            path.lineTo(0.12, 0.18);
            break;
        case Glyph::Drop:
            path.moveTo(0.5, 0.05);
            path.cubicTo(0.85, 0.50, 0.86, 0.92, 0.5, 0.94);
            path.cubicTo(0.14, 0.92, 0.15, 0.50, 0.5, 0.05);
            break;
        default: break;
    }
    path.closeSubpath();
    return path;
}

void drawGlyph(QPainter& painter, Glyph glyph, double side, const QColor& color) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(side, side);
    if (glyph == Glyph::Cut) {
        paintCut(painter, color);
        return;
    }
    const QPainterPath path = filledPath(glyph);
    if (path.elementCount() <= 1) {
        paintOutline(painter, glyph, color);
        return;
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPath(path);
    if (glyph == Glyph::HalfRing) {
        painter.setPen(QPen(color, 0.1));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(QRectF(0.18, 0.18, 0.64, 0.64));
    }
}

}  // namespace

void paintGlyph(QPainter& painter, Glyph glyph, const QRectF& box, const QColor& color) {
    const double side = std::min(box.width(), box.height());
    const QPaintEngine& engine = *painter.paintEngine();
    if (engine.type() == QPaintEngine::User) {  // a file of shapes (outlined_svg.h)
        painter.save();
        painter.translate(box.center().x() - side / 2, box.center().y() - side / 2);
        drawGlyph(painter, glyph, side, color);
        painter.restore();
        return;
    }
    const double ratio = engine.paintDevice()->devicePixelRatioF();  // a picture's may be finer than the widget's
    const int pixels = static_cast<int>(std::ceil(side * ratio));
    const QString key = u"glyph %1 %2 %3"_s.arg(static_cast<int>(glyph)).arg(color.rgba()).arg(pixels);
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {  // the same few shapes are painted for every lane in every frame
        pixmap = QPixmap(pixels, pixels);
        pixmap.fill(Qt::transparent);
        QPainter canvas(&pixmap);
        drawGlyph(canvas, glyph, pixels, color);
        canvas.end();
        pixmap.setDevicePixelRatio(ratio);
        QPixmapCache::insert(key, pixmap);
    }
    painter.drawPixmap(QPointF(box.center().x() - side / 2, box.center().y() - side / 2), pixmap);
}

QIcon makeIcon(const QString& name, const QColor& color, const QColor& disabled) {
    QFile file(u":/stepscope/icons/"_s + name + u".svg"_s);
    if (!file.open(QIODevice::ReadOnly)) return {};
    const QByteArray svg = file.readAll();
    QIcon icon;
    for (const int pixels : {16, 32, 48}) {
        icon.addPixmap(renderIcon(svg, color, pixels), QIcon::Normal);
        icon.addPixmap(renderIcon(svg, disabled, pixels), QIcon::Disabled);
    }
    return icon;
}

}  // namespace ui
