#include "app/session/worker.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

#include "app/models/load_session.h"
#include "app/run/continuation.h"
#include "app/run/error_reason.h"
#include "app/run/run_loop.h"
#include "app/run/steering.h"
#include "app/session/posted_jobs.h"
#include "app/session/rescore_run.h"
#include "app/session/run_files.h"
#include "app/session/server_desk.h"
#include "app/session/study_desk.h"
#include "app/session/training_notes.h"

namespace app {
namespace {

/// Thrown out of a load when the worker is being closed.
struct Closing : std::runtime_error {
    Closing() : std::runtime_error("closing") {}
};

}  // namespace

class Worker::Impl {
public:
    Impl() : m_thread([this] { main(); }) {}

    ~Impl() {
        {
            const std::lock_guard lock(m_mutex);  // the thread may be between its test and its wait
            m_closing = true;
        }
        m_wake.notify_all();
        m_thread.join();
    }

    void post(Command command) {
        {
            const std::lock_guard lock(m_mutex);
            if (std::holds_alternative<TrainScorer>(command)) m_trainings.count();
            if (std::holds_alternative<CancelTraining>(command)) m_trainings.cancel();
            if (std::holds_alternative<RescoreRun>(command)) m_rescorings.count();
            if (std::holds_alternative<CancelRescoring>(command)) m_rescorings.cancel();
            if (std::holds_alternative<MeasureStudy>(command) || std::holds_alternative<RunStudy>(command))
                m_studies.count();
            if (const auto* end = std::get_if<EndStudy>(&command)) m_studies.end(end->how);
            m_commands.push_back(std::move(command));
        }
        m_wake.notify_all();
    }

    std::vector<Note> drain() {
        std::vector<Note> notes;
        const std::lock_guard lock(m_mutex);
        notes.swap(m_notes);
        return notes;
    }

    bool waitForNotes(double timeoutS) {
        std::unique_lock lock(m_mutex);
        return m_noted.wait_for(lock, std::chrono::duration<double>(timeoutS), [this] { return !m_notes.empty(); });
    }

private:
    using SteadyTime = std::chrono::steady_clock::time_point;
    static constexpr const char* kCommand = "command";

    // ---- the thread ---------------------------------------------------------------------------------------------

    void main() {
        while (!m_closing) {
            for (Command& command : takeCommands()) {
                if (m_closing) break;
                std::visit([this](auto& c) { guarded(nameOf(c), [&] { handle(c); }); }, command);
            }
            if (m_closing) break;
            if (runs() && std::chrono::steady_clock::now() >= m_due) step();
            if (continues()) guarded(kCommand, [this] { m_continuation->step(); });
        }
        guarded(kCommand, [this] {
            if (m_run) m_run->stop();  // a recording that was closed ends like any other
            endContinuation();
        });
        m_continuation.reset();
        m_run.reset();
        m_session.reset();
    }

    /// The loop reports errors of the engine itself; what else goes wrong ends the run here.
    void step() {
        try {
            const double wait = m_run->step();
            m_due = std::chrono::steady_clock::now() + std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                                                           std::chrono::duration<double>(wait));
        } catch (const std::exception& error) {
            const double t = m_run->state().now;
            m_run.reset();
            take(Event{t, RunFinished{RunEnd::Failed, reasonOf(error)}});
        }
    }

    bool continues() const { return m_continuation && !m_continuation->isFinished(); }
    void endContinuation() {
        if (m_continuation) m_continuation->stop();
        m_continuation.reset();
    }
    bool runs() const { return m_run && !m_run->isFinished() && !m_run->isPaused(); }

    /// Waits until there is a command or the next pass is due.
    std::vector<Command> takeCommands() {
        std::unique_lock lock(m_mutex);
        const auto ready = [this] { return m_closing || !m_commands.empty(); };
        if (continues()) {
            // another pass at once
        } else if (runs()) {
            m_wake.wait_until(lock, m_due, ready);
        } else {
            m_wake.wait(lock, ready);
        }
        std::vector<Command> commands(std::make_move_iterator(m_commands.begin()),
                                      std::make_move_iterator(m_commands.end()));
        m_commands.clear();
        return commands;
    }

