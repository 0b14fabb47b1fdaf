// What to run one after another for a comparison: two to four policies, memories, scorers or models. GUI thread.
#pragma once

#include <QDialog>
#include <optional>
#include <vector>

#include "app/run/policy_table.h"
#include "app/study/comparison_plan.h"
#include "ui/paint/theme.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace ui {

class ComparePlanDialog : public QDialog {
    Q_OBJECT
public:
    /// A file that can be chosen, with the name that people know it by.
    struct File {
        QString name;
        QString path;
    };

    /// @param current    the policy of the next run
    /// @param hasScorer  policies that need a scorer can be chosen
    ComparePlanDialog(app::PolicyKind current, bool hasScorer, const Theme& theme, QWidget* parent = nullptr);

    /// KV cache of the next run; memories around it are suggested.
    void setMemory(double mib);
    /// Those of the loaded model's width, the loaded one first; none is chosen without a policy that needs one.
    void setScorers(const std::vector<File>& files);
    /// The loaded one first.
    void setModels(const std::vector<File>& files);
    void setAxis(app::CompareAxis axis);
    void setMemories(const QString& list);
    void addFile(app::CompareAxis axis, const File& file, bool chosen);

    app::CompareAxis axis() const;
    /// Two to four, the reference first where it is among them.
    std::vector<app::PolicyKind> policies() const;
    /// What is chosen, where it is enough.
    std::optional<app::ComparisonPlan> plan() const;
    /// Why it is not; empty where it is.
    QString problem() const;

private:
    struct Choice {
        app::PolicyKind policy;
        QCheckBox* box;
    };
    struct FileChoice {
        app::CompareAxis axis;
        QString path;
        QCheckBox* box;
    };
    QWidget* buildPolicies(app::PolicyKind current, bool hasScorer);
    QWidget* buildMemories();
    QWidget* buildFiles(app::CompareAxis axis, const QString& text, const QString& button);
    void chooseFile(app::CompareAxis axis);
    void update();
    app::ComparisonChoice choice() const;

    const Theme& m_theme;
    QComboBox* m_axis = nullptr;
    QStackedWidget* m_pages = nullptr;
    std::vector<Choice> m_choices;
    std::vector<FileChoice> m_files;
    QVBoxLayout* m_scorers = nullptr;
    QVBoxLayout* m_models = nullptr;
    QLineEdit* m_memories = nullptr;
    QLabel* m_problem = nullptr;
    QPushButton* m_run = nullptr;
};

}  // namespace ui
