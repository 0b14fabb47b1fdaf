#include "app/cli/progress.h"

#include <unistd.h>

#include <cstdio>

#include "app/run/steady_seconds.h"
#include "engine/files/printable.h"

namespace app::cli {
namespace {

constexpr double kRedrawS = 0.1;
constexpr std::size_t kMaxColumns = 110;

int countOf(const RunState& state, TracePhase phase) {
    int count = 0;
    for (const TraceState& trace : state.traces) count += trace.phase == phase ? 1 : 0;
    return count;
}

}  // namespace

Progress::Progress() : m_terminal(isatty(STDERR_FILENO) != 0) {}
Progress::~Progress() {
    clear();
}

void Progress::show(const std::string& line) {
    if (!m_terminal || steadySeconds() - m_lastS < kRedrawS) return;
    m_lastS = steadySeconds();
    std::fprintf(stderr, "\r\033[K%s", engine::printable(line, kMaxColumns).c_str());
    std::fflush(stderr);
    m_drawn = true;
}

void Progress::clear() {
    if (!m_drawn) return;
    std::fputs("\r\033[K", stderr);
    std::fflush(stderr);
    m_drawn = false;
}

std::string loadingText(const std::string& stage, double fraction) {
    char text[128];
    std::snprintf(text, sizeof text, "%3.0f %%  %s", 100 * fraction, stage.c_str());
    return text;
}

std::string lineOf(const RunState& state) {
    char text[256];
    const bool hasLimit = state.kv.totalBlocks > 0 && (!state.header.server || state.header.server->hasLimit);
    const int waiting = countOf(state, TracePhase::Waiting) + countOf(state, TracePhase::Queued);
    std::snprintf(text, sizeof text, "%5.1f s  running %d  waiting %d  pruned %d  finished %d  KV %3.0f %%  %.0f tok/s",
                  state.now, countOf(state, TracePhase::Running) + countOf(state, TracePhase::Prefill), waiting,
                  state.prunedCount, countOf(state, TracePhase::Finished) + countOf(state, TracePhase::Length),
                  hasLimit ? 100.0 * state.kv.usedBlocks / state.kv.totalBlocks : 0.0,
                  state.now > 0 ? static_cast<double>(state.generatedTokens) / state.now : 0.0);
    std::string line = text;
    if (const AnswerVote* leader = state.vote.leader()) {
        std::snprintf(text, sizeof text, "  leads: %s (+%.2f)", engine::printable(leader->answer, 24).c_str(),
                      state.vote.margin);
        line += text;
    }
    return line;
}

}  // namespace app::cli
