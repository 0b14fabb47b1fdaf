// Small pieces that many panels use: headings, badges that say when a control acts, chips, dock title bars. GUI thread.
#pragma once

#include <QLabel>
#include <QWidget>
#include <optional>

#include "ui/paint/theme.h"

class QDoubleSpinBox;
class QHBoxLayout;
class QSpinBox;
class QToolButton;

namespace ui {

enum class Acts { Now, NextRun };

/// Shows its text as it is, whatever is in it.
QLabel* makeText(const QString& text, QWidget* parent);
QLabel* makeHeading(const QString& text, const Theme& theme, QWidget* parent);
/// "now" or "next run" with a tooltip that says what that means.
QLabel* makeBadge(Acts acts, const Theme& theme, QWidget* parent);
/// A borderless button that is only an icon; `name` is its tooltip and accessible name.
QToolButton* makeFlatButton(const QString& name, int iconPixels, QWidget* parent);
/// Secondary, wraps; as text, where nobody sets another format.
QLabel* makeMuted(const QString& text, const Theme& theme, QWidget* parent, TextRole role = TextRole::Small);
/// Gives a style sheet rule a new look at a widget whose object name or property changed.
void restyle(QWidget* widget);
/// Sets the text only where it differs, so that a timer may call it.
void setTextIfChanged(QLabel* label, const QString& text);
/// Red, green ... text through the style sheet: an object name of stepscope.qss.
void setRole(QLabel* label, const QString& role);

/// Wraps. A word of any length is cut off and never widens the parent.
class WrapLabel : public QLabel {
    Q_OBJECT
public:
    WrapLabel(const QString& text, QWidget* parent);
    QSize minimumSizeHint() const override;
};

/// One line of text, or a few, shortened with an ellipsis where space is short. The tooltip has all of it, and the note
/// below it.
class ElidedLabel : public QLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(QWidget* parent = nullptr);
    void setNote(const QString& note);
    /// It wraps where that is needed, up to so many.
    void setMostLines(int lines);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {24, QLabel::minimumSizeHint().height()}; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QStringList linesIn(int width) const;

    QString m_note;
    int m_mostLines = 1;
};

/// Makes the box show exactly this value: the command line takes more than the box would, and what is shown is what
/// runs.
void showExactly(QSpinBox* spin, int value);
/// @param decimals  at least so many
void showExactly(QDoubleSpinBox* spin, double value, int decimals);

/// Title of a panel: heading at the left, a state text at the right, two buttons. The first floats or docks the panel;
/// in a drawer it keeps the panel beside the lanes.
class DockTitle : public QWidget {
    Q_OBJECT
public:
    DockTitle(const QString& name, const Theme& theme, QWidget* parent);
    void setStatus(const QString& text, const QString& role);
    QString status() const;
    QString statusRole() const;
    void setTitle(const QString& title);
    void setInDrawer(bool inDrawer);
    /// What the title means: its tooltip.
    void setMeaning(const QString& meaning);
    /// Room for controls of the panel, between heading and buttons.
    QHBoxLayout* extras() const { return m_extras; }

Q_SIGNALS:
    void placeRequested();  ///< float, dock or keep
    void closeRequested();
    void statusChanged();

private:
    void updateIcons();

    const Theme& m_theme;
    QString m_name;
    bool m_inDrawer = false;
    QLabel* m_title = nullptr;
    ElidedLabel* m_status = nullptr;
    QHBoxLayout* m_extras = nullptr;
    QToolButton* m_place = nullptr;
    QToolButton* m_close = nullptr;
};

}  // namespace ui
