// What a study is to run: problem set, policies, n, memory, seeds, folder. GUI thread.
#pragma once

#include <QWidget>
#include <vector>

#include "app/study/study_plan.h"
#include "ui/paint/theme.h"

class QCheckBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace ui {

class ProblemSetBox;

class StudyForm : public QWidget {
    Q_OBJECT
public:
    explicit StudyForm(const Theme& theme, QWidget* parent = nullptr);

    ProblemSetBox& problemSet() const { return *m_problems; }
    /// Policies that need a scorer can be chosen.
    void setHasScorer(bool hasScorer);
    /// Values that nobody has changed yet follow the window's settings.
    void propose(int traces, std::uint64_t seed);
    void setPolicies(const QStringList& names);
    void setTraces(const QString& values);
    void setMemory(const QString& percents);
    void setSeeds(const QString& values);
    void setTogether(int problems);
    void setAlone(int problems);
    void setFolder(const QString& path);
    QString folder() const;
    /// A folder of this name is proposed, numbered where it exists.
    void proposeFolder(const QString& name);

    /// Why this is no study yet; empty if it is one.
    QString problem() const;
    /// What is chosen; without options. To be used where problem() is empty.
    app::StudyPlan plan() const;

Q_SIGNALS:
    void changed();

private:
    QLineEdit* addList(QFormLayout* form, const QString& label, const QString& name, const QString& toolTip,
                       const QString& unit);
    void addPolicies(QFormLayout* form);
    void addFolder(QFormLayout* form);
    QSpinBox* makeCount(const QString& name, const QString& toolTip, int low, int high, int value);
    void showNotes();
    void chooseFolder();

    struct PolicyChoice {
        app::PolicyKind policy;
        QCheckBox* box;
    };
    const Theme& m_theme;
    ProblemSetBox* m_problems = nullptr;
    QLabel* m_setNote = nullptr;
    std::vector<PolicyChoice> m_policies;
    QLineEdit* m_traces = nullptr;
    QLineEdit* m_memory = nullptr;
    QLineEdit* m_seeds = nullptr;
    QSpinBox* m_together = nullptr;
    QSpinBox* m_alone = nullptr;
    QLineEdit* m_folder = nullptr;
    QLabel* m_folderNote = nullptr;
    QString m_proposed;  ///< folder, until another is chosen
};

}  // namespace ui
