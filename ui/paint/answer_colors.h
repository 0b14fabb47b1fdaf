// Which colour an answer has: in the order in which answers first appeared, so that an answer keeps its colour while
// the vote changes. A value made per update.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/run/run_state.h"

namespace ui {

class AnswerColors {
public:
    /// @param known  keys of answers that have the first colours, in this order: those of a run beside which this one
    ///               is shown
    explicit AnswerColors(const app::VoteState& vote, const std::vector<std::string>& known = {}) {
        for (const std::string& key : known) m_byKey.try_emplace(key, static_cast<int>(m_byKey.size()));
        std::vector<const app::AnswerVote*> order;
        for (const app::AnswerVote& answer : vote.answers) order.push_back(&answer);
        std::stable_sort(order.begin(), order.end(),
                         [](const auto* a, const auto* b) { return a->firstAt < b->firstAt; });
        for (const app::AnswerVote* answer : order) {
            const int color = m_byKey.try_emplace(answer->key, static_cast<int>(m_byKey.size())).first->second;
            for (const engine::TraceId trace : answer->traces) m_byTrace[trace] = color;
        }
    }

    int ofKey(const std::string& key) const {
        const auto it = m_byKey.find(key);
        return it == m_byKey.end() ? 0 : it->second;
    }
    /// Empty if the trace does not vote.
    std::optional<int> ofTrace(engine::TraceId trace) const {
        const auto it = m_byTrace.find(trace);
        return it == m_byTrace.end() ? std::nullopt : std::optional(it->second);
    }

private:
    std::map<std::string, int> m_byKey;
    std::map<engine::TraceId, int> m_byTrace;
};

}  // namespace ui
