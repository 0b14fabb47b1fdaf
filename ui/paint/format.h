// Numbers and times as the window writes them: one notation everywhere, grouped by a narrow space. Pure functions.
#pragma once

#include <QString>
#include <QStringList>
#include <optional>
#include <string>

#include "engine/ids.h"

namespace ui {

QString formatCount(qint64 value);                      ///< "17 538"
QString formatScore(std::optional<double> score);       ///< "0.88", an en dash where there is none
QString formatWeight(double weight);                    ///< "3.48"
QString formatClock(double seconds);                    ///< "0:41.3", "1:02:03"
QString formatSeconds(double seconds);                  ///< "41.2 s"
QString formatBytes(double bytes);                      ///< "62.6 GiB"
QString formatRate(double perSecond);                   ///< "6 214 tok/s"
QString formatPercent(double share, int decimals = 1);  ///< "99.2 %"
QString formatParameters(qint64 parameters);            ///< "14 M", "4.0 B"
/// "1 trace" or "12 traces": `one` as it is, or `many` with its %1 filled in.
QString formatNumberOf(qint64 count, const QString& one, const QString& many);
/// An answer as people write it: \frac{a}{b} as a/b, without \text, \left and dollar signs. A very long one is cut.
QString formatAnswer(const std::string& answer);
/// "7, 9, 2", as the language separates them.
QString listed(const QStringList& parts);
/// With a full stop, where none is there.
QString asSentence(const QString& text);
/// In small letters within a sentence, in languages that have no reason against it.
QString lowered(const QString& text);
QString formatTrace(engine::TraceId trace);  ///< "#18"
/// At most so many letters, the last an ellipsis where something was left out.
QString shortened(const QString& text, qsizetype letters);
/// Text of a file for a menu or a button: its ampersands are not shortcuts.
QString menuText(const QString& text);
/// Text of a file for a label that wraps: shortened, and breakable within words of any length.
QString softened(const QString& text, qsizetype letters = 600);

}  // namespace ui
