#include "app/study/problems.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <string_view>
#include <unordered_map>

#include "app/run/user_text.h"
#include "app/study/problem_fields.h"
#include "engine/files/json_text.h"
#include "engine/files/regular_file.h"

namespace app {
namespace {

constexpr std::uint64_t kMaxSetBytes = std::uint64_t{256} << 20;
constexpr std::size_t kMaxProblems = 1000000;
constexpr std::string_view kBlank = " \t\r\n";

/// Collects the problems of a file, object by object.
class SetReader {
public:
    explicit SetReader(const std::string& path) : m_path(path) {}

    ProblemSet read() {
        const std::string text = decodeText(engine::readRegularFile(m_path, kMaxSetBytes), m_path);
        const std::size_t first = text.find_first_not_of(kBlank);
        if (first != std::string::npos && text[first] == '[')
            readList(text, first + 1);
        else
            readLines(text);
        if (m_set.problems.empty()) {
            throw std::runtime_error(m_path + ": no usable problem" +
                                     (m_set.badLines.empty() ? "" : "; " + m_set.badLines.front()));
        }
        return std::move(m_set);
    }

private:
    void readLines(std::string_view text) {
        for (m_line = 1; !text.empty(); ++m_line) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            addObject(text.substr(0, end), m_line, m_line - 1);
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    }

    /// The elements of a list from behind its bracket on; each is read by itself, so that a bad one costs no other.
    void readList(std::string_view text, std::size_t at) {
        m_line = 1 + lineFeedsIn(text.substr(0, at));
        for (int element = 0;; ++element) {
            at = skipBlank(text, at);
            if (at == text.size()) return m_set.badLines.add(m_line, "the list does not end: a ']' is missing");
            if (text[at] == ']') break;
            const std::size_t length = std::max<std::size_t>(1, jsonValueLength(text.substr(at)));
            addObject(text.substr(at, length), m_line, element);
            m_line += lineFeedsIn(text.substr(at, length));
            at = skipBlank(text, at + length);
            if (at < text.size() && text[at] == ',') ++at;
        }
        at = skipBlank(text, at + 1);
        if (at < text.size()) m_set.badLines.add(m_line, "text after the end of the list");
    }

    static int lineFeedsIn(std::string_view text) {
        return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
    }

    std::size_t skipBlank(std::string_view text, std::size_t at) {
        const std::size_t end = std::min(text.find_first_not_of(kBlank, at), text.size());
        m_line += lineFeedsIn(text.substr(at, end - at));
        return end;
    }

    void addObject(std::string_view text, int line, int index) {
        const std::size_t first = text.find_first_not_of(kBlank);
        if (first == std::string_view::npos) return;
        text = text.substr(first, text.find_last_not_of(kBlank) - first + 1);
        try {
            if (const auto fault = findTextFault(text)) throw std::runtime_error(describe(*fault));
            add(parseProblem(text), line, index);
        } catch (const std::runtime_error& error) {
            m_set.badLines.add(line, error.what());
        }
    }

    void add(ReadProblem read, int line, int index) {
        if (m_set.problems.size() == kMaxProblems) {
            throw std::length_error(m_path + ": expected at most " + std::to_string(kMaxProblems) +
                                    " problems, found more");
        }
        for (const std::string& warning : read.warnings) m_set.warnings.add(line, warning);
        const auto [known, isNew] = m_lines.emplace(read.problem.question, line);
        if (!isNew) m_set.warnings.add(line, "the same question as in line " + std::to_string(known->second));
        read.problem.line = line;
        read.problem.index = index;
        m_set.problems.push_back(std::move(read.problem));
    }

    const std::string& m_path;
    ProblemSet m_set;
    std::unordered_map<std::string, int> m_lines;  // of each question
    int m_line = 0;
};

}  // namespace

void LineNotes::add(int line, const std::string& message) {
    if (++m_count <= kShown) m_shown.push_back("line " + std::to_string(line) + ": " + message);
}

ProblemSet readProblems(const std::string& path) {
    try {
        return SetReader(path).read();
    } catch (const std::length_error& error) {
        throw std::runtime_error(error.what());
    }
}

}  // namespace app
