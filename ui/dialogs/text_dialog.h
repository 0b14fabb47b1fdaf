// A dialog that shows a page of text and scrolls it, never larger than the screen. GUI thread.
#pragma once

#include <QString>

class QWidget;

namespace ui {

/// Blocks until the dialog is closed. `html` is of the program's own making: text of others in it must be escaped.
void showPage(QWidget* parent, const QString& title, const QString& html);
/// The page of the glossary: a row for each word.
QString glossaryPage();

}  // namespace ui
