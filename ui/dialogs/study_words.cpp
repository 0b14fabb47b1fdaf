#include "ui/dialogs/study_words.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>
#include <algorithm>
#include <cmath>

#include "ui/paint/app_text.h"
#include "ui/paint/format.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr qsizetype kMostValues = 32;

QString tr(const char* text) {
    return QCoreApplication::translate("ui", text);
}

QStringList partsOf(const QString& text) {
    static const QRegularExpression between(u"[,;\\s]+"_s);
    return text.split(between, Qt::SkipEmptyParts);
}

template <typename T, typename Text>
QString listed(const std::vector<T>& values, Text text) {
    QStringList all;
    for (const T& value : values) all << text(value);
    return ui::listed(all);
}

}  // namespace

QString durationText(double seconds) {
    if (seconds < 90) return tr("%1 s").arg(std::max(1, qRound(seconds)));
    if (seconds < 90 * 60) return tr("%1 min").arg(qRound(seconds / 60));
    if (seconds < 48 * 3600) return tr("%1 h").arg(seconds / 3600, 0, 'f', 1);
    return tr("%1 days").arg(seconds / 86400, 0, 'f', 1);
}

QString studyStageText(const std::string& what) {
    static const QRegularExpression form(u"^seed (\\d+)(, unpruned|, alone)?$"_s);
    const auto match = form.match(QString::fromStdString(what));
    if (!match.hasMatch()) return QString::fromStdString(what);
    const QString seed = match.captured(1);
    if (match.captured(2) == ", unpruned"_L1) return tr("Unpruned runs, seed %1").arg(seed);
    if (match.captured(2) == ", alone"_L1) return tr("Runs timed alone, seed %1").arg(seed);
    return tr("Policies, seed %1").arg(seed);
}

QString policyTitle(const std::string& evalPolicy) {
    const auto policy = app::findPolicy(evalPolicy);
    return policy ? appText(app::policyRow(*policy).title) : QString::fromStdString(evalPolicy);
}

QString studyPlanText(const app::StudyPlan& plan) {
    const auto number = [](auto value) { return QString::number(value); };
    const QString problems =
        plan.problems.empty()
            ? QFileInfo(QString::fromStdString(plan.problemsPath)).fileName()
            : formatNumberOf(static_cast<qint64>(plan.problems.size()), tr("1 problem"), tr("%1 problems")) + u' ' +
                  tr("of %1").arg(QFileInfo(QString::fromStdString(plan.problemsPath)).fileName());
    return QStringList{problems, listed(plan.policies, [](const app::EvalPolicy& p) { return policyTitle(p.name); }),
                       tr("n %1").arg(listed(plan.traces, number)),
                       tr("memory %1 %").arg(listed(plan.memory, [&](double share) { return number(100 * share); })),
                       (plan.seeds.size() == 1 ? tr("seed %1") : tr("seeds %1")).arg(listed(plan.seeds, number))}
        .join(u" \u00b7 "_s);
}

QString studySizeText(const app::StudyPlan& plan) {
    app::StudyPlan together = plan;
    together.aloneProblems = 0;
    const int all = app::runsOf(plan);
    const int alone = all - app::runsOf(together);
    const QString runs = formatNumberOf(all, tr("1 run"), tr("%1 runs"));
    return alone > 0 ? tr("%1, %2 of them timed alone").arg(runs, formatCount(alone)) : runs;
}

QString estimateText(const app::StudyMeasure& measure, const app::StudyPlan& plan) {
    const app::StudyEstimate estimate = app::estimateStudy(measure, plan);
    const QString time = durationText(estimate.seconds);
    return estimate.isUpperBound ? tr("At most %1.").arg(time) : tr("About %1.").arg(time);
}

QString measureText(const app::StudyMeasure& measure) {
    double tokens = 0;
    for (const auto& problem : measure.problems) tokens += problem.meanTokens;
    const auto count = static_cast<qint64>(measure.problems.size());
    QString basis = tr("Measured just now in %1: %2, %3 tokens a trace, %4.")
                        .arg(durationText(measure.seconds),
                             formatNumberOf(measure.traces, tr("1 trace"), tr("%1 traces")) + u' ' +
                                 formatNumberOf(count, tr("of 1 problem"), tr("of %1 problems")),
                             formatCount(qRound64(tokens / static_cast<double>(std::max<qint64>(1, count)))),
                             formatRate(static_cast<double>(measure.tokens) / std::max(0.01, measure.seconds)));
    if (measure.unfinishedTraces == 0) return basis;
    return basis + u' ' +
           formatNumberOf(measure.unfinishedTraces, tr("1 trace did not end in that time and counts at the limit."),
                          tr("%1 traces did not end in that time and count at the limit."));
}

NumberList parseNumbers(const QString& text, const QString& name, double low, double high, bool decimals) {
    NumberList list;
    for (const QString& part : partsOf(text)) {
        bool isNumber = false;
        const double value = QLocale::c().toDouble(part, &isNumber);
        if (!isNumber || !(value >= low && value <= high) || (!decimals && value != std::floor(value))) {
            list.error = tr("%1: %2 is not allowed. Enter %3 from %4 to %5, separated by commas.")
                             .arg(name, shortened(part, 20), decimals ? tr("numbers") : tr("whole numbers"))
                             .arg(low)
                             .arg(high);
            return list;
        }
        if (std::ranges::find(list.values, value) == list.values.end()) list.values.push_back(value);
    }
    if (list.values.empty()) list.error = tr("%1: enter at least one value.").arg(name);
    if (std::ssize(list.values) > kMostValues) list.error = tr("%1: at most %2 values.").arg(name).arg(kMostValues);
    return list;
}

SeedList parseSeeds(const QString& text) {
    SeedList list;
    for (const QString& part : partsOf(text)) {
        bool isNumber = false;
        const std::uint64_t value = part.toULongLong(&isNumber);
        if (!isNumber) {
            list.error = tr("Seeds: %1 is not a whole number of 0 or more.").arg(shortened(part, 24));
            return list;
        }
        if (std::ranges::find(list.values, value) == list.values.end()) list.values.push_back(value);
    }
    if (list.values.empty()) list.error = tr("Seeds: enter at least one value.");
    if (std::ssize(list.values) > kMostValues) list.error = tr("Seeds: at most %1 values.").arg(kMostValues);
    return list;
}

}  // namespace ui
