#include "ui/app_window.h"

#include <QCloseEvent>
#include <QDockWidget>
#include <QFileInfo>
#include <QScreen>
#include <QSettings>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "app/study/comparison_folder.h"
#include "ui/history_limits_dialog.h"
#include "ui/history_text.h"
#include "ui/lanes/lanes_view.h"
#include "ui/lanes/run_line.h"
#include "ui/message_bar.h"
#include "ui/paint/format.h"
#include "ui/paint/glossary.h"
#include "ui/paint/widget_rules.h"
#include "ui/paint/widgets.h"
#include "ui/panels/events_panel.h"
#include "ui/panels/kv_panel.h"
#include "ui/panels/reader_panel.h"
#include "ui/panels/search_panel.h"
#include "ui/panels/time_bar.h"
#include "ui/panels/vote_panel.h"
#include "ui/recent_menu.h"
#include "ui/setup/model_menu.h"
#include "ui/setup/policy_chooser.h"
#include "ui/setup/problem_box.h"
#include "ui/setup/prompt_box.h"
#include "ui/setup/sampling_box.h"
#include "ui/setup/setup_panel.h"
#include "ui/setup/top_bar.h"
#include "ui/welcome.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr int kLayoutVersion = 1;
const app::Example& firstExample(const std::vector<app::Example>& examples) {
    return examples[Welcome::offered(examples.size()).front()];
}

}  // namespace

AppWindow::AppWindow(std::unique_ptr<RunSource> source, Theme& theme, LaunchOptions launch)
    : m_theme(theme),
      m_launch(std::move(launch)),
      m_session(std::move(source)),
      m_scan(m_launch.model.folders),
      m_recent(m_launch.screenshot ? QString() : m_launch.historyFolder.value_or(RecentRuns::usualFolder())) {
    setObjectName(u"appWindow"_s);
    WidgetRules::install();
    if (!isUnattended()) m_ask = [this](const QString& text, const QString& detail) { return askByBox(text, detail); };
    setAcceptDrops(true);
    setDockNestingEnabled(true);
    setAnimated(false);
    m_clock.start();
    m_topBar = new TopBar(m_session, theme, this);
    m_timeBar = new TimeBar(m_session, theme, this);
    addToolBar(Qt::TopToolBarArea, m_topBar);
    addToolBar(Qt::BottomToolBarArea, m_timeBar);
    buildCentre();
    buildDocks();
    m_modelMenu = new ModelMenu(m_scan, this);
    m_recentMenu = new RecentMenu(m_recent, this);
    buildMenus();
    m_paced = {
        {.everyMs = 0,
         .refresh = [this](bool jumped) { m_lanes->show(m_session.shown(), jumped, m_session.runIdentity()); }},
        {.everyMs = 200, .refresh = [this](bool) { m_runLine->show(m_session.shown()); }},
        {.everyMs = 40, .refresh = [this](bool) { m_reader->refresh(); }},
        {.everyMs = 60, .refresh = [this](bool) { m_timeBar->refresh(); }},
        {.everyMs = 120, .refresh = [this](bool) { m_kv->refresh(); }},
        {.everyMs = 150, .refresh = [this](bool jumped) { m_events->refresh(jumped); }},
        {.everyMs = 250, .refresh = [this](bool) { m_vote->refresh(); }},
        {.everyMs = 200, .refresh = [this](bool jumped) { m_search->refresh(jumped); }},
        {.everyMs = 280, .refresh = [this](bool) { m_setup->refresh(); }},
    };
    connectSession();
    m_setup->problem().setExamples(m_launch.examples);
    m_welcome->setExamples(m_launch.examples);
    resize(firstSize());
    updateTitle();
    updateActions();
    updateEmptyText();
}

AppWindow::~AppWindow() = default;

/// Never larger than the screen it opens on.
QSize AppWindow::firstSize() const {
    constexpr QSize kUsual(1680, 1040);
    constexpr QSize kFrame(8, 40);  // of a window manager
    if (m_launch.size) return *m_launch.size;
    return isUnattended() || !screen() ? kUsual : kUsual.boundedTo(screen()->availableSize() - kFrame);
}

