#include "ui/panels/vote_bars.h"

#include <QContextMenuEvent>
#include <QFontMetricsF>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "ui/paint/accessible_role.h"
#include "ui/paint/answer_colors.h"
#include "ui/paint/format.h"
#include "ui/paint/glyphs.h"
#include "ui/paint/score_color.h"
#include "ui/paint/widget_rules.h"
#include "ui/panels/vote_words.h"

namespace ui {
namespace {
constexpr double kBarHeight = 14;
constexpr double kCountHeight = 4;
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
        for (const engine::TraceId id : answer.traces) {
            const app::TraceState* trace = state.findTrace(id);
            bar.byHand.push_back(trace && trace->byHand());
        }
        const app::TraceState* first = answer.traces.empty() ? nullptr : state.findTrace(answer.traces.front());
        if (first) bar.correct = state.isCorrect(*first);
        bars.push_back(std::move(bar));
    }
    return bars;
}

VoteBars::VoteBars(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setAccessibleRole(*this, QAccessible::Chart);
    setAccessibleName(tr("Votes by answer"));
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] { updateGeometry(); });
}

void VoteBars::show(const app::RunState& state) {
    const auto rows = m_bars.size();
    m_bars = makeVoteBars(state);
    m_weighted = !isCounted(state);
    m_both = m_weighted && m_bars.size() > 1;
    QStringList spoken;
    for (const VoteBar& bar : m_bars) {
        spoken << (m_weighted ? tr("%1: weight %2 from %3").arg(bar.answer, formatWeight(bar.weight), countTraces(bar))
                              : tr("%1: %2").arg(bar.answer, formatVotes(state, bar.weight)));
        if (const auto hands = std::ranges::count(bar.byHand, true); hands > 0)
            spoken.back() += tr(", %1 by hand").arg(hands);
    }
    m_nothing = state.phase == app::RunPhase::Finished ? tr("No vote: no trace has an answer in \\boxed{}.")
                                                       : tr("No vote yet: no trace has finished with an answer.");
    setAccessibleDescription(m_bars.empty() ? m_nothing : spoken.join(QStringLiteral("; ")));
    if (rows != m_bars.size()) updateGeometry();
    update();
}

double VoteBars::rowHeight() const {
    return QFontMetricsF(m_theme.base()).height() + 2 + barHeight() + kRowGap;
}

double VoteBars::barHeight() const {
    return kBarHeight + (m_both ? kCountHeight + 1 : 0);
}

QSize VoteBars::sizeHint() const {
    return {240, static_cast<int>(rowHeight() * static_cast<double>(std::max<std::size_t>(m_bars.size(), 1)))};
}

double VoteBars::scale() const {
    double heaviest = 1;
    for (const VoteBar& bar : m_bars) heaviest = std::max(heaviest, bar.weight);
    return width() / heaviest;
}

/// Of the thin bars.
double VoteBars::pixelsPerVote() const {
    std::size_t most = 1;
    for (const VoteBar& bar : m_bars) most = std::max(most, bar.traces.size());
    return width() / static_cast<double>(most);
}

QRectF VoteBars::barRect(std::size_t i) const {
    return QRectF(0, static_cast<double>(i) * rowHeight() + QFontMetricsF(m_theme.base()).height() + 2, width(),
                  barHeight());
}

void VoteBars::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Colors& c = m_theme.colors();
    if (m_bars.empty()) {
        painter.setFont(m_theme.small());
        painter.setPen(c.muted);
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap, m_nothing);
        return;
    }
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        const QRectF track = barRect(i);
        const double top = static_cast<double>(i) * rowHeight();
        paintCaption(painter, m_bars[i], QRectF(0, top, width(), track.top() - top - 2));
        paintParts(painter, m_bars[i], track);
        if (!hasFocus()) continue;
        const bool isChosen = m_chosen && std::ranges::find(m_bars[i].traces, *m_chosen) != m_bars[i].traces.end();
        if (!isChosen && (m_chosen || i > 0)) continue;
        painter.setPen(c.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(0.5, top + 0.5, width() - 1, track.bottom() - top));
    }
}

