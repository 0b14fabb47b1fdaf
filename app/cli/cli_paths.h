// What names and paths of a command line may be: for an option's check(). Pure functions, any thread.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>

namespace app {

/// An empty text is a script's variable that was not set, not the default.
inline CLI::Validator notEmpty() {
    return CLI::Validator(
        [](std::string& text) {
            return text.empty() ? std::string("expected a name, found an empty text") : std::string();
        },
        "", "");
}

inline CLI::Validator existingFolder() {
    return CLI::Validator(
        [](std::string& text) -> std::string {
            std::error_code error;
            const auto status = std::filesystem::status(text, error);
            if (!std::filesystem::exists(status)) return "'" + text + "': no such folder";
            return std::filesystem::is_directory(status) ? std::string() : "'" + text + "' is not a folder";
        },
        "", "");
}

}  // namespace app
