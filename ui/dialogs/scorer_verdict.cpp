#include "ui/dialogs/scorer_verdict.h"

#include <QCoreApplication>
#include <cmath>

#include "ui/paint/format.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr double kChance = 0.5;
constexpr double kSame = 0.005;           // two figures that read the same
constexpr std::size_t kFewProblems = 10;  // that can go either way by chance

QString tr(const char* text) {
    return QCoreApplication::translate("ui", text);
}

std::optional<double> qualityOf(const scorer::ScorerMetrics& metrics) {
    return metrics.traceAuc ? metrics.traceAuc : metrics.stepAuc;
}

QString auc(double value) {
    return QString::number(value, 'f', 2);
}

}  // namespace

ScorerVerdict judge(const app::ScorerOutcome& outcome) {
    using Kind = ScorerVerdict::Kind;
    const scorer::ScorerMetrics& now = outcome.test ? *outcome.test : outcome.report.validation;
    const std::optional<scorer::ScorerMetrics>& before = outcome.test ? outcome.testBefore : outcome.validationBefore;
    const std::optional<double> quality = qualityOf(now);
    if (!quality)
        return {Kind::NotMeasured,
                tr("Not measured: the problems set aside have right traces only, or wrong ones only. Train on more "
                   "problems.")};
    std::optional<double> old;
    if (before) old = qualityOf(*before);
    const auto count = static_cast<qint64>(now.problems);
    const QString problems = outcome.test
                                 ? formatNumberOf(count, tr("1 test problem"), tr("%1 test problems"))
                                 : formatNumberOf(count, tr("1 validation problem"), tr("%1 validation problems"));
    ScorerVerdict verdict;
    if (*quality < kChance) {
        verdict.kind = Kind::WorseThanChance;
        verdict.text = tr("Worse than chance: of a right and a wrong trace, it prefers the wrong one in %1 of 100 "
                          "cases (AUC %2 on %3). It would prune the right traces.")
                           .arg(std::lround(100 * (1 - *quality)))
                           .arg(auc(*quality), problems);
    } else if (!old) {
        verdict.kind = Kind::NothingToCompare;
        verdict.text = tr("It prefers the right one of a right and a wrong trace in %1 of 100 cases (AUC %2 on %3).")
                           .arg(std::lround(100 * *quality))
                           .arg(auc(*quality), problems);
    } else {
        const double gain = *quality - *old;
        verdict.kind = gain > kSame ? Kind::BetterThanBefore : gain < -kSame ? Kind::WorseThanBefore : Kind::AsBefore;
        const QString words = verdict.kind == Kind::BetterThanBefore  ? tr("Better than the scorer in use")
                              : verdict.kind == Kind::WorseThanBefore ? tr("Worse than the scorer in use")
                                                                      : tr("As good as the scorer in use");
        verdict.text = tr("%1: AUC %2 against %3 on the same %4.").arg(words, auc(*quality), auc(*old), problems);
    }
    if (now.problems < kFewProblems) verdict.text += u' ' + tr("So few problems say little.");
    return verdict;
}

}  // namespace ui
