// The JSON of requests to an OpenAI-compatible server. Pure functions, any thread.
#pragma once

#include <string>

#include "app/run/run_options.h"
#include "app/server/server_description.h"

namespace app {

/// What is asked of the server beyond what every one takes.
struct RequestExtras {
    bool sampling = true;  ///< top-k, and no min-p: the local engine has none
    bool logProbabilities = true;
    int topLogProbabilities = 20;
    bool tokenIds = false;
};

/// A streamed completion of one trace. Its seed comes from the run's and the trace's number.
std::string streamRequest(const std::string& model, const ServerPrompt& prompt, const RunOptions& options,
                          int maxTokens, int trace, const RequestExtras& extras);
/// A completion of one token in one piece, to see what the server sends.
std::string sampleRequest(const std::string& model, const ServerPrompt& prompt, const RequestExtras& extras);

}  // namespace app
