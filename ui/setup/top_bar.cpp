#include "ui/setup/top_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/lanes/run_words.h"
#include "ui/paint/format.h"
#include "ui/paint/glyphs.h"
#include "ui/paint/widgets.h"
#include "ui/session/server_words.h"
#include "ui/session/session_controller.h"
#include "ui/setup/policy_chooser.h"
#include "ui/setup/source_label.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr double kChipLetters = 38;

QString describe(const app::ModelInfo& model) {
    if (model.parameters == 0) return {};
    return TopBar::tr("%1 parameters, %2")
        .arg(formatParameters(model.parameters), QString::fromStdString(model.family));
}

}  // namespace

TopBar::TopBar(SessionController& session, const Theme& theme, QWidget* parent)
    : QToolBar(tr("Run bar"), parent), m_session(session), m_theme(theme) {
    setObjectName(u"topBar"_s);
    setMovable(false);
    setFloatable(false);
    setContextMenuPolicy(Qt::PreventContextMenu);
    auto* body = m_body = new QWidget(this);
    auto* row = new QHBoxLayout(body);
    row->setContentsMargins(14, 8, 14, 8);
    row->setSpacing(10);
    m_name = makeText(u"Stepscope"_s, body);
    theme.follow(m_name, TextRole::Name);
    m_modelChip = new ElidedLabel(body);
    m_modelChip->setText(tr("no model yet"));
    m_deviceChip = new ElidedLabel(body);
    for (ElidedLabel* chip : {m_modelChip, m_deviceChip}) {
        chip->setObjectName(u"chip"_s);
        chip->setAlignment(Qt::AlignCenter);
        theme.whenever(chip, [chip, &theme] { chip->setMaximumWidth(theme.letters(kChipLetters)); });
    }
    m_modelChip->setAccessibleName(tr("Model"));
    m_deviceChip->setAccessibleName(tr("Device"));
    m_policies = new PolicyChooser(theme, body);  // before the buttons, as it stands: the order of the Tab key
    m_source = new SourceLabel(theme, body);
    m_pause = new QPushButton(tr("Pause"), body);
    m_stop = new QPushButton(tr("Stop"), body);
    m_stop->setToolTip(tr("Stop the run and keep its results (Ctrl+.)"));
    m_compare = new QPushButton(tr("Compare\u2026"), body);
    m_compare->setObjectName(u"compare"_s);
    m_run = new QPushButton(tr("Run"), body);
    m_run->setProperty("primary", true);
    row->addWidget(m_name);
    row->addWidget(m_modelChip);
    row->addWidget(m_deviceChip);
    row->addWidget(m_policies);
    m_badge = makeBadge(Acts::NextRun, theme, body);
    row->addWidget(m_badge);
    row->addStretch(1);
    row->addWidget(m_source);
    row->addWidget(m_pause);
    row->addWidget(m_stop);
    row->addWidget(m_compare);
    row->addWidget(m_run);
    addWidget(body);
    body->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    connect(m_run, &QPushButton::clicked, this, &TopBar::runRequested);
    connect(m_compare, &QPushButton::clicked, this, &TopBar::compareRequested);
    connect(m_pause, &QPushButton::clicked, this, &TopBar::pauseRequested);
    connect(m_stop, &QPushButton::clicked, this, &TopBar::stopRequested);
    connect(&session, &SessionController::statusChanged, this, &TopBar::refresh);
    connect(&session, &SessionController::modelReady, this, &TopBar::refresh);
    connect(&theme, &Theme::changed, this, [this] {
        updateIcons();
        m_source->updateGeometry();
        m_source->update();
        fitParts();
    });
    updateIcons();
    refresh();
}

void TopBar::updateIcons() {
    const Colors& c = m_theme.colors();
    m_run->setIcon(makeIcon(u"play"_s, c.accentText, c.faint));
    m_stop->setIcon(makeIcon(u"stop"_s, c.text, c.faint));
    const bool paused = m_session.latest().phase == app::RunPhase::Paused;
    m_pause->setIcon(makeIcon(paused ? u"play"_s : u"pause"_s, c.text, c.faint));
}

/// A bar that is too narrow does without what stands elsewhere, too: the name is in the window's title, model and
/// device are in the setup panel, and when a policy acts is in its tooltip.
void TopBar::fitParts() {
    const QMargins margins = m_body->layout()->contentsMargins();
    int needed = margins.left() + margins.right();
    for (int i = 0; i < m_body->layout()->count(); ++i) {
        QWidget* part = m_body->layout()->itemAt(i)->widget();
        const bool isOptional = part == m_name || part == m_badge || part == m_modelChip || part == m_deviceChip;
        if (!part || isOptional || part->isHidden()) continue;
        needed += part->sizeHint().width() + m_body->layout()->spacing();
    }
    bool fits = true;
    for (QLabel* part : std::initializer_list<QLabel*>{m_modelChip, m_badge, m_deviceChip, m_name}) {
        const int width = std::min(part->sizeHint().width(), part->maximumWidth()) + m_body->layout()->spacing();
        fits = fits && needed + width <= this->width();
        const bool shown = fits && !part->text().isEmpty();
        part->setVisible(shown);
        if (shown) needed += width;
    }
}

