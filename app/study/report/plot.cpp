#include "app/study/report/plot.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "app/run/number_text.h"
#include "app/study/report/report_text.h"

namespace app {
namespace {

constexpr double kLetter = 5.2;  // pixels, mean width at the size of labels

/// A coordinate with one decimal and no more letters than it needs.
std::string at(double value) {
    std::string out = fixedText(std::clamp(value, -1e5, 1e5), 1);
    if (out.ends_with(".0")) out.resize(out.size() - 2);
    return out == "-0" ? "0" : out;
}

std::string tip(const std::string& words) {
    return words.empty() ? "/>" : "><title>" + escaped(words) + "</title>";
}
std::string close(const std::string& element, const std::string& words) {
    return words.empty() ? "" : "</" + element + ">";
}

std::string lineSvg(double x1, double y1, double x2, double y2, const std::string& css) {
    return "<line class=\"" + css + "\" x1=\"" + at(x1) + "\" y1=\"" + at(y1) + "\" x2=\"" + at(x2) + "\" y2=\"" +
           at(y2) + "\"/>";
}

std::string textSvg(double x, double y, const std::string& anchor, const std::string& css, const std::string& words) {
    return "<text class=\"" + css + "\" x=\"" + at(x) + "\" y=\"" + at(y) + "\"" +
           (anchor == "start" ? "" : " text-anchor=\"" + anchor + "\"") + ">" + escaped(words) + "</text>";
}

std::string rectSvg(double x, double y, double width, double height, const std::string& css,
                    const std::string& tooltip) {
    return "<rect class=\"" + css + "\" x=\"" + at(x) + "\" y=\"" + at(y) + "\" width=\"" + at(std::max(0.0, width)) +
           "\" height=\"" + at(std::max(0.0, height)) + "\"" + tip(tooltip) + close("rect", tooltip);
}

/// Corners of a regular polygon or star, the first one up.
std::string corners(double x, double y, double radius, int count, double inner, double turn) {
    std::string d;
    const int points = inner > 0 ? 2 * count : count;
    for (int i = 0; i < points; ++i) {
        const double angle = 2 * std::numbers::pi * (i / static_cast<double>(points) + turn) - std::numbers::pi / 2;
        const double r = inner > 0 && i % 2 == 1 ? inner * radius : radius;
        d += (i == 0 ? "M" : "L") + at(x + r * std::cos(angle)) + " " + at(y + r * std::sin(angle));
    }
    return d + "Z";
}

std::size_t lettersOf(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; }));
}

}  // namespace

std::string markerSvg(Marker marker, double x, double y, double radius, const std::string& colourClass,
                      const std::string& tooltip) {
    std::string d;
    std::string css = "mk " + colourClass;
    switch (marker) {
        case Marker::Circle:
            return "<circle class=\"" + css + "\" cx=\"" + at(x) + "\" cy=\"" + at(y) + "\" r=\"" + at(radius) + "\"" +
                   tip(tooltip) + close("circle", tooltip);
        case Marker::Square: d = corners(x, y, 1.25 * radius, 4, 0, 0.125); break;
        case Marker::Diamond: d = corners(x, y, 1.3 * radius, 4, 0, 0); break;
        case Marker::TriangleUp: d = corners(x, y, 1.3 * radius, 3, 0, 0); break;
        case Marker::TriangleDown: d = corners(x, y, 1.3 * radius, 3, 0, 0.5); break;
        case Marker::Pentagon: d = corners(x, y, 1.15 * radius, 5, 0, 0); break;
        case Marker::Hexagon: d = corners(x, y, 1.15 * radius, 6, 0, 0); break;
        case Marker::Star: d = corners(x, y, 1.55 * radius, 5, 0.45, 0); break;
        case Marker::Cross:
        case Marker::Plus: {
            css = "mx " + colourClass;
            const double r = 0.95 * radius;
            const bool plus = marker == Marker::Plus;
            const double dx = plus ? 0 : r;
            d = plus ? "M" + at(x - r) + " " + at(y) + "H" + at(x + r) + "M" + at(x) + " " + at(y - r) + "V" + at(y + r)
                     : "M" + at(x - dx) + " " + at(y - r) + "L" + at(x + dx) + " " + at(y + r) + "M" + at(x - dx) +
                           " " + at(y + r) + "L" + at(x + dx) + " " + at(y - r);
            break;
        }
    }
    return "<path class=\"" + css + "\" d=\"" + d + "\"" + tip(tooltip) + close("path", tooltip);
}

