#include "app/whatif/recorded_run.h"

#include <algorithm>
#include <utility>

#include "app/run/policy_table.h"
#include "app/whatif/load_tracker.h"

namespace app {
namespace {

/// Of the CPU backend: what recordings of older versions do not say.
constexpr int kUsualPrefillRows = 128;
/// Each looks at all steps, and a recording is input.
constexpr int kMostRescored = 1000;

template <typename... Handlers>
struct Overloaded : Handlers... {
    using Handlers::operator()...;
};
template <typename... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

/// Takes the events of a run one after the other. Those that are out of place are passed over, as in the fold.
class Collector {
public:
    explicit Collector(RecordedRun& run) : m_run(run) {}

    void take(const Event& event) {
        std::visit(
            Overloaded{[&](const RunStarted& e) { take(e); }, [&](const Notice& e) { take(e); },
                       [&](const TraceAdded& e) { add(e.trace); },
                       [&](const TraceBranched& e) {
                           add(e.trace);
                           m_loads.branch(e.trace, e.atToken);
                       },
                       [&](const TraceAdmitted& e) { m_loads.admit(e); },
                       [&](const TracePreempted& e) { m_loads.preempt(e.trace); },
                       [&](const TraceForked& e) { take(e); }, [&](const TracePruned& e) { m_loads.end(e.trace); },
                       [&](const PassDone& e) {
                           if (!event.continued) noteTime(event.t, e);
                           take(e);
                       },
                       [&](const StepScored& e) { addStep(e.trace, e.end, e.score); },
                       [&](const StepEnded& e) { addStep(e.trace, e.end, std::nullopt); },
                       [&](const TraceFinished& e) { take(e); }, [&](const Rescored& e) { take(e, event.continued); },
                       [&](const PaceChanged& e) { m_slowed = m_slowed || e.tokensPerSecond > 0; }, [](const auto&) {}},
            event.body);
    }

    PassTimeModel passTimes() {
        PassTimeModel model = fitPassTimes(m_passes, slowPassesOf(m_run.header.backend));
        if (!m_gaps.empty() && !m_slowed && m_run.header.options.pace <= 0) {
            const auto middle = m_gaps.begin() + static_cast<std::ptrdiff_t>(m_gaps.size() / 2);
            std::nth_element(m_gaps.begin(), middle, m_gaps.end());
            model.betweenPassesS = *middle;
        }
        model.perScoreS = m_scores > 0 ? m_scorerS / static_cast<double>(m_scores) : 0.0;
        return model;
    }

private:
    TraceRecord* find(TraceId trace) {
        const auto at = static_cast<std::size_t>(index(trace)) - 1;
        return at < m_run.traces.size() ? &m_run.traces[at] : nullptr;
    }

    /// As the fold: a second header begins anew.
    void take(const RunStarted& e) {
        m_run = RecordedRun{};
        m_run.header = e;
        m_loads.begin(e.promptTokens);
    }

    void take(const Notice& e) {
        if (m_run.traces.empty()) m_run.notes.push_back(e.text);
    }

    void add(TraceId trace) {
        if (index(trace) == static_cast<int>(m_run.traces.size()) + 1) m_run.traces.emplace_back();
    }

    /// A lane made by hand: it counts for the passes, and for no what-if.
    void take(const TraceForked& e) {
        add(e.trace);
        m_loads.branch(e.trace, e.atToken + static_cast<int>(e.given.size()));
    }

    void take(const PassDone& e) {
        for (const TokenOut& token : e.tokens) {
            TraceRecord* trace = find(token.trace);
            if (!trace) continue;
            trace->text += token.text;
            trace->tokens.push_back(
                {token.token, token.logProbability, token.confidence, static_cast<std::uint32_t>(trace->text.size())});
        }
    }

    /// How long the pass took, and what it had to do.
    void noteTime(double t, const PassDone& e) {
        m_scorerS += e.scorerS;
        if (m_lastPassAt) m_gaps.push_back(std::max(0.0, t - *m_lastPassAt - e.passS));
        m_lastPassAt = t;
        const auto load = m_loads.loadOf(e);
        if (load && e.passS > 0) m_passes.push_back({*load, e.passS});
    }

    void addStep(TraceId id, int end, std::optional<float> score) {
        TraceRecord* trace = find(id);
        if (!trace) return;
        if (score) ++m_scores;
        if (trace->steps.empty() || trace->steps.back().end < end) {
            if (end > 0 && end <= static_cast<int>(trace->tokens.size())) trace->steps.push_back({end, score});
        } else if (const StepRecord* step = trace->findStep(end); step && score) {
            // A scorer that came after the run scores steps that had only ended before.
            trace->steps[static_cast<std::size_t>(step - trace->steps.data())].score = score;
        }
    }

