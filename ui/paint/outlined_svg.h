// A paint device that writes SVG which looks the same everywhere: text becomes outlines, since a font's name means
// nothing on another machine, and what is clipped is cut, which QSvgGenerator does not do. GUI thread.
#pragma once

#include <QPaintDevice>
#include <QPainter>
#include <QString>
#include <QSvgGenerator>
#include <memory>

class QBuffer;

namespace ui {

class OutlinedSvg : public QPaintDevice {
public:
    /// @param size   of what is painted
    /// @param scale  how much larger viewers show it
    /// @param dpi    of the widgets that are painted, so that their fonts keep their size
    OutlinedSvg(QSize size, int scale, int dpi, const QString& title, const QString& description);
    ~OutlinedSvg() override;
    OutlinedSvg(const OutlinedSvg&) = delete;
    OutlinedSvg& operator=(const OutlinedSvg&) = delete;

    QPaintEngine* paintEngine() const override;
    /// The file; nothing can be painted any more.
    QByteArray finish();

protected:
    int metric(PaintDeviceMetric metric) const override;

private:
    class Engine;
    QSize m_size;
    int m_dpi;
    std::unique_ptr<QBuffer> m_bytes;
    QSvgGenerator m_svg;
    QPainter m_out;
    std::unique_ptr<Engine> m_engine;
};

}  // namespace ui
