// Asks running traces what they would answer now: each gets a side branch that shares its blocks, is made to end its
// thinking, and writes an answer greedily. The branches are gone when the call returns. One thread, with the run loop.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/run/model_session.h"
#include "engine/block_pool.h"
#include "scorer/consensus_probe.h"

namespace app {

struct ProbeTarget {
    TraceId trace{};
    std::span<const TokenId> tokens;  ///< prompt and generated; all but the last are in the KV cache
    std::span<const BlockId> blocks;  ///< of the run's pool
    std::vector<TokenId> forced;      ///< what is put after them
};

struct ProbeReply {
    TraceId trace{};
    std::optional<std::string> answer;  ///< as written; empty if no box was closed
};

struct ProbeOutcome {
    std::vector<ProbeReply> replies;  ///< of the traces that memory had room for, in the order asked
    int tokens = 0;                   ///< forced and drawn
    double passS = 0;
};

/// @param firstBlock  of the KV storage: block 0 of `pool`
/// As many branches run together as there are free blocks for; a trace for which there is none is left out.
ProbeOutcome askForAnswers(ModelSession& session, engine::BlockPool& pool, int firstBlock,
                           std::span<const ProbeTarget> targets, const scorer::ProbeRules& rules);

}  // namespace app