Plot::Plot(Frame frame, Axis x, Axis y, std::string title, std::string description)
    : m_frame(frame),
      m_x(std::move(x)),
      m_y(std::move(y)),
      m_title(std::move(title)),
      m_description(std::move(description)) {}

double Plot::px(double x) const {
    return m_frame.left + m_x.share(x) * (m_frame.width - m_frame.left - m_frame.right);
}
double Plot::py(double y) const {
    return m_frame.height - m_frame.bottom - m_y.share(y) * (m_frame.height - m_frame.top - m_frame.bottom);
}

void Plot::line(std::span<const Point> points, const std::string& colourClass, bool dashed) {
    if (points.size() < 2) return;
    std::string d;
    for (const Point& p : points) d += (d.empty() ? "M" : "L") + at(px(p.x)) + " " + at(py(p.y));
    for (std::size_t i = 1; i < points.size(); ++i) {  // labels keep off the line
        const Point from{px(points[i - 1].x), py(points[i - 1].y)};
        const Point to{px(points[i].x), py(points[i].y)};
        const int parts = static_cast<int>(std::hypot(to.x - from.x, to.y - from.y) / 6);
        for (int k = 1; k < parts; ++k) {
            const double share = k / static_cast<double>(parts);
            m_obstacles.push_back({from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)});
        }
    }
    m_marks += "<path class=\"ln " + colourClass + (dashed ? " dash" : "") + "\" d=\"" + d + "\"/>";
}

void Plot::band(std::span<const BandPoint> points, const std::string& colourClass) {
    if (points.size() < 2) return;
    std::string d;
    for (const BandPoint& p : points) d += (d.empty() ? "M" : "L") + at(px(p.x)) + " " + at(py(p.high));
    for (auto p = points.rbegin(); p != points.rend(); ++p) d += "L" + at(px(p->x)) + " " + at(py(p->low));
    m_back += "<path class=\"bd " + colourClass + "\" d=\"" + d + "Z\"/>";
}

void Plot::whiskerX(double y, double low, double high, const std::string& colourClass) {
    m_back += lineSvg(px(low), py(y), px(high), py(y), "wh " + colourClass);
}

void Plot::whiskerY(double x, double low, double high, const std::string& colourClass) {
    m_back += lineSvg(px(x), py(low), px(x), py(high), "wh " + colourClass);
}

void Plot::marker(Point p, Marker shape, double radius, const std::string& colourClass, const std::string& tooltip) {
    m_marks += markerSvg(shape, px(p.x), py(p.y), radius, colourClass, tooltip);
    m_obstacles.push_back({px(p.x), py(p.y)});
}

void Plot::column(double fromX, double toX, double y, const std::string& cssClass, const std::string& tooltip) {
    const double base = m_frame.height - m_frame.bottom;
    m_marks += rectSvg(px(fromX) + 0.4, py(y), px(toX) - px(fromX) - 0.8, base - py(y), cssClass, tooltip);
}

void Plot::bar(double fromX, double toX, double y, double thickness, const std::string& cssClass,
               const std::string& tooltip) {
    m_marks += rectSvg(px(fromX), py(y) - thickness / 2, px(toX) - px(fromX), thickness, cssClass, tooltip);
}

void Plot::ruleX(double x, const std::string& cssClass) {
    m_back += lineSvg(px(x), m_frame.top, px(x), m_frame.height - m_frame.bottom, cssClass);
}
void Plot::ruleY(double y, const std::string& cssClass) {
    m_back += lineSvg(m_frame.left, py(y), m_frame.width - m_frame.right, py(y), cssClass);
}

void Plot::tick(Point p, double halfHeight, const std::string& cssClass, const std::string& tooltip) {
    m_marks += rectSvg(px(p.x) - 1.2, py(p.y) - halfHeight, 2.4, 2 * halfHeight, cssClass, tooltip);
}

void Plot::text(Point p, double dx, double dy, const std::string& anchor, const std::string& cssClass,
                const std::string& words) {
    m_marks += textSvg(px(p.x) + dx, py(p.y) + dy, anchor, cssClass, words);
}

void Plot::label(Point p, const std::string& colourClass, const std::string& words) {
    m_labels.push_back({px(p.x), py(p.y), colourClass, words});
}
void Plot::endLabel(Point p, const std::string& colourClass, const std::string& words) {
    m_endLabels.push_back({px(p.x), py(p.y), colourClass, words});
}

