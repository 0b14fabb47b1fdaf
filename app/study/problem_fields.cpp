#include "app/study/problem_fields.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "engine/files/json_text.h"
#include "engine/text/ascii.h"
#include "scorer/answers/answer.h"

namespace app {
namespace {

using engine::describeJson;
using engine::inQuotes;
using engine::ascii::isDigit;
using engine::ascii::isLetter;
using engine::ascii::lower;
using nlohmann::json;

constexpr std::string_view kBlank = " \t\r\n\f\v";
constexpr int kMaxLevel = 1000000;
constexpr std::size_t kMostKindBytes = 100;
constexpr std::size_t kMaxCommand = 24;  // letters; more are cut
// What JSON makes of a backslash with one of these letters.
constexpr std::string_view kEscapes = "bftnr";
constexpr std::string_view kControls = "\b\f\t\n\r";
constexpr std::array kControlNames = {"backspace", "form feed", "tab", "line feed", "carriage return"};

bool isSameWord(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::size_t digitsAt(std::string_view text, std::size_t at) {
    const std::size_t start = at;
    while (at < text.size() && isDigit(text[at])) ++at;
    return at - start;
}

/// Length of the number of JSON's grammar at the start of `text`; 0 if none stands there or it goes on as none.
std::size_t numberLength(std::string_view text) {
    std::size_t at = text.starts_with('-') ? 1 : 0;
    const std::size_t whole = digitsAt(text, at);
    if (whole == 0 || (whole > 1 && text[at] == '0')) return 0;
    at += whole;
    if (at < text.size() && text[at] == '.') {
        const std::size_t digits = digitsAt(text, at + 1);
        if (digits == 0) return 0;
        at += 1 + digits;
    }
    if (at < text.size() && lower(text[at]) == 'e') {
        const std::size_t sign = at + 1 < text.size() && (text[at + 1] == '-' || text[at + 1] == '+') ? 1 : 0;
        const std::size_t digits = digitsAt(text, at + 1 + sign);
        if (digits == 0) return 0;
        at += 1 + sign + digits;
    }
    return at;
}

std::size_t stringLength(std::string_view text) {
    for (std::size_t at = 1; at < text.size(); ++at) {
        if (text[at] == '\\')
            ++at;
        else if (text[at] == '"')
            return at + 1;
    }
    return text.size();
}

/// Numbers in quotes, so that they keep the digits of the file: a double would not.
std::string withNumbersAsText(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 16);
    for (std::size_t at = 0; at < text.size();) {
        std::size_t length = 1;
        if (text[at] == '"') {
            length = stringLength(text.substr(at));
        } else if (text[at] == '-' || isDigit(text[at])) {
            length = numberLength(text.substr(at));
            if (length > 0) {
                out.append("\"").append(text.substr(at, length)).append("\"");
                at += length;
                continue;
            }
            length = 1 + text.substr(at + 1).find_first_not_of("0123456789+-.eE");
            if (length == 0) length = text.size() - at;
        }
        out += text.substr(at, length);
        at += length;
    }
    return out;
}

/// A backslash that JSON does not know, as LaTeX has them; npos if there is none.
std::size_t findBadEscape(std::string_view text) {
    for (std::size_t at = text.find('\\'); at != std::string_view::npos; at = text.find('\\', at + 2)) {
        if (at + 1 >= text.size()) return std::string_view::npos;
        if (std::string_view("\"\\/bfnrtu").find(text[at + 1]) == std::string_view::npos) return at;
        const std::string_view code = text.substr(at + 2, 4);
        const auto isHex = [](char c) { return isDigit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); };
        if (text[at + 1] == 'u' && (code.size() < 4 || !std::all_of(code.begin(), code.end(), isHex))) return at;
    }
    return std::string_view::npos;
}

json parseObject(std::string_view text) {
    const std::size_t length = jsonValueLength(text);
    const std::string_view rest = trimmed(text.substr(length));
    if (text.starts_with('{') && rest.starts_with('{'))
        throw std::runtime_error("two objects on one line; put a line break between them");
    if (const std::size_t bad = findBadEscape(text); bad != std::string_view::npos) {
        throw std::runtime_error("not valid JSON: " + inQuotes(text.substr(bad, 2)) + " at byte " +
                                 std::to_string(bad) + " is no escape; a backslash of LaTeX is written twice");
    }
    json object;
    try {
        object = engine::parseJson(withNumbersAsText(text), "problem");
    } catch (const std::runtime_error&) {
        // Numbers in quotes have moved the bytes that the message would name.
        if (text.starts_with('{') && !rest.empty())
            throw std::runtime_error("text after the object: " + inQuotes(rest.substr(0, 20)));
        (void)engine::parseJson(text, "problem");
        throw;
    }
    if (!object.is_object()) throw std::runtime_error("expected an object, found " + describeJson(object));
    return object;
}

/// The first of the names that the object has with a value; sets differ in upper and lower case as well.
json::const_iterator findField(const json& object, std::initializer_list<std::string_view> names) {
    for (const std::string_view name : names) {
        for (auto field = object.begin(); field != object.end(); ++field) {
            if (isSameWord(field.key(), name) && !field->is_null()) return field;
        }
    }
    return object.end();
}

[[noreturn]] void fail(const std::string& field, const std::string& problem) {
    throw std::runtime_error(inQuotes(field) + ": " + problem);
}

void refuseNul(const std::string& field, std::string_view text) {
    if (text.find('\0') != std::string_view::npos) fail(field, "a NUL, which is no text");
}

/// The content of a box that is all of the answer.
std::string boxed(const std::string& answer) {
    std::string_view text = trimmed(answer);
    if (text.size() > 2 && text.starts_with('$') && text.ends_with('$'))
        text = trimmed(text.substr(1, text.size() - 2));
    constexpr std::string_view kBox = "\\boxed{";
    if (!text.starts_with(kBox) || !text.ends_with('}')) return answer;
    const auto content = scorer::findBoxedAnswer(std::string(text));
    return content && content->size() + kBox.size() + 1 == text.size() ? *content : answer;
}

std::string questionOf(const json& object) {
    const auto field = findField(object, {"question", "problem"});
    if (field == object.end()) throw std::runtime_error("no 'question' (or 'problem')");
    if (!field->is_string()) fail(field.key(), "expected text, found " + describeJson(*field));
    const auto& text = field->get_ref<const std::string&>();
    if (trimmed(text).empty()) fail(field.key(), "expected text, found none");
    refuseNul(field.key(), text);
    // SVAMP and ASDiv tell the story there, and "question" asks about it.
    const auto body = findField(object, {"body"});
    if (body == object.end() || !body->is_string()) return text;
    const std::string_view story = trimmed(body->get_ref<const std::string&>());
    refuseNul(body.key(), story);
    return story.empty() ? text : std::string(story) + ' ' + text;
}

/// What a worked solution puts into its last box, as MATH gives its answers.
std::optional<std::string> answerInSolution(const json& object) {
    const auto field = findField(object, {"solution"});
    if (field == object.end() || !field->is_string()) return std::nullopt;
    const auto& text = field->get_ref<const std::string&>();
    refuseNul(field.key(), text);
    auto answer = scorer::findBoxedAnswer(text);
    return answer && !trimmed(*answer).empty() ? answer : std::nullopt;
}

/// One answer, or those of a list joined as mathematics writes a list; else that of the solution.
std::optional<std::string> answerOf(const json& object) {
    const auto field = findField(object, {"answer", "final_answer", "expected_answer", "ground_truth"});
    if (field == object.end()) return answerInSolution(object);
    const auto textOf = [&](const json& value) {
        if (!value.is_string())
            fail(field.key(), "expected text, a number or a list of them, found " + describeJson(value));
        const auto& text = value.get_ref<const std::string&>();
        refuseNul(field.key(), text);
        return boxed(finalAnswerOf(text));
    };
    std::string answer;
    if (field->is_array()) {
        for (const json& item : *field) answer += (answer.empty() ? "" : ", ") + textOf(item);
    } else {
        answer = textOf(*field);
    }
    if (trimmed(answer).empty()) return answerInSolution(object);
    return answer;
}

/// The first of the names that holds text, or a list of texts as MathArena has its kinds: its first.
std::string kindOf(const json& object) {
    const auto field = findField(object, {"family", "subject", "type", "problem_type", "category"});
    if (field == object.end()) return {};
    const json& first = field->is_array() && !field->empty() ? field->front() : *field;
    if (!first.is_string() || first.get_ref<const std::string&>().size() > kMostKindBytes) return {};
    return first.get<std::string>();
}

std::string textOrNothing(const json& object, std::initializer_list<std::string_view> names) {
    const auto field = findField(object, names);
    return field != object.end() && field->is_string() ? field->get<std::string>() : std::string();
}

/// Puts the backslash back where that is sure, in an answer also where a command of that name exists; one warning.
void restoreCommands(std::string& text, const char* field, bool isAnswer, std::vector<std::string>& warnings) {
    bool isTold = false;
    std::string restored;
    std::size_t from = 0;
    while (const auto lost = findLostCommand(text, from, isAnswer)) {
        const bool isRestored = lost->isSure || isAnswer;
        if (!isTold) {
            warnings.push_back(std::string(field) + ": a " + kControlNames.at(kControls.find(text[lost->at])) +
                               " in front of " + inQuotes(lost->command.substr(2)) +
                               (isRestored ? ", read as " : "; was ") + lost->command + (isRestored ? "" : " meant?") +
                               "; JSON writes a backslash of LaTeX twice");
        }
        isTold = true;
        restored += text.substr(from, lost->at - from);
        restored += isRestored ? lost->command.substr(0, 2) : text.substr(lost->at, 1);
        from = lost->at + 1;
    }
    if (isTold) text = restored + text.substr(from);
}

}  // namespace