void AppWindow::buildCentre() {
    auto* centre = new QWidget(this);
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_messages = new MessageBar(m_theme, centre);
    m_lanes = new LanesView(m_theme, centre);
    m_lanes->setMinimumWidth(360);
    m_welcome = new Welcome(m_theme, m_lanes->viewport());
    m_welcome->hide();
    m_runLine = new RunLine(m_theme, centre);
    layout->addWidget(m_messages);
    layout->addWidget(m_runLine);
    layout->addWidget(m_lanes, 1);
    m_search = new SearchPanel(m_session, m_theme, centre);
    layout->addWidget(m_search);
    setCentralWidget(centre);
}

QDockWidget* AppWindow::addDock(const QString& name, const QString& title, QWidget* panel, Qt::DockWidgetArea area) {
    auto* dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setTitleBarWidget(new DockTitle(dock, m_theme));
    panel->setParent(dock);
    panel->setAttribute(Qt::WA_StyledBackground);
    dock->setWidget(panel);
    addDockWidget(area, dock);
    m_docks.push_back(dock);
    return dock;
}

void AppWindow::buildDocks() {
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    m_setup = new SetupPanel(m_session, m_theme);
    m_kv = new KvPanel(m_session, m_theme);
    m_vote = new VotePanel(m_session, m_theme);
    m_reader = new ReaderPanel(m_session, m_theme);
    m_events = new EventsPanel(m_session, m_theme);
    const auto title = [](QDockWidget* dock) { return static_cast<DockTitle*>(dock->titleBarWidget()); };
    addDock(u"setupDock"_s, tr("Next run"), m_setup, Qt::LeftDockWidgetArea);
    m_kv->setTitle(title(addDock(u"kvDock"_s, tr("KV cache"), m_kv, Qt::RightDockWidgetArea)));
    m_vote->setTitle(title(addDock(u"voteDock"_s, tr("Weighted vote"), m_vote, Qt::RightDockWidgetArea)));
    m_reader->setTitle(title(addDock(u"readerDock"_s, tr("Trace"), m_reader, Qt::BottomDockWidgetArea)));
    m_events->setTitle(title(addDock(u"eventsDock"_s, tr("Events"), m_events, Qt::BottomDockWidgetArea)));
    title(m_docks[1])->setMeaning(meaningOf(tr("KV cache")));
    title(m_docks[2])->setMeaning(meaningOf(tr("Vote")));
    title(m_docks[3])->setMeaning(meaningOf(tr("Trace")));
    splitDockWidget(m_docks[3], m_docks[4], Qt::Horizontal);
    m_kv->setMinimumWidth(240);
    m_vote->setMinimumWidth(240);
    m_reader->setMinimumSize(280, 110);
    m_events->setMinimumSize(200, 110);
}

void AppWindow::resetLayout() {
    for (QDockWidget* dock : m_docks) {
        dock->setFloating(false);
        dock->show();
    }
    if (!m_defaultLayout.isEmpty()) restoreState(m_defaultLayout, kLayoutVersion);
    const int side = width() < 1500 ? 272 : 316;
    resizeDocks({m_docks[0], m_docks[1], m_docks[2]}, {side, side + 14, side + 14}, Qt::Horizontal);
    resizeDocks({m_docks[1], m_docks[2]}, {height() * 48 / 100, height() * 52 / 100}, Qt::Vertical);
    resizeDocks({m_docks[3], m_docks[4]}, {height() * 27 / 100, height() * 27 / 100}, Qt::Vertical);
    const int middle = width() - 2 * side;
    resizeDocks({m_docks[3], m_docks[4]}, {middle * 63 / 100, middle * 37 / 100}, Qt::Horizontal);
}

void AppWindow::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    if (!std::exchange(m_laidOut, true)) restoreLayout();
}

/// A picture for the command line has the same layout everywhere; otherwise the user's layout is restored.
void AppWindow::restoreLayout() {
    m_defaultLayout = saveState(kLayoutVersion);
    if (m_launch.screenshot) {
        resetLayout();
        return;
    }
    const QSettings settings(u"Stepscope"_s, u"Stepscope"_s);
    if (!m_launch.size && settings.contains("window/geometry"_L1))
        restoreGeometry(settings.value("window/geometry"_L1).toByteArray());
    m_setup->sampling().setOpen(settings.value("setup/samplingOpen"_L1, false).toBool());
    m_setup->prompt().setOpen(settings.value("setup/promptOpen"_L1, false).toBool());
    if (!settings.contains("window/state"_L1) ||
        !restoreState(settings.value("window/state"_L1).toByteArray(), kLayoutVersion)) {
        resetLayout();
    }
}

