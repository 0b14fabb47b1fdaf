// Which policies a server can run, and what it is in words.
#include "app/run/log_words.h"
#include "app/run/policy_table.h"
#include "app/server/completion_chunk.h"
#include "app/server/server_description.h"

namespace app {

std::string modelTitle(const std::string& model) {
    return model.ends_with(".gguf") ? model.substr(model.rfind('/') + 1) : model;
}

std::optional<std::string> whyNotOnServer(const ServerDescription& server, const RunOptions& options) {
    const PolicyRow& policy = policyRow(options.policy);
    const std::string title = policy.title;
    if (policy.refills) return title + " branches traces, which a server cannot";
    if (policy.comparesThoughts) return title + " compares hidden states, and a server sends none";
    if (policy.needsScorer && !server.plugin) {
        return title + " needs step scores, which a vLLM with Stepscope's plugin sends" +
               (server.pluginProblem.empty() ? "; this server has none" : "; " + server.pluginProblem);
    }
    if (policy.prunes && options.victim == VictimRule::LowestLogProbability && !server.sendsLogProbabilities)
        return title + " by log-probability needs log-probabilities, and this server sends none";
    if (policy.watchesConfidence && server.topLogProbabilities < kConfidenceTokens) {
        return title + " needs the log-probabilities of the " + std::to_string(kConfidenceTokens) +
               " most likely tokens; this server sends " +
               (server.topLogProbabilities == 0 ? "none" : std::to_string(server.topLogProbabilities));
    }
    if (options.consensusProbe && !policy.oneTrace) return "the consensus probe branches traces, which a server cannot";
    if (options.plainPrompt) return "a plain prompt is not possible on a server, which applies its own chat template";
    if (options.recordHidden) return "a server sends no hidden rows, so none can be kept beside the recording";
    return std::nullopt;
}

std::vector<ServerPolicy> serverPolicies(const ServerDescription& server, const RunOptions& options) {
    std::vector<ServerPolicy> all;
    for (const PolicyRow& row : policyRows()) {
        RunOptions asked = options;
        asked.policy = row.kind;
        asked.consensusProbe = asked.plainPrompt = asked.recordHidden = false;
        all.push_back({row.kind, whyNotOnServer(server, asked)});
    }
    return all;
}

std::vector<std::string> describeInWords(const ServerDescription& server) {
    std::vector<std::string> lines;
    std::string first = server.engine + " at " + server.address + ", model " + server.model;
    if (server.contextTokens > 0) first += ", context of " + plural(server.contextTokens, "token");
    lines.push_back(std::move(first));
    if (server.slots > 0)
        lines.push_back("it decodes " + plural(server.slots, "trace") + " at once; further ones wait there");
    lines.push_back(server.kvTokens ? "its KV cache holds " + std::to_string(*server.kvTokens) + " tokens"
                                    : std::string("it does not say how many tokens its KV cache holds"));
    lines.push_back(!server.sendsLogProbabilities
                        ? std::string("it sends no log-probabilities")
                        : "it sends log-probabilities, and those of the " + std::to_string(server.topLogProbabilities) +
                              " most likely tokens");
    if (server.plugin) lines.push_back("it sends step scores of " + server.plugin->scorer.name);
    for (const ServerPolicy& each : serverPolicies(server, {})) {
        if (each.whyNot) lines.push_back("it cannot run " + std::string(nameOf(each.policy)) + ": " + *each.whyNot);
    }
    for (const std::string& note : server.notes) lines.push_back(note);
    return lines;
}

}  // namespace app