    void take(const TraceFinished& e) {
        m_loads.end(e.trace);
        if (TraceRecord* trace = find(e.trace)) trace->endsText = e.reason == FinishReason::EndOfText;
    }

    /// The run's own steps, or with `continued` all steps of the traces that went on, whose scores the run's event
    /// has not got.
    void take(const Rescored& e, bool continued) {
        if (++m_rescored > kMostRescored) return;
        m_run.header.scorer = e.scorer;
        if (!continued) forgetScores();
        for (const Rescored::Trace& scored : e.traces) {
            TraceRecord* trace = find(scored.trace);
            if (!trace || scored.scores.size() > trace->steps.size()) continue;
            for (std::size_t i = 0; i < scored.scores.size(); ++i) trace->steps[i].score = scored.scores[i];
        }
    }

    /// Those of two scorers do not go together.
    void forgetScores() {
        for (TraceRecord& trace : m_run.traces) {
            for (StepRecord& step : trace.steps) step.score.reset();
        }
    }

    RecordedRun& m_run;
    LoadTracker m_loads;
    bool m_slowed = false;
    std::vector<TimedPass> m_passes;
    std::vector<double> m_gaps;
    std::optional<double> m_lastPassAt;
    double m_scorerS = 0;
    std::int64_t m_scores = 0;
    int m_rescored = 0;
};

}  // namespace

std::string_view TraceRecord::textOf(int position) const {
    const auto at = static_cast<std::size_t>(position);
    const std::uint32_t begin = at == 0 ? 0 : tokens[at - 1].textEnd;
    return std::string_view(text).substr(begin, tokens[at].textEnd - begin);
}

const StepRecord* TraceRecord::findStep(int end) const {
    const auto found = std::lower_bound(steps.begin(), steps.end(), end,
                                        [](const StepRecord& step, int value) { return step.end < value; });
    return found != steps.end() && found->end == end ? &*found : nullptr;
}

RecordedRun recordedRunOf(const EventLog& events, const RunState& state) {
    RecordedRun run;
    Collector collector(run);
    for (const Event& event : events) collector.take(event);
    if (run.header.prefillRows < 1) run.header.prefillRows = kUsualPrefillRows;
    run.completeness = completenessOf(state);
    // The fold leaves out what is out of place; where it has other tokens, the file is not to be trusted.
    for (int i = 0; i < run.completeness.usable; ++i) {
        const auto at = static_cast<std::size_t>(i);
        const int tokens = at < run.traces.size() ? static_cast<int>(run.traces[at].tokens.size()) : 0;
        const TraceState* would = state.wouldHave ? state.wouldHave->find(TraceId{i + 1}) : nullptr;
        if (tokens > 0 && tokens == (would ? *would : state.traces[at]).tokenCount()) continue;
        run.completeness.traces[at].why = "damaged in the file";
        run.completeness.usable = i;
    }
    run.passTimes = collector.passTimes();
    const auto usable =
        std::span(run.traces).first(std::min(static_cast<std::size_t>(run.completeness.usable), run.traces.size()));
    run.hasConfidence = std::all_of(usable.begin(), usable.end(), [](const TraceRecord& trace) {
        return std::all_of(trace.tokens.begin(), trace.tokens.end(),
                           [](const TokenRecord& token) { return token.confidence != 0; });
    });
    run.hasScores = run.header.scorer && std::all_of(usable.begin(), usable.end(), [](const TraceRecord& trace) {
                        return std::all_of(trace.steps.begin(), trace.steps.end(),
                                           [](const StepRecord& step) { return step.score.has_value(); });
                    });
    return run;
}

std::string attachHidden(RecordedRun& run, const std::string& recordingPath) {
    if (recordingPath.empty() || !hasHiddenFile(recordingPath)) return {};
    const std::string path = hiddenPathOf(recordingPath);
    try {
        auto hidden = std::make_shared<const HiddenFile>(path, run.header);
        for (int i = 0; i < run.completeness.usable; ++i) {
            const TraceRecord& trace = run.traces[static_cast<std::size_t>(i)];
            for (const StepRecord& step : trace.steps) {
                const HiddenFile::Entry* entry = hidden->find(TraceId{i + 1}, step.end);
                const std::string where =
                    "trace " + std::to_string(i + 1) + "'s step up to token " + std::to_string(step.end);
                if (!entry || entry->thoughtTokens == 0)
                    return path + ": no rows of " + where + "; record the run again";
                if (entry->token != trace.tokens[static_cast<std::size_t>(step.end) - 1].token)
                    return path + ": another token than in the recording at the end of " + where + "; remove the file";
            }
        }
        // What the model's folder said: a run of another policy does not record it.
        if (!policyRow(run.options().policy).comparesThoughts && hidden->thoughtTokens())
            run.header.options.slim.minTokens = *hidden->thoughtTokens();
        run.hidden = std::move(hidden);
        return {};
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

}  // namespace app
