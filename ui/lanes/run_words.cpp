#include "ui/lanes/run_words.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>
#include <algorithm>

#include "app/run/option_table.h"
#include "app/run/policy_table.h"
#include "app/run/units.h"
#include "app/run/verdict.h"
#include "ui/paint/app_text.h"
#include "ui/paint/format.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr qsizetype kShownNameLetters = 40;
constexpr qsizetype kShownAnswerLetters = 60;
constexpr qsizetype kProposedFrom = 400;    // letters of the problem that a file's name comes from
constexpr qsizetype kProposedLetters = 40;  // of that name
constexpr double kSameWeight = 1e-9;

QString tr(const char* text) {
    return QCoreApplication::translate("ui", text);
}

QString named(const std::string& name) {
    return shortened(QString::fromStdString(name), kShownNameLetters);
}

QString numberText(double value) {
    return QLocale::c().toString(value, 'g', 8);
}

QString shownAnswer(const app::AnswerVote& answer) {
    return shortened(formatAnswer(answer.answer), kShownAnswerLetters);
}

/// "on", "0.85", "as mathematics".
QString valueText(const app::OptionRow& row, const app::OptionValue& value) {
    if (const auto* isOn = std::get_if<bool>(&value)) return *isOn ? tr("on") : tr("off");
    if (const auto* real = std::get_if<double>(&value)) return numberText(*real);
    if (const auto* seed = std::get_if<std::uint64_t>(&value)) return QString::number(*seed);
    const auto* whole = std::get_if<std::int64_t>(&value);
    if (!whole) return tr("not set");
    for (const app::OptionWord& word : row.words) {
        if (word.value == *whole) return word.label ? appText(word.label) : QString::fromUtf8(word.word);
    }
    return QString::number(*whole) + appText(row.suffix);
}

/// How the run came to its end.
QString endText(const app::RunState& run) {
    const QString after = formatSeconds(run.now);
    switch (run.finished->end) {
        case app::RunEnd::Done: return tr("Done after %1").arg(after);
        case app::RunEnd::Stopped: return tr("Stopped after %1").arg(after);
        case app::RunEnd::VoteLock: return tr("Ended after %1, when no answer could overtake the leader").arg(after);
        case app::RunEnd::BetaStop: return tr("Ended after %1, when the leader was likely to stay ahead").arg(after);
        case app::RunEnd::Consensus: return tr("Ended after %1, when 95 % of the weight agreed").arg(after);
        case app::RunEnd::Probe: return tr("Ended after %1, when the probed majority had lasted").arg(after);
        case app::RunEnd::Failed: return tr("Failed after %1").arg(after);
    }
    return {};
}

/// "7 traces finished, 25 were pruned".
QString fateText(const app::RunState& run) {
    qint64 stopped = 0;
    qint64 lost = 0;
    double waited = 0;
    for (const app::TraceState& trace : run.traces) {
        const bool isLost = trace.finish == app::FinishReason::Lost;
        lost += isLost;
        stopped += trace.phase == app::TracePhase::Stopped && !isLost;
        waited += run.waitedS(trace);
    }
    QStringList parts{formatNumberOf(run.countCompleted(), tr("1 trace finished"), tr("%1 traces finished"))};
    if (run.prunedCount > 0) parts << formatNumberOf(run.prunedCount, tr("1 was pruned"), tr("%1 were pruned"));
    if (stopped > 0) parts << formatNumberOf(stopped, tr("1 was stopped"), tr("%1 were stopped"));
    if (lost > 0)
        parts << formatNumberOf(lost, tr("1 was lost with its connection"), tr("%1 were lost with their connections"));
    if (waited > 0) parts << tr("traces waited %1 for memory in all").arg(formatSeconds(waited));
    return listed(parts);
}

QString verdictText(const app::RunState& run) {
    const app::VoteState& vote = run.vote;
    const app::AnswerVote* leader = vote.leader();
    if (!leader) return tr("No trace finished with an answer.");
    const auto correct = run.isCorrect(*leader);
    QString text = tr("The answer is %1").arg(shownAnswer(*leader));
    if (correct) text += *correct ? tr(", which is right") : tr(", which is wrong");
    text = asSentence(text);
    if (vote.answers.size() > 1 && vote.margin <= kSameWeight) {
        text += u' ' + tr("It ties with %1; of a tie, the answer of the earliest trace is taken.")
                           .arg(shownAnswer(vote.answers[1]));
    } else if (const QString other = otherMajority(vote); !other.isEmpty()) {
        text += u' ' + tr("A plain majority of the same traces would say %1.").arg(other);
    }
    return text;
}

