#include "ui/paint/outlined_svg.h"

#include <QBuffer>
#include <QPaintEngine>
#include <QPainterPath>
#include <QPainterPathStroker>
#include <QTransform>
#include <algorithm>

namespace ui {

/// Hands everything on to a painter of QSvgGenerator, cut to the clip. Text comes back as paths: that is what
/// QPaintEngine::drawTextItem() does where an engine has nothing of its own.
class OutlinedSvg::Engine : public QPaintEngine {
public:
    explicit Engine(QPainter& out) : QPaintEngine(AllFeatures), m_out(out) {}

    bool begin(QPaintDevice*) override { return true; }
    bool end() override { return true; }
    Type type() const override { return User; }

    void updateState(const QPaintEngineState& now) override {
        const DirtyFlags dirty = now.state();
        if (dirty & DirtyPen) m_out.setPen(now.pen());
        if (dirty & DirtyBrush) m_out.setBrush(now.brush());
        if (dirty & DirtyBrushOrigin) m_out.setBrushOrigin(now.brushOrigin());
        if (dirty & DirtyOpacity) m_out.setOpacity(now.opacity());
        if (dirty & DirtyHints) m_out.setRenderHints(now.renderHints());
        if (dirty & DirtyTransform) m_out.setTransform(now.transform());
    }

    void drawPath(const QPainterPath& path) override { put(path, true); }
    void drawRects(const QRectF* rects, int count) override {
        for (int i = 0; i < count; ++i) {
            QPainterPath path;
            path.addRect(rects[i]);
            put(path, true);
        }
    }
    void drawEllipse(const QRectF& rect) override {
        QPainterPath path;
        path.addEllipse(rect);
        put(path, true);
    }
    void drawLines(const QLineF* lines, int count) override {
        for (int i = 0; i < count; ++i) {
            QPainterPath path(lines[i].p1());
            path.lineTo(lines[i].p2());
            put(path, false);
        }
    }
    void drawPoints(const QPointF* points, int count) override {
        for (int i = 0; i < count; ++i) {
            const QLineF line(points[i], points[i] + QPointF(0.01, 0));
            drawLines(&line, 1);
        }
    }
    void drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) override {
        QPainterPath path;
        path.addPolygon(QPolygonF(QList<QPointF>(points, points + count)));
        if (mode != PolylineMode) path.closeSubpath();
        path.setFillRule(mode == WindingMode ? Qt::WindingFill : Qt::OddEvenFill);
        put(path, mode != PolylineMode);
    }
    void drawPixmap(const QRectF& rect, const QPixmap& pixmap, const QRectF& source) override {
        drawImage(rect, pixmap.toImage(), source, Qt::AutoColor);
    }
    void drawTiledPixmap(const QRectF& rect, const QPixmap& pixmap, const QPointF& origin) override {
        QImage tiles(rect.size().toSize().expandedTo(QSize(1, 1)), QImage::Format_ARGB32_Premultiplied);
        tiles.fill(Qt::transparent);
        QPainter(&tiles).drawTiledPixmap(tiles.rect(), pixmap, origin);
        drawImage(rect, tiles, tiles.rect(), Qt::AutoColor);
    }
    /// QSvgGenerator writes whole images whatever the source, so the part that is seen is cut out.
    void drawImage(const QRectF& rect, const QImage& image, const QRectF& source, Qt::ImageConversionFlags) override {
        const QRectF seen = rect.intersected(m_out.transform().inverted().mapRect(clipBounds()));
        if (seen.isEmpty() || rect.isEmpty()) return;
        const double x = source.width() / rect.width(), y = source.height() / rect.height();
        const QRectF part(source.x() + (seen.x() - rect.x()) * x, source.y() + (seen.y() - rect.y()) * y,
                          seen.width() * x, seen.height() * y);
        QImage cut = image.copy(part.toAlignedRect());
        cut.setDevicePixelRatio(1);
        m_out.drawImage(seen, cut);
    }

private:
    // Asked of the painter at every turn: it does not tell its engine where a restored state has no clip any more.
    bool isClipped() const { return painter() && painter()->hasClipping(); }
    QPainterPath clipPath() const { return m_out.transform().map(painter()->clipPath()); }

