// Says where what is shown comes from: live, recorded, simulated, or nothing yet. Glyph and word. GUI thread.
#pragma once

#include <QWidget>

#include "ui/paint/glyphs.h"
#include "ui/paint/theme.h"

namespace ui {

class SourceLabel : public QWidget {
    Q_OBJECT
public:
    explicit SourceLabel(const Theme& theme, QWidget* parent = nullptr);
    enum class Tone { Quiet, Live, Past };
    void show(Glyph glyph, const QString& text, Tone tone, const QString& toolTip);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    Glyph m_glyph = Glyph::Ring;
    QString m_text;
    Tone m_tone = Tone::Quiet;
};

}  // namespace ui
