// Colours and fonts of the window, light and dark, read from resources/themes. One object per program, owned by main
// or by a test and handed to whoever paints. GUI thread.
#pragma once

#include <QColor>
#include <QFont>
#include <QObject>
#include <optional>

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
    QColor track, rowAlt, selection, freeBlock, promptBlock;
};

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
    const QFont& small() const { return m_small; }      ///< secondary text
    const QFont& numbers() const { return m_numbers; }  ///< digits of one width
    const QFont& smallNumbers() const { return m_smallNumbers; }

Q_SIGNALS:
    void changed();

private:
    ThemeChoice m_choice = ThemeChoice::System;
    bool m_desktopIsDark = false;
    Colors m_colors;
    QFont m_base;
    QFont m_small;
    QFont m_numbers;
    QFont m_smallNumbers;
};

}  // namespace ui
