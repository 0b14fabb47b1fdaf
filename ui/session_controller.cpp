#include "ui/session_controller.h"

#include <QFileInfo>
#include <exception>
#include <utility>

#include "ui/format.h"

namespace ui {
namespace {

constexpr int kFrameMs = 25;
constexpr qint64 kFoldBudgetMs = 6;  // of a recording, per frame, so that opening a long one never freezes the window

template <class... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

}  // namespace

SessionController::SessionController(std::unique_ptr<RunSource> source, QObject* parent)
    : QObject(parent), m_source(std::move(source)), m_shown(&m_timeline.latest()) {
    m_clock.start();
    m_timer.setInterval(kFrameMs);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &SessionController::tick);
}

SessionController::~SessionController() = default;

bool SessionController::runActive() const {
    return m_kind == SourceKind::Live &&
           (latest().phase == app::RunPhase::Running || latest().phase == app::RunPhase::Paused);
}

double SessionController::shownTime() const {
    return m_playback.cursor().value_or(duration());
}

// ---- commands -----------------------------------------------------------------------------------------------------

bool SessionController::mustWaitForTraining() {
    if (m_training) Q_EMIT message(MessageKind::Warning, tr("A scorer is being trained: wait for its end, or cancel it."));
    return m_training;
}

void SessionController::loadModel(const app::LoadModel& command) {
    if (mustWaitForTraining()) return;
    m_loadingModel = true;
    m_source->post(command);
    Q_EMIT statusChanged();
}

void SessionController::loadScorer(const QString& path) {
    if (mustWaitForTraining()) return;
    m_source->post(app::LoadScorer{path.toStdString()});
}

void SessionController::start(app::StartRun run) {
    if (runActive() || m_starting || mustWaitForTraining()) return;
    m_starting = true;
    m_source->post(std::move(run));
    Q_EMIT statusChanged();
}

bool SessionController::trainScorer(app::ScorerPlan plan) {
    if (mustWaitForTraining()) return false;
    if (runActive() || m_starting || m_loadingModel || !m_model) {
        Q_EMIT message(MessageKind::Warning, m_model && !m_loadingModel ? tr("Stop the run before training a scorer.")
                                                                        : tr("Load a model before training a scorer for it."));
        return false;
    }
    m_training = true;
    m_source->post(app::TrainScorer{std::move(plan)});
    Q_EMIT statusChanged();
    return true;
}

void SessionController::cancelTraining() {
    if (m_training) m_source->post(app::CancelTraining{});
}

void SessionController::pause() {
    if (runActive()) m_source->post(app::Pause{});
}

void SessionController::resume() {
    if (runActive()) m_source->post(app::Resume{});
}

void SessionController::stop() {
    if (runActive() || m_starting) m_source->post(app::Stop{});
}

void SessionController::setPace(double tokensPerSecond) {
    if (runActive()) m_source->post(app::SetPace{tokensPerSecond});
}

void SessionController::setTraces(int traces) {
    if (runActive()) m_source->post(app::SetTraces{traces});
}

void SessionController::setKvCache(double mib) {
    if (runActive()) m_source->post(app::SetKvCache{mib});
}

void SessionController::openRecording(const QString& path) {
    if (runActive() || m_starting) {
        Q_EMIT message(MessageKind::Warning, tr("Stop the run before opening a recording."));
        return;
    }
    if (loadingRecording()) return;
    m_recordingPath = path;
    m_reading = std::async(std::launch::async, [file = path.toStdString()] { return app::readRecording(file); });
    Q_EMIT statusChanged();
}

