#include "ui/setup/scorer_menu.h"

#include <QFileInfo>

#include "ui/paint/format.h"
#include "ui/paint/widget_rules.h"
#include "ui/setup/machine_scan.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

/// The same file, whatever links lead to it; of files that are gone, the same path.
bool isSameFile(const QString& a, const QString& b) {
    if (a.isEmpty() || b.isEmpty()) return false;
    const QFileInfo one(a), other(b);
    return one.exists() && other.exists() ? one == other : one.absoluteFilePath() == other.absoluteFilePath();
}

}  // namespace

ScorerMenu::ScorerMenu(QWidget* parent) : QMenu(parent) {
    setToolTipsVisible(true);
    connect(this, &QMenu::aboutToShow, this, &ScorerMenu::rebuild);
    rebuild();
}

void ScorerMenu::setChoice(const QString& own, const QString& current, int width) {
    m_own = own;
    m_current = current;
    m_width = width;
}

void ScorerMenu::addScorer(const QString& text, const QString& path, const QString& toolTip) {
    QAction* action = addAction(menuText(text), this, [this, path] { Q_EMIT chosen(path); });
    action->setCheckable(true);
    action->setChecked(isSameFile(path, m_current));
    action->setEnabled(m_whyNot.isEmpty());
    action->setToolTip(wrapToolTip(m_whyNot.isEmpty() ? toolTip : m_whyNot));
}

void ScorerMenu::addFound() {
    bool isFirst = true;
    for (const app::FoundScorer& scorer : m_scan->found().scorers) {
        const QString path = QString::fromStdString(scorer.path);
        if (!scorer.loadable || scorer.inputWidth != m_width || isSameFile(path, m_own)) continue;
        if (std::exchange(isFirst, false)) {
            addSeparator();
            addAction(tr("Found on this machine, of this model's width"))->setEnabled(false);
        }
        addScorer(shortened(QString::fromStdString(scorer.name), 60), path, path);
    }
}

void ScorerMenu::rebuild() {
    clear();
    if (m_width > 0) {
        if (m_own.isEmpty()) {
            addAction(tr("This model comes without a scorer"))->setEnabled(false);
        } else {
            addScorer(tr("The model's own scorer"), m_own, m_own);
        }
        if (m_scan) addFound();
        addSeparator();
    }
    QAction* open = addAction(tr("&Open a scorer\u2026"), this, &ScorerMenu::openRequested);
    open->setEnabled(m_whyNot.isEmpty());
    open->setToolTip(m_whyNot.isEmpty() ? tr("A checkpoint, .pt or .safetensors, of the model's width") : m_whyNot);
    addAction(tr("&Train a scorer\u2026"), this, &ScorerMenu::trainRequested)
        ->setToolTip(tr("For this model, on problems with known answers"));
    addAction(tr("&Get a model and its scorer\u2026"), this, &ScorerMenu::getRequested)
        ->setToolTip(tr("Where the scorers of the STEP paper are"));
}

}  // namespace ui
