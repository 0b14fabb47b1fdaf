// A run with what the window knows about it: its events, where they come from, how much of it is on disk. Plain values,
// GUI thread.
#pragma once

#include <QString>
#include <QStringList>
#include <cstddef>

#include "app/run/timeline.h"

namespace ui {

enum class SourceKind { None, Live, Recorded };

struct ShownRun {
    int number = 0;  ///< no two runs of a window have the same
    SourceKind kind = SourceKind::None;
    app::Timeline timeline;
    bool isWorkers = false;       ///< what the worker tells of a run is about this one
    bool isRecorded = false;      ///< each of its events goes to a file as it comes
    bool isKept = false;          ///< and to one in the history
    QStringList files;            ///< those two files
    std::size_t savedEvents = 0;  ///< number of events when it was saved
    QString path;                 ///< of the recording; empty for a run that was not saved
    QString rowsBeside;           ///< the file that hidden rows may lie beside: the recording, or the history's

    bool isUnsaved() const {
        return kind == SourceKind::Live && !isRecorded && !isKept && timeline.events().size() > savedEvents;
    }
};

}  // namespace ui
