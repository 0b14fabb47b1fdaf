#include "ui/panels/time_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QToolButton>
#include <array>
#include <utility>

#include "ui/paint/format.h"
#include "ui/paint/glyphs.h"
#include "ui/paint/widgets.h"
#include "ui/panels/moment_buttons.h"
#include "ui/panels/time_slider.h"
#include "ui/session/session_controller.h"

using namespace Qt::StringLiterals;

namespace ui {

TimeBar::TimeBar(SessionController& session, const Theme& theme, QWidget* parent)
    : QToolBar(tr("Time bar"), parent), m_session(session), m_theme(theme) {
    setObjectName(u"timeBar"_s);
    setMovable(false);
    setFloatable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    auto* body = m_body = new QWidget(this);
    auto* row = new QHBoxLayout(body);
    row->setContentsMargins(14, 4, 14, 4);
    row->setSpacing(6);
    m_clock = makeText(formatClock(0), body);
    theme.follow(m_clock, TextRole::Numbers);
    theme.whenever(m_clock,
                   [this] { m_clock->setMinimumWidth(m_clock->fontMetrics().horizontalAdvance(u"00:00.0"_s)); });
    m_clock->setAccessibleName(tr("Moment shown"));
    m_length = makeMuted(formatClock(0), theme, body, TextRole::SmallNumbers);
    m_length->setWordWrap(false);
    m_length->setAccessibleName(tr("Length of the run"));
    row->addWidget(m_clock);
    buildPlayback(body);
    row->addWidget(m_back);
    row->addWidget(m_play);
    row->addWidget(m_forward);
    row->addWidget(m_moments);
    row->addWidget(m_slider, 1);
    row->addWidget(m_length);
    row->addWidget(m_speed);
    row->addWidget(m_live);
    row->addSpacing(10);
    buildPace(body);
    row->addWidget(m_slowed);
    row->addWidget(m_pace);
    row->addWidget(m_full);
    addWidget(body);
    connect(m_slider, &TimeSlider::sought, &session, &SessionController::seek);
    connect(&session, &SessionController::statusChanged, this, &TimeBar::refreshState);
    connect(&theme, &Theme::changed, this, [this] {
        updateIcons();
        fitParts();
    });
    updateIcons();
    refreshState();
}

/// Made in the order in which they stand: that is the order of the Tab key.
void TimeBar::buildPlayback(QWidget* body) {
    m_back = makeFlatButton(tr("Back 5 s (Alt+Left)"), 16, body);
    m_play = makeFlatButton(tr("Play or pause the replay (Ctrl+Space)"), 16, body);
    m_forward = makeFlatButton(tr("Forward 5 s (Alt+Right)"), 16, body);
    m_moments = new MomentButtons(m_session, m_theme, body);
    m_slider = new TimeSlider(m_theme, body);
    m_speed = new QComboBox(body);
    for (const double speed : {0.25, 0.5, 1.0, 2.0, 4.0, 10.0}) m_speed->addItem(u"\u00d7%1"_s.arg(speed), speed);
    m_speed->setCurrentIndex(2);
    m_speed->setToolTip(tr("Speed of the replay"));
    m_speed->setAccessibleName(tr("Speed of the replay"));
    m_live = new QPushButton(tr("Live"), body);
    m_live->setToolTip(tr("Return to the end of the run (Ctrl+L)"));
    connect(m_back, &QToolButton::clicked, this, [this] { stepBy(-5); });
    connect(m_forward, &QToolButton::clicked, this, [this] { stepBy(5); });
    connect(m_play, &QToolButton::clicked, &m_session, &SessionController::togglePlay);
    connect(m_speed, &QComboBox::currentIndexChanged, this,
            [this] { m_session.setPlaySpeed(m_speed->currentData().toDouble()); });
    connect(m_live, &QPushButton::clicked, &m_session, &SessionController::followEnd);
}

void TimeBar::buildPace(QWidget* body) {
    m_slowed = makeText(tr("slowed for watching"), body);
    m_slowed->setObjectName(u"hint"_s);
    m_theme.follow(m_slowed, TextRole::Small);
    m_slowed->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_pace = new QComboBox(body);
    m_pace->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    for (const double pace : {4.0, kWatchablePace, 25.0, 50.0, 100.0, 0.0}) m_pace->addItem(nameOf(pace, true), pace);
    m_pace->setCurrentIndex(1);
    m_pace->setToolTip(tr("Pace of the run. Acts now."));
    m_pace->setAccessibleName(tr("Pace of the run"));
    m_full = new QPushButton(tr("Full speed"), body);
    m_full->setToolTip(tr("Run as fast as the machine can (Ctrl+Shift+A)"));
    connect(m_pace, &QComboBox::currentIndexChanged, this, [this] {
        m_session.setPace(pace());
        refreshState();
    });
    connect(m_full, &QPushButton::clicked, this, [this] { m_pace->setCurrentIndex(m_pace->findData(0.0)); });
}

double TimeBar::pace() const {
    return m_pace->currentData().toDouble();
}

void TimeBar::setPace(double tokensPerSecond) {
    const QSignalBlocker quiet(m_pace);
    int at = m_pace->findData(tokensPerSecond);
    if (at < 0) {
        m_pace->insertItem(0, nameOf(tokensPerSecond, true), tokensPerSecond);
        at = 0;
    }
    m_pace->setCurrentIndex(at);
    refreshState();
}

void TimeBar::stepBy(double seconds) {
    if (m_session.kind() != SourceKind::None) m_session.seek(m_session.shownTime() + seconds);
}

void TimeBar::setNotes(std::vector<double> notes) {
    m_slider->setNotes(std::move(notes));
}

void TimeBar::updateIcons() {
    const Colors& c = m_theme.colors();
    m_back->setIcon(makeIcon(u"back"_s, c.text, c.control));
    m_forward->setIcon(makeIcon(u"forward"_s, c.text, c.control));
    m_play->setIcon(makeIcon(m_session.playback().playing() ? u"pause"_s : u"play"_s, c.text, c.control));
    m_live->setIcon(makeIcon(u"live"_s, m_live->property("primary").toBool() ? c.accentText : c.accent, c.control));
}

void TimeBar::refreshState() {
    const bool any = m_session.kind() != SourceKind::None;
    const bool active = m_session.runActive();
    for (QWidget* control : std::initializer_list<QWidget*>{m_back, m_play, m_forward, m_slider, m_speed})
        control->setEnabled(any);
    m_live->setVisible(active);
    const bool back = active && !m_session.playback().followsEnd();
    m_live->setEnabled(back);
    if (m_live->property("primary").toBool() != back) {
        m_live->setProperty("primary", back);
        restyle(m_live);
    }
    m_speed->setVisible(any && !active);
    const bool recorded = m_session.kind() == SourceKind::Recorded;
    m_pace->setVisible(!recorded);
    m_fullIsWanted = !recorded && pace() > 0;
    m_slowed->setVisible(active && m_session.latest().pace > 0);
    updateIcons();
    fitParts();
    refresh();
}

/// In a narrow bar, what the list of paces has, too, makes room for the slider, and the words of the pace get shorter.
void TimeBar::fitParts() {
    const auto* row = m_body->layout();
    const auto needed = [row] {
        int width = row->contentsMargins().left() + row->contentsMargins().right();
        for (int i = 0; i < row->count(); ++i) {
            const QWidget* part = row->itemAt(i)->widget();
            if (part && !part->isHidden()) width += part->sizeHint().width() + row->spacing();
        }
        return width;
    };
    showPaces(true);
    m_slowed->setText(tr("slowed for watching"));
    m_full->setVisible(m_fullIsWanted);
    m_length->show();
    if (needed() > width()) m_full->hide();
    if (needed() > width()) showPaces(false);
    if (needed() > width()) m_slowed->setText(tr("slowed"));
    if (needed() > width()) m_length->hide();
}

void TimeBar::resizeEvent(QResizeEvent* event) {
    QToolBar::resizeEvent(event);
    fitParts();
}

/// The names of the paces, in full or short.
void TimeBar::showPaces(bool inFull) {
    const QSignalBlocker quiet(m_pace);
    for (int row = 0; row < m_pace->count(); ++row)
        m_pace->setItemText(row, nameOf(m_pace->itemData(row).toDouble(), inFull));
}

QString TimeBar::nameOf(double pace, bool inFull) {
    if (pace == 0) return tr("Full speed");
    const QString rate = inFull ? tr("%1 tok/s per trace").arg(pace) : tr("%1 tok/s").arg(pace);
    return inFull && pace == kWatchablePace ? tr("Watchable: %1").arg(rate) : rate;
}

void TimeBar::refresh() {
    const app::RunState& latest = m_session.latest();
    std::vector<double> marks;
    marks.reserve(latest.kv.prunes.size());
    for (const app::KvPoint& prune : latest.kv.prunes) marks.push_back(prune.t);
    m_slider->showRun(m_session.duration(), m_session.shownTime(), marks, latest.kv.saturatedAt);
    setTextIfChanged(m_clock, formatClock(m_session.shownTime()));
    if (m_session.runActive() && m_session.playback().followsEnd()) {
        m_clock->setToolTip({});
    } else {
        m_clock->setToolTip(tr("Pass %1 of %2, event %3 of %4")
                                .arg(formatCount(m_session.shown().passes), formatCount(latest.passes),
                                     formatCount(static_cast<qint64>(m_session.shownEvents())),
                                     formatCount(static_cast<qint64>(m_session.timeline().events().size()))));
    }
    setTextIfChanged(m_length, formatClock(m_session.duration()));
}

}  // namespace ui
