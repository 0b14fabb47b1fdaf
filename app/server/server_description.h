// What a server is and can do, as far as it says: models, context, memory, log-probabilities, step scores. One function
// says which policies can run on it. Asked for by the command line, and by the window on a thread of its own.
#pragma once

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/run/events.h"
#include "app/run/run_options.h"
#include "app/server/server_settings.h"
#include "engine/ids.h"

namespace app {

/// What Stepscope's plugin says of itself (GET /stepscope/v1/info).
struct ServerPlugin {
    std::string address = {};
    std::string engine = {};
    std::string model = {};
    ScorerInfo scorer = {};
    std::vector<engine::TokenId> boundaries = {};  ///< sorted
    int blockTokens = 0;                           ///< 0: it does not say
    int capacityBlocks = 0;                        ///< 0: it does not say
};

/// Use of the server's KV cache by everybody, where it says so.
struct ServerUse {
    std::optional<double> share = {};  ///< 0..1
    std::optional<int> running = {};   ///< requests
    std::optional<int> waiting = {};
};

struct ServerDescription {
    std::string address = {};
    std::string engine = {};  ///< "vLLM 0.24.0", "llama.cpp", ...; "OpenAI-compatible" where it does not say
    std::vector<std::string> models = {};       ///< that it offers
    std::string model = {};                     ///< the one that answers; empty: none was asked
    int contextTokens = 0;                      ///< 0: it does not say
    int slots = 0;                              ///< requests that it decodes at once, where it says so; 0: unknown
    int blockTokens = 0;                        ///< tokens in a block of its KV cache; 0: it does not say
    std::optional<std::int64_t> kvTokens = {};  ///< tokens that its KV cache holds; empty: it does not say
    ServerUse use = {};
    bool sendsLogProbabilities = false;  ///< of each token
    int topLogProbabilities = 0;         ///< of the most likely tokens at each place
    bool sendsReasoning = false;         ///< thinking comes apart from the answer
    bool takesSampling = true;           ///< top-k and min-p, which not every server takes
    bool sendsTokenIds = false;
    int promptTokens = 0;  ///< of the prompt that was asked about
    std::optional<ServerPlugin> plugin = {};
    std::string pluginProblem = {};       ///< why an address of a plugin that was given does not do; else empty
    std::vector<std::string> notes = {};  ///< one line each, for people
};

/// A chat: what a run asks.
struct ServerPrompt {
    std::string system = {};
    std::string problem = "1+1=";
};

/// Asks the server: models, memory, and one completion of one token. Takes seconds. Throws UsageError with one line:
/// it cannot be reached, refuses the key, has no such model, is no inference server.
ServerDescription describeServer(const ServerSettings& settings, const ServerPrompt& prompt = {},
                                 const std::function<bool()>& isStopped = {});

/// The server does not answer any more, or refuses everything: no fault of what was asked. One line.
class ServerGone : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// How many tokens that prompt has there, as far as it says (else 0); one completion of one token. Asked again, with
/// back-off, where the server is busy or cannot be reached. Throws UsageError where it refuses this prompt, ServerGone
/// where it does not answer; 0 where it was stopped.
int countPromptTokens(const ServerSettings& settings, const ServerDescription& server, const ServerPrompt& prompt,
                      const std::function<bool()>& isStopped = {});

/// The model's name for people: llama-server calls a model by its file's path where it has no other.
std::string modelTitle(const std::string& model);

/// Use of the KV cache right now; one GET. Nothing where the server does not say or does not answer.
std::optional<ServerUse> findServerUse(const ServerSettings& settings, const std::function<bool()>& isStopped = {});

/// Why these options cannot run on that server, in one line; empty where they can.
std::optional<std::string> whyNotOnServer(const ServerDescription& server, const RunOptions& options);

/// The same for one policy with the options as they are.
struct ServerPolicy {
    PolicyKind policy{};
    std::optional<std::string> whyNot = {};
};
/// Every policy, in the order of the table of policies.
std::vector<ServerPolicy> serverPolicies(const ServerDescription& server, const RunOptions& options);

/// A few lines for people: what it is, what it can and cannot do.
std::vector<std::string> describeInWords(const ServerDescription& server);

}  // namespace app
