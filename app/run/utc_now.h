// The time as files carry it. Any thread.
#pragma once

#include <ctime>
#include <string>

namespace app {

/// ISO 8601, UTC, to the second: "2026-03-01T12:30:00Z".
inline std::string utcNow() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

}  // namespace app
