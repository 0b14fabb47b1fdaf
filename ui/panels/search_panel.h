// Search over all traces: hits with lane, step and score; choosing one shows it in the reader. Works in slices between
// frames, however long the traces are. Hidden until it is opened. GUI thread.
#pragma once

#include <QAbstractListModel>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QWidget>

#include "ui/paint/theme.h"
#include "ui/session/trace_search.h"

class QLabel;
class QLineEdit;
class QListView;
class QToolButton;

namespace ui {

class SessionController;

/// The hits as a list; rows only ever come, until a search starts anew.
class HitsModel : public QAbstractListModel {
    Q_OBJECT
public:
    explicit HitsModel(SessionController& session, QObject* parent = nullptr);
    TraceSearch& search() { return m_search; }
    void start(const QString& needle);
    /// Works for a few milliseconds; true if there is more to do.
    bool work();
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    const SearchHit* findHit(int row) const;
    /// Of the step, in the run shown; empty where it has none.
    std::optional<double> scoreOf(const SearchHit& hit) const;

private:
    SessionController& m_session;
    TraceSearch m_search;
    std::size_t m_rows = 0;
};

class HitDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    HitDelegate(const Theme& theme, const HitsModel& model, QObject* parent);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    const Theme& m_theme;
    const HitsModel& m_model;
};

class SearchPanel : public QWidget {
    Q_OBJECT
public:
    SearchPanel(SessionController& session, const Theme& theme, QWidget* parent = nullptr);
    /// Shows it, ready to be typed into.
    void open();
    /// Another run or moment is shown.
    void refresh(bool jumped);
    QLineEdit* needle() const { return m_needle; }
    QListView* list() const { return m_list; }
    QString statusText() const;

Q_SIGNALS:
    void hitChosen(engine::TraceId trace, int step, const QString& needle);
    void closed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void restart();
    void workOn();
    void choose(int row);
    void close();
    void updateStatus();
    void updateIcons();
    bool listKey(int key);

    SessionController& m_session;
    const Theme& m_theme;
    HitsModel* m_model = nullptr;
    QListView* m_list = nullptr;
    QLineEdit* m_needle = nullptr;
    QLabel* m_status = nullptr;
    QToolButton* m_close = nullptr;
    bool m_goesToFirst = false;  ///< once there is a hit
    QTimer m_work;               ///< slices
    QTimer m_typed;              ///< until no letter has come for a while
    std::uint64_t m_run = 0;
};

}  // namespace ui
