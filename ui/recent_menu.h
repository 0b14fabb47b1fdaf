// The menu of the newest runs that were kept, with the way to all of them. GUI thread.
#pragma once

#include <QMenu>

namespace ui {

class RecentRuns;

class RecentMenu : public QMenu {
    Q_OBJECT
public:
    explicit RecentMenu(RecentRuns& runs, QWidget* parent = nullptr);

Q_SIGNALS:
    void chosen(const QString& path);
    void showAllRequested();
    void clearRequested();

private:
    void rebuild();

    RecentRuns& m_runs;
};

}  // namespace ui