    void note(Note value) {
        {
            const std::lock_guard lock(m_mutex);
            m_notes.push_back(std::move(value));
        }
        m_noted.notify_all();
    }

    static const char* nameOf(const LoadModel&) { return "model"; }
    static const char* nameOf(const LoadScorer&) { return "scorer"; }
    static const char* nameOf(const UseServer&) { return "model"; }
    static const char* nameOf(const StartRun&) { return "run"; }
    template <typename C>
    static const char* nameOf(const C&) {
        return kCommand;
    }

    /// Runs one command; whatever goes wrong becomes one message.
    template <typename F>
    void guarded(const char* what, F&& work) {
        try {
            work();
        } catch (const Closing&) {
        } catch (const TemplateError& error) {
            note(Refused{what, error.what(), true});
        } catch (const DeviceError& error) {
            note(Refused{what, error.what(), false, true});
        } catch (const std::exception& error) {
            note(Refused{what, reasonOf(error)});
        }
    }

    // ---- commands -----------------------------------------------------------------------------------------------

    void handle(LoadModel& c) {
        const LoadObserver observer{.progress =
                                        [this](const std::string& stage, double fraction) {
                                            if (m_closing) throw Closing();
                                            note(LoadProgress{stage, fraction});
                                        },
                                    .priced =
                                        [this](const std::string& name, const MemoryFacts& memory) {
                                            note(ModelPriced{name, memory});
                                        }};
        endContinuation();
        // The new model may need the memory that a finished run's KV cache holds.
        if (m_session && (!m_run || m_run->isFinished())) m_session->transformer().releaseKv();
        auto session = loadSession(c, observer);
        leaveRun();
        m_server.leave();
        m_session = std::move(session);
        const kernels::DeviceInfo device = m_session->device();
        ModelReady ready;
        ready.model = m_session->info();
        ready.defaults = m_session->defaults();
        ready.backend = device.backend;
        ready.device = device.name;
        ready.deviceIndex = m_session->deviceIndex();
        ready.memory = m_session->memory();
        ready.templateProblem = m_session->templateProblem();
        ready.ownScorer = m_session->ownScorer();
        note(std::move(ready));
        if (m_session->scorer()) note(ScorerReady{*m_session->scorer()});
    }

    void handle(UseServer& c) {
        if (m_run && !m_run->isFinished()) throw UsageError("stop the run before another model is used");
        endContinuation();
        leaveRun();
        m_session.reset();
        note(m_server.use(c));
        if (const auto scorer = scorerOf(c.description)) note(ScorerReady{*scorer});
    }

    void leaveRun() {
        if (m_run) m_run->stop();
        m_run.reset();
        m_recording.reset();
        m_history.reset();
        m_hidden.reset();
    }

    void handle(LoadScorer& c) {
        if (m_server.isUsed()) throw UsageError("the server's plugin has a scorer of its own");
        if (!m_session) throw UsageError("load a model first, then its scorer");
        if (continues()) throw UsageError("stop the traces that go on before choosing another scorer");
        const std::optional<ScorerInfo> before = m_session->scorer();
        m_session->loadScorer(c.path);
        try {
            if (m_run && c.rescores) m_run->rescore();
        } catch (...) {
            if (before) m_session->loadScorer(before->path);
            throw;
        }
        note(ScorerReady{*m_session->scorer()});
    }

