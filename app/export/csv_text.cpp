#include "app/export/csv_text.h"

#include <array>
#include <charconv>

namespace app {
namespace {

bool isPlainNumber(std::string_view text) {
    if (text.size() > 1 && text.front() == '+') text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
    return error == std::errc() && end == text.data() + text.size() &&
           text.find_first_not_of("-.0123456789") == std::string_view::npos;
}

template <typename T>
std::string shortest(T value) {
    std::array<char, 64> digits;
    return {digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr};
}

}  // namespace

std::string safeCell(std::string_view text) {
    std::string cell;
    const bool isRisky = !text.empty() && std::string_view("=+-@'\t\r").find(text.front()) != std::string_view::npos;
    if (isRisky && !isPlainNumber(text)) cell += '\'';
    for (const char letter : text) {
        if (letter == '\0') {
            cell += "\u2400";
        } else {
            cell += letter;
        }
    }
    return cell;
}

CsvText::CsvText(std::string_view columns) : m_text(columns) {
    m_text += '\n';
}

CsvText& CsvText::plain(std::string_view value) {
    if (!m_isFirst) m_text += ',';
    m_isFirst = false;
    m_text += value;
    return *this;
}

CsvText& CsvText::text(std::string_view value) {
    const std::string cell = safeCell(value);
    if (cell.find_first_of(",\"\r\n") == std::string::npos) return plain(cell);
    std::string quoted = "\"";
    for (const char letter : cell) {
        if (letter == '"') quoted += '"';
        quoted += letter;
    }
    return plain(quoted + '"');
}

CsvText& CsvText::number(double value) {
    return plain(shortest(value));
}
CsvText& CsvText::number(float value) {
    return plain(shortest(value));
}
CsvText& CsvText::whole(std::int64_t value) {
    return plain(std::to_string(value));
}

void CsvText::endRow() {
    m_text += '\n';
    m_isFirst = true;
}

}  // namespace app
