#include "ui/panels/rank_card.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPixmap>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "app/run/policy_table.h"
#include "app/run/relief_order.h"
#include "ui/paint/app_text.h"
#include "ui/paint/format.h"
#include "ui/paint/glyphs.h"
#include "ui/paint/score_color.h"
#include "ui/paint/widgets.h"
#include "ui/panels/events_model.h"
#include "ui/session/session_controller.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr std::size_t kRanked = 8;
constexpr int kSwatch = 9;
constexpr int kChipPadding = 14;

QString tr(const char* text) {
    return QCoreApplication::translate("ui", text);
}

QString ruleText(const app::RunOptions& options) {
    if (!app::policyRow(options.policy).prunes)
        return tr("The trace that arrived last waits first, and is computed again later.");
    switch (app::policyRules(options).victim) {
        case scorer::VictimRule::LowestScore:
            return options.unscored == scorer::UnscoredRule::Zero
                       ? tr("Lowest trace score first; one without a score counts as 0; of equal ones the latest.")
                       : tr("Lowest trace score first; those without a score come last; of equal ones the latest.");
        case scorer::VictimRule::Random: return tr("In an order drawn at random before the run, as a control.");
        case scorer::VictimRule::Longest: return tr("The longest trace first, as a control.");
        case scorer::VictimRule::LowestLogProbability: return tr("Lowest mean log-probability first, as a control.");
    }
    return {};
}

/// The entry without the word that the title says: "score 0.23, lowest of 29; frees 5 blocks".
QString reasonText(const app::LogEntry& entry) {
    const QString text = plainText(entry);
    if (text.startsWith(u"pruned at "_s)) return tr("score %1").arg(appSentence(text.mid(10)));
    for (const QString& word : {u"pruned: "_s, u"pruned "_s, u"preempted, "_s}) {
        if (text.startsWith(word)) return appSentence(text.mid(word.size()));
    }
    return appSentence(text);
}

/// Which of the running traces are protected, and what that does.
QString sparingOf(const app::RunState& state) {
    constexpr qsizetype kNamed = 4;
    QStringList names;
    for (const app::TraceState& trace : state.traces) {
        const bool runs = trace.phase == app::TracePhase::Running || trace.phase == app::TracePhase::Prefill;
        if (trace.isProtected && runs) names << formatTrace(trace.id);
    }
    if (names.isEmpty()) return {};
    if (names.size() == 1) return tr("%1 is protected by hand: chosen only if all are.").arg(names.front());
    if (names.size() <= kNamed) {
        const QString last = names.takeLast();
        return tr("%1 and %2 are protected by hand: chosen only if all are.").arg(listed(names), last);
    }
    return tr("%1 traces are protected by hand: chosen only if all are.").arg(names.size());
}

/// Place of the entry among those of its kind and pass: "2 of 7 in this pass", empty if it is the only one.
QString placeInPass(const app::Timeline& run, std::size_t entry) {
    const auto& log = run.latest().log;
    const auto same = [&](std::size_t i) {
        return log[i].kind == log[entry].kind && run.markOf(i).passes == run.markOf(entry).passes;
    };
    std::size_t before = 0, after = 0;
    while (entry > before && same(entry - before - 1)) ++before;
    while (entry + after + 1 < log.size() && same(entry + after + 1)) ++after;
    if (before + after == 0) return {};
    return tr("%1 of %2 in this pass").arg(before + 1).arg(before + after + 1);
}

QIcon swatch(const QColor& color, const QColor& edge) {
    QPixmap pixmap(2 * kSwatch, 2 * kSwatch);
    pixmap.setDevicePixelRatio(2);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setPen(edge);
    painter.setBrush(color);
    painter.drawRect(QRectF(0.5, 0.5, kSwatch - 1, kSwatch - 1));
    return QIcon(pixmap);
}

}  // namespace

std::optional<Ranking> rankingAt(const app::Timeline& run, std::size_t entry, const app::RunState& shown) {
    const app::LogEntry& found = run.latest().log[entry];
    if (!isRelief(found.kind) && found.kind != app::LogKind::Saturated) return std::nullopt;
    Ranking ranking;
    const QString place = isRelief(found.kind) ? placeInPass(run, entry) : QString();
    const app::TraceState* trace = found.trace ? shown.findTrace(*found.trace) : nullptr;
    if (trace) {
        ranking.title = found.kind == app::LogKind::Pruned ? tr("%1 pruned").arg(formatTrace(trace->id))
                                                           : tr("%1 waits").arg(formatTrace(trace->id));
        ranking.why = reasonText(found);
    } else {
        ranking.title = tr("Memory is full");
        ranking.why = tr("Nobody has gone for it yet");
    }
    if (!place.isEmpty()) ranking.title += u" \u00b7 "_s + place;
    ranking.rule = ruleText(shown.header.options);
    ranking.running = static_cast<int>(std::ranges::count_if(shown.traces, [](const app::TraceState& t) {
        return t.phase == app::TracePhase::Running || t.phase == app::TracePhase::Prefill;
    }));
    if (app::policyRow(shown.header.options.policy).prunes) ranking.order = app::reliefOrder(shown, kRanked);
    ranking.sparing = sparingOf(shown);
    return ranking;
}

