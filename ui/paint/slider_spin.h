// A number with a name, a badge that says when it acts, a spin box and a logarithmic or linear slider. Reports a value
// once it rests, so that dragging does not flood the run. GUI thread.
#pragma once

#include <QTimer>
#include <QWidget>

#include "ui/paint/widgets.h"

class QDoubleSpinBox;
class QSlider;

namespace ui {

struct SliderSpinSpec {
    QString name;
    QString toolTip;
    QString suffix;
    double sliderLow = 0;
    double sliderHigh = 1;
    double spinLow = 0;
    double spinHigh = 1;
    double step = 1;
    int decimals = 0;
    bool logarithmic = false;
    Acts acts = Acts::Now;
};

class SliderSpin : public QWidget {
    Q_OBJECT
public:
    SliderSpin(const SliderSpinSpec& spec, const Theme& theme, QWidget* parent = nullptr);
    double value() const;
    /// Does not report it. The box extends its range to exactly this value.
    void setValue(double value);
    void setSliderRange(double low, double high);
    /// Shows a dash and takes no input until the value means something.
    void setKnown(bool known);

Q_SIGNALS:
    void valueChanged(double value);  ///< while it moves
    void committed(double value);     ///< at rest

private:
    double fromSlider(int position) const;
    int toSlider(double value) const;

    SliderSpinSpec m_spec;
    QDoubleSpinBox* m_spin = nullptr;
    QSlider* m_slider = nullptr;
    QTimer m_rest;
    bool m_isKnown = true;
};

}  // namespace ui
