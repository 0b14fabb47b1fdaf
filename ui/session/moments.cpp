#include "ui/session/moments.h"

#include <algorithm>

namespace ui {
namespace {

bool isOf(app::LogKind kind, Moment moment) {
    switch (moment) {
        case Moment::Event: return true;
        case Moment::Prune: return isRelief(kind);
        case Moment::Leader: return kind == app::LogKind::LeaderChanged;
        case Moment::Pass: return false;
    }
    return false;
}

/// Index of the first entry of the log that takes more than `events` events.
std::size_t entriesWithin(const app::Timeline& run, std::size_t events) {
    std::size_t low = 0, high = run.latest().log.size();
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        if (run.markOf(middle).events <= events) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

bool isPass(const app::Timeline& run, std::size_t event) {
    return std::holds_alternative<app::PassDone>(run.events()[event].body);
}

/// With what a pass brought: scores, ends of traces.
std::size_t endOfPass(const app::Timeline& run, std::size_t pass) {
    std::size_t end = pass + 1;
    for (; end < run.events().size(); ++end) {
        const app::Event event = run.events()[end];
        const bool belongs = std::holds_alternative<app::StepScored>(event.body) ||
                             std::holds_alternative<app::ThoughtSeen>(event.body) ||
                             std::holds_alternative<app::TraceFinished>(event.body);
        if (!belongs) break;
    }
    return end;
}

std::optional<std::size_t> findPass(const app::Timeline& run, std::size_t from, bool forward) {
    if (forward) {
        for (std::size_t i = from; i < run.events().size(); ++i) {
            if (isPass(run, i)) return endOfPass(run, i);
        }
        return std::nullopt;
    }
    for (std::size_t i = std::min(from, run.events().size()); i-- > 0;) {
        if (!isPass(run, i)) continue;
        if (const std::size_t end = endOfPass(run, i); end < from) return end;
    }
    return std::nullopt;
}

}  // namespace

bool isRelief(app::LogKind kind) {
    return kind == app::LogKind::Pruned || kind == app::LogKind::Waiting;
}

std::optional<std::size_t> findMoment(const app::Timeline& run, std::size_t from, Moment kind, bool forward) {
    if (kind == Moment::Pass) return findPass(run, from, forward);
    const auto& log = run.latest().log;
    std::size_t i = entriesWithin(run, from);
    if (forward) {
        for (; i < log.size(); ++i) {
            if (isOf(log[i].kind, kind)) return run.markOf(i).events;
        }
        return std::nullopt;
    }
    while (i-- > 0) {
        if (run.markOf(i).events < from && isOf(log[i].kind, kind)) return run.markOf(i).events;
    }
    return std::nullopt;
}

std::optional<std::size_t> findEnd(const app::Timeline& run, engine::TraceId trace) {
    const app::TraceState* state = run.latest().findTrace(trace);
    if (!state || app::isActive(state->phase)) return std::nullopt;
    const auto& log = run.latest().log;
    for (std::size_t i = log.size(); i-- > 0;) {
        const app::LogKind kind = log[i].kind;
        const bool ends =
            kind == app::LogKind::Pruned || kind == app::LogKind::Finished || kind == app::LogKind::Stopped;
        if (ends && log[i].trace == trace) return run.markOf(i).events;
    }
    return std::nullopt;
}

std::optional<std::size_t> findEntryAt(const app::Timeline& run, std::size_t events) {
    const std::size_t count = entriesWithin(run, events);
    if (count == 0 || run.markOf(count - 1).events != events) return std::nullopt;
    return count - 1;
}

}  // namespace ui
