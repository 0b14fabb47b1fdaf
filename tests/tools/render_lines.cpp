// Renders chat templates for the golden scripts: render_lines < requests.jsonl > answers.jsonl.
// {"template", "messages": [{"role", "content"}], "add_generation_prompt", "bos_token"?, "eos_token"?, "flags": {},
// "tokens"?: {}}
// gives {"text"} or {"error"}.
#include <exception>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "engine/text/chat_template.h"

namespace {

using nlohmann::json;

/// 4 July 2026, 13:05:09, a Saturday: as the golden script has it.
std::tm fixedTime() {
    std::tm time{};
    time.tm_sec = 9;
    time.tm_min = 5;
    time.tm_hour = 13;
    time.tm_mday = 4;
    time.tm_mon = 6;
    time.tm_year = 126;
    time.tm_wday = 6;
    time.tm_yday = 184;
    return time;
}

json answer(const json& request) {
    std::vector<engine::ChatMessage> messages;
    for (const json& message : request["messages"]) messages.push_back({message["role"], message["content"]});
    engine::TemplateVars vars;
    if (request.contains("bos_token")) vars.bosToken = request["bos_token"].get<std::string>();
    if (request.contains("eos_token")) vars.eosToken = request["eos_token"].get<std::string>();
    if (request.contains("tokens")) vars.otherTokens = request["tokens"].get<std::map<std::string, std::string>>();
    vars.now = fixedTime();
    for (const auto& [name, flag] : request["flags"].items()) vars.flags[name] = flag.get<bool>();
    try {
        const auto chatTemplate = engine::ChatTemplate::parse(request["template"].get<std::string>());
        return {{"text", chatTemplate.render(messages, request["add_generation_prompt"].get<bool>(), vars)}};
    } catch (const std::runtime_error& error) {
        return {{"error", error.what()}};
    }
}

}  // namespace

int main() {
    try {
        for (std::string line; std::getline(std::cin, line);) std::cout << answer(json::parse(line)).dump() << '\n';
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
