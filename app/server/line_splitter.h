// Lines of a stream of server-sent events, from pieces as they arrive. One stream; one thread at a time.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace app {

class LineSplitter {
public:
    explicit LineSplitter(std::size_t mostBytes) : m_mostBytes(mostBytes) {}

    /// Calls `take` for each line that is complete, without its end; it returns false to stop. False if a line is too
    /// long, or `take` stopped.
    bool push(std::string_view piece, const std::function<bool(std::string_view)>& take);
    /// What follows the last line's end.
    std::string_view rest() const { return m_rest; }
    bool isTooLong() const { return m_isTooLong; }

private:
    std::size_t m_mostBytes;
    std::string m_rest;
    bool m_isTooLong = false;
};

/// What a line of the stream carries: the text behind "data:" or "error:", or an object that came without its field.
/// Nothing for what means nothing, such as comments.
std::optional<std::string_view> eventData(std::string_view line);

}  // namespace app
