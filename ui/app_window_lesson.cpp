// Lessons in the main window: the page beside the live window, what its buttons do here, and the settings of the
// person, which come back afterwards.
#include <QAction>
#include <QDockWidget>
#include <QFileDialog>
#include <QPushButton>

#include "app/lesson/lesson.h"
#include "ui/app_window.h"
#include "ui/compare/compare_window.h"
#include "ui/compare/what_if_panel.h"
#include "ui/lanes/lanes_view.h"
#include "ui/lanes/run_line.h"
#include "ui/lesson/highlight.h"
#include "ui/lesson/lesson_panel.h"
#include "ui/message_bar.h"
#include "ui/paint/app_text.h"
#include "ui/panels/events_panel.h"
#include "ui/panels/kv_panel.h"
#include "ui/panels/panel_deck.h"
#include "ui/panels/reader_panel.h"
#include "ui/panels/time_bar.h"
#include "ui/panels/vote_panel.h"
#include "ui/presenting/presenter_bars.h"
#include "ui/setup/policy_chooser.h"
#include "ui/setup/problem_box.h"
#include "ui/setup/setup_panel.h"
#include "ui/setup/top_bar.h"

using namespace Qt::StringLiterals;

namespace ui {

void AppWindow::buildLesson() {
    m_lessonPanel = new LessonPanel(m_theme);
    m_lessonPanel->setTitle(m_panels->add({.id = PanelId::Lesson,
                                           .name = u"lessonDock"_s,
                                           .title = tr("Lesson"),
                                           .meaning = tr("Pages that operate this window"),
                                           .body = m_lessonPanel,
                                           .area = Qt::LeftDockWidgetArea,
                                           .key = QKeySequence(u"Ctrl+7"_s),
                                           .leastLetters = 32,
                                           .leastLines = 32,
                                           .staysFolded = true}));
    m_highlight = new Highlight(*this, m_theme, [this] { return m_panels->isWanted(PanelId::Lesson); });
    connect(m_lessonPanel, &LessonPanel::endWanted, this, &AppWindow::endLesson);
    connect(m_lessonPanel, &LessonPanel::startWanted, this, [this] { startLesson({}); });
    connect(m_lessonPanel, &LessonPanel::helpWanted, this, [this] { loadModel({}); });
    connect(m_lessonPanel, &LessonPanel::pageChanged, this, &AppWindow::highlightPage);
    connect(&m_session, &SessionController::statusChanged, this, &AppWindow::updateLesson);
    connect(&m_session, &SessionController::modelReady, this, &AppWindow::updateLesson);
    connect(&m_session, &SessionController::scorerReady, this, &AppWindow::updateLesson);
}

void AppWindow::startLesson(const QString& path) {
    if (m_lesson && path.isEmpty()) return m_panels->keep(PanelId::Lesson);  // it goes on where it is
    app::Lesson lesson;
    try {
        lesson = app::readLesson(path.isEmpty() ? app::firstLesson(languageCode().toStdString())
                                                : std::filesystem::path(path.toStdString()));
    } catch (const std::exception& error) {
        m_messages->showMessage(MessageKind::Error, appSentence(error.what()));
        return;
    }
    endLesson();
    setPresenting(false);
    // The pages speak of memory and vote: both stay in view, whatever the window's size.
    for (const PanelId id : {PanelId::Kv, PanelId::Vote}) {
        if (!m_panels->isKept(id)) m_lessonKeeps.push_back(id);
        m_panels->keep(id);
    }
    m_lesson = new LessonPlayer(std::move(lesson), m_session, this);
    connect(m_lesson, &LessonPlayer::runWanted, this, &AppWindow::runOfLesson);
    connect(m_lesson, &LessonPlayer::finishWanted, this, [this] {
        m_session.followEnd();
        if (!m_session.letCutFinish()) m_lesson->giveUp();  // the reason is said already
    });
    connect(m_lesson, &LessonPlayer::whatIfWanted, this, &AppWindow::askOfLesson);
    connect(m_lesson, &LessonPlayer::stepWanted, this, [this](engine::TraceId trace, int step) {
        m_panels->reveal(PanelId::Reader);
        chooseStep(trace, step);
    });
    connect(m_lesson, &LessonPlayer::momentWanted, &m_session, &SessionController::seekToEvent);
    connect(m_lesson, &LessonPlayer::problemWanted, this, [this] {
        m_panels->reveal(PanelId::Setup);
        m_setup->problem().focusProblem();
    });
    m_lessonPanel->setPlayer(m_lesson);
    m_panels->keep(PanelId::Lesson);
    updateLesson();
}

void AppWindow::chooseLesson() {
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Open a lesson"), QString::fromStdString(app::lessonFolder().string()),
                                     tr("Lessons (*.json);;All files (*)"));
    if (!path.isEmpty()) startLesson(path);
}

