#include "ui/paint/slider_spin.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <utility>

namespace ui {
namespace {

/// A dash instead of a number that is not known yet.
class NumberBox : public QDoubleSpinBox {
public:
    using QDoubleSpinBox::QDoubleSpinBox;
    QString textFromValue(double value) const override {
        return m_isUnknown ? QString(QChar(0x2013)) : QDoubleSpinBox::textFromValue(value);
    }
    void setUnknown(bool unknown, const QString& suffix) {
        m_isUnknown = unknown;
        setSuffix(unknown ? QString() : suffix);  // shows the text again
    }

private:
    bool m_isUnknown = false;
};

constexpr int kSliderSteps = 1000;
constexpr int kRestMs = 250;
constexpr double kSpinLetters = 10.2;
constexpr int kSpinFrame = 16;
}  // namespace

SliderSpin::SliderSpin(const SliderSpinSpec& spec, const Theme& theme, QWidget* parent)
    : QWidget(parent), m_spec(spec) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(3);
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    QLabel* label = makeText(spec.name, this);
    m_spin = new NumberBox(this);
    m_spin->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_spin->setDecimals(spec.decimals);
    m_spin->setRange(spec.spinLow, spec.spinHigh);
    m_spin->setSingleStep(spec.step);
    m_spin->setSuffix(spec.suffix);
    m_spin->setLocale(QLocale::c());
    m_spin->setAlignment(Qt::AlignRight);
    m_spin->setKeyboardTracking(false);
    m_spin->setAccessibleName(spec.name);
    m_spin->setToolTip(spec.toolTip);
    theme.whenever(m_spin, [this, &theme] { m_spin->setFixedWidth(theme.letters(kSpinLetters) + kSpinFrame); });
    label->setBuddy(m_spin);
    label->setToolTip(spec.toolTip);
    row->addWidget(label);
    row->addWidget(makeBadge(spec.acts, theme, this));
    row->addStretch(1);
    row->addWidget(m_spin);
    m_slider = new QSlider(Qt::Horizontal, this);
    m_slider->setRange(0, kSliderSteps);
    m_slider->setPageStep(kSliderSteps / 20);
    m_slider->setSingleStep(kSliderSteps / 100);
    m_slider->setAccessibleName(spec.name);
    m_slider->setToolTip(spec.toolTip);
    layout->addLayout(row);
    layout->addWidget(m_slider);
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMs);
    setValue(spec.sliderLow);
    connect(&m_rest, &QTimer::timeout, this, [this] { Q_EMIT committed(value()); });
    connect(m_slider, &QSlider::valueChanged, this, [this](int position) {
        m_spin->setDecimals(m_spec.decimals);
        m_spin->setValue(fromSlider(position));
    });
    connect(m_spin, &QDoubleSpinBox::valueChanged, this, [this](double number) {
        const QSignalBlocker quiet(m_slider);
        m_slider->setValue(toSlider(number));
        Q_EMIT valueChanged(number);
        m_rest.start();
    });
}

double SliderSpin::value() const {
    return m_spin->value();
}

void SliderSpin::setValue(double value) {
    const QSignalBlocker quietSpin(m_spin);
    const QSignalBlocker quietSlider(m_slider);
    showExactly(m_spin, value, m_spec.decimals);
    m_slider->setValue(toSlider(m_spin->value()));
}

void SliderSpin::setKnown(bool known) {
    if (known == std::exchange(m_isKnown, known)) return;
    setEnabled(known);
    static_cast<NumberBox*>(m_spin)->setUnknown(!known, m_spec.suffix);
    m_slider->setVisible(known);
    QSizePolicy policy = m_slider->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    m_slider->setSizePolicy(policy);
}

void SliderSpin::setSliderRange(double low, double high) {
    m_spec.sliderLow = low;
    m_spec.sliderHigh = std::max(high, low * 1.0001 + 1e-9);
    setValue(value());
}

double SliderSpin::fromSlider(int position) const {
    const double share = static_cast<double>(position) / kSliderSteps;
    if (!m_spec.logarithmic) return m_spec.sliderLow + share * (m_spec.sliderHigh - m_spec.sliderLow);
    return m_spec.sliderLow * std::pow(m_spec.sliderHigh / m_spec.sliderLow, share);
}

int SliderSpin::toSlider(double value) const {
    const double clamped = std::clamp(value, m_spec.sliderLow, m_spec.sliderHigh);
    const double share = m_spec.logarithmic
                             ? std::log(clamped / m_spec.sliderLow) / std::log(m_spec.sliderHigh / m_spec.sliderLow)
                             : (clamped - m_spec.sliderLow) / (m_spec.sliderHigh - m_spec.sliderLow);
    return static_cast<int>(std::lround(share * kSliderSteps));
}

}  // namespace ui
