// What the window works with: the run (live or opened from a file), the moment shown, the selected trace, and the
// commands to the worker. Drains the source on a timer and folds; panels only look at shown(). GUI thread.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>
#include <future>
#include <memory>
#include <optional>

#include "app/recording.h"
#include "app/timeline.h"
#include "ui/playback.h"
#include "ui/run_source.h"

namespace ui {

enum class SourceKind { None, Live, Recorded };
enum class MessageKind { Info, Warning, Error };

class SessionController : public QObject {
    Q_OBJECT
public:
    explicit SessionController(std::unique_ptr<RunSource> source, QObject* parent = nullptr);
    ~SessionController() override;

    // ---- what to show
    const app::RunState& shown() const { return *m_shown; }
    const app::RunState& latest() const { return m_timeline.latest(); }
    SourceKind kind() const { return m_kind; }
    /// A run of the worker is under way, paused included.
    bool runActive() const;
    bool starting() const { return m_starting; }
    double duration() const { return m_timeline.duration(); }
    double shownTime() const;
    /// Another number for every run that is shown.
    std::uint64_t runIdentity() const { return m_timeline.identity(); }
    const Playback& playback() const { return m_playback; }
    std::optional<engine::TraceId> selected() const { return m_selected; }
    const std::optional<app::ModelReady>& model() const { return m_model; }
    /// What the model that is loading, else the loaded one, takes of its device.
    const std::optional<app::MemoryFacts>& memory() const { return m_memory; }
    const std::optional<app::ScorerInfo>& scorer() const { return m_scorer; }
    /// A scorer is being trained: model, scorer and run have to wait.
    bool training() const { return m_training; }
    bool loadingModel() const { return m_loadingModel; }
    bool loadingRecording() const { return m_reading.valid() || m_unfolded < m_read.events.size(); }
    QString recordingPath() const { return m_recordingPath; }

    // ---- what to do
    void loadModel(const app::LoadModel& command);
    void loadScorer(const QString& path);
    void start(app::StartRun run);
    /// False, with a message, where the worker is busy otherwise.
    bool trainScorer(app::ScorerPlan plan);
    void cancelTraining();
    void pause();
    void resume();
    void stop();
    void setPace(double tokensPerSecond);
    void setTraces(int traces);
    void setKvCache(double mib);
    /// Reads in the background. Refused with a message while a run is under way.
    void openRecording(const QString& path);
    /// Writes all events of what is shown; false with a message where it fails.
    bool saveRecording(const QString& path);

    void seek(double t);
    void followEnd();
    void togglePlay();
    void setPlaySpeed(double speed);
    void select(std::optional<engine::TraceId> trace);

    /// One round: take what has come, fold it, move the playback. The timer calls it; tests may.
    void tick();
    void setTimerRunning(bool running);

Q_SIGNALS:
    /// One round is over. `changed`: there is something new to show; `jumped`: it does not go on from what was shown
    /// before.
    void frame(bool changed, bool jumped);
    void selectionChanged();
    /// Run started or ended, source changed, playback state changed, loading began or ended.
    void statusChanged();
    void loadProgress(const QString& stage, double fraction);
    /// Before a model's weights are read: memory() says what it will take.
    void modelPriced();
    void modelReady();
    void scorerReady();
    void trainingProgress(const app::TrainingProgress& progress);
    void trainingDone(const app::TrainingDone& done);
    void refused(const QString& what);
    void message(ui::MessageKind kind, const QString& text);
    /// A run was refused because of the model's chat template.
    void plainPromptOffered(const QString& reason);
    /// A GPU failed, or could not take what was asked of it; the CPU would go.
    void cpuOffered(const QString& reason);
    void recordingOpened();

private:
    void take(app::Note note);
    void takeEvent(app::Event event);
    bool takeRecording();
    bool mustWaitForTraining();
    void beginTimeline(SourceKind kind);
    void refreshShown();

    std::unique_ptr<RunSource> m_source;
    app::Timeline m_timeline;
    const app::RunState* m_shown = nullptr;
    SourceKind m_kind = SourceKind::None;
    Playback m_playback;
    std::optional<engine::TraceId> m_selected;
    std::optional<app::ModelReady> m_model;
    std::optional<app::MemoryFacts> m_memory;
    std::optional<app::ScorerInfo> m_scorer;
    bool m_loadingModel = false;
    bool m_starting = false;
    bool m_training = false;
    bool m_jumped = false;
    bool m_changed = false;

    std::future<app::Recording> m_reading;
    app::Recording m_read;
    std::size_t m_unfolded = 0;
    QString m_recordingPath;

    QTimer m_timer;
    QElapsedTimer m_clock;
    qint64 m_lastTickMs = 0;
};

}  // namespace ui
