#include "ui/history_text.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QLocale>

#include "app/run/policy_table.h"
#include "ui/paint/app_text.h"
#include "ui/paint/format.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr qsizetype kAnswerLetters = 24;
constexpr qsizetype kAllLetters = 300;

QString tr(const char* text) {
    return QCoreApplication::translate("ui", text);
}

QDateTime localTime(app::HistoryTime time) {
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count());
}

/// Month names in the language of the rest of the window.
QString dateOf(const QDateTime& time, const QString& format) {
    const QString code = languageCode();
    return (code == "en"_L1 ? QLocale::c() : QLocale(code)).toString(time, format);
}

QString endOf(const app::HistoryRun& run) {
    if (!run.end) return tr("interrupted");
    switch (*run.end) {
        case app::RunEnd::Stopped: return tr("stopped");
        case app::RunEnd::Failed: return tr("failed");
        default: return {};
    }
}

}  // namespace

QString problemOf(const app::HistoryRun& run, qsizetype letters) {
    const QString problem = QString::fromStdString(run.problem).simplified();
    return problem.isEmpty() ? tr("(no problem)") : shortened(problem, letters);
}

QString policyOf(const app::HistoryRun& run) {
    return appText(app::policyRow(run.policy).title);
}

QString answerOf(const app::HistoryRun& run) {
    QString text = tr("no answer");
    if (run.answer) text = shortened(formatAnswer(*run.answer).simplified(), kAnswerLetters);
    if (run.isRight) text += *run.isRight ? tr(" \u2713 right") : tr(" \u2717 wrong");
    const QString end = endOf(run);
    return end.isEmpty() ? text : listed({text, end});
}

QString whenOf(const QDateTime& started, const QDateTime& now) {
    if (started.date() == now.date()) return dateOf(started, u"HH:mm"_s);
    return dateOf(started, started.date().year() == now.date().year() ? tr("d MMM") : tr("d MMM yyyy"));
}

QDateTime startOf(const app::HistoryRun& run) {
    return localTime(run.startedAt);
}

QString tellAll(const app::HistoryRun& run) {
    return QStringList{
        problemOf(run, kAllLetters),
        tr("%1, n %2, %3")
            .arg(policyOf(run), QString::number(run.traces), shortened(QString::fromStdString(run.model), kAllLetters)),
        answerOf(run), dateOf(startOf(run), tr("d MMM yyyy, HH:mm:ss"))}
        .join(u'\n');
}

QString titleOfKept(const QString& path) {
    const auto time = app::startOfHistoryName(QFileInfo(path).fileName().toStdString());
    return time ? tr("Run of %1").arg(dateOf(localTime(*time), tr("d MMM yyyy, HH:mm"))) : QFileInfo(path).fileName();
}

}  // namespace ui
