#include "app/run/rescoring.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "app/run/model_session.h"
#include "app/run/number_text.h"
#include "app/run/recorded_traces.h"
#include "app/run/row_scorer.h"
#include "app/run/units.h"
#include "app/run/usage_error.h"
#include "engine/block_pool.h"

namespace app {
namespace {

using Scores = std::vector<std::vector<float>>;  // [trace - 1][step]

std::string placeOf(TraceId trace, int end) {
    return "trace " + std::to_string(index(trace)) + "'s step up to token " + std::to_string(end);
}

/// What the new scores are in a log. A step without a score comes to one first.
class Report {
public:
    Report(const RecordedSteps& steps, const ScorerInfo& scorer, Scores scores)
        : m_steps(steps), m_scores(std::move(scores)), m_scorer(scorer) {}

    std::vector<Event> events() {
        add(false);
        if (std::ranges::any_of(m_steps.traces, [](const auto& t) { return t.steps.size() > t.ofTheRun; })) add(true);
        return std::move(m_events);
    }

private:
    void add(bool continued) {
        const double t = continued ? m_steps.continuedTo : m_steps.endedAt;
        Rescored event{m_scorer, {}};
        for (std::size_t i = 0; i < m_scores.size(); ++i) {
            const RecordedSteps::Trace& trace = m_steps.traces[i];
            const std::size_t count = continued ? trace.steps.size() : trace.ofTheRun;
            if (count == 0 || (continued && count == trace.ofTheRun)) continue;
            const TraceId id{static_cast<int>(i) + 1};
            const auto& scores = m_scores[i];
            for (std::size_t k = 0; k < count; ++k) {
                if (!trace.steps[k].isScored)
                    m_events.push_back({t, StepScored{id, trace.steps[k].end, scores[k]}, continued});
            }
            event.traces.push_back({id, {scores.begin(), scores.begin() + static_cast<std::ptrdiff_t>(count)}});
        }
        m_events.push_back({t, std::move(event), continued});
    }

    const RecordedSteps& m_steps;
    Scores m_scores;
    ScorerInfo m_scorer;
    std::vector<Event> m_events;
};

void requireFinite(const Scores& scores, const std::string& scorer) {
    for (const auto& trace : scores) {
        if (std::all_of(trace.begin(), trace.end(), [](float score) { return std::isfinite(score); })) continue;
        throw UsageError(scorer + ": its scores of this run's steps are not numbers; choose another scorer");
    }
}

/// One trace after another through the model: the prompt's KV is computed once, and all traces use the same blocks.
class ModelPasses {
public:
    ModelPasses(const RecordedSteps& steps, ModelSession& session, const RescoreProgress& progress)
        : m_steps(steps), m_session(session), m_progress(progress) {
        const RunOptions& options = steps.header.options;
        m_prompt = session.promptTokens(steps.header.problem, options.systemPrompt, options.plainPrompt);
        if (static_cast<int>(m_prompt.size()) != steps.header.promptTokens)
            throw UsageError("the recording's prompt has " + std::to_string(steps.header.promptTokens) +
                             " tokens, and the loaded model makes " + std::to_string(m_prompt.size()) +
                             " of it; load the run's own chat template");
        requireTokens();
        reserve();
    }

    /// Nothing where the progress gave up.
    std::optional<Scores> run() {
        Scores scores;
        const std::size_t shared = m_prompt.size() - m_prompt.size() % engine::kBlockTokens;
        m_tokens = m_prompt;
        if (shared > 0) add(0, shared, false);
        flush();
        for (const RecordedSteps::Trace& trace : m_steps.traces) {
            m_tokens = m_prompt;
            m_tokens.insert(m_tokens.end(), trace.tokens.begin(), trace.tokens.end());
            m_scores.clear();
            std::size_t from = shared;
            for (const RecordedSteps::Step& step : trace.steps) {
                const std::size_t to = m_prompt.size() + static_cast<std::size_t>(step.end);
                add(from, to, true);
                from = to;
                if (!tell()) return std::nullopt;
            }
            flush();
            m_done += trace.tokens.size();
            scores.push_back(m_scores);
        }
        return scores;
    }

private:
    void requireTokens() {
        const int vocabulary = m_session.transformer().config().vocabSize;
        for (const RecordedSteps::Trace& trace : m_steps.traces) {
            m_all += trace.tokens.size();
            m_longest = std::max(m_longest, trace.tokens.size());
            for (const TokenId token : trace.tokens) {
                if (index(token) < 0 || index(token) >= vocabulary)
                    throw UsageError("the recording holds token " + std::to_string(index(token)) +
                                     ", and the model has " + std::to_string(vocabulary) + "; the file is damaged");
            }
        }
        const std::size_t context = static_cast<std::size_t>(std::max(0, m_session.info().contextTokens));
        if (m_prompt.size() + m_longest > context)
            throw UsageError("the recording's longest trace has " + std::to_string(m_prompt.size() + m_longest) +
                             " tokens with the prompt, and the model's context is " + std::to_string(context) +
                             "; the file is damaged");
    }

