// Step scores from Stepscope's plugin on the server, fetched by a thread of the feed's own while a run goes on. Owner:
// the run's passes; its calls come from one thread at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/server/server_settings.h"

namespace app {

class ScoreFeed {
public:
    /// @param prefix  what the run's request ids begin with; five digits of the trace follow it
    ScoreFeed(const ServerSettings& settings, std::string pluginAddress, std::string prefix);
    ~ScoreFeed();
    ScoreFeed(const ScoreFeed&) = delete;
    ScoreFeed& operator=(const ScoreFeed&) = delete;

    /// The score at that output token, once it has come.
    std::optional<float> find(int trace, int position) const;
    /// Waits until something new has come, no longer than that.
    void wait(double seconds);
    /// Blocks that the server has in use, by everybody; empty before the first answer.
    std::optional<int> usedBlocks() const;
    /// Why no more scores come; empty while they do.
    std::string problem() const;

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

}  // namespace app
