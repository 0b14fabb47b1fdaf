// Tokenizers for tests: those of the golden files, and the plain one to change.
#pragma once

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/text/tokenizer.h"

namespace tokenizer_support {

using engine::TokenId;
using engine::Tokenizer;
using nlohmann::json;

inline const std::string kGolden = STEPSCOPE_TEST_DATA "/tokenizer/";
inline const std::string kDemoTokenizer = STEPSCOPE_RESOURCES "/demo-model/tokenizer.json";

inline std::vector<json> readLines(const std::string& path) {
    std::ifstream stream(path);
    std::vector<json> lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(json::parse(line));
    return lines;
}

/// The tokenizers of variants.jsonl by name; the vocabulary that is "as before" is the first one's.
inline std::map<std::string, json> variants() {
    std::map<std::string, json> result;
    json first;
    for (json& line : readLines(kGolden + "variants.jsonl")) {
        json& model = line["tokenizer"]["model"];
        if (first.is_null()) first = model;
        for (const char* field : {"vocab", "merges"})
            if (model[field] == "as before") model[field] = first[field];
        result[line["name"].get<std::string>()] = line;
    }
    return result;
}

inline json plainTokenizer() {
    return variants().at("plain")["tokenizer"];
}

inline Tokenizer load(const json& description) {
    return Tokenizer::fromJson(description.dump(), "t/tokenizer.json");
}

inline std::vector<int> numbers(const std::vector<TokenId>& ids) {
    std::vector<int> result;
    for (const TokenId id : ids) result.push_back(engine::index(id));
    return result;
}

inline std::string repeated(const std::string& part, std::size_t bytes) {
    std::string text;
    while (text.size() < bytes) text += part;
    return text;
}

}  // namespace tokenizer_support
