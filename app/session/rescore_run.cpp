#include "app/session/rescore_run.h"

#include "app/run/model_session.h"
#include "app/run/row_scorer.h"
#include "app/session/worker.h"

namespace app {
namespace {

/// The rows beside the recording; why they cannot be used goes to `why`.
std::optional<HiddenFile> findRows(const RescoreRun& order, std::string& why) {
    if (order.recordingPath.empty() || !hasHiddenFile(order.recordingPath)) return std::nullopt;
    try {
        HiddenFile rows(hiddenPathOf(order.recordingPath), order.steps.header);
        why = whyNotFromRows(order.steps, rows).value_or("");
        if (why.empty()) return rows;
    } catch (const std::runtime_error& error) {
        why = error.what();
    }
    return std::nullopt;
}

/// The session has another scorer for as long as this lives.
class OtherScorer {
public:
    OtherScorer(ModelSession& session, const std::string& path) : m_session(session) {
        if (session.scorer() && session.scorer()->path != path) m_before = session.scorer()->path;
        if (!session.scorer() || m_before) session.loadScorer(path);
    }
    ~OtherScorer() {
        try {
            if (m_before) m_session.loadScorer(*m_before);
        } catch (const std::exception&) {
            // Its file is gone: the other one stays.
        }
    }
    OtherScorer(const OtherScorer&) = delete;
    OtherScorer& operator=(const OtherScorer&) = delete;

private:
    ModelSession& m_session;
    std::optional<std::string> m_before;
};

}  // namespace

std::optional<std::vector<Event>> rescore(const RescoreRun& order, ModelSession* session,
                                          const RescoreProgress& progress) {
    std::string why;
    if (const auto rows = findRows(order, why)) {
        RowScorer scorer(order.scorerPath, rows->hiddenSize());
        return rescoreFromRows(order.steps, *rows, scorer, progress);
    }
    const ModelInfo& model = order.steps.header.model;
    if (!session || session->info().sha256 != model.sha256) {
        if (why.empty()) why = "no hidden rows were kept beside the recording";
        throw UsageError("load the model that made the recording, " + model.name + ": " + why);
    }
    const OtherScorer other(*session, order.scorerPath);
    return rescoreWithModel(order.steps, *session, progress);
}

}  // namespace app
