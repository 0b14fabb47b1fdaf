#include "engine/text/pretokenizer.h"

#include <algorithm>

#include "engine/files/json_text.h"

namespace engine {
namespace {

/// The pattern that ByteLevel uses by itself (GPT-2's).
constexpr std::string_view kGpt2Pattern =
    R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";

}  // namespace

PreTokenizer PreTokenizer::parse(const nlohmann::json& value, const std::string& fileName) {
    PreTokenizer result;
    result.parseStep(JsonObject(value, fileName, "pre_tokenizer"));
    if (!result.m_endsInBytes) {
        throw std::runtime_error(fileName +
                                 ": pre_tokenizer: expected a ByteLevel step at the end, found none "
                                 "(this version reads byte-level tokenizers)");
    }
    return result;
}

void PreTokenizer::parseStep(const JsonObject& step) {
    const std::string type = step.requireString("type");
    if (m_endsInBytes) step.fail("type", "expected nothing after ByteLevel, found " + inQuotes(type));
    if (type == "Sequence") {
        const auto& steps = step.requireValue("pretokenizers", "a list");
        if (!steps.is_array()) step.fail("pretokenizers", "expected a list, found " + describeJson(steps));
        for (std::size_t i = 0; i < steps.size(); ++i)
            parseStep(JsonObject(steps[i], step.fileName(), step.placeOf("pretokenizers." + std::to_string(i))));
    } else if (type == "Split") {
        const JsonObject pattern = step.requireObject("pattern");
        const std::string place = step.fileName() + ": " + step.placeOf("pattern");
        const auto regex = pattern.findString("Regex");
        m_steps.emplace_back(Split{regex ? SplitPattern::fromRegex(*regex, place)
                                         : SplitPattern::fromLiteral(pattern.requireString("String"), place),
                                   parseBehavior(step), step.findBool("invert").value_or(false)});
    } else if (type == "Digits") {
        const bool individual = step.findBool("individual_digits").value_or(false);
        m_steps.emplace_back(Split{SplitPattern::fromRegex("\\p{N}", step.fileName() + ": Digits"),
                                   individual ? Behavior::Isolated : Behavior::Contiguous, false});
    } else if (type == "ByteLevel") {
        if (step.findBool("add_prefix_space").value_or(true)) m_steps.emplace_back(PrefixSpace{});
        if (step.findBool("use_regex").value_or(true))
            m_steps.emplace_back(Split{SplitPattern::fromRegex(kGpt2Pattern, step.fileName() + ": ByteLevel"),
                                       Behavior::Isolated, false});
        m_endsInBytes = true;
    } else {
        step.fail("type", "expected Sequence, Split, Digits or ByteLevel, found " + inQuotes(type));
    }
}

PreTokenizer::Behavior PreTokenizer::parseBehavior(const JsonObject& step) {
    const std::string name = step.requireString("behavior");
    if (name == "Removed") return Behavior::Removed;
    if (name == "Isolated") return Behavior::Isolated;
    if (name == "MergedWithPrevious") return Behavior::MergedWithPrevious;
    if (name == "MergedWithNext") return Behavior::MergedWithNext;
    if (name == "Contiguous") return Behavior::Contiguous;
    step.fail("behavior",
              "expected Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous, found " + inQuotes(name));
}

std::vector<TextRange> PreTokenizer::applyBehavior(std::vector<TextRange> ranges, Behavior behavior) {
    if (behavior == Behavior::Isolated) return ranges;
    if (behavior == Behavior::Removed) {
        std::erase_if(ranges, [](const TextRange& range) { return range.isMatch; });
        return ranges;
    }
    const bool backwards = behavior == Behavior::MergedWithNext;
    if (backwards) std::ranges::reverse(ranges);
    std::vector<TextRange> merged;
    bool previousIsMatch = false;
    for (const TextRange& range : ranges) {
        const bool joins =
            behavior == Behavior::Contiguous ? range.isMatch == previousIsMatch : range.isMatch && !previousIsMatch;
        if (!joins || merged.empty())
            merged.push_back(range);
        else if (backwards)
            merged.back().begin = range.begin;
        else
            merged.back().end = range.end;
        previousIsMatch = range.isMatch;
    }
    if (backwards) std::ranges::reverse(merged);
    return merged;
}

std::vector<TextRange> PreTokenizer::cut(const Split& split, std::string_view text) {
    auto ranges = split.pattern.cut(text);
    if (split.invert)
        for (TextRange& range : ranges) range.isMatch = !range.isMatch;
    return applyBehavior(std::move(ranges), split.behavior);
}

std::vector<std::string> PreTokenizer::split(std::string_view text) const {
    std::vector<std::string> words;
    if (!text.empty()) words.emplace_back(text);
    for (const Step& step : m_steps) {
        if (std::holds_alternative<PrefixSpace>(step)) {
            for (std::string& word : words)
                if (!word.starts_with(' ')) word.insert(0, 1, ' ');
            continue;
        }
        std::vector<std::string> finer;
        finer.reserve(words.size());
        for (const std::string& word : words) {
            for (const TextRange& range : cut(std::get<Split>(step), word))
                finer.push_back(word.substr(range.begin, range.end - range.begin));
        }
        words = std::move(finer);
    }
    return words;
}

}  // namespace engine
