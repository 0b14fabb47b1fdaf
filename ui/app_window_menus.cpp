// Menus of the main window and the dialogs they open.
#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QMenuBar>
#include <QMessageBox>
#include <QRegularExpression>
#include <QSettings>

#include "app/run/policy_table.h"
#include "ui/app_window.h"
#include "ui/dialogs/text_dialog.h"
#include "ui/exports.h"
#include "ui/lanes/lanes_view.h"
#include "ui/lanes/trace_text.h"
#include "ui/message_bar.h"
#include "ui/paint/app_text.h"
#include "ui/paint/language.h"
#include "ui/paint/widgets.h"
#include "ui/panels/panel_deck.h"
#include "ui/panels/reader_panel.h"
#include "ui/panels/search_panel.h"
#include "ui/panels/time_bar.h"
#include "ui/recent_menu.h"
#include "ui/setup/model_menu.h"
#include "ui/setup/policy_chooser.h"
#include "ui/setup/problem_box.h"
#include "ui/setup/setup_panel.h"
#include "ui/setup/top_bar.h"

using namespace Qt::StringLiterals;

namespace ui {

void AppWindow::buildMenus() {
    buildFileMenu();
    buildRunMenu();
    buildViewMenu();
    buildStudyMenu();
    buildHelpMenu();
}

void AppWindow::buildFileMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&File"));
    menu->addAction(tr("&Open recording\u2026"), QKeySequence::Open, this, &AppWindow::chooseRecording);
    menu->addMenu(m_recentMenu);
    connect(menu, &QMenu::aboutToShow, &m_recent, &RecentRuns::refresh);  // other programs keep runs, too
    menu->addAction(tr("Compare recordin&gs\u2026"), this, &AppWindow::chooseRecordingsToCompare);
    m_saveAction = menu->addAction(tr("&Save recording as\u2026"), QKeySequence::Save, this, &AppWindow::saveRecording);
    menu->addMenu(m_exports->menu());
    m_backAction = menu->addAction(tr("&Back to the last run"), QKeySequence(u"Ctrl+B"_s), &m_session,
                                   &SessionController::backToRunBefore);
    m_backAction->setToolTip(tr("Shows this window's last run again, after a recording or another run replaced it"));
    m_recordAction = menu->addAction(tr("&Record every run\u2026"));
    m_recordAction->setCheckable(true);
    m_recordAction->setToolTip(tr("Writes each run to a file of its own while it runs"));
    m_recordingFolder = m_launch.screenshot
                            ? QString()
                            : QSettings(u"Stepscope"_s, u"Stepscope"_s).value("recording/folder"_L1).toString();
    m_recordAction->setChecked(!m_recordingFolder.isEmpty());
    connect(m_recordAction, &QAction::triggered, this, &AppWindow::chooseRecordingFolder);
    menu->addSeparator();
    menu->addMenu(m_modelMenu);
    menu->addAction(tr("Choose a &model"), QKeySequence(u"Ctrl+M"_s), this, &AppWindow::popUpModels);
    menu->addAction(tr("Open s&corer\u2026"), QKeySequence(u"Ctrl+K"_s), this, &AppWindow::openScorer);
    menu->addAction(tr("&Train a scorer\u2026"), QKeySequence(u"Ctrl+Shift+T"_s), this, &AppWindow::openTraining);
    menu->addAction(tr("Load the d&emo model"), this, [this] { loadModel({}); });
    menu->addSeparator();
    menu->addAction(tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);
}

