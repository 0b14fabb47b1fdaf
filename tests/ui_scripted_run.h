// A run written by a script: plausible tokens, scores, saturation, prunes, finishes and answers, the same for the same
// seed. For tests and benchmarks of the window; its events say that they are simulated.
#pragma once

#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "app/run/events.h"
#include "app/run/recording_writer.h"
#include "ui/session/run_source.h"

namespace ui_test {

struct Script {
    int traces = 32;
    int kvBlocks = 900;
    int maxTokens = 700;
    double tokensPerSecond = 30;  ///< a trace
    std::uint32_t seed = 7;
    app::PolicyKind policy = app::PolicyKind::Step;
    std::string knownAnswer = "204";
};

/// One pass at a time, so that a benchmark can feed it at any speed.
class ScriptedRun {
public:
    explicit ScriptedRun(const Script& script);
    bool finished() const { return m_finished; }
    /// Events of the start or of one more pass, in order of time.
    std::vector<app::Event> next();
    /// The whole run.
    static std::vector<app::Event> all(const Script& script);

private:
    struct Trace {
        double quality = 0.5;  ///< its scores lie around this
        int length = 0;        ///< tokens that it will write
        int tokens = 0;
        int words = 0;
        int stepLength = 0;
        int nextStep = 0;
        double scoreSum = 0;
        int scores = 0;
        bool boundary = false;  ///< its last token ended a step
        bool active = true;
        bool waiting = false;
        std::vector<engine::BlockId> blocks;
    };
    void begin(std::vector<app::Event>& out);
    void pass(std::vector<app::Event>& out);
    bool takeBlock(std::size_t trace, app::PassDone& done, std::vector<app::Event>& before);
    void release(Trace& trace);
    void finish(std::size_t trace, std::vector<app::Event>& out);
    std::string word(Trace& trace);
    double uniform() { return std::uniform_real_distribution<double>(0, 1)(m_random); }

    Script m_script;
    std::mt19937 m_random;
    std::vector<Trace> m_traces;
    std::vector<engine::BlockId> m_free;
    double m_t = 0;
    bool m_begun = false;
    bool m_finished = false;
    bool m_saturated = false;
};

/// A model like the demo's and its scorer, as notes.
app::ModelReady scriptedModel();
app::ScorerInfo scriptedScorer();

/// Answers commands with the script: a run starts with StartRun and goes on with each drain(). It is written into the
/// history as the worker would do it.
class ScriptedSource : public ui::RunSource {
public:
    explicit ScriptedSource(const Script& script, int passesPerDrain = 1);
    void post(app::Command command) override;
    std::vector<app::Note> drain() override;
    std::vector<app::Command> posted;
    /// Writes the notes of the next drain() now, so that a benchmark does not count that time.
    void prepare();
    void say(app::Note note) { m_notes.push_back(std::move(note)); }
    int passesPerDrain = 1;
    int refuseModels = 0;  ///< so many loads

private:
    void openHistory(const std::optional<std::string>& path);
    void keep(const app::Event& event);

    Script m_script;
    std::vector<app::Note> m_notes;
    std::unique_ptr<app::RecordingWriter> m_history;
    std::string m_historyProblem;
    std::unique_ptr<ScriptedRun> m_run;
    bool m_paused = false;
    bool m_prepared = false;
    double m_lastT = 0;
};

}  // namespace ui_test
