// Tokenizes JSON Lines for the golden scripts: tokenize_lines TOKENIZER_JSON|GGUF < lines > lines.
// {"text": T} gives {"ids": [..]}; {"ids": [..]} gives {"text", "plain", "streamed"}: decoded, without special tokens,
// and token by token.
#include <exception>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "engine/files/gguf.h"
#include "engine/text/tokenizer.h"

namespace {

using engine::TokenId;
using nlohmann::json;

json answer(const engine::Tokenizer& tokenizer, const json& request) {
    if (request.contains("text")) {
        json ids = json::array();
        for (const TokenId id : tokenizer.encode(request["text"].get_ref<const std::string&>()))
            ids.push_back(engine::index(id));
        return {{"ids", ids}};
    }
    std::vector<TokenId> ids;
    for (const json& id : request["ids"]) ids.push_back(TokenId{id.get<int>()});
    engine::StreamingDecoder decoder(tokenizer);
    std::string streamed;
    for (const TokenId id : ids) streamed += decoder.push(id);
    streamed += decoder.flush();
    return {{"text", tokenizer.decode(ids)}, {"plain", tokenizer.decode(ids, true)}, {"streamed", streamed}};
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: tokenize_lines TOKENIZER_JSON|GGUF < requests.jsonl\n";
        return 2;
    }
    try {
        const auto tokenizer = engine::isGgufFile(argv[1])
                                   ? engine::Tokenizer::fromGguf(engine::GgufFile::open(argv[1]))
                                   : engine::Tokenizer::fromFile(argv[1]);
        for (std::string line; std::getline(std::cin, line);)
            std::cout << answer(tokenizer, json::parse(line)).dump() << '\n';
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
