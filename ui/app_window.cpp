#include "ui/app_window.h"

#include <QCloseEvent>
#include <QFileInfo>
#include <QMenu>
#include <QScreen>
#include <QScrollBar>
#include <QSettings>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

#include "app/study/comparison_folder.h"
#include "ui/exports.h"
#include "ui/history_limits_dialog.h"
#include "ui/history_text.h"
#include "ui/lanes/lanes_view.h"
#include "ui/lanes/run_line.h"
#include "ui/message_bar.h"
#include "ui/paint/format.h"
#include "ui/paint/glossary.h"
#include "ui/paint/widget_rules.h"
#include "ui/panels/announcer.h"
#include "ui/panels/events_panel.h"
#include "ui/panels/kv_panel.h"
#include "ui/panels/notes_panel.h"
#include "ui/panels/panel_deck.h"
#include "ui/panels/reader_panel.h"
#include "ui/panels/search_panel.h"
#include "ui/panels/time_bar.h"
#include "ui/panels/vote_panel.h"
#include "ui/presenting/presenter_bars.h"
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

constexpr QSize kLeastSize(640, 400);

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
    setAnimated(false);
    m_clock.start();
    m_topBar = new TopBar(m_session, theme, this);
    m_timeBar = new TimeBar(m_session, theme, this);
    addToolBar(Qt::TopToolBarArea, m_topBar);
    buildPresenting();
    addToolBar(Qt::BottomToolBarArea, m_timeBar);
    addToolBarBreak(Qt::BottomToolBarArea);
    addToolBar(Qt::BottomToolBarArea, m_captionBar);  // above the time bar: lines count from the edge
    buildCentre();
    buildPanels();
    m_modelMenu = new ModelMenu(m_scan, this);
    m_recentMenu = new RecentMenu(m_recent, this);
    m_exports = new Exports(*this, m_theme);
    buildMenus();
    m_paced = {
        {.everyMs = 0,
         .refresh = [this](bool jumped) { m_lanes->show(m_session.shown(), jumped, m_session.runIdentity()); }},
        {.everyMs = 200,
         .refresh = [this](bool) { m_presenting ? m_runLine->hide() : m_runLine->show(m_session.shown()); }},
        {.everyMs = 100,
         .refresh =
             [this](bool jumped) {
                 if (m_presenting) m_captionBar->refresh(jumped);
             }},
        {.everyMs = 40, .refresh = [this](bool) { m_reader->refresh(); }},
        {.everyMs = 60, .refresh = [this](bool) { m_timeBar->refresh(); }},
        {.everyMs = 120, .refresh = [this](bool) { m_kv->refresh(); }},
        {.everyMs = 150, .refresh = [this](bool jumped) { m_events->refresh(jumped); }},
        {.everyMs = 250, .refresh = [this](bool) { m_vote->refresh(); }},
        {.everyMs = 200, .refresh = [this](bool jumped) { m_search->refresh(jumped); }},
        {.everyMs = 250, .refresh = [this](bool) { m_notes->refresh(); }},
        {.everyMs = 280, .refresh = [this](bool) { m_setup->refresh(); }},
    };
    connectSession();
    m_setup->problem().setExamples(m_launch.examples);
    m_welcome->setExamples(m_launch.examples);
    setMinimumSize(kLeastSize);  // panels fold up before it is reached
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
    m_welcome = new Welcome(m_theme, m_lanes->viewport());
    m_welcome->hide();
    m_runLine = new RunLine(m_theme, centre);
    layout->addWidget(m_messages);
    layout->addWidget(m_runLine);
    layout->addWidget(m_lanes, 1);
    m_search = new SearchPanel(m_session, m_theme, centre);
    layout->addWidget(m_search);
    new Announcer(m_session, centre);
    setCentralWidget(centre);
}

