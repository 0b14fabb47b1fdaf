// Everything that a person chooses for a run, each control saying when it acts, and the figures of the run shown.
// GUI thread.
#pragma once

#include <QWidget>
#include <vector>

#include "app/run/memory_offers.h"
#include "ui/paint/theme.h"

class QLabel;
class QScrollArea;
class QVBoxLayout;

namespace ui {

class ModelBox;
class ProblemBox;
class PromptBox;
class RunFigures;
class SamplingBox;
class SessionController;
class SliderSpin;

class SetupPanel : public QWidget {
    Q_OBJECT
public:
    SetupPanel(SessionController& session, const Theme& theme, QWidget* parent = nullptr);

    ProblemBox& problem() const { return *m_problem; }
    ModelBox& model() const { return *m_model; }
    PromptBox& prompt() const { return *m_prompt; }
    SamplingBox& sampling() const { return *m_sampling; }

    /// Fills the controls in; policy and pace belong to other bars and are kept as given.
    void setOptions(const app::RunOptions& options);
    app::RunOptions options() const;
    void setPolicy(app::PolicyKind policy);
    void refresh();
    QString preflightText() const;

private:
    QWidget* buildRunBox(const Theme& theme);
    void connectSession();
    void updatePreflight();
    QString planText(const app::MemoryPlan& plan) const;
    /// Links to what would fit, one a line.
    QString offersText() const;
    void takeOffer(const QString& link);
    bool onGpu() const;
    bool onServer() const;
    int promptTokens() const;

    SessionController& m_session;
    const Theme& m_theme;
    app::RunOptions m_options;
    std::vector<app::MemoryOffer> m_offers;  ///< as the text below the controls shows them
    bool m_isFilledIn = false;               ///< with the options of a model; before that there is nothing to show
    ProblemBox* m_problem = nullptr;
    SliderSpin* m_traces = nullptr;
    SliderSpin* m_memory = nullptr;
    SliderSpin* m_utilization = nullptr;
    QLabel* m_preflight = nullptr;
    ModelBox* m_model = nullptr;
    PromptBox* m_prompt = nullptr;
    SamplingBox* m_sampling = nullptr;
    RunFigures* m_figures = nullptr;
};

}  // namespace ui