    /// On the device.
    QRectF clipBounds() const {
        const QRectF all(0, 0, paintDevice()->width(), paintDevice()->height());
        const QRegion widget = systemClip();
        const QRectF seen = widget.isEmpty() ? all : all.intersected(QRectF(widget.boundingRect()));
        return isClipped() ? seen.intersected(clipPath().boundingRect()) : seen;
    }

    void put(const QPainterPath& path, bool isFilled) {
        const QPen pen = m_out.pen();
        const QBrush brush = isFilled ? m_out.brush() : QBrush(Qt::NoBrush);
        const double reach = pen.style() == Qt::NoPen ? 0.01 : std::max(1.0, pen.widthF());
        const QRectF bounds = m_out.transform().mapRect(path.controlPointRect().adjusted(-reach, -reach, reach, reach));
        const QRectF seen = clipBounds();
        if (!bounds.intersects(seen)) return;
        const QPainterPath clip = isClipped() ? clipPath() : QPainterPath();
        const bool isRound = clip.elementCount() > 5;  // no rectangle
        if (seen.contains(bounds) && !(isRound && !clip.contains(bounds))) {
            draw(path, pen, brush);
            return;
        }
        QPainterPath edge;
        edge.addRect(seen);
        if (isRound) edge = edge.intersected(clip);
        edge = m_out.transform().inverted().map(edge);
        if (brush.style() != Qt::NoBrush) draw(path.intersected(edge), Qt::NoPen, brush);
        if (pen.style() == Qt::NoPen) return;
        QPainterPathStroker stroker(pen);
        stroker.setWidth(std::max(1.0, pen.widthF()));
        draw(stroker.createStroke(path).intersected(edge), Qt::NoPen, pen.brush());
    }

    void draw(const QPainterPath& path, const QPen& pen, const QBrush& brush) {
        const QPen penBefore = m_out.pen();
        const QBrush brushBefore = m_out.brush();
        m_out.setPen(pen);
        m_out.setBrush(brush);
        m_out.drawPath(path);
        m_out.setPen(penBefore);
        m_out.setBrush(brushBefore);
    }

    QPainter& m_out;
};

OutlinedSvg::OutlinedSvg(QSize size, int scale, int dpi, const QString& title, const QString& description)
    : m_size(size), m_dpi(dpi), m_bytes(std::make_unique<QBuffer>()) {
    m_bytes->open(QIODevice::WriteOnly);
    m_svg.setOutputDevice(m_bytes.get());
    m_svg.setSize(size * scale);
    m_svg.setViewBox(QRect(QPoint(0, 0), size));
    m_svg.setResolution(dpi);
    m_svg.setTitle(title);
    m_svg.setDescription(description);
    m_out.begin(&m_svg);
    m_engine = std::make_unique<Engine>(m_out);
}

OutlinedSvg::~OutlinedSvg() {
    if (m_out.isActive()) m_out.end();
}

QPaintEngine* OutlinedSvg::paintEngine() const {
    return m_engine.get();
}

QByteArray OutlinedSvg::finish() {
    if (m_out.isActive()) m_out.end();
    return m_bytes->data();
}

int OutlinedSvg::metric(PaintDeviceMetric metric) const {
    constexpr double kMmPerInch = 25.4;
    switch (metric) {
        case PdmWidth: return m_size.width();
        case PdmHeight: return m_size.height();
        case PdmWidthMM: return qRound(m_size.width() * kMmPerInch / m_dpi);
        case PdmHeightMM: return qRound(m_size.height() * kMmPerInch / m_dpi);
        case PdmNumColors: return 1 << 24;
        case PdmDepth: return 24;
        case PdmDpiX:
        case PdmDpiY:
        case PdmPhysicalDpiX:
        case PdmPhysicalDpiY: return m_dpi;
        case PdmDevicePixelRatio: return 1;
        case PdmDevicePixelRatioScaled: return qRound(devicePixelRatioFScale());
        default: return QPaintDevice::metric(metric);
    }
}

}  // namespace ui
