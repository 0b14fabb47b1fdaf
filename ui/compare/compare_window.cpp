#include "ui/compare/compare_window.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QScrollBar>
#include <QToolButton>
#include <algorithm>

#include "app/export/web_page.h"
#include "app/run/notes.h"
#include "app/study/comparison_folder.h"
#include "engine/files/atomic_file.h"
#include "ui/compare/compare_column.h"
#include "ui/compare/what_if_panel.h"
#include "ui/lanes/lanes_view.h"
#include "ui/paint/app_text.h"
#include "ui/paint/format.h"
#include "ui/paint/glyphs.h"
#include "ui/paint/widgets.h"
#include "ui/panels/time_slider.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr int kFrameMs = 33;
constexpr int kPollMs = 40;
constexpr double kSameMoment = 1e-6;  // seconds

}  // namespace

CompareWindow::CompareWindow(const Theme& theme, QWidget* parent) : QWidget(parent, Qt::Window), m_theme(theme) {
    setObjectName(u"compareWindow"_s);
    setAttribute(Qt::WA_StyledBackground);
    setWindowTitle(tr("Compare runs \u2013 Stepscope"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(buildHead());
    auto* body = new QWidget(this);
    m_body = new QHBoxLayout(body);
    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->setSpacing(1);
    layout->addWidget(body, 1);
    m_words = new WrapLabel({}, this);
    m_words->setObjectName(u"words"_s);
    m_words->setContentsMargins(14, 8, 14, 4);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_words->setAccessibleName(tr("What differs"));
    layout->addWidget(m_words);
    m_whatIf = new WhatIfPanel(theme, this);
    m_whatIf->hide();
    connect(m_whatIf, &WhatIfPanel::answered, this, &CompareWindow::showWhatIf);
    connect(m_whatIf, &WhatIfPanel::backWanted, this, &CompareWindow::forgetWhatIf);
    connect(m_whatIf, &WhatIfPanel::voteChanged, this, &CompareWindow::setVote);
    layout->addWidget(m_whatIf);
    layout->addWidget(buildTimeBar());
    m_timer.setInterval(kFrameMs);
    m_poll.setInterval(kPollMs);
    connect(&m_timer, &QTimer::timeout, this, &CompareWindow::advance);
    connect(&m_poll, &QTimer::timeout, this, &CompareWindow::takeOpened);
    connect(&theme, &Theme::changed, this, &CompareWindow::updateIcons);
    updateIcons();
    constexpr QSize kUsual(1560, 940);
    resize(parent && parent->screen() ? kUsual.boundedTo(parent->screen()->availableSize() - QSize(8, 40)) : kUsual);
    rebuild();
}

CompareWindow::~CompareWindow() = default;

QWidget* CompareWindow::buildHead() {
    auto* head = new QWidget(this);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(14, 9, 14, 9);
    row->setSpacing(12);
    auto* problem = new ElidedLabel(head);
    m_problem = problem;
    QFont bold = m_theme.base();
    bold.setBold(true);
    problem->setFont(bold);
    m_note = makeMuted({}, m_theme, head);
    m_note->setWordWrap(false);
    m_ask = new QPushButton(tr("&What if\u2026"), head);  // in the order of the Tab key
    m_add = new QPushButton(tr("&Add a run\u2026"), head);
    m_add->setToolTip(tr("A recording of the same problem"));
    m_save = new QPushButton(tr("&Save\u2026"), head);
    m_save->setToolTip(tr("As a folder with compare.json and a recording of each run"));
    m_export = new QPushButton(tr("&Export\u2026"), head);
    m_export->setObjectName(u"exportComparison"_s);
    m_export->setToolTip(tr("As one web page with all runs and one time slider"));
    row->addWidget(problem, 1);
    row->addWidget(m_note);
    m_ask->setCheckable(true);
    m_ask->setToolTip(tr("Asks run A what another policy, memory or number of traces would have made of its traces"));
    connect(m_ask, &QPushButton::toggled, this, &CompareWindow::setAsking);
    row->addWidget(m_ask);
    row->addWidget(m_add);
    row->addWidget(m_save);
    row->addWidget(m_export);
    connect(m_add, &QPushButton::clicked, this, &CompareWindow::chooseRun);
    connect(m_save, &QPushButton::clicked, this, &CompareWindow::save);
    connect(m_export, &QPushButton::clicked, this, &CompareWindow::choosePage);
    return head;
}

QWidget* CompareWindow::buildTimeBar() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(14, 6, 14, 8);
    m_now = makeText({}, bar);
    m_now->setFont(m_theme.numbers());
    m_now->setAccessibleName(tr("Moment shown"));
    m_back = makeFlatButton(tr("Previous decision in any run (Left)"), 16, bar);
    m_play = makeFlatButton(tr("Play or pause (Space)"), 16, bar);
    m_forward = makeFlatButton(tr("Next decision in any run (Right)"), 16, bar);
    m_slider = new TimeSlider(m_theme, bar);
    m_slider->setAccessibleName(tr("Time of all runs"));
    m_speed = new QComboBox(bar);
    m_speed->setAccessibleName(tr("Speed of the replay"));
    for (const double speed : {0.25, 0.5, 1.0, 2.0, 4.0, 10.0})
        m_speed->addItem(u"\u00d7"_s + QString::number(speed), speed);
    m_speed->setCurrentIndex(2);
    row->addWidget(m_now);
    row->addWidget(m_back);
    row->addWidget(m_play);
    row->addWidget(m_forward);
    row->addWidget(m_slider, 1);
    row->addWidget(m_speed);
    connect(m_back, &QToolButton::clicked, this, [this] { stepMoment(false); });
    connect(m_forward, &QToolButton::clicked, this, [this] { stepMoment(true); });
    connect(m_play, &QToolButton::clicked, this, [this] { setPlaying(!playing()); });
    connect(m_slider, &TimeSlider::sought, this, [this](double t) {
        setPlaying(false);
        seek(t);
    });
    return bar;
}

void CompareWindow::updateIcons() {
    const Colors& c = m_theme.colors();
    m_back->setIcon(makeIcon(u"back"_s, c.muted, c.faint));
    m_forward->setIcon(makeIcon(u"forward"_s, c.muted, c.faint));
    m_play->setIcon(makeIcon(playing() ? u"pause"_s : u"play"_s, c.text, c.faint));
}

QString CompareWindow::add(ComparedSide side) {
    const QString reason = m_runs.add(std::move(side));
    if (!reason.isEmpty()) return reason;
    m_t = m_runs.duration();
    rebuild();
    return {};
}

void CompareWindow::setAsking(bool asks) {
    m_ask->setChecked(asks);
    if (asks && m_runs.size() > 0 && !m_whatIf->isVisible()) m_whatIf->setRun(m_runs.timeline(0), m_runs.path(0));
    m_whatIf->setVisible(asks);
    setVote(asks ? m_whatIf->vote() : app::VoteCount::AsRun);
    if (!asks) forgetWhatIf();
}

void CompareWindow::setVote(app::VoteCount vote) {
    if (m_runs.vote() == vote) return;
    m_runs.setVote(vote);
    rebuild();
}

/// In a column of its own, which later answers take over.
void CompareWindow::showWhatIf(const std::shared_ptr<app::Timeline>& run) {
    const double share = m_runs.duration() > 0 ? m_t / m_runs.duration() : 1;
    ComparedSide side{std::make_unique<app::Timeline>(*run), {}};  // others may look at it as well
    if (m_whatIfPlace) {
        m_runs.replace(*m_whatIfPlace, std::move(side));
    } else if (const QString reason = m_runs.add(std::move(side)); reason.isEmpty()) {
        m_whatIfPlace = m_runs.size() - 1;
    } else {
        return say(reason, true);
    }
    m_t = share * m_runs.duration();
    rebuild();
}

void CompareWindow::forgetWhatIf() {
    m_whatIf->showAsRecorded();
    if (!m_whatIfPlace) return;
    m_runs.remove(*std::exchange(m_whatIfPlace, std::nullopt));
    m_t = std::min(m_t, m_runs.duration());
    rebuild();
}

void CompareWindow::rebuild() {
    setPlaying(false);
    for (CompareColumn* column : std::exchange(m_columns, {})) delete column;
    for (std::size_t i = 0; i < m_runs.size(); ++i) {
        auto* column = new CompareColumn(m_runs, i, m_theme, this);
        connect(column, &CompareColumn::timeClicked, this, &CompareWindow::seek);
        connect(
            column, &CompareColumn::removeWanted, this,
            [this, i] {
                if (m_whatIfPlace == i) {
                    m_whatIfPlace.reset();
                    m_whatIf->showAsRecorded();
                }
                if (m_whatIfPlace && *m_whatIfPlace > i) --*m_whatIfPlace;
                m_runs.remove(i);
                m_t = std::min(m_t, m_runs.duration());
                rebuild();
            },
            Qt::QueuedConnection);
        m_body->addWidget(column, 1);
        m_columns.push_back(column);
    }
    linkLanes();
    m_add->setEnabled(m_runs.size() < static_cast<std::size_t>(app::kMostCompared));
    m_save->setEnabled(m_runs.size() >= 2);
    m_export->setEnabled(m_runs.size() >= 2);
    for (QWidget* control : std::initializer_list<QWidget*>{m_back, m_play, m_forward, m_slider})
        control->setEnabled(m_runs.size() > 0);
    if (m_runs.size() > 0) {
        const app::RunStarted& header = m_runs.end(0).header;
        m_problem->setText(softened(QString::fromStdString(header.problem).simplified()));
        QString note;
        if (header.knownAnswer) note = tr("known answer %1").arg(formatAnswer(*header.knownAnswer));
        say(note, false);
    }
    m_words->setText(differences());
    m_words->setVisible(m_runs.size() > 1);
    showAll();
}

/// Rows of the same trace stay side by side, and a trace chosen in one run is chosen in all.
void CompareWindow::linkLanes() {
    for (CompareColumn* from : m_columns) {
        for (CompareColumn* to : m_columns) {
            if (from == to) continue;
            connect(from->lanes().verticalScrollBar(), &QScrollBar::valueChanged, to->lanes().verticalScrollBar(),
                    &QScrollBar::setValue);
            connect(&from->lanes(), &LanesView::traceSelected, to, [this, to](engine::TraceId trace) {
                if (std::exchange(m_linking, true)) return;
                to->lanes().setSelectedTrace(trace);
                m_linking = false;
            });
        }
    }
}

/// A sentence a line while there is room for that.
QString CompareWindow::differences() const {
    const QString between = m_runs.size() <= 2 ? u"\n"_s : u" "_s;
    QStringList lines;
    for (std::size_t i = 1; i < m_runs.size(); ++i) {
        lines << tr("%1 %2 against A %3:").arg(CompareColumn::letterOf(i), m_runs.label(i), m_runs.label(0)) + between +
                     m_runs.differences(i).join(between);
    }
    return softened(lines.join(u'\n'), 4000);
}

void CompareWindow::showAll() {
    for (CompareColumn* column : m_columns) column->showAt(m_t);
    std::vector<double> prunes;
    std::optional<double> saturatedAt;
    for (std::size_t i = 0; i < m_runs.size(); ++i) {
        for (const app::KvPoint& point : m_runs.end(i).kv.prunes) prunes.push_back(point.t);
        const auto at = m_runs.end(i).kv.saturatedAt;
        if (at && (!saturatedAt || *at < *saturatedAt)) saturatedAt = at;
    }
    m_slider->showRun(m_runs.duration(), m_t, prunes, saturatedAt);
    m_now->setText(formatClock(m_t));
}

void CompareWindow::seek(double t) {
    m_t = std::clamp(t, 0.0, m_runs.duration());
    showAll();
}

void CompareWindow::stepMoment(bool forward) {
    setPlaying(false);
    const std::vector<double>& all = m_runs.moments();
    if (forward) {
        const auto next = std::ranges::upper_bound(all, m_t + kSameMoment);
        seek(next == all.end() ? m_runs.duration() : *next);
    } else {
        const auto at = std::ranges::lower_bound(all, m_t - kSameMoment);
        seek(at == all.begin() ? 0.0 : *(at - 1));
    }
}

void CompareWindow::setPlaying(bool plays) {
    if (plays && m_runs.size() == 0) return;
    if (plays && m_t >= m_runs.duration()) m_t = 0;
    if (plays) {
        m_clock.start();
        m_timer.start();
    } else {
        m_timer.stop();
    }
    updateIcons();
}

void CompareWindow::advance() {
    const double seconds = static_cast<double>(m_clock.restart()) / 1000 * m_speed->currentData().toDouble();
    seek(m_t + seconds);
    if (m_t >= m_runs.duration()) setPlaying(false);
}

void CompareWindow::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Close)) {
        close();
        return;
    }
    switch (event->key()) {
        case Qt::Key_Space: setPlaying(!playing()); return;
        case Qt::Key_Left: stepMoment(false); return;
        case Qt::Key_Right: stepMoment(true); return;
        case Qt::Key_Home: seek(0); return;
        case Qt::Key_End: seek(m_runs.duration()); return;
        default: QWidget::keyPressEvent(event);
    }
}

