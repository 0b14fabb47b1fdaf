// Pictures of widgets as they are now, with a caption that says what they show: PNG at up to four times their size, or
// SVG. GUI thread.
#pragma once

#include <QImage>
#include <QString>

#include "ui/paint/theme.h"

class QWidget;

namespace ui {

inline constexpr int kMostScale = 4;

struct PictureOptions {
    int scale = 2;         ///< 1 to kMostScale
    QString caption = {};  ///< plain text below the widget; empty: none
};

QImage imageOf(QWidget& widget, const Theme& theme, const PictureOptions& options);
QByteArray svgOf(QWidget& widget, const Theme& theme, const PictureOptions& options);

/// SVG where the name ends with .svg, else PNG. A file of that name is replaced once the picture is complete. Throws
/// std::runtime_error naming the file.
void savePicture(const QString& path, QWidget& widget, const Theme& theme, const PictureOptions& options);

}  // namespace ui
