// The button that names the policy of the next run. It opens a sheet with all policies, a paragraph about each, and the
// parameters of the one chosen. GUI thread.
#pragma once

#include <QToolButton>
#include <functional>
#include <vector>

#include "app/run/run_options.h"
#include "ui/paint/theme.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFrame;
class QGridLayout;
class QLabel;
class QListWidget;
class QPushButton;

namespace ui {

class PolicyChooser : public QToolButton {
    Q_OBJECT
public:
    PolicyChooser(const Theme& theme, QWidget* parent = nullptr);

    app::PolicyKind policy() const { return m_policy; }
    /// Without telling anybody.
    void setPolicy(app::PolicyKind policy);
    /// Policy and parameters; the reset button comes back to these.
    void setOptions(const app::RunOptions& options);
    void writeTo(app::RunOptions& options) const;
    void open();
    QWidget* sheet() const;

Q_SIGNALS:
    void chosen(app::PolicyKind policy);

private:
    /// One parameter: which policies it belongs to and how it goes in and out of the options.
    struct Parameter {
        std::function<bool(app::PolicyKind)> belongsTo;
        std::function<double(const app::RunOptions&)> read;
        std::function<void(app::RunOptions&, double)> write;
        QLabel* label = nullptr;
        QDoubleSpinBox* spin = nullptr;
        QLabel* fallback = nullptr;  ///< "default 16"
        int decimals = 0;
    };

    void buildSheet();
    void buildParameters(QGridLayout* grid);
    void addParameter(QGridLayout* grid, const QString& name, const QString& toolTip, double low, double high,
                      int decimals, Parameter parameter);
    void fill(const app::RunOptions& options);
    void showPolicy();

    const Theme& m_theme;
    app::PolicyKind m_policy = app::PolicyKind::Step;
    app::RunOptions m_defaults;
    QFrame* m_sheet = nullptr;
    QListWidget* m_list = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_text = nullptr;
    QLabel* m_noParameters = nullptr;
    std::vector<Parameter> m_parameters;
    QCheckBox* m_consensus = nullptr;
    QLabel* m_refillRuleName = nullptr;
    QComboBox* m_refillRule = nullptr;
    QCheckBox* m_prefixReuse = nullptr;
    QPushButton* m_reset = nullptr;
};

}  // namespace ui
