// The consensus probe of the next run: on or off, and its rounds, which show only where it is on. GUI thread.
#pragma once

#include <QWidget>

#include "app/run/run_options.h"

class QCheckBox;
class QGridLayout;
class QSpinBox;

namespace ui {

class ProbeBox : public QWidget {
    Q_OBJECT
public:
    explicit ProbeBox(QWidget* parent = nullptr);
    void setOptions(const app::RunOptions& options);
    void writeTo(app::RunOptions& options) const;
    bool isOn() const;

Q_SIGNALS:
    void changed();

private:
    QSpinBox* addRounds(QGridLayout* grid, const QString& name, const QString& toolTip, int low, int high);

    QCheckBox* m_on = nullptr;
    QWidget* m_rounds = nullptr;
    QSpinBox* m_every = nullptr;
    QSpinBox* m_warmup = nullptr;
    QSpinBox* m_stable = nullptr;
    QSpinBox* m_disagree = nullptr;
};

}  // namespace ui
