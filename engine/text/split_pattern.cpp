#include "engine/text/split_pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <optional>
#include <stdexcept>

#include "engine/files/json_text.h"
#include "engine/files/utf8.h"
#include "engine/text/unicode_additions.h"

namespace engine {
namespace {

constexpr std::size_t kMaxPatternBytes = 20'000;
constexpr std::size_t kMaxTranslatedBytes = 1 << 20;
/// Steps that a start position may take without being counted: linear in the text, and enough for real patterns.
constexpr std::uint32_t kFreeSteps = 256;
/// Steps that all the others together may take: this many, and so many more for each byte of the text.
constexpr std::uint64_t kMaxSteps = 20'000'000;
constexpr std::uint64_t kMaxStepsPerByte = 64;
constexpr std::uint32_t kHeapLimitKib = 256 * 1024;
constexpr std::size_t kJitStackBytes = 8 << 20;

/// Walks the pattern once and writes it anew.
class Translator {
public:
    Translator(std::string_view pattern, const std::string& place) : m_left(pattern), m_place(place) {}

    std::string run() {
        while (!m_left.empty()) {
            if (m_left[0] == '\\')
                escape();
            else if (m_inClass)
                classCharacter();
            else
                character();
        }
        if (m_inClass) refuse("[ without ]");
        return m_result;
    }

private:
    [[noreturn]] void refuse(std::string_view what) const {
        throw std::runtime_error(m_place + ": the pattern uses " + std::string(what) +
                                 ", which this program does not understand");
    }

    void take(std::size_t count) {
        m_result += m_left.substr(0, count);
        m_left.remove_prefix(count);
    }

    void replace(std::size_t count, std::string_view with) {
        m_result += with;
        m_left.remove_prefix(count);
    }

    void escape() {
        if (m_left.size() < 2) refuse("a \\ at its end");
        const char kind = m_left[1];
        switch (kind) {
            case 's': return replace(2, "\\p{White_Space}");
            case 'S': return replace(2, "\\P{White_Space}");
            case 'd':
            case 'D': return replace(2, category("Nd", kind == 'D'));
            case 'w': return replace(2, m_inClass ? kWordSet : "[" + std::string(kWordSet) + "]");
            case 'W':
                if (m_inClass) refuse("\\W inside [ ]");
                return replace(2, "[^" + std::string(kWordSet) + "]");
            case 'v': return replace(2, "\\x0b");
            case 'r':
            case 'n':
            case 't':
            case 'f': return take(2);
            case 'p':
            case 'P': return property();
            case 'x':
            case 'u': return codePoint();
            default: break;
        }
        if (std::isalnum(static_cast<unsigned char>(kind)) != 0 || static_cast<unsigned char>(kind) >= 0x80)
            refuse(std::string("\\") + kind);
        take(2);
    }

    void property() {
        const auto close = m_left.find('}');
        if (m_left.size() < 4 || m_left[2] != '{' || close == std::string_view::npos) refuse("\\p without {name}");
        bool negated = m_left[1] == 'P';
        std::string_view name = m_left.substr(3, close - 3);
        if (name.starts_with('^')) {
            negated = !negated;
            name.remove_prefix(1);
        }
        for (const char c : name)
            if (std::isalpha(static_cast<unsigned char>(c)) == 0 && c != '_') refuse("\\p{" + std::string(name) + "}");
        if (name.empty()) refuse("\\p{}");
        // One or two letters are a general category; longer names are scripts (without their extensions).
        if (name.size() <= 2) return replace(close + 1, category(std::string(name), negated));
        replace(close + 1, (negated ? "\\P{sc:" : "\\p{sc:") + std::string(name) + "}");
    }

    /// A general category with the characters that this PCRE2 may be too old for.
    std::string category(const std::string& name, bool negated) const {
        const std::string additions = unicodeAdditions(name);
        const std::string plain = "\\p{" + name + "}";
        if (negated) return m_inClass || additions.empty() ? "\\P{" + name + "}" : "[^" + plain + additions + "]";
        return m_inClass || additions.empty() ? plain + additions : "[" + plain + additions + "]";
    }

    void codePoint() {
        const bool braced = m_left[1] == 'x' && m_left.size() > 2 && m_left[2] == '{';
        const auto close = m_left.find('}');
        if (braced && close == std::string_view::npos) refuse("\\x{ without }");
        const std::size_t digits = m_left[1] == 'u' ? 4 : 2;
        const std::string_view hex = braced ? m_left.substr(3, close - 3) : m_left.substr(2, digits);
        if (hex.empty() || hex.size() > 6 || (!braced && hex.size() != digits)) refuse("a broken \\x or \\u");
        for (const char c : hex)
            if (std::isxdigit(static_cast<unsigned char>(c)) == 0) refuse("a broken \\x or \\u");
        if (!braced && m_left[1] == 'x' && (hex[0] >= '8'))
            refuse("\\x" + std::string(hex));  // a raw byte, not a character
        replace(braced ? close + 1 : 2 + digits, "\\x{" + std::string(hex) + "}");
    }

