// Files of pairs of answers, as tests/golden/answers/pairs.txt: a line is kind § = or ! § answer § answer.
#pragma once

#include <algorithm>
#include <istream>
#include <stdexcept>
#include <string>
#include <vector>

#include "scorer/vote.h"

struct AnswerPair {
    std::string kind;
    bool equal = false;
    std::string a;
    std::string b;
};

inline std::vector<AnswerPair> readAnswerPairs(std::istream& file) {
    const std::string mark = "\xC2\xA7";
    std::vector<AnswerPair> pairs;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line[0] == '#') continue;
        std::vector<std::string> fields;
        for (std::size_t at = 0; at <= line.size();) {
            const std::size_t end = std::min(line.find(mark, at), line.size());
            std::string field = line.substr(at, end - at);
            field.erase(0, std::min(field.find_first_not_of(' '), field.size()));
            field.erase(field.find_last_not_of(' ') + 1);
            fields.push_back(std::move(field));
            at = end + mark.size();
        }
        if (fields.size() != 4 || (fields[1] != "=" && fields[1] != "!")) throw std::runtime_error("no pair: " + line);
        pairs.push_back({fields[0], fields[1] == "=", fields[2], fields[3]});
    }
    return pairs;
}

/// Two traces with these answers vote for one candidate.
inline bool voteTogether(const std::string& a, const std::string& b) {
    const std::vector<scorer::Ballot> ballots{{engine::TraceId{1}, a, 1, 1}, {engine::TraceId{2}, b, 1, 2}};
    return scorer::countVotes(ballots, scorer::AnswerMode::Normalised).candidates.size() == 1;
}
