// A tokenizer's split pattern: the regular expression of tokenizer.json, written for Oniguruma, run by PCRE2.
// Owns the compiled pattern; immutable, any thread may match.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

/// Part [begin, end) of a text, in bytes.
struct TextRange {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool isMatch = false;
};

class SplitPattern {
public:
    /// `place` names the file and field for messages. Throws if the pattern uses what is not understood.
    static SplitPattern fromRegex(std::string_view pattern, const std::string& place);
    static SplitPattern fromLiteral(std::string_view text, const std::string& place);

    /// The whole text as matches and what lies between them, in order, nothing left out and nothing empty.
    /// Time linear in the text; throws when the pattern needs more work than any real one does.
    std::vector<TextRange> cut(std::string_view text) const;

private:
    struct Code;
    explicit SplitPattern(std::shared_ptr<const Code> code) : m_code(std::move(code)) {}
    static SplitPattern compile(const std::string& translated, std::string_view pattern, const std::string& place);

    std::shared_ptr<const Code> m_code;
};

/// The same pattern in PCRE2's words. Oniguruma and PCRE2 read some escapes differently (\s, \d, \w, \v, scripts);
/// those are rewritten, and whatever is not known to mean the same is refused by name.
std::string translatePattern(std::string_view pattern, const std::string& place);

}  // namespace engine
