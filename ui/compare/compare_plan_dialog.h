// Which policies to run one after another for a comparison. GUI thread.
#pragma once

#include <QDialog>
#include <vector>

#include "app/run/policy_table.h"
#include "ui/paint/theme.h"

class QCheckBox;
class QPushButton;

namespace ui {

class ComparePlanDialog : public QDialog {
    Q_OBJECT
public:
    /// @param current    the policy of the next run
    /// @param hasScorer  policies that need a scorer can be chosen
    ComparePlanDialog(app::PolicyKind current, bool hasScorer, const Theme& theme, QWidget* parent = nullptr);
    /// Two to four, the reference first where it is among them.
    std::vector<app::PolicyKind> policies() const;

private:
    void updateButtons();

    struct Choice {
        app::PolicyKind policy;
        QCheckBox* box;
    };
    std::vector<Choice> m_choices;
    QPushButton* m_run = nullptr;
};

}  // namespace ui
