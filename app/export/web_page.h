// Runs as one HTML file that holds all it needs: no server, no network, which its content security policy forbids. What
// it shows at a time is what the window shows (page_data.h). Texts of a run travel as compressed data and reach the
// page as text nodes only, never as markup. Pure functions, any thread.
#pragma once

#include <span>
#include <string>

#include "app/run/event_log.h"
#include "app/run/notes.h"

namespace app {

struct PagedRun {
    const EventLog* events = nullptr;
    std::string label = {};  ///< among several; empty: the page names it by its policy
    RunNotes notes = {};     ///< what people wrote about it
};

struct PageOptions {
    std::string theme = "system";  ///< light, dark, system
    double atS = 0;                ///< the moment that it opens at
};

/// One run, or several side by side under one time slider.
std::string webPageOf(std::span<const PagedRun> runs, const PageOptions& options);

}  // namespace app
