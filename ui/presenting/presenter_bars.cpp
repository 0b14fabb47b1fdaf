#include "ui/presenting/presenter_bars.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <utility>

#include "app/run/policy_table.h"
#include "app/run/relief_order.h"
#include "ui/lanes/run_words.h"
#include "ui/paint/app_text.h"
#include "ui/paint/format.h"
#include "ui/paint/widgets.h"
#include "ui/session/moments.h"
#include "ui/session/session_controller.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr qint64 kReadMs = 2500;
constexpr std::size_t kNamedNext = 4;
constexpr double kLarge = 1.35;  // of the interface font

void makeLarge(QLabel* label, const Theme& theme, double factor) {
    theme.whenever(label, [label, &theme, factor] {
        QFont font = theme.font(TextRole::Strong);
        font.setPointSizeF(font.pointSizeF() * factor);
        label->setFont(font);
    });
}

void fix(QToolBar& bar) {
    bar.setMovable(false);
    bar.setFloatable(false);
    bar.setContextMenuPolicy(Qt::PreventContextMenu);
}

/// "STEP · n 32 · 24.0 MiB".
QString settingsOf(const app::RunStarted& header) {
    QStringList parts{appText(app::policyRow(header.options.policy).title)};
    if (!app::policyRow(header.options.policy).oneTrace) parts << PresenterHead::tr("n %1").arg(header.options.traces);
    if (header.kvBlocks > 0 && header.model.blockBytes > 0)
        parts << formatBytes(header.kvBlocks * static_cast<double>(header.model.blockBytes));
    return parts.join(u" \u00b7 "_s);
}

}  // namespace

PresenterHead::PresenterHead(SessionController& session, const Theme& theme, QWidget* parent)
    : QToolBar(tr("Problem"), parent), m_session(session) {
    setObjectName(u"presenterHead"_s);
    fix(*this);
    auto* body = new QWidget(this);
    auto* row = new QHBoxLayout(body);
    row->setContentsMargins(18, 10, 18, 10);
    row->setSpacing(22);
    m_problem = new ElidedLabel(body);
    m_problem->setAccessibleName(tr("Problem"));
    makeLarge(m_problem, theme, kLarge);
    m_known = makeMuted({}, theme, body, TextRole::Base);
    m_known->setWordWrap(false);
    m_settings = makeText({}, body);
    m_settings->setObjectName(u"accent"_s);
    theme.follow(m_settings, TextRole::Strong);
    m_settings->setAccessibleName(tr("Settings of the run shown"));
    for (QLabel* label : {m_known, m_settings}) label->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    row->addWidget(m_problem, 1);
    row->addWidget(m_known);
    row->addWidget(m_settings);
    addWidget(body);
    body->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    connect(&session, &SessionController::statusChanged, this, &PresenterHead::refresh);
    refresh();
}

void PresenterHead::refresh() {
    const app::RunState& state = m_session.shown();
    const bool any = state.phase != app::RunPhase::Empty;
    m_problem->setText(any ? QString::fromStdString(state.header.problem).simplified() : tr("Stepscope"));
    m_known->setText(any && state.header.knownAnswer
                         ? tr("known answer %1").arg(formatAnswer(*state.header.knownAnswer))
                         : QString());
    m_known->setVisible(!m_known->text().isEmpty());
    m_settings->setText(any ? settingsOf(state.header) : QString());
}