std::size_t jsonValueLength(std::string_view text) {
    std::size_t depth = 0;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (c == '"') {
            at += stringLength(text.substr(at));
            if (depth == 0) return at;
            continue;
        }
        if (c == '{' || c == '[') ++depth;
        if ((c == '}' || c == ']') && depth > 0 && --depth == 0) return at + 1;
        if (depth == 0 && (c == ',' || c == ']' || c == '}')) return at;
        ++at;
    }
    return text.size();
}

int parseLevel(std::string_view text) {
    constexpr std::string_view kWord = "level";
    text = trimmed(text);
    if (text.size() > kWord.size() && isSameWord(text.substr(0, kWord.size()), kWord)) {
        text = text.substr(kWord.size());
        text = trimmed(text.substr(text.starts_with('_') || text.starts_with('-') ? 1 : 0));
    }
    int level = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), level);
    const std::string_view rest = text.substr(static_cast<std::size_t>(end - text.data()));
    const bool isWhole =
        rest.empty() || (rest.starts_with('.') && rest.find_first_not_of('0', 1) == std::string_view::npos);
    return error == std::errc() && isWhole && level >= 1 && level <= kMaxLevel ? level : 0;
}

std::string finalAnswerOf(std::string_view answer) {
    const std::size_t mark = answer.rfind("####");
    if (mark == std::string_view::npos || (mark > 0 && answer[mark - 1] != '\n')) return std::string(answer);
    const std::string_view tail = trimmed(answer.substr(mark + 4));
    std::string text;
    for (std::size_t i = 0; i < tail.size(); ++i) {
        const bool inNumber =
            tail[i] == ',' && i > 0 && isDigit(tail[i - 1]) && i + 1 < tail.size() && isDigit(tail[i + 1]);
        if (!inNumber) text += tail[i];
    }
    return text;
}

