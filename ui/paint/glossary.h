// What the window's words mean: a line each, for tooltips and for the glossary in the Help menu. Constants, GUI thread.
#pragma once

#include <QString>
#include <vector>

namespace ui {

struct Term {
    QString word;
    QString meaning;  ///< one or two sentences, plain text
};

/// By their words.
std::vector<Term> glossary();
/// The meaning of a word of the glossary; an unknown word is a mistake of the program.
QString meaningOf(const QString& word);

}  // namespace ui
