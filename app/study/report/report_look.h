// How the report looks: one colour and marker a policy in every figure, and the page's style sheet. Pure, any thread.
#pragma once

#include <map>
#include <span>
#include <string>

#include "app/study/report/plot.h"

namespace app {

/// Classes of curves that stand for no policy.
inline constexpr const char* kRightClass = "right";
inline constexpr const char* kWrongClass = "wrong";
inline constexpr const char* kNeutralClass = "neutral";

struct Look {
    std::string colourClass;  ///< "c0", "c1" ...
    Marker marker = Marker::Circle;
};

/// Looks of the policies of one study. Known policies always look the same; others take what is left, in their order,
/// and share one look when nothing is left.
class Looks {
public:
    explicit Looks(std::span<const std::string> policies);
    /// Of a policy that was given; the look of none for another.
    const Look& of(const std::string& policy) const;
    /// Markers with names, as HTML.
    std::string legend(std::span<const std::string> policies) const;

private:
    std::map<std::string, Look> m_looks;
};

/// What a policy is, in one clause; empty for one that is not known.
std::string meaningOf(const std::string& policy);

/// CSS for light, dark and print; nothing is fetched.
std::string reportStyle();

}  // namespace app
