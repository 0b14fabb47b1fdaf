// Writes one table as CSV (RFC 4180 with line feeds, UTF-8 without a byte order mark). One thread.
//
// A spreadsheet takes a cell that begins with = + - @ for a formula. So a text cell that begins with one of these, with
// an apostrophe, a tab or a carriage return, gets one apostrophe in front, unless it is a plain number such as -3.
// Taking one leading apostrophe away gives the text back. NUL, which tools that read CSV end a cell at, is written as
// U+2400.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace app {

/// A text as a cell, without the quotes that it may need.
std::string safeCell(std::string_view text);

class CsvText {
public:
    /// @param columns  with commas between them
    explicit CsvText(std::string_view columns);

    CsvText& text(std::string_view value);
    CsvText& textIf(const std::optional<std::string>& value) { return value ? text(*value) : none(); }
    /// With as many digits as it takes to read the same number back.
    CsvText& number(double value);
    CsvText& number(float value);
    CsvText& numberIf(const std::optional<double>& value) { return value ? number(*value) : none(); }
    CsvText& whole(std::int64_t value);
    CsvText& yes(bool value) { return plain(value ? "yes" : "no"); }
    CsvText& yesIf(const std::optional<bool>& value) { return value ? yes(*value) : none(); }
    CsvText& none() { return plain({}); }
    void endRow();

    const std::string& str() const { return m_text; }

private:
    CsvText& plain(std::string_view value);

    std::string m_text;
    bool m_isFirst = true;
};

}  // namespace app
