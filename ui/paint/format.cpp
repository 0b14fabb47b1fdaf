#include "ui/paint/format.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/paint/app_text.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {
constexpr qsizetype kAnswerLetters = 300;
constexpr qsizetype kWordLetters = 24;  // of a word that cannot be broken
constexpr QChar kGroup{0x202f};         // narrow space that does not break
constexpr QChar kZero{u'0'};
constexpr QChar kSpace{0x00a0};  // a number and its unit stay on one line

QString tr(const char* text) {
    return QCoreApplication::translate("ui", text);
}

QString fixed(double value, int decimals) {
    return QString::number(value, 'f', decimals);
}
}  // namespace

QString formatCount(qint64 value) {
    QString digits = QString::number(std::abs(value));
    for (qsizetype at = digits.size() - 3; at > 0; at -= 3) digits.insert(at, kGroup);
    return value < 0 ? u'-' + digits : digits;
}

QString formatScore(std::optional<double> score) {
    return score ? fixed(*score, 2) : QString(QChar(0x2013));
}
QString formatWeight(double weight) {
    return fixed(weight, 2);
}

QString formatClock(double seconds) {
    const auto tenths = static_cast<qint64>(std::llround(std::max(0.0, seconds) * 10));
    const qint64 whole = tenths / 10;
    if (whole >= 3600) {
        return u"%1:%2:%3"_s.arg(whole / 3600).arg(whole / 60 % 60, 2, 10, kZero).arg(whole % 60, 2, 10, kZero);
    }
    return u"%1:%2.%3"_s.arg(whole / 60).arg(whole % 60, 2, 10, kZero).arg(tenths % 10);
}

QString formatSeconds(double seconds) {
    return QString(fixed(seconds, seconds >= 100 ? 0 : 1) + kSpace + u's');
}

QString formatBytes(double bytes) {
    constexpr std::array units = {"B", "KiB", "MiB", "GiB", "TiB"};
    std::size_t unit = 0;
    while (bytes >= 1024 && unit + 1 < units.size()) {
        bytes /= 1024;
        ++unit;
    }
    const int decimals = unit == 0 || bytes >= 100 ? 0 : 1;
    return QString(fixed(bytes, decimals) + kSpace + QLatin1String(units[unit]));
}

QString formatRate(double perSecond) {
    const QString number = perSecond >= 100 ? formatCount(std::llround(perSecond)) : fixed(perSecond, 1);
    return QString(number + kSpace + u"tok/s");
}

QString formatPercent(double share, int decimals) {
    return QString(fixed(share * 100, decimals) + kSpace + u'%');
}

QString formatParameters(qint64 parameters) {
    const auto count = static_cast<double>(parameters);
    if (count >= 1e9) return QString(fixed(count / 1e9, count >= 1e10 ? 0 : 1) + kSpace + u'B');
    if (count >= 1e6) return QString(fixed(count / 1e6, count >= 1e7 ? 0 : 1) + kSpace + u'M');
    return formatCount(parameters);
}

QString formatNumberOf(qint64 count, const QString& one, const QString& many) {
    return count == 1 ? one : many.arg(formatCount(count));
}

QString listed(const QStringList& parts) {
    return parts.join(tr(", "));
}

QString asSentence(const QString& text) {
    const bool ends = !text.isEmpty() && u".!?\u3002\uff01\uff1f"_s.contains(text.back());
    return ends ? text : tr("%1.").arg(text);
}

QString lowered(const QString& text) {
    return languageCode() == "de"_L1 ? text : text.toLower();
}

QString formatAnswer(const std::string& answer) {
    static const QRegularExpression fraction(u"\\\\[dt]?frac\\{([^{}]*)\\}\\{([^{}]*)\\}"_s);
    static const QRegularExpression wrapper(u"\\\\(?:text|mathrm|mbox)\\{([^{}]*)\\}"_s);
    static const QRegularExpression noise(u"\\\\(?:left|right|displaystyle)\\b|\\\\[,;! ]|\\$"_s);
    QString text = shortened(QString::fromStdString(answer.substr(0, 4 * kAnswerLetters)), kAnswerLetters);
    if (!text.contains(u'\\') && !text.contains(u'$')) return text.simplified();
    text.replace(fraction, u"\\1/\\2"_s).replace(wrapper, u"\\1"_s).remove(noise);
    return text.simplified();
}

QString formatTrace(engine::TraceId trace) {
    return QString(u'#' + QString::number(engine::index(trace)));
}

QString shortened(const QString& text, qsizetype letters) {
    if (text.size() <= letters) return text;
    qsizetype kept = letters - 1;
    if (kept > 0 && text.at(kept - 1).isHighSurrogate()) --kept;
    return text.left(kept) + QChar(0x2026);
}

QString menuText(const QString& text) {
    return QString(text).replace(u'&', u"&&"_s);
}

QString softened(const QString& text, qsizetype letters) {
    constexpr QChar kMayBreak{0x200b};
    QString soft;
    qsizetype sinceBreak = 0;
    for (const QChar letter : shortened(text, letters)) {
        if (sinceBreak >= kWordLetters && !letter.isLowSurrogate()) {
            soft += kMayBreak;
            sinceBreak = 0;
        }
        soft += letter;
        sinceBreak = letter.isSpace() ? 0 : sinceBreak + 1;
    }
    return soft;
}

}  // namespace ui
