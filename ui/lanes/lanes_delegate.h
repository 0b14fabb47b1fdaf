// Paints the cells of the lanes: state glyph and word, score swatch and number, strip of steps, answer with its vote
// colour. GUI thread.
#pragma once

#include <QStyledItemDelegate>

#include "ui/lanes/lanes_model.h"
#include "ui/lanes/strips_shown.h"

namespace ui {

class LanesDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    /// Model and strips must outlive it.
    LanesDelegate(const Theme& theme, const LanesModel& model, const StripsShown& strips, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    /// The strip within the rectangle of its cell.
    static QRectF stripRect(const QRectF& cell);

private:
    void paintState(QPainter& painter, const QRectF& cell, const LaneRow& row) const;
    void paintScore(QPainter& painter, const QRectF& cell, const LaneRow& row) const;
    void paintStrip(QPainter& painter, const QRectF& cell, const LaneRow& row, const app::TraceState& trace) const;
    void paintOrigin(QPainter& painter, const QRectF& strip, const LaneRow& row, const StripScale& scale) const;
    void paintChosen(QPainter& painter, const QRectF& strip, const app::TraceState& trace,
                     const StripScale& scale) const;
    void paintWouldHave(QPainter& painter, const QRectF& cell, const LaneRow& row) const;
    void paintAnswer(QPainter& painter, const QRectF& cell, const LaneRow& row) const;
    void paintText(QPainter& painter, const QRectF& box, const QString& text, const QColor& color, int alignment) const;

    const Theme& m_theme;
    const LanesModel& m_model;
    const StripsShown& m_strips;
};

}  // namespace ui
