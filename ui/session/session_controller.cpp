#include "ui/session/session_controller.h"

#include <QFileInfo>
#include <QThread>
#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>

#include "app/run/recording_writer.h"
#include "ui/paint/format.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr int kFrameMs = 25;
constexpr qsizetype kWarningLetters = 600;

template <class... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

}  // namespace

SessionController::SessionController(std::unique_ptr<RunSource> source, QObject* parent)
    : QObject(parent), m_source(std::move(source)), m_shown(&latest()) {
    m_clock.start();
    m_timer.setInterval(kFrameMs);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &SessionController::tick);
}

SessionController::~SessionController() = default;

bool SessionController::runActive() const {
    return m_run.kind == SourceKind::Live &&
           (latest().phase == app::RunPhase::Running || latest().phase == app::RunPhase::Paused);
}

double SessionController::shownTime() const {
    return m_playback.cursor().value_or(duration());
}

// ---- commands -----------------------------------------------------------------------------------------------------

Activity SessionController::activity() const {
    if (runActive()) return Activity::Running;
    if (m_starting) return Activity::Starting;
    if (m_training) return Activity::Training;
    if (loadingModel()) return Activity::LoadingModel;
    return loadingRecording() ? Activity::OpeningRecording : Activity::Idle;
}

QString SessionController::whyNot(Action action) const {
    if (!ui::may(action, activity())) {
        const QString reason = reasonToWait(activity());
        return reason.isEmpty() ? tr("No run is in progress.") : reason;
    }
    const bool needsModel = action == Action::Run || action == Action::TrainScorer;
    return needsModel && !m_model ? tr("Load a model first.") : QString();
}

bool SessionController::refuses(Action action) {
    const QString reason = whyNot(action);
    if (reason.isEmpty()) return false;
    Q_EMIT message(MessageKind::Warning, reason);
    Q_EMIT mustWait(reason);
    return true;
}

void SessionController::loadModel(const app::LoadModel& command) {
    if (refuses(Action::LoadModel)) return;
    ++m_loads;
    m_source->post(command);
    Q_EMIT statusChanged();
}

void SessionController::loadScorer(const QString& path) {
    if (refuses(Action::LoadScorer)) return;
    m_source->post(app::LoadScorer{path.toStdString()});
}

void SessionController::start(app::StartRun run) {
    if (refuses(Action::Run)) return;
    m_starting = true;
    m_startsRecorded = run.recordPath.has_value();
    m_source->post(std::move(run));
    Q_EMIT statusChanged();
}

bool SessionController::trainScorer(app::ScorerPlan plan) {
    if (refuses(Action::TrainScorer)) return false;
    m_training = true;
    m_source->post(app::TrainScorer{std::move(plan)});
    Q_EMIT statusChanged();
    return true;
}

void SessionController::cancelTraining() {
    if (m_training) m_source->post(app::CancelTraining{});
}

// Controls that act on a running run are set at other times, too; then there is nothing to send.

void SessionController::pause() {
    if (may(Action::Steer)) m_source->post(app::Pause{});
}

void SessionController::resume() {
    if (may(Action::Steer)) m_source->post(app::Resume{});
}

void SessionController::stop() {
    if (may(Action::Stop)) m_source->post(app::Stop{});
}

void SessionController::setPace(double tokensPerSecond) {
    if (may(Action::Steer)) m_source->post(app::SetPace{tokensPerSecond});
}

void SessionController::setTraces(int traces) {
    if (may(Action::Steer)) m_source->post(app::SetTraces{traces});
}

void SessionController::setKvCache(double mib) {
    if (may(Action::Steer)) m_source->post(app::SetKvCache{mib});
}

bool SessionController::stopAndWait(int milliseconds) {
    stop();
    QElapsedTimer timer;
    timer.start();
    while ((runActive() || m_starting) && timer.elapsed() < milliseconds) {
        tick();
        QThread::msleep(5);
    }
    return !runActive() && !m_starting;
}

void SessionController::openRecording(const QString& path) {
    if (refuses(Action::OpenRecording)) return;
    if (m_opener.isReading()) {
        Q_EMIT message(
            MessageKind::Info,
            tr("%1 is opened instead of %2.").arg(QFileInfo(path).fileName(), QFileInfo(m_opener.path()).fileName()));
    }
    m_opener.start(path);
    Q_EMIT statusChanged();
}

