#include "app/server/line_splitter.h"

namespace app {

bool LineSplitter::push(std::string_view piece, const std::function<bool(std::string_view)>& take) {
    if (m_isTooLong) return false;
    while (!piece.empty()) {
        const std::size_t end = piece.find('\n');
        const std::size_t length = end == std::string_view::npos ? piece.size() : end;
        if (m_rest.size() + length > m_mostBytes) {
            m_isTooLong = true;
            return false;
        }
        m_rest.append(piece.substr(0, length));
        if (end == std::string_view::npos) return true;
        piece.remove_prefix(end + 1);
        std::string_view line = m_rest;
        if (line.ends_with('\r')) line.remove_suffix(1);
        const bool goesOn = take(line);
        m_rest.clear();
        if (!goesOn) return false;
    }
    return true;
}

std::optional<std::string_view> eventData(std::string_view line) {
    for (const std::string_view field : {"data:", "error:"}) {
        if (!line.starts_with(field)) continue;
        line.remove_prefix(field.size());
        if (line.starts_with(' ')) line.remove_prefix(1);
        return line;
    }
    return line.starts_with('{') ? std::optional(line) : std::nullopt;
}

}  // namespace app