    /// The previous run stays until nothing can refuse the new one. The first events of the new run wait until its file
    /// is open.
    void handle(StartRun& c) {
        if (!m_session && !m_server.isUsed()) throw UsageError("no model is loaded");
        if (m_run && !m_run->isFinished()) throw UsageError("stop the run before starting another one");
        endContinuation();
        m_held.emplace();
        std::unique_ptr<RunLoop> run;
        std::unique_ptr<RecordingWriter> recording;
        try {
            RunRequest request{.problem = c.problem,
                               .knownAnswer = c.knownAnswer,
                               .options = c.options,
                               .keepRows = true,
                               .pauseAt = c.pauseAt,
                               .given = c.given};
            if (keepsHidden(c)) request.rows = [this](const StepRow& step) { keep(step); };
            const RunLoop::Sink sink = [this](const Event& event) { take(event); };
            run = m_session ? std::make_unique<RunLoop>(*m_session, std::move(request), sink)
                            : m_server.start(std::move(request), sink, [this] { return m_closing.load(); });
            if (c.recordPath) recording = std::make_unique<RecordingWriter>(*c.recordPath);
        } catch (...) {
            m_held.reset();
            throw;
        }
        m_run = std::move(run);
        m_recording = std::move(recording);
        const std::string historyProblem = openHistory(c.historyPath, m_history);
        const std::string hiddenProblem = openHidden(c, m_hidden);
        const std::vector<Event> first = *std::exchange(m_held, std::nullopt);
        for (const Event& event : first) take(event);
        if (!historyProblem.empty()) note(HistoryStopped{historyProblem});
        if (!hiddenProblem.empty()) tellOfHidden(hiddenProblem);
        m_due = std::chrono::steady_clock::now();
    }

    void tellOfHidden(const std::string& problem) {
        const std::string text = "hidden rows are not kept: " + problem + "; the run continues";
        take({m_run->state().now, Notice{Notice::Severity::Warning, text}});
    }

    void handle(Pause&) {
        if (m_run) m_run->pause();
    }
    void handle(Resume&) {
        if (m_run) m_run->resume();
        m_due = std::chrono::steady_clock::now();
    }
    void handle(SetPauseAt& c) {
        if (m_run) m_run->setPauseAt(c.points);
    }
    void handle(GoOnUntil& c) {
        if (m_run) m_run->goOnUntil(c.points);
        m_due = std::chrono::steady_clock::now();
    }
    void handle(Stop&) {
        endContinuation();
        if (m_run) m_run->stop();
    }
    void handle(SetPace& c) {
        if (m_run) m_run->setPace(c.tokensPerSecond);
        m_due = std::chrono::steady_clock::now();
    }
    void handle(SetTraces& c) {
        if (m_run) m_run->setTraces(c.traces);
    }
    void handle(SetKvCache& c) {
        if (m_run) m_run->setKvCache(c.mib);
    }

    void handle(Steer& c) {
        if (!m_run) throw UsageError("there is no run to steer");
        steer(*m_run, c.action);
    }

    void handle(FinishTraces& c) {
        if (!m_session) throw UsageError("load the run's model first");
        if (m_run && !m_run->isFinished()) throw UsageError("stop the run before its traces go on");
        endContinuation();
        m_continuation = std::make_unique<Continuation>(*m_session, c.plan, [this, record = c.record](const Event& e) {
            if (record) {
                take(e);
            } else {
                note(e);
            }
        });
    }

    void handle(TrainScorer& c) {
        const int number = m_trainings.begin();
        TrainingNotes notes([this](TrainingProgress progress) { note(std::move(progress)); });
        ScorerObserver observer;
        observer.isStopped = [this, number] { return m_closing || m_trainings.isCancelled(number); };
        observer.progress = [&notes](const ScorerProgress& progress) { notes.take(progress); };
        TrainingDone done;
        try {
            if (!m_session) throw UsageError("load a model before training a scorer for it");
            if (m_run && !m_run->isFinished()) throw UsageError("stop the run before training a scorer");
            endContinuation();
            m_session->transformer().releaseKv();  // of a finished run
            if (!observer.isStopped()) done.outcome = trainScorer(*m_session, c.plan, observer);
        } catch (const std::exception& error) {
            done.error = reasonOf(error);
        }
        notes.flush();
        note(std::move(done));
    }
    /// post() has already cancelled the training, and ended the study.
    void handle(CancelTraining&) {}
    void handle(EndStudy&) {}

