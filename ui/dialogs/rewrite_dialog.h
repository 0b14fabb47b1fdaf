// Asks for a step's new text: what stands before it, the text to edit, and whether it ends a step. GUI thread.
#pragma once

#include <QDialog>

#include "app/run/run_state.h"
#include "ui/paint/theme.h"

class QCheckBox;
class QPlainTextEdit;

namespace ui {

class RewriteDialog : public QDialog {
    Q_OBJECT
public:
    /// @param newRunOf  traces of the run that begins with it; 0: it is a lane of the run under way
    RewriteDialog(const app::TraceState& trace, int step, int newRunOf, const Theme& theme, QWidget* parent);
    /// With the empty line that ends a step, if it is to end there. Empty where nothing was written.
    QString words() const;

private:
    QPlainTextEdit* m_text = nullptr;
    QCheckBox* m_ends = nullptr;
};

}  // namespace ui
