#include "ui/panels/kv_panel.h"

#include <QLabel>
#include <QVBoxLayout>
#include <algorithm>

#include "app/run/policy_table.h"
#include "ui/paint/fill_bar.h"
#include "ui/paint/format.h"
#include "ui/paint/glossary.h"
#include "ui/paint/widgets.h"
#include "ui/panels/block_map.h"
#include "ui/panels/kv_history.h"
#include "ui/panels/memory_forecast.h"
#include "ui/session/server_words.h"
#include "ui/session/session_controller.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

/// Pruning frees a few blocks at a time: above this level memory still limits the run.
constexpr double kStillSaturated = 0.85;
constexpr double kLinesWithLegend = 17;

}  // namespace

KvPanel::KvPanel(SessionController& session, const Theme& theme, QWidget* parent)
    : QWidget(parent), m_session(session), m_theme(theme) {
    setObjectName(u"panelBody"_s);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 2, 14, 8);
    layout->setSpacing(6);
    m_fill = new FillBar(theme, this);
    m_map = new BlockMap(theme, this);
    m_legend = makeMuted({}, theme, this);
    m_forecast = makeMuted({}, theme, this);
    for (QLabel* label : {m_legend, m_forecast}) label->setTextFormat(Qt::RichText);  // numbers and words of our own
    m_fill->setToolTip(meaningOf(tr("KV cache")) + u'\n' + tr("Saturated: %1").arg(meaningOf(tr("Saturated"))));
    m_legend->setToolTip(meaningOf(tr("Block")));
    m_forecast->setToolTip(meaningOf(tr("Saturated")));
    m_history = new KvHistory(theme, this);
    layout->addWidget(m_fill);
    layout->addWidget(m_map, 3);
    layout->addWidget(m_legend);
    layout->addWidget(m_history, 2);
    layout->addWidget(m_forecast);
    m_server = makeMuted({}, theme, this);
    m_server->hide();
    layout->addWidget(m_server);
    layout->addStretch(0);
    connect(m_map, &BlockMap::traceClicked, &session, [&session](engine::TraceId trace) { session.select(trace); });
    connect(m_map, &BlockMap::resized, this, [this] { m_map->show(m_session.shown(), m_session.selected()); });
    connect(m_history, &KvHistory::timeClicked, &session, [&session](double t) {
        if (session.kind() != SourceKind::None) session.seek(t);
    });
    connect(m_history, &KvHistory::menuWanted, this, [this](double t, QPoint global) {
        Q_EMIT menuWanted({.place = MenuSubject::Place::Memory, .time = t}, global);
    });
    refresh();
}

/// A low panel keeps what changes: what the colours mean is in the legend's tooltip, then that of the map.
void KvPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_legend->setVisible(hasLimit() && height() >= m_theme.lines(kLinesWithLegend));
}

/// On a server that makes traces wait by itself, blocks are counted and nothing here limits them.
bool KvPanel::hasLimit() const {
    const auto& server = m_session.shown().header.server;
    return !server || server->hasLimit;
}

void KvPanel::setServerUse(const std::optional<app::ServerUse>& use) {
    m_use = use;
    refresh();
}

