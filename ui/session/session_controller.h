// What the window works with: the run (live or opened from a file), the moment shown, the selected trace, and the
// commands to the worker. Drains the source on a timer and folds; panels only look at shown(). GUI thread.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QTimer>
#include <memory>
#include <optional>

#include "app/run/recording.h"
#include "ui/session/activity.h"
#include "ui/session/moments.h"
#include "ui/session/playback.h"
#include "ui/session/recording_opener.h"
#include "ui/session/run_source.h"
#include "ui/session/shown_run.h"

namespace ui {

enum class MessageKind { Info, Warning, Error };

class SessionController : public QObject {
    Q_OBJECT
public:
    explicit SessionController(std::unique_ptr<RunSource> source, QObject* parent = nullptr);
    ~SessionController() override;

    // ---- what to show
    const app::RunState& shown() const { return *m_shown; }
    const app::RunState& latest() const { return m_run.timeline.latest(); }
    SourceKind kind() const { return m_run.kind; }
    /// Of the run shown: two with the same problem, started in the same second, still differ.
    int runNumber() const { return m_run.number; }
    /// A run of the worker is in progress, perhaps paused.
    bool runActive() const;
    bool starting() const { return m_starting; }
    double duration() const { return m_run.timeline.duration(); }
    double shownTime() const;
    /// Differs for every run that is shown.
    std::uint64_t runIdentity() const { return m_run.timeline.identity(); }
    const Playback& playback() const { return m_playback; }
    const app::Timeline& timeline() const { return m_run.timeline; }
    /// Events that have happened at the moment shown.
    std::size_t shownEvents() const;
    /// The entry of the log whose moment is shown, where one stepped to it or a live run paused at it.
    std::optional<std::size_t> shownEntry() const;
    std::optional<engine::TraceId> selected() const { return m_selected; }
    /// Of the selected trace: index into its steps; their number means the text after the last scored one.
    std::optional<int> selectedStep() const { return m_selectedStep; }
    const std::optional<app::ModelReady>& model() const { return m_model; }
    /// Memory that the model that is loading, else the loaded one, needs on its device.
    const std::optional<app::MemoryFacts>& memory() const { return m_memory; }
    const std::optional<app::ScorerInfo>& scorer() const { return m_scorer; }
    /// A scorer is being trained: model, scorer and run have to wait.
    bool training() const { return m_training; }
    /// The recording shown, or another one, gets scores by another scorer.
    bool rescoring() const { return m_rescored.has_value(); }
    /// A study is running, or being measured: model, scorer and run have to wait.
    bool studying() const { return m_studying; }
    bool loadingModel() const { return m_loads > 0; }
    /// The model that was asked for last.
    const app::LoadModel& order() const { return m_order; }
    bool loadingRecording() const { return m_opener.isReading(); }
    /// Of the recording shown, or of the file that the run was saved to.
    QString recordingPath() const { return m_run.path; }
    /// The file that hidden rows of the run shown may lie beside; empty where there is none.
    QString rowsBeside() const { return m_run.rowsBeside; }
    /// Every file that has the run shown, the one it was written to as it went first.
    QStringList filesOfRun() const;
    /// A run of the worker, running or finished, that is not on disk.
    bool hasUnsavedRun() const { return m_run.isUnsaved(); }
    /// The run shown is in the history, as far as it has come.
    bool isRunKept() const { return m_run.isKept; }
    /// The run before the one shown can be brought back.
    bool hasRunBefore() const { return m_before.has_value(); }

    // ---- what may be done
    Activity activity() const;
    bool may(Action action) const { return whyNot(action).isEmpty(); }
    /// Why an action is not possible, and what to do; empty if it is possible.
    QString whyNot(Action action) const;
    /// The same as a message: true if the action is not possible.
    bool refuses(Action action);

    // ---- what to do; what may not be done is refused with a message
    void loadModel(const app::LoadModel& command);
    /// The next runs are on that server; a model of this machine is let go.
    void useServer(const app::ServerSettings& settings, const app::ServerDescription& server);
    /// @param rescores  a finished run of the worker gets its scores, too
    void loadScorer(const QString& path, bool rescores = true);
    void start(app::StartRun run);
    /// False if it was refused.
    bool trainScorer(app::ScorerPlan plan);
    void cancelTraining();
    /// How long it would take; studyMeasured() has the answer. False if it was refused.
    bool measureStudy(app::StudyPlan plan);
    /// Runs it, or what its folder lacks of it. False if it was refused.
    bool runStudy(app::StudyPlan plan);
    void endStudy(app::StudyEnd how);
    void pause();
    void resume();
    void stop();
    void setPace(double tokensPerSecond);
    void setTraces(int traces);
    /// Protects, prunes or forks a trace of the run under way.
    void steer(app::SteerAction action);
    /// Lets the traces that the run shown has cut go on, outside of its time and vote. False if it was refused.
    bool letCutFinish();
    void setKvCache(double mib);
    /// Scores the finished run shown with that scorer, on the worker's thread: rescoringDone() says how it went. False
    /// if it was refused.
    bool rescore(const QString& scorerPath);
    void cancelRescoring();
    /// Reads in the background; an older one that is still being read is abandoned.
    void openRecording(const QString& path);
    /// Shows the worker's last run again after another run or a recording replaced it.
    void backToRunBefore();
    /// Stops the run and waits for its end; false if that does not come in time.
    bool stopAndWait(int milliseconds);
    /// The history was cleared: finished runs are on disk no more.
    void forgetKept();
    /// Writes all events of what is shown; false with a message where it fails.
    bool saveRecording(const QString& path);