void CompareWindow::open(const QStringList& paths) {
    m_trouble.clear();
    try {
        for (const QString& path : paths) {
            if (!app::isComparison(path.toStdString())) {
                m_toOpen << path;
                continue;
            }
            for (const auto& recording : app::requireComparison(path.toStdString()))
                m_toOpen << QString::fromStdString(recording.string());
        }
    } catch (const std::exception& error) {
        say(appSentence(error.what()), true);
    }
    openNext();
}

void CompareWindow::openNext() {
    if (m_opener.isReading()) return;
    if (m_toOpen.isEmpty()) {
        m_poll.stop();
        return;
    }
    m_opener.start(m_toOpen.takeFirst());
    if (m_runs.size() < 2) say(tr("Opening %1\u2026").arg(QFileInfo(m_opener.path()).fileName()), false);
    m_poll.start();
}

void CompareWindow::takeOpened() {
    const QString path = m_opener.path();
    QString reason;
    try {
        auto opened = m_opener.take();
        if (!opened) return;
        reason = add({std::make_unique<app::Timeline>(std::move(opened->timeline)), path});
    } catch (const std::exception& error) {
        reason = appSentence(error.what());
    }
    if (!reason.isEmpty()) say(tr("%1: %2").arg(QFileInfo(path).fileName(), reason), true);
    openNext();
}

