#include "scorer/answer_value.h"

#include <cln/cln.h>
#include <ginac/ginac.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <mutex>
#include <sstream>

namespace scorer {
namespace {

using GiNaC::numeric;
using Kind = AnswerKind;

constexpr long kDigits = 100;        // of the arithmetic
constexpr int kKeyDigits = 30;       // of a key
constexpr int kMaxBits = 4000;       // of an exact number
constexpr int kLargestPower = 50;    // of ten, of any other number; below 10^-45 it is zero
constexpr int kMaxFactorial = 300;
constexpr int kMaxBinomial = 1000;

struct Unvalued {};  // thrown and caught in this file: out of bounds or not defined

/// The library counts references without locks and keeps its precision for the whole program.
std::mutex& libraryLock() {
    static std::mutex lock;
    return lock;
}

void require(bool ok) {
    if (!ok) throw Unvalued();
}

numeric tenTo(int exponent) { return numeric(10).power(numeric(exponent)); }

int bitsOf(const numeric& real) { return real.numer().int_length() + real.denom().int_length(); }

/// Every value passes here before anything is done with it.
numeric bounded(const numeric& v) {
    if (v.is_crational()) {
        require(bitsOf(v.real()) <= kMaxBits && bitsOf(v.imag()) <= kMaxBits);
        return v;
    }
    static const numeric largest = tenTo(kLargestPower);
    require(abs(v.real()) < largest && abs(v.imag()) < largest);
    return v;
}

numeric floating(const numeric& v) {
    const cln::float_format_t format = cln::float_format(kDigits);
    const cln::cl_N n = v.to_cl_N();
    if (v.is_real()) return numeric(cln::cl_N(cln::cl_float(cln::realpart(n), format)));
    return numeric(cln::complex(cln::cl_float(cln::realpart(n), format), cln::cl_float(cln::imagpart(n), format)));
}

numeric pi() { return numeric(cln::pi(cln::float_format(kDigits))); }

/// A real value that is beyond the precision's doubt: exact, or not within 10^-45 of zero.
bool isZero(const numeric& v) {
    static const numeric least = tenTo(5 - kLargestPower);
    return v.is_crational() ? v.is_zero() : abs(v.real()) < least && abs(v.imag()) < least;
}

class Evaluator {
public:
    /// @param point  which of the fixed values the letters take
    explicit Evaluator(int point) : m_point(point) {}

    numeric of(const AnswerNode& n) {
        switch (n.kind) {
            case Kind::Number: return number(n.text);
            case Kind::Repeating: return repeating(n.text);
            case Kind::Symbol: return symbol(n.text);
            case Kind::Pi: return pi();
            case Kind::Sum: return fold(n, [](const numeric& a, const numeric& b) { return a + b; });
            case Kind::Product: return fold(n, [](const numeric& a, const numeric& b) { return a * b; });
            case Kind::Quotient: return quotient(of(n.kids[0]), of(n.kids[1]));
            case Kind::Negative: return -of(n.kids[0]);
            case Kind::Power: return power(of(n.kids[0]), of(n.kids[1]));
            case Kind::Root: return root(of(n.kids[0]), of(n.kids[1]));
            case Kind::Function: return function(n);
            case Kind::Factorial: return factorial(of(n.kids[0]));
            case Kind::Binomial: return binomial(of(n.kids[0]), of(n.kids[1]));
            case Kind::Degrees: {
                const numeric value = of(n.kids[0]);
                return m_isAngle ? bounded(value * pi() / numeric(180)) : value;  // elsewhere a unit
            }
            default: throw Unvalued();
        }
    }

private:
    template <class Operation>
    numeric fold(const AnswerNode& n, Operation operation) {
        numeric result = of(n.kids[0]);
        for (std::size_t i = 1; i < n.kids.size(); ++i) result = bounded(operation(result, of(n.kids[i])));
        return result;
    }

    static numeric number(const std::string& text) {
        require(text.size() <= 400);
        std::string digits = text;
        int decimals = 0;
        if (const auto point = digits.find('.'); point != std::string::npos) {
            digits.erase(point, 1);
            decimals = static_cast<int>(digits.size() - point);
        }
        require(!digits.empty());
        return bounded(numeric(digits.c_str()) / tenTo(decimals));
    }

