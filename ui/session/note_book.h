// The notes of the run shown (app/run/notes.h): read and written beside its recording, and kept in memory where there
// is none yet. Each change reads the file again, so that windows that show the same recording do not undo each other's
// notes. GUI thread.
#pragma once

#include <QObject>
#include <QString>
#include <functional>
#include <map>
#include <optional>

#include "app/run/notes.h"
#include "ui/session/session_controller.h"

namespace ui {

class NoteBook : public QObject {
    Q_OBJECT
public:
    explicit NoteBook(SessionController& session, QObject* parent = nullptr);

    const app::RunNotes& notes() const { return m_notes; }
    /// A note without text, pinned to the moment shown and, where one is given, to a trace and a step of it.
    /// @param step  index into the trace's steps
    app::RunNote here(std::optional<engine::TraceId> trace = {}, std::optional<int> step = {}) const;
    /// The moment that the note is pinned to, as a number of events; empty where the run has other events there.
    std::optional<std::size_t> eventsOf(const app::RunNote& note) const;

    /// Its id; nothing, with a message, where it cannot be kept.
    std::optional<int> add(const app::RunNote& note);
    bool setText(int id, const QString& text);
    bool remove(int id);

Q_SIGNALS:
    void changed();
    void message(ui::MessageKind kind, const QString& text);

private:
    using Change = std::function<void(app::RunNotes&)>;
    bool change(const Change& change);
    void follow();
    void saveTo(const QString& recording);
    void read();
    bool write();

    SessionController& m_session;
    app::RunNotes m_notes;
    std::map<int, app::RunNotes> m_elsewhere;  ///< of runs that are not shown and have notes that are not on disk
    int m_run = 0;                             ///< number of the run that the notes are of
    int m_newest = 0;                          ///< the highest number seen
    bool m_isOnDisk = true;
    QString m_unreadable;  ///< why the file beside the recording cannot be read; it is left as it is
};

}  // namespace ui
