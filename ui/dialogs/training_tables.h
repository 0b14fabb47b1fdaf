// A training in numbers: one row per epoch, and how good the trained scorer is. GUI thread.
#pragma once

#include <QTableWidget>

#include "app/study/scorer_job.h"
#include "ui/paint/theme.h"

namespace ui {

class EpochTable : public QTableWidget {
    Q_OBJECT
public:
    explicit EpochTable(const Theme& theme, QWidget* parent = nullptr);
    void add(const scorer::EpochReport& epoch);
    void markChosen(int epoch);
    void clearRows() { setRowCount(0); }
};

class MetricsTable : public QTableWidget {
    Q_OBJECT
public:
    explicit MetricsTable(const Theme& theme, QWidget* parent = nullptr);
    /// Columns: validation and, if there was one, test of the new scorer and of the one before.
    void show(const app::ScorerOutcome& outcome);
    void clearColumns();
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

private:
    void addColumn(const QString& name, const QString& toolTip, const scorer::ScorerMetrics& metrics);
};

}  // namespace ui
