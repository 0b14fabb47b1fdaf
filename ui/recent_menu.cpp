#include "ui/recent_menu.h"

#include <algorithm>

#include "ui/history_text.h"
#include "ui/paint/format.h"
#include "ui/paint/widget_rules.h"
#include "ui/session/recent_runs.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {
constexpr std::size_t kMostShown = 10;
constexpr qsizetype kProblemLetters = 48;
}  // namespace

RecentMenu::RecentMenu(RecentRuns& runs, QWidget* parent) : QMenu(tr("Recent r&uns"), parent), m_runs(runs) {
    setToolTipsVisible(true);
    connect(&runs, &RecentRuns::changed, this, [this] {
        if (!isVisible()) rebuild();  // an open menu does not change under the pointer
    });
    connect(this, &QMenu::aboutToShow, this, &RecentMenu::rebuild);
    rebuild();
}

void RecentMenu::rebuild() {
    clear();
    const std::vector<app::HistoryRun>& runs = m_runs.runs();
    const QDateTime now = QDateTime::currentDateTime();
    for (std::size_t i = 0; i < std::min(runs.size(), kMostShown); ++i) {
        const app::HistoryRun& run = runs[i];
        const QString result = QStringList{policyOf(run), answerOf(run), whenOf(startOf(run), now)}.join(u" \u00b7 "_s);
        const QString path = QString::fromStdString(run.path.string());
        QAction* action = addAction(menuText(problemOf(run, kProblemLetters)) + u'\t' + menuText(result), this,
                                    [this, path] { Q_EMIT chosen(path); });
        action->setToolTip(wrapToolTip(tellAll(run)));
    }
    if (!m_runs.isOn()) {
        addAction(tr("Runs are not kept"))->setEnabled(false);
    } else if (runs.empty()) {
        const bool known = m_runs.everRead();
        addAction(known ? tr("No runs yet: each run is kept here") : tr("Looking for runs\u2026"))->setEnabled(false);
    }
    addSeparator();
    QAction* all = addAction(tr("&Show all\u2026"), this, &RecentMenu::showAllRequested);
    QAction* clearAll = addAction(tr("&Clear history\u2026"), this, &RecentMenu::clearRequested);
    all->setEnabled(!runs.empty());
    clearAll->setEnabled(!runs.empty());
}

}  // namespace ui
