// Lanes, reader, events and charts work together: choosing steps, search over all traces, the context menu and what it
// copies.
#include <QApplication>
#include <QClipboard>
#include <algorithm>

#include "ui/app_window.h"
#include "ui/exports.h"
#include "ui/lanes/lanes_view.h"
#include "ui/lanes/trace_text.h"
#include "ui/paint/format.h"
#include "ui/panels/context_menu.h"
#include "ui/panels/events_panel.h"
#include "ui/panels/kv_panel.h"
#include "ui/panels/panel_deck.h"
#include "ui/panels/reader_panel.h"
#include "ui/panels/run_text.h"
#include "ui/panels/search_panel.h"
#include "ui/panels/vote_panel.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr int kZoomedSteps = 6;  // around one that is zoomed to
constexpr qsizetype kMenuLetters = 40;

void copy(const QString& text) {
    QGuiApplication::clipboard()->setText(text);
}

bool isStep(const app::TraceState& trace, int step) {
    return step >= 0 && step < static_cast<int>(trace.steps.size());
}

QString nameOfStep(const app::TraceState& trace, int step) {
    return isStep(trace, step) ? AppWindow::tr("step %1").arg(step + 1)
                               : AppWindow::tr("the text after the last scored step");
}

/// Copies of what a lane, or the reader, shows.
void addTraceCopies(QMenu& menu, const app::TraceState& trace, std::optional<int> step) {
    QAction* all = menu.addAction(AppWindow::tr("Copy trace %1 with its scores").arg(formatTrace(trace.id)), &menu,
                                  [text = traceAsText(trace)] { copy(text); });
    all->setObjectName(u"copyTrace"_s);
    if (step) {
        menu.addAction(AppWindow::tr("Copy %1").arg(nameOfStep(trace, *step)), &menu,
                       [text = stepAsText(trace, *step)] { copy(text); })
            ->setObjectName(u"copyStep"_s);
    }
    if (trace.answer) {
        const QString answer = formatAnswer(*trace.answer);
        menu.addAction(AppWindow::tr("Copy the answer %1").arg(menuText(shortened(answer, kMenuLetters))), &menu,
                       [answer] { copy(answer); })
            ->setObjectName(u"copyAnswer"_s);
    }
}

}  // namespace

void AppWindow::connectLanes() {
    m_contextMenu = new ContextMenu(this);
    buildContextMenu();
    m_exports->addTo(*m_contextMenu);
    connect(m_lanes, &LanesView::traceSelected, this, [this](engine::TraceId trace) {
        if (m_session.selected() != trace) m_session.select(trace);
    });
    connect(m_lanes, &LanesView::stepChosen, this,
            [this](engine::TraceId trace, int step) { chooseStep(trace, step); });
    connect(m_lanes, &LanesView::copyWanted, this, [this](engine::TraceId id) {
        if (const app::TraceState* trace = m_session.shown().findTrace(id)) copy(traceAsText(*trace));
    });
    connect(m_search, &SearchPanel::hitChosen, this, &AppWindow::chooseStep);
    connect(m_search, &SearchPanel::closed, m_lanes, qOverload<>(&QWidget::setFocus));
    connect(&m_session, &SessionController::stepChanged, this, [this] {
        const auto trace = m_session.selected();
        const auto step = m_session.selectedStep();
        m_lanes->setChosenStep(trace && step ? std::optional(ChosenStep{*trace, *step}) : std::nullopt);
        if (!step) m_reader->showStep({});
    });
    // Where nothing moves any more, lanes stand in their order at once.
    connect(&m_session, &SessionController::statusChanged, this, [this] {
        if (!m_session.playback().playing()) m_lanes->sortNow();
    });
    const auto popUp = [this](const MenuSubject& subject, QPoint global) { m_contextMenu->popUp(subject, global); };
    connect(m_lanes, &LanesView::menuWanted, this,
            [popUp](engine::TraceId trace, std::optional<int> step, QPoint global) {
                popUp({.place = MenuSubject::Place::Lane, .trace = trace, .step = step}, global);
            });
    connect(m_reader->text(), &TraceText::menuWanted, this, [this, popUp](std::optional<int> step, QPoint global) {
        popUp({.place = MenuSubject::Place::Reader, .trace = m_session.selected(), .step = step}, global);
    });
    connect(m_vote, &VotePanel::menuWanted, this, popUp);
    connect(m_kv, &KvPanel::menuWanted, this, popUp);
    connect(m_events, &EventsPanel::menuWanted, this, popUp);
}

/// The lane is selected, the step framed, and the reader shows it.
void AppWindow::chooseStep(engine::TraceId trace, int step, const QString& needle) {
    m_session.select(trace, step);
    m_lanes->setSelectedTrace(trace);
    m_reader->showStep(step, needle);
}

QWidget& AppWindow::showPart(PicturePart part) {
    const auto revealed = [this](QWidget& widget, PanelId id) -> QWidget& {
        if (widget.isVisible()) return widget;
        m_panels->reveal(id);
        refreshAll();
        QCoreApplication::processEvents(QEventLoop::ExcludeUserInputEvents);  // layouts of what was folded away
        return widget;
    };
    switch (part) {
        case PicturePart::Window: break;
        case PicturePart::Lanes: return *m_lanes;
        case PicturePart::Memory: return revealed(*m_kv, PanelId::Kv);
        case PicturePart::Vote: return revealed(*m_vote, PanelId::Vote);
        case PicturePart::Reader: return revealed(*m_reader, PanelId::Reader);
        case PicturePart::Events: return revealed(*m_events, PanelId::Events);
    }
    return *this;
}

// ---- the context menu -----------------------------------------------------------------------------------------------

