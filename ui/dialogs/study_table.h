// What a study has found so far: one row per setting. GUI thread.
#pragma once

#include <QTableWidget>

#include "app/study/study_job.h"
#include "ui/paint/theme.h"

namespace ui {

class StudyTable : public QTableWidget {
    Q_OBJECT
public:
    explicit StudyTable(const Theme& theme, QWidget* parent = nullptr);
    void show(const std::vector<app::StudyRow>& rows);
    QSize sizeHint() const override;
};

}  // namespace ui
