// What shapes the tokens and the vote of the next run, folded away behind one line that sums it up: the rows of the
// option table that concern every run, and those of the consensus probe where it is on. GUI thread.
#pragma once

#include <QWidget>
#include <vector>

#include "app/run/run_options.h"
#include "ui/paint/theme.h"

class QBoxLayout;
class QHBoxLayout;
class QLabel;
class QToolButton;

namespace ui {

class OptionControl;

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
    QHBoxLayout* buildHead(const Theme& theme);
    void addControl(QBoxLayout* layout, OptionControl* control);
    OptionControl& control(const char* key) const;
    void takeProbeSetting();
    void updateSummary();

    const Theme& m_theme;
    QToolButton* m_toggle = nullptr;
    QLabel* m_summary = nullptr;
    QWidget* m_body = nullptr;
    QWidget* m_probe = nullptr;  ///< around the controls of the consensus probe
    std::vector<OptionControl*> m_controls;
    app::RunOptions m_options;  ///< as they were put in; the probe's as they were before its setting changed
};

}  // namespace ui
