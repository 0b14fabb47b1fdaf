// Colours and fonts of the window, light and dark, read from resources/themes. One object per program, owned by main
// or by a test and handed to whoever paints. GUI thread.
#pragma once

#include <QColor>
#include <QFont>
#include <QObject>
#include <optional>

namespace ui {

enum class ThemeChoice { System, Light, Dark };
std::optional<ThemeChoice> findThemeChoice(const QString& word);   ///< "system", "light", "dark"
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

    QFont base() const { return m_base; }
    QFont small() const;      ///< secondary text
    QFont numbers() const;    ///< digits of one width
    QFont smallNumbers() const;

Q_SIGNALS:
    void changed();

private:
    ThemeChoice m_choice = ThemeChoice::System;
    bool m_desktopIsDark = false;
    Colors m_colors;
    QFont m_base;
    QFont m_fixed;
};

}  // namespace ui
