// The figures of the run shown: throughput, times, the scorer's share, tokens. GUI thread.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/paint/theme.h"

class QLabel;

namespace ui {

class SessionController;

class RunFigures : public QWidget {
    Q_OBJECT
public:
    RunFigures(SessionController& session, const Theme& theme, QWidget* parent = nullptr);
    void refresh();

private:
    QLabel* addFigure(const QString& name, const QString& toolTip, const Theme& theme);

    SessionController& m_session;
    QLabel* m_throughput = nullptr;
    QLabel* m_times = nullptr;
    QLabel* m_scorer = nullptr;
    QLabel* m_tokens = nullptr;
    QLabel* m_traces = nullptr;
};

}  // namespace ui