void VoteBars::paintCaption(QPainter& painter, const VoteBar& bar, const QRectF& caption) const {
    const Colors& c = m_theme.colors();
    const QString votes = formatNumberOf(static_cast<qint64>(bar.traces.size()), tr("1 vote"), tr("%1 votes"));
    const QString right = m_weighted ? formatWeight(bar.weight) + QStringLiteral(" \u00b7 ") + votes : votes;
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
    if (!bar.correct) return;
    const double x = painter.fontMetrics().horizontalAdvance(answer) + 8;
    const QColor color = *bar.correct ? c.good : c.bad;
    paintGlyph(painter, *bar.correct ? Glyph::Check : Glyph::Cross, QRectF(x, caption.center().y() - 5, 10, 10), color);
    painter.setFont(m_theme.small());
    painter.setPen(color);
    painter.drawText(caption.adjusted(x + 14, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     *bar.correct ? tr("right") : tr("wrong"));
}

/// A part for each trace: as wide as its weight, and in the thin bar as every other. Those with words of a person are
/// hatched.
void VoteBars::paintParts(QPainter& painter, const VoteBar& bar, const QRectF& track) const {
    const Colors& c = m_theme.colors();
    const QColor color = answerColor(bar.colorIndex, c.dark);
    const auto paint = [&](const QRectF& box, const auto& widthOf) {
        painter.fillRect(box, c.track);
        double x = 0;
        for (std::size_t vote = 0; vote < bar.weights.size(); ++vote) {
            const double width = widthOf(bar.weights[vote]);
            const QRectF part(x, box.top(), std::max(1.0, width - (width > 5 ? 1 : 0)), box.height());
            painter.fillRect(part, color);
            if (bar.byHand[vote]) painter.fillRect(part, QBrush(c.panel, Qt::BDiagPattern));
            x += width;
        }
    };
    const double perWeight = scale();
    paint(QRectF(track.left(), track.top(), track.width(), kBarHeight),
          [&](double weight) { return weight * perWeight; });
    if (!m_both) return;
    const double perVote = pixelsPerVote();
    paint(QRectF(track.left(), track.bottom() - kCountHeight, track.width(), kCountHeight),
          [&](double) { return perVote; });
}

std::optional<VoteBars::Hit> VoteBars::hitAt(const QPointF& position) const {
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        if (!barRect(i).adjusted(0, -2, 0, 2).contains(position)) continue;
        const bool counts = m_both && position.y() > barRect(i).bottom() - kCountHeight - 1;
        double x = 0;
        for (std::size_t vote = 0; vote < m_bars[i].weights.size(); ++vote) {
            x += counts ? pixelsPerVote() : m_bars[i].weights[vote] * scale();
            if (position.x() < x) return Hit{&m_bars[i], vote};
        }
    }
    return std::nullopt;
}

void VoteBars::contextMenuEvent(QContextMenuEvent* event) {
    const auto row = static_cast<std::size_t>(std::max(0.0, event->pos().y() / rowHeight()));
    const auto hit = hitAt(event->pos());
    Q_EMIT menuWanted(row < m_bars.size() ? std::optional(row) : std::nullopt,
                      hit ? std::optional(hit->bar->traces[hit->vote]) : std::nullopt, event->globalPos());
}

void VoteBars::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return;
    if (const auto hit = hitAt(event->position())) Q_EMIT traceClicked(hit->bar->traces[hit->vote]);
}

void VoteBars::choose(std::size_t bar, std::size_t vote) {
    m_chosen = m_bars[bar].traces[vote];
    update();
    Q_EMIT traceClicked(*m_chosen);
}

/// Through the answers and the traces that vote for them.
void VoteBars::keyPressEvent(QKeyEvent* event) {
    const int key = event->key();
    const bool isMove = key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_Left || key == Qt::Key_Right;
    if (!isMove || m_bars.empty()) return QWidget::keyPressEvent(event);
    for (std::size_t bar = 0; bar < m_bars.size() && m_chosen; ++bar) {
        const auto at = std::ranges::find(m_bars[bar].traces, *m_chosen);
        if (at == m_bars[bar].traces.end()) continue;
        const auto vote = static_cast<std::size_t>(at - m_bars[bar].traces.begin());
        if (key == Qt::Key_Up && bar > 0) return choose(bar - 1, 0);
        if (key == Qt::Key_Down && bar + 1 < m_bars.size()) return choose(bar + 1, 0);
        if (key == Qt::Key_Left && vote > 0) return choose(bar, vote - 1);
        if (key == Qt::Key_Right && vote + 1 < m_bars[bar].traces.size()) return choose(bar, vote + 1);
        return;
    }
    choose(0, 0);
}

QString VoteBars::textOf(const Hit& hit) const {
    const QString trace = formatTrace(hit.bar->traces[hit.vote]);
    QString text = m_weighted ? tr("Trace %1 votes for %2 with weight %3")
                                    .arg(trace, hit.bar->answer, formatWeight(hit.bar->weights[hit.vote]))
                              : tr("Trace %1 votes for %2").arg(trace, hit.bar->answer);
    if (hit.bar->byHand[hit.vote]) text += tr(", by hand: a person wrote part of its text");
    return text;
}

bool VoteBars::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const auto hit = hitAt(help->pos())) {
        QToolTip::showText(help->globalPos(), wrapToolTip(textOf(*hit)), this);
    } else {
        QToolTip::hideText();
    }
    return true;
}

}  // namespace ui
