// What the window shows before the first run, over the empty lanes: what will happen here, and examples to run with one
// click. GUI thread.
#pragma once

#include <QWidget>
#include <vector>

#include "app/study/examples.h"
#include "ui/paint/theme.h"

class QBoxLayout;

namespace ui {

class Welcome : public QWidget {
    Q_OBJECT
public:
    /// Covers `over` and follows its size.
    Welcome(const Theme& theme, QWidget* over);
    void setExamples(const std::vector<app::Example>& examples);

    /// Places in the list of examples of those that are offered, the one that a first run should take first.
    static std::vector<std::size_t> offered(std::size_t examples);

Q_SIGNALS:
    void exampleChosen(const app::Example& example);
    void lessonWanted();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeCard(const app::Example& example, bool isFirst);
    /// Leaves out what there is no room for, rather than cut it.
    void fit();

    const Theme& m_theme;
    QWidget* m_body = nullptr;
    QWidget* m_text = nullptr;
    QBoxLayout* m_cards = nullptr;
    std::vector<QWidget*> m_details;  ///< of the cards: what a window with little room leaves out
};

}  // namespace ui