void AppWindow::buildRunMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&Run", "menu"));
    m_runAction = menu->addAction(tr("&Run"), QKeySequence(u"Ctrl+R"_s), this, &AppWindow::startRun);
    menu->addAction(tr("&Compare policies\u2026"), QKeySequence(u"Ctrl+Shift+R"_s), this, &AppWindow::chooseComparison);
    menu->addAction(tr("&What if\u2026"), QKeySequence(u"Ctrl+I"_s), this, &AppWindow::askWhatIf)
        ->setToolTip(tr("What another policy, memory or number of traces would have made of the run shown"));
    menu->addAction(tr("Score again with another scorer\u2026"), this, &AppWindow::chooseRescoring)
        ->setToolTip(tr("Other scores for the run shown: from kept hidden rows, or with the model that made it"));
    m_pauseAction = menu->addAction(tr("&Pause or resume"), QKeySequence(u"Ctrl+P"_s), this, [this] {
        if (m_session.latest().phase == app::RunPhase::Paused) {
            m_session.resume();
        } else {
            m_session.pause();
        }
    });
    m_stopAction = menu->addAction(tr("S&top"), QKeySequence(u"Ctrl+."_s), &m_session, &SessionController::stop);
    buildSteeringMenu(menu);
    menu->addSeparator();
    QMenu* policies = menu->addMenu(tr("P&olicy"));
    int key = 0;
    for (const app::PolicyRow& row : app::policyRows()) {
        const QKeySequence keys = ++key <= 9 ? QKeySequence(u"Alt+%1"_s.arg(key)) : QKeySequence();
        policies->addAction(appText(row.title), keys, this, [this, policy = row.kind] {
            m_topBar->policies().setPolicy(policy);
            m_setup->setPolicy(policy);
        });
    }
    menu->addAction(tr("Full speed"), QKeySequence(u"Ctrl+Shift+A"_s), this, [this] {
        m_timeBar->setPace(0);
        m_session.setPace(0);
    });
    menu->addAction(tr("Watchable pace"), QKeySequence(u"Ctrl+Shift+W"_s), this, [this] {
        m_timeBar->setPace(kWatchablePace);
        m_session.setPace(kWatchablePace);
    });
    menu->addSeparator();
    m_playAction = menu->addAction(tr("Pla&y or pause the replay"), QKeySequence(u"Ctrl+Space"_s), &m_session,
                                   &SessionController::togglePlay);
    menu->addAction(tr("Back 5 s"), QKeySequence(u"Alt+Left"_s), this, [this] { m_timeBar->stepBy(-5); });
    menu->addAction(tr("Forward 5 s"), QKeySequence(u"Alt+Right"_s), this, [this] { m_timeBar->stepBy(5); });
    buildMomentMenus(menu);
    m_liveAction = menu->addAction(tr("&Live: to the end of the run"), QKeySequence(u"Ctrl+L"_s), &m_session,
                                   &SessionController::followEnd);
}

