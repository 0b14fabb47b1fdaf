// Works out an answer's tree with a computer algebra library, exactly where it can. Only answer_value.cpp,
// answer_relation.cpp, answer_numerics.cpp and this know the library, which counts references without locks: callers
// hold libraryLock().
#pragma once

#include <ginac/ginac.h>

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "scorer/answers/answer_numerics.h"
#include "scorer/answers/answer_tree.h"

namespace scorer {

struct Unvalued {};   ///< thrown: out of bounds or not defined
struct Undefined {};  ///< thrown: no real value where letters are negative, such as \sqrt{x}

/// What one answer may cost, in words of 64 bits that its operations have made: milliseconds.
class AnswerBudget {
public:
    void spend(std::int64_t words) {
        if ((m_left -= words) < 0) throw Unvalued();
    }

private:
    std::int64_t m_left = 60'000;
};

class AnswerEvaluator {
public:
    /// At point 0 all letters are positive; at 1, 2 and 3 every third one of the alphabet is negative, so that of two
    /// letters side by side only one is. The values are fixed fractions between 0.5 and 2.5.
    static constexpr int kPoints = 4;

    AnswerEvaluator(AnswerBudget& budget, int point) : m_budget(budget), m_point(point) {}

    /// One letter gets a value of its own.
    void setLetter(std::string name, GiNaC::numeric value) {
        m_name = std::move(name);
        m_value = std::move(value);
    }

    GiNaC::numeric of(const AnswerNode& n);
    GiNaC::numeric quotient(const GiNaC::numeric& a, const GiNaC::numeric& b);
    GiNaC::numeric difference(const GiNaC::numeric& a, const GiNaC::numeric& b) { return sum(a, -b); }

private:
    using numeric = GiNaC::numeric;

    numeric bounded(const numeric& v);
    numeric number(const std::string& text);
    numeric repeating(const std::string& text);
    numeric symbol(const std::string& name) const;
    numeric sum(const numeric& a, const numeric& b);
    numeric powerOf(const AnswerNode& n);
    numeric power(const numeric& base, const numeric& exponent);
    numeric rootOf(const AnswerNode& n);
    numeric factorial(const numeric& n);
    numeric binomial(const numeric& n, const numeric& k);
    numeric function(const AnswerNode& n);
    numeric analytic(const std::string& name, const numeric& v);
    numeric logarithm(const AnswerNode& n, const numeric& v);
    numeric ofMany(const AnswerNode& n);
    numeric rounded(const numeric& x, bool down);

    AnswerBudget& m_budget;
    int m_point;
    bool m_isAngle = false;
    std::string m_name;
    numeric m_value;
};

/// The library keeps its precision and its counts for the whole program.
std::mutex& libraryLock();

/// Names of letters in the tree, sorted, each once; e and i are numbers.
std::vector<std::string> lettersOf(const AnswerNode& n);
bool hasLetters(const AnswerNode& n);

}  // namespace scorer
