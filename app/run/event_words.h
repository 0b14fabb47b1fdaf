// Enum values of events as words of a recording. Included by .cpp files only. Constants, any thread.
#pragma once

#include <string>

#include "app/run/events.h"

namespace app {

template <typename E>
struct EventWord {
    E value;
    const char* word;
};

template <typename E, std::size_t N>
const char* wordOf(const EventWord<E> (&words)[N], E value) {
    for (const auto& w : words) {
        if (w.value == value) return w.word;
    }
    return "";
}

/// A word that a newer version may have added: what comes nearest among those known here.
template <typename E, std::size_t N>
E enumOr(const EventWord<E> (&words)[N], const std::string& word, E fallback) {
    for (const auto& w : words) {
        if (word == w.word) return w.value;
    }
    return fallback;
}

inline constexpr EventWord<FinishReason> kFinishReasons[] = {
    {FinishReason::EndOfText, "finished"}, {FinishReason::Length, "length"}, {FinishReason::Memory, "memory"},
    {FinishReason::Stopped, "stopped"},    {FinishReason::Lost, "lost"},     {FinishReason::Probed, "probed"}};
inline constexpr EventWord<Notice::Severity> kSeverities[] = {
    {Notice::Severity::Info, "info"}, {Notice::Severity::Warning, "warning"}, {Notice::Severity::Error, "error"}};
inline constexpr EventWord<PauseCause> kPauseCauses[] = {
    {PauseCause::User, "user"},     {PauseCause::Saturation, "saturation"}, {PauseCause::Prune, "prune"},
    {PauseCause::Leader, "leader"}, {PauseCause::Answer, "answer"},         {PauseCause::Pass, "pass"},
    {PauseCause::Event, "event"}};
inline constexpr EventWord<RunEnd> kRunEnds[] = {{RunEnd::Done, "done"},           {RunEnd::Stopped, "stopped"},
                                                 {RunEnd::VoteLock, "vote-lock"},  {RunEnd::BetaStop, "beta-stop"},
                                                 {RunEnd::Consensus, "consensus"}, {RunEnd::Probe, "probe"},
                                                 {RunEnd::Failed, "failed"}};
inline constexpr EventWord<PruneCause> kPruneCauses[] = {
    {PruneCause::Memory, "memory"}, {PruneCause::Similarity, "similarity"}, {PruneCause::Confidence, "confidence"},
    {PruneCause::Refill, "refill"}, {PruneCause::Consensus, "consensus"},   {PruneCause::Hand, "hand"}};

}  // namespace app
