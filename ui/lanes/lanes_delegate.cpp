#include "ui/lanes/lanes_delegate.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/lanes/strip_layout.h"
#include "ui/lanes/trace_look.h"
#include "ui/paint/format.h"
#include "ui/paint/score_color.h"

namespace ui {
namespace {

constexpr double kPadding = 10;
constexpr double kGlyph = 0.68;  // of the height of small text

bool isFaded(const LaneRow& row) {
    return row.phase == app::TracePhase::Pruned || (row.phase == app::TracePhase::Stopped && !row.answerIndex);
}

}  // namespace

LanesDelegate::LanesDelegate(const Theme& theme, const LanesModel& model, QObject* parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_model(model) {}

QRectF LanesDelegate::stripRect(const QRectF& cell) {
    const double height = std::clamp(cell.height() * 0.58, 8.0, 16.0);
    return QRectF(cell.left() + kPadding, cell.center().y() - height / 2, cell.width() - 2 * kPadding, height);
}

void LanesDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const LaneRow* row = m_model.findRow(index.row());
    if (!row) return;
    const Colors& c = m_theme.colors();
    const QRectF cell = option.rect;
    const bool selected = option.state & QStyle::State_Selected;
    if (selected) {
        painter->fillRect(cell, c.selection);
    } else if (index.row() % 2 == 1) {
        painter->fillRect(cell, c.rowAlt);
    }
    const QColor ink = isFaded(*row) ? c.muted : c.text;
    switch (index.column()) {
        case LanesModel::Trace:
            if (selected) painter->fillRect(QRectF(cell.left(), cell.top(), 3, cell.height()), c.accent);
            painter->setFont(m_theme.numbers());
            paintText(*painter, cell.adjusted(kPadding + 2, 0, 0, 0), formatTrace(row->id), ink, Qt::AlignLeft);
            break;
        case LanesModel::State: paintState(*painter, cell, *row); break;
        case LanesModel::Score: paintScore(*painter, cell, *row); break;
        case LanesModel::Steps:
            if (const app::TraceState* trace = m_model.traceAt(index.row())) paintStrip(*painter, cell, *row, *trace);
            break;
        case LanesModel::Tokens:
            painter->setFont(m_theme.numbers());
            paintText(*painter, cell.adjusted(0, 0, -kPadding, 0), formatCount(row->tokens), ink, Qt::AlignRight);
            break;
        case LanesModel::Answer: paintAnswer(*painter, cell, *row); break;
        default: break;
    }
}

void LanesDelegate::paintText(QPainter& painter, const QRectF& box, const QString& text, const QColor& color,
                              int alignment) const {
    painter.setPen(color);
    painter.drawText(box, alignment | Qt::AlignVCenter | Qt::TextSingleLine, text);
}

void LanesDelegate::paintState(QPainter& painter, const QRectF& cell, const LaneRow& row) const {
    const TraceLook look = lookOf(row.phase, row.nextVictim, m_theme.colors());
    painter.setFont(m_theme.small());
    const double side = std::round(painter.fontMetrics().height() * kGlyph);
    const QRectF glyph(cell.left() + kPadding, cell.center().y() - side / 2, side, side);
    paintGlyph(painter, look.glyph, glyph, look.color);
    paintText(painter, cell.adjusted(kPadding + side + 5, 0, 0, 0), look.word, look.color, Qt::AlignLeft);
}

void LanesDelegate::paintScore(QPainter& painter, const QRectF& cell, const LaneRow& row) const {
    const Colors& c = m_theme.colors();
    const bool faded = isFaded(row);
    const QRectF swatch(cell.left() + kPadding, cell.center().y() - 5, 10, 10);
    if (row.score) {
        const QColor color = scoreColor(*row.score);
        painter.fillRect(swatch, faded ? mix(color, c.panel, 0.35) : color);
    } else {
        painter.setPen(c.control);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(swatch.adjusted(0.5, 0.5, -0.5, -0.5));
    }
    painter.setFont(m_theme.numbers());
    paintText(painter, cell.adjusted(kPadding + 16, 0, 0, 0), formatScore(row.score),
              faded || !row.score ? c.muted : c.text, Qt::AlignLeft);
}

void LanesDelegate::paintStrip(QPainter& painter, const QRectF& cell, const LaneRow& row,
                               const app::TraceState& trace) const {
    const Colors& c = m_theme.colors();
    const QRectF strip = stripRect(cell);
    const bool faded = isFaded(row);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.fillRect(strip, c.track);
    for (const StripSegment& segment : layoutStrip(trace, {m_model.tokenScale(), strip.width()})) {
        const double width = segment.right - segment.left;
        const double gap = width >= 4 ? 1.0 : 0.0;
        const QRectF bar(strip.left() + segment.left, strip.top(), std::max(1.0, width - gap), strip.height());
        QColor color = segment.score ? scoreColor(*segment.score) : c.control;
        if (faded) color = mix(color, c.panel, c.dark ? 0.55 : 0.5);
        if (segment.score) {
            painter.fillRect(bar, color);
        } else {  // unscored text is a thin line, so that it does not look like a step with a middle score
            painter.fillRect(QRectF(bar.left(), bar.center().y() - 1.5, bar.width(), 3), color);
        }
    }
    if (row.parent) paintBranch(painter, strip, row);
    if (row.phase == app::TracePhase::Pruned) {  // where it was cut
        const double x = strip.left() + StripScale{m_model.tokenScale(), strip.width()}.x(row.tokens);
        painter.fillRect(QRectF(x - 1, strip.top() - 2.5, 2, strip.height() + 5), c.bad);
    }
}

/// What a branch has from its parent is paler, under a line that comes down from above where it left; the parent's
/// number stands beside it if there is room.
void LanesDelegate::paintBranch(QPainter& painter, const QRectF& strip, const LaneRow& row) const {
    const Colors& c = m_theme.colors();
    const double x = StripScale{m_model.tokenScale(), strip.width()}.x(row.branchToken);
    QColor veil = c.panel;
    veil.setAlphaF(0.62F);
    painter.fillRect(QRectF(strip.left(), strip.top(), x, strip.height()), veil);
    painter.fillRect(QRectF(strip.left() + x - 1, strip.top() - 5, 2, strip.height() + 5), c.accent);
    painter.fillRect(QRectF(strip.left() + x - 6, strip.top() - 5, 6, 2), c.accent);
    painter.setFont(m_theme.small());
    const QString name = formatTrace(*row.parent);
    const double width = painter.fontMetrics().horizontalAdvance(name);
    if (x > width + 10) {
        const QRectF box(strip.left() + x - width - 8, strip.top(), width + 4, strip.height());
        paintText(painter, box, name, c.text, Qt::AlignRight);
    }
}

void LanesDelegate::paintAnswer(QPainter& painter, const QRectF& cell, const LaneRow& row) const {
    if (row.answer.isEmpty()) return;
    const Colors& c = m_theme.colors();
    const double side = 9;
    const QRectF dot(cell.left() + kPadding, cell.center().y() - side / 2, side, side);
    painter.setRenderHint(QPainter::Antialiasing);
    if (row.answerIndex) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(answerColor(*row.answerIndex, c.dark));
        painter.drawEllipse(dot);
    } else {
        painter.setPen(QPen(c.faint, 1.2));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(dot.adjusted(0.6, 0.6, -0.6, -0.6));
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    QRectF text = cell.adjusted(kPadding + side + 6, 0, -6, 0);
    if (row.correct) {
        const QRectF mark(cell.right() - 18, cell.center().y() - 5, 10, 10);
        paintGlyph(painter, *row.correct ? Glyph::Check : Glyph::Cross, mark, *row.correct ? c.good : c.bad);
        text.setRight(mark.left() - 4);
    }
    painter.setFont(m_theme.numbers());
    const QString shown = painter.fontMetrics().elidedText(row.answerIsProbed ? row.answer + u'?' : row.answer,
                                                           Qt::ElideRight, static_cast<int>(text.width()));
    paintText(painter, text, shown, row.answerIndex ? c.text : c.muted, Qt::AlignLeft);
}

}  // namespace ui
