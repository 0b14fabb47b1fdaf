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

constexpr std::array<QRgb, 8> kAnswers = {0xff2166ac, 0xffe08214, 0xff1b9e77, 0xffc2569a,
                                          0xff8c6d31, 0xff56b4e9, 0xff7a67b8, 0xff8a94a1};
constexpr std::array<QRgb, 8> kAnswersDark = {0xff4a95d9, 0xfff09a33, 0xff2fb98f, 0xffd979b5,
                                              0xffb8954d, 0xff86cdf5, 0xffa594e0, 0xff8a94a1};
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
    return luminance > 0.19 ? QColor(0x10, 0x14, 0x1a) : QColor(Qt::white);
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

QColor traceColor(engine::TraceId trace, bool dark) {
    const int i = engine::index(trace);
    const double hue = std::fmod(i * 0.618033988749895, 1.0);
    const double lightness = (dark ? 0.58 : 0.60) + 0.08 * (i % 3 - 1);
    return QColor::fromHslF(static_cast<float>(hue), dark ? 0.50F : 0.55F, static_cast<float>(lightness)).toRgb();
}

}  // namespace ui
