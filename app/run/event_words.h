// Enum values of events as words of a recording. Included by .cpp files only. Constants, any thread.
#pragma once

#include "app/run/events.h"
#include "app/run/json_fields.h"

namespace app {

inline constexpr fields::Word<FinishReason> kFinishReasons[] = {{FinishReason::EndOfText, "finished"},
                                                                {FinishReason::Length, "length"},
                                                                {FinishReason::Memory, "memory"},
                                                                {FinishReason::Stopped, "stopped"},
                                                                {FinishReason::Probed, "probed"}};
inline constexpr fields::Word<Notice::Severity> kSeverities[] = {
    {Notice::Severity::Info, "info"}, {Notice::Severity::Warning, "warning"}, {Notice::Severity::Error, "error"}};
inline constexpr fields::Word<RunEnd> kRunEnds[] = {{RunEnd::Done, "done"},           {RunEnd::Stopped, "stopped"},
                                                    {RunEnd::VoteLock, "vote-lock"},  {RunEnd::BetaStop, "beta-stop"},
                                                    {RunEnd::Consensus, "consensus"}, {RunEnd::Probe, "probe"},
                                                    {RunEnd::Failed, "failed"}};
inline constexpr fields::Word<PruneCause> kPruneCauses[] = {{PruneCause::Memory, "memory"},
                                                            {PruneCause::Similarity, "similarity"},
                                                            {PruneCause::Confidence, "confidence"},
                                                            {PruneCause::Refill, "refill"},
                                                            {PruneCause::Consensus, "consensus"}};

}  // namespace app
