// What the model is told besides the problem: its system prompt, and whether its chat template is used. Folded away
// behind one line. GUI thread.
#pragma once

#include <QWidget>

#include "app/run/run_options.h"
#include "ui/paint/theme.h"

class QCheckBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace ui {

class PromptBox : public QWidget {
    Q_OBJECT
public:
    explicit PromptBox(const Theme& theme, QWidget* parent = nullptr);
    /// The system prompt of these options is the one to come back to.
    void setOptions(const app::RunOptions& options);
    void writeTo(app::RunOptions& options) const;
    void setPlainPrompt(bool plain);
    bool isOpen() const;
    void setOpen(bool open);

Q_SIGNALS:
    void changed();

private:
    void showState();

    QToolButton* m_toggle = nullptr;
    QLabel* m_summary = nullptr;
    QWidget* m_body = nullptr;
    QPlainTextEdit* m_text = nullptr;
    QPushButton* m_reset = nullptr;
    QCheckBox* m_plain = nullptr;
    std::string m_own;   ///< the model's, or the command line's
    QString m_ownShown;  ///< as the box has it: with line feeds of one kind
};

}  // namespace ui
