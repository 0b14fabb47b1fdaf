// What menu and list say of a run that was kept. Pure functions, GUI thread.
#pragma once

#include <QDateTime>
#include <QString>

#include "app/session/history_list.h"

namespace ui {

QString problemOf(const app::HistoryRun& run, qsizetype letters);
QString policyOf(const app::HistoryRun& run);
/// "1343 ✓ right", "no answer"; behind it how the run ended, where it did not end by itself: ", stopped".
QString answerOf(const app::HistoryRun& run);
/// "14:05" of today, "28 Nov" of this year, "28 Nov 2025".
QString whenOf(const QDateTime& started, const QDateTime& now);
QDateTime startOf(const app::HistoryRun& run);
/// Several lines: problem, policy, model, answer, time.
QString tellAll(const app::HistoryRun& run);
/// Of the window, for a file of the history: "Run of 28 Nov, 14:05".
QString titleOfKept(const QString& path);

}  // namespace ui
