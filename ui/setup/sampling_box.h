// What shapes the tokens and the vote of the next run, folded away behind one line that sums it up. GUI thread.
#pragma once

#include <QWidget>

#include "app/run/run_options.h"
#include "ui/paint/theme.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QSpinBox;
class QToolButton;

namespace ui {

class ProbeBox;

class SamplingBox : public QWidget {
    Q_OBJECT
public:
    SamplingBox(const Theme& theme, QWidget* parent = nullptr);
    void setOptions(const app::RunOptions& options);
    void writeTo(app::RunOptions& options) const;
    bool isOpen() const;
    void setOpen(bool open);
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void changed();

private:
    QWidget* addRow(QGridLayout* grid, int row, const QString& name, const QString& toolTip, QWidget* control);
    void updateSummary();

    const Theme& m_theme;
    QToolButton* m_toggle = nullptr;
    QLabel* m_summary = nullptr;
    QWidget* m_body = nullptr;
    QDoubleSpinBox* m_temperature = nullptr;
    QDoubleSpinBox* m_topP = nullptr;
    QSpinBox* m_topK = nullptr;
    QSpinBox* m_maxTokens = nullptr;
    QLineEdit* m_seed = nullptr;  ///< 64 bits: more than a spin box holds
    QComboBox* m_answers = nullptr;
    QComboBox* m_unscored = nullptr;
    QComboBox* m_traceScore = nullptr;
    QCheckBox* m_afterThink = nullptr;
    QCheckBox* m_voteLock = nullptr;
    QCheckBox* m_prunedVote = nullptr;
    QCheckBox* m_betaStop = nullptr;
    ProbeBox* m_probe = nullptr;
};

}  // namespace ui
