// A run as tables of CSV: traces, steps, events, the vote over time, and notes where there are some. csv_text.h says
// how cells are written. Units stand in the columns' names: _s is seconds since the run began. Pure functions, any
// thread.
#pragma once

#include <filesystem>
#include <string>

#include "app/run/event_log.h"
#include "app/run/notes.h"

namespace app {

struct CsvTables {
    /// One row a trace, as it was at the end. Columns would_... say what became of a trace that was cut, where it was
    /// let finish after the run.
    std::string traces;
    /// One row a scored step, and one without a score for text after the last of them. A branch's rows begin where it
    /// left its parent: the steps before are its parent's.
    std::string steps;
    /// One row an entry of the run's log.
    std::string events;
    /// One row an answer whose votes an event has changed, in the order of time. An answer's votes at a time are in its
    /// last row up to then.
    std::string votes;
    /// One row a note; empty where nobody wrote any.
    std::string notes;
};

CsvTables csvOf(const EventLog& events, const RunNotes& notes = {});

/// Writes traces.csv, steps.csv, events.csv, votes.csv and, where there are notes, notes.csv into the folder, which it
/// makes if need be. Files of these names are replaced. Throws std::runtime_error naming the file.
void writeCsv(const std::filesystem::path& folder, const CsvTables& tables);

}  // namespace app