    void classCharacter() {
        if (m_left.starts_with("&&")) refuse("&& inside [ ]");
        if (m_left[0] == '[') refuse("[ inside [ ]");
        if (m_left[0] == ']') m_inClass = false;
        take(1);
    }

    void character() {
        switch (m_left[0]) {
            case '[':
                m_inClass = true;
                take(m_left.starts_with("[^") ? 2 : 1);
                if (m_left.starts_with(']')) refuse("[]");
                return;
            case '(': return group();
            case '{': return interval();
            case '^':
            case '$': refuse(m_left.substr(0, 1));
            default: return take(1);
        }
    }

    /// A plain group is written as one that captures nothing: nobody asks for its text, and thousands of them cost
    /// time.
    void group() {
        if (m_left.starts_with("(*")) refuse("(*");
        if (!m_left.starts_with("(?")) return replace(1, "(?:");
        constexpr std::array<std::string_view, 7> kKnown{"(?:", "(?=", "(?!", "(?<=", "(?<!", "(?>", "(?i:"};
        for (const auto known : kKnown)
            if (m_left.starts_with(known)) return take(known.size());
        refuse(m_left.substr(0, 4));
    }

    /// {n}, {n,} or {n,m}. A + after it is not possessive in Oniguruma, and {n}? is not lazy.
    void interval() {
        std::size_t i = 1;
        const auto digits = [&] {
            const std::size_t start = i;
            while (i < m_left.size() && std::isdigit(static_cast<unsigned char>(m_left[i])) != 0) ++i;
            return i - start;
        };
        if (digits() == 0) refuse("{ that counts nothing");
        const bool hasComma = i < m_left.size() && m_left[i] == ',';
        if (hasComma) {
            ++i;
            digits();
        }
        if (i >= m_left.size() || m_left[i] != '}') refuse("{ that counts nothing");
        ++i;
        const char next = i < m_left.size() ? m_left[i] : ' ';
        if (next == '+' || next == '*' || (next == '?' && !hasComma)) refuse(std::string(m_left.substr(0, i + 1)));
        take(i);
    }

    static constexpr std::string_view kWordSet = "\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}";

    std::string_view m_left;
    const std::string& m_place;
    std::string m_result;
    bool m_inClass = false;
};

std::string pcreMessage(int code) {
    std::array<unsigned char, 160> text{};
    pcre2_get_error_message(code, text.data(), text.size());
    return reinterpret_cast<const char*>(text.data());
}

}  // namespace

std::string translatePattern(std::string_view pattern, const std::string& place) {
    return Translator(pattern, place).run();
}

struct SplitPattern::Code {
    pcre2_code* code = nullptr;
    std::string place;

    ~Code() { pcre2_code_free(code); }
};

namespace {

/// What matching needs and no other thread may touch: one for each thread that matches, since a stack is dear to make.
struct MatchState {
    MatchState()
        : data(pcre2_match_data_create(1, nullptr)),
          context(pcre2_match_context_create(nullptr)),
          stack(pcre2_jit_stack_create(32 * 1024, kJitStackBytes, nullptr)) {
        if (data == nullptr || context == nullptr) throw std::bad_alloc();
        pcre2_set_heap_limit(context, kHeapLimitKib);
        if (stack != nullptr) pcre2_jit_stack_assign(context, nullptr, stack);
    }
    MatchState(const MatchState&) = delete;
    ~MatchState() {
        pcre2_match_data_free(data);
        pcre2_match_context_free(context);
        pcre2_jit_stack_free(stack);
    }

    pcre2_match_data* data;
    pcre2_match_context* context;
    pcre2_jit_stack* stack;
};

MatchState& stateOfThisThread() {
    thread_local MatchState state;
    return state;
}

/// Looks for matches in one text, with a budget of steps for all of it. PCRE2's own limit counts from each position
/// anew and does not say what was used: where a position takes more than kFreeSteps, it is tried alone with growing
/// limits.
class Matcher {
public:
    Matcher(const pcre2_code* code, const std::string& place, std::string_view text)
        : m_code(code),
          m_place(place),
          m_text(text),
          m_state(stateOfThisThread()),
          m_stepsLeft(kMaxSteps + kMaxStepsPerByte * text.size()) {}