CaptionBar::CaptionBar(SessionController& session, const Theme& theme, QWidget* parent)
    : QToolBar(tr("What happened"), parent), m_session(session) {
    setObjectName(u"captionBar"_s);
    fix(*this);
    auto* body = new QWidget(this);
    auto* row = new QHBoxLayout(body);
    row->setContentsMargins(18, 8, 18, 8);
    row->setSpacing(18);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    m_head = new WrapLabel({}, body);
    m_head->setTextFormat(Qt::PlainText);
    m_head->setAccessibleName(tr("What happened"));
    makeLarge(m_head, theme, kLarge);
    m_why = makeMuted({}, theme, body, TextRole::Base);
    m_why->setTextFormat(Qt::PlainText);
    m_why->setAccessibleName(tr("Why, and what follows"));
    m_next = makeMuted({}, theme, body, TextRole::Numbers);
    m_next->setAccessibleName(tr("Who goes next"));
    words->addWidget(m_head);
    words->addWidget(m_why);
    words->addWidget(m_next);
    words->addStretch(1);
    auto* side = new QVBoxLayout;
    side->setSpacing(2);
    m_clock = makeText({}, body);
    m_clock->setObjectName(u"accent"_s);
    makeLarge(m_clock, theme, 1.1);
    m_clock->setAccessibleName(tr("Moment shown"));
    m_state = makeMuted({}, theme, body, TextRole::Base);
    m_keys = makeMuted(tr("\u2190 \u2192 event \u00b7 Space go on \u00b7 Esc leave"), theme, body);
    m_note = makeMuted({}, theme, body);
    for (QLabel* label : {m_clock, m_state, m_keys, m_note}) {
        label->setAlignment(Qt::AlignRight);
        label->setWordWrap(false);
        side->addWidget(label);
    }
    m_note->hide();
    side->addStretch(1);
    row->addLayout(words, 1);
    row->addLayout(side);
    addWidget(body);
    body->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    // Three lines at all times: lanes must not jump up and down with the length of a sentence.
    theme.whenever(body, [this, body, &theme] {
        const QFontMetrics large(m_head->font());
        body->setFixedHeight(large.height() + 2 * theme.lines(1) + 26);
    });
    connect(&session, &SessionController::statusChanged, this, &CaptionBar::showState);
    m_since.start();
    refresh(true);
}

/// The entry that the moment shown is that of, else the last one before it.
std::optional<std::size_t> CaptionBar::entryShown() const {
    if (const auto entry = m_session.shownEntry()) return entry;
    const std::size_t reached = m_session.shown().log.size();
    return reached > 0 ? std::optional(reached - 1) : std::nullopt;
}

void CaptionBar::refresh(bool jumped) {
    showState();
    const app::RunState& shown = m_session.shown();
    const auto entry = entryShown();
    const bool isSame = m_run == m_session.runIdentity() && entry == m_entry;
    const bool goesOn = m_session.runActive() && shown.phase == app::RunPhase::Running && !jumped;
    if (!m_shown.head.isEmpty() && (isSame ? !jumped : goesOn && m_since.elapsed() < kReadMs)) return;
    m_run = m_session.runIdentity();
    m_entry = entry;
    m_since.restart();
    const auto exact = m_session.shownEntry();
    m_shown = entry ? captionAt(m_session.timeline(), *entry, shown, exact.has_value()) : captionOfStart(shown);
    setTextIfChanged(m_head, m_shown.head);
    setTextIfChanged(m_why, m_shown.why);
    showNext(exact);
    if (!exact) return;
    if (const auto trace = m_session.latest().log[*exact].trace) Q_EMIT subjectChanged(*trace);
}

void CaptionBar::showNext(std::optional<std::size_t> entry) {
    const app::RunState& shown = m_session.shown();
    QStringList names;
    const bool isRelief = entry && (ui::isRelief(m_session.latest().log[*entry].kind) ||
                                    m_session.latest().log[*entry].kind == app::LogKind::Saturated);
    if (isRelief && app::policyRow(shown.header.options.policy).prunes) {
        for (const engine::TraceId id : app::reliefOrder(shown, kNamedNext)) {
            const app::TraceState* trace = shown.findTrace(id);
            if (trace) names << formatTrace(id) + QChar(0x00a0) + formatScore(trace->score());
        }
    }
    setTextIfChanged(m_next, names.isEmpty() ? QString() : tr("Next to go: %1").arg(listed(names)));
}

void CaptionBar::showState() {
    const app::RunState& latest = m_session.latest();
    setTextIfChanged(m_clock, m_session.kind() == SourceKind::None ? QString() : formatClock(m_session.shownTime()));
    const bool isLive = m_session.runActive();
    setTextIfChanged(m_state, !isLive && m_session.kind() == SourceKind::None ? QString()
                              : !isLive ? m_session.playback().playing() ? tr("plays") : tr("recorded")
                              : !m_session.playback().followsEnd()    ? tr("looking back")
                              : latest.phase == app::RunPhase::Paused ? pausedText(latest)
                                                                      : tr("live"));
}

QString CaptionBar::nextText() const {
    return m_next->text();
}

void CaptionBar::setNote(const QString& note) {
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
}

}  // namespace ui