void SessionController::backToRunBefore() {
    if (!m_before || refuses(Action::OpenRecording)) return;
    m_opener.giveUp();
    ShownRun left = std::exchange(m_run, std::move(*m_before));
    m_before.reset();
    if (left.kind == SourceKind::Live) m_before = std::move(left);  // a recording is on its disk
    showFromItsEnd();
    refreshShown();
    Q_EMIT statusChanged();
    m_jumped = false;
    Q_EMIT frame(true, true);
}

bool SessionController::saveRecording(const QString& path) {
    try {
        app::saveRecording(path.toStdString(), m_run.timeline.events());
    } catch (const std::exception& error) {
        Q_EMIT message(MessageKind::Error, QString::fromUtf8(error.what()));
        return false;
    }
    m_run.path = path;
    m_run.savedEvents = m_run.timeline.events().size();
    Q_EMIT message(MessageKind::Info, tr("Saved %1.").arg(QFileInfo(path).fileName()));
    Q_EMIT statusChanged();
    return true;
}

// ---- the moment shown -----------------------------------------------------------------------------------------------

void SessionController::seek(double t) {
    m_playback.seek(t, duration());
    m_jumped = true;
    refreshShown();
    Q_EMIT statusChanged();
    m_jumped = false;
    Q_EMIT frame(true, true);
}

void SessionController::followEnd() {
    m_playback.followEnd();
    m_jumped = true;
    refreshShown();
    Q_EMIT statusChanged();
    m_jumped = false;
    Q_EMIT frame(true, true);
}

void SessionController::togglePlay() {
    if (m_playback.playing()) {
        m_playback.pause();
    } else {
        m_jumped = m_playback.followsEnd();
        m_playback.play(duration());
        refreshShown();
    }
    Q_EMIT statusChanged();
}

void SessionController::setPlaySpeed(double speed) {
    m_playback.setSpeed(speed);
}

void SessionController::select(std::optional<engine::TraceId> trace) {
    if (m_selected == trace) return;
    m_selected = trace;
    Q_EMIT selectionChanged();
}

void SessionController::refreshShown() {
    m_shown = m_playback.cursor() ? &m_run.timeline.at(*m_playback.cursor()) : &m_run.timeline.latest();
}

// ---- one round ------------------------------------------------------------------------------------------------------

void SessionController::tick() {
    const qint64 now = m_clock.elapsed();
    const double elapsedS = static_cast<double>(now - m_lastTickMs) / 1000.0;
    m_lastTickMs = now;

    for (app::Note& note : m_source->drain()) take(std::move(note));
    if (takeRecording()) m_changed = true;

    const bool wasPlaying = m_playback.playing();
    const bool moved = m_playback.advance(elapsedS, duration());
    if (wasPlaying && !m_playback.playing()) Q_EMIT statusChanged();
    if (moved || (m_changed && m_playback.followsEnd()) || m_jumped) refreshShown();
    const bool changed = std::exchange(m_changed, false) || moved;
    const bool jumped = std::exchange(m_jumped, false);
    Q_EMIT frame(changed || jumped, jumped);
}

void SessionController::setTimerRunning(bool running) {
    if (running) {
        m_timer.start();
    } else {
        m_timer.stop();
    }
}

void SessionController::take(app::Note note) {
    std::visit(
        Overloaded{
            [this](app::Event& event) { takeEvent(std::move(event)); },
            [this](const app::LoadProgress& progress) {
                Q_EMIT loadProgress(QString::fromStdString(progress.stage), progress.fraction);
            },
            [this](const app::ModelPriced& priced) {
                m_memory = priced.memory;
                Q_EMIT modelPriced();
            },
            [this](const app::ModelReady& ready) { takeModel(ready); },
            [this](const app::ScorerReady& ready) {
                m_scorer = ready.scorer;
                Q_EMIT scorerReady();
            },
            [this](const app::RecordingStopped& stopped) {
                if (m_run.isWorkers) m_run.isRecorded = false;
                Q_EMIT runTroubled(tr("%1: the recording is not complete").arg(QString::fromStdString(stopped.path)));
                Q_EMIT statusChanged();
            },
            [this](const app::TrainingProgress& progress) { Q_EMIT trainingProgress(progress); },
            [this](const app::TrainingDone& done) {
                m_training = false;
                Q_EMIT trainingDone(done);
                Q_EMIT statusChanged();
            },
            [this](const app::Refused& refusal) { takeRefusal(refusal); },
        },
        note);
}

void SessionController::takeModel(const app::ModelReady& ready) {
    m_model = ready;
    m_memory = ready.memory;
    m_loads = std::max(0, m_loads - 1);
    Q_EMIT modelReady();
    Q_EMIT statusChanged();
}

