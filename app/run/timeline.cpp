#include "app/run/timeline.h"

#include <algorithm>
#include <atomic>

namespace app {
namespace {

constexpr std::size_t kMaxSnapshots = 32;
constexpr std::size_t kMaxSnapshotBytes = std::size_t{48} << 20;
constexpr std::int64_t kFirstStride = 60'000;  // tokens or so: a few milliseconds of folding
constexpr std::int64_t kWorkPerTrace = 100;    // copying a trace takes a small part of that

/// How long the event takes to unpack and fold, in tokens.
std::int64_t workOf(const Event& event) {
    if (const auto* pass = std::get_if<PassDone>(&event.body)) {
        return 2 + static_cast<std::int64_t>(pass->tokens.size() + pass->granted.size());
    }
    return std::holds_alternative<StepScored>(event.body) ? 2 : 30;
}

/// Bytes of a copy that it does not share with the original, about.
std::size_t ownBytes(const RunState& state) {
    std::size_t bytes = sizeof(RunState) + state.kv.blocks.bytes() + state.kv.history.capacity() * sizeof(KvPoint) +
                        state.kv.prunes.ownBytes() + state.log.ownBytes() + state.vote.history.ownBytes();
    for (const TraceState& trace : state.traces) {
        bytes += sizeof(TraceState) + trace.text.ownBytes() + trace.tokenEnds.ownBytes() + trace.steps.ownBytes() +
                 trace.blocks.capacity() * sizeof(BlockId) + trace.confidence.bytes() + trace.answerKey.capacity();
        if (trace.answer) bytes += trace.answer->capacity();
    }
    if (state.wouldHave) {
        for (const TraceState& trace : state.wouldHave->traces)
            bytes += sizeof(TraceState) + trace.text.ownBytes() + trace.tokenEnds.ownBytes() + trace.steps.ownBytes();
    }
    for (const AnswerVote& answer : state.vote.answers) {
        bytes += sizeof(AnswerVote) + answer.answer.capacity() + 2 * answer.key.capacity() +
                 answer.traces.capacity() * sizeof(TraceId) + answer.weights.capacity() * sizeof(double) +
                 2 * sizeof(int) + 64;
    }
    for (const scorer::Ballot& ballot : state.vote.ballots) {
        bytes += sizeof(scorer::Ballot) + ballot.answer.capacity() + ballot.key.capacity();
    }
    return bytes;
}

}  // namespace

Timeline::Timeline() : m_stride(kFirstStride) {}

std::uint64_t Timeline::nextIdentity() {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

void Timeline::clear() {
    *this = Timeline();
}

void Timeline::append(const Event& event) {
    const int passes = m_latest.passes;
    m_latest.apply(event);
    m_events.append(event);
    m_marks.resize(m_latest.log.size(), {m_events.size(), passes});
    m_workSinceSnapshot += workOf(event);
    if (!m_dropped.empty()) m_dropped.pop_back();  // one at a time: half of all snapshots at once would be a pause
    const auto traces = static_cast<std::int64_t>(m_latest.traces.size());
    if (m_workSinceSnapshot >= std::max(m_stride, kWorkPerTrace * traces))
        keepMoment();  // copies stay the smaller part
}

void Timeline::keepMoment() {
    m_workSinceSnapshot = 0;
    m_snapshots.push_back({m_events.size(), 0, m_latest});
    m_snapshots.back().bytes = ownBytes(m_snapshots.back().state);
    m_snapshotBytes += m_snapshots.back().bytes;
    while (m_snapshots.size() > 1 && (m_snapshots.size() > kMaxSnapshots || m_snapshotBytes > kMaxSnapshotBytes)) {
        std::vector<Snapshot> kept;  // every second one, the newest among them
        m_snapshotBytes = 0;
        for (std::size_t i = 0; i < m_snapshots.size(); ++i) {
            const bool stays = (m_snapshots.size() - 1 - i) % 2 == 0;
            if (stays) m_snapshotBytes += m_snapshots[i].bytes;
            (stays ? kept : m_dropped).push_back(std::move(m_snapshots[i]));
        }
        m_snapshots = std::move(kept);
        m_stride *= 2;
    }
}

const RunState& Timeline::at(double t) {
    return after(m_events.countUntil(t));
}

const RunState& Timeline::after(std::size_t count) {
    const std::size_t wanted = std::min(count, m_events.size());
    if (wanted == m_events.size()) return m_latest;
    const auto snapshot = std::find_if(m_snapshots.rbegin(), m_snapshots.rend(),
                                       [&](const Snapshot& s) { return s.eventCount <= wanted; });
    const std::size_t from = snapshot == m_snapshots.rend() ? 0 : snapshot->eventCount;
    if (m_cursorEvents > wanted || m_cursorEvents < from) {
        m_cursor = snapshot == m_snapshots.rend() ? RunState{} : snapshot->state;
        m_cursorEvents = from;
    }
    for (; m_cursorEvents < wanted; ++m_cursorEvents) m_cursor.apply(m_events[m_cursorEvents]);
    return m_cursor;
}

}  // namespace app
