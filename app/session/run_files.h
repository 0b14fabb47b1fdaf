// The files beside a run's recording that its start asks for. Free functions; the worker's thread.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/run/hidden_writer.h"
#include "app/run/recording_writer.h"

namespace app {

struct StartRun;

/// Hidden rows are wanted, and there is a recording or a history that they can lie beside.
bool keepsHidden(const StartRun& start);

/// Why hidden rows that were asked for cannot be kept; empty where they are, or nobody asked.
std::string openHidden(const StartRun& start, std::unique_ptr<HiddenWriter>& hidden);

/// Why there is no history of this run; empty where there is one, or none is wanted.
std::string openHistory(const std::optional<std::string>& path, std::unique_ptr<RecordingWriter>& history);

}  // namespace app