void AppWindow::buildContextMenu() {
    using Place = MenuSubject::Place;
    const auto traceOf = [this](const MenuSubject& subject) {
        return subject.trace ? m_session.shown().findTrace(*subject.trace) : nullptr;
    };
    m_contextMenu->addSection([this](QMenu& menu, const MenuSubject& subject) {  // what to do to a running trace
        const bool isTraces = subject.place == Place::Lane || subject.place == Place::Reader;
        if (isTraces && subject.trace) addSteering(menu, *subject.trace, subject.step);
    });
    m_contextMenu->addSection([this, traceOf](QMenu& menu, const MenuSubject& subject) {  // where to go
        const app::TraceState* trace = traceOf(subject);
        if (subject.place == Place::Lane && trace && subject.step) {
            menu.addAction(tr("Read %1").arg(nameOfStep(*trace, *subject.step)), this,
                           [this, id = trace->id, step = *subject.step] { chooseStep(id, step); });
        }
        if (trace && subject.step && isStep(*trace, *subject.step)) {
            const double t = trace->steps[static_cast<std::size_t>(*subject.step)].t;
            menu.addAction(tr("Go to when %1 was scored (%2)").arg(nameOfStep(*trace, *subject.step), formatSeconds(t)),
                           this, [this, t] { m_session.seek(t); });
        }
        if (trace && subject.place == Place::Vote) {
            menu.addAction(tr("Read trace %1").arg(formatTrace(trace->id)), this,
                           [this, id = trace->id] { m_session.select(id); });
        }
        // What became of it, also after the moment shown.
        const app::TraceState* last = trace ? m_session.latest().findTrace(trace->id) : nullptr;
        if (last && !app::isActive(last->phase)) {
            menu.addAction(
                    tr("Go to the end of trace %1 (%2)").arg(formatTrace(last->id), formatSeconds(last->endedAt)), this,
                    [this, id = last->id, t = last->endedAt] {
                        m_session.select(id);
                        const auto end = findEnd(m_session.timeline(), id);  // others may have ended at that time
                        end ? m_session.seekToEvent(*end) : m_session.seek(t);
                    })
                ->setObjectName(u"goToEnd"_s);
        }
        if (subject.time) {
            const double t = std::clamp(*subject.time, 0.0, m_session.duration());
            menu.addAction(tr("Go to this moment (%1)").arg(formatSeconds(t)), this, [this, t] { m_session.seek(t); });
        }
    });
    m_contextMenu->addSection([this](QMenu& menu, const MenuSubject& subject) { addNoteMenu(menu, subject); });
    m_contextMenu->addSection([this, traceOf](QMenu& menu, const MenuSubject& subject) {  // what to copy
        const app::RunState& run = m_session.shown();
        const app::TraceState* trace = traceOf(subject);
        if (subject.place == Place::Reader && m_reader->text()->textCursor().hasSelection())
            menu.addAction(tr("Copy the selected text"), m_reader->text(), &QTextEdit::copy);
        if (subject.place == Place::Event && subject.entry && *subject.entry < m_session.latest().log.size()) {
            const QString line = eventAsText(m_session.latest().log[*subject.entry], m_session.latest());
            menu.addAction(tr("Copy this event"), &menu, [line] { copy(line); })->setObjectName(u"copyEvent"_s);
            menu.addAction(tr("Copy all events"), this, [this] { copy(eventsAsText(m_session.latest())); });
        }
        if (subject.answer && *subject.answer < run.vote.answers.size()) {
            const QString answer = formatAnswer(run.vote.answers[*subject.answer].answer);
            menu.addAction(tr("Copy the answer %1").arg(menuText(shortened(answer, kMenuLetters))), &menu,
                           [answer] { copy(answer); })
                ->setObjectName(u"copyAnswer"_s);
        }
        if (subject.place == Place::Vote && !run.vote.answers.empty()) {
            menu.addAction(tr("Copy the vote"), this, [this] { copy(voteAsText(m_session.shown())); });
            menu.addAction(tr("Copy the vote as CSV"), this, [this] { copy(voteAsCsv(m_session.shown())); });
        }
        if (subject.place == Place::Shares) {
            menu.addAction(tr("Copy the shares as CSV"), this,
                           [this] { copy(sharesAsCsv(makeShareSeries(m_session.shown(), m_session.duration()))); });
        }
        if (subject.place == Place::Memory)
            menu.addAction(tr("Copy the use of memory as CSV"), this,
                           [this] { copy(memoryAsCsv(m_session.shown().kv)); });
        const bool ofTrace = subject.place == Place::Lane || subject.place == Place::Reader;
        if (trace && ofTrace) addTraceCopies(menu, *trace, subject.step);
        if (!run.traces.empty())
            menu.addAction(tr("Copy all traces as CSV"), this, [this] { copy(runAsCsv(m_session.shown())); })
                ->setObjectName(u"copyRun"_s);
    });
    m_contextMenu->addSection([this, traceOf](QMenu& menu, const MenuSubject& subject) {  // what strips show
        if (subject.place != Place::Lane) return;
        const app::TraceState* trace = traceOf(subject);
        if (trace && subject.step && isStep(*trace, *subject.step)) {
            menu.addAction(tr("Zoom to %1").arg(nameOfStep(*trace, *subject.step)), this,
                           [this, id = trace->id, step = *subject.step] {
                               chooseStep(id, step);
                               m_lanes->zoomToChosen(kZoomedSteps);
                           });
        }
        if (!m_lanes->strips().zoom.isWhole())
            menu.addAction(tr("Show whole traces"), m_lanes, &LanesView::showWholeTraces);
    });
}

}  // namespace ui