void KvPanel::refresh() {
    const app::RunState& state = m_session.shown();
    const app::KvState& kv = state.kv;
    const int capacity = capacityOf(state);
    const double fill = capacity > 0 ? std::clamp(static_cast<double>(kv.usedBlocks) / capacity, 0.0, 1.0) : 0.0;
    const bool full = capacity > 0 && kv.usedBlocks >= capacity;
    const auto blockBytes = static_cast<double>(state.header.model.blockBytes);
    QString level = tr("no run yet");
    if (kv.totalBlocks > 0) {
        level = capacity > 0 ? tr("%1 of %2 blocks").arg(formatCount(kv.usedBlocks), formatCount(capacity))
                             : tr("%1 blocks, and the server does not say of how many").arg(formatCount(kv.usedBlocks));
        if (blockBytes > 0) {
            level +=
                u" \u00b7 "_s +
                tr("%1 of %2").arg(formatBytes(kv.usedBlocks * blockBytes), formatBytes(kv.totalBlocks * blockBytes));
        }
    }
    const bool isLive = m_use && m_session.kind() == SourceKind::Live && state.phase != app::RunPhase::Finished;
    const double others = isLive ? shareOfOthers(state, *m_use).value_or(0) : 0;
    m_fill->show(fill, full, level, others);
    m_fill->setVisible(hasLimit() || capacity > 0 || others > 0);  // else there is nothing to be a share of
    setTextIfChanged(m_server, isLive ? useTextOf(state, *m_use) : QString());
    m_server->setVisible(!m_server->text().isEmpty());
    m_map->setVisible(hasLimit());
    m_history->setVisible(hasLimit());
    m_legend->setVisible(hasLimit() && height() >= m_theme.lines(kLinesWithLegend));
    m_map->show(state, m_session.selected());
    m_history->show(kv, state.now, m_session.duration());

    QString legend = tr("A block is %1 tokens, in the colour of its trace's score").arg(engine::kBlockTokens);
    if (m_map->blocksPerCell() > 1)
        legend = tr("A cell is %1 blocks, in the colour of their trace's score").arg(m_map->blocksPerCell());
    legend += u" \u00b7 "_s + tr("striped: shared prompt");
    legend += u" \u00b7 "_s + tr("empty: free");
    if (m_session.selected()) legend += u" \u00b7 "_s + tr("outlined: %1").arg(formatTrace(*m_session.selected()));
    setTextIfChanged(m_legend, legend);
    setTextIfChanged(m_forecast, forecastText());

    if (!m_title) return;
    if (capacity == 0) {
        m_title->setStatus({}, u"muted"_s);
    } else if (kv.saturatedAt && fill >= kStillSaturated && state.phase != app::RunPhase::Finished) {
        m_title->setStatus(tr("saturated \u00b7 %1").arg(formatPercent(fill)), u"bad"_s);
    } else {
        m_title->setStatus(tr("%1 full").arg(formatPercent(fill)), u"muted"_s);
    }
}

QString KvPanel::forecastText() const {
    const app::RunState& state = m_session.shown();
    const QString bad = m_theme.colors().bad.name();
    if (!hasLimit()) {
        return tr("Peak of this run %1 blocks. The server itself makes traces wait when its memory is full.")
            .arg(formatCount(state.kv.peakBlocks));
    }
    if (state.phase == app::RunPhase::Finished) {
        // The capacity of that time: it may be another one now.
        QStringList parts{
            tr("Peak %1 of %2 blocks").arg(formatCount(state.kv.peakBlocks), formatCount(state.kv.blocksAtPeak))};
        if (state.kv.saturatedAt) parts << tr("saturated at %1").arg(formatSeconds(*state.kv.saturatedAt));
        const auto waits = static_cast<qint64>(state.kv.preemptions.size());
        if (state.prunedCount > 0 || app::policyRow(state.header.options.policy).prunes)
            parts << formatNumberOf(state.prunedCount, tr("1 trace pruned"), tr("%1 traces pruned"));
        if (waits > 0 || parts.size() < 3) parts << formatNumberOf(waits, tr("1 preemption"), tr("%1 preemptions"));
        return parts.join(u" \u00b7 "_s);
    }
    const auto forecast = forecastSaturation(state);
    if (!forecast) return tr("The forecast of saturation appears here when a run starts.");
    QString text;
    if (forecast->saturated) {
        if (!app::policyRow(state.header.options.policy).prunes)
            text = tr("<b>Full.</b> The next block makes a trace wait.");
        else if (app::policyRules(state.header.options).victim == app::VictimRule::LowestScore)
            text = tr("<b>Full.</b> For the next block, the trace with the lowest score is pruned.");
        else
            text = tr("<b>Full.</b> For the next block, a trace is pruned.");
    } else if (state.kv.saturatedAt && forecast->runningTraces > 0) {
        const QString room = formatCount(forecast->tokensLeft);
        text = app::policyRow(state.header.options.policy).prunes
                   ? tr("Room for <b>%1 tokens</b> before the next trace is pruned").arg(room)
                   : tr("Room for <b>%1 tokens</b> before the next trace must wait").arg(room);
    } else if (forecast->runningTraces > 0) {
        text = tr("Saturates in about <b>%1 tokens</b> (%2 a trace")
                   .arg(formatCount(forecast->tokensLeft), formatCount(forecast->tokensLeftPerTrace));
        if (forecast->secondsLeft) text += tr(", %1 at this pace").arg(formatSeconds(*forecast->secondsLeft));
        text += u')';
    } else {
        text = tr("The prompt is being computed.");
    }
    if (const auto victim = state.nextVictim()) {
        const app::TraceState* trace = state.findTrace(*victim);
        const auto score = trace ? trace->score() : std::nullopt;
        const QString who = score ? tr("%1 at %2").arg(formatTrace(*victim), formatScore(score))
                                  : tr("%1, not scored yet").arg(formatTrace(*victim));
        text += u" \u00b7 "_s + tr("next victim <b style='color:%1'>%2</b>").arg(bad, who);
    }
    return text;
}

}  // namespace ui
