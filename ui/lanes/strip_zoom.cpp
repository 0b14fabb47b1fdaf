#include "ui/lanes/strip_zoom.h"

#include <algorithm>
#include <cmath>

namespace ui {

int StripZoom::first(int scale) const {
    return isWhole() ? 0 : std::clamp(m_first, 0, std::max(0, scale - tokens(scale)));
}

int StripZoom::tokens(int scale) const {
    return isWhole() ? std::max(1, scale) : std::min(m_tokens, std::max(1, scale));
}

void StripZoom::set(double first, double tokens, int scale) {
    const double most = std::max(1, scale);
    if (tokens >= most) return reset();
    m_tokens = static_cast<int>(std::lround(std::max(tokens, std::min<double>(kLeastTokens, most))));
    m_first = static_cast<int>(std::lround(std::clamp(first, 0.0, most - m_tokens)));
}

void StripZoom::zoom(double factor, double around, int scale) {
    const double now = tokens(scale);
    double wanted = std::max<double>(now * factor, std::min(kLeastTokens, std::max(1, scale)));
    if (factor < 1 && now - wanted < 1) wanted = now;  // rounding would move the range without zooming
    if (factor > 1) wanted = std::max(wanted, now + 1);
    const double share = (around - first(scale)) / now;
    set(around - share * wanted, wanted, scale);
}

void StripZoom::pan(int by, int scale) {
    if (!isWhole()) set(first(scale) + by, tokens(scale), scale);
}

void StripZoom::reveal(int begin, int end, int scale) {
    if (isWhole()) return;
    const int from = first(scale);
    const int shown = tokens(scale);
    if (begin >= from && end <= from + shown) return;
    const int target = end - begin >= shown || begin < from ? begin : end - shown;
    set(target, shown, scale);
}

}  // namespace ui
