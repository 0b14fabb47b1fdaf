#include "app/export/run_walk.h"

#include <variant>

namespace app {

RunWalk::RunWalk(const EventLog& events) : m_events(events) {
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (std::holds_alternative<RunStarted>(events[i].body)) m_next = i;
    }
}

bool RunWalk::next() {
    if (m_next == m_events.size()) return false;
    m_number = m_next++;
    m_event = m_events[m_number];
    return true;
}

std::vector<TraceId> tracesOf(const Event& event) {
    return std::visit(
        [](const auto& body) -> std::vector<TraceId> {
            if constexpr (requires { body.tokens.front().trace; }) {
                std::vector<TraceId> traces;
                for (const auto& token : body.tokens) traces.push_back(token.trace);
                return traces;
            } else if constexpr (requires { TraceId{body.trace}; }) {
                return {body.trace};
            } else {
                return {};
            }
        },
        event.body);
}

bool VoteWatch::note(const AnswerVote& answer, int& number) {
    const auto [found, isNew] = m_numbers.try_emplace(answer.key, static_cast<int>(m_known.size()));
    number = found->second;
    if (isNew) m_known.emplace_back();
    Known& known = m_known[static_cast<std::size_t>(number)];
    known.seen = m_calls;
    if (!isNew && known.traces == answer.traces && known.weights == answer.weights) return false;
    known.traces = answer.traces;
    known.weights = answer.weights;
    return true;
}

std::vector<VoteWatch::Change> VoteWatch::changesBy(const Event& event, const RunState& state) {
    const VoteState& vote = state.vote;
    const bool mayRecount = std::holds_alternative<ThresholdSet>(event.body) ||
                            std::holds_alternative<Rescored>(event.body) ||
                            std::holds_alternative<RunFinished>(event.body);
    m_isRecount = false;
    if (event.continued || (!mayRecount && vote.ballots.size() == m_ballots)) return {};
    const bool isOneMore = !mayRecount && !vote.hasNames && vote.ballots.size() == m_ballots + 1;
    m_ballots = vote.ballots.size();
    ++m_calls;
    std::vector<Change> changes;
    if (isOneMore) {
        const auto place = static_cast<std::size_t>(vote.placeOf[static_cast<std::size_t>(vote.history.back().answer)]);
        Change change{0, &vote.answers[place]};
        note(*change.answer, change.number);
        return {change};
    }
    for (const AnswerVote& answer : vote.answers) {
        Change change{0, &answer};
        if (note(answer, change.number)) changes.push_back(change);
    }
    for (std::size_t i = 0; i < m_known.size(); ++i) {
        if (m_known[i].seen == m_calls || m_known[i].traces.empty()) continue;
        m_known[i].traces.clear();
        m_known[i].weights.clear();
        changes.push_back({static_cast<int>(i), nullptr});
    }
    m_isRecount = !changes.empty();
    return changes;
}

}  // namespace app
