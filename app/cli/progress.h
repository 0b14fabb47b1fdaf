// One line of progress on standard error, redrawn in place; nothing if that is not a terminal. One thread.
#pragma once

#include <string>

#include "app/run/run_state.h"

namespace app::cli {

class Progress {
public:
    Progress();
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Redraws at most ten times a second.
    void show(const std::string& line);
    /// Removes the line.
    void clear();

private:
    bool m_terminal;
    bool m_drawn = false;
    double m_lastS = 0;
};

/// " 40 %  reading weights"
std::string loadingText(const std::string& stage, double fraction);
/// "12.3 s  running 9  pruned 20  finished 3  KV 99 %  3,214 tok/s  leads: 204 (+1.7)"
std::string lineOf(const RunState& state);

}  // namespace app::cli
