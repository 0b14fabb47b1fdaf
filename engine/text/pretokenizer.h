// Cuts text into the words that byte pairs are merged within: the `pre_tokenizer` of tokenizer.json.
// Owned by the tokenizer; immutable, any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/text/split_pattern.h"

namespace engine {

class JsonObject;

class PreTokenizer {
public:
    /// `value` is the `pre_tokenizer` field. Understood: Sequence, Split, Digits, and ByteLevel as the last step.
    static PreTokenizer parse(const nlohmann::json& value, const std::string& fileName);

    /// The words of the text, raw bytes, none of them empty. `text` is valid UTF-8.
    std::vector<std::string> split(std::string_view text) const;

private:
    enum class Behavior { Removed, Isolated, MergedWithPrevious, MergedWithNext, Contiguous };
    struct Split {
        SplitPattern pattern;
        Behavior behavior = Behavior::Isolated;
        bool invert = false;
    };
    struct PrefixSpace {};  ///< a space before every word that doesn't begin with one
    using Step = std::variant<Split, PrefixSpace>;

    void parseStep(const JsonObject& step);
    static Behavior parseBehavior(const JsonObject& step);

    static std::vector<TextRange> cut(const Split& split, std::string_view text);
    static std::vector<TextRange> applyBehavior(std::vector<TextRange> ranges, Behavior behavior);

    std::vector<Step> m_steps;
    bool m_endsInBytes = false;  ///< a ByteLevel step was read
};

}  // namespace engine