// ---- session
// ----------------------------------------------------------------------------------------------------------

void AppWindow::connectSession() {
    connect(&m_session, &SessionController::frame, this, &AppWindow::refreshDue);
    connect(&m_session, &SessionController::message, m_messages, &MessageBar::showMessage);
    connect(&m_session, &SessionController::mustWait, this, [this](const QString& reason) { m_waitMessage = reason; });
    connect(&m_session, &SessionController::modelReady, this, &AppWindow::adoptModel);
    connect(&m_session, &SessionController::statusChanged, this, [this] {
        m_hasRun = m_hasRun || m_session.kind() == SourceKind::Live;
        dropWaitMessage();
        updateActions();
        updateEmptyText();
        updateTitle();
    });
    connect(&m_session, &SessionController::selectionChanged, this, [this] {
        m_lanes->setSelectedTrace(m_session.selected());
        m_reader->refresh();
        m_kv->refresh();
    });
    connect(&m_session, &SessionController::recordingOpened, this, &AppWindow::adoptRecording);
    connect(&m_topBar->policies(), &PolicyChooser::chosen, m_setup, &SetupPanel::setPolicy);
    connect(m_runLine, &RunLine::settingsWanted, this, &AppWindow::useShownSettings);
    connect(m_topBar, &TopBar::runRequested, this, &AppWindow::startRun);
    connect(m_topBar, &TopBar::pauseRequested, this, [this] { m_pauseAction->trigger(); });
    connect(m_topBar, &TopBar::stopRequested, &m_session, &SessionController::stop);
    connect(&m_setup->problem(), &ProblemBox::runRequested, this, &AppWindow::startRun);
    connect(m_welcome, &Welcome::exampleChosen, this, [this](const app::Example& example) {
        m_setup->problem().useExample(example);
        startRun();
    });
    connectModels();
    connectTraining();
    connectHistory();
    connectComparisons();
    connectLanes();
    connect(&m_theme, &Theme::changed, this, [this] { refreshAll(); });
}

void AppWindow::begin() {
    m_begun = true;
    if (!m_launch.screenshot) m_remembered = Remembered::load();
    if (m_launch.problem) {
        m_setup->problem().setProblem(*m_launch.problem, m_launch.knownAnswer.value_or(QString()));
    } else if (!m_remembered.problem.isEmpty()) {
        m_setup->problem().setProblem(m_remembered.problem, m_launch.knownAnswer.value_or(m_remembered.knownAnswer));
    } else if (!m_setup->problem().examples().empty() && m_setup->problem().problem().isEmpty()) {
        m_setup->problem().useExample(firstExample(m_setup->problem().examples()));
    }
    if (app::isComparison(m_launch.recording.toStdString()))
        openComparison({m_launch.recording});
    else if (!m_launch.recording.isEmpty())
        m_session.openRecording(m_launch.recording);
    m_lanes->setFocus();
    m_session.setTimerRunning(true);
    m_session.loadModel(firstModel());
    scanMachine();
    m_recent.setLimits(loadHistoryLimits());
}

/// Dismisses the message that told the user to wait, once the wait is over.
void AppWindow::dropWaitMessage() {
    if (m_waitMessage.isEmpty() || m_waitMessage == reasonToWait(m_session.activity())) return;
    if (m_messages->text() == m_waitMessage) m_messages->dismiss();
    m_waitMessage.clear();
}

/// What the worker says about the problem, as long as it is still the one in the box.
void AppWindow::showHint() {
    const app::RunStarted& header = m_session.latest().header;
    const bool same = QString::fromStdString(header.problem).trimmed() == m_setup->problem().problem();
    m_setup->problem().setHint(same ? QString::fromStdString(header.hint.value_or("")) : QString());
}

