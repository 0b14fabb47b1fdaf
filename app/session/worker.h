// The worker thread: owns model, scorer and run; takes commands, gives back notes. The window and the command line
// both talk to it through this class alone. post() and drain() may be called from any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/run/continuation_plan.h"
#include "app/run/events.h"
#include "app/run/load_model.h"
#include "app/run/pause_points.h"
#include "app/run/preflight.h"
#include "app/run/recorded_steps.h"
#include "app/run/steer_action.h"
#include "app/server/server_description.h"
#include "app/study/scorer_job.h"
#include "app/study/study_estimate.h"
#include "app/study/study_job.h"

namespace app {

// ---- commands -------------------------------------------------------------------------------------------------
/// Before a run: the scorer of the next run. During or after one: re-scores every recorded step and votes again.
struct LoadScorer {
    std::string path;
    bool rescores = true;  ///< false: for the next run alone
};
/// The next runs are on that server, and the loaded model is let go; LoadModel comes back to this machine. Refused
/// while a run is in progress.
struct UseServer {
    ServerSettings settings;
    ServerDescription description;  ///< describeServer() of the settings
};
/// Refused while a run is in progress. A refused start leaves the finished run, its recording and its file as they are.
struct StartRun {
    std::string problem;
    std::optional<std::string> knownAnswer;
    RunOptions options;
    std::optional<std::string> recordPath;
    std::optional<std::string> historyPath;  ///< recorded here as well; never a reason to refuse or to end a run
    PausePoints pauseAt = {};                ///< as SetPauseAt, from the first pass on
    std::vector<GivenStart> given = {};      ///< what its first traces begin with (recordedStart() makes one)
};
struct Pause {};
struct Resume {};
/// The run pauses by itself, on the pass in which one of these happens.
struct SetPauseAt {
    PausePoints points;
};
/// A paused run goes on until one of these happens, or one of SetPauseAt.
struct GoOnUntil {
    PausePoints points;
};
struct Stop {};
struct SetPace {
    double tokensPerSecond = 0;  ///< per trace; 0 is full speed
};
struct SetTraces {
    int traces = 0;
};
struct SetKvCache {
    double mib = 0;
};
/// Does it to the run in progress; refused, with the reason, where that cannot be.
struct Steer {
    SteerAction action;
};
/// Lets cut traces of a run that has ended go on; what they write comes as marked events. Refused while a run is in
/// progress and with another model. Stop, the next run and another model end it; it can go on later.
struct FinishTraces {
    ContinuationPlan plan;  ///< planContinuation() of the run's events
    bool record = false;    ///< also into the files of the run that has just ended: the plan is of that run
};
/// Trains a scorer for the loaded model; refused while a run is in progress. Commands posted meanwhile wait for the end
/// of the training. The loaded scorer stays.
struct TrainScorer {
    ScorerPlan plan;
};
/// Cancels every training posted before it, also one that waits; takes effect between two passes of the model.
struct CancelTraining {};
/// Scores a run that is over with another scorer (app/run/rescoring.h): from the rows beside its recording where they
/// are there and enough, else with the loaded model, which has to be the run's. What comes of it is RescoringDone.
/// Refused while a run is in progress; commands posted meanwhile wait. The loaded scorer stays.
struct RescoreRun {
    RecordedSteps steps;
    std::string recordingPath;  ///< the rows lie beside it; empty: there is none
    std::string scorerPath;
    int number = 0;  ///< the caller's
};
/// Cancels every rescoring posted before it.
struct CancelRescoring {};
/// Measures how long a study would take; RunStudy runs it, or what its folder lacks of it. Both are refused while a run
/// is in progress. Commands posted meanwhile wait for their end.
struct MeasureStudy {
    StudyPlan plan;  ///< its folder is not used
};
struct RunStudy {
    StudyPlan plan;
};
enum class StudyEnd {
    AfterRuns,  ///< the runs under way come to their end; no further one starts
    Now,        ///< the runs under way are given up
};
/// Ends every study and measurement posted before it, also one that waits. Started again, a study continues.
struct EndStudy {
    StudyEnd how = StudyEnd::Now;
};
using Command = std::variant<LoadModel, LoadScorer, UseServer, StartRun, Pause, Resume, SetPauseAt, GoOnUntil, Stop,
                             SetPace, SetTraces, SetKvCache, Steer, FinishTraces, TrainScorer, CancelTraining,
                             RescoreRun, CancelRescoring, MeasureStudy, RunStudy, EndStudy>;

// ---- notes ----------------------------------------------------------------------------------------------------
struct LoadProgress {
    std::string stage;
    double fraction = 0;  ///< 0..1
};
/// Before the weights are read: the memory that the model will need, from its headers.
struct ModelPriced {
    std::string name;
    MemoryFacts memory;
};
struct ModelReady {
    ModelInfo model;
    RunOptions defaults;             ///< what this model runs with unless the user says otherwise
    std::string backend;             ///< "cpu", "cuda"
    std::string device;              ///< as people know it
    std::optional<int> deviceIndex;  ///< of the GPU
    MemoryFacts memory;
    std::string templateProblem;  ///< why the chat template cannot be used; empty if it can
    std::string ownScorer = {};   ///< file of the scorer that comes with the model; empty if there is none
    std::optional<ServerDescription> server = {};  ///< that the model is on; empty: it is on this machine
};
struct ScorerReady {
    ScorerInfo scorer;
};
/// A load or a start was refused; what was loaded before stays.
struct Refused {
    std::string what;               ///< "model", "scorer", "run"; "command" for one that steers a run
    std::string message;            ///< one line: the reason and what to do
    bool plainPromptHelps = false;  ///< the chat template could not be used
    bool cpuHelps = false;          ///< a GPU failed or was too small
};
/// The run continues, but its file can no longer be written.
struct RecordingStopped {
    std::string path;
};
/// The run continues, but the history does not have it, or not all of it.
struct HistoryStopped {
    std::string reason;
};
/// At most ten a second.
struct TrainingProgress {
    ScorerProgress progress;                  ///< the newest; its epoch is in `epochs`
    std::vector<scorer::EpochReport> epochs;  ///< that have ended since the note before
};
/// The end of a training: its result, or the reason of its failure; neither if it was cancelled.
struct TrainingDone {
    std::optional<ScorerOutcome> outcome;
    std::string error;
};
/// At most ten a second.
struct RescoringProgress {
    double fraction = 0;  ///< 0..1
};
/// The events to append to the run, or the reason why there are none; neither if it was cancelled.
struct RescoringDone {
    int number = 0;
    std::vector<Event> events;
    std::string error;
};
struct StudyMeasuring {
    double share = 0;  ///< 0..1
};
/// The end of a measurement; neither measure nor error if it was ended from outside.
struct StudyMeasured {
    std::optional<StudyMeasure> measure;
    std::string error;
};
/// At most ten a second.
struct StudyProgress {
    std::string what;  ///< "seed 1, unpruned"
    int done = 0;      ///< runs of this part of the work
    int total = 0;
    double leftS = 0;  ///< seconds that the rest will take, by the runs so far; 0 before one has finished
    double elapsedS = 0;
};
struct StudyDone {
    std::optional<StudyOutcome> outcome;
    std::string error;
};
using Note = std::variant<LoadProgress, ModelPriced, ModelReady, ScorerReady, Refused, Event, RecordingStopped,
                          HistoryStopped, TrainingProgress, TrainingDone, RescoringProgress, RescoringDone,
                          StudyMeasuring, StudyMeasured, StudyProgress, StudyDone>;

class Worker {
public:
    Worker();
    /// Stops a running run, so that its recording gets its end, and joins the thread within one second.
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    void post(Command command);
    /// All notes since the last call, oldest first. Never blocks on the engine.
    std::vector<Note> drain();
    /// Blocks until a note is there or `timeoutS` has passed; true if there is one.
    bool waitForNotes(double timeoutS);

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace app
