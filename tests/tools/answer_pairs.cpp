// Prints the pairs of a file that the vote judges other than the file says. A line: kind § = or ! § answer § answer.
//   answer_pairs FILE          the pairs that are judged wrongly, and how many
//   answer_pairs --all FILE    every pair: "=" or "!", as judged; for answer_differences.py
//   answer_pairs --keys FILE   every pair with its two keys
#include "../answer_pairs.h"

#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>

#include "scorer/vote.h"

int main(int argc, char** argv) {
    const std::string_view option = argc > 2 ? argv[1] : "";
    std::ifstream file(argc > 1 ? argv[argc - 1] : "");
    if (!file) {
        std::cerr << "answer_pairs: expected a file of pairs that can be read\n";
        return 1;
    }
    int wrong = 0;
    const auto pairs = readAnswerPairs(file);
    for (const AnswerPair& pair : pairs) {
        const bool same = voteTogether(pair.a, pair.b);
        const bool fault = same != pair.equal;
        wrong += fault ? 1 : 0;
        if (option == "--all") std::cout << (same ? "=" : "!") << '\n';
        if (option == "--keys" || (option.empty() && fault)) {
            std::cout << (fault ? "FAULT " : "right ") << pair.kind << (pair.equal ? "  = " : "  ! ") << pair.a
                      << "  §  " << pair.b << '\n';
            const auto mode = scorer::AnswerMode::Normalised;
            std::cout << "      " << scorer::answerKey(pair.a, mode) << "  §  " << scorer::answerKey(pair.b, mode)
                      << '\n';
        }
    }
    if (option != "--all") std::cout << pairs.size() << " pairs, " << wrong << " judged wrongly\n";
    return wrong ? 2 : 0;
}