void CompareWindow::chooseRun() {
    const QStringList paths =
        QFileDialog::getOpenFileNames(this, tr("Add runs"), {}, tr("Recordings (*.stepscope);;All files (*)"));
    if (!paths.isEmpty()) open(paths);
}

void CompareWindow::save() {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Folder for the comparison"));
    if (folder.isEmpty()) return;
    try {
        m_runs.save(folder);
        say(tr("Saved in %1.").arg(folder), false);
    } catch (const std::exception& error) {
        say(appSentence(error.what()), true);
    }
}

void CompareWindow::choosePage() {
    QString path =
        QFileDialog::getSaveFileName(this, tr("Export as a web page"), u"comparison.html"_s, tr("Web pages (*.html)"));
    if (path.isEmpty()) return;
    if (QFileInfo(path).suffix().isEmpty()) path += ".html"_L1;
    exportPage(path);
}

void CompareWindow::exportPage(const QString& path) {
    QGuiApplication::setOverrideCursor(Qt::WaitCursor);
    try {
        std::vector<app::PagedRun> runs;
        for (std::size_t i = 0; i < m_runs.size(); ++i) {
            app::PagedRun run{&m_runs.timeline(i).events(), m_runs.label(i).toStdString()};
            if (const QString& file = m_runs.path(i); !file.isEmpty())
                run.notes = app::readNotes(app::notesPathOf(file.toStdString()));
            runs.push_back(std::move(run));
        }
        engine::writeFileAtomically(path.toStdString(), std::string_view(app::webPageOf(runs, {.atS = m_t})));
        say(tr("Exported to %1.").arg(path), false);
    } catch (const std::exception& error) {
        say(appSentence(error.what()), true);
    }
    QGuiApplication::restoreOverrideCursor();
}

void CompareWindow::say(const QString& text, bool isBad) {
    if (isBad && m_trouble.isEmpty()) m_trouble = text;
    m_note->setText(softened(text));
    setRole(m_note, isBad ? u"bad"_s : u"muted"_s);
}

QString CompareWindow::message() const {
    return m_note->text();
}

}  // namespace ui
