#include "app/run/event_json.h"
#include "app/run/json_fields.h"
#include "app/run/policy_table.h"

namespace app {
namespace {

using namespace fields;

constexpr Word<UnscoredRule> kUnscored[] = {{UnscoredRule::Zero, "zero"}, {UnscoredRule::Neutral, "neutral"}};
constexpr Word<AnswerMode> kAnswers[] = {
    {AnswerMode::Raw, "raw"}, {AnswerMode::Normalised, "normalised"}, {AnswerMode::Reference, "reference"}};
constexpr Word<RefillRule> kRefillRules[] = {
    {RefillRule::Ours, "ours"}, {RefillRule::Gambit, "gambit"}, {RefillRule::GambitRandom, "gambit-random"}};
constexpr Word<ProbeSetting> kProbeSettings[] = {{ProbeSetting::Ours, "ours"}, {ProbeSetting::Published, "published"}};
constexpr Word<TraceScoreRule> kTraceScores[] = {
    {TraceScoreRule::Mean, "mean"}, {TraceScoreRule::Last, "last"}, {TraceScoreRule::LastFive, "last5"}};

void putProbe(json& j, const scorer::ProbeRules& p) {
    j["consensus_probe"] = true;
    j["probe_setting"] = wordOf(kProbeSettings, p.setting);
    j["probe_every"] = p.everyPasses;
    j["probe_warmup"] = p.warmupRounds;
    j["probe_stable"] = p.stableRounds;
    j["probe_disagree"] = p.disagreeRounds;
    j["probe_tokens"] = p.answerTokens;
    j["probe_end_thinking"] = p.endThinking;
    j["probe_phrase"] = p.phrase;
}

scorer::ProbeRules probeFrom(const json& j) {
    scorer::ProbeRules p = scorer::probeRulesOf(ProbeSetting::Ours);  // of recordings that name no setting
    if (j.contains("probe_setting"))
        p = scorer::probeRulesOf(enumOr(kProbeSettings, j["probe_setting"], "probe_setting", ProbeSetting::Ours));
    p.everyPasses = valueOr(j, "probe_every", p.everyPasses, asInt);
    p.warmupRounds = valueOr(j, "probe_warmup", p.warmupRounds, asInt);
    p.stableRounds = valueOr(j, "probe_stable", p.stableRounds, asInt);
    p.disagreeRounds = valueOr(j, "probe_disagree", p.disagreeRounds, asInt);
    p.answerTokens = valueOr(j, "probe_tokens", p.answerTokens, asInt);
    p.endThinking = valueOr(j, "probe_end_thinking", p.endThinking, asString);
    p.phrase = valueOr(j, "probe_phrase", p.phrase, asString);
    return p;
}

/// Recordings of older versions hold seeds from 2^63 on as negative numbers.
std::uint64_t asSeed(const json& v, const char* key) {
    if (v.is_number_unsigned()) return v.get<std::uint64_t>();
    return static_cast<std::uint64_t>(asInteger(v, key));
}

/// One of a newer version: as the one that it is named after, else as a plain vote.
PolicyKind policyFrom(const std::string& word) {
    if (const auto policy = findPolicy(word)) return *policy;
    if (word.starts_with("step")) return PolicyKind::Step;
    if (word.starts_with("deepconf")) return PolicyKind::DeepConfHigh;
    return PolicyKind::SelfConsistency;
}

/// The parameters of the policy in use, and no others.
void putPolicy(json& j, const RunOptions& o) {
    if (o.consensusProbe) putProbe(j, o.probe);
    if (policyRow(o.policy).watchesConfidence) {
        j["warmup"] = o.deepconf.warmup;
        j["window"] = o.deepconf.window;
        j["percentile"] = scorer::percentileOf(o.policy, o.deepconf);
        if (o.consensusStop) j["consensus_stop"] = true;
    } else if (policyRow(o.policy).comparesThoughts) {
        j["similarity"] = o.slim.similarity;
        j["thought_tokens"] = o.slim.minTokens;
        j["thought_delay"] = o.slim.delay;
    } else if (policyRow(o.policy).refills) {
        j["refill_rounds"] = o.refill.rounds;
        j["refill_tokens"] = o.refill.minTokens;
    }
}

}  // namespace

RunOptions optionsFrom(const json& j) {
    if (!j.is_object()) fail("options", "an object");
    RunOptions o;
    o.policy = policyFrom(stringOf(j, "policy"));
    o.victim = findVictimRule(valueOr(j, "victim", std::string(), asString)).value_or(o.victim);
    o.backend = findBackend(valueOr(j, "backend", std::string(), asString)).value_or(o.backend);
    o.plainPrompt = valueOr(j, "plain_prompt", false, asBool);
    if (const auto device = j.find("device_index"); device != j.end() && !device->is_null())
        o.device = asInt(*device, "device_index");
    o.traces = intOf(j, "n");
    o.memoryUtilization = valueOr(j, "memory_utilization", o.memoryUtilization, asNumber);
    o.kvCacheMib = optionalOf(j, "kv_cache_mib", asNumber);
    o.sampling.temperature = numberOf(j, "temperature");
    o.sampling.topP = numberOf(j, "top_p");
    o.sampling.topK = intOf(j, "top_k");
    o.sampling.seed = asSeed(require(j, "seed"), "seed");
    o.maxTokens = intOf(j, "max_tokens");
    o.voteLock = valueOr(j, "vote_lock", false, asBool);
    o.betaStop = valueOr(j, "beta_stop", false, asBool);
    o.consensusStop = valueOr(j, "consensus_stop", false, asBool);
    o.consensusProbe = valueOr(j, "consensus_probe", false, asBool);
    if (o.consensusProbe) o.probe = probeFrom(j);
    if (j.contains("trace_score")) o.traceScore = enumOr(kTraceScores, j["trace_score"], "trace_score", o.traceScore);
    o.deepconf.warmup = valueOr(j, "warmup", o.deepconf.warmup, asInt);
    o.deepconf.window = valueOr(j, "window", o.deepconf.window, asInt);
    o.deepconf.percentile = optionalOf(j, "percentile", asNumber);
    o.slim.similarity = valueOr(j, "similarity", o.slim.similarity, asNumber);
    o.slim.minTokens = valueOr(j, "thought_tokens", o.slim.minTokens, asInt);
    o.slim.delay = valueOr(j, "thought_delay", o.slim.delay, asNumber);
    o.refill.rounds = valueOr(j, "refill_rounds", o.refill.rounds, asInt);
    o.refill.minTokens = valueOr(j, "refill_tokens", o.refill.minTokens, asInt);
    if (j.contains("refill_rule")) o.refillRule = enumOr(kRefillRules, j["refill_rule"], "refill_rule", o.refillRule);
    o.prefixReuse = valueOr(j, "prefix_reuse", false, asBool);  // older versions recomputed everything
    o.prunedVote = valueOr(j, "pruned_vote", false, asBool);
    o.scoreAfterThink = valueOr(j, "score_after_think", true, asBool);
    if (j.contains("unscored")) o.unscored = enumOr(kUnscored, j["unscored"], "unscored", o.unscored);
    if (j.contains("answers")) o.answers = enumOr(kAnswers, j["answers"], "answers", o.answers);
    o.pace = valueOr(j, "pace", 0.0, asNumber);
    o.systemPrompt = valueOr(j, "system_prompt", std::string(), asString);
    return o;
}

json toJson(const RunOptions& o) {
    json j = {{"policy", nameOf(o.policy)},
              {"n", o.traces},
              {"memory_utilization", o.memoryUtilization},
              {"temperature", o.sampling.temperature},
              {"top_p", o.sampling.topP},
              {"top_k", o.sampling.topK},
              {"seed", o.sampling.seed},
              {"max_tokens", o.maxTokens},
              {"vote_lock", o.voteLock},
              {"score_after_think", o.scoreAfterThink},
              {"unscored", wordOf(kUnscored, o.unscored)},
              {"answers", wordOf(kAnswers, o.answers)},
              {"pace", o.pace},
              {"backend", nameOf(o.backend)},
              {"system_prompt", o.systemPrompt},
              {"pruned_vote", o.prunedVote},
              {"prefix_reuse", o.prefixReuse},
              {"refill_rule", wordOf(kRefillRules, o.refillRule)}};
    if (o.victim != VictimRule::LowestScore) j["victim"] = nameOf(o.victim);
    put(j, "kv_cache_mib", o.kvCacheMib);
    put(j, "device_index", o.device);
    if (o.plainPrompt) j["plain_prompt"] = true;
    if (o.betaStop) j["beta_stop"] = true;
    if (o.traceScore != TraceScoreRule::Mean) j["trace_score"] = wordOf(kTraceScores, o.traceScore);
    putPolicy(j, o);
    return j;
}

}  // namespace app
