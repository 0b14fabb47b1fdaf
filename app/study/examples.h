// The examples that come with the program, resources/problems/examples.json. Pure, any thread.
#pragma once

#include <string>
#include <vector>

namespace app {

struct Example {
    std::string title;
    std::string question;
    std::string answer;
    std::string family;
    int level = 0;
};

/// Throws std::runtime_error if the file is missing or not of this form.
std::vector<Example> loadExamples();

}  // namespace app