    void seek(double t);
    void followEnd();
    /// The moment after the first `count` events: also of events that share their time with others.
    void seekToEvent(std::size_t count);
    /// To the next or previous moment of that kind. Where it has not happened yet, a paused run goes on until it does.
    /// False if there is none.
    bool step(Moment kind, bool forward);
    /// Where this run and the next ones pause by themselves.
    void setPauseAt(const app::PausePoints& points);
    const app::PausePoints& pauseAt() const { return m_pauseAt; }
    void togglePlay();
    void setPlaySpeed(double speed);
    void select(std::optional<engine::TraceId> trace, std::optional<int> step = {});

    /// One round: takes new notes, folds them, advances the playback. Called by the timer, or by tests.
    void tick();
    void setTimerRunning(bool running);

Q_SIGNALS:
    /// One round is over. `changed`: there is something new to show; `jumped`: it does not continue what was shown
    /// before.
    void frame(bool changed, bool jumped);
    void selectionChanged();
    /// Another step is selected, or none; after selectionChanged() where the trace is another as well.
    void stepChanged();
    /// Run started or ended, source changed, playback state changed, loading began or ended.
    void statusChanged();
    void pauseAtChanged();
    void loadProgress(const QString& stage, double fraction);
    /// Before a model's weights are read: memory() says how much it will need.
    void modelPriced();
    void modelReady();
    void scorerReady();
    void trainingProgress(const app::TrainingProgress& progress);
    void trainingDone(const app::TrainingDone& done);
    void rescoringProgress(double fraction);
    /// The run shown has other scores, or there is a reason why not; neither if it was cancelled or is not shown any
    /// more.
    void rescoringDone(bool changed, const QString& problem);
    void studyMeasuring(double share);
    void studyMeasured(const app::StudyMeasured& measured);
    void studyProgress(const app::StudyProgress& progress);
    void studyDone(const app::StudyDone& done);
    /// "model", "scorer", "run", "recording": could not be loaded, started or opened, and why.
    void refused(const QString& what, const QString& reason);
    /// A run failed while it was running, or its recording did.
    void runTroubled(const QString& reason);
    /// The run continues, and the history does not have all of it.
    void historyStopped(const QString& reason);
    void message(ui::MessageKind kind, const QString& text);
    /// An action has to wait; the message that said so is this one.
    void mustWait(const QString& reason);
    /// The model that was asked for is too large; with these weights it would fit.
    void weightsOffered(const QString& reason, const app::LoadModel& order);
    /// A run was refused because of the model's chat template.
    void plainPromptOffered(const QString& reason);
    /// A GPU failed, or could not hold what was asked of it; the CPU could be used instead.
    void cpuOffered(const QString& reason);
    void recordingOpened();
    void recordingSaved(const QString& path);

private:
    QString whyNotItsModel() const;
    void take(app::Note note);
    void takeModel(const app::ModelReady& ready);
    void takeRefusal(const app::Refused& refusal);
    void takeEvent(const app::Event& event);
    void takeContinued(const app::Event& event);
    void takeRescored(const app::RescoringDone& done);
    void tellEvent(const app::Event& event);
    bool takeRecording();
    void tellWarnings(const std::vector<std::string>& warnings);
    void begin(SourceKind kind);
    void showFromItsEnd();
    void carryRows(const QString& path);
    void refreshShown();

    std::unique_ptr<RunSource> m_source;
    ShownRun m_run;                    ///< the one shown
    std::optional<ShownRun> m_before;  ///< the worker's last one, where another is shown
    int m_runs = 0;
    int m_continued = 0;            ///< number of the run whose cut traces go on
    std::optional<int> m_rescored;  ///< number of the run that is being scored again
    const app::RunState* m_shown = nullptr;
    Playback m_playback;
    std::optional<engine::TraceId> m_selected;
    std::optional<int> m_selectedStep;
    std::optional<app::ModelReady> m_model;
    std::optional<app::MemoryFacts> m_memory;
    std::optional<app::MemoryFacts> m_priced;  ///< of the model that is being loaded
    app::LoadModel m_order;                    ///< the last one
    std::optional<app::ScorerInfo> m_scorer;
    int m_loads = 0;  ///< models that were requested and are not loaded yet
    app::PausePoints m_pauseAt;
    bool m_starting = false;
    bool m_startsRecorded = false;
    bool m_startsKept = false;
    QString m_startsRowsBeside;
    QStringList m_startsIn;  ///< files that it is written to
    bool m_training = false;
    bool m_studying = false;
    bool m_jumped = false;
    bool m_changed = false;

    RecordingOpener m_opener;
    QString m_readPath;

    QTimer m_timer;
    QElapsedTimer m_clock;
    qint64 m_lastTickMs = 0;
};

}  // namespace ui
