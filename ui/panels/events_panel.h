// The list of events with its filter; choosing one shows its moment and selects its trace. GUI thread.
#pragma once

#include <QStyledItemDelegate>
#include <QWidget>

#include "ui/paint/theme.h"
#include "ui/panels/context_menu.h"

class QComboBox;
class QListView;

namespace ui {

class DockTitle;
class EventsModel;
class SessionController;

class EventDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    EventDelegate(const Theme& theme, QObject* parent);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    double timeWidth() const;
    const Theme& m_theme;
};

class EventsPanel : public QWidget {
    Q_OBJECT
public:
    EventsPanel(SessionController& session, const Theme& theme, QWidget* parent = nullptr);
    void setTitle(DockTitle* title);
    void refresh(bool jumped);
    QListView* view() const { return m_view; }

Q_SIGNALS:
    void menuWanted(const ui::MenuSubject& subject, QPoint global);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void choose(const QModelIndex& index);

    SessionController& m_session;
    EventsModel* m_model = nullptr;
    QListView* m_view = nullptr;
    QComboBox* m_filter = nullptr;
    bool m_jumped = false;
};

}  // namespace ui
