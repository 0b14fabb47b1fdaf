#include "ui/panels/run_text.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

#include "app/run/policy_table.h"
#include "ui/lanes/trace_look.h"
#include "ui/paint/format.h"
#include "ui/panels/events_model.h"
#include "ui/panels/share_chart.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("ui", text);
}

QString number(double value, int decimals) {
    return QString::number(value, 'f', decimals);
}

/// A field of CSV: in quotes where it needs them. A spreadsheet must not take an answer for a formula.
QString field(const QString& text) {
    const bool formula = !text.isEmpty() && u"=+@\t\r"_s.contains(text.front());
    QString safe = formula ? u'\'' + text : text;
    if (!safe.contains(u',') && !safe.contains(u'"') && !safe.contains(u'\n')) return safe;
    return u'"' + safe.replace(u'"', u"\"\""_s) + u'"';
}

QString answerField(const std::string& answer) {
    return field(QString::fromStdString(answer).simplified());
}

QString textOf(const app::TraceState& trace, std::size_t begin, std::size_t end) {
    return QString::fromStdString(trace.text.substr(begin, end - begin)).trimmed();
}

}  // namespace

QString stepAsText(const app::TraceState& trace, int step) {
    const auto at = static_cast<std::size_t>(std::max(0, step));
    if (at >= trace.steps.size())
        return textOf(trace, trace.steps.empty() ? 0 : trace.steps.back().endByte, trace.text.size());
    const app::StepState& s = trace.steps[at];
    return u"[%1] %2"_s.arg(formatScore(static_cast<double>(s.score)), textOf(trace, s.beginByte, s.endByte));
}

QString traceAsText(const app::TraceState& trace) {
    const TraceLook look = trace.finish == app::FinishReason::Lost ? lookOfLost({}) : lookOf(trace.phase, false, {});
    QStringList head{tr("Trace %1").arg(formatTrace(trace.id)), look.word,
                     tr("score %1").arg(formatScore(trace.score())),
                     formatNumberOf(static_cast<qint64>(trace.steps.size()), tr("1 step"), tr("%1 steps")),
                     formatNumberOf(trace.tokenCount(), tr("1 token"), tr("%1 tokens"))};
    if (trace.answer) head << tr("answer %1").arg(formatAnswer(*trace.answer));
    QStringList parts{listed(head)};
    for (int step = 0; step < static_cast<int>(trace.steps.size()); ++step) parts << stepAsText(trace, step);
    const QString rest = stepAsText(trace, static_cast<int>(trace.steps.size()));
    if (!rest.isEmpty()) parts << rest;
    return parts.join(u"\n\n"_s) + u'\n';
}

QString eventAsText(const app::LogEntry& entry, const app::RunState& state) {
    return formatSeconds(entry.t) + u"  "_s + describe(entry, state);
}

QString eventsAsText(const app::RunState& state) {
    QString text;
    for (const app::LogEntry& entry : state.log) text += eventAsText(entry, state) + u'\n';
    return text;
}

QString voteAsText(const app::RunState& state) {
    const bool weighted = app::policyRow(state.header.options.policy).votes != app::VoteWeight::Equal;
    QString text;
    for (const app::AnswerVote& answer : state.vote.answers) {
        QStringList voters;
        for (std::size_t i = 0; i < answer.traces.size(); ++i) {
            voters << formatTrace(answer.traces[i]) + (weighted ? u' ' + formatWeight(answer.weights[i]) : QString());
        }
        const QString count = formatNumberOf(static_cast<qint64>(answer.traces.size()), tr("1 trace"), tr("%1 traces"));
        text += formatAnswer(answer.answer) + u": "_s +
                (weighted ? tr("weight %1, ").arg(formatWeight(answer.weight)) : QString()) + count + u" ("_s +
                voters.join(u", "_s) + u")\n"_s;
    }
    return text;
}

QString runAsCsv(const app::RunState& state) {
    QString csv = u"trace,state,score,steps,tokens,recomputed_tokens,waited_s,ended_s,answer,right,votes,parent\n"_s;
    std::vector<bool> votes(state.traces.size() + 1, false);
    for (const app::AnswerVote& answer : state.vote.answers) {
        for (const engine::TraceId trace : answer.traces) votes[static_cast<std::size_t>(engine::index(trace))] = true;
    }
    for (const app::TraceState& trace : state.traces) {
        const auto score = trace.score();
        QStringList row{QString::number(engine::index(trace.id)),
                        QString::fromLatin1(app::nameOf(trace.phase)),
                        score ? number(*score, 4) : QString(),
                        QString::number(trace.steps.size()),
                        QString::number(trace.tokenCount()),
                        QString::number(trace.recomputedTokens),
                        number(state.waitedS(trace), 3),
                        app::isActive(trace.phase) ? QString() : number(trace.endedAt, 3),
                        trace.answer ? answerField(*trace.answer) : QString(),
                        trace.right ? (*trace.right ? u"right"_s : u"wrong"_s) : QString(),
                        votes[static_cast<std::size_t>(engine::index(trace.id))] ? u"yes"_s : u"no"_s,
                        trace.parent ? QString::number(engine::index(*trace.parent)) : QString()};
        csv += row.join(u',') + u'\n';
    }
    return csv;
}

QString voteAsCsv(const app::RunState& state) {
    QString csv = u"answer,trace,weight\n"_s;
    for (const app::AnswerVote& answer : state.vote.answers) {
        for (std::size_t i = 0; i < answer.traces.size(); ++i) {
            csv += answerField(answer.answer) + u',' + QString::number(engine::index(answer.traces[i])) + u',' +
                   number(answer.weights[i], 4) + u'\n';
        }
    }
    return csv;
}

QString memoryAsCsv(const app::KvState& kv) {
    QString csv = u"seconds,used_blocks\n"_s;
    for (const app::KvPoint& point : kv.history)
        csv += number(point.t, 3) + u',' + QString::number(point.usedBlocks) + u'\n';
    return csv;
}

QString sharesAsCsv(const ShareSeries& series) {
    QStringList head{u"seconds"_s};
    for (const QString& answer : series.answers) head << field(answer);
    QString csv = head.join(u',') + u'\n';
    for (const SharePoint& point : series.points) {
        csv += number(point.t, 3);
        for (const double share : point.shares) csv += u',' + number(share, 4);
        csv += u'\n';
    }
    return csv;
}

}  // namespace ui