void SessionController::takeRefusal(const app::Refused& refusal) {
    if (refusal.what == "model") {
        m_loads = std::max(0, m_loads - 1);
        m_memory.reset();
        if (m_model) m_memory = m_model->memory;
    }
    if (refusal.what == "run") m_starting = false;
    const QString reason = QString::fromStdString(refusal.message);
    if (refusal.plainPromptHelps) {
        Q_EMIT plainPromptOffered(reason);
    } else if (refusal.cpuHelps) {
        Q_EMIT cpuOffered(reason);
    } else {
        Q_EMIT message(MessageKind::Error, reason);
    }
    Q_EMIT refused(QString::fromStdString(refusal.what), reason);
    Q_EMIT statusChanged();
}

void SessionController::takeEvent(app::Event event) {
    const bool starts = std::holds_alternative<app::RunStarted>(event.body);
    const bool changesStatus = starts || std::holds_alternative<app::RunFinished>(event.body) ||
                               std::holds_alternative<app::Paused>(event.body) ||
                               std::holds_alternative<app::Resumed>(event.body) ||
                               std::holds_alternative<app::PaceChanged>(event.body);
    if (starts) begin(SourceKind::Live);
    if (const auto* rescored = std::get_if<app::Rescored>(&event.body)) m_scorer = rescored->scorer;
    if (!m_run.isWorkers) {  // another scorer counts its last run again behind the one shown
        if (m_before && m_before->isWorkers) m_before->timeline.append(std::move(event));
        return;
    }
    m_jumped = m_jumped || std::holds_alternative<app::Rescored>(event.body);
    tellEvent(event);
    m_run.timeline.append(std::move(event));
    m_changed = true;
    if (starts) refreshShown();
    if (changesStatus) Q_EMIT statusChanged();
}

/// Shows a message for an event that needs one.
void SessionController::tellEvent(const app::Event& event) {
    if (const auto* notice = std::get_if<app::Notice>(&event.body);
        notice && notice->severity != app::Notice::Severity::Info) {
        const bool isError = notice->severity == app::Notice::Severity::Error;
        Q_EMIT message(isError ? MessageKind::Error : MessageKind::Warning, QString::fromStdString(notice->text));
    }
    const auto* end = std::get_if<app::RunFinished>(&event.body);
    if (!end || end->end != app::RunEnd::Failed) return;
    const QString problem = tr("The run failed: %1").arg(QString::fromStdString(end->message));
    if (latest().header.backend == "cuda") {
        Q_EMIT cpuOffered(problem);
    } else {
        Q_EMIT message(MessageKind::Error, problem);
    }
    Q_EMIT runTroubled(problem);
}

/// Another run is shown from now on; a run of the worker that was shown is kept.
void SessionController::begin(SourceKind kind) {
    if (kind == SourceKind::Live) {  // it replaces whatever was being opened
        m_opener.giveUp();
        if (m_before) m_before->isWorkers = false;
        m_run.isWorkers = false;
    }
    if (m_run.kind == SourceKind::Live && !m_run.timeline.events().empty()) m_before = std::move(m_run);
    m_run = {};
    m_run.number = ++m_runs;
    m_run.kind = kind;
    m_run.isWorkers = kind == SourceKind::Live;
    m_run.isRecorded = m_run.isWorkers && m_startsRecorded;
    m_starting = false;
    showFromItsEnd();
}

void SessionController::showFromItsEnd() {
    m_playback.followEnd();
    m_shown = &latest();
    m_jumped = true;
    select(engine::TraceId{1});
}

/// Takes a recording that was read and folded in the background.
bool SessionController::takeRecording() {
    const QString path = m_opener.path();
    try {
        auto opened = m_opener.take();
        if (!opened) return false;
        begin(SourceKind::Recorded);
        m_run.timeline = std::move(opened->timeline);
        m_run.path = path;
        tellWarnings(opened->warnings());
    } catch (const std::exception& error) {
        const QString reason = QString::fromUtf8(error.what());
        Q_EMIT message(MessageKind::Error, reason);
        Q_EMIT refused(u"recording"_s, reason);
        Q_EMIT statusChanged();
        return false;
    }
    m_jumped = true;
    refreshShown();
    Q_EMIT recordingOpened();
    Q_EMIT statusChanged();
    return true;
}

/// What is not as the file has it.
void SessionController::tellWarnings(const std::vector<std::string>& warnings) {
    QStringList sentences;
    for (const std::string& warning : warnings) sentences.append(QString::fromStdString(warning) + u'.');
    if (!sentences.isEmpty()) Q_EMIT message(MessageKind::Warning, shortened(sentences.join(u' '), kWarningLetters));
}

}  // namespace ui