bool SessionController::saveRecording(const QString& path) {
    try {
        app::RecordingWriter writer(path.toStdString());
        for (const app::Event& event : m_timeline.events()) {
            if (writer.append(event)) continue;
            Q_EMIT message(MessageKind::Error, tr("%1 could not be written completely: is the disk full?").arg(path));
            return false;
        }
    } catch (const std::exception& error) {
        Q_EMIT message(MessageKind::Error, QString::fromUtf8(error.what()));
        return false;
    }
    m_recordingPath = path;
    Q_EMIT message(MessageKind::Info, tr("Saved %1.").arg(QFileInfo(path).fileName()));
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
    m_shown = m_playback.cursor() ? &m_timeline.at(*m_playback.cursor()) : &m_timeline.latest();
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
    std::visit(Overloaded{
                   [this](app::Event& event) { takeEvent(std::move(event)); },
                   [this](const app::LoadProgress& progress) {
                       Q_EMIT loadProgress(QString::fromStdString(progress.stage), progress.fraction);
                   },
                   [this](const app::ModelPriced& priced) {
                       m_memory = priced.memory;
                       Q_EMIT modelPriced();
                   },
                   [this](const app::ModelReady& ready) {
                       m_model = ready;
                       m_memory = ready.memory;
                       m_loadingModel = false;
                       Q_EMIT modelReady();
                       Q_EMIT statusChanged();
                   },
                   [this](const app::ScorerReady& ready) {
                       m_scorer = ready.scorer;
                       Q_EMIT scorerReady();
                   },
                   [this](const app::TrainingProgress& progress) { Q_EMIT trainingProgress(progress); },
                   [this](const app::TrainingDone& done) {
                       m_training = false;
                       Q_EMIT trainingDone(done);
                       Q_EMIT statusChanged();
                   },
                   [this](const app::Refused& refusal) {
                       const QString what = QString::fromStdString(refusal.what);
                       if (refusal.what == "model") {
                           m_loadingModel = false;
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
                       Q_EMIT refused(what);
                       Q_EMIT statusChanged();
                   },
               },
               note);
}

void SessionController::takeEvent(app::Event event) {
    const bool starts = std::holds_alternative<app::RunStarted>(event.body);
    const bool changesStatus = starts || std::holds_alternative<app::RunFinished>(event.body) ||
                               std::holds_alternative<app::Paused>(event.body) ||
                               std::holds_alternative<app::Resumed>(event.body) ||
                               std::holds_alternative<app::PaceChanged>(event.body);
    if (starts) beginTimeline(SourceKind::Live);
    if (m_kind != SourceKind::Live) return;  // the tail of a run that the user closed by opening a recording
    if (const auto* rescored = std::get_if<app::Rescored>(&event.body)) {
        m_scorer = rescored->scorer;
        m_jumped = true;
    }
    QString problem;
    if (const auto* end = std::get_if<app::RunFinished>(&event.body); end && end->end == app::RunEnd::Failed) {
        problem = tr("The run failed: %1").arg(QString::fromStdString(end->message));
    }
    if (const auto* notice = std::get_if<app::Notice>(&event.body);
        notice && notice->severity != app::Notice::Severity::Info) {
        const bool isError = notice->severity == app::Notice::Severity::Error;
        Q_EMIT message(isError ? MessageKind::Error : MessageKind::Warning, QString::fromStdString(notice->text));
    }
    m_timeline.append(event);
    m_changed = true;
    if (starts) refreshShown();
    if (!problem.isEmpty() && latest().header.backend == "cuda") {
        Q_EMIT cpuOffered(problem);
    } else if (!problem.isEmpty()) {
        Q_EMIT message(MessageKind::Error, problem);
    }
    if (changesStatus) Q_EMIT statusChanged();
}

void SessionController::beginTimeline(SourceKind kind) {
    m_timeline.clear();
    m_playback.followEnd();
    m_shown = &m_timeline.latest();
    m_kind = kind;
    m_starting = false;
    m_jumped = true;
    if (kind == SourceKind::Live) m_recordingPath.clear();
    select(engine::TraceId{1});
}

/// Takes a finished background read, then folds it a few milliseconds at a time.
bool SessionController::takeRecording() {
    if (m_reading.valid() && m_reading.wait_for(std::chrono::seconds(0)) == std::future_status::ready) {
        try {
            m_read = m_reading.get();
            m_unfolded = 0;
            beginTimeline(SourceKind::Recorded);
            if (m_read.truncated || m_read.skippedLines > 0) {
                Q_EMIT message(MessageKind::Warning,
                               m_read.truncated
                                   ? tr("The recording ends in the middle of a line; all before it is shown.")
                                   : formatNumberOf(m_read.skippedLines, tr("1 line of a newer kind was skipped."),
                                                    tr("%1 lines of a newer kind were skipped.")));
            }
        } catch (const std::exception& error) {
            m_recordingPath.clear();
            Q_EMIT message(MessageKind::Error, QString::fromUtf8(error.what()));
            Q_EMIT statusChanged();
        }
    }
    if (m_unfolded >= m_read.events.size()) return false;
    QElapsedTimer budget;
    budget.start();
    while (m_unfolded < m_read.events.size() && budget.elapsed() < kFoldBudgetMs) {
        m_timeline.append(m_read.events[m_unfolded++]);
    }
    if (m_unfolded == m_read.events.size()) {
        m_read = {};
        m_unfolded = 0;
        m_jumped = true;
        refreshShown();
        Q_EMIT recordingOpened();
        Q_EMIT statusChanged();
    }
    return true;
}

}  // namespace ui