/// In order of importance: the last ones fold first where the window is small.
void AppWindow::buildPanels() {
    m_panels = new PanelDeck(*this, m_theme, [this] { return lanesNeed(); });
    m_setup = new SetupPanel(m_session, m_theme);
    m_kv = new KvPanel(m_session, m_theme);
    m_vote = new VotePanel(m_session, m_theme);
    m_reader = new ReaderPanel(m_session, m_theme);
    m_events = new EventsPanel(m_session, m_theme);
    const auto key = [](int number) { return QKeySequence(u"Ctrl+%1"_s.arg(number)); };
    m_panels->add({.id = PanelId::Setup,
                   .name = u"setupDock"_s,
                   .title = tr("Next run"),
                   .meaning = {},
                   .body = m_setup,
                   .area = Qt::LeftDockWidgetArea,
                   .key = key(1)});
    m_kv->setTitle(m_panels->add({.id = PanelId::Kv,
                                  .name = u"kvDock"_s,
                                  .title = tr("KV cache"),
                                  .meaning = meaningOf(tr("KV cache")),
                                  .body = m_kv,
                                  .area = Qt::RightDockWidgetArea,
                                  .key = key(2),
                                  .longestStatus = tr("saturated \u00b7 99.9 %"),
                                  .leastLetters = 31,
                                  .leastLines = 12}));
    m_vote->setTitle(m_panels->add({.id = PanelId::Vote,
                                    .name = u"voteDock"_s,
                                    .title = tr("Weighted vote"),
                                    .meaning = meaningOf(tr("Vote")),
                                    .body = m_vote,
                                    .area = Qt::RightDockWidgetArea,
                                    .key = key(3),
                                    .longestStatus = tr("leader wrong"),
                                    .leastLetters = 31,
                                    .leastLines = 11}));
    m_reader->setTitle(m_panels->add({.id = PanelId::Reader,
                                      .name = u"readerDock"_s,
                                      .title = tr("Trace"),
                                      .meaning = meaningOf(tr("Trace")),
                                      .body = m_reader,
                                      .area = Qt::BottomDockWidgetArea,
                                      .key = key(4),
                                      .leastLetters = 33,
                                      .leastLines = 6,
                                      .stripShare = 0.34}));
    m_events->setTitle(m_panels->add({.id = PanelId::Events,
                                      .name = u"eventsDock"_s,
                                      .title = tr("Events"),
                                      .meaning = {},
                                      .body = m_events,
                                      .area = Qt::BottomDockWidgetArea,
                                      .key = key(5),
                                      .leastLetters = 24,
                                      .leastLines = 6,
                                      .stripShare = 0.34}));
    m_panels->putBeside(PanelId::Reader, PanelId::Events);
    buildNotes();
    buildLesson();
}

/// Width of the lanes' columns beside the strips, and the height of enough lanes to compare them.
QSize AppWindow::lanesNeed() const {
    constexpr double kLeastRows = 16;  // with the header and the line of the run
    int columns = m_lanes->verticalScrollBar()->sizeHint().width();
    for (int column = 0; column < LanesModel::ColumnCount; ++column) {
        if (column != LanesModel::Steps) columns += m_lanes->columnWidth(column);
    }
    return {columns, m_theme.lines(kLeastRows)};
}

/// As long as there are no lanes, the panels may have their room, and the setup first: that is where a run begins.
void AppWindow::giveLanesRoom() {
    const bool any = m_lanes->model()->rowCount() > 0;
    m_panels->setStripShare(PanelId::Setup, any ? 0.34 : 0);
    m_panels->setStripShare(PanelId::Kv, any ? 0.24 : 0);
    m_panels->setStripShare(PanelId::Vote, any ? 0.24 : 0);
}

void AppWindow::resetLayout() {
    m_panels->arrange();
}

void AppWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    m_panels->fit();
}

/// At a right click beside the panels: those that the View menu has, and no bars.
QMenu* AppWindow::createPopupMenu() {
    auto* menu = new QMenu(this);
    menu->addActions(m_panels->actions());
    return menu;
}

void AppWindow::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    if (!std::exchange(m_laidOut, true)) restoreLayout();
}

