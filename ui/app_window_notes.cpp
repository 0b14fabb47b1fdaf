// Notes in the main window: where they are begun, what choosing one shows, and their marks on the time slider.
#include <QMenu>

#include "ui/app_window.h"
#include "ui/message_bar.h"
#include "ui/paint/format.h"
#include "ui/panels/context_menu.h"
#include "ui/panels/notes_panel.h"
#include "ui/panels/panel_deck.h"
#include "ui/panels/time_bar.h"
#include "ui/session/note_book.h"

using namespace Qt::StringLiterals;

namespace ui {

void AppWindow::buildNotes() {
    m_noteBook = new NoteBook(m_session, this);
    m_notes = new NotesPanel(m_session, *m_noteBook, m_theme);
    m_notes->setTitle(m_panels->add({.id = PanelId::Notes,
                                     .name = u"notesDock"_s,
                                     .title = tr("Notes"),
                                     .meaning = tr("What people wrote about this run, kept beside its recording"),
                                     .body = m_notes,
                                     .area = Qt::RightDockWidgetArea,
                                     .key = QKeySequence(u"Ctrl+6"_s),
                                     .leastLetters = 31,
                                     .leastLines = 11,
                                     .staysFolded = true}));
    connect(m_notes, &NotesPanel::chosen, this, &AppWindow::goToNote);
    connect(m_noteBook, &NoteBook::message, m_messages, &MessageBar::showMessage);
    connect(m_noteBook, &NoteBook::changed, this, [this] {
        std::vector<double> times;
        for (const app::RunNote& note : m_noteBook->notes().all()) times.push_back(note.atS);
        m_timeBar->setNotes(std::move(times));
        if (!m_noteBook->notes().isEmpty()) m_panels->offer(PanelId::Notes);
    });
    connect(&m_session, &SessionController::stepChanged, m_notes, &NotesPanel::refresh);
}

/// At the moment shown; on the trace and the step, where they are given.
void AppWindow::writeNote(std::optional<engine::TraceId> trace, std::optional<int> step) {
    if (m_session.kind() == SourceKind::None) {
        m_messages->showMessage(MessageKind::Info, tr("There is no run to write about yet."));
        return;
    }
    m_panels->reveal(PanelId::Notes);
    m_notes->write(m_noteBook->here(trace, step));
}

/// Its moment, and the trace and step that it is pinned to, as far as the run has them.
void AppWindow::goToNote(const app::RunNote& note) {
    if (const auto events = m_noteBook->eventsOf(note)) {
        m_session.seekToEvent(*events);
    } else {
        m_session.seek(std::min(note.atS, m_session.duration()));
    }
    if (!note.trace) return;
    const app::TraceState* trace = m_session.latest().findTrace(engine::TraceId{*note.trace});
    if (!trace) return;
    if (note.step) {
        chooseStep(trace->id, *note.step - 1);
    } else {
        m_session.select(trace->id);
    }
}

void AppWindow::addNoteMenu(QMenu& menu, const MenuSubject& subject) {
    const app::TraceState* trace = subject.trace ? m_session.shown().findTrace(*subject.trace) : nullptr;
    const bool isOfTrace = subject.place == MenuSubject::Place::Lane || subject.place == MenuSubject::Place::Reader;
    if (isOfTrace && trace && subject.step) {
        menu.addAction(tr("Write a note on step %1 of %2").arg(*subject.step + 1).arg(formatTrace(trace->id)), this,
                       [this, id = trace->id, step = *subject.step] { writeNote(id, step); })
            ->setObjectName(u"noteOnStep"_s);
    }
    if (trace && subject.place != MenuSubject::Place::Memory) {
        menu.addAction(tr("Write a note on trace %1").arg(formatTrace(trace->id)), this,
                       [this, id = trace->id] { writeNote(id); })
            ->setObjectName(u"noteOnTrace"_s);
    }
    if (m_session.kind() != SourceKind::None && !isOfTrace) {
        menu.addAction(tr("Write a note at this moment"), this,
                       [this, subject] {
                           if (subject.time) m_session.seek(std::clamp(*subject.time, 0.0, m_session.duration()));
                           if (subject.entry) m_session.seekToEvent(m_session.timeline().markOf(*subject.entry).events);
                           writeNote();
                       })
            ->setObjectName(u"noteHere"_s);
    }
}

}  // namespace ui
