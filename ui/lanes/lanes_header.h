// Header of the lanes: column names, sort arrow, and the legend of the score colours above the strips. GUI thread.
#pragma once

#include <QHeaderView>

#include "ui/paint/theme.h"

namespace ui {

class LanesHeader : public QHeaderView {
    Q_OBJECT
public:
    explicit LanesHeader(const Theme& theme, QWidget* parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const override;

private:
    void paintLegend(QPainter& painter, const QRectF& box) const;

    const Theme& m_theme;
};

}  // namespace ui
