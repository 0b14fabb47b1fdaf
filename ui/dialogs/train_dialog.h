// Trains a step scorer for the loaded model: the data, the progress and the result. Stays open beside the window; while
// it is hidden a training continues. GUI thread.
#pragma once

#include <QDialog>
#include <functional>

#include "app/session/worker.h"
#include "ui/paint/theme.h"

class QFormLayout;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace ui {

class EpochTable;
class MetricsTable;
class ProblemSetBox;
class SessionController;

/// A file that is not there yet: in the model's folder where that can be written, else, and for the embedded model, in
/// the user's data folder.
QString proposeScorerFile(const app::ModelInfo& model);

class TrainDialog : public QDialog {
    Q_OBJECT
public:
    /// @param options  asked at the start of a training: how its traces are sampled
    TrainDialog(SessionController& session, const Theme& theme, std::function<app::RunOptions()> options,
                QWidget* parent = nullptr);

    ProblemSetBox& problemSet() const { return *m_problems; }
    ProblemSetBox& testSet() const { return *m_tests; }
    void setTracesPerProblem(int traces);
    void setOutput(const QString& path);
    QString output() const;
    /// What the start button does.
    void start();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void buildForm(QFormLayout* form);
    QWidget* buildProgress();
    QWidget* buildButtons();
    void connectSession();
    void chooseOutput();
    void adoptModel();
    void updateForm();
    void updateControls();
    QString missing() const;
    void grow();
    void showStage(const QString& text, const QString& role = QStringLiteral("muted"));
    void showProgress(const app::TrainingProgress& progress);
    void showDone(const app::TrainingDone& done);

    SessionController& m_session;
    const Theme& m_theme;
    std::function<app::RunOptions()> m_options;
    QLabel* m_intro = nullptr;
    QWidget* m_form = nullptr;
    ProblemSetBox* m_problems = nullptr;
    QSpinBox* m_traces = nullptr;
    ProblemSetBox* m_tests = nullptr;
    QLineEdit* m_output = nullptr;
    QLabel* m_outputNote = nullptr;
    QLabel* m_size = nullptr;
    QWidget* m_progress = nullptr;
    QLabel* m_stage = nullptr;
    QLabel* m_verdict = nullptr;
    QLabel* m_left = nullptr;
    QProgressBar* m_bar = nullptr;
    EpochTable* m_epochs = nullptr;
    MetricsTable* m_metrics = nullptr;
    QPushButton* m_use = nullptr;
    QPushButton* m_start = nullptr;
    QPushButton* m_cancel = nullptr;
    QPushButton* m_close = nullptr;
    QString m_model;               ///< path of the one the output was proposed for
    QString m_finished;            ///< the file of the last training
    bool m_isRecommended = false;  ///< its scorer is worth using
    bool m_cancelled = false;
};

}  // namespace ui