    /// The first match at `start` or behind it.
    std::optional<TextRange> find(std::size_t start) {
        for (;;) {
            int found = match(start, PCRE2_UNSET, kFreeSteps);
            if (found == PCRE2_ERROR_NOMATCH) return std::nullopt;
            if (found != PCRE2_ERROR_MATCHLIMIT) return rangeOf(found);
            // Some position needs more: walk there, and try it alone. What was walked over is not looked at again.
            while (start <= m_text.size() && (found = match(start, start, kFreeSteps)) == PCRE2_ERROR_NOMATCH)
                start = after(start);
            if (start > m_text.size()) return std::nullopt;
            if (found == PCRE2_ERROR_MATCHLIMIT) found = matchWithinBudget(start);
            if (found != PCRE2_ERROR_NOMATCH) return rangeOf(found);
            start = after(start);
        }
    }

private:
    TextRange rangeOf(int found) const {
        if (found < 0) throw std::runtime_error(m_place + ": the pattern cannot be matched: " + pcreMessage(found));
        const PCRE2_SIZE* offsets = pcre2_get_ovector_pointer(m_state.data);
        return {offsets[0], offsets[1], true};
    }

    /// Counts every limit that was tried against the budget of the text.
    int matchWithinBudget(std::size_t start) {
        for (std::uint64_t limit = 4 * kFreeSteps;; limit *= 4) {
            if (limit > m_stepsLeft) {
                throw std::runtime_error(m_place +
                                         ": the pattern needs more work than any real one does for this text of " +
                                         std::to_string(m_text.size()) + " bytes (limit of steps)");
            }
            m_stepsLeft -= limit;
            const int found =
                match(start, start, static_cast<std::uint32_t>(std::min<std::uint64_t>(limit, UINT32_MAX)));
            if (found != PCRE2_ERROR_MATCHLIMIT) return found;
        }
    }

    int match(std::size_t start, std::size_t lastStart, std::uint32_t limit) {
        pcre2_set_match_limit(m_state.context, limit);
        pcre2_set_offset_limit(m_state.context, lastStart);
        return pcre2_match(m_code, reinterpret_cast<PCRE2_SPTR>(m_text.data()), m_text.size(), start,
                           PCRE2_NO_UTF_CHECK, m_state.data, m_state.context);
    }

    std::size_t after(std::size_t at) const {
        return at < m_text.size() ? at + stepUtf8(m_text.substr(at)).length : at + 1;
    }

    const pcre2_code* m_code;
    const std::string& m_place;
    std::string_view m_text;
    MatchState& m_state;
    std::uint64_t m_stepsLeft;
};

}  // namespace

SplitPattern SplitPattern::fromRegex(std::string_view pattern, const std::string& place) {
    return compile(translatePattern(pattern, place), pattern, place);
}

SplitPattern SplitPattern::fromLiteral(std::string_view text, const std::string& place) {
    std::string escaped;
    for (const char c : text) {
        if (std::ispunct(static_cast<unsigned char>(c)) != 0) escaped += '\\';
        escaped += c;
    }
    return compile(escaped, text, place);
}

SplitPattern SplitPattern::compile(const std::string& translated, std::string_view pattern, const std::string& place) {
    if (pattern.empty() || pattern.size() > kMaxPatternBytes || translated.size() > kMaxTranslatedBytes) {
        throw std::runtime_error(place + ": expected a pattern of 1 to " + std::to_string(kMaxPatternBytes) +
                                 " bytes, found " + std::to_string(pattern.size()));
    }
    int error = 0;
    PCRE2_SIZE offset = 0;
    auto code = std::make_shared<Code>();
    code->place = place;
    code->code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(translated.data()), translated.size(),
                               PCRE2_UTF | PCRE2_UCP | PCRE2_USE_OFFSET_LIMIT, &error, &offset, nullptr);
    if (code->code == nullptr) {
        throw std::runtime_error(place + ": cannot use the pattern " + inQuotes(pattern) + ": " + pcreMessage(error) +
                                 " at byte " + std::to_string(offset) + " of " + inQuotes(translated));
    }
    pcre2_jit_compile(code->code, PCRE2_JIT_COMPLETE);  // where it can't, matching is interpreted: slower, the same
    return SplitPattern(std::move(code));
}

std::vector<TextRange> SplitPattern::cut(std::string_view text) const {
    Matcher matcher(m_code->code, m_code->place, text);
    std::vector<TextRange> ranges;
    std::size_t done = 0;   // end of the last range written
    std::size_t start = 0;  // where matching goes on
    while (start < text.size()) {
        const auto found = matcher.find(start);
        if (!found) break;
        const auto [begin, end, isMatch] = *found;
        if (end <= begin) {  // an empty match cuts nothing; go on one character later
            if (begin >= text.size()) break;
            start = begin + stepUtf8(text.substr(begin)).length;
            if (begin > done) ranges.push_back({std::exchange(done, begin), begin, false});
            continue;
        }
        if (begin > done) ranges.push_back({done, begin, false});
        ranges.push_back({begin, end, true});
        done = start = end;
    }
    if (done < text.size()) ranges.push_back({done, text.size(), false});
    return ranges;
}

}  // namespace engine