void TopBar::resizeEvent(QResizeEvent* event) {
    QToolBar::resizeEvent(event);
    fitParts();
}

/// Without the parts that it can do without.
QSize TopBar::minimumSizeHint() const {
    return {1, QToolBar::minimumSizeHint().height()};
}

void TopBar::refresh() {
    const app::RunState& state = m_session.shown();
    const bool fromHeader = m_session.kind() == SourceKind::Recorded;
    if (fromHeader) {
        const auto& server = state.header.server;
        m_modelChip->setText(server ? chipOf(state.header.model.name, server->address)
                                    : QString::fromStdString(state.header.model.name));
        m_modelChip->setNote(describe(state.header.model));
        m_deviceChip->setText(QString::fromStdString(server ? server->engine : state.header.device));
    } else if (const auto& model = m_session.model()) {
        m_modelChip->setText(model->server ? chipOf(model->model.name, model->server->address)
                                           : QString::fromStdString(model->model.name));
        m_modelChip->setNote(model->server ? detailsOf(*model->server) : describe(model->model));
        m_deviceChip->setText(QString::fromStdString(model->device));
    }

    const bool active = m_session.runActive();
    const bool paused = m_session.latest().phase == app::RunPhase::Paused;
    m_run->setVisible(!active);
    const QString whyNot = m_session.whyNot(Action::Run);
    m_compare->setVisible(!active);
    m_compare->setEnabled(whyNot.isEmpty());
    m_compare->setToolTip(whyNot.isEmpty() ? tr("Run this problem under several policies, and see them side by side "
                                                "(Ctrl+Shift+R)")
                                           : whyNot);
    m_run->setEnabled(whyNot.isEmpty());
    m_run->setToolTip(whyNot.isEmpty() ? tr("Start a run of this problem (Ctrl+R)") : whyNot);
    m_run->setText(m_session.starting() ? tr("Starting\u2026") : tr("Run"));
    m_pause->setVisible(active);
    m_stop->setVisible(active);
    m_pause->setText(paused ? tr("Resume") : tr("Pause"));
    m_pause->setToolTip(paused ? tr("Resume the run (Ctrl+P)") : tr("Pause the run (Ctrl+P)"));
    updateIcons();

    using Tone = SourceLabel::Tone;
    if (state.phase != app::RunPhase::Empty && state.header.whatIf) {
        m_source->show(Glyph::Diamond, tr("What-if, from recorded traces"), Tone::Past,
                       tr("Another run of the same traces; its times are simulated"));
    } else if (state.phase != app::RunPhase::Empty && state.header.simulated) {
        const bool back = !m_session.playback().followsEnd();
        m_source->show(Glyph::Diamond, back ? tr("Simulated, looking back") : tr("Simulated"), Tone::Past,
                       tr("A script, not a model, wrote this run"));
    } else if (m_session.loadingRecording()) {
        m_source->show(Glyph::HalfRing, tr("Opening\u2026"), Tone::Quiet, {});
    } else if (m_session.kind() == SourceKind::Recorded) {
        m_source->show(Glyph::Square, tr("Recorded"), Tone::Past, m_session.recordingPath());
    } else if (active && !m_session.playback().followsEnd()) {
        m_source->show(Glyph::HalfRing, tr("Looking back"), Tone::Past,
                       tr("The run continues; Live returns to its "
                          "end"));
    } else if (active) {
        m_source->show(paused ? Glyph::Bars : Glyph::Dot, paused ? pausedText(m_session.latest()) : tr("Live"),
                       paused ? Tone::Past : Tone::Live, tr("The run as it happens"));
    } else if (m_session.training()) {
        m_source->show(Glyph::HalfRing, tr("Training a scorer"), Tone::Live,
                       tr("Train a scorer in the File menu shows the progress"));
    } else if (m_session.studying()) {
        m_source->show(Glyph::HalfRing, tr("Study"), Tone::Live, tr("New study in the Study menu shows the progress"));
    } else if (m_session.kind() == SourceKind::Live && !m_session.playback().followsEnd()) {
        m_source->show(Glyph::HalfRing, tr("Looking back"), Tone::Past, tr("A moment of the finished run"));
    } else if (m_session.kind() == SourceKind::Live) {
        const auto& end = m_session.latest().finished;
        const bool stopped = end && end->end == app::RunEnd::Stopped;
        const bool failed = end && end->end == app::RunEnd::Failed;
        const QString word = failed ? tr("Failed") : stopped ? tr("Stopped") : tr("Finished");
        m_source->show(failed    ? Glyph::Cross
                       : stopped ? Glyph::Square
                                 : Glyph::Flag,
                       word, Tone::Quiet,
                       m_session.isRunKept()       ? tr("A run of this window; Recent runs in the File menu has it")
                       : m_session.hasUnsavedRun() ? tr("A run of this window, not saved yet (Ctrl+S)")
                                                   : tr("A run of this window"));
    } else {
        m_source->show(Glyph::Ring, m_session.loadingModel() ? tr("Loading model\u2026") : tr("No run yet"),
                       Tone::Quiet, {});
    }
    fitParts();
}

}  // namespace ui
