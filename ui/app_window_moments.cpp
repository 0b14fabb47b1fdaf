// Menus for finer time: from event to event, pass by pass, and what a live run pauses at.
#include <QMenu>

#include "ui/app_window.h"
#include "ui/panels/moment_buttons.h"
#include "ui/panels/time_bar.h"

using namespace Qt::StringLiterals;

namespace ui {

void AppWindow::buildMomentMenus(QMenu* run) {
    QMenu* steps = run->addMenu(tr("&Step to"));
    struct Row {
        QString text;
        const char* keys;
        Moment kind;
        bool forward;
    };
    const Row rows[] = {
        {tr("&Next event"), "Ctrl+Right", Moment::Event, true},
        {tr("&Previous event"), "Ctrl+Left", Moment::Event, false},
        {tr("Next p&rune"), "Ctrl+Shift+Right", Moment::Prune, true},
        {tr("Previous pr&une"), "Ctrl+Shift+Left", Moment::Prune, false},
        {tr("Next &leader of the vote"), "Alt+Shift+Right", Moment::Leader, true},
        {tr("Previous l&eader of the vote"), "Alt+Shift+Left", Moment::Leader, false},
        {tr("Next p&ass of the model"), "F8", Moment::Pass, true},
        {tr("Previous pa&ss of the model"), "Shift+F8", Moment::Pass, false},
    };
    for (const Row& row : rows) {
        steps->addAction(row.text, QKeySequence(QString::fromLatin1(row.keys)), this,
                         [this, kind = row.kind, forward = row.forward] { m_timeBar->moments().step(kind, forward); });
    }
    QMenu* pauses = run->addMenu(tr("Pause &at"));
    const std::pair<QString, bool app::PausePoints::*> points[] = {
        {tr("The first &saturation, before a trace is pruned"), &app::PausePoints::saturation},
        {tr("Every &prune or preemption"), &app::PausePoints::prune},
        {tr("A new &leader of the vote"), &app::PausePoints::leader},
        {tr("The first &answer"), &app::PausePoints::answer}};
    for (const auto& [text, point] : points) {
        QAction* action = pauses->addAction(text);
        action->setCheckable(true);
        connect(&m_session, &SessionController::pauseAtChanged, action,
                [this, action, wanted = point] { action->setChecked(m_session.pauseAt().*wanted); });
        connect(action, &QAction::toggled, this, [this, wanted = point](bool on) {
            app::PausePoints next = m_session.pauseAt();
            next.*wanted = on;
            m_session.setPauseAt(next);
        });
    }
    m_timeBar->moments().setPauseMenu(pauses);
}

}  // namespace ui
