#include "ui/panels/moment_buttons.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>
#include <QToolTip>

#include "ui/paint/glyphs.h"
#include "ui/paint/widgets.h"
#include "ui/session/session_controller.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr int kIcon = 16;

/// "no later prune in this run".
QString noneText(Moment kind, bool forward) {
    const auto tr = [](const char* text) { return QCoreApplication::translate("ui", text); };
    switch (kind) {
        case Moment::Event: return forward ? tr("There is no later event.") : tr("There is no earlier event.");
        case Moment::Prune:
            return forward ? tr("No trace is pruned or preempted later.")
                           : tr("No trace was pruned or preempted earlier.");
        case Moment::Leader: return forward ? tr("The leader stays from here on.") : tr("There was no leader before.");
        case Moment::Pass: return forward ? tr("This is the last pass.") : tr("This is the first pass.");
    }
    return {};
}

}  // namespace

QString nameOf(Moment moment) {
    const auto tr = [](const char* text) { return QCoreApplication::translate("ui", text); };
    switch (moment) {
        case Moment::Event: return tr("Event");
        case Moment::Prune: return tr("Prune");
        case Moment::Leader: return tr("Leader");
        case Moment::Pass: return tr("Pass");
    }
    return {};
}

MomentButtons::MomentButtons(SessionController& session, const Theme& theme, QWidget* parent)
    : QWidget(parent), m_session(session), m_theme(theme) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    m_back = makeFlatButton({}, kIcon, this);
    m_kinds = new QToolButton(this);
    m_forward = makeFlatButton({}, kIcon, this);
    m_kinds->setAutoRaise(true);
    m_kinds->setObjectName(u"menuText"_s);
    m_kinds->setPopupMode(QToolButton::InstantPopup);
    m_kinds->setToolTip(tr("What the two buttons beside this go to"));
    m_pauses = new QToolButton(this);
    m_pauses->setAutoRaise(true);
    m_pauses->setObjectName(u"menuText"_s);
    m_pauses->setPopupMode(QToolButton::InstantPopup);
    m_pauses->setText(tr("Pause at") + u" \u25be"_s);
    m_pauses->setToolTip(tr("What a live run pauses at by itself. Acts now."));
    auto* menu = new QMenu(m_kinds);
    auto* group = new QActionGroup(menu);
    const std::pair<Moment, QString> kinds[] = {{Moment::Event, tr("From event to event")},
                                                {Moment::Prune, tr("From prune to prune")},
                                                {Moment::Leader, tr("From leader to leader of the vote")},
                                                {Moment::Pass, tr("One pass of the model at a time")}};
    for (const auto& [kind, text] : kinds) {
        QAction* action = menu->addAction(text, this, [this, wanted = kind] { setKind(wanted); });
        action->setCheckable(true);
        action->setChecked(kind == m_kind);
        action->setData(static_cast<int>(kind));
        group->addAction(action);
    }
    m_kinds->setMenu(menu);
    row->addWidget(m_back);
    row->addWidget(m_kinds);
    row->addWidget(m_forward);
    row->addWidget(m_pauses);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    connect(m_back, &QToolButton::clicked, this, [this] { step(m_kind, false); });
    connect(m_forward, &QToolButton::clicked, this, [this] { step(m_kind, true); });
    connect(&session, &SessionController::statusChanged, this, &MomentButtons::refresh);
    connect(&session, &SessionController::pauseAtChanged, this, &MomentButtons::refresh);
    connect(&theme, &Theme::changed, this, &MomentButtons::updateIcons);
    setKind(m_kind);
    updateIcons();
    refresh();
}

void MomentButtons::setKind(Moment kind) {
    m_kind = kind;
    m_kinds->setText(nameOf(kind) + u" \u25be"_s);
    m_kinds->setAccessibleName(tr("Step by: %1").arg(nameOf(kind)));
    for (QAction* action : m_kinds->menu()->actions())
        action->setChecked(action->data().toInt() == static_cast<int>(kind));
    const auto label = [this](QToolButton* button, const QString& name) {
        button->setToolTip(name);
        button->setAccessibleName(name);
    };
    switch (kind) {
        case Moment::Event:
            label(m_back, tr("Previous event (Ctrl+Left)"));
            label(m_forward, tr("Next event (Ctrl+Right)"));
            break;
        case Moment::Prune:
            label(m_back, tr("Previous prune (Ctrl+Shift+Left)"));
            label(m_forward, tr("Next prune (Ctrl+Shift+Right)"));
            break;
        case Moment::Leader:
            label(m_back, tr("Previous leader of the vote (Alt+Shift+Left)"));
            label(m_forward, tr("Next leader of the vote (Alt+Shift+Right)"));
            break;
        case Moment::Pass:
            label(m_back, tr("Previous pass (Shift+F8)"));
            label(m_forward, tr("Next pass (F8)"));
            break;
    }
}

void MomentButtons::step(Moment kind, bool forward) {
    if (m_session.step(kind, forward) || m_session.kind() == SourceKind::None) return;
    const QToolButton* button = forward ? m_forward : m_back;
    const bool waits = forward && m_session.runActive();
    QToolTip::showText(
        button->mapToGlobal(QPoint(0, -2 * button->height())),
        waits ? tr("Not yet. Pause the run, and this button lets it go on until then.") : noneText(kind, forward));
}

void MomentButtons::setPauseMenu(QMenu* menu) {
    m_pauses->setMenu(menu);
}

void MomentButtons::refresh() {
    const bool any = m_session.kind() != SourceKind::None;
    for (QToolButton* button : {m_back, m_forward, m_kinds}) button->setEnabled(any);
    const bool pauses = m_session.pauseAt().any();
    QFont font = m_theme.small();
    font.setWeight(pauses ? QFont::DemiBold : QFont::Normal);
    m_pauses->setFont(font);
    m_kinds->setFont(m_theme.small());
    m_pauses->setAccessibleName(pauses ? tr("Pause at: the run pauses by itself") : tr("Pause at: nothing"));
    updateGeometry();
    fitPauses();
}

void MomentButtons::updateIcons() {
    const Colors& c = m_theme.colors();
    m_back->setIcon(makeIcon(u"step-back"_s, c.text, c.control));
    m_forward->setIcon(makeIcon(u"step-forward"_s, c.text, c.control));
    refresh();
}

/// The list of pauses is in the Run menu, too: it makes room first.
QSize MomentButtons::minimumSizeHint() const {
    const int width = m_back->sizeHint().width() + m_kinds->sizeHint().width() + m_forward->sizeHint().width() +
                      2 * layout()->spacing();
    return {width, QWidget::minimumSizeHint().height()};
}

QSize MomentButtons::sizeHint() const {
    const QSize least = minimumSizeHint();
    const bool pauses = m_session.kind() != SourceKind::Recorded;
    return {least.width() + (pauses ? layout()->spacing() + m_pauses->sizeHint().width() : 0), least.height()};
}

void MomentButtons::fitPauses() {
    m_pauses->setVisible(m_session.kind() != SourceKind::Recorded && width() >= sizeHint().width());
}

void MomentButtons::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitPauses();
}

}  // namespace ui
