#include "app/study/examples.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "app/run/resources.h"

namespace app {

std::vector<Example> loadExamples() {
    const auto path = resourceDir() / "problems" / "examples.json";
    std::ifstream file(path);
    const auto json = nlohmann::json::parse(file, nullptr, false);
    if (!file || !json.is_array()) throw std::runtime_error(path.string() + ": cannot be read");
    std::vector<Example> examples;
    try {
        for (const auto& e : json) {
            examples.push_back({e.at("title"), e.at("question"), e.at("answer"), e.at("family"), e.at("level")});
        }
    } catch (const nlohmann::json::exception&) {
        throw std::runtime_error(path.string() + ": an example lacks title, question, answer, family or level");
    }
    return examples;
}

}  // namespace app