void AppWindow::buildViewMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&View"));
    menu->addActions(m_panels->actions());
    menu->addAction(tr("Write a &note"), QKeySequence(u"Ctrl+Shift+N"_s), this, [this] {
        const auto step = m_session.selectedStep();
        writeNote(step ? m_session.selected() : std::nullopt, step);
    });
    menu->addAction(tr("&Reset layout"), this, &AppWindow::resetLayout);
    menu->addSeparator();
    menu->addAction(tr("&Search in the trace"), QKeySequence::Find, this, [this] {
        m_panels->reveal(PanelId::Reader);
        m_reader->openSearch();
    });
    menu->addAction(tr("Search in a&ll traces"), QKeySequence(u"Ctrl+Shift+F"_s), m_search, &SearchPanel::open);
    menu->addAction(tr("Go to the pro&blem"), QKeySequence(u"Ctrl+E"_s), this, [this] {
        m_panels->reveal(PanelId::Setup);
        m_setup->problem().focusProblem();
    });
    menu->addAction(tr("Go to the l&anes"), QKeySequence(u"Ctrl+T"_s), this, [this] { m_lanes->setFocus(); });
    QMenu* sorting = menu->addMenu(tr("Sort lanes b&y"));
    const QString columns[] = {tr("&Trace"), tr("&State"), tr("S&core"), tr("Ste&ps"), tr("T&okens"), tr("&Answer")};
    for (int column = 0; column < LanesModel::ColumnCount; ++column) {
        sorting->addAction(columns[column], QKeySequence(u"Ctrl+Alt+%1"_s.arg(column + 1)), this,
                           [this, column] { m_lanes->toggleSort(column); });
    }
    menu->addAction(tr("Zoom &into the steps"), QKeySequence(u"Alt++"_s), this, [this] { m_lanes->zoomStrips(0.5); });
    menu->addAction(tr("Zoom &out of the steps"), QKeySequence(u"Alt+-"_s), this, [this] { m_lanes->zoomStrips(2); });
    menu->addAction(tr("&Whole traces"), QKeySequence(u"Alt+0"_s), m_lanes, &LanesView::showWholeTraces);
    menu->addSeparator();
    const auto textSize = [this, menu](const QString& name, const QList<QKeySequence>& keys, auto&& change) {
        menu->addAction(name, this, std::forward<decltype(change)>(change))->setShortcuts(keys);
    };
    // Where + needs Shift, the key without it does the same.
    textSize(tr("Larg&er text"), {QKeySequence(u"Ctrl++"_s), QKeySequence(u"Ctrl+="_s)}, [this] { stepTextSize(1); });
    textSize(tr("S&maller text"), {QKeySequence(u"Ctrl+-"_s)}, [this] { stepTextSize(-1); });
    textSize(tr("&Usual text size"), {QKeySequence(u"Ctrl+0"_s)}, [this] { setTextPercent(kUsualTextPercent); });
    m_presentAction =
        menu->addAction(tr("&Presentation"), QKeySequence(u"F11"_s), this, [this] { setPresenting(!m_presenting); });
    m_presentAction->setCheckable(true);
    m_presentAction->setToolTip(tr("Large type, few panels and a caption, for a room"));
    menu->addSeparator();
    QMenu* themes = menu->addMenu(tr("&Theme"));
    auto* group = new QActionGroup(this);
    const std::pair<ThemeChoice, QString> choices[] = {
        {ThemeChoice::System, tr("&System")}, {ThemeChoice::Light, tr("&Light")}, {ThemeChoice::Dark, tr("&Dark")}};
    for (const auto& [choice, name] : choices) {
        QAction* action = themes->addAction(name, this, [this, wanted = choice] { applyTheme(wanted); });
        action->setCheckable(true);
        action->setChecked(m_theme.choice() == choice);
        group->addAction(action);
    }
    buildLanguageMenu(menu);
}

/// Takes effect at the next start: every text of the window is made once.
void AppWindow::buildLanguageMenu(QMenu* menu) {
    QMenu* languages = menu->addMenu(tr("Langua&ge"));
    auto* group = new QActionGroup(this);
    const QString kept = QSettings().value("window/language"_L1, u"system"_s).toString();
    const auto add = [&](const QString& name, const QString& choice) {
        QAction* action = languages->addAction(name, this, [this, choice] {
            QSettings().setValue("window/language"_L1, choice);
            m_messages->showMessage(MessageKind::Info, tr("The language changes when the program starts again."));
        });
        action->setCheckable(true);
        action->setChecked(choice == kept);
        group->addAction(action);
    };
    add(tr("&System"), u"system"_s);
    for (const LanguageRow& row : languageRows()) add(QString::fromUtf8(row.name), QLatin1StringView(row.code));
    if (!group->checkedAction()) group->actions().constFirst()->setChecked(true);
}

void AppWindow::buildHelpMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&Help"));
    menu->addAction(tr("&Lesson"), QKeySequence(u"Ctrl+F1"_s), this, [this] { startLesson({}); })
        ->setToolTip(tr("Ten minutes through the method, in this window"));
    menu->addAction(tr("&Open a lesson\u2026"), this, &AppWindow::chooseLesson);
    QAction* end = menu->addAction(tr("&End the lesson"), this, &AppWindow::endLesson);
    end->setToolTip(tr("Your own settings come back"));
    connect(menu, &QMenu::aboutToShow, end, [this, end] { end->setEnabled(m_lesson != nullptr); });
    menu->addSeparator();
    menu->addAction(tr("&Keys"), QKeySequence(u"F1"_s), this, &AppWindow::showKeys);
    menu->addAction(tr("&Glossary"), QKeySequence(u"Shift+F1"_s), this,
                    [this] { showPage(this, tr("Glossary"), glossaryPage()); });
    menu->addAction(tr("&About Stepscope"), this, &AppWindow::showAbout);
}

