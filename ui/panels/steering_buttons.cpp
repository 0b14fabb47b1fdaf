#include "ui/panels/steering_buttons.h"

#include <QHBoxLayout>
#include <QToolButton>

#include "ui/paint/glyphs.h"
#include "ui/paint/widgets.h"
#include "ui/session/session_controller.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr int kIcon = 14;
constexpr int kSpacing = 2;
constexpr int kBehind = 6;  // to what stands beside them

struct Row {
    TraceDeed deed;
    const char16_t* icon;
    const char16_t* keys;
};
constexpr Row kRows[] = {{TraceDeed::Protect, u"protect", u"Ctrl+Shift+P"},
                         {TraceDeed::Prune, u"prune", u"Ctrl+Shift+U"},
                         {TraceDeed::Fork, u"fork", u"Ctrl+Shift+K"},
                         {TraceDeed::Rewrite, u"rewrite", u"Ctrl+Shift+E"}};

QString meaningOf(TraceDeed deed, bool startsRun) {
    switch (deed) {
        case TraceDeed::Protect: return SteeringButtons::tr("It is pruned only if all running traces are protected.");
        case TraceDeed::Prune: return SteeringButtons::tr("It stops, gives up its memory and does not vote.");
        case TraceDeed::Fork:
            return startsRun
                       ? SteeringButtons::tr(
                             "The run has ended: a new run with the settings under Next run "
                             "begins with this text in every trace.")
                       : SteeringButtons::tr("A new trace has the text up to there and goes on with other draws.");
        case TraceDeed::Rewrite:
            return SteeringButtons::tr("You write the step, and the model goes on from your words.");
    }
    return {};
}

}  // namespace

SteeringButtons::SteeringButtons(const SessionController& session, const Theme& theme, QWidget* parent)
    : QWidget(parent), m_session(session), m_theme(theme) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, kBehind, 0);
    row->setSpacing(kSpacing);
    for (const Row& entry : kRows) {
        QToolButton* button = makeFlatButton({}, kIcon, this);
        button->setCheckable(entry.deed == TraceDeed::Protect);
        connect(button, &QToolButton::clicked, this, [this, deed = entry.deed] {
            Q_EMIT wanted(deed);
            refresh();
        });
        m_buttons[static_cast<std::size_t>(entry.deed)] = button;
        row->addWidget(button);
    }
    row->addStretch(1);
    theme.whenever(this, [this] { updateIcons(); });
    refresh();
}

void SteeringButtons::updateIcons() {
    const Colors& c = m_theme.colors();
    for (const Row& entry : kRows)
        button(entry.deed)->setIcon(makeIcon(QString::fromUtf16(entry.icon), c.muted, c.control));
}

QSize SteeringButtons::sizeHint() const {
    int width = kBehind - kSpacing;
    for (const QToolButton* button : m_buttons) width += button->sizeHint().width() + kSpacing;
    return {width, m_buttons.front()->sizeHint().height()};
}

void SteeringButtons::showFitting() {
    int needed = kBehind - kSpacing;
    for (QToolButton* button : m_buttons) {
        needed += button->sizeHint().width() + kSpacing;
        button->setVisible(needed <= width());
    }
}

void SteeringButtons::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    showFitting();
}

void SteeringButtons::refresh() {
    for (const Row& entry : kRows) {
        const TraceOffer offer = offerOf(m_session, entry.deed, m_session.selected(), m_session.selectedStep());
        QToolButton* button = m_buttons[static_cast<std::size_t>(entry.deed)];
        button->setEnabled(offer.why.isEmpty());
        if (entry.deed == TraceDeed::Protect) button->setChecked(offer.isOn);
        const QString name = offer.text + u" ("_s + QString::fromUtf16(entry.keys) + u')';
        const QString more = offer.why.isEmpty() ? meaningOf(entry.deed, offer.startsRun) : offer.why;
        const QString toolTip = name + u'\n' + more;
        if (button->toolTip() == toolTip) continue;
        button->setToolTip(toolTip);
        button->setAccessibleName(offer.text);
        button->setAccessibleDescription(more);
    }
}

}  // namespace ui
