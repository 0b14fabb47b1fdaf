#include "ui/session/note_book.h"

#include <QFileInfo>
#include <exception>
#include <utility>

#include "ui/paint/app_text.h"
#include "ui/paint/format.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr double kSameTime = 1e-6;  // seconds

std::filesystem::path notesOf(const QString& recording) {
    return app::notesPathOf(recording.toStdString());
}

}  // namespace

NoteBook::NoteBook(SessionController& session, QObject* parent) : QObject(parent), m_session(session) {
    connect(&session, &SessionController::statusChanged, this, &NoteBook::follow);
    connect(&session, &SessionController::recordingSaved, this, &NoteBook::saveTo);
}

app::RunNote NoteBook::here(std::optional<engine::TraceId> trace, std::optional<int> step) const {
    app::RunNote note{.atS = m_session.shownTime(), .event = m_session.shownEvents()};
    if (trace) note.trace = index(*trace);
    if (trace && step) note.step = *step + 1;
    return note;
}

std::optional<std::size_t> NoteBook::eventsOf(const app::RunNote& note) const {
    const app::EventLog& events = m_session.timeline().events();
    if (!note.event || *note.event < 1 || *note.event > events.size()) return std::nullopt;
    const bool isAfter = events.timeAt(*note.event - 1) <= note.atS + kSameTime;
    const bool isBefore = *note.event == events.size() || events.timeAt(*note.event) >= note.atS - kSameTime;
    return isAfter && isBefore ? note.event : std::nullopt;
}

std::optional<int> NoteBook::add(const app::RunNote& note) {
    int id = 0;
    const bool isAdded = change([&](app::RunNotes& notes) {
        app::RunNote fresh = note;
        fresh.id = 0;
        id = notes.add(std::move(fresh));
    });
    return isAdded ? std::optional(id) : std::nullopt;
}

bool NoteBook::setText(int id, const QString& text) {
    return change([&](app::RunNotes& notes) { notes.setText(id, text.toStdString()); });
}

bool NoteBook::remove(int id) {
    return change([&](app::RunNotes& notes) { notes.remove(id); });
}

bool NoteBook::change(const Change& change) {
    if (m_session.kind() == SourceKind::None) return false;
    if (m_isOnDisk) read();
    if (!m_unreadable.isEmpty()) {
        Q_EMIT message(MessageKind::Error,
                       tr("The notes of this recording cannot be read, and are left as they are. Repair or remove the "
                          "file. The reason: %1")
                           .arg(m_unreadable));
        return false;
    }
    try {
        change(m_notes);
    } catch (const std::exception& error) {
        Q_EMIT message(MessageKind::Warning, softened(appSentence(error.what())));
        return false;
    }
    write();
    Q_EMIT changed();
    return true;
}

/// Another run is shown: its notes are read, or found where they were left.
void NoteBook::follow() {
    const int number = m_session.runNumber();
    if (number == m_run) return;
    if (!m_isOnDisk) m_elsewhere[m_run] = std::move(m_notes);
    m_run = number;
    m_notes = {};
    m_unreadable.clear();
    const bool isFresh = number > std::exchange(m_newest, std::max(m_newest, number));
    const auto left = m_elsewhere.find(number);
    m_isOnDisk = left == m_elsewhere.end();
    if (!m_isOnDisk) {
        m_notes = std::move(left->second);
        m_elsewhere.erase(left);
    } else if (isFresh && m_session.kind() == SourceKind::Live) {
        write();  // a file there is of a recording that this run replaces
    } else {
        read();
        if (!m_unreadable.isEmpty()) {
            Q_EMIT message(MessageKind::Warning,
                           tr("The recording opens without its notes. The reason: %1").arg(m_unreadable));
        }
    }
    Q_EMIT changed();
}

void NoteBook::saveTo(const QString& recording) {
    follow();
    try {
        if (m_unreadable.isEmpty()) app::writeNotes(notesOf(recording), m_notes);
        m_isOnDisk = true;
    } catch (const std::exception& error) {
        Q_EMIT message(MessageKind::Warning, appSentence(error.what()));
    }
}

/// Where there is no file, what is in memory stands: the history may have been cleared.
void NoteBook::read() {
    const QStringList files = m_session.filesOfRun();
    if (files.isEmpty() || !QFileInfo::exists(QString::fromStdString(notesOf(files.constFirst()).string()))) return;
    try {
        m_notes = app::readNotes(notesOf(files.constFirst()));
        m_unreadable.clear();
    } catch (const std::exception& error) {
        m_unreadable = appSentence(error.what());
    }
}

/// Beside every file that the run is in.
bool NoteBook::write() {
    QStringList files = m_session.filesOfRun();
    files.removeIf([](const QString& file) { return !QFileInfo::exists(file); });
    m_isOnDisk = !files.isEmpty() || m_notes.isEmpty();
    for (const QString& file : files) {
        try {
            app::writeNotes(notesOf(file), m_notes);
        } catch (const std::exception& error) {
            m_isOnDisk = false;
            Q_EMIT message(MessageKind::Warning,
                           tr("The notes are not on disk. Save the recording elsewhere (Ctrl+S), and they go with it. "
                              "The reason: %1")
                               .arg(appSentence(error.what())));
        }
    }
    return m_isOnDisk;
}

}  // namespace ui
