#include "app/problems.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "engine/json_text.h"

namespace app {
namespace {

/// The field as text: sets write answers as strings or as numbers.
std::string textOf(const nlohmann::json& line, const char* key) {
    const auto found = line.find(key);
    if (found == line.end()) throw std::runtime_error(std::string("no '") + key + "'");
    if (found->is_string()) return found->get<std::string>();
    if (found->is_number()) return found->dump();
    throw std::runtime_error(std::string("'") + key + "' is neither text nor a number");
}

Problem parseProblem(const std::string& text) {
    const auto line = engine::parseJson(text, "problem");
    if (!line.is_object()) throw std::runtime_error("not a JSON object");
    Problem problem;
    problem.question = textOf(line, "question");
    problem.answer = textOf(line, "answer");
    if (problem.question.empty()) throw std::runtime_error("'question' is empty");
    if (const auto f = line.find("family"); f != line.end() && f->is_string()) problem.family = f->get<std::string>();
    if (const auto l = line.find("level"); l != line.end() && l->is_number_integer()) problem.level = l->get<int>();
    return problem;
}

}  // namespace

ProblemSet readProblems(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error(path + ": cannot read the problem set");
    ProblemSet set;
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        try {
            set.problems.push_back(parseProblem(line));
            set.problems.back().line = number;
            set.problems.back().index = static_cast<int>(set.problems.size()) - 1;
        } catch (const std::runtime_error& error) {
            set.badLines.push_back("line " + std::to_string(number) + ": " + error.what());
        }
    }
    if (set.problems.empty()) {
        throw std::runtime_error(path + ": no usable problem" + (set.badLines.empty() ? "" : "; " + set.badLines.front()));
    }
    return set;
}

}  // namespace app
