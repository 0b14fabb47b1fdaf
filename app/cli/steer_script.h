// A script of things to do to a run by hand, for tests and demonstrations: JSON Lines, an action a line.
//   {"pass": 120, "do": "protect", "trace": 3}              at the first moment with so many passes of the model,
//   {"tokens": 900, "do": "prune", "trace": 5}              or with so many generated tokens
//   {"pass": 80, "do": "fork", "trace": 2, "step": 3}       leaves it behind its step 3; or "token": behind so many
//   tokens
//   {"pass": 80, "do": "edit", "trace": 2, "step": 3, "text": "So 3 * 42 = 126.\n\n"}    in place of its step 3
// Further actions: unprotect; traces and kv-cache-mib with a "value"; stop. Plain values, one thread.
#pragma once

#include <deque>
#include <optional>
#include <string>

#include "app/run/run_loop.h"
#include "app/run/steer_action.h"

namespace app::cli {

class SteerScript {
public:
    SteerScript() = default;
    /// Throws UsageError naming the file, the line and what is wrong with it.
    explicit SteerScript(const std::string& path);

    /// Does what is due. Actions that cannot be done are told on standard error; the run goes on.
    void act(RunLoop& run);
    /// Tells which actions never were due. True if every action was done.
    bool finish();

private:
    struct Line {
        int number = 0;
        std::optional<int> pass;
        std::optional<std::int64_t> tokens;
        std::optional<int> step;  // of the trace, from 1; else action.atToken
        bool replacesStep = false;
        SteerAction action;
    };
    static Line read(const std::string& text, int number, const std::string& path);
    static void resolveStep(Line& line, const RunState& state);
    void tellAbout(const Line& line, const std::string& what);

    std::string m_path;
    std::deque<Line> m_lines;
    bool m_allDone = true;
};

}  // namespace app::cli
