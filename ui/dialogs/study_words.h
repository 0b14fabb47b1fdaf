// A study in words: durations, what runs, the estimate, and lists of numbers as people type them. Pure functions.
#pragma once

#include <QString>
#include <optional>
#include <vector>

#include "app/session/worker.h"

namespace ui {

QString durationText(double seconds);                ///< "50 s", "12 min", "3.4 h", "2.5 days"
QString studyStageText(const std::string& what);     ///< the runner's words in the user's language
QString studyPlanText(const app::StudyPlan& plan);   ///< one line: problems, policies, n, memory, seeds
QString studySizeText(const app::StudyPlan& plan);   ///< "140 runs, 40 of them timed alone"
QString policyTitle(const std::string& evalPolicy);  ///< as the window names it; a control keeps its own word
QString estimateText(const app::StudyMeasure& measure, const app::StudyPlan& plan);
QString measureText(const app::StudyMeasure& measure);  ///< what an estimate is based on

/// The values of "16, 32, 64", each once, in the order given.
struct NumberList {
    std::vector<double> values;
    QString error;  ///< what is wrong, and what is expected; empty if nothing is
};
/// @param name      of the values, for the error
/// @param decimals  false: whole numbers only
NumberList parseNumbers(const QString& text, const QString& name, double low, double high, bool decimals);

struct SeedList {
    std::vector<std::uint64_t> values;
    QString error;
};
SeedList parseSeeds(const QString& text);

}  // namespace ui
