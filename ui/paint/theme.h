// Colours and fonts of the window, light and dark, read from resources/themes. One object per program, owned by main
// or by a test and handed to whoever paints. GUI thread.
#pragma once

#include <QColor>
#include <QFont>
#include <QObject>
#include <functional>
#include <optional>
#include <vector>

namespace ui {

enum class ThemeChoice { System, Light, Dark };
std::optional<ThemeChoice> findThemeChoice(const QString& word);  ///< "system", "light", "dark"
QString nameOf(ThemeChoice choice);

struct Colors {
    bool dark = false;
    QColor window, panel, field, raised, border, control;
    QColor text, muted, faint;
    QColor accent, accentText, accentSoft, accentBorder;
    QColor good, warn, bad, goodSoft, warnSoft, badSoft;
    QColor track, rowAlt, selection, found, freeBlock, promptBlock;
};

/// What a text is for. Its size follows the text size that the user chose.
enum class TextRole {
    Base,
    Strong,        ///< as Base, bold
    Small,         ///< secondary text
    Numbers,       ///< digits of one width
    SmallNumbers,  ///< the same, secondary
    Heading,       ///< of a part of a panel
    Badge,         ///< a word on a coloured ground
    Name,          ///< the program's
};

/// The smallest text of an enlarged window, in pixels.
constexpr int kLeastEnlargedPixels = 18;
constexpr int kUsualTextPercent = 100;
/// The sizes that the View menu offers, in percent of the desktop's own.
std::vector<int> textPercents();

/// Reads one of the embedded palettes.
Colors readColors(bool dark);

class Theme : public QObject {
    Q_OBJECT
public:
    /// Remembers the desktop's own palette: `System` follows it.
    explicit Theme(QObject* parent = nullptr);

    ThemeChoice choice() const { return m_choice; }
    /// Sets palette, style sheet and fonts of the application.
    void apply(ThemeChoice choice);
    const Colors& colors() const { return m_colors; }

    const QFont& base() const { return m_base; }
    const QFont& small() const { return m_small; }
    const QFont& numbers() const { return m_numbers; }
    const QFont& smallNumbers() const { return m_smallNumbers; }
    QFont font(TextRole role) const;
    /// The widget has the font of this role from now on, whatever text size is chosen.
    void follow(QWidget* widget, TextRole role) const;
    /// Calls it now and whenever fonts or colours change, as long as `context` lives: for lengths that depend on a
    /// font.
    void whenever(QObject* context, const std::function<void()>& adjust) const;
    /// Width in pixels of so many digits, which are wider than most letters.
    int letters(double count) const;
    /// Height in pixels of so many lines of text.
    int lines(double count) const;

    int textPercent() const { return m_textPercent; }
    /// In percent of the desktop's own size; what is out of range is clamped.
    void setTextPercent(int percent);
    /// For a room: half as large again, and no text too small for its back.
    void setEnlarged(bool enlarged);
    /// Of the desktop's own size: text size and enlargement together.
    double textScale() const;
    /// Another font than the desktop's, at its size.
    void setFamily(const QString& family);

Q_SIGNALS:
    void changed();

private:
    void makeFonts();
    void keepReadable(QFont& font) const;

    ThemeChoice m_choice = ThemeChoice::System;
    bool m_desktopIsDark = false;
    bool m_isApplied = false;
    Colors m_colors;
    int m_textPercent = kUsualTextPercent;
    bool m_isEnlarged = false;
    QFont m_desktop;
    QFont m_base;
    QFont m_small;
    QFont m_numbers;
    QFont m_smallNumbers;
};

}  // namespace ui
