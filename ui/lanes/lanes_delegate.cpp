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

LanesDelegate::LanesDelegate(const Theme& theme, const LanesModel& model, const StripsShown& strips, QObject* parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_model(model), m_strips(strips) {}

QRectF LanesDelegate::stripRect(const QRectF& cell) {
    const double height = std::clamp(cell.height() * 0.58, 8.0, std::max(16.0, cell.height() * 0.5));
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
            if (row->isProtected)
                paintGlyph(*painter, Glyph::Shield, QRectF(cell.right() - 13, cell.center().y() - 5.5, 11, 11),
                           c.accent);
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
    const TraceLook look =
        row.isLost ? lookOfLost(m_theme.colors()) : lookOf(row.phase, row.nextVictim, m_theme.colors());
    painter.setFont(m_theme.small());
    const double side = std::round(painter.fontMetrics().height() * kGlyph);
    const QRectF glyph(cell.left() + kPadding, cell.center().y() - side / 2, side, side);
    paintGlyph(painter, look.glyph, glyph, look.color);
    paintText(painter, cell.adjusted(kPadding + side + 5, 0, 0, 0), look.word, look.color, Qt::AlignLeft);
}

void LanesDelegate::paintScore(QPainter& painter, const QRectF& cell, const LaneRow& row) const {
    const Colors& c = m_theme.colors();
    const bool faded = isFaded(row);
    const double side = std::round(10 * m_theme.textScale());
    const QRectF swatch(cell.left() + kPadding, cell.center().y() - side / 2, side, side);
    if (row.score) {
        const QColor color = scoreColor(*row.score);
        painter.fillRect(swatch, faded ? mix(color, c.panel, 0.35) : color);
    } else {
        painter.setPen(c.control);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(swatch.adjusted(0.5, 0.5, -0.5, -0.5));
    }
    painter.setFont(m_theme.numbers());
    paintText(painter, cell.adjusted(kPadding + side + 6, 0, 0, 0), formatScore(row.score),
              faded || !row.score ? c.muted : c.text, Qt::AlignLeft);
}

void LanesDelegate::paintStrip(QPainter& painter, const QRectF& cell, const LaneRow& row,
                               const app::TraceState& trace) const {
    const Colors& c = m_theme.colors();
    const QRectF strip = stripRect(cell);
    const bool faded = isFaded(row);
    const StripScale scale = m_strips.scale(m_model.tokenScale(), strip.width());
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.fillRect(strip, c.track);
    for (const StripSegment& segment : layoutStrip(trace, scale)) {
        const double left = std::max(0.0, segment.left);
        const double width = std::min(strip.width(), segment.right) - left;
        if (width <= 0) continue;
        const double gap = width >= 4 ? 1.0 : 0.0;
        const QRectF bar(strip.left() + left, strip.top(), std::max(1.0, width - gap), strip.height());
        QColor color = segment.score ? scoreColor(*segment.score) : c.control;
        if (faded) color = mix(color, c.panel, c.dark ? 0.55 : 0.5);
        if (segment.score) {
            painter.fillRect(bar, color);
        } else {  // unscored text is a thin line, so that it does not look like a step with a middle score
            painter.fillRect(QRectF(bar.left(), bar.center().y() - 1.5, bar.width(), 3), color);
        }
    }
    if (row.wouldHaveTokens > row.tokens) {  // what it wrote after the run
        const double from = std::clamp(scale.x(row.tokens), 0.0, strip.width());
        const double to = std::clamp(scale.x(row.wouldHaveTokens), 0.0, strip.width());
        painter.setPen(QPen(c.muted, 1.5, Qt::DotLine));
        painter.drawLine(QPointF(strip.left() + from + 3, strip.center().y()),
                         QPointF(strip.left() + to, strip.center().y()));
        painter.setPen(Qt::NoPen);
    }
    if (row.hasOrigin()) paintOrigin(painter, strip, row, scale);
    const double cut = scale.x(row.tokens);
    if (row.phase == app::TracePhase::Pruned && cut >= 0 && cut <= strip.width())  // where it was cut
        painter.fillRect(QRectF(strip.left() + cut - 1, strip.top() - 2.5, 2, strip.height() + 5), c.bad);
    if (m_strips.chosen && m_strips.chosen->trace == trace.id) paintChosen(painter, strip, trace, scale);
}

/// A frame around the step that was chosen, wide enough to be seen however narrow the step is.
void LanesDelegate::paintChosen(QPainter& painter, const QRectF& strip, const app::TraceState& trace,
                                const StripScale& scale) const {
    const auto step = static_cast<std::size_t>(std::max(0, m_strips.chosen->step));
    if (step > trace.steps.size()) return;  // not written yet
    const bool scored = step < trace.steps.size();
    const int scoredTokens = trace.steps.empty() ? 0 : trace.steps.back().endToken;
    const double left = std::max(0.0, scale.x(scored ? trace.steps[step].beginToken : scoredTokens));
    const double right = std::min(strip.width(), scale.x(scored ? trace.steps[step].endToken : trace.tokenCount()));
    if (right < left) return;
    const double width = std::max(4.0, right - left);
    const QRectF frame(strip.left() + left - 0.5, strip.top() - 2, width, strip.height() + 4);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(m_theme.colors().panel, 4));
    painter.drawRect(frame);
    painter.setPen(QPen(m_theme.colors().text, 2));
    painter.drawRect(frame);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

/// What a lane did not draw is paler, up to a line that comes down from above where it went its own way; the number of
/// the trace that drew it stands beside the line if there is room. What a person wrote is underlined.
void LanesDelegate::paintOrigin(QPainter& painter, const QRectF& strip, const LaneRow& row,
                                const StripScale& scale) const {
    const Colors& c = m_theme.colors();
    const int givenEnd = row.branchToken + row.givenTokens;
    const int drawnEnd = givenEnd - row.writtenTokens;
    const auto at = [&](int token) { return std::clamp(scale.x(token), 0.0, strip.width()); };
    if (scale.x(givenEnd) < 0) return;
    QColor veil = c.panel;
    veil.setAlphaF(0.62F);
    painter.fillRect(QRectF(strip.left(), strip.top(), at(drawnEnd), strip.height()), veil);
    if (row.writtenTokens > 0) {
        const double width = std::max(2.0, at(givenEnd) - at(drawnEnd));
        painter.fillRect(QRectF(strip.left() + at(drawnEnd), strip.bottom() + 1, width, 2), c.accent);
    }
    const double x = scale.x(drawnEnd);
    if (x < 0 || x > strip.width()) return;
    painter.fillRect(QRectF(strip.left() + x - 1, strip.top() - 5, 2, strip.height() + 5), c.accent);
    painter.fillRect(QRectF(strip.left() + x - 6, strip.top() - 5, 6, 2), c.accent);
    const auto from = row.parent         ? row.parent
                      : row.earlierTrace ? std::optional(engine::TraceId{*row.earlierTrace})
                                         : std::nullopt;
    if (!from || drawnEnd == 0) return;
    painter.setFont(m_theme.small());
    const QString name = formatTrace(*from);
    const double width = painter.fontMetrics().horizontalAdvance(name);
    if (x > width + 10) {
        const QRectF box(strip.left() + x - width - 8, strip.top(), width + 4, strip.height());
        paintText(painter, box, name, c.text, Qt::AlignRight);
    }
}

/// In brackets, as it does not vote.
void LanesDelegate::paintWouldHave(QPainter& painter, const QRectF& cell, const LaneRow& row) const {
    const Colors& c = m_theme.colors();
    QRectF text = cell.adjusted(kPadding + 15, 0, -6, 0);
    if (row.wouldHaveRight) {
        const QRectF mark(cell.right() - 18, cell.center().y() - 5, 10, 10);
        paintGlyph(painter, *row.wouldHaveRight ? Glyph::Check : Glyph::Cross, mark,
                   *row.wouldHaveRight ? c.good : c.bad);
        text.setRight(mark.left() - 4);
    }
    painter.setFont(m_theme.numbers());
    const QString shown = painter.fontMetrics().elidedText(u'(' + row.wouldHaveAnswer + u')', Qt::ElideRight,
                                                           static_cast<int>(text.width()));
    paintText(painter, text, shown, c.muted, Qt::AlignLeft);
}

void LanesDelegate::paintAnswer(QPainter& painter, const QRectF& cell, const LaneRow& row) const {
    const Colors& c = m_theme.colors();
    if (row.answer.isEmpty()) {
        if (!row.wouldHaveAnswer.isEmpty()) paintWouldHave(painter, cell, row);
        return;
    }
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
