// The server that the next runs are on, where they are on one: remembers it and starts runs there. Owner: the worker;
// its thread alone.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "app/server/server_run.h"

namespace app {

struct ModelReady;
struct UseServer;

class ServerDesk {
public:
    bool isUsed() const { return m_settings.has_value(); }
    const std::optional<ServerSettings>& settings() const { return m_settings; }
    /// What stands in the place of a loaded model.
    ModelReady use(const UseServer& order);
    void leave() { m_settings.reset(); }

    /// Asks the server once more, with the run's prompt, and starts the run there. Throws UsageError where that cannot
    /// be, also when `isStopped` said so while the server was asked.
    std::unique_ptr<RunLoop> start(RunRequest request, RunLoop::Sink sink,
                                   const std::function<bool()>& isStopped) const;

private:
    std::optional<ServerSettings> m_settings;
};

/// The scorer of a server's plugin, where it has one.
std::optional<ScorerInfo> scorerOf(const ServerDescription& server);

}  // namespace app
