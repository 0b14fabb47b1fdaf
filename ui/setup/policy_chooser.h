// The button that names the policy of the next run. It opens a sheet with all policies, a paragraph about each, and the
// parameters of the one chosen. GUI thread.
#pragma once

#include <QToolButton>
#include <map>
#include <vector>

#include "app/run/option_table.h"
#include "ui/paint/theme.h"

class QFrame;
class QGridLayout;
class QLabel;
class QListWidget;
class QPushButton;

namespace ui {

class OptionControl;

class PolicyChooser : public QToolButton {
    Q_OBJECT
public:
    PolicyChooser(const Theme& theme, QWidget* parent = nullptr);

    app::PolicyKind policy() const { return m_policy; }
    /// Without telling anybody.
    void setPolicy(app::PolicyKind policy);
    /// Policy and parameters; the reset button comes back to these.
    void setOptions(const app::RunOptions& options);
    /// The same, but the reset button keeps what it comes back to.
    void showOptions(const app::RunOptions& options);
    void writeTo(app::RunOptions& options) const;
    /// Also the parameters of other policies: they are remembered, and count where several policies run.
    void writeAllTo(app::RunOptions& options) const;
    /// Policies that cannot be chosen now, and why.
    void setReasons(const std::map<app::PolicyKind, QString>& reasons);
    void open();
    QWidget* sheet() const;

Q_SIGNALS:
    void chosen(app::PolicyKind policy);

private:
    /// The control of a parameter, and what it is by default.
    struct Parameter {
        OptionControl* control = nullptr;
        QLabel* fallback = nullptr;  ///< "default 16"; null for a check box
    };

    void buildSheet();
    void buildParameters(QGridLayout* grid);
    void addParameter(QGridLayout* grid, const app::OptionRow& row);
    bool concerns(const Parameter& parameter) const;
    void fill(const app::RunOptions& options);
    void showPolicy();

    const Theme& m_theme;
    app::PolicyKind m_policy = app::PolicyKind::Step;
    app::RunOptions m_defaults;
    std::map<app::PolicyKind, QString> m_reasons;
    QFrame* m_sheet = nullptr;
    QListWidget* m_list = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_text = nullptr;
    QLabel* m_noParameters = nullptr;
    QLabel* m_notPossible = nullptr;
    std::vector<Parameter> m_parameters;
    QPushButton* m_reset = nullptr;
};

}  // namespace ui
