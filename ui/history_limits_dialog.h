// How many runs are kept, how much of the disk they take and for how long; says what a new limit removes before it is
// set. GUI thread.
#pragma once

#include <QDialog>

#include "app/session/run_history.h"

class QLabel;
class QSpinBox;

namespace ui {

class RecentRuns;

/// From the settings file; what is not there, or is no sensible number, is the program's own limit.
app::HistoryLimits loadHistoryLimits();
void saveHistoryLimits(const app::HistoryLimits& limits);

class HistoryLimitsDialog : public QDialog {
    Q_OBJECT
public:
    explicit HistoryLimitsDialog(RecentRuns& runs, QWidget* parent = nullptr);
    app::HistoryLimits limits() const;
    /// Sets, saves and applies them: runs beyond them are removed.
    void accept() override;

private:
    void tellSurplus();

    RecentRuns& m_history;
    QSpinBox* m_runs = nullptr;
    QSpinBox* m_mib = nullptr;
    QSpinBox* m_days = nullptr;
    QLabel* m_surplus = nullptr;
};

}  // namespace ui