std::optional<LostCommand> findLostCommand(std::string_view text, std::size_t from, bool lineFeeds) {
    static constexpr auto kCommands = std::to_array<std::string_view>(
        {"tan",       "tanh",      "tau",        "tbinom",      "text",   "textbf",  "textit", "textrm", "texttt",
         "tfrac",     "therefore", "theta",      "thickapprox", "tilde",  "times",   "to",     "top",    "triangle",
         "triangleq", "nabla",     "ne",         "neg",         "neq",    "nexists", "ngeq",   "nleq",   "nmid",
         "not",       "notin",     "nparallel",  "nu",          "rangle", "rbrace",  "rbrack", "rceil",  "rfloor",
         "rho",       "right",     "rightarrow", "rm",          "root",   "rule"});
    for (std::size_t at = text.find_first_of(kControls, from); at != std::string_view::npos;
         at = text.find_first_of(kControls, at + 1)) {
        std::size_t end = at + 1;
        while (end < text.size() && end - at <= kMaxCommand && isLetter(text[end])) ++end;
        if (end == at + 1 || (text[at] == '\n' && !lineFeeds)) continue;
        const std::string name = kEscapes[kControls.find(text[at])] + std::string(text.substr(at + 1, end - at - 1));
        const bool isSure = text[at] == '\b' || text[at] == '\f';
        if (isSure || std::find(kCommands.begin(), kCommands.end(), name) != kCommands.end())
            return LostCommand{at, "\\" + name, isSure};
    }
    return std::nullopt;
}

ReadProblem parseProblem(std::string_view text) {
    const json object = parseObject(text);
    ReadProblem read;
    Problem& problem = read.problem;
    problem.question = questionOf(object);
    problem.answer = answerOf(object);
    problem.id = textOrNothing(object, {"id", "unique_id", "problem_id", "question_id", "problem_idx"});
    problem.family = kindOf(object);
    problem.level = parseLevel(textOrNothing(object, {"level"}));
    restoreCommands(problem.question, "question", false, read.warnings);
    if (problem.answer) restoreCommands(*problem.answer, "answer", true, read.warnings);
    return read;
}

}  // namespace app
