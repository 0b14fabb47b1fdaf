// A run's events one after the other with the state before and after each: what every export is made from, so that
// none of them knows more or less than the window. Values of one export; one thread.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/run/event_log.h"
#include "app/run/run_state.h"

namespace app {

/// while (walk.next()) { state() is that before event(); fold(); state() is that after it }
class RunWalk {
public:
    /// `events` must outlive it. Where a log has several headers, as no run writes it, the last one's run counts.
    explicit RunWalk(const EventLog& events);

    /// Takes the next event; false after the last one.
    bool next();
    void fold() { m_state.apply(m_event); }

    const Event& event() const { return m_event; }
    /// Of event() among all events, from 0.
    std::size_t number() const { return m_number; }
    const RunState& state() const { return m_state; }

private:
    const EventLog& m_events;
    std::size_t m_next = 0;
    std::size_t m_number = 0;
    Event m_event;
    RunState m_state;
};

/// The traces that an event is about, in its order; some may not be there.
std::vector<TraceId> tracesOf(const Event& event);

/// Tells which answers of the vote an event has changed.
class VoteWatch {
public:
    struct Change {
        int number = 0;                      ///< answers count from 0 in the order in which they first had a vote
        const AnswerVote* answer = nullptr;  ///< null: it has no vote any more
    };
    /// Call after every event.
    std::vector<Change> changesBy(const Event& event, const RunState& state);
    /// The last event made all votes count anew, instead of adding one.
    bool isRecount() const { return m_isRecount; }
    std::size_t answerCount() const { return m_known.size(); }
    int numberOf(const AnswerVote& answer) const { return m_numbers.at(answer.key); }

private:
    struct Known {
        std::vector<TraceId> traces;
        std::vector<double> weights;
        std::size_t seen = 0;  ///< the last call that found it
    };
    bool note(const AnswerVote& answer, int& number);

    std::unordered_map<std::string, int> m_numbers;  ///< by key
    std::vector<Known> m_known;
    std::size_t m_ballots = 0;
    std::size_t m_calls = 0;
    bool m_isRecount = false;
};

}  // namespace app
