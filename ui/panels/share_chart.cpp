#include "ui/panels/share_chart.h"

#include <QAreaSeries>
#include <QChart>
#include <QChartView>
#include <QContextMenuEvent>
#include <QGraphicsLayout>
#include <QLineSeries>
#include <QVBoxLayout>
#include <QValueAxis>
#include <algorithm>

#include "ui/paint/accessible_role.h"
#include "ui/paint/format.h"
#include "ui/paint/score_color.h"
#include "ui/paint/time_axis.h"

using namespace Qt::StringLiterals;

namespace ui {

ShareChart::ShareChart(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    connect(&theme, &Theme::changed, this, [this] { applyTheme(); });
}

/// On the first vote only: a chart costs more to make than all the other panels together.
void ShareChart::build() {
    m_chart = new QChart;
    m_chart->legend()->hide();
    m_chart->setMargins({0, 0, 0, 0});
    m_chart->setBackgroundRoundness(0);
    m_chart->setAnimationOptions(QChart::NoAnimation);
    m_chart->layout()->setContentsMargins(0, 0, 0, 0);
    m_time = new QValueAxis(m_chart);
    m_share = new QValueAxis(m_chart);
    m_share->setRange(0, 100);
    m_share->setTickCount(3);
    m_share->setLabelFormat(u"%d %"_s);
    m_time->setLabelFormat(u"%g s"_s);
    for (QValueAxis* axis : {m_time, m_share}) axis->setTruncateLabels(false);
    m_time->setTickType(QValueAxis::TicksDynamic);
    m_chart->addAxis(m_time, Qt::AlignBottom);
    m_chart->addAxis(m_share, Qt::AlignLeft);
    m_view = new QChartView(m_chart, this);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setFocusPolicy(Qt::NoFocus);
    setAccessibleRole(*m_view, QAccessible::Chart);
    m_view->setAccessibleName(tr("Share of the vote over time"));
    m_view->setContextMenuPolicy(Qt::NoContextMenu);  // it is this widget's
    layout()->addWidget(m_view);
    applyTheme();
}

void ShareChart::contextMenuEvent(QContextMenuEvent* event) {
    if (!m_view || !m_view->isVisible()) return;
    const QPointF at = m_chart->mapToValue(m_view->mapToScene(m_view->mapFrom(this, event->pos())));
    Q_EMIT menuWanted(at.x(), event->globalPos());
}

void ShareChart::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (m_view) m_view->setVisible(m_isShown && height() >= kLeastHeight);
}

void ShareChart::applyTheme() {
    if (!m_chart) return;
    const Colors& c = m_theme.colors();
    m_chart->setBackgroundBrush(c.panel);
    m_chart->setBackgroundPen(Qt::NoPen);
    m_view->setBackgroundBrush(c.panel);
    for (QValueAxis* axis : {m_time, m_share}) {
        axis->setLabelsFont(m_theme.smallNumbers());
        axis->setLabelsColor(c.muted);
        axis->setLinePen(QPen(c.border, 1));
        axis->setGridLinePen(QPen(c.border, 1));
    }
    m_time->setGridLineVisible(false);
    m_answers.clear();  // areas are coloured anew with the next update
}

void ShareChart::rebuildAreas(const ShareSeries& series) {
    m_chart->removeAllSeries();
    m_edges.clear();
    m_answers = series.answers;
    m_colorIndices = series.colorIndices;
    QLineSeries* below = nullptr;
    for (std::size_t i = 0; i < m_answers.size(); ++i) {
        auto* edge = new QLineSeries;
        auto* area = new QAreaSeries(edge, below);
        edge->setParent(area);
        area->setBrush(answerColor(m_colorIndices[i], m_theme.colors().dark));
        area->setPen(QPen(m_theme.colors().panel, 0.8));
        m_chart->addSeries(area);
        area->attachAxis(m_time);
        area->attachAxis(m_share);
        m_edges.push_back(edge);
        below = edge;
    }
}

void ShareChart::show(const ShareSeries& series) {
    if (series.points.empty()) {
        m_isShown = false;
        if (m_view) m_view->hide();
        return;
    }
    if (!m_chart) build();
    m_isShown = true;
    m_view->setVisible(height() >= kLeastHeight);
    if (series.answers != m_answers || series.colorIndices != m_colorIndices) rebuildAreas(series);
    QStringList spoken;
    const SharePoint& last = series.points.back();
    for (std::size_t i = 0; i < series.answers.size() && i < last.shares.size(); ++i)
        spoken << tr("%1: %2").arg(series.answers[i], formatPercent(last.shares[i], 0));
    m_view->setAccessibleDescription(spoken.join(QStringLiteral("; ")));
    const double end = std::max(series.end, 0.1);
    const double duration = std::max(series.duration, end);
    m_time->setRange(0, duration);
    const auto ticks = timeTicks(duration, 5);
    if (ticks.size() > 1) m_time->setTickInterval(ticks[1]);
    for (std::size_t answer = 0; answer < m_edges.size(); ++answer) {
        QList<QPointF> edge;
        double height = 0;
        for (const SharePoint& point : series.points) {
            if (!edge.isEmpty()) edge.append({point.t, height});
            height = 0;
            for (std::size_t i = 0; i <= answer && i < point.shares.size(); ++i) height += 100 * point.shares[i];
            edge.append({point.t, height});
        }
        edge.append({end, height});
        m_edges[answer]->replace(edge);
    }
}

}  // namespace ui
