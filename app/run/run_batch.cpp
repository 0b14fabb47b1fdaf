#include "app/run/run_batch.h"

#include <algorithm>
#include <stdexcept>

#include "app/run/error_reason.h"
#include "app/run/steady_seconds.h"

namespace app {
namespace {

/// Where a slice of the joint pass comes from.
struct Source {
    std::size_t place = 0;
    std::size_t slice = 0;  // within the run's own
};

bool isDecode(const engine::Slice& slice) {
    return slice.tokens.size() == 1 && slice.sample.has_value();
}

bool drawsAlike(const engine::SamplingParams& a, const engine::SamplingParams& b) {
    return a.temperature == b.temperature && a.topP == b.topP && a.topK == b.topK && a.seed == b.seed;
}

/// Hands the joint result back: to each run its rows in the order of its own slices.
class Distribution {
public:
    Distribution(const engine::PassResult& result, std::size_t width) : m_result(result), m_width(width) {}

    /// In the order of the joint pass.
    void take(const engine::Slice& slice, std::size_t at) {
        if (at >= m_places.size()) m_places.resize(at + 1);
        Rows rows;
        if (slice.sample) rows.sampled = m_nextSampled++;
        if (slice.gatherHidden) rows.hidden = m_nextHidden++;
        m_places[at] = rows;
    }

    /// @param first, count  the run's slices, by their number over all runs
    engine::PassResult of(std::size_t first, std::size_t count) const {
        engine::PassResult out;
        for (const Rows& rows : std::span(m_places).subspan(first, count)) {
            if (rows.sampled) out.sampled.push_back(m_result.sampled.at(*rows.sampled));
            if (!rows.hidden) continue;
            const auto row = std::span(m_result.hidden).subspan(*rows.hidden * m_width, m_width);
            out.hidden.insert(out.hidden.end(), row.begin(), row.end());
            if (!m_result.scores.empty()) out.scores.push_back(m_result.scores.at(*rows.hidden));
        }
        return out;
    }

private:
    struct Rows {
        std::optional<std::size_t> sampled, hidden;
    };
    const engine::PassResult& m_result;
    std::size_t m_width;
    std::vector<Rows> m_places;  // [slices of all runs]
    std::size_t m_nextSampled = 0;
    std::size_t m_nextHidden = 0;
};

}  // namespace

RunBatch::RunBatch(ModelSession& session, int parallel, int blocksPerRun, KvChoice kv)
    : m_session(session), m_blocksPerRun(blocksPerRun), m_places(static_cast<std::size_t>(std::max(1, parallel))) {
    const int blocks = static_cast<int>(m_places.size()) * blocksPerRun;
    const MemoryFacts memory = session.memory();
    requireKvType(memory, kv);
    session.reserveKv(blocks, kvTypeFor(memory, kv));
}

RunBatch::~RunBatch() = default;

bool RunBatch::hasRoom() const {
    return std::any_of(m_places.begin(), m_places.end(), [](const Place& place) { return !place.run; });
}

bool RunBatch::isEmpty() const {
    return std::none_of(m_places.begin(), m_places.end(),
                        [](const Place& place) { return static_cast<bool>(place.run); });
}

std::vector<const RunLoop*> RunBatch::runs() const {
    std::vector<const RunLoop*> runs;
    for (const Place& place : m_places) {
        if (place.run) runs.push_back(place.run.get());
    }
    return runs;
}

void RunBatch::start(int tag, RunRequest request, RunLoop::Sink sink) {
    const auto free = std::find_if(m_places.begin(), m_places.end(), [](const Place& place) { return !place.run; });
    if (free == m_places.end()) throw std::logic_error("run batch: no room");
    for (const RunLoop* other : runs()) {
        if (!drawsAlike(other->sampling(), request.options.sampling))
            throw std::logic_error("run batch: runs must draw alike");
    }
    const MemoryFacts memory = m_session.memory();
    if (kvTypeFor(memory, request.options.kvType) != m_session.transformer().kvType())
        throw std::logic_error("run batch: runs must have a KV cache of one type");
    const int at = static_cast<int>(free - m_places.begin());
    const int allowed = std::min(kvBlocksFor(memory, request.options), m_blocksPerRun);
    request.kv = KvRange{at * m_blocksPerRun, allowed};
    free->run = std::make_unique<RunLoop>(m_session, std::move(request),
                                          sink ? std::move(sink) : RunLoop::Sink([](const Event&) {}));
    free->tag = tag;
}

std::vector<RunBatch::Ended> RunBatch::step() {
    for (Place& place : m_places) {
        place.inPass = false;
        if (!place.run) continue;
        try {
            place.inPass = place.run->beginPass();
        } catch (const std::exception& error) {
            place.run->fail(reasonOf(error));
        }
    }
    try {
        runPass();
    } catch (const std::exception& error) {
        for (Place& place : m_places) {
            if (place.inPass) place.run->fail(reasonOf(error));
        }
    }
    std::vector<Ended> ended;
    for (Place& place : m_places) {
        if (place.run && place.run->isFinished()) ended.push_back({place.tag, std::move(place.run)});
    }
    return ended;
}

void RunBatch::runPass() {
    // Tokens to decode come first: the pass treats them apart (engine/transformer.h).
    std::vector<Source> order;
    std::vector<std::size_t> first(m_places.size() + 1, 0);  // number of each run's first slice over all runs
    for (const bool decode : {true, false}) {
        for (std::size_t p = 0; p < m_places.size(); ++p) {
            const auto slices = m_places[p].inPass ? m_places[p].run->slices() : std::span<const engine::Slice>();
            first[p + 1] = first[p] + slices.size();
            for (std::size_t i = 0; i < slices.size(); ++i) {
                if (isDecode(slices[i]) == decode) order.push_back({p, i});
            }
        }
    }
    if (order.empty()) return;
    std::vector<engine::Slice> slices;
    std::optional<engine::SamplingParams> sampling;
    for (const Source& source : order) {
        const RunLoop& run = *m_places[source.place].run;
        slices.push_back(run.slices()[source.slice]);
        if (!sampling) sampling = run.sampling();
        sampling->wantConfidence = sampling->wantConfidence || run.sampling().wantConfidence;
    }
    const double begin = steadySeconds();
    const engine::PassResult result = m_session.transformer().pass(slices, *sampling);
    const PassTimes times{steadySeconds() - begin,
                          result.scores.empty() ? 0.0 : m_session.transformer().lastScorerSeconds()};
    Distribution parts(result, static_cast<std::size_t>(m_session.info().hiddenSize));
    for (std::size_t i = 0; i < order.size(); ++i) parts.take(slices[i], first[order[i].place] + order[i].slice);
    for (std::size_t p = 0; p < m_places.size(); ++p) {
        Place& place = m_places[p];
        if (!place.inPass) continue;
        try {
            place.run->endPass(parts.of(first[p], first[p + 1] - first[p]), times);
        } catch (const std::exception& error) {
            place.run->fail(reasonOf(error));
        }
    }
}

}  // namespace app
