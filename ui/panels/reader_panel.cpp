#include "ui/panels/reader_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/lanes/trace_look.h"
#include "ui/lanes/trace_text.h"
#include "ui/paint/format.h"
#include "ui/paint/glyphs.h"
#include "ui/paint/widgets.h"
#include "ui/panels/steering_buttons.h"
#include "ui/session/session_controller.h"

using namespace Qt::StringLiterals;

namespace ui {

ReaderPanel::ReaderPanel(SessionController& session, const Theme& theme, QWidget* parent)
    : QWidget(parent), m_session(session), m_theme(theme) {
    setObjectName(u"panelBody"_s);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    buildSearch();
    m_text = new TraceText(theme, this);
    layout->addWidget(m_searchBar);
    layout->addWidget(m_text, 1);
    m_steering = new SteeringButtons(session, theme, this);
    m_find = makeFlatButton(tr("Search in this trace (Ctrl+F)"), 14, this);
    m_follow = makeFlatButton(tr("Follow the end of the text"), 14, this);
    m_follow->setCheckable(true);
    m_follow->setChecked(true);
    connect(m_find, &QToolButton::clicked, this, &ReaderPanel::openSearch);
    connect(m_follow, &QToolButton::toggled, m_text, &TraceText::setFollowsText);
    connect(m_text, &TraceText::followChanged, m_follow, &QToolButton::setChecked);
    connect(&theme, &Theme::changed, this, &ReaderPanel::updateIcons);
    updateIcons();
}

void ReaderPanel::buildSearch() {
    m_searchBar = new QWidget(this);
    auto* row = new QHBoxLayout(m_searchBar);
    row->setContentsMargins(14, 2, 10, 4);
    m_needle = new QLineEdit(m_searchBar);
    m_needle->setPlaceholderText(tr("Search in this trace"));
    m_needle->setAccessibleName(tr("Search in this trace"));
    m_needle->setClearButtonEnabled(true);
    m_needle->installEventFilter(this);
    m_hits = makeMuted({}, m_theme, m_searchBar);
    m_hits->setWordWrap(false);
    m_previous = makeFlatButton(tr("Previous (Shift+Enter)"), 14, m_searchBar);
    m_next = makeFlatButton(tr("Next (Enter)"), 14, m_searchBar);
    m_closeSearch = makeFlatButton(tr("Close search (Esc)"), 14, m_searchBar);
    row->addWidget(m_needle, 1);
    row->addWidget(m_hits);
    row->addWidget(m_previous);
    row->addWidget(m_next);
    row->addWidget(m_closeSearch);
    m_searchBar->hide();
    connect(m_needle, &QLineEdit::textChanged, this, [this](const QString& text) {
        const int hits = m_text->highlight(text);
        m_hits->setText(text.isEmpty() ? QString() : formatNumberOf(hits, tr("1 hit"), tr("%1 hits")));
        m_hits->setAccessibleName(m_hits->text());
    });
    connect(m_previous, &QToolButton::clicked, this, [this] { search(true); });
    connect(m_next, &QToolButton::clicked, this, [this] { search(false); });
    connect(m_closeSearch, &QToolButton::clicked, this, [this] {
        m_needle->clear();
        m_searchBar->hide();
        m_text->setFocus();
    });
}

bool ReaderPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_needle && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Escape) {
            m_closeSearch->click();
            return true;
        }
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            search(key->modifiers() & Qt::ShiftModifier);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ReaderPanel::openSearch() {
    m_searchBar->show();
    m_needle->setFocus();
    m_needle->selectAll();
}

void ReaderPanel::search(bool backward) {
    m_text->findNext(m_needle->text(), backward);
}

void ReaderPanel::setTitle(DockTitle* title) {
    m_title = title;
    // The Tab key goes through the title's buttons from the left, then through the search, then to the text.
    QWidgetList order;
    for (const TraceDeed deed : {TraceDeed::Protect, TraceDeed::Prune, TraceDeed::Fork, TraceDeed::Rewrite})
        order << m_steering->button(deed);
    order << m_find << m_follow;
    for (QToolButton* own : title->findChildren<QToolButton*>(Qt::FindDirectChildrenOnly)) order << own;
    order << m_needle << m_previous << m_next << m_closeSearch << m_text;
    title->extras()->addWidget(m_steering);
    title->extras()->addWidget(m_find);
    title->extras()->addWidget(m_follow);
    for (qsizetype i = 1; i < order.size(); ++i) setTabOrder(order[i - 1], order[i]);
}