/// A picture for the command line has the same layout everywhere; otherwise the user's layout is restored.
void AppWindow::restoreLayout() {
    if (m_launch.screenshot) {
        m_panels->restore(nullptr);
        return;
    }
    const QSettings settings(u"Stepscope"_s, u"Stepscope"_s);
    if (!m_launch.size && settings.contains("window/geometry"_L1))
        restoreGeometry(settings.value("window/geometry"_L1).toByteArray());
    m_setup->sampling().setOpen(settings.value("setup/samplingOpen"_L1, false).toBool());
    m_setup->prompt().setOpen(settings.value("setup/promptOpen"_L1, false).toBool());
    m_panels->restore(&settings);
}

// ---- session --------------------------------------------------------------------------------------------------------

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
    connect(m_welcome, &Welcome::lessonWanted, this, [this] { startLesson({}); });
    connect(m_welcome, &Welcome::exampleChosen, this, [this](const app::Example& example) {
        m_setup->problem().useExample(example);
        startRun();
    });
    connectModels();
    connectServers();
    connectTraining();
    connectStudies();
    connectHistory();
    connectComparisons();
    connectRescoring();
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
    m_launch.server ? beginOnServer(*m_launch.server) : m_session.loadModel(firstModel());
    scanMachine();
    m_recent.setLimits(loadHistoryLimits());
    offerUnfinishedStudy();
    if (m_launch.lesson) startLesson(*m_launch.lesson);
    if (m_launch.present) setPresenting(true);
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
    giveLanesRoom();
    if (jumped) m_lanes->setSelectedTrace(m_session.selected(), LanesView::Reveal::No);
}

void AppWindow::refreshAll(bool jumped) {
    for (Paced& panel : m_paced) {
        panel.refresh(jumped);
        panel.stale = panel.jumped = false;
    }
    giveLanesRoom();
    m_topBar->refresh();
    m_lanes->setSelectedTrace(m_session.selected(), LanesView::Reveal::No);
}

// ---- window ---------------------------------------------------------------------------------------------------------

void AppWindow::updateTitle() {
    const QString path = m_session.recordingPath();
    QString file = m_recent.holds(path) ? titleOfKept(path) : shortened(QFileInfo(path).fileName(), 80);
    file.replace("[*]"_L1, "[*][*]"_L1);  // Qt's place for the sign of a change
    setWindowTitle(file.isEmpty() ? u"Stepscope"_s : tr("%1 \u2013 Stepscope").arg(file));
}

/// What the lanes say, or show, while there are none.
void AppWindow::updateEmptyText() {
    const bool isReady = m_session.model() && !m_session.loadingRecording() && !m_session.training() &&
                         !m_session.studying() && !m_session.starting() && m_session.kind() == SourceKind::None;
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
    } else if (m_session.studying()) {
        m_lanes->setEmptyText(tr("A study is running"),
                              tr("A run can start once the study has finished or is paused: Study menu, New study "
                                 "(Ctrl+Shift+Y). Meanwhile you can open a recording (Ctrl+O)."));
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

void AppWindow::setTextPercent(int percent) {
    m_theme.setTextPercent(percent);
    QSettings(u"Stepscope"_s, u"Stepscope"_s).setValue("window/textPercent"_L1, m_theme.textPercent());
}

/// To the next larger or smaller size that is offered.
void AppWindow::stepTextSize(int steps) {
    const std::vector<int> sizes = textPercents();
    const auto now = std::ranges::lower_bound(sizes, m_theme.textPercent()) - sizes.begin();
    setTextPercent(sizes[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(now + steps, 0, std::ssize(sizes) - 1))]);
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
    setPresenting(false);
    endLesson();
    rememberNextRun();
    if (!m_launch.screenshot) {
        QSettings settings(u"Stepscope"_s, u"Stepscope"_s);
        settings.setValue("window/geometry"_L1, saveGeometry());
        m_panels->save(settings);
        settings.setValue("setup/samplingOpen"_L1, m_setup->sampling().isOpen());
        settings.setValue("setup/promptOpen"_L1, m_setup->prompt().isOpen());
    }
    m_session.setTimerRunning(false);
    m_session.stop();
    m_session.cancelTraining();
    m_session.endStudy(app::StudyEnd::Now);
    QMainWindow::closeEvent(event);
}

}  // namespace ui
