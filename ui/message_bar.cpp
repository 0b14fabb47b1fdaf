#include "ui/message_bar.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include "ui/paint/glyphs.h"
#include "ui/paint/widgets.h"

using namespace Qt::StringLiterals;

namespace ui {

MessageBar::MessageBar(const Theme& theme, QWidget* parent) : QFrame(parent), m_theme(theme) {
    setObjectName(u"messageBar"_s);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 7, 8, 7);
    layout->setSpacing(9);
    m_icon = makeText({}, this);
    m_text = new WrapLabel({}, this);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_close = new QToolButton(this);
    m_close->setObjectName(u"flat"_s);
    m_close->setToolTip(tr("Dismiss"));
    m_close->setAccessibleName(tr("Dismiss this message"));
    layout->addWidget(m_icon);
    m_offer = new QPushButton(this);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_offer);
    layout->addWidget(m_close);
    m_leave.setSingleShot(true);
    connect(&m_leave, &QTimer::timeout, this, &MessageBar::dismiss);
    connect(m_offer, &QPushButton::clicked, this, [this] {
        dismiss();
        if (m_accept) m_accept();
    });
    connect(m_close, &QToolButton::clicked, this, &MessageBar::dismiss);
    connect(&theme, &Theme::changed, this, &MessageBar::applyTheme);
    hide();
}

void MessageBar::showMessage(MessageKind kind, const QString& text) {
    showOffer(kind, text, {}, {});
}

void MessageBar::showOffer(MessageKind kind, const QString& text, const QString& offer, std::function<void()> accept) {
    m_kind = kind;
    m_offer->setText(offer);
    m_offer->setVisible(!offer.isEmpty());
    m_accept = std::move(accept);
    m_text->setText(text);
    applyTheme();
    show();
    m_leave.stop();
    if (kind == MessageKind::Info) m_leave.start(6000);
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void MessageBar::dismiss() {
    hide();
}

QString MessageBar::text() const {
    return isHidden() ? QString() : m_text->text();
}

void MessageBar::applyTheme() {
    const Colors& c = m_theme.colors();
    const bool error = m_kind == MessageKind::Error;
    const bool warning = m_kind == MessageKind::Warning;
    const QColor ink = error ? c.bad : warning ? c.warn : c.accent;
    const QColor ground = error ? c.badSoft : warning ? c.warnSoft : c.accentSoft;
    const QString word = error ? tr("Error") : warning ? tr("Warning") : tr("Note");
    m_icon->setPixmap(makeIcon(error ? u"error"_s : warning ? u"warning"_s : u"info"_s, ink, ink).pixmap(18, 18));
    m_icon->setToolTip(word);
    setAccessibleName(tr("%1: %2").arg(word, m_text->text()));
    m_close->setIcon(makeIcon(u"close"_s, ink, ink));
    setStyleSheet(
        u"QFrame#messageBar { background: %1; border: none; border-bottom: 1px solid %2; } QLabel { color: %3; }"_s.arg(
            ground.name(), ink.name(), c.text.name()));
}

}  // namespace ui
