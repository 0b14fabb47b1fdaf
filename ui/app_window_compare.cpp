// Comparisons in the main window: runs that differ in policy, memory, scorer or model made one after another, and
// recordings laid side by side.
#include <QFileDialog>
#include <utility>

#include "app/run/policy_table.h"
#include "app/study/comparison_folder.h"
#include "ui/app_window.h"
#include "ui/compare/compare_plan_dialog.h"
#include "ui/compare/compare_window.h"
#include "ui/history_dialog.h"
#include "ui/lanes/run_line.h"
#include "ui/message_bar.h"
#include "ui/setup/problem_box.h"
#include "ui/setup/setup_panel.h"
#include "ui/setup/top_bar.h"

using namespace Qt::StringLiterals;

namespace ui {

void AppWindow::connectComparisons() {
    connect(m_topBar, &TopBar::compareRequested, this, &AppWindow::chooseComparison);
    connect(m_runLine, &RunLine::whatIfWanted, this, &AppWindow::askWhatIf);
    connect(&m_session, &SessionController::statusChanged, this, &AppWindow::followComparison);
    connect(&m_session, &SessionController::refused, this, [this](const QString& what) {
        // The reason is said already.
        if (m_comparison && (what == "run"_L1 || what == "model"_L1 || what == "scorer"_L1)) endComparison();
    });
    // Later, so that the controls have taken over the model's defaults.
    connect(&m_session, &SessionController::modelReady, this, &AppWindow::goOnComparing, Qt::QueuedConnection);
    connect(&m_session, &SessionController::scorerReady, this, &AppWindow::goOnComparing, Qt::QueuedConnection);
}

void AppWindow::chooseComparison() {
    if (m_session.refuses(Action::Run)) return;
    ComparePlanDialog dialog(shownOptions().policy, m_session.scorer().has_value(), m_theme, this);
    if (const auto mib = shownOptions().kvCacheMib) dialog.setMemory(*mib);
    using File = ComparePlanDialog::File;
    const auto fileOf = [](const auto& found) {
        return File{QString::fromStdString(found.name), QString::fromStdString(found.path)};
    };
    std::vector<File> scorers, models;
    if (m_session.scorer()) scorers.push_back(fileOf(*m_session.scorer()));
    for (const app::FoundScorer& found : m_scan.found().scorers) {
        if (found.loadable && found.inputWidth == m_session.model()->model.hiddenSize) scorers.push_back(fileOf(found));
    }
    models.push_back(fileOf(m_session.model()->model));
    for (const app::FoundModel& found : m_scan.found().models) {
        if (found.loadable) models.push_back(fileOf(found));
    }
    dialog.setScorers(scorers);
    dialog.setModels(models);
    if (dialog.exec() != QDialog::Accepted) return;
    if (auto plan = dialog.plan()) compareRuns(std::move(*plan));
}

void AppWindow::comparePolicies(const std::vector<app::PolicyKind>& policies) {
    if (policies.size() < 2) return;
    app::ComparisonPlan plan;
    for (const app::PolicyKind policy : policies)
        plan.columns.push_back({.policy = app::EvalPolicy{.name = app::nameOf(policy), .policy = policy}});
    compareRuns(std::move(plan));
}

void AppWindow::compareRuns(app::ComparisonPlan plan) {
    if (m_session.refuses(Action::Run)) return;
    if (m_setup->problem().problem().isEmpty()) {
        startRun();  // says what is missing
        return;
    }
    if (!mayLeaveRun(keptText())) return;
    m_messages->dismiss();
    const app::ModelReady& model = *m_session.model();
    m_comparison = Comparison{.plan = std::move(plan),
                              .done = {},
                              .base = shownOptions(),
                              .model = m_launch.model,
                              .modelPath = model.model.path};
    m_comparison->model.path = model.model.embedded ? std::string() : model.model.path;
    m_comparison->model.scorerPath.reset();
    m_comparison->model.weights = model.defaults.weights;
    if (m_session.scorer()) m_comparison->model.scorerPath = m_session.scorer()->path;
    startCompared();
}

/// Model and scorer of the next column. True if they have to be loaded first; goOnComparing() follows.
bool AppWindow::loadForCompared() {
    const app::ComparedColumn& column = m_comparison->plan.columns[m_comparison->done.size()];
    m_comparison->isLoading = true;
    if (column.model && *column.model != m_session.model()->model.path) {
        app::LoadModel order = m_comparison->model;
        order.path = *column.model;
        order.scorerPath.reset();
        order.weights.reset();
        m_session.loadModel(order);
        return true;
    }
    if (column.scorer && (!m_session.scorer() || m_session.scorer()->path != *column.scorer)) {
        m_session.loadScorer(QString::fromStdString(*column.scorer), false);
        return true;
    }
    m_comparison->isLoading = false;
    return false;
}

/// The next run of the comparison: everything as in the controls but what differs, at full speed.
void AppWindow::startCompared() {
    if (loadForCompared()) return;
    const std::size_t place = m_comparison->done.size();
    const app::ComparedColumn& column = m_comparison->plan.columns[place];
    m_comparison->runNumber = m_session.runNumber();
    app::StartRun run;
    run.problem = m_setup->problem().problem().toStdString();
    if (const auto answer = m_setup->problem().knownAnswer()) run.knownAnswer = answer->toStdString();
    // Another model brings its own sampling, which the controls have taken over by now.
    run.options = column.model ? shownOptions() : m_comparison->base;
    if (column.policy) run.options.policy = column.policy->policy;
    if (column.kvCacheMib) run.options.kvCacheMib = column.kvCacheMib;
    run.options.traces = app::tracesOf(run.options);
    run.options.pace = 0;
    if (m_recent.isOn()) run.historyPath = m_recent.fileOfNextRun().toStdString();
    m_messages->showMessage(MessageKind::Info, tr("Comparing: run %1 of %2, %3.")
                                                   .arg(place + 1)
                                                   .arg(m_comparison->plan.columns.size())
                                                   .arg(QString::fromStdString(column.name())));
    m_comparison->isRunning = true;
    m_session.start(std::move(run));
}

/// What the next column needs is loaded.
void AppWindow::goOnComparing() {
    if (!m_comparison || !m_comparison->isLoading || m_session.loadingModel()) return;
    m_comparison->isLoading = false;
    startCompared();
}

/// Once a run of the comparison has ended: keeps it, and starts the next one or shows them all.
void AppWindow::followComparison() {
    if (!m_comparison || !m_comparison->isRunning || m_session.runActive() || m_session.starting()) return;
    if (m_session.runNumber() == m_comparison->runNumber || m_session.kind() != SourceKind::Live) return;
    const app::RunState& state = m_session.latest();
    if (!state.finished) return;
    m_comparison->isRunning = false;
    if (state.finished->end == app::RunEnd::Stopped || state.finished->end == app::RunEnd::Failed) {
        endComparison();
        m_messages->showMessage(MessageKind::Warning, tr("The comparison ends here: one of its runs did not finish."));
        return;
    }
    m_comparison->done.push_back({std::make_unique<app::Timeline>(m_session.timeline()), m_session.recordingPath()});
    if (m_comparison->done.size() < m_comparison->plan.columns.size()) {
        startCompared();
        return;
    }
    std::vector<ComparedSide> done = std::move(m_comparison->done);
    endComparison();
    m_messages->dismiss();
    CompareWindow& window = openComparison({});
    for (ComparedSide& side : done) window.add(std::move(side));
}

/// Model and scorer are as they were before it.
void AppWindow::endComparison() {
    const Comparison comparison = std::move(*m_comparison);
    m_comparison.reset();
    const auto& before = comparison.model.scorerPath;
    switch (comparison.plan.axis) {
        case app::CompareAxis::Policies:
        case app::CompareAxis::Memories: return;
        case app::CompareAxis::Scorers:
            if (before && (!m_session.scorer() || m_session.scorer()->path != *before))
                m_session.loadScorer(QString::fromStdString(*before), false);
            return;
        case app::CompareAxis::Models:
            if (m_session.model()->model.path != comparison.modelPath) m_session.loadModel(comparison.model);
            return;
    }
}

CompareWindow& AppWindow::openComparison(const QStringList& recordings) {
    auto* window = new CompareWindow(m_theme, this);
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->show();
    window->open(recordings);
    return *window;
}

/// The run shown, with questions to it.
void AppWindow::askWhatIf() {
    if (m_session.kind() == SourceKind::None || m_session.runActive()) {
        m_messages->showMessage(MessageKind::Warning, tr("There is no finished run to ask yet."));
        return;
    }
    CompareWindow& window = openComparison({});
    window.add({std::make_unique<app::Timeline>(m_session.timeline()), m_session.rowsBeside()});
    window.setAsking(true);
}

void AppWindow::chooseRecordingsToCompare() {
    const QStringList paths = QFileDialog::getOpenFileNames(
        this, tr("Compare recordings"), {}, tr("Recordings and comparisons (*.stepscope compare.json);;All files (*)"));
    if (!paths.isEmpty()) openComparison(paths);
}

}  // namespace ui
