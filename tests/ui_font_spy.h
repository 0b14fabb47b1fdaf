// Every text that a window paints, with the height of its font: a paint device that draws nothing and listens. For
// tests.
#pragma once

#include <QFontInfo>
#include <QPaintDevice>
#include <QPaintEngine>
#include <QWidget>
#include <vector>

namespace ui_test {

struct PaintedText {
    QString text;
    int pixels = 0;  ///< the font's size
};

class FontSpy : public QPaintDevice {
public:
    explicit FontSpy(QSize size) : m_size(size) {}

    /// What `widget` and all that is visible in it paint.
    static std::vector<PaintedText> textsOf(QWidget& widget) {
        FontSpy spy(widget.size());
        widget.render(&spy);
        return spy.m_engine.texts;
    }

    QPaintEngine* paintEngine() const override { return &m_engine; }

protected:
    int metric(PaintDeviceMetric metric) const override {
        constexpr int kDpi = 96;
        switch (metric) {
            case PdmWidth: return m_size.width();
            case PdmHeight: return m_size.height();
            case PdmWidthMM: return m_size.width() * 254 / (10 * kDpi);
            case PdmHeightMM: return m_size.height() * 254 / (10 * kDpi);
            case PdmNumColors: return 1 << 24;
            case PdmDepth: return 32;
            case PdmDevicePixelRatio: return 1;
            case PdmDevicePixelRatioScaled: return static_cast<int>(QPaintDevice::devicePixelRatioFScale());
            case PdmDpiX:
            case PdmDpiY:
            case PdmPhysicalDpiX:
            case PdmPhysicalDpiY: return kDpi;
            default: return QPaintDevice::metric(metric);
        }
    }

private:
    class Engine : public QPaintEngine {
    public:
        Engine() : QPaintEngine(QPaintEngine::AllFeatures) {}
        bool begin(QPaintDevice*) override { return true; }
        bool end() override { return true; }
        void updateState(const QPaintEngineState&) override {}
        void drawPath(const QPainterPath&) override {}
        void drawImage(const QRectF&, const QImage&, const QRectF&, Qt::ImageConversionFlags) override {}
        void drawPixmap(const QRectF&, const QPixmap&, const QRectF&) override {}
        void drawPolygon(const QPointF*, int, PolygonDrawMode) override {}
        void drawTextItem(const QPointF&, const QTextItem& item) override {
            if (!item.text().trimmed().isEmpty()) texts.push_back({item.text(), QFontInfo(item.font()).pixelSize()});
        }
        Type type() const override { return User; }
        std::vector<PaintedText> texts;
    };

    QSize m_size;
    mutable Engine m_engine;
};

}  // namespace ui_test
