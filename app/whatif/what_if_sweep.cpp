#include "app/whatif/what_if_sweep.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "app/run/policy_table.h"
#include "app/run/preflight.h"
#include "app/run/reference_run.h"
#include "app/run/units.h"
#include "app/run/usage_error.h"

namespace app {
namespace {

std::vector<SweepCell> emptyCells(const SweepRequest& request, int peakBlocks, std::size_t blockBytes) {
    std::vector<SweepCell> cells(static_cast<std::size_t>(std::max(1, request.cells)));
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const double at = cells.size() > 1 ? static_cast<double>(i) / static_cast<double>(cells.size() - 1) : 1.0;
        SweepCell& cell = cells[i];
        cell.share = request.leastShare + at * (request.greatestShare - request.leastShare);
        cell.kvBlocks = blocksOfShare(cell.share, peakBlocks);
        cell.kvMib = static_cast<double>(cell.kvBlocks) * static_cast<double>(blockBytes) / kMib;
    }
    return cells;
}

/// The cells, handed out one by one to threads that run what-ifs until none is left, one gives up or one fails.
class Workers {
public:
    Workers(const RecordedRun& record, const SweepRequest& request, Sweep& sweep, const WhatIfProgress& progress)
        : m_record(record), m_request(request), m_sweep(sweep), m_progress(progress) {}

    /// False where `progress` gave up.
    bool run() {
        const auto wanted = m_request.threads > 0 ? static_cast<unsigned>(m_request.threads)
                                                  : std::max(1U, std::thread::hardware_concurrency());
        const std::size_t count = std::min<std::size_t>(wanted, m_sweep.cells.size());
        std::vector<std::thread> threads;
        for (std::size_t i = 1; i < count; ++i) threads.emplace_back([this] { work(); });
        work();
        for (std::thread& thread : threads) thread.join();
        if (m_error) std::rethrow_exception(m_error);
        return !m_givenUp;
    }

private:
    void work() {
        // Large memories take longest and go first, so that no thread is left with one at the end.
        for (std::size_t next = m_next++; next < m_sweep.cells.size() && !m_givenUp; next = m_next++) {
            try {
                fill(m_sweep.cells[m_sweep.cells.size() - 1 - next]);
            } catch (...) {
                const std::lock_guard lock(m_mutex);
                if (!m_error) m_error = std::current_exception();
                m_givenUp = true;
            }
        }
    }

    void fill(SweepCell& cell) {
        WhatIfRequest request{.options = withKvBlocks(m_request.options, cell.kvBlocks, blockBytes()),
                              .kvBlocks = cell.kvBlocks,
                              .keepEvents = false};
        const int needed = blocksToStart(m_record.header.promptTokens, tracesOf(request.options));
        if (needed > cell.kvBlocks) {
            cell.problem = "the prompt and one block a trace take " + std::to_string(needed) + " blocks";
            report(1.0);
            return;
        }
        double before = 0;
        const auto result = whatIf(m_record, request, [&](double fraction) {
            const double more = fraction - before;
            before = fraction;
            return report(more);
        });
        if (!result) return;
        cell.figures = result->figures;
        report(1.0 - before);
    }

    std::size_t blockBytes() const { return m_record.header.model.blockBytes; }

    /// @param more  of one cell that has been done since the last report
    bool report(double more) {
        const std::lock_guard lock(m_mutex);
        m_done += more;
        if (m_progress && !m_givenUp && !m_progress(std::min(1.0, m_done / static_cast<double>(m_sweep.cells.size()))))
            m_givenUp = true;
        return !m_givenUp;
    }

    const RecordedRun& m_record;
    const SweepRequest& m_request;
    Sweep& m_sweep;
    const WhatIfProgress& m_progress;
    std::atomic<std::size_t> m_next{0};
    std::atomic<bool> m_givenUp{false};
    std::mutex m_mutex;
    double m_done = 0;
    std::exception_ptr m_error;
};

}  // namespace

RunOptions withKvBlocks(RunOptions options, int blocks, std::size_t blockBytes) {
    options.kvCacheMib.reset();
    if (blockBytes > 0) options.kvCacheMib = static_cast<double>(blocks) * static_cast<double>(blockBytes) / kMib;
    return options;
}

std::optional<Sweep> sweepMemory(const RecordedRun& record, const SweepRequest& request,
                                 const WhatIfProgress& progress) {
    if (const auto why = whyNotFrom(record, request.options)) throw UsageError(*why);
    const auto peak = unprunedPeakBlocks(record, tracesOf(request.options), progress);
    if (!peak) return std::nullopt;
    Sweep sweep;
    sweep.peakBlocks = *peak;
    sweep.hasKnownAnswer = record.header.knownAnswer.has_value();
    sweep.cells = emptyCells(request, *peak, record.header.model.blockBytes);
    if (!Workers(record, request, sweep, progress).run()) return std::nullopt;
    return sweep;
}

}  // namespace app
