// The list of events with its filter; choosing one shows its moment and selects its trace. Over it, where the moment is
// that of a prune, the order in which traces go. GUI thread.
#pragma once

#include <QStyledItemDelegate>
#include <QWidget>
#include <optional>

#include "ui/paint/theme.h"
#include "ui/panels/context_menu.h"

class QComboBox;
class QListView;

namespace ui {

class DockTitle;
class EventsModel;
class RankCard;
class SessionController;

class EventDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    EventDelegate(const Theme& theme, QObject* parent);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    /// Of the mark that opens and closes a folded line, from the left edge of its row.
    static double foldWidth();

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
    EventsModel& model() const { return *m_model; }
    RankCard& ranking() const { return *m_ranking; }

Q_SIGNALS:
    void menuWanted(const ui::MenuSubject& subject, QPoint global);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void choose(const QModelIndex& index);
    void showCurrent(bool jumped);
    void popUp(const QPoint& at);
    bool listKey(const QKeyEvent& event);

    SessionController& m_session;
    EventsModel* m_model = nullptr;
    QListView* m_view = nullptr;
    RankCard* m_ranking = nullptr;
    QComboBox* m_filter = nullptr;
    std::optional<std::size_t> m_current;
};

}  // namespace ui
