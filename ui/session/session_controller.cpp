#include "ui/session/session_controller.h"

#include <QFileInfo>
#include <QThread>
#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>

#include "app/run/recording_writer.h"
#include "ui/paint/app_text.h"
#include "ui/paint/format.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr int kFrameMs = 25;

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
    if (rescoring()) return Activity::Rescoring;
    if (m_studying) return Activity::Studying;
    if (loadingModel()) return Activity::LoadingModel;
    return loadingRecording() ? Activity::OpeningRecording : Activity::Idle;
}

QString SessionController::whyNot(Action action) const {
    if (!ui::may(action, activity())) {
        const QString reason = reasonToWait(activity());
        return reason.isEmpty() ? tr("No run is in progress.") : reason;
    }
    const bool startsRun = action == Action::Fork && !runActive();  // one that begins with what was written
    if (startsRun && m_run.kind == SourceKind::None) return tr("There is no run yet.");
    const bool needsModel =
        action == Action::Run || action == Action::TrainScorer || action == Action::RunStudy || startsRun;
    if (needsModel && !m_model) return tr("Load a model first.");
    const bool isOfThisMachine =
        action == Action::LoadScorer || action == Action::TrainScorer || action == Action::RunStudy || startsRun;
    if (isOfThisMachine && m_model && m_model->server)
        return tr("The model is on a server. For this, load a model of this machine.");
    return startsRun ? whyNotItsModel() : QString();
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
    m_order = command;
    m_priced.reset();
    m_source->post(command);
    Q_EMIT statusChanged();
}

void SessionController::useServer(const app::ServerSettings& settings, const app::ServerDescription& server) {
    if (refuses(Action::LoadModel)) return;
    ++m_loads;
    m_source->post(app::UseServer{settings, server});
    Q_EMIT statusChanged();
}

void SessionController::loadScorer(const QString& path, bool rescores) {
    if (refuses(Action::LoadScorer)) return;
    m_source->post(app::LoadScorer{path.toStdString(), rescores});
}

void SessionController::start(app::StartRun run) {
    if (refuses(Action::Run)) return;
    m_starting = true;
    m_startsRecorded = run.recordPath.has_value();
    m_startsKept = run.historyPath.has_value();
    const auto& file = run.recordPath ? run.recordPath : run.historyPath;
    m_startsRowsBeside = run.options.recordHidden && file ? QString::fromStdString(*file) : QString();
    m_startsIn.clear();
    for (const auto& each : {run.recordPath, run.historyPath}) {
        if (each) m_startsIn << QString::fromStdString(*each);
    }
    run.pauseAt = m_pauseAt;
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

bool SessionController::measureStudy(app::StudyPlan plan) {
    if (refuses(Action::RunStudy)) return false;
    m_studying = true;
    m_source->post(app::MeasureStudy{std::move(plan)});
    Q_EMIT statusChanged();
    return true;
}

bool SessionController::runStudy(app::StudyPlan plan) {
    if (refuses(Action::RunStudy)) return false;
    m_studying = true;
    m_source->post(app::RunStudy{std::move(plan)});
    Q_EMIT statusChanged();
    return true;
}

void SessionController::endStudy(app::StudyEnd how) {
    if (m_studying) m_source->post(app::EndStudy{how});
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

void SessionController::forgetKept() {
    if (!runActive()) m_run.isKept = false;
    if (m_before) m_before->isKept = false;
    Q_EMIT statusChanged();
}

bool SessionController::saveRecording(const QString& path) {
    try {
        app::saveRecording(path.toStdString(), m_run.timeline.events());
    } catch (const std::exception& error) {
        Q_EMIT message(MessageKind::Error, appSentence(error.what()));
        return false;
    }
    m_run.path = path;
    m_run.savedEvents = m_run.timeline.events().size();
    carryRows(path);
    Q_EMIT recordingSaved(path);
    Q_EMIT message(MessageKind::Info, tr("Saved %1.").arg(QFileInfo(path).fileName()));
    Q_EMIT statusChanged();
    return true;
}

QStringList SessionController::filesOfRun() const {
    QStringList files = m_run.files;
    if (!m_run.path.isEmpty() && !files.contains(m_run.path)) files << m_run.path;
    return files;
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

void SessionController::select(std::optional<engine::TraceId> trace, std::optional<int> step) {
    const bool other = std::exchange(m_selected, trace) != trace;
    const bool otherStep = std::exchange(m_selectedStep, step) != step;
    if (other) Q_EMIT selectionChanged();
    if (other || otherStep) Q_EMIT stepChanged();
}

void SessionController::refreshShown() {
    m_shown = m_playback.events()   ? &m_run.timeline.after(*m_playback.events())
              : m_playback.cursor() ? &m_run.timeline.at(*m_playback.cursor())
                                    : &m_run.timeline.latest();
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

}  // namespace ui
