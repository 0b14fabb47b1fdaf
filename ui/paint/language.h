// The languages of the window. The translations travel inside the program; Qt's own texts come from the system, where
// they are installed. A language is chosen before the first window is made. GUI thread.
#pragma once

#include <QString>
#include <optional>
#include <span>

namespace ui {

struct LanguageRow {
    const char* code;  ///< of the command line, of the setting and of the file: "de"
    const char* name;  ///< in the language itself
};

/// English first.
std::span<const LanguageRow> languageRows();
/// Nothing for a code that is none of the rows'.
const LanguageRow* findLanguage(const QString& code);
/// Of the languages that the user prefers, the first that is there; English without one.
const LanguageRow& languageOf(const QStringList& preferred);
/// `choice` is a code; anything else, such as "system", stands for the languages of the system.
const LanguageRow& chosenLanguage(const QString& choice);
/// Translates everything that is made from now on, instead of what an earlier call installed.
void installLanguage(const LanguageRow& language);

}  // namespace ui
