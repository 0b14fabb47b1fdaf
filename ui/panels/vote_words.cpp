#include "ui/panels/vote_words.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <cmath>

#include "app/run/policy_table.h"
#include "ui/paint/format.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr qsizetype kLetters = 60;
constexpr double kSame = 1e-9;  // of weight

QString tr(const char* text) {
    return QCoreApplication::translate("ui", text);
}

QString shown(const app::AnswerVote& answer) {
    return softened(formatAnswer(answer.answer), kLetters);
}

/// An answer with what speaks for it, by one way of counting.
struct Standing {
    const app::AnswerVote* answer = nullptr;
    double weight = 0;
};

/// Heaviest first; of equal ones that of the earliest trace, as the vote has it.
std::vector<Standing> ranked(std::vector<Standing> standings) {
    std::stable_sort(standings.begin(), standings.end(), [](const Standing& a, const Standing& b) {
        if (std::abs(a.weight - b.weight) > kSame) return a.weight > b.weight;
        return a.answer->traces.front() < b.answer->traces.front();
    });
    return standings;
}

std::vector<Standing> byCount(const app::VoteState& vote) {
    std::vector<Standing> standings;
    for (const app::AnswerVote& answer : vote.answers)
        standings.push_back({&answer, static_cast<double>(answer.traces.size())});
    return ranked(std::move(standings));
}

std::vector<Standing> byWeight(const app::VoteState& vote) {
    std::vector<Standing> standings;
    for (const app::AnswerVote& answer : vote.answers) standings.push_back({&answer, answer.weight});
    return ranked(std::move(standings));
}

/// Empty if no voter has a score.
std::vector<Standing> byScore(const app::RunState& state) {
    std::vector<Standing> standings;
    bool any = false;
    for (const app::AnswerVote& answer : state.vote.answers) {
        Standing standing{&answer, 0};
        for (const engine::TraceId id : answer.traces) {
            const app::TraceState* trace = state.findTrace(id);
            const auto score = trace ? trace->score() : std::nullopt;
            any = any || score;
            standing.weight += score.value_or(0.0);
        }
        standings.push_back(standing);
    }
    return any ? ranked(std::move(standings)) : std::vector<Standing>();
}

/// How many at the front are equal.
std::size_t tied(const std::vector<Standing>& standings) {
    std::size_t count = 1;
    while (count < standings.size() && standings.front().weight - standings[count].weight <= kSame) ++count;
    return count;
}

/// "7 and 9", "7, 9 and 2 more".
QString names(const std::vector<Standing>& standings, std::size_t count) {
    if (count == 2) return tr("%1 and %2").arg(shown(*standings[0].answer), shown(*standings[1].answer));
    return tr("%1, %2 and %3 more").arg(shown(*standings[0].answer), shown(*standings[1].answer)).arg(count - 2);
}

qint64 votesOf(const Standing& standing) {
    return static_cast<qint64>(standing.answer->traces.size());
}

QString majorityText(const std::vector<Standing>& counts, const app::AnswerVote* leader, qint64 all) {
    if (const std::size_t same = tied(counts); same > 1) {
        return tr("A plain majority would be a tie: %1, with %2 of %3 each.")
            .arg(names(counts, same), formatCount(votesOf(counts[0])), formatCount(all));
    }
    const QString text = counts[0].answer == leader ? tr("A plain majority would say %1 as well (%2 of %3).")
                                                    : tr("A plain majority would say %1 (%2 of %3).");
    return text.arg(shown(*counts[0].answer), formatCount(votesOf(counts[0])), formatCount(all));
}

QString weightText(const std::vector<Standing>& weights, const Standing& majority, bool majorityIsClear) {
    if (tied(weights) > 1) {
        return tr("By weight %1 tie at %2; of a tie, the answer of the earliest trace is taken.")
            .arg(names(weights, tied(weights)), formatWeight(weights[0].weight));
    }
    const QString first = formatWeight(weights[0].weight);
    const QString second = formatWeight(weights[1].weight);
    if (!majorityIsClear || majority.answer == weights[1].answer)
        return tr("By weight %1 leads, %2 to %3.").arg(shown(*weights[0].answer), first, second);
    if (majority.answer == weights[0].answer) return tr("By weight it leads, %1 to %2.").arg(first, second);
    return tr("By weight %1 leads with %2; that one has %3.")
        .arg(shown(*weights[0].answer), first, formatWeight(majority.answer->weight));
}

QString countedText(const app::RunState& state, const std::vector<Standing>& counts, qint64 all) {
    QString text = tied(counts) > 1
                       ? tr("%1 tie with %2 of %3 votes each; of a tie, the answer of the earliest trace is taken.")
                             .arg(names(counts, tied(counts)), formatCount(votesOf(counts[0])), formatCount(all))
                       : tr("%1 has %2 of %3 votes.")
                             .arg(shown(*counts[0].answer), formatCount(votesOf(counts[0])), formatCount(all));
    const std::vector<Standing> scores = byScore(state);
    if (scores.empty()) return text;
    if (tied(scores) > 1) {
        text += u' ' + tr("Weighted by trace score, %1 would tie.").arg(names(scores, tied(scores)));
    } else {
        const QString form = scores[0].answer == counts[0].answer
                                 ? tr("Weighted by trace score, %1 would lead as well, %2 to %3.")
                                 : tr("Weighted by trace score, %1 would lead, %2 to %3.");
        text +=
            u' ' + form.arg(shown(*scores[0].answer), formatWeight(scores[0].weight), formatWeight(scores[1].weight));
    }
    return text;
}

}  // namespace

bool isCounted(const app::RunState& state) {
    return state.vote.isOfProbe || app::policyRow(state.header.options.policy).votes == app::VoteWeight::Equal;
}

QString formatVotes(const app::RunState& state, double weight) {
    if (!isCounted(state)) return formatWeight(weight);
    return formatNumberOf(std::llround(weight), tr("1 vote"), tr("%1 votes"));
}

QString marginText(const app::RunState& state) {
    const app::VoteState& vote = state.vote;
    if (vote.answers.empty()) return {};
    if (vote.answers.size() > 1 && vote.margin <= kSame) return tr("a tie with %1").arg(shown(vote.answers[1]));
    return tr("margin %1").arg(formatVotes(state, vote.margin));
}

QString explainVote(const app::RunState& state) {
    const app::VoteState& vote = state.vote;
    if (vote.answers.empty() || app::policyRow(state.header.options.policy).oneTrace) return {};
    const std::vector<Standing> counts = byCount(vote);
    qint64 all = 0;
    for (const Standing& standing : counts) all += votesOf(standing);
    if (vote.answers.size() == 1) {
        if (all == 1) return tr("One trace has voted.");
        return tr("All %1 votes say %2, by weight and by count.").arg(formatCount(all), shown(vote.answers.front()));
    }
    if (isCounted(state)) return countedText(state, counts, all);
    const std::vector<Standing> weights = byWeight(vote);
    return majorityText(counts, weights[0].answer, all) + u' ' + weightText(weights, counts[0], tied(counts) == 1);
}

}  // namespace ui