RankCard::RankCard(SessionController& session, const Theme& theme, QWidget* parent)
    : QWidget(parent), m_session(session), m_theme(theme) {
    setObjectName(u"rankCard"_s);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 6, 8, 6);
    layout->setSpacing(2);
    auto* head = new QHBoxLayout;
    head->setSpacing(2);
    m_title = new WrapLabel({}, this);
    m_back = makeFlatButton(tr("Previous prune (Ctrl+Shift+Left)"), 14, this);
    m_forward = makeFlatButton(tr("Next prune (Ctrl+Shift+Right)"), 14, this);
    head->addWidget(m_title, 1);
    head->addWidget(m_back);
    head->addWidget(m_forward);
    m_why = makeMuted({}, theme, this);
    m_row = new QHBoxLayout;
    m_row->setSpacing(1);
    m_next = makeMuted({}, theme, this);
    m_next->setWordWrap(false);
    m_row->addWidget(m_next);
    for (std::size_t i = 0; i < kRanked; ++i) {
        auto* button = new QToolButton(this);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setAutoRaise(true);
        theme.follow(button, TextRole::SmallNumbers);
        button->setIconSize({kSwatch, kSwatch});
        m_row->addWidget(button);
        m_traces.push_back(button);
        connect(button, &QToolButton::clicked, this,
                [this, button] { m_session.select(engine::TraceId{button->property("trace").toInt()}); });
    }
    m_row->addStretch(1);
    layout->addLayout(head);
    layout->addWidget(m_why);
    layout->addLayout(m_row);
    connect(m_back, &QToolButton::clicked, this, [this] { m_session.step(Moment::Prune, false); });
    connect(m_forward, &QToolButton::clicked, this, [this] { m_session.step(Moment::Prune, true); });
    connect(&theme, &Theme::changed, this, &RankCard::updateIcons);
    updateIcons();
    hide();
}

void RankCard::updateIcons() {
    const Colors& c = m_theme.colors();
    m_back->setIcon(makeIcon(u"up"_s, c.muted, c.faint));
    m_forward->setIcon(makeIcon(u"down"_s, c.muted, c.faint));
    if (isVisible()) refresh();
}

void RankCard::refresh() {
    const auto entry = m_session.shownEntry();
    const auto ranking = entry ? rankingAt(m_session.timeline(), *entry, m_session.shown()) : std::nullopt;
    if (ranking) fill(*ranking);
    setVisible(ranking.has_value());
    if (ranking) showFitting();
}

void RankCard::fill(const Ranking& ranking) {
    const Colors& c = m_theme.colors();
    QFont strong = m_theme.small();
    strong.setWeight(QFont::DemiBold);
    m_title->setFont(strong);
    setTextIfChanged(m_title, ranking.title);
    setTextIfChanged(m_why, ranking.sparing.isEmpty() ? ranking.why : ranking.why + u'\n' + ranking.sparing);
    const QString next = ranking.order.empty() ? ranking.rule : tr("Next:");
    setTextIfChanged(m_next, next);
    setToolTip(ranking.rule);
    m_ranked = std::min(ranking.order.size(), m_traces.size());
    for (std::size_t i = 0; i < m_ranked; ++i) {
        QToolButton* button = m_traces[i];
        const app::TraceState* trace = m_session.shown().findTrace(ranking.order[i]);
        const auto score = trace ? trace->score() : std::nullopt;
        button->setText(formatTrace(ranking.order[i]) + QChar(0x00a0) + formatScore(score));
        button->setIcon(swatch(score ? scoreColor(*score) : c.panel, c.control));
        button->setFixedWidth(button->fontMetrics().horizontalAdvance(button->text()) + kSwatch + kChipPadding);
        button->setProperty("trace", engine::index(ranking.order[i]));
        const QString order =
            trace && trace->isProtected ? tr("Protected by hand: chosen only if all are.") : ranking.rule;
        button->setToolTip(tr("%1 of %2 running traces. %3").arg(i + 1).arg(ranking.running).arg(order));
    }
    setAccessibleName(text());
}

/// As many as there is room for.
void RankCard::showFitting() {
    const QMargins margins = layout()->contentsMargins();
    int room = width() - margins.left() - margins.right() - m_next->sizeHint().width();
    bool fits = true;
    for (std::size_t i = 0; i < m_traces.size(); ++i) {
        room -= m_traces[i]->minimumWidth() + m_row->spacing();
        fits = fits && i < m_ranked && (room >= 0 || i == 0);
        m_traces[i]->setVisible(fits);
    }
}

void RankCard::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    showFitting();
}

QString RankCard::text() const {
    QStringList order;
    for (std::size_t i = 0; i < m_ranked; ++i) order << m_traces[i]->text().replace(QChar(0x00a0), u' ');
    return asSentence(m_title->text()) + u' ' + asSentence(m_why->text()) + u' ' + m_next->text() + u' ' +
           listed(order);
}

}  // namespace ui
