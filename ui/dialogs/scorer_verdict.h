// Whether a scorer that has just been trained is worth using, in words: against chance, and against the scorer that was
// in use on the same traces. A pure function, GUI thread (its words are translated).
#pragma once

#include <QString>

#include "app/study/scorer_job.h"

namespace ui {

struct ScorerVerdict {
    enum class Kind { WorseThanChance, WorseThanBefore, AsBefore, BetterThanBefore, NothingToCompare, NotMeasured };
    Kind kind = Kind::NotMeasured;
    QString text;

    /// Using it is the next thing to do.
    bool isRecommended() const { return kind == Kind::BetterThanBefore || kind == Kind::NothingToCompare; }
    bool isBad() const { return kind == Kind::WorseThanChance || kind == Kind::WorseThanBefore; }
};

/// By the AUC of traces, which is what pruning and vote go by: on the test problems where there are any, else on the
/// problems kept for validation.
ScorerVerdict judge(const app::ScorerOutcome& outcome);

}  // namespace ui
