// Presentation mode: setup folded away, type and lanes half as large again, a caption for what happens, and the keys of
// a remote control. Leaving it brings everything back as it was.
#include <QMenuBar>
#include <QShortcut>

#include "ui/app_window.h"
#include "ui/lanes/lanes_view.h"
#include "ui/lanes/run_line.h"
#include "ui/panels/panel_deck.h"
#include "ui/presenting/presenter_bars.h"
#include "ui/setup/top_bar.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr int kWithLesson = 1600;  // pixels: narrower windows have no room for its page beside lanes and panels

}  // namespace

void AppWindow::buildPresenting() {
    m_presenterHead = new PresenterHead(m_session, m_theme, this);
    m_captionBar = new CaptionBar(m_session, m_theme, this);
    addToolBar(Qt::TopToolBarArea, m_presenterHead);
    for (QToolBar* bar : std::initializer_list<QToolBar*>{m_presenterHead, m_captionBar}) bar->hide();
    connect(m_captionBar, &CaptionBar::subjectChanged, this, [this](engine::TraceId trace) {
        if (m_presenting) m_session.select(trace);
    });
    const std::pair<Qt::Key, std::function<void()>> keys[] = {
        {Qt::Key_Space, [this] { goOn(); }},
        {Qt::Key_Right, [this] { presentNext(); }},
        {Qt::Key_PageDown, [this] { presentNext(); }},
        {Qt::Key_Left, [this] { presentPrevious(); }},
        {Qt::Key_PageUp, [this] { presentPrevious(); }},
        {Qt::Key_Home, [this] { m_session.seekToEvent(1); }},
        {Qt::Key_End, [this] { m_session.followEnd(); }},
        {Qt::Key_Escape, [this] { setPresenting(false); }},
    };
    for (const auto& [key, act] : keys) {
        auto* shortcut = new QShortcut(QKeySequence(key), this);
        shortcut->setEnabled(false);
        connect(shortcut, &QShortcut::activated, this, act);
        m_presenterKeys.push_back(shortcut);
    }
}

void AppWindow::setPresenting(bool on) {
    if (on == m_presenting) return;
    m_presenting = on;
    m_presentAction->setChecked(on);
    if (on) {  // first: it remembers bars, too
        std::vector<PanelId> shown{PanelId::Kv, PanelId::Vote};
        if (m_lesson && width() >= kWithLesson) shown.push_back(PanelId::Lesson);
        m_panels->present(shown);
    }
    m_theme.setEnlarged(on);
    // Not hidden: the keys of its menus go on to work.
    menuBar()->setMaximumHeight(on ? 0 : QWIDGETSIZE_MAX);
    m_topBar->setVisible(!on);
    m_presenterHead->setVisible(on);
    m_captionBar->setVisible(on);
    m_lanes->setColumnHidden(LanesModel::Tokens, on);
    if (!on) m_panels->endPresenting();
    for (QShortcut* key : m_presenterKeys) key->setEnabled(on);
    if (!isUnattended()) setWindowState(windowState().setFlag(Qt::WindowFullScreen, on));
    m_lanes->setFocus();
    m_captionBar->refresh(true);
    refreshAll();
}

/// A run that waits goes on, one that runs pauses; a recording plays; without a run, one starts.
void AppWindow::goOn() {
    if (m_session.kind() == SourceKind::None) {
        if (m_session.may(Action::Run)) startRun();
    } else if (m_session.runActive() && m_session.playback().followsEnd()) {
        m_pauseAction->trigger();
    } else if (m_session.runActive()) {
        m_session.followEnd();
    } else {
        m_session.togglePlay();
    }
}

/// A run that goes on by itself stops for what has just happened; then it goes on to the next event.
void AppWindow::presentNext() {
    if (m_session.kind() == SourceKind::None) return goOn();
    const bool runs = m_session.runActive() && m_session.latest().phase == app::RunPhase::Running;
    if (runs && m_session.playback().followsEnd()) {
        m_session.pause();
    } else {
        m_session.step(Moment::Event, true);
    }
}

void AppWindow::presentPrevious() {
    m_session.step(Moment::Event, false);
}

}  // namespace ui