/// What the person had set comes back; the runs of the lesson stay where runs are kept.
void AppWindow::endLesson() {
    if (!m_lesson) return;
    m_highlight->show({});
    m_lessonPanel->setPlayer(nullptr);
    std::exchange(m_lesson, nullptr)->deleteLater();
    m_captionBar->setNote({});
    m_panels->hide(PanelId::Lesson);
    for (const PanelId id : std::exchange(m_lessonKeeps, {})) m_panels->release(id);
    const auto before = std::exchange(m_beforeLesson, std::nullopt);
    if (!before) return;  // nothing was run
    showOptions(before->options);
    m_setup->problem().setProblem(before->problem, before->knownAnswer);
    m_timeBar->setPace(before->pace);
    m_session.setPauseAt(before->pauseAt);
    rememberNextRun();
}

/// Into the controls, so that what runs is what is seen.
void AppWindow::showOptions(const app::RunOptions& options) {
    m_setup->setOptions(options);
    m_topBar->policies().showOptions(options);
    m_setup->setPolicy(options.policy);
}

void AppWindow::runOfLesson(const app::LessonRun& run) {
    if (!m_beforeLesson)
        m_beforeLesson = BeforeLesson{.options = shownOptions(),
                                      .problem = m_setup->problem().problem(),
                                      .knownAnswer = m_setup->problem().knownAnswer().value_or(QString()),
                                      .pace = m_timeBar->pace(),
                                      .pauseAt = m_session.pauseAt()};
    app::RunOptions options = m_session.model()->defaults;
    options.backend = m_setup->options().backend;
    options.device = m_setup->options().device;
    run.applyTo(options);
    showOptions(options);
    m_setup->problem().setProblem(QString::fromStdString(run.problem), QString::fromStdString(run.answer.value_or("")));
    m_timeBar->setPace(m_launch.pace.value_or(run.pace));
    m_session.setPauseAt(run.pauseAt);
    startRun();
}

void AppWindow::askOfLesson(const std::shared_ptr<app::Timeline>& run, std::optional<app::PolicyKind> policy) {
    CompareWindow& window = openComparison({});
    window.add({std::make_unique<app::Timeline>(*run), {}});
    window.setAsking(true);
    connect(&window.whatIf(), &WhatIfPanel::answered, m_lesson, &LessonPlayer::takeWhatIf);
    if (policy) window.whatIf().setPolicy(*policy);
}

/// The pages are written for the demo model and its scorer.
void AppWindow::updateLesson() {
    if (!m_lesson) return;
    const bool isDemo = m_session.model() && m_session.model()->model.embedded && m_session.scorer();
    if (isDemo) {
        m_lessonPanel->setObstacle({}, {});
    } else if (m_session.loadingModel()) {
        m_lessonPanel->setObstacle(tr("The model is being loaded."), {});
    } else {
        m_lessonPanel->setObstacle(tr("The lesson is about the demo model that comes with the program."),
                                   tr("Load the demo model"));
    }
    m_captionBar->setNote(tr("Lesson, page %1 of %2: %3")
                              .arg(m_lesson->pageNumber() + 1)
                              .arg(m_lesson->lesson().pages.size())
                              .arg(QString::fromStdString(m_lesson->page().title)));
}

/// The panel that it fills, with the panel's heading; else the part itself.
static QWidget* withHeading(QWidget* part) {
    auto* dock = part ? qobject_cast<QDockWidget*>(part->parentWidget()) : nullptr;
    return dock ? dock : part;
}

void AppWindow::highlightPage() {
    updateLesson();
    const auto named = [this](const QString& name) {
        for (QWidget* widget : m_setup->findChildren<QWidget*>()) {
            if (widget->accessibleName() == name) return widget->parentWidget();
        }
        return static_cast<QWidget*>(nullptr);
    };
    struct Place {
        QWidget* widget = nullptr;
        std::optional<PanelId> panel = {};  ///< that it is in
    };
    const std::map<std::string, Place> places{{"problem", {&m_setup->problem(), PanelId::Setup}},
                                              {"policy", {&m_topBar->policies()}},
                                              {"run", {m_topBar->runButton()}},
                                              {"traces", {named(tr("Traces n")), PanelId::Setup}},
                                              {"memory", {named(tr("KV cache")), PanelId::Setup}},
                                              {"lanes", {m_lanes}},
                                              {"kv", {m_kv, PanelId::Kv}},
                                              {"vote", {m_vote, PanelId::Vote}},
                                              {"reader", {m_reader, PanelId::Reader}},
                                              {"events", {m_events, PanelId::Events}},
                                              {"outcome", {m_runLine}},
                                              {"what_if", {m_runLine->askButton()}},
                                              {"time", {m_timeBar}}};
    std::vector<QWidget*> parts;
    for (const std::string& place : m_lesson->page().highlights) {
        const auto found = places.find(place);
        if (found == places.end()) continue;
        QWidget* const tab = found->second.panel ? m_panels->tabOf(*found->second.panel) : nullptr;
        if (QWidget* const part = tab ? tab : withHeading(found->second.widget)) parts.push_back(part);
    }
    m_highlight->show(parts);
}

}  // namespace ui
