#include "ui/paint/score_color.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ui {
namespace {

// ColorBrewer RdBu with a slightly darker centre, so that a middling step still shows on white.
struct Stop {
    double at;
    QRgb color;
};
constexpr std::array kStops = {
    Stop{0.00, 0xffa81529}, Stop{0.15, 0xffd0493f}, Stop{0.32, 0xfff09c77}, Stop{0.50, 0xffddd9d6},
    Stop{0.65, 0xff9ac6de}, Stop{0.82, 0xff4a95c6}, Stop{1.00, 0xff1c5a9f},
};

// Answers are told apart by colours that mean nothing elsewhere: no blue, red or grey of the score map, no green of
// what is right, no orange of what is wrong. The last one is for all further answers.
constexpr std::array<QRgb, 8> kAnswers = {0xff7d3f9e, 0xffa88c00, 0xffcc5fa3, 0xff6a4a2e,
                                          0xff2a8a90, 0xffa07fd6, 0xff6f7320, 0xff7f8a97};
constexpr std::array<QRgb, 8> kAnswersDark = {0xffb982de, 0xffe8dc6a, 0xfff09ccb, 0xffa88058,
                                              0xff4fb9bd, 0xffd9c4f5, 0xff9aa04a, 0xff8a94a1};

constexpr double kEvenLuminance = 0.1791;  // black and white read equally well on it: 4.58 to 1
}  // namespace

QColor mix(const QColor& a, const QColor& b, double share) {
    const auto blend = [share](int from, int to) { return static_cast<int>(std::lround(from + (to - from) * share)); };
    return QColor(blend(a.red(), b.red()), blend(a.green(), b.green()), blend(a.blue(), b.blue()));
}

QColor scoreColor(double score) {
    const double x = std::isfinite(score) ? std::clamp(score, 0.0, 1.0) : 0.5;
    for (std::size_t i = 1; i < kStops.size(); ++i) {
        if (x <= kStops[i].at) {
            const double share = (x - kStops[i - 1].at) / (kStops[i].at - kStops[i - 1].at);
            return mix(QColor(kStops[i - 1].color), QColor(kStops[i].color), share);
        }
    }
    return QColor(kStops.back().color);
}

QColor inkOn(const QColor& background) {
    const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    const double luminance =
        0.2126 * linear(background.redF()) + 0.7152 * linear(background.greenF()) + 0.0722 * linear(background.blueF());
    return luminance > kEvenLuminance ? QColor(Qt::black) : QColor(Qt::white);
}

QGradientStops scoreStops() {
    QGradientStops stops;
    for (const Stop& stop : kStops) stops.append({stop.at, QColor(stop.color)});
    return stops;
}

QColor answerColor(int i, bool dark) {
    const auto& set = dark ? kAnswersDark : kAnswers;
    return QColor(set[std::min<std::size_t>(static_cast<std::size_t>(std::max(0, i)), set.size() - 1)]);
}

}  // namespace ui
