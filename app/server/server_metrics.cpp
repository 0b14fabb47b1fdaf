#include "app/server/server_metrics.h"

#include <charconv>
#include <cmath>

namespace app {
namespace {

/// The first line of that metric behind its name: "{a=\"1\"} 2" or " 2".
std::optional<std::string_view> findLine(std::string_view page, std::string_view name) {
    while (!page.empty()) {
        const std::size_t end = page.find('\n');
        std::string_view line = page.substr(0, end);
        page.remove_prefix(end == std::string_view::npos ? page.size() : end + 1);
        if (!line.starts_with(name)) continue;
        line.remove_prefix(name.size());
        if (!line.empty() && (line.front() == ' ' || line.front() == '{')) return line;
    }
    return std::nullopt;
}

}  // namespace

std::optional<double> findMetric(std::string_view page, std::string_view name) {
    auto line = findLine(page, name);
    if (!line) return std::nullopt;
    if (const std::size_t close = line->rfind('}'); close != std::string_view::npos) line->remove_prefix(close + 1);
    while (!line->empty() && line->front() == ' ') line->remove_prefix(1);
    double value = 0;
    const auto read = std::from_chars(line->data(), line->data() + line->size(), value);
    return read.ec == std::errc() && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::optional<std::string> findMetricLabel(std::string_view page, std::string_view name, std::string_view label) {
    const auto line = findLine(page, name);
    if (!line) return std::nullopt;
    const std::string begin = std::string(label) + "=\"";
    for (std::size_t at = line->find(begin); at != std::string_view::npos; at = line->find(begin, at + 1)) {
        if (at == 0 || ((*line)[at - 1] != '{' && (*line)[at - 1] != ',' && (*line)[at - 1] != ' ')) continue;
        const std::size_t from = at + begin.size();
        const std::size_t end = line->find('"', from);
        if (end == std::string_view::npos) return std::nullopt;
        return std::string(line->substr(from, end - from));
    }
    return std::nullopt;
}

}  // namespace app
