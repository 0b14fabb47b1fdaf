#include "ui/paint/picture.h"

#include <QBuffer>
#include <QFontMetrics>
#include <QPainter>
#include <QSaveFile>
#include <QWidget>
#include <algorithm>
#include <stdexcept>

#include "ui/paint/outlined_svg.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr int kMargin = 10;
constexpr int kWrapped = Qt::AlignLeft | Qt::TextWordWrap;

/// Where widget and caption stand in a picture, in the widget's pixels.
struct Sheet {
    QSize size;
    QRect caption;

    Sheet(const QWidget& widget, const Theme& theme, const QString& text) : size(widget.size()) {
        if (text.isEmpty()) return;
        const QRect room(kMargin, widget.height() + kMargin, std::max(1, widget.width() - 2 * kMargin), 1 << 16);
        caption = QFontMetrics(theme.small()).boundingRect(room, kWrapped, text);
        caption.setWidth(room.width());
        size.setHeight(caption.bottom() + kMargin);
    }
};

void paint(QPainter& painter, QWidget& widget, const Theme& theme, const Sheet& sheet, const QString& caption) {
    painter.fillRect(QRect(QPoint(0, 0), sheet.size), theme.colors().window);
    widget.render(&painter, QPoint(), QRegion(), QWidget::DrawWindowBackground | QWidget::DrawChildren);
    if (caption.isEmpty()) return;
    painter.setFont(theme.small());
    painter.setPen(theme.colors().muted);
    painter.drawText(sheet.caption, kWrapped, caption);
}

}  // namespace

QImage imageOf(QWidget& widget, const Theme& theme, const PictureOptions& options) {
    const Sheet sheet(widget, theme, options.caption);
    const int scale = std::clamp(options.scale, 1, kMostScale);
    QImage image(sheet.size * scale, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(scale);
    QPainter painter(&image);
    paint(painter, widget, theme, sheet, options.caption);
    return image;
}

QByteArray svgOf(QWidget& widget, const Theme& theme, const PictureOptions& options) {
    const Sheet sheet(widget, theme, options.caption);
    OutlinedSvg svg(sheet.size, std::clamp(options.scale, 1, kMostScale), widget.logicalDpiX(), u"Stepscope"_s,
                    options.caption);
    QPainter painter(&svg);
    paint(painter, widget, theme, sheet, options.caption);
    painter.end();
    return svg.finish();
}

void savePicture(const QString& path, QWidget& widget, const Theme& theme, const PictureOptions& options) {
    QByteArray bytes;
    if (path.endsWith(".svg"_L1, Qt::CaseInsensitive)) {
        bytes = svgOf(widget, theme, options);
    } else {
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        imageOf(widget, theme, options).save(&buffer, "PNG");
    }
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        throw std::runtime_error(path.toStdString() +
                                 ": the picture cannot be written: " + file.errorString().toStdString());
}

}  // namespace ui