void AppWindow::refreshDue(bool changed, bool jumped) {
    if (jumped) {
        showHint();
        m_topBar->refresh();
    }
    const qint64 now = m_clock.elapsed();
    int done = 0;
    for (Paced& panel : m_paced) {
        panel.stale = panel.stale || changed;
        panel.jumped = panel.jumped || jumped;
        // At most two slow panels are refreshed in one frame.
        const bool due = now - panel.lastMs >= panel.everyMs && (panel.everyMs < 100 || done < 2);
        if (!panel.stale || (!due && !jumped)) continue;
        if (panel.everyMs >= 100) ++done;
        panel.refresh(panel.jumped);
        panel.lastMs = now;
        panel.stale = panel.jumped = false;
    }
    if (jumped) m_lanes->setSelectedTrace(m_session.selected(), LanesView::Reveal::No);
}

void AppWindow::refreshAll(bool jumped) {
    for (Paced& panel : m_paced) {
        panel.refresh(jumped);
        panel.stale = panel.jumped = false;
    }
    m_topBar->refresh();
    m_lanes->setSelectedTrace(m_session.selected(), LanesView::Reveal::No);
}

// ---- window
// -----------------------------------------------------------------------------------------------------------

void AppWindow::updateTitle() {
    const QString path = m_session.recordingPath();
    QString file = m_recent.holds(path) ? titleOfKept(path) : shortened(QFileInfo(path).fileName(), 80);
    file.replace("[*]"_L1, "[*][*]"_L1);  // Qt's place for the sign of a change
    setWindowTitle(file.isEmpty() ? u"Stepscope"_s : tr("%1 \u2013 Stepscope").arg(file));
}

/// What the lanes say, or show, while there are none.
void AppWindow::updateEmptyText() {
    const bool isReady = m_session.model() && !m_session.loadingRecording() && !m_session.training() &&
                         !m_session.starting() && m_session.kind() == SourceKind::None;
    m_welcome->setVisible(isReady);
    if (m_session.loadingRecording()) {
        m_lanes->setEmptyText(tr("Opening the recording\u2026"), {});
    } else if (!m_session.model() && (m_session.loadingModel() || !m_begun)) {
        m_lanes->setEmptyText(tr("Loading the model\u2026"), tr("Meanwhile you can open a recording (Ctrl+O)."));
    } else if (!m_session.model()) {
        m_lanes->setEmptyText(
            tr("No model is loaded"),
            tr("Open a model folder on the left, load the demo model, or open a recording (Ctrl+O)."));
    } else if (m_session.training()) {
        m_lanes->setEmptyText(tr("A scorer is being trained"),
                              tr("A run can start once the training has finished or was cancelled: File menu, Train "
                                 "a scorer (Ctrl+Shift+T). Meanwhile you can open a recording (Ctrl+O)."));
    } else if (m_session.starting()) {
        m_lanes->setEmptyText(tr("Starting\u2026"), {});
    } else {
        m_lanes->setEmptyText({}, {});
    }
}

void AppWindow::applyTheme(ThemeChoice choice) {
    m_theme.apply(choice);
    QSettings(u"Stepscope"_s, u"Stepscope"_s).setValue("window/theme"_L1, nameOf(choice));
}

bool AppWindow::event(QEvent* event) {
    const bool handled = QMainWindow::event(event);
    if (event->type() == QEvent::Paint && !m_painted) {
        m_painted = true;
        QTimer::singleShot(0, this, &AppWindow::firstPainted);
    }
    return handled;
}

void AppWindow::closeEvent(QCloseEvent* event) {
    if (!mayLeaveRun({})) {
        event->ignore();
        return;
    }
    rememberNextRun();
    if (!m_launch.screenshot) {
        QSettings settings(u"Stepscope"_s, u"Stepscope"_s);
        settings.setValue("window/geometry"_L1, saveGeometry());
        settings.setValue("window/state"_L1, saveState(kLayoutVersion));
        settings.setValue("setup/samplingOpen"_L1, m_setup->sampling().isOpen());
        settings.setValue("setup/promptOpen"_L1, m_setup->prompt().isOpen());
    }
    m_session.setTimerRunning(false);
    m_session.stop();
    m_session.cancelTraining();
    QMainWindow::closeEvent(event);
}

}  // namespace ui
