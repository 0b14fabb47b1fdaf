// The problem of the next run: text, examples and problem sets to choose it from, known answer, and a hint about it.
// GUI thread.
#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "app/study/examples.h"
#include "ui/paint/theme.h"

class QLabel;
class QLineEdit;
class QMenu;
class QPlainTextEdit;
class QPushButton;

namespace ui {

class ProblemBox : public QWidget {
    Q_OBJECT
public:
    ProblemBox(const Theme& theme, QWidget* parent = nullptr);

    void setExamples(std::vector<app::Example> examples);
    const std::vector<app::Example>& examples() const { return m_examples; }
    void useExample(const app::Example& example);
    /// The answer belongs to this text: it is cleared when another text is typed, and restored with this one.
    void setProblem(const QString& problem, const QString& knownAnswer);
    QString problem() const;
    std::optional<QString> knownAnswer() const;
    /// Empty hides it.
    void setHint(const QString& hint);
    void focusProblem();

Q_SIGNALS:
    void problemChanged();
    void runRequested();
    /// The problems of a set are wanted; an empty path: of one that is still to be chosen.
    void problemSetRequested(const QString& path);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fillMenu(QMenu* menu);
    void fitText();
    void followText(int removed);

    std::vector<app::Example> m_examples;
    QPlainTextEdit* m_text = nullptr;
    QString m_givenProblem;  ///< of an example, a recording or the command line
    QString m_givenAnswer;
    bool m_answerIsGiven = true;  ///< nobody has typed one since
    int m_letters = 0;            ///< of the text before its last change
    QLineEdit* m_answer = nullptr;
    QPushButton* m_menuButton = nullptr;
    QMenu* m_menu = nullptr;
    QLabel* m_hint = nullptr;
};

}  // namespace ui
