// Shapes of points in figures. A policy has one in every figure; the plotter draws them.
#pragma once

namespace app {

enum class Marker { Circle, Square, Diamond, TriangleUp, TriangleDown, Pentagon, Cross, Plus, Star, Hexagon };

}  // namespace app
