// Cuts a chat template into text, tags and the symbols within tags, with the white-space rules that model files expect:
// Jinja's trim_blocks and lstrip_blocks on, the newline at the end dropped. Pure function, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

struct TemplateToken {
    enum class Kind { Text, OutputBegin, OutputEnd, BlockBegin, BlockEnd, Name, String, Integer, Float, Operator, End };
    Kind kind = Kind::End;
    std::string text;  ///< text, name, string value or operator
    std::int64_t number = 0;
    double fraction = 0;
    int line = 1;
};

/// Ends with an End token. Throws std::runtime_error naming the line of what is not understood.
std::vector<TemplateToken> lexTemplate(std::string_view source);

}  // namespace engine
