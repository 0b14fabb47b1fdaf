// Searches the text of all traces of a run, a piece at a time, so that the window stays responsive however long they
// are. Letter case does not count. Owned by whoever shows the hits; GUI thread.
#pragma once

#include <QString>
#include <functional>
#include <vector>

#include "app/run/run_state.h"

namespace ui {

struct SearchHit {
    engine::TraceId trace{};
    int step = 0;                 ///< index into its steps; their number: the text after the last scored one
    std::size_t byte = 0;         ///< of the trace's text, where the hit begins
    QString before, text, after;  ///< the hit in its surroundings, on one line

    bool operator==(const SearchHit&) const = default;
};

class TraceSearch {
public:
    static constexpr std::size_t kMostHits = 5000;
    static constexpr std::size_t kPieceBytes = std::size_t{96} << 10;

    void start(const QString& needle);
    void stop() { start({}); }
    bool isRunning() const { return m_running; }
    const QString& needle() const { return m_needle; }
    /// Looks through one piece of a trace of `state`, which may have grown since the last call but must be of the same
    /// run. True if there may be more to look through.
    bool work(const app::RunState& state);
    /// In the order of traces, and of the text within a trace.
    const std::vector<SearchHit>& hits() const { return m_hits; }
    bool hasTooMany() const { return m_hits.size() >= kMostHits; }
    /// 0..1 of the text of `state`.
    double progress(const app::RunState& state) const;

private:
    void take(const app::TraceState& trace, std::size_t pieceBegin, const QString& piece, qsizetype at);

    QString m_needle;
    std::vector<SearchHit> m_hits;
    std::size_t m_trace = 0;
    std::size_t m_byte = 0;  ///< of that trace: before it everything was looked through
    bool m_running = false;
};

}  // namespace ui
