// A small plotter: axes with round ticks, and marks in data coordinates, out as one SVG element without a script.
// Colours come from CSS classes of the page; lengths are the SVG's own pixels. Plain values, any thread.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/run/marker.h"

namespace app {

using Show = std::function<std::string(double)>;  ///< a tick's value as text

struct Axis {
    struct Tick {
        double value = 0;
        std::string text;
    };
    std::string label;  ///< with its unit; empty draws none
    double low = 0;     ///< data at the left or bottom end
    double high = 1;
    bool logarithmic = false;
    bool grid = true;
    std::vector<Tick> ticks;

    /// 0 at `low`, 1 at `high`.
    double share(double value) const;
};

/// Ends on round values that hold low..high.
Axis linearAxis(std::string label, double low, double high, const Show& show, int wantedTicks = 5);
/// Ends a little outside low..high, with the round values inside as ticks.
Axis tightAxis(std::string label, double low, double high, const Show& show, int wantedTicks = 5);
/// For values over 0; ticks at 1, 2 and 5 times powers of ten.
Axis logAxis(std::string label, double low, double high, const Show& show);
/// One place a name, at 0, 1, 2 ...; downwards when it is a y axis.
Axis namedAxis(std::string label, const std::vector<std::string>& names, bool downwards);

/// The shape around a point, to be filled (or stroked: Cross, Plus).
std::string markerSvg(Marker marker, double x, double y, double radius, const std::string& colourClass,
                      const std::string& tooltip);

struct Point {
    double x = 0;
    double y = 0;
};
struct BandPoint {
    double x = 0;
    double low = 0;
    double high = 0;
};

class Plot {
public:
    struct Frame {
        double width = 340, height = 250;
        double left = 44, right = 14, top = 22, bottom = 38;
    };

    /// @param title        above the plot; may be empty
    /// @param description  what a reader who does not see it is told
    Plot(Frame frame, Axis x, Axis y, std::string title, std::string description);

    void line(std::span<const Point> points, const std::string& colourClass, bool dashed = false);
    void band(std::span<const BandPoint> points, const std::string& colourClass);
    void whiskerX(double y, double low, double high, const std::string& colourClass);
    void whiskerY(double x, double low, double high, const std::string& colourClass);
    void marker(Point at, Marker shape, double radius, const std::string& colourClass, const std::string& tooltip);
    /// From the bottom of the plot to y.
    void column(double fromX, double toX, double y, const std::string& cssClass, const std::string& tooltip);
    /// `thickness` in pixels around data y.
    void bar(double fromX, double toX, double y, double thickness, const std::string& cssClass,
             const std::string& tooltip);
    void ruleX(double x, const std::string& cssClass = "rule");
    void ruleY(double y, const std::string& cssClass = "rule");
    /// A short upright mark at a point.
    void tick(Point at, double halfHeight, const std::string& cssClass, const std::string& tooltip);
    /// @param anchor  "start", "middle", "end"
    void text(Point at, double dx, double dy, const std::string& anchor, const std::string& cssClass,
              const std::string& words);
    /// Placed beside its point where nothing else is; left out if there is no room.
    void label(Point at, const std::string& colourClass, const std::string& words);
    /// At the right end of a line; labels are pushed apart, and joined to their points by a thin line.
    void endLabel(Point at, const std::string& colourClass, const std::string& words);

    std::string svg() const;

private:
    struct Label {
        double x, y;
        std::string colourClass, words;
    };
    double px(double x) const;
    double py(double y) const;
    std::string axes() const;
    std::string placedLabels() const;
    std::string placedEndLabels() const;

    Frame m_frame;
    Axis m_x, m_y;
    std::string m_title, m_description, m_back, m_marks;
    std::vector<Point> m_obstacles;  ///< pixels
    std::vector<Label> m_labels, m_endLabels;
};

}  // namespace app
