// Comparisons in the main window: runs of several policies made one after another, and recordings laid side by side.
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
        if (what == "run"_L1) m_comparison.reset();  // the reason is said already
    });
}

void AppWindow::chooseComparison() {
    if (m_session.refuses(Action::Run)) return;
    ComparePlanDialog dialog(shownOptions().policy, m_session.scorer().has_value(), m_theme, this);
    if (dialog.exec() == QDialog::Accepted) comparePolicies(dialog.policies());
}

void AppWindow::comparePolicies(std::vector<app::PolicyKind> policies) {
    if (policies.size() < 2 || m_session.refuses(Action::Run)) return;
    if (m_setup->problem().problem().isEmpty()) {
        startRun();  // says what is missing
        return;
    }
    if (!mayLeaveRun(keptText())) return;
    m_messages->dismiss();
    m_comparison = Comparison{.policies = std::move(policies), .done = {}, .base = shownOptions(), .runNumber = 0};
    startCompared();
}

/// The next run of the comparison: everything as in the controls but the policy, at full speed.
void AppWindow::startCompared() {
    const app::PolicyKind policy = m_comparison->policies[m_comparison->done.size()];
    m_comparison->runNumber = m_session.runNumber();
    app::StartRun run;
    run.problem = m_setup->problem().problem().toStdString();
    if (const auto answer = m_setup->problem().knownAnswer()) run.knownAnswer = answer->toStdString();
    run.options = m_comparison->base;
    run.options.policy = policy;
    run.options.traces = app::tracesOf(run.options);
    run.options.pace = 0;
    if (m_recent.isOn()) run.historyPath = m_recent.fileOfNextRun().toStdString();
    m_messages->showMessage(MessageKind::Info, tr("Comparing: run %1 of %2, %3.")
                                                   .arg(m_comparison->done.size() + 1)
                                                   .arg(m_comparison->policies.size())
                                                   .arg(QString::fromUtf8(app::policyRow(policy).title)));
    m_session.start(std::move(run));
}

/// Once a run of the comparison has ended: keeps it, and starts the next one or shows them all.
void AppWindow::followComparison() {
    if (!m_comparison || m_session.runActive() || m_session.starting()) return;
    if (m_session.runNumber() == m_comparison->runNumber || m_session.kind() != SourceKind::Live) return;
    const app::RunState& state = m_session.latest();
    if (!state.finished) return;
    if (state.finished->end == app::RunEnd::Stopped || state.finished->end == app::RunEnd::Failed) {
        m_comparison.reset();
        m_messages->showMessage(MessageKind::Warning, tr("The comparison ends here: one of its runs did not finish."));
        return;
    }
    m_comparison->done.push_back({std::make_unique<app::Timeline>(m_session.timeline()), m_session.recordingPath()});
    if (m_comparison->done.size() < m_comparison->policies.size()) {
        startCompared();
        return;
    }
    Comparison comparison = std::move(*m_comparison);
    m_comparison.reset();
    m_messages->dismiss();
    CompareWindow& window = openComparison({});
    for (ComparedSide& side : comparison.done) window.add(std::move(side));
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
    window.add({std::make_unique<app::Timeline>(m_session.timeline()), m_session.recordingPath()});
    window.setAsking(true);
}

void AppWindow::chooseRecordingsToCompare() {
    const QStringList paths = QFileDialog::getOpenFileNames(
        this, tr("Compare recordings"), {}, tr("Recordings and comparisons (*.stepscope compare.json);;All files (*)"));
    if (!paths.isEmpty()) openComparison(paths);
}

}  // namespace ui
