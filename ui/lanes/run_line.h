// The lines over the lanes: which run is shown and its settings, how it ended, and a button that takes its settings for
// the next run. Hidden while there is no run. GUI thread.
#pragma once

#include <QWidget>

#include "app/run/run_state.h"
#include "ui/paint/theme.h"

class QLabel;
class QPushButton;

namespace ui {

class ElidedLabel;

class RunLine : public QWidget {
    Q_OBJECT
public:
    explicit RunLine(const Theme& theme, QWidget* parent = nullptr);
    /// Call after each change of `run`.
    void show(const app::RunState& run);
    QPushButton* askButton() const { return m_ask; }

Q_SIGNALS:
    void settingsWanted();
    void whatIfWanted();

private:
    ElidedLabel* m_settings = nullptr;
    QLabel* m_outcome = nullptr;
    QPushButton* m_ask = nullptr;
    QPushButton* m_take = nullptr;
};

}  // namespace ui
