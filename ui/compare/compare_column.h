// One run of a comparison: name, answer, figures with their ratio to the first run, lanes by trace number, use of
// memory over a time axis that all runs share. GUI thread.
#pragma once

#include <QWidget>

#include "ui/compare/compared_runs.h"
#include "ui/paint/theme.h"

class QGridLayout;
class QLabel;
class QToolButton;

namespace ui {

class ElidedLabel;
class KvHistory;
class LanesView;
class TwinStrip;

class CompareColumn : public QWidget {
    Q_OBJECT
public:
    /// `place`: 0 for the first run.
    CompareColumn(ComparedRuns& runs, std::size_t place, const Theme& theme, QWidget* parent);
    /// The run at this moment; after its end it stays as it ended.
    void showAt(double t);
    LanesView& lanes() const { return *m_lanes; }
    QString answer() const;
    /// "A", "B", ...
    static QString letterOf(std::size_t place);

Q_SIGNALS:
    void removeWanted();
    void timeClicked(double t);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* buildHead();
    void showAnswer(const app::ComparedFigures& own);
    void showFigures();
    void fitColumns();
    void fitWords();

    ComparedRuns& m_runs;
    std::size_t m_place;
    const Theme& m_theme;
    ElidedLabel* m_answer = nullptr;
    QString m_answerText;   ///< "✓ answers 204, right"
    QString m_shortAnswer;  ///< "✓ 204"
    QGridLayout* m_figures = nullptr;
    LanesView* m_lanes = nullptr;
    TwinStrip* m_twins = nullptr;
    KvHistory* m_memory = nullptr;
};

}  // namespace ui
