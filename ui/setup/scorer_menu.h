// Scorers to choose from as a menu: the model's own first, then those found on this machine that fit the model. GUI
// thread.
#pragma once

#include <QMenu>

#include "app/models/models.h"

namespace ui {

class MachineScan;

class ScorerMenu : public QMenu {
    Q_OBJECT
public:
    explicit ScorerMenu(QWidget* parent = nullptr);
    /// Where scorers are found. Not owned; must outlive the menu.
    void setScan(const MachineScan* scan) { m_scan = scan; }
    /// @param own      the scorer that comes with the loaded model; empty if it has none
    /// @param current  the one in use; empty: none
    /// @param width    of the model's hidden state; 0: no model is loaded
    void setChoice(const QString& own, const QString& current, int width);
    /// Why no scorer can be loaded now; empty if one can.
    void setReason(const QString& whyNot) { m_whyNot = whyNot; }
    /// Builds the entries; also done each time the menu opens.
    void rebuild();

Q_SIGNALS:
    void chosen(const QString& path);
    void openRequested();
    void trainRequested();
    void getRequested();

private:
    void addScorer(const QString& text, const QString& path, const QString& toolTip);
    void addFound();

    const MachineScan* m_scan = nullptr;
    QString m_own;
    QString m_current;
    QString m_whyNot;
    int m_width = 0;
};

}  // namespace ui
