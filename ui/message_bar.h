// Messages that do not interrupt the work: colour, icon and text, dismissible. GUI thread.
#pragma once

#include <QFrame>
#include <QTimer>
#include <functional>

#include "ui/paint/theme.h"
#include "ui/session/session_controller.h"

class QLabel;
class QPushButton;
class QToolButton;

namespace ui {

class MessageBar : public QFrame {
    Q_OBJECT
public:
    explicit MessageBar(const Theme& theme, QWidget* parent = nullptr);
    /// Information leaves by itself after some seconds; warnings and errors stay until dismissed.
    void showMessage(MessageKind kind, const QString& text);
    /// With a button that offers a remedy.
    void showOffer(MessageKind kind, const QString& text, const QString& offer, std::function<void()> accept);
    void dismiss();
    QString text() const;

private:
    void applyTheme();

    const Theme& m_theme;
    MessageKind m_kind = MessageKind::Info;
    QLabel* m_icon = nullptr;
    QLabel* m_text = nullptr;
    QPushButton* m_offer = nullptr;
    std::function<void()> m_accept;
    QToolButton* m_close = nullptr;
    QTimer m_leave;
};

}  // namespace ui
