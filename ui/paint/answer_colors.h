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
    explicit AnswerColors(const app::VoteState& vote) {
        std::vector<const app::AnswerVote*> order;
        for (const app::AnswerVote& answer : vote.answers) order.push_back(&answer);
        std::stable_sort(order.begin(), order.end(),
                         [](const auto* a, const auto* b) { return a->firstAt < b->firstAt; });
        for (std::size_t i = 0; i < order.size(); ++i) {
            m_byKey[order[i]->key] = static_cast<int>(i);
            for (const engine::TraceId trace : order[i]->traces) m_byTrace[trace] = static_cast<int>(i);
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