    /// "0.1|6" is 1/6.
    static numeric repeating(const std::string& text) {
        const auto bar = text.find('|');
        const std::string fixed = text.substr(0, bar);
        const std::string period = text.substr(bar + 1);
        require(period.size() <= 100 && period.find('.') == std::string::npos);
        const int decimals = static_cast<int>(fixed.size() - fixed.find('.') - 1);
        const numeric tail = numeric(period.c_str()) / (tenTo(static_cast<int>(period.size())) - numeric(1)) / tenTo(decimals);
        return bounded(number(fixed) + tail);
    }

    numeric symbol(const std::string& name) const {
        if (name == "i") return GiNaC::I.is_zero() ? numeric(0) : GiNaC::ex_to<numeric>(GiNaC::I);
        if (name == "e") return GiNaC::exp(floating(numeric(1)));
        std::uint64_t hash = 1469598103934665603ULL + static_cast<std::uint64_t>(m_point);
        for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
        hash ^= hash >> 29;
        const numeric value = numeric(static_cast<long>(500'000 + hash % 2'000'003), 1'000'003L);  // 0.5 to 2.5
        return m_point == 1 ? -value : value;
    }

    static numeric quotient(const numeric& a, const numeric& b) {
        require(!isZero(b));
        return bounded(a / b);
    }

    static double log10Of(const numeric& positive) {
        if (!positive.is_rational()) return std::log10(positive.to_double());
        return 0.30103 * (positive.numer().int_length() - positive.denom().int_length());
    }

    static numeric power(const numeric& base, const numeric& exponent) {
        if (isZero(base)) {
            require(exponent.is_real() && exponent > numeric(0));
            return numeric(0);
        }
        if (exponent.is_integer()) {
            require(abs(exponent) <= numeric(kMaxBits));
            const double times = std::abs(exponent.to_double());
            if (base.is_crational()) {
                require(times * std::max(bitsOf(base.real()), bitsOf(base.imag())) <= 2 * kMaxBits);
            } else {
                require(times * std::abs(log10Of(abs(base))) < kLargestPower);
            }
            return bounded(base.power(exponent));
        }
        require(exponent.is_real() && abs(exponent) < numeric(kMaxBits));
        const numeric magnitude = abs(floating(base));
        require(std::abs(exponent.to_double() * log10Of(magnitude)) < kLargestPower);
        return bounded(floating(base).power(floating(exponent)));
    }

    static numeric root(const numeric& radicand, const numeric& index) {
        require(index.is_pos_integer() && index <= numeric(100));
        if (isZero(radicand)) return numeric(0);
        if (radicand.is_real() && radicand < numeric(0) && index.is_odd()) return -root(-radicand, index);
        if (index == numeric(2)) return bounded(GiNaC::sqrt(floating(radicand)));
        return bounded(floating(radicand).power(numeric(1) / index));
    }

    static numeric factorial(const numeric& n) {
        require(n.is_nonneg_integer() && n <= numeric(kMaxFactorial));
        return bounded(GiNaC::factorial(n));
    }

    static numeric binomial(const numeric& n, const numeric& k) {
        require(n.is_nonneg_integer() && k.is_nonneg_integer() && n <= numeric(kMaxBinomial) && k <= n);
        return bounded(GiNaC::binomial(n, k));
    }

    numeric function(const AnswerNode& n) {
        const std::string& f = n.text;
        const bool trigonometric = f == "sin" || f == "cos" || f == "tan" || f == "cot" || f == "sec" || f == "csc";
        const bool before = std::exchange(m_isAngle, trigonometric);
        const numeric x = of(n.kids[0]);
        m_isAngle = before;
        if (f == "abs") return abs(x);
        if (f == "floor" || f == "ceil") return rounded(x, f == "floor");
        require(abs(x) < numeric(1'000'000));
        const numeric v = floating(x);
        if (f == "sin") return bounded(GiNaC::sin(v));
        if (f == "cos") return bounded(GiNaC::cos(v));
        if (f == "tan") return quotient(GiNaC::sin(v), GiNaC::cos(v));
        if (f == "cot") return quotient(GiNaC::cos(v), GiNaC::sin(v));
        if (f == "sec") return quotient(numeric(1), GiNaC::cos(v));
        if (f == "csc") return quotient(numeric(1), GiNaC::sin(v));
        if (f == "arcsin") return bounded(GiNaC::asin(v));
        if (f == "arccos") return bounded(GiNaC::acos(v));
        if (f == "arctan") return bounded(GiNaC::atan(v));
        if (f == "arccot") return bounded(pi() / numeric(2) - GiNaC::atan(v));
        if (f == "exp" || f == "sinh" || f == "cosh" || f == "tanh") {
            require(abs(v.real()) < numeric(110));
            if (f == "exp") return bounded(GiNaC::exp(v));
            if (f == "sinh") return bounded(GiNaC::sinh(v));
            if (f == "cosh") return bounded(GiNaC::cosh(v));
            return bounded(GiNaC::tanh(v));
        }
        require(!isZero(v));
        if (f == "ln") return bounded(GiNaC::log(v));
        if (f == "lg") return quotient(GiNaC::log(v), GiNaC::log(floating(numeric(10))));
        if (f == "log") {  // without a base: the natural one, as in higher mathematics
            if (n.kids.size() == 1) return bounded(GiNaC::log(v));
            const numeric base = floating(of(n.kids[1]));
            require(!isZero(base));
            return quotient(GiNaC::log(v), GiNaC::log(base));
        }
        throw Unvalued();
    }

    static numeric rounded(const numeric& x, bool down) {
        require(x.is_real());
        const cln::cl_R real = cln::realpart(x.to_cl_N());
        return bounded(numeric(cln::cl_N(down ? cln::floor1(real) : cln::ceiling1(real))));
    }

    int m_point;
    bool m_isAngle = false;
};

// ---- keys ----------------------------------------------------------------------------------------------------------

template <class Number>
std::string textOf(const Number& number) {
    std::ostringstream out;
    out << number;
    return out.str();
}

/// "n", "n/d", or "~" with 30 digits and a power of ten.
std::string realKey(const numeric& v) {
    if (isZero(v)) return "0";
    if (v.is_rational()) return textOf(v);
    const cln::cl_R x = cln::realpart(v.to_cl_N());
    // A fraction with a small denominator cannot be met by chance at this precision.
    const cln::cl_RA simple = cln::rationalize(cln::cl_float(x, cln::float_format(kDigits - 25)));
    if (cln::denominator(simple) < 1'000'000'000) return textOf(simple);
    const int exponent = static_cast<int>(std::floor(std::log10(std::abs(cln::double_approx(x)))));
    const cln::cl_R scaled = x * cln::expt(cln::cl_RA(10), kKeyDigits - 1 - exponent);
    return "~" + textOf(cln::round1(scaled)) + "e" + std::to_string(exponent);
}

std::string numberKey(const numeric& v) {
    const bool real = v.is_real() || isZero(numeric(v.imag()));
    return real ? realKey(v.real()) : realKey(v.real()) + "+" + realKey(v.imag()) + "i";
}

void collectLetters(const AnswerNode& n, std::vector<std::string>& letters) {
    if (n.kind == Kind::Symbol && n.text != "e" && n.text != "i") letters.push_back(n.text);
    for (const AnswerNode& kid : n.kids) collectLetters(kid, letters);
}

bool hasLetters(const AnswerNode& n) {
    std::vector<std::string> letters;
    collectLetters(n, letters);
    return !letters.empty();
}

bool contains(const AnswerNode& n, Kind kind) {
    return n.kind == kind || std::any_of(n.kids.begin(), n.kids.end(), [kind](const AnswerNode& kid) { return contains(kid, kind); });
}

/// The tree with every "plus or minus" made one of the two.
AnswerNode withSign(const AnswerNode& n, bool plus) {
    AnswerNode result{n.kind == Kind::PlusMinus ? Kind::Sum : n.kind, n.text, {}};
    for (const AnswerNode& kid : n.kids) result.kids.push_back(withSign(kid, plus));
    if (n.kind == Kind::PlusMinus && !plus) {
        AnswerNode minus{Kind::Negative, {}, {}};
        minus.kids.push_back(std::move(result.kids[1]));
        result.kids[1] = std::move(minus);
    }
    return result;
}

std::string keyOf(const AnswerNode& n);

std::string joined(const std::vector<std::string>& keys, std::string_view separator) {
    std::string text;
    for (std::size_t i = 0; i < keys.size(); ++i) text.append(i ? separator : std::string_view()).append(keys[i]);
    return text;
}

std::vector<std::string> keysOf(const std::vector<AnswerNode>& nodes) {
    std::vector<std::string> keys;
    for (const AnswerNode& n : nodes) keys.push_back(keyOf(n));
    return keys;
}

std::vector<std::string> sorted(std::vector<std::string> keys) {
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

std::string listKey(const AnswerNode& n) {
    std::vector<std::string> keys;
    for (const AnswerNode& kid : n.kids) {
        if (contains(kid, Kind::PlusMinus)) {
            for (const bool plus : {true, false}) keys.push_back(keyOf(withSign(kid, plus)));
        } else {
            keys.push_back(keyOf(kid));
        }
    }
    keys = sorted(std::move(keys));
    return keys.size() == 1 ? keys[0] : "{" + joined(keys, ",") + "}";
}

/// Equations are equal up to a factor, inequalities whichever side they are read from.
std::string relationKey(const AnswerNode& n) {
    std::string operators = n.text;
    std::vector<std::string> keys;
    if (operators == "=" && hasLetters(n)) {
        std::vector<numeric> differences;
        for (const int point : {0, 1, 2}) {
            Evaluator at(point);
            differences.push_back(bounded(at.of(n.kids[0]) - at.of(n.kids[1])));
        }
        if (!isZero(differences[0])) {
            for (const int i : {1, 2}) keys.push_back(numberKey(bounded(differences[static_cast<std::size_t>(i)] / differences[0])));
            return "eq " + joined(keys, ",");
        }
    }
    keys = keysOf(n.kids);
    if (operators.find_first_not_of(">g") == std::string::npos) {
        std::reverse(keys.begin(), keys.end());
        std::reverse(operators.begin(), operators.end());
        std::replace(operators.begin(), operators.end(), '>', '<');
        std::replace(operators.begin(), operators.end(), 'g', 'l');
    } else if (operators.find_first_not_of("n") == std::string::npos || operators.find_first_not_of("=") == std::string::npos) {
        std::sort(keys.begin(), keys.end());
    }
    std::string text = keys[0];
    for (std::size_t i = 1; i < keys.size(); ++i) text += operators[i - 1] + keys[i];
    return text;
}

std::string wordsKey(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (text == "dne") return "does not exist";
    if (text == "no solutions" || text == "no real solution" || text == "no real solutions") return "no solution";
    return text;
}

std::string scalarKey(const AnswerNode& n) {
    if (!hasLetters(n)) return numberKey(Evaluator(0).of(n));
    std::vector<std::string> keys;
    for (const int point : {0, 1}) keys.push_back(numberKey(Evaluator(point).of(n)));
    // A value that does not depend on its letters is a number.
    if (keys[0] == keys[1] && numberKey(Evaluator(2).of(n)) == keys[0]) return keys[0];
    return "f " + joined(keys, ",");
}

std::string keyOf(const AnswerNode& n) {
    switch (n.kind) {
        case Kind::Words: return wordsKey(n.text);
        case Kind::Infinity: return "oo";
        case Kind::Based: return n.text;
        case Kind::List: return listKey(n);
        case Kind::Union: return joined(sorted(keysOf(n.kids)), "U");
        case Kind::Tuple: return n.text.substr(0, 1) + joined(keysOf(n.kids), ",") + n.text.substr(1);
        case Kind::Ratio: return joined(keysOf(n.kids), ":");
        case Kind::Matrix: return n.text + "[" + joined(keysOf(n.kids), ";") + "]";
        case Kind::Relation: return relationKey(n);
        case Kind::Negative:
            if (n.kids[0].kind == Kind::Infinity) return "-oo";
            break;
        case Kind::Symbol:
            if (n.text.starts_with("\\")) return n.text;
            break;
        default: break;
    }
    if (contains(n, Kind::PlusMinus)) return listKey(AnswerNode{Kind::List, {}, {n}});
    return scalarKey(n);
}

}  // namespace

std::optional<std::string> valueKey(const AnswerNode& answer) {
    const std::lock_guard lock(libraryLock());
    try {
        return keyOf(answer);
    } catch (const Unvalued&) {
        return std::nullopt;
    } catch (const std::exception&) {  // the library's own: a pole, a division by zero
        return std::nullopt;
    }
}

std::optional<double> realValue(const AnswerNode& answer) {
    if (hasLetters(answer)) return std::nullopt;
    const std::lock_guard lock(libraryLock());
    try {
        const numeric value = Evaluator(0).of(answer);
        if (!value.is_real()) return std::nullopt;
        const double real = value.to_double();
        return std::isfinite(real) ? std::optional(real) : std::nullopt;
    } catch (const Unvalued&) {
        return std::nullopt;
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

}  // namespace scorer
