// What the window says of a server that the next runs, or the run shown, are on. Pure functions.
#pragma once

#include <QString>
#include <optional>

#include "app/run/run_state.h"
#include "app/server/server_description.h"

namespace ui {

/// "127.0.0.1:8000" of "http://127.0.0.1:8000".
QString hostOf(const std::string& address);
/// "smollm2 on 127.0.0.1:8000", for a chip.
QString chipOf(const std::string& model, const std::string& address);
/// "llama.cpp at http://127.0.0.1:8000 · context 8,192".
QString detailsOf(const app::ServerDescription& server);
/// Where its steps get their scores from, or why they get none.
QString scorerTextOf(const app::ServerDescription& server);
/// What memory a run on it has, under the policy of the options.
QString memoryTextOf(const app::ServerDescription& server, const app::RunOptions& options);

/// Blocks of 16 tokens that a run on a server counts to: its own limit, else what the server holds; 0 if nobody says.
int capacityOf(const app::RunState& run);
/// Of the server's KV cache, what others than the run shown hold, 0..1; empty where the server does not say.
std::optional<double> shareOfOthers(const app::RunState& run, const app::ServerUse& use);
/// "The server's KV cache is 63 % full: 12 % by others. 64 requests run, 3 wait."
QString useTextOf(const app::RunState& run, const app::ServerUse& use);

}  // namespace ui
