// A study from the window: what it runs, how long it will take, its progress and its result. Stays open beside the
// window; while it is hidden the study continues. GUI thread.
#pragma once

#include <QDialog>
#include <functional>

#include "app/session/worker.h"
#include "app/study/plan_file.h"
#include "ui/paint/theme.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace ui {

class SessionController;
class StudyForm;
class StudyTable;

class StudyDialog : public QDialog {
    Q_OBJECT
public:
    enum class State {
        Choosing,
        Measuring,
        Running,
        Pausing,   ///< the runs under way come to their end
        Stopping,  ///< they are given up
        Paused,
        Finished,
        Failed,
    };

    /// @param options  asked at the start of a study: how its runs sample and vote
    StudyDialog(SessionController& session, const Theme& theme, std::function<app::RunOptions()> options,
                QWidget* parent = nullptr);

    StudyForm& form() const { return *m_form; }
    State state() const { return m_state; }
    /// Folder of the study that is running, paused or finished; empty while one is chosen.
    QString folder() const;
    /// A study that was begun before, by this window or by the command line, is shown as paused. What is wrong with the
    /// folder is said in the dialog.
    void openFolder(const QString& folder);
    /// What the buttons do.
    void measure();
    void start();
    void resume();
    void pause();
    void cancel();
    void chooseAnother();

Q_SIGNALS:
    /// The model and scorer that a paused study was begun with; empty paths: the embedded model, no scorer.
    void modelWanted(const QString& model, const QString& scorer);
    void reportWanted(const QString& folder, bool fresh);
    /// The study in this folder can be continued; empty: there is none.
    void unfinishedChanged(const QString& folder);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* buildEstimate();
    QWidget* buildProgress();
    QWidget* buildButtons();
    QPushButton* addButton(QWidget* bar, const QString& text, const QString& toolTip);
    void connectSession();
    void adoptModel();
    void setState(State state);
    void updateForm();
    void updateControls();
    void showStage(const QString& text, const QString& role = QStringLiteral("muted"));
    void showProgress(const app::StudyProgress& progress);
    void showMeasured(const app::StudyMeasured& measured);
    void showDone(const app::StudyDone& done);
    void showResult(const app::StudyOutcome& outcome);
    void grow();
    void run();
    app::StudyPlan wholePlan() const;
    QString measureKey() const;
    QString missing() const;
    QString missingModel() const;
    bool isActive() const;
    QString loadedModel() const;  ///< path; empty: the embedded one

    static constexpr int kBarSteps = 1000;

    SessionController& m_session;
    const Theme& m_theme;
    std::function<app::RunOptions()> m_options;
    QLabel* m_intro = nullptr;
    StudyForm* m_form = nullptr;
    QWidget* m_estimate = nullptr;
    QLabel* m_size = nullptr;
    QLabel* m_basis = nullptr;
    QPushButton* m_measureButton = nullptr;
    QWidget* m_progress = nullptr;
    QLabel* m_what = nullptr;
    QLabel* m_stage = nullptr;
    QLabel* m_left = nullptr;
    QProgressBar* m_bar = nullptr;
    QLabel* m_note = nullptr;
    StudyTable* m_table = nullptr;
    QPushButton* m_start = nullptr;
    QPushButton* m_pause = nullptr;
    QPushButton* m_cancel = nullptr;
    QPushButton* m_report = nullptr;
    QPushButton* m_another = nullptr;
    QPushButton* m_loadModel = nullptr;
    QPushButton* m_close = nullptr;

    State m_state = State::Choosing;
    app::KeptPlan m_kept;  ///< of the study that is not being chosen any more
    std::optional<app::StudyMeasure> m_measure;
    QString m_measuredFor;               ///< measureKey() of it
    std::optional<double> m_estimatedS;  ///< of the study that runs, where it was estimated
    bool m_isWhole = true;               ///< it has run from its beginning without a pause
    QString m_proposedFor;               ///< model that the folder was proposed for
    QString m_unread;                    ///< why a folder cannot be continued
};

}  // namespace ui
