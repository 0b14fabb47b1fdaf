#include "ui/panels/vote_bars.h"

#include <QFontMetricsF>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "app/run/policy_table.h"
#include "ui/paint/answer_colors.h"
#include "ui/paint/format.h"
#include "ui/paint/glyphs.h"
#include "ui/paint/score_color.h"
#include "ui/paint/widget_rules.h"

namespace ui {
namespace {
constexpr double kBarHeight = 14;
constexpr double kRowGap = 8;

QString countTraces(const VoteBar& bar) {
    return formatNumberOf(static_cast<qint64>(bar.traces.size()), VoteBars::tr("1 trace"), VoteBars::tr("%1 traces"));
}
}  // namespace

std::vector<VoteBar> makeVoteBars(const app::RunState& state) {
    const AnswerColors colors(state.vote);
    std::vector<VoteBar> bars;
    for (const app::AnswerVote& answer : state.vote.answers) {
        VoteBar bar;
        bar.answer = formatAnswer(answer.answer);
        bar.colorIndex = colors.ofKey(answer.key);
        bar.weights = answer.weights;
        bar.traces = answer.traces;
        bar.weight = answer.weight;
        const app::TraceState* first = answer.traces.empty() ? nullptr : state.findTrace(answer.traces.front());
        if (first) bar.correct = state.isCorrect(*first);
        bars.push_back(std::move(bar));
    }
    return bars;
}

VoteBars::VoteBars(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setAccessibleName(tr("Votes by answer"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] { updateGeometry(); });
}

void VoteBars::show(const app::RunState& state) {
    const auto rows = m_bars.size();
    m_bars = makeVoteBars(state);
    m_weighted = app::policyRow(state.header.options.policy).votes != app::VoteWeight::Equal;
    QStringList spoken;
    for (const VoteBar& bar : m_bars) {
        spoken << tr("%1: weight %2 from %3").arg(bar.answer, formatWeight(bar.weight), countTraces(bar));
    }
    setAccessibleDescription(spoken.join(QStringLiteral("; ")));
    if (rows != m_bars.size()) updateGeometry();
    update();
}

double VoteBars::rowHeight() const {
    return QFontMetricsF(m_theme.base()).height() + 2 + kBarHeight + kRowGap;
}

QSize VoteBars::sizeHint() const {
    return {240, static_cast<int>(rowHeight() * static_cast<double>(std::max<std::size_t>(m_bars.size(), 1)))};
}

double VoteBars::scale() const {
    double heaviest = 1;
    for (const VoteBar& bar : m_bars) heaviest = std::max(heaviest, bar.weight);
    return width() / heaviest;
}

QRectF VoteBars::barRect(std::size_t i) const {
    return QRectF(0, static_cast<double>(i) * rowHeight() + QFontMetricsF(m_theme.base()).height() + 2, width(),
                  kBarHeight);
}

void VoteBars::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Colors& c = m_theme.colors();
    if (m_bars.empty()) {
        painter.setFont(m_theme.small());
        painter.setPen(c.muted);
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap,
                         tr("No vote yet: no trace has finished with an answer."));
        return;
    }
    const double pixelsPerWeight = scale();
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        const VoteBar& bar = m_bars[i];
        const QRectF track = barRect(i);
        const QRectF caption(0, static_cast<double>(i) * rowHeight(), width(),
                             track.top() - static_cast<double>(i) * rowHeight() - 2);
        const QString count = countTraces(bar);
        const QString right = m_weighted ? formatWeight(bar.weight) + QStringLiteral(" \u00b7 ") + count : count;
        painter.setFont(m_theme.smallNumbers());
        painter.setPen(c.muted);
        painter.drawText(caption, Qt::AlignRight | Qt::AlignVCenter, right);
        const double taken = painter.fontMetrics().horizontalAdvance(right) + 10;
        QFont strong = m_theme.numbers();
        strong.setWeight(QFont::DemiBold);
        painter.setFont(strong);
        painter.setPen(c.text);
        const double room = caption.width() - taken - (bar.correct ? 70 : 0);
        const QString answer = painter.fontMetrics().elidedText(bar.answer, Qt::ElideRight, static_cast<int>(room));
        painter.drawText(caption, Qt::AlignLeft | Qt::AlignVCenter, answer);
        if (bar.correct) {
            const double x = painter.fontMetrics().horizontalAdvance(answer) + 8;
            const QColor color = *bar.correct ? c.good : c.bad;
            paintGlyph(painter, *bar.correct ? Glyph::Check : Glyph::Cross, QRectF(x, caption.center().y() - 5, 10, 10),
                       color);
            painter.setFont(m_theme.small());
            painter.setPen(color);
            painter.drawText(caption.adjusted(x + 14, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                             *bar.correct ? tr("right") : tr("wrong"));
        }
        painter.fillRect(track, c.track);
        const QColor color = answerColor(bar.colorIndex, c.dark);
        double x = 0;
        for (const double weight : bar.weights) {
            const double width = weight * pixelsPerWeight;
            painter.fillRect(QRectF(x, track.top(), std::max(1.0, width - (width > 5 ? 1 : 0)), track.height()), color);
            x += width;
        }
    }
}

std::optional<VoteBars::Hit> VoteBars::hitAt(const QPointF& position) const {
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        if (!barRect(i).adjusted(0, -2, 0, 2).contains(position)) continue;
        double x = 0;
        for (std::size_t vote = 0; vote < m_bars[i].weights.size(); ++vote) {
            x += m_bars[i].weights[vote] * scale();
            if (position.x() < x) return Hit{&m_bars[i], vote};
        }
    }
    return std::nullopt;
}

void VoteBars::mousePressEvent(QMouseEvent* event) {
    if (const auto hit = hitAt(event->position())) Q_EMIT traceClicked(hit->bar->traces[hit->vote]);
}

bool VoteBars::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const auto hit = hitAt(help->pos())) {
        QToolTip::showText(help->globalPos(),
                           wrapToolTip(tr("Trace %1 votes for %2 with weight %3")
                                           .arg(formatTrace(hit->bar->traces[hit->vote]), hit->bar->answer,
                                                formatWeight(hit->bar->weights[hit->vote]))),
                           this);
    } else {
        QToolTip::hideText();
    }
    return true;
}

}  // namespace ui