std::string Plot::axes() const {
    const double bottom = m_frame.height - m_frame.bottom;
    const double right = m_frame.width - m_frame.right;
    std::string out;
    for (const Axis::Tick& tick : m_y.ticks) {
        const double y = py(tick.value);
        if (m_y.grid) out += lineSvg(m_frame.left, y, right, y, "gr");
        out += textSvg(m_frame.left - 6, y + 3.3, "end", "tk", tick.text);
    }
    for (const Axis::Tick& tick : m_x.ticks) {
        const double x = px(tick.value);
        if (m_x.grid) out += lineSvg(x, bottom, x, bottom + 3, "ax");
        out += textSvg(x, bottom + 14, "middle", "tk", tick.text);
    }
    out += lineSvg(m_frame.left, bottom, right, bottom, "ax");
    if (!m_x.label.empty()) out += textSvg((m_frame.left + right) / 2, bottom + 30, "middle", "lb", m_x.label);
    // The y label lies flat above its axis, where it is read without turning the head.
    if (!m_y.label.empty()) out += textSvg(0, m_frame.top - 10, "start", "lb", m_y.label);
    if (!m_title.empty()) out += textSvg(right, m_frame.top - 10, "end", "ti", m_title);
    return out;
}

std::string Plot::placedLabels() const {
    struct Box {
        double left, top, right, bottom;
        bool meets(const Box& b) const { return left < b.right && b.left < right && top < b.bottom && b.top < bottom; }
    };
    std::vector<Box> taken;
    for (const Point& p : m_obstacles) taken.push_back({p.x - 3, p.y - 3, p.x + 3, p.y + 3});
    std::string out;
    for (const Label& label : m_labels) {
        const double width = kLetter * static_cast<double>(lettersOf(label.words)) + 2;
        const std::array<Point, 8> corners{{{6, -5},
                                            {-6 - width, -5},
                                            {-width / 2, -16},
                                            {-width / 2, 6},
                                            {5, -15},
                                            {5, 5},
                                            {-5 - width, -15},
                                            {-5 - width, 5}}};
        for (const Point& offset : corners) {
            const Box box{label.x + offset.x, label.y + offset.y, label.x + offset.x + width, label.y + offset.y + 10};
            const bool outside = box.left < m_frame.left || box.right > m_frame.width || box.top < m_frame.top - 4 ||
                                 box.bottom > m_frame.height - m_frame.bottom;
            if (outside || std::any_of(taken.begin(), taken.end(), [&](const Box& b) { return box.meets(b); }))
                continue;
            out += textSvg(box.left + 1, box.bottom - 1.5, "start", "dl " + label.colourClass, label.words);
            taken.push_back(box);
            break;
        }
    }
    return out;
}

std::string Plot::placedEndLabels() const {
    constexpr double gap = 11.5;
    std::vector<Label> labels = m_endLabels;
    std::stable_sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) { return a.y < b.y; });
    std::vector<double> places;
    for (const Label& label : labels)
        places.push_back(places.empty() ? label.y : std::max(label.y, places.back() + gap));
    // What ran over the bottom moves up again, and pushes those above it; the block is centred on its points as far as
    // it fits.
    double most = m_frame.height - m_frame.bottom;
    double shift = 0;
    for (std::size_t i = 0; i < places.size(); ++i)
        shift += (places[i] - labels[i].y) / static_cast<double>(places.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
        places[i] = std::max(places[i] - shift / 2, i == 0 ? m_frame.top : places[i - 1] + gap);
    }
    for (std::size_t i = places.size(); i-- > 0; most = places[i] - gap) places[i] = std::min(places[i], most);
    std::string out;
    const double x = m_frame.width - m_frame.right + 12;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        out += lineSvg(labels[i].x + 5, labels[i].y, x - 2, places[i], "ld " + labels[i].colourClass);
        out += textSvg(x, places[i] + 3.3, "start", "dl " + labels[i].colourClass, labels[i].words);
    }
    return out;
}

std::string Plot::svg() const {
    return "<svg viewBox=\"0 0 " + at(m_frame.width) + " " + at(m_frame.height) +
           "\" style=\"max-width:" + at(1.35 * m_frame.width) + "px\" role=\"img\" aria-label=\"" +
           escaped(m_description) + "\">" + axes() + m_back + m_marks + placedLabels() + placedEndLabels() + "</svg>\n";
}

}  // namespace app
