// All runs that were kept, in a list: one can be opened, several compared, and their folder shown. GUI thread.
#pragma once

#include <QDialog>

class QLabel;
class QPushButton;
class QTreeWidget;

namespace ui {

class RecentRuns;

class HistoryDialog : public QDialog {
    Q_OBJECT
public:
    explicit HistoryDialog(RecentRuns& runs, QWidget* parent = nullptr);
    QTreeWidget& list() const { return *m_list; }

Q_SIGNALS:
    void chosen(const QString& path);
    void compareWanted(const QStringList& paths);

private:
    void fill();
    void openCurrent();
    void updateCompare();

    RecentRuns& m_runs;
    QLabel* m_summary = nullptr;
    QTreeWidget* m_list = nullptr;
    QPushButton* m_open = nullptr;
    QPushButton* m_compare = nullptr;
};

}  // namespace ui
