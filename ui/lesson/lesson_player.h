// Where a person is in a lesson: the page, which of its actions are done, and the runs that they made, from which the
// page's words get their numbers. It asks for what the program is to do and watches the session for the outcome. GUI
// thread.
#pragma once

#include <QObject>
#include <QString>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "app/lesson/lesson.h"
#include "app/run/timeline.h"

namespace ui {

class SessionController;

class LessonPlayer : public QObject {
    Q_OBJECT
public:
    LessonPlayer(app::Lesson lesson, SessionController& session, QObject* parent = nullptr);

    const app::Lesson& lesson() const { return m_lesson; }
    const app::LessonPage& page() const { return m_lesson.pages[m_page]; }
    std::size_t pageNumber() const { return m_page; }  ///< from 0
    bool isLast() const { return m_page + 1 == m_lesson.pages.size(); }
    bool isDone(const app::LessonAction& action) const { return m_done.contains(action.id); }
    bool isPageDone() const;
    /// The action that the program is at.
    bool isAt(const app::LessonAction& action) const { return m_at == action.id; }
    /// The action was the last one to be done.
    bool isNewest(const app::LessonAction& action) const { return m_latest == action.id; }
    /// Why it cannot be done now; empty if it can.
    QString whyNot(const app::LessonAction& action) const;

    void goTo(std::size_t page);
    void start(const app::LessonAction& action);
    /// What was asked for cannot be done.
    void giveUp();
    /// The run that a what-if gave.
    void takeWhatIf(const std::shared_ptr<app::Timeline>& run);

    /// With its placeholders filled in, by the runs so far.
    QString filled(const std::string& text, const app::LessonAction* own = nullptr) const;
    /// Placeholders that had no value when they were shown.
    const std::set<std::string>& missing() const { return m_missing; }
    /// What a done action's run was expected to be and is not.
    QStringList surprises(const app::LessonAction& action) const;

Q_SIGNALS:
    void changed();
    void runWanted(const app::LessonRun& run);
    void finishWanted();
    void whatIfWanted(std::shared_ptr<app::Timeline> run, std::optional<app::PolicyKind> policy);
    void stepWanted(engine::TraceId trace, int step);
    void momentWanted(std::size_t events);
    void problemWanted();

private:
    void follow();
    void followFrame();
    void finish(const app::LessonAction& action, app::RunState state);
    void look(const app::LessonAction& action);
    app::LessonLookUp lookUpFor(const app::LessonAction* own) const;
    bool isOfLesson(const std::string& problem) const;

    app::Lesson m_lesson;
    SessionController& m_session;
    std::size_t m_page = 0;
    std::set<std::string> m_done;
    std::string m_at;         ///< id of the action that the program is at; empty: none
    std::string m_latest;     ///< id of the one that was done last
    int m_runBefore = 0;      ///< number of the run shown when it began
    bool m_hasBegun = false;  ///< its run has
    std::map<std::string, app::RunState> m_states;
    std::map<std::string, std::shared_ptr<const app::Timeline>> m_runs;
    mutable std::set<std::string> m_missing;
};

}  // namespace ui