    /// KV storage for the longest trace.
    void reserve() {
        const int blocks = engine::blocksFor(static_cast<int>(m_prompt.size() + m_longest));
        m_session.transformer().releaseKv();
        RunOptions options = m_session.defaults();
        options.kvCacheMib.reset();
        const int fits = kvBlocksFor(m_session.memory(), options);
        if (blocks > fits) {
            const double blockMib = static_cast<double>(m_session.info().blockBytes) / kMib;
            throw UsageError("the longest trace takes " + fixedText(blocks * blockMib, 1) +
                             " MiB of KV cache, and there are " + fixedText(fits * blockMib, 1) +
                             " MiB; free memory on the device");
        }
        m_session.transformer().allocateKv(blocks);
        for (int i = 0; i < blocks; ++i) m_blocks.push_back(BlockId{i});
    }

    /// Tokens [from, to) of the sequence, and the hidden row of the last one. Rows fill passes of the device's size.
    void add(std::size_t from, std::size_t to, bool isStep) {
        const bool isSingle = to - from == 1;
        // Single tokens at a pass's beginning have to be of different sequences, and these are of one.
        if (isSingle && !m_slices.empty() && m_onlySingles) flush();
        m_onlySingles = isSingle && (m_slices.empty() || m_onlySingles);
        engine::Slice slice;
        slice.tokens = std::span(m_tokens).subspan(from, to - from);
        slice.firstPosition = static_cast<int>(from);
        slice.blocks = std::span(m_blocks).first(static_cast<std::size_t>(engine::blocksFor(static_cast<int>(to))));
        slice.gatherHidden = isStep;
        m_slices.push_back(slice);
        m_rows += to - from;
        if (m_rows >= static_cast<std::size_t>(m_session.transformer().maxRows())) flush();
    }

    void flush() {
        if (m_slices.empty()) return;
        const engine::PassResult result = m_session.transformer().pass(m_slices, m_steps.header.options.sampling);
        m_scores.insert(m_scores.end(), result.scores.begin(), result.scores.end());
        m_slices.clear();
        m_rows = 0;
    }

    bool tell() const {
        const double done = static_cast<double>(m_done) / static_cast<double>(std::max<std::size_t>(1, m_all));
        return !m_progress || m_progress(done);
    }

    const RecordedSteps& m_steps;
    ModelSession& m_session;
    const RescoreProgress& m_progress;
    std::vector<TokenId> m_prompt;
    std::vector<TokenId> m_tokens;  // of the sequence under way: slices look into it
    std::vector<BlockId> m_blocks;
    std::vector<engine::Slice> m_slices;
    bool m_onlySingles = false;
    std::size_t m_rows = 0;       // of the slices
    std::vector<float> m_scores;  // of the trace under way
    std::size_t m_longest = 0;
    std::size_t m_all = 0;
    std::size_t m_done = 0;
};

}  // namespace

std::optional<std::string> whyNotFromRows(const RecordedSteps& steps, const HiddenFile& rows) {
    std::size_t missing = 0;
    std::string first;
    for (const RecordedSteps::Trace& trace : steps.traces) {
        for (const RecordedSteps::Step& step : trace.steps) {
            const HiddenFile::Entry* entry = rows.find(step.owner, step.end);
            if (entry && entry->token != trace.tokens[static_cast<std::size_t>(step.end) - 1])
                return "the kept hidden rows have another token at the end of " + placeOf(step.owner, step.end) +
                       "; remove their file and load the run's model";
            if (entry) continue;
            if (missing++ == 0) first = placeOf(step.owner, step.end);
        }
    }
    if (missing == 0) return std::nullopt;
    return std::to_string(missing) + " of " + std::to_string(steps.count()) +
           " steps have no hidden row beside the recording (the first is " + first + "); load the run's model";
}

std::optional<std::vector<Event>> rescoreFromRows(const RecordedSteps& steps, const HiddenFile& rows, RowScorer& scorer,
                                                  const RescoreProgress& progress) {
    if (const auto why = whyNotFromRows(steps, rows)) throw UsageError(*why);
    Scores scores;
    for (const RecordedSteps::Trace& trace : steps.traces) {
        if (progress && !progress(static_cast<double>(scores.size()) / static_cast<double>(steps.traces.size())))
            return std::nullopt;
        std::vector<float> values;
        for (const RecordedSteps::Step& step : trace.steps) {
            const std::vector<float> row = rows.row(*rows.find(step.owner, step.end));
            values.insert(values.end(), row.begin(), row.end());
        }
        scores.push_back(scorer.score(values));
    }
    requireFinite(scores, scorer.info().name);
    return Report(steps, scorer.info(), std::move(scores)).events();
}

std::optional<std::vector<Event>> rescoreWithModel(const RecordedSteps& steps, ModelSession& session,
                                                   const RescoreProgress& progress) {
    requireSameModel(steps.header.model, session.info());
    if (!session.scorer()) throw UsageError("no scorer is loaded; load one (--scorer FILE)");
    auto scores = ModelPasses(steps, session, progress).run();
    if (!scores) return std::nullopt;
    requireFinite(*scores, session.scorer()->name);
    return Report(steps, *session.scorer(), std::move(*scores)).events();
}

}  // namespace app