    void handle(MeasureStudy& c) { m_studies.measure(m_session.get(), c, whyNoStudy()); }
    void handle(RunStudy& c) { m_studies.run(m_session.get(), c, whyNoStudy()); }
    std::string whyNoStudy() {
        if (m_run && !m_run->isFinished()) return "stop the run before starting a study";
        endContinuation();
        return {};
    }

    void handle(RescoreRun& c) {
        const int number = m_rescorings.begin();
        RescoringDone done{c.number, {}, {}};
        auto due = std::chrono::steady_clock::now();
        const RescoreProgress progress = [&](double fraction) {
            if (m_closing || m_rescorings.isCancelled(number)) return false;
            if (std::chrono::steady_clock::now() < due) return true;
            due = std::chrono::steady_clock::now() + std::chrono::milliseconds(100);
            note(RescoringProgress{fraction});
            return true;
        };
        try {
            if (m_run && !m_run->isFinished()) throw UsageError("stop the run before scoring a recording");
            endContinuation();
            if (auto events = rescore(c, m_session.get(), progress)) done.events = std::move(*events);
        } catch (const std::exception& error) {
            done.error = reasonOf(error);
        }
        note(std::move(done));
    }
    /// post() has already cancelled it.
    void handle(CancelRescoring&) {}

    void keep(const StepRow& step) {
        if (m_hidden && !m_hidden->append(step)) tellOfHidden(std::exchange(m_hidden, {})->problem());
    }

    /// Recorded before it is shown: what the window has seen is on disk.
    void take(const Event& event) {
        if (m_held) {
            m_held->push_back(event);
            return;
        }
        const auto* header = std::get_if<RunStarted>(&event.body);
        const bool hasRows = !m_hidden || !header || m_hidden->begin(*header);
        const bool recorded = !m_recording || m_recording->append(event);
        const bool kept = !m_history || m_history->append(event);
        note(event);
        if (!hasRows) tellOfHidden(std::exchange(m_hidden, {})->problem());
        if (!kept) note(HistoryStopped{std::exchange(m_history, {})->problem()});
        if (recorded) return;
        const std::string path = m_recording->path();
        const std::string problem = m_recording->problem();
        m_recording.reset();
        note(
            Event{event.t, Notice{Notice::Severity::Warning, "recording stopped: " + problem + "; the run continues"}});
        note(RecordingStopped{path});
    }

    std::mutex m_mutex;
    std::condition_variable m_wake;  // commands, closing
    std::condition_variable m_noted;
    std::deque<Command> m_commands;  // guarded by m_mutex
    std::vector<Note> m_notes;       // guarded by m_mutex
    std::atomic<bool> m_closing = false;
    PostedJobs m_trainings, m_rescorings;

    StudyDesk m_studies{m_closing, [this](Note value) { note(std::move(value)); }};

    // Of the worker thread alone.
    std::unique_ptr<ModelSession> m_session;
    ServerDesk m_server;
    std::unique_ptr<RecordingWriter> m_recording;
    std::unique_ptr<RecordingWriter> m_history;
    std::unique_ptr<HiddenWriter> m_hidden;  // beside the recording, or the history's
    std::unique_ptr<RunLoop> m_run;
    std::unique_ptr<Continuation> m_continuation;  // of a run that has ended
    std::optional<std::vector<Event>> m_held;      // while a run is being made: its events so far
    SteadyTime m_due{};

    std::thread m_thread;  // last: starts when everything above is there
};

Worker::Worker() : m_impl(std::make_unique<Impl>()) {}
Worker::~Worker() = default;
void Worker::post(Command command) {
    m_impl->post(std::move(command));
}
std::vector<Note> Worker::drain() {
    return m_impl->drain();
}
bool Worker::waitForNotes(double timeoutS) {
    return m_impl->waitForNotes(timeoutS);
}

}  // namespace app
