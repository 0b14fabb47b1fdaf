// English words that answers are made of: leads, number words, scales, units, and the words that change what a number
// says. Pure functions, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scorer {

std::string lowerCased(std::string_view text);

/// Cut at spaces and hyphens, in lower case, without full stops at the ends.
std::vector<std::string> wordsOf(std::string_view text);

/// "answer", "the answer is", "about": say nothing about the value that follows.
bool isLead(std::string_view words);

/// "usd", "rs": a currency in front of its number.
bool isCurrency(std::string_view words);

/// "million" -> "1000000"; empty for other words.
std::optional<std::string_view> findScale(std::string_view word);

/// Does the word behind a number change the answer: "profit", "fewer", "north", "pm"?
bool isMark(std::string_view word);

/// Marks of clock and calendar: 8 AM is not 8.
bool isStrictMark(std::string_view word);

/// "twenty five", "half a million", "two thirds": numerator and denominator; `used` words were read.
struct WordNumber {
    std::string numerator;
    std::string denominator = "1";
    std::size_t used = 0;
};
std::optional<WordNumber> findWordNumber(const std::vector<std::string>& words);

/// Letters side by side that are a word or a unit wherever they stand: "cm", "AM", "YES".
bool isShortWord(std::string_view letters);
/// Two small letters that are a unit: "nm".
bool isShortUnit(std::string_view letters);
/// Two-letter words that are products inside of algebra, not among words: "no", "am", "is".
bool isWordAlone(std::string_view letters);

/// Should letters side by side be multiplied? The rule, for letters that are no word of the lists above:
/// - capitals are one name: ABC is not CBA, IV is not VI; AB^2 is the square of AB;
/// - small letters are factors where they are two different ones, letters in a row of the alphabet (abc, zxy), or three
///   without a vowel (mgh); anything else is a word.
/// - two letters of mixed case are factors (Ax).
enum class LetterRun { Word, Name, Product };
LetterRun runOf(std::string_view letters, bool amongWords);

}  // namespace scorer
