#include "ui/exports.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QMenu>
#include <QMetaObject>
#include <QScrollBar>
#include <algorithm>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "app/export/csv_tables.h"
#include "app/export/trace_events.h"
#include "app/export/web_page.h"
#include "app/run/notes.h"
#include "engine/files/atomic_file.h"
#include "ui/app_window.h"
#include "ui/lanes/lanes_view.h"
#include "ui/lanes/run_words.h"
#include "ui/message_bar.h"
#include "ui/paint/app_text.h"
#include "ui/paint/format.h"
#include "ui/session/note_book.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr int kFileScale = 2;
constexpr qsizetype kCaptionLetters = 300;  // of the problem

struct PartRow {
    PicturePart part;
    const char* word;   ///< on the command line
    const char* title;  ///< in the menu
};
constexpr PartRow kParts[] = {
    {PicturePart::Window, "all", QT_TRANSLATE_NOOP("Exports", "The whole &window\u2026")},
    {PicturePart::Lanes, "lanes", QT_TRANSLATE_NOOP("Exports", "The &lanes\u2026")},
    {PicturePart::Memory, "kv", QT_TRANSLATE_NOOP("Exports", "&KV cache\u2026")},
    {PicturePart::Vote, "vote", QT_TRANSLATE_NOOP("Exports", "&Vote\u2026")},
    {PicturePart::Reader, "reader", QT_TRANSLATE_NOOP("Exports", "The trace that is &read\u2026")},
    {PicturePart::Events, "events", QT_TRANSLATE_NOOP("Exports", "&Events\u2026")},
};

PicturePart partOf(MenuSubject::Place place) {
    switch (place) {
        case MenuSubject::Place::Lane: return PicturePart::Lanes;
        case MenuSubject::Place::Reader: return PicturePart::Reader;
        case MenuSubject::Place::Event: return PicturePart::Events;
        case MenuSubject::Place::Vote:
        case MenuSubject::Place::Shares: return PicturePart::Vote;
        case MenuSubject::Place::Memory: return PicturePart::Memory;
    }
    return PicturePart::Window;
}

/// As long as it lives, the lanes are as high as they need to show every trace, within reason.
class WholeLanes {
public:
    explicit WholeLanes(LanesView& lanes) : m_lanes(lanes), m_before(lanes.size()) {
        constexpr int kMostHeight = 8000;
        const int missing = lanes.verticalScrollBar()->maximum() > 0
                                ? lanes.verticalHeader()->length() - lanes.viewport()->height()
                                : 0;
        if (missing > 0) lanes.resize(lanes.width(), std::min(kMostHeight, lanes.height() + missing));
    }
    ~WholeLanes() { m_lanes.resize(m_before); }
    WholeLanes(const WholeLanes&) = delete;
    WholeLanes& operator=(const WholeLanes&) = delete;

private:
    LanesView& m_lanes;
    QSize m_before;
};

void writeRun(Exports::Form form, const std::string& path, const app::EventLog& events, const app::RunNotes& notes,
              const app::PageOptions& page) {
    switch (form) {
        case Exports::Form::WebPage: {
            const app::PagedRun run{&events, {}, notes};
            engine::writeFileAtomically(path, std::string_view(app::webPageOf(std::span(&run, 1), page)));
            return;
        }
        case Exports::Form::Tables: return app::writeCsv(path, app::csvOf(events, notes));
        case Exports::Form::TraceEvents:
            engine::writeFileAtomically(path, std::string_view(app::traceEventsOf(events, notes)));
            return;
    }
}

}  // namespace

std::optional<PicturePart> findPicturePart(const QString& word) {
    for (const PartRow& row : kParts) {
        if (word == QLatin1StringView(row.word)) return row.part;
    }
    return std::nullopt;
}

Exports::Exports(AppWindow& window, const Theme& theme) : QObject(&window), m_window(window), m_theme(theme) {
    m_menu = new QMenu(tr("E&xport"), &window);
    buildMenu();
    // A run that nobody has started has nothing to say.
    connect(m_menu, &QMenu::aboutToShow, this, [this] {
        const bool any = m_window.session().latest().phase != app::RunPhase::Empty;
        for (QAction* action : m_menu->actions()) action->setEnabled(any && !isWriting());
    });
}

Exports::~Exports() {
    if (m_work.valid()) m_work.wait();
}

void Exports::buildMenu() {
    m_menu->addAction(tr("&Web page\u2026"), this, [this] { choose(Form::WebPage); })->setObjectName(u"exportWeb"_s);
    m_menu->addAction(tr("&Tables (CSV)\u2026"), this, [this] { choose(Form::Tables); })
        ->setObjectName(u"exportTables"_s);
    m_menu->addAction(tr("T&race events for Perfetto\u2026"), this, [this] { choose(Form::TraceEvents); })
        ->setObjectName(u"exportTraceEvents"_s);
    QMenu* pictures = m_menu->addMenu(tr("&Picture"));
    for (const PartRow& row : kParts) {
        pictures
            ->addAction(QCoreApplication::translate("Exports", row.title), this,
                        [this, part = row.part] { choosePicture(part); })
            ->setObjectName(u"exportPicture-"_s + QLatin1StringView(row.word));
    }
}

