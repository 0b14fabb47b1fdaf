// A level between empty and full with the line of saturation, and its numbers as text. GUI thread.
#pragma once

#include <QWidget>

#include "ui/paint/theme.h"

namespace ui {

class FillBar : public QWidget {
    Q_OBJECT
public:
    explicit FillBar(const Theme& theme, QWidget* parent = nullptr);
    /// @param others  share that others than the run hold, hatched behind its own
    void show(double share, bool saturated, const QString& text, double others = 0);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    double m_share = 0;
    double m_others = 0;
    bool m_saturated = false;
    QString m_text;
};

}  // namespace ui