/// "from #3 of an earlier run", where all traces began with what that one had written.
QString beginningText(const app::RunState& run) {
    if (run.traces.empty() || run.traces.front().parent || run.traces.front().givenTokens == 0) return {};
    const app::TraceState& first = run.traces.front();
    if (first.earlierTrace)
        return tr("from %1 of an earlier run").arg(formatTrace(engine::TraceId{*first.earlierTrace}));
    return tr("from given text");
}

}  // namespace

QString settingsLine(const app::RunState& run) {
    const app::RunStarted& header = run.header;
    const app::RunOptions& options = header.options;
    // In order of importance: a narrow window shows the first ones.
    QStringList parts{appText(app::policyRow(options.policy).title), tr("n %1").arg(options.traces)};
    if (header.kvBlocks > 0 && header.model.blockBytes > 0) {
        const QString size = formatBytes(header.kvBlocks * static_cast<double>(header.model.blockBytes));
        parts << (header.model.kvType.empty()
                      ? tr("KV cache %1").arg(size)
                      : tr("KV cache %1 as %2").arg(size, QString::fromStdString(header.model.kvType)));
    }
    if (!header.model.weights.empty()) parts << tr("weights as %1").arg(QString::fromStdString(header.model.weights));
    parts << tr("seed %1").arg(options.sampling.seed);
    if (const QString beginning = beginningText(run); !beginning.isEmpty()) parts << beginning;
    parts << tr("temperature %1").arg(numberText(options.sampling.temperature));
    if (run.scorer) {
        const QString name = named(run.scorer->name);
        parts << (run.isRescored() ? tr("re-scored with %1").arg(name) : name);
    }
    if (!header.model.name.empty()) parts << named(header.model.name);
    return parts.join(u" \u00b7 "_s);
}

QString settingsDetails(const app::RunState& run) {
    const app::RunOptions& options = run.header.options;
    QStringList lines;
    for (const app::OptionRow& row : app::optionTable()) {
        if (row.label && app::belongsTo(row.group, options.policy, options.consensusProbe))
            lines << tr("%1: %2").arg(appText(row.label), valueText(row, row.inForce(options)));
    }
    const std::string& type = run.header.model.weights;
    const app::OptionRow& weights = app::optionRow("weights");
    if (!type.empty())
        lines << tr("Weights: %1 (%2)").arg(valueText(weights, weights.get(options)), QString::fromStdString(type));
    return lines.join(u'\n');
}

QString endingText(const app::RunState& run) {
    return asSentence(tr("%1: %2").arg(endText(run), fateText(run)));
}

QString outcomeText(const app::RunState& run) {
    if (!run.finished) return {};
    QString text = endingText(run) + u' ';
    if (run.finished->end == app::RunEnd::Failed) return text + shortened(appSentence(run.finished->message), 300);
    text += verdictText(run);
    if (const auto verdict = app::verdictOf(run)) text += u' ' + appSentence(app::verdictText(*verdict));
    return text;
}

QString proposedName(const app::RunState& run) {
    QString words;
    for (const QChar letter : QString::fromStdString(run.header.problem).left(kProposedFrom).toLower()) {
        if (letter.isLetterOrNumber()) {
            words += letter;
        } else if (!words.isEmpty() && words.back() != u'-') {
            words += u'-';
        }
        if (words.size() >= kProposedLetters) break;
    }
    while (words.endsWith(u'-')) words.chop(1);
    if (words.isEmpty()) words = u"run"_s;
    const QString policy = QString::fromLatin1(app::nameOf(run.header.options.policy));
    return u"%1_%2_n%3_seed%4.stepscope"_s.arg(words, policy)
        .arg(run.header.options.traces)
        .arg(run.header.options.sampling.seed);
}

QString pausedText(const app::RunState& run) {
    switch (run.pausedAt) {
        case app::PauseCause::User: return tr("Paused");
        case app::PauseCause::Saturation: return tr("Paused: memory is full");
        case app::PauseCause::Prune:
            return app::policyRow(run.header.options.policy).prunes ? tr("Paused: a trace was pruned")
                                                                    : tr("Paused: a trace waits");
        case app::PauseCause::Leader: return tr("Paused: a new leader");
        case app::PauseCause::Answer: return tr("Paused: the first answer");
        case app::PauseCause::Pass: return tr("Paused: a pass later");
        case app::PauseCause::Event: return tr("Paused at an event");
    }
    return {};
}

QString otherMajority(const app::VoteState& vote) {
    const app::AnswerVote* leader = vote.leader();
    if (!leader || vote.answers.size() < 2) return {};
    const auto most = std::ranges::max_element(vote.answers, {}, [](const auto& a) { return a.traces.size(); });
    const auto asMany =
        std::ranges::count_if(vote.answers, [&](const auto& a) { return a.traces.size() == most->traces.size(); });
    return asMany == 1 && &*most != leader ? shownAnswer(*most) : QString();
}

}  // namespace ui