void AppWindow::updateActions() {
    const bool active = m_session.runActive();
    m_runAction->setEnabled(!active);  // the key then says why a run has to wait
    m_runAction->setText(m_session.training()   ? tr("&Run (waits for the training)")
                         : m_session.studying() ? tr("&Run (waits for the study)")
                                                : tr("&Run"));
    m_backAction->setEnabled(m_session.hasRunBefore() && m_session.may(Action::OpenRecording));
    m_pauseAction->setEnabled(m_session.may(Action::Steer));
    m_stopAction->setEnabled(m_session.may(Action::Stop));
    m_saveAction->setEnabled(m_session.kind() != SourceKind::None);
    m_liveAction->setEnabled(m_session.kind() != SourceKind::None && !m_session.playback().followsEnd());
    m_playAction->setEnabled(m_session.kind() != SourceKind::None);
}

void AppWindow::showKeys() {
    static const QRegularExpression mnemonic(uR"(\(&.\))"_s);  // of menus in Chinese: "X(&O)..."
    QString rows;
    for (const QAction* top : menuBar()->actions()) {
        QList<QAction*> actions = top->menu()->actions();
        for (qsizetype i = 0; i < actions.size(); ++i) {
            if (actions[i]->menu()) actions += actions[i]->menu()->actions();
        }
        for (const QAction* action : actions) {
            QStringList keys;
            for (const QKeySequence& shortcut : action->shortcuts())
                keys << shortcut.toString(QKeySequence::NativeText);
            if (keys.isEmpty()) continue;
            QString name = action->text();
            rows += u"<tr><td style='padding:2px 24px 2px 0'><b>%1</b></td><td>%2</td></tr>"_s.arg(
                keys.join(u", "_s).toHtmlEscaped(), name.remove(mnemonic).remove(u'&').toHtmlEscaped());
        }
    }
    const auto row = [&rows](const QString& key, const QString& what) {
        rows += u"<tr><td style='padding:2px 24px 2px 0'><b>%1</b></td><td>%2</td></tr>"_s.arg(key, what);
    };
    row(tr("Ctrl+Enter"), tr("In the problem: run it"));
    row(tr("Up, Down"), tr("In the lanes: select a trace"));
    row(tr("Left, Right"), tr("In the lanes: select a step of the trace"));
    row(tr("+, -, 0"), tr("In the lanes: zoom the steps in and out, show whole traces"));
    row(tr("Shift+Left, Shift+Right"), tr("In the lanes: move zoomed steps"));
    row(tr("Ctrl+wheel, Shift+wheel, drag"), tr("On the steps: zoom and move them"));
    row(tr("Left, Right, Space"), tr("In a comparison: previous and next decision, play or pause"));
    row(tr("Left, Right, Page keys, Home, End"), tr("In the time slider: move through the run"));
    row(tr("Up, Down, Left, Right"), tr("In the vote: another answer, another of its traces"));
    row(tr("Enter, F2, Delete"), tr("In the notes: go there, change the text, delete"));
    row(tr("Right, Page Down; Left, Page Up"), tr("In a presentation: the next event, the one before"));
    row(tr("Space, Home, End, Esc"), tr("In a presentation: go on or pause, the beginning, the end, leave"));
    row(tr("Tab, Shift+Tab"), tr("Next and previous control"));
    showPage(this, tr("Keys"), u"<table>%1</table>"_s.arg(rows));
}

void AppWindow::showAbout() {
    QMessageBox box(QMessageBox::NoIcon, tr("About Stepscope"), {}, QMessageBox::Close, this);
    box.setIconPixmap(QApplication::windowIcon().pixmap(64, 64));
    box.setTextFormat(Qt::RichText);
    box.setText(
        tr("<h3>Stepscope %1</h3><p>Watch a language model reason in parallel. Every step is scored from its hidden "
           "state. When memory is full, the trace with the lowest score is pruned. The finished traces vote, "
           "weighted by score.</p><p>The method is STEP (arXiv 2601.09093).</p><p>Made with Qt %2 and Qt Charts. The "
           "source is under the MIT License; with Qt Charts in it, the program is "
           "under the GNU General Public License, version 3.</p>")
            .arg(QApplication::applicationVersion(), QLatin1String(qVersion())));
    box.exec();
}

}  // namespace ui
