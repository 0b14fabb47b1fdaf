// Texts of the rooms below the window, in the window's language. Those rooms speak English and know nothing of Qt:
// their tables hold single texts, and the sentences that they put together are told apart here by their form. A text
// that has no translation stays English. GUI thread, because of Qt's translators.
#pragma once

#include <QString>
#include <span>
#include <string>

namespace ui {

/// A text of a table: title of a policy, label of an option, title of an example.
QString appText(const std::string& english);
/// A sentence about a run, a file or what stands in the way, such as "pruned at 0.23, lowest of 29; frees 5 blocks".
QString appSentence(const QString& english);
QString appSentence(const std::string& english);
QString appSentence(const char* english);

/// How sentences look that are put together of parts.
struct SentenceForm {
    const char* text;   ///< with %1, %2 ... in this order
    const char* inner;  ///< the digits of those parts that are sentences or words themselves; "n": all are numbers
};

/// The first form that fits a sentence counts, so narrow ones stand before wide ones.
std::span<const SentenceForm> formsOfRuns();       ///< events, votes, verdicts, comparisons
std::span<const SentenceForm> formsOfObstacles();  ///< loading, memory plans, refusals, what-ifs, files

/// "en", "de" or "zh_CN": of the translation that is installed.
QString languageCode();

}  // namespace ui
