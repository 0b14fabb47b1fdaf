// A page of a lesson beside the live window: words, buttons that operate the program, and what the runs said. GUI
// thread.
#pragma once

#include <QPointer>
#include <QWidget>

#include "ui/lesson/lesson_player.h"
#include "ui/paint/theme.h"

class QHBoxLayout;
class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace ui {

class DockTitle;

/// Where in the lesson one is, as a row of dots.
class LessonDots : public QWidget {
    Q_OBJECT
public:
    LessonDots(const Theme& theme, QWidget* parent);
    void setPage(std::size_t page, std::size_t pages);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {10, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    std::size_t m_page = 0, m_pages = 0;
};

class LessonPanel : public QWidget {
    Q_OBJECT
public:
    explicit LessonPanel(const Theme& theme, QWidget* parent = nullptr);
    void setTitle(DockTitle* title);
    /// The player must live as long as it is shown; null: no lesson.
    void setPlayer(LessonPlayer* player);
    /// Said at the top in place of the buttons, with a button that helps; empty: nothing.
    void setObstacle(const QString& text, const QString& help);
    QPushButton* next() const { return m_next; }
    QPushButton* back() const { return m_back; }
    /// Of an action of the page shown; null where there is none.
    QPushButton* buttonOf(const QString& action) const;
    /// Everything that the page says now.
    QString text() const;

Q_SIGNALS:
    void helpWanted();
    void startWanted();
    void endWanted();
    void pageChanged();

private:
    void rebuild();
    void dropBody();
    void showStart();
    void refresh();
    void addAction(const app::LessonAction& action);
    void addQuestion();
    QLabel* addWords(const QString& text, TextRole role, const QString& look = {});

    const Theme& m_theme;
    LessonPlayer* m_player = nullptr;
    DockTitle* m_title = nullptr;
    QString m_obstacle;
    QString m_help;
    QScrollArea* m_scroll = nullptr;
    QWidget* m_body = nullptr;
    QVBoxLayout* m_layout = nullptr;
    LessonDots* m_dots = nullptr;
    QPushButton* m_back = nullptr;
    QPushButton* m_next = nullptr;
    std::size_t m_page = SIZE_MAX;
    bool m_isAnswerOpen = false;
    QPointer<QWidget> m_wanted;  ///< what comes next on the page
    QPointer<QWidget> m_newest;  ///< what the page has said last
    QString m_shown;             ///< what the page was built of last
};

}  // namespace ui