void ReaderPanel::updateIcons() {
    const Colors& c = m_theme.colors();
    m_find->setIcon(makeIcon(u"search"_s, c.muted, c.faint));
    m_follow->setIcon(makeIcon(u"follow"_s, c.muted, c.faint));
    m_previous->setIcon(makeIcon(u"up"_s, c.muted, c.faint));
    m_next->setIcon(makeIcon(u"down"_s, c.muted, c.faint));
    m_closeSearch->setIcon(makeIcon(u"close"_s, c.muted, c.faint));
}

void ReaderPanel::showStep(std::optional<int> step, const QString& needle) {
    refresh();
    if (!needle.isEmpty()) {
        m_needle->setText(needle);  // marks every hit
        m_searchBar->show();
    }
    m_text->showStep(step, needle);
}

QString ReaderPanel::statusText() const {
    const app::RunState& state = m_session.shown();
    const app::TraceState* trace = m_session.selected() ? state.findTrace(*m_session.selected()) : nullptr;
    if (!trace) return {};
    const TraceLook look = trace->finish == app::FinishReason::Lost
                               ? lookOfLost(m_theme.colors())
                               : lookOf(trace->phase, state.nextVictim() == trace->id, m_theme.colors());
    // In order of importance: a narrow panel shows the first ones.
    QStringList parts{look.word};
    if (trace->isProtected && app::isActive(trace->phase)) parts << tr("protected by hand");
    if (const app::TraceState* on = state.wouldHave ? state.wouldHave->find(trace->id) : nullptr)
        parts << wouldHaveText(*on, state.wouldHave->finished);
    const bool isProbed = trace->answer && trace->phase == app::TracePhase::Stopped;
    if (isProbed) parts << tr("answer %1, read by a probe").arg(formatAnswer(*trace->answer));
    if (trace->answer && !isProbed) parts << tr("answer %1").arg(formatAnswer(*trace->answer));
    if (!trace->answer && trace->probed && app::isActive(trace->phase))
        parts << tr("would answer %1").arg(formatAnswer(*trace->probed));
    parts << tr("score %1").arg(formatScore(trace->score()))
          << formatNumberOf(static_cast<qint64>(trace->steps.size()), tr("1 step"), tr("%1 steps"))
          << formatNumberOf(trace->tokenCount(), tr("1 token"), tr("%1 tokens"));
    return parts.join(u" \u00b7 "_s);
}

/// What came of a trace that went on after the run: its answer in brackets, as it does not vote.
QString ReaderPanel::wouldHaveText(const app::TraceState& on, bool isOver) {
    if (on.answer) {
        const QString answer = tr("would have answered (%1)").arg(formatAnswer(*on.answer));
        return !on.right ? answer : *on.right ? tr("%1, right").arg(answer) : tr("%1, wrong").arg(answer);
    }
    if (app::isActive(on.phase)) return isOver ? tr("went on after the run") : tr("goes on after the run");
    return tr("would have ended without an answer");
}

void ReaderPanel::refresh() {
    const app::RunState& state = m_session.shown();
    const app::TraceState* trace = m_session.selected() ? state.findTrace(*m_session.selected()) : nullptr;
    const app::TraceState* on = trace && state.wouldHave ? state.wouldHave->find(trace->id) : nullptr;
    if (on) {
        const QString cut = trace->phase == app::TracePhase::Pruned ? tr("Pruned here.") : tr("Stopped here.");
        m_text->show(on, m_session.runIdentity(),
                     TraceText::Continued{.fromByte = trace->text.size(),
                                          .note = cut + u' ' +
                                                  tr("The rest was written after the run, outside of "
                                                     "its time and its vote."),
                                          .isOver = state.wouldHave->finished});
    } else {
        m_text->show(trace, m_session.runIdentity());
    }
    m_steering->refresh();
    if (!m_title) return;
    m_title->setTitle((trace ? tr("Trace %1").arg(formatTrace(trace->id)) : tr("Trace")).toUpper());
    m_title->setStatus(statusText(), u"muted"_s);
}

}  // namespace ui
