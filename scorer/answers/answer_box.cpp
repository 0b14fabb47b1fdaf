// The last box of a text.
#include <algorithm>
#include <vector>

#include "engine/text/ascii.h"
#include "scorer/answers/answer.h"

namespace scorer {
namespace {

using engine::ascii::isDigit;
using engine::ascii::isLetter;
using engine::ascii::isSpace;

constexpr std::size_t kMaxBare = 200;  // bytes of a box without braces

struct Box {
    std::size_t command;  // where its backslash is
    std::size_t begin;
    std::size_t end;
};

std::size_t skipSpaces(std::string_view text, std::size_t at) {
    while (at < text.size() && isSpace(text[at])) ++at;
    return at;
}

/// Length of the box's command at `at`, 0 if there is none.
std::size_t commandAt(std::string_view text, std::size_t at) {
    for (const std::string_view command : {"\\boxed", "\\fbox"}) {
        if (!text.substr(at).starts_with(command)) continue;
        const std::size_t end = at + command.size();
        if (end >= text.size() || !isLetter(text[end])) return command.size();
    }
    return 0;
}

/// Nothing but space: "\,", "~", "\text{}", a box in it that is empty.
bool isBlank(std::string_view content) {
    if (content.size() > kMaxBare) return false;
    for (std::size_t i = 0; i < content.size();) {
        if (content[i] == '\\' && i + 1 < content.size() && !isLetter(content[i + 1])) {
            if (std::string_view(" ,;:!>").find(content[i + 1]) == std::string_view::npos) return false;
            i += 2;
        } else if (content[i] == '\\') {
            std::size_t end = i + 1;
            while (end < content.size() && isLetter(content[end])) ++end;
            const std::string_view name = content.substr(i + 1, end - i - 1);
            if (name != "quad" && name != "qquad" && !name.starts_with("text") && !name.starts_with("math") &&
                name != "displaystyle" && name != "boxed" && name != "fbox")
                return false;
            i = end;
        } else if (isSpace(content[i]) || content[i] == '~' || content[i] == '{' || content[i] == '}' ||
                   content[i] == '$') {
            ++i;
        } else {
            return false;
        }
    }
    return true;
}

/// End of the group that opens at `at`, within reach; `at` where it does not close.
std::size_t groupEnd(std::string_view text, std::size_t at) {
    const char open = text[at];
    const char close = open == '{' ? '}' : ']';
    int depth = 0;
    for (std::size_t i = at; i < text.size() && i < at + kMaxBare; ++i) {
        if (text[i] == '\\')
            ++i;
        else if (text[i] == open)
            ++depth;
        else if (text[i] == close && --depth == 0)
            return i + 1;
    }
    return at;
}

/// A command with its arguments: \frac12, \frac{1}{2}, \sqrt[3]{2}, \pi.
std::size_t bareCommandEnd(std::string_view text, std::size_t at) {
    std::size_t end = at + 1;
    while (end < text.size() && isLetter(text[end])) ++end;
    const std::string_view name = text.substr(at + 1, end - at - 1);
    if (name.empty() || name == "end" || name == "begin" || name == "right" || name == "left") return at;
    const std::size_t arguments = name.ends_with("frac") || name.ends_with("binom") ? 2 : name == "sqrt" ? 1 : 0;
    for (std::size_t taken = 0; end < text.size() && taken < 3;) {
        const std::size_t next = taken < arguments ? skipSpaces(text, end) : end;
        if (next < text.size() && (text[next] == '{' || (text[next] == '[' && name == "sqrt" && taken == 0))) {
            const std::size_t close = groupEnd(text, next);
            if (close == next) return at;
            taken += text[next] == '{' ? 1 : 0;
            end = close;
        } else if (taken < arguments && next < text.size() && (isDigit(text[next]) || isLetter(text[next]))) {
            ++taken;
            end = next + 1;
        } else {
            return taken < arguments ? at : end;
        }
        if (arguments > 0 && taken == arguments) break;
    }
    return end;
}

/// End of what a command without braces puts into its box: one command, one letter that stands alone, or one number.
/// TeX takes one digit; whoever writes \boxed 42 means 42.
std::size_t bareEnd(std::string_view text, std::size_t begin) {
    if (text[begin] == '\\') return bareCommandEnd(text, begin);
    std::size_t end = begin + (text[begin] == '-' ? 1 : 0);
    if (end < text.size() && isDigit(text[end])) {
        const auto goesOn = [&](std::size_t i) {
            const bool inside =
                (text[i] == '.' || text[i] == ',' || text[i] == '/') && i + 1 < text.size() && isDigit(text[i + 1]);
            return isDigit(text[i]) || inside;
        };
        while (end < text.size() && end < begin + kMaxBare && goesOn(end)) ++end;
        return end;
    }
    const bool letter = isLetter(text[begin]);
    const bool alone =
        begin + 1 == text.size() || std::string_view("$\\.,)\n").find(text[begin + 1]) != std::string_view::npos;
    return letter && alone ? begin + 1 : begin;
}

}  // namespace

std::optional<std::string> findBoxedAnswer(std::string_view text) {
    // One pass with a stack of open braces: linear also for a text full of boxes that never close.
    struct Brace {
        std::size_t open;
        std::optional<std::size_t> command;  // of the box that it opens
    };
    std::vector<Brace> braces;
    std::optional<Box> last;
    const auto keep = [&](Box box) {
        if (last && last->command > box.command) return;
        if (!isBlank(text.substr(box.begin, box.end - box.begin))) last = box;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\') {
            const std::size_t length = commandAt(text, i);
            if (length == 0) {
                ++i;
                continue;
            }
            const std::size_t begin = skipSpaces(text, i + length);
            if (begin < text.size() && text[begin] == '{') {
                braces.push_back({begin, i});
                i = begin;
            } else {
                if (const std::size_t end = begin < text.size() ? bareEnd(text, begin) : begin; end > begin)
                    keep({i, begin, end});
                i += length - 1;
            }
        } else if (text[i] == '{') {
            braces.push_back({i, std::nullopt});
        } else if (text[i] == '}' && !braces.empty()) {
            const Brace brace = braces.back();
            braces.pop_back();
            if (brace.command) keep({*brace.command, brace.open + 1, i});
        }
    }
    if (!last) return std::nullopt;
    return std::string(text.substr(last->begin, last->end - last->begin));
}

}  // namespace scorer