void Exports::addTo(ContextMenu& menu) {
    menu.addSection([this](QMenu& made, const MenuSubject& subject) {
        if (m_window.session().shown().phase == app::RunPhase::Empty) return;
        made.addAction(tr("Copy as picture"), this, [this, part = partOf(subject.place)] { copyPart(part); })
            ->setObjectName(u"copyPicture"_s);
    });
}

void Exports::choose(Form form) {
    QString path;
    switch (form) {
        case Form::WebPage:
            path = QFileDialog::getSaveFileName(&m_window, tr("Export as a web page"), u"run.html"_s,
                                                tr("Web pages (*.html)"));
            if (!path.isEmpty() && QFileInfo(path).suffix().isEmpty()) path += ".html"_L1;
            break;
        case Form::Tables:
            path = QFileDialog::getExistingDirectory(&m_window,
                                                     tr("Folder for traces.csv, steps.csv, events.csv and votes.csv"));
            break;
        case Form::TraceEvents:
            path = QFileDialog::getSaveFileName(&m_window, tr("Export trace events"), u"run.trace.json"_s,
                                                tr("Trace events (*.json)"));
            if (!path.isEmpty() && QFileInfo(path).suffix().isEmpty()) path += ".json"_L1;
            break;
    }
    if (!path.isEmpty()) write(form, path);
}

void Exports::write(Form form, const QString& path) {
    if (isWriting()) return;
    const app::EventLog events = m_window.session().timeline().events();  // the run may go on meanwhile
    const app::PageOptions page{.theme = "system", .atS = m_window.session().shown().now};
    const app::RunNotes notes = m_window.noteBook().notes();  // also those of a run that is not saved
    m_work = std::async(std::launch::async, [this, form, path, events, page, notes] {
        // When this thread ends it has told so.
        struct Told {
            Exports* exports;
            QString path;
            ~Told() {
                QMetaObject::invokeMethod(
                    exports, [e = exports, p = path] { e->finish(p); }, Qt::QueuedConnection);
            }
        } const told{this, path};
        writeRun(form, path.toStdString(), events, notes, page);
    });
}

void Exports::finish(const QString& path) {
    if (!m_work.valid()) return;
    QString problem;
    try {
        m_work.get();
        m_window.messages().showMessage(MessageKind::Info, tr("Exported to %1").arg(QDir::toNativeSeparators(path)));
    } catch (const std::exception& error) {
        problem = appSentence(error.what());
        m_window.messages().showMessage(MessageKind::Error, tr("The export failed. %1").arg(problem));
    }
    Q_EMIT written(path, problem);
}

// ---- pictures

QString Exports::caption() const {
    const SessionController& session = m_window.session();
    const app::RunState& run = session.shown();
    if (run.phase == app::RunPhase::Empty) return {};
    const QString problem = shortened(QString::fromStdString(run.header.problem).simplified(), kCaptionLetters);
    const QString moment =
        tr("at %1 of %2").arg(formatSeconds(run.now), formatSeconds(std::max(run.now, session.duration())));
    return problem + u'\n' + settingsLine(run) + u" \u00b7 "_s + moment +
           (run.header.simulated ? tr(" \u00b7 simulated by a script") : QString());
}

void Exports::choosePicture(PicturePart part) {
    QString path = QFileDialog::getSaveFileName(&m_window, tr("Save a picture"), u"run.png"_s,
                                                tr("Pictures (*.png);;Vector graphics (*.svg)"));
    if (path.isEmpty()) return;
    if (QFileInfo(path).suffix().isEmpty()) path += ".png"_L1;
    try {
        savePart(part, path, kFileScale);
        m_window.messages().showMessage(MessageKind::Info, tr("Exported to %1").arg(QDir::toNativeSeparators(path)));
    } catch (const std::exception& error) {
        m_window.messages().showMessage(MessageKind::Error, tr("The export failed. %1").arg(appSentence(error.what())));
    }
}

void Exports::savePart(PicturePart part, const QString& path, int scale) {
    QWidget& widget = m_window.showPart(part);
    std::optional<WholeLanes> whole;
    if (part == PicturePart::Lanes) whole.emplace(m_window.lanes());
    savePicture(path, widget, m_theme, {.scale = scale, .caption = caption()});
}

void Exports::copyPart(PicturePart part) {
    QWidget& widget = m_window.showPart(part);
    std::optional<WholeLanes> whole;
    if (part == PicturePart::Lanes) whole.emplace(m_window.lanes());
    QGuiApplication::clipboard()->setImage(imageOf(widget, m_theme, {.scale = kFileScale, .caption = caption()}));
}

}  // namespace ui
