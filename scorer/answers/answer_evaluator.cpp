#include "scorer/answers/answer_evaluator.h"

#include <cln/cln.h>

#include <algorithm>
#include <cmath>

namespace scorer {
namespace {

using GiNaC::numeric;
using Kind = AnswerKind;

constexpr int kMaxBits = 100'000;     // of an exact number
constexpr int kLargestPower = 5'000;  // of ten, of any other number
constexpr int kMaxFactorial = 6'000;
constexpr int kMaxBinomial = 20'000;
constexpr int kFunctionCost = 100;  // of a sine, in words of the budget

void require(bool ok) {
    if (!ok) throw Unvalued();
}

void collectLetters(const AnswerNode& n, std::vector<std::string>& letters) {
    if (n.kind == Kind::Symbol && n.text != "e" && n.text != "i") letters.push_back(n.text);
    for (const AnswerNode& kid : n.kids) collectLetters(kid, letters);
}

}  // namespace

std::mutex& libraryLock() {
    static std::mutex lock;
    return lock;
}

std::vector<std::string> lettersOf(const AnswerNode& n) {
    std::vector<std::string> letters;
    collectLetters(n, letters);
    std::sort(letters.begin(), letters.end());
    letters.erase(std::unique(letters.begin(), letters.end()), letters.end());
    return letters;
}

bool hasLetters(const AnswerNode& n) {
    if (n.kind == Kind::Symbol && n.text != "e" && n.text != "i") return true;
    return std::any_of(n.kids.begin(), n.kids.end(), hasLetters);
}

/// Every value passes here before anything is done with it.
numeric AnswerEvaluator::bounded(const numeric& v) {
    if (v.is_crational()) {
        const int bits = bitsOf(v.real()) + bitsOf(v.imag());
        m_budget.spend(1 + bits / 64);
        require(bits <= kMaxBits);
        return v;
    }
    m_budget.spend(1 + 332 / 64);
    const numeric clean = withoutRounding(v);
    static const numeric largest = tenTo(kLargestPower);
    require(abs(clean.real()) < largest && abs(clean.imag()) < largest);
    return clean;
}

numeric AnswerEvaluator::of(const AnswerNode& n) {
    switch (n.kind) {
        case Kind::Number: return number(n.text);
        case Kind::Repeating: return repeating(n.text);
        case Kind::Symbol: return symbol(n.text);
        case Kind::Pi: return pi();
        case Kind::Sum: {
            numeric result = of(n.kids[0]);
            for (std::size_t i = 1; i < n.kids.size(); ++i) result = sum(result, of(n.kids[i]));
            return result;
        }
        case Kind::Product: {
            numeric result = of(n.kids[0]);
            for (std::size_t i = 1; i < n.kids.size(); ++i) result = bounded(result * of(n.kids[i]));
            return result;
        }
        case Kind::Quotient: return quotient(of(n.kids[0]), of(n.kids[1]));
        case Kind::Negative: return -of(n.kids[0]);
        case Kind::Power: return powerOf(n);
        case Kind::Root: return rootOf(n);
        case Kind::Function: return function(n);
        case Kind::Factorial: return factorial(of(n.kids[0]));
        case Kind::Binomial: return binomial(of(n.kids[0]), of(n.kids[1]));
        case Kind::Measured: return of(n.kids[0]);
        case Kind::Degrees: {
            const numeric value = of(n.kids[0]);
            return m_isAngle ? bounded(value * pi() / numeric(180)) : value;  // elsewhere a unit
        }
        default: throw Unvalued();
    }
}

numeric AnswerEvaluator::number(const std::string& text) {
    require(text.size() <= 4000);
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
numeric AnswerEvaluator::repeating(const std::string& text) {
    const auto bar = text.find('|');
    const std::string fixed = text.substr(0, bar);
    const std::string period = text.substr(bar + 1);
    require(period.size() <= 100 && period.find_first_not_of("0123456789") == std::string::npos &&
            fixed.find('.') != std::string::npos);
    const int decimals = static_cast<int>(fixed.size() - fixed.find('.') - 1);
    const numeric tail =
        numeric(period.c_str()) / (tenTo(static_cast<int>(period.size())) - numeric(1)) / tenTo(decimals);
    return bounded(number(fixed) + tail);
}

numeric AnswerEvaluator::symbol(const std::string& name) const {
    if (name == "i") return GiNaC::ex_to<numeric>(GiNaC::I);
    if (name == "e") return GiNaC::exp(floating(numeric(1)));
    if (!m_name.empty() && name == m_name) return m_value;
    const std::uint64_t hash = hashOf(name + static_cast<char>('0' + m_point));
    const numeric value(static_cast<long>(500'000 + hash % 2'000'003), 1'000'003L);  // 0.5 to 2.5
    const auto letter = name.find_first_not_of("\\");
    const int third = letter == std::string::npos ? 0 : (name[letter] | 0x20) % 3;
    return m_point == third + 1 ? -value : value;
}

numeric AnswerEvaluator::sum(const numeric& a, const numeric& b) {
    const numeric result = bounded(a + b);
    if (result.is_crational()) return result;
    static const numeric least = tenTo(-kLostDigits);
    const numeric larger = std::max(abs(a), abs(b), [](const numeric& x, const numeric& y) { return x < y; }) * least;
    const bool noReal = abs(result.real()) < larger;
    const bool noImaginary = abs(result.imag()) < larger;
    if (noReal && noImaginary) return numeric(0);
    if (noImaginary) return result.real();
    return noReal ? result.imag() * GiNaC::ex_to<numeric>(GiNaC::I) : result;
}

numeric AnswerEvaluator::quotient(const numeric& a, const numeric& b) {
    require(!b.is_zero());
    return bounded(a / b);
}

/// Odd roots of negative numbers are real, as at school: x^{2/3} is the cube root of x^2.
numeric AnswerEvaluator::powerOf(const AnswerNode& n) {
    const numeric base = of(n.kids[0]);
    const numeric exponent = of(n.kids[1]);
    const bool negative = base.is_real() && base < numeric(0);
    if (!negative || exponent.is_integer() || !exponent.is_real()) return power(base, exponent);
    const bool oddRoot = exponent.is_rational() && exponent.denom().is_odd() && exponent.denom() < numeric(1000) &&
                         !hasLetters(n.kids[1]);
    if (oddRoot) return exponent.numer().is_odd() ? -power(-base, exponent) : power(-base, exponent);
    if (m_point > 0 && hasLetters(n.kids[0])) throw Undefined();
    return power(base, exponent);
}

numeric AnswerEvaluator::power(const numeric& base, const numeric& exponent) {
    if (base.is_zero()) {
        require(exponent.is_real() && exponent > numeric(0));
        return numeric(0);
    }
    if (!exponent.is_real()) {
        require(abs(exponent) < numeric(1'000));
        m_budget.spend(2 * kFunctionCost);
        return bounded(GiNaC::exp(bounded(floating(exponent) * GiNaC::log(floating(base)))));
    }
    require(abs(exponent) <= numeric(1'000'000));
    if (exponent.is_integer() && base.is_crational()) {
        const double times = std::abs(exponent.to_double());
        if (times * (bitsOf(base.real()) + bitsOf(base.imag())) <= 1.2 * kMaxBits) return bounded(base.power(exponent));
    }
    const numeric inexact = floating(base);
    require(std::abs(exponent.to_double() * log10Of(abs(inexact))) < kLargestPower);
    m_budget.spend(kFunctionCost);
    if (exponent.is_integer()) return bounded(inexact.power(exponent));
    if (exponent == numeric(1, 2)) return bounded(GiNaC::sqrt(inexact));
    return bounded(inexact.power(floating(exponent)));
}

numeric AnswerEvaluator::rootOf(const AnswerNode& n) {
    const numeric radicand = of(n.kids[0]);
    const numeric index = of(n.kids[1]);
    require(index.is_real() && !index.is_zero());
    if (radicand.is_zero() && index > numeric(0)) return numeric(0);
    const bool negative = radicand.is_real() && radicand < numeric(0);
    if (negative && index.is_odd()) return -power(-radicand, numeric(1) / index);
    if (negative && m_point > 0 && hasLetters(n.kids[0])) throw Undefined();
    return power(radicand, bounded(numeric(1) / index));
}

/// Between whole numbers, any function with n! = n (n - 1)! does.
numeric AnswerEvaluator::factorial(const numeric& n) {
    if (n.is_nonneg_integer()) {
        require(n <= numeric(kMaxFactorial));
        m_budget.spend(n.to_int());
        return bounded(GiNaC::factorial(n));
    }
    require(n.is_rational() && !n.is_integer() && abs(n) < numeric(50));
    const numeric whole(cln::cl_N(cln::floor1(cln::realpart(n.to_cl_N()))));
    const numeric part = n - whole;
    numeric result(static_cast<long>(1'000'000 + hashOf(textOf(part)) % 1'000'003), 1'000'003L);
    for (numeric k = part; k < n; k = k + numeric(1)) result = bounded(result * (k + numeric(1)));
    for (numeric k = part; k > n; k = k - numeric(1)) result = quotient(result, k);
    return result;
}

numeric AnswerEvaluator::binomial(const numeric& n, const numeric& k) {
    if (n.is_nonneg_integer() && k.is_nonneg_integer()) {
        require(n <= numeric(kMaxBinomial));
        if (k > n) return numeric(0);
        m_budget.spend(n.to_int() / 4);
        return bounded(GiNaC::binomial(n, k));
    }
    if (!k.is_nonneg_integer()) {
        if ((n - k).is_nonneg_integer()) return binomial(n, n - k);
        return quotient(factorial(n), bounded(factorial(k) * factorial(n - k)));
    }
    require(k <= numeric(100));
    numeric result(1);
    for (int i = 0; i < k.to_int(); ++i) result = bounded(result * (n - numeric(i)) / numeric(i + 1));
    return result;
}

numeric AnswerEvaluator::function(const AnswerNode& n) {
    const std::string& f = n.text;
    if (f == "gcd" || f == "lcm" || f == "max" || f == "min") return ofMany(n);
    const bool trigonometric = f == "sin" || f == "cos" || f == "tan" || f == "cot" || f == "sec" || f == "csc";
    const bool before = std::exchange(m_isAngle, trigonometric);
    const numeric x = of(n.kids[0]);
    m_isAngle = before;
    if (f == "abs") return abs(x);
    if (f == "floor" || f == "ceil") return rounded(x, f == "floor");
    m_budget.spend(kFunctionCost);
    require(abs(x) < tenTo(100));
    if (f == "ln" || f == "lg" || f == "log") return logarithm(n, x);
    require(abs(x) < numeric(1'000'000));
    return analytic(f, floating(x));
}

numeric AnswerEvaluator::analytic(const std::string& f, const numeric& v) {
    // The argument is of the size of one, and so is the rounding beside a zero.
    const auto flushed = [this](const numeric& y) {
        return sum(sum(y, numeric(1)), numeric(-1)).is_zero() ? numeric(0) : bounded(y);
    };
    const bool small = abs(v) < tenTo(-20);
    const auto sine = [&] { return small ? bounded(GiNaC::sin(v)) : flushed(GiNaC::sin(v)); };
    const auto cosine = [&] { return flushed(GiNaC::cos(v)); };
    if (f == "sin") return sine();
    if (f == "cos") return cosine();
    if (f == "tan") return quotient(sine(), cosine());
    if (f == "cot") return quotient(cosine(), sine());
    if (f == "sec") return quotient(numeric(1), cosine());
    if (f == "csc") return quotient(numeric(1), sine());
    if (f == "arcsin") return bounded(GiNaC::asin(v));
    if (f == "arccos") return bounded(GiNaC::acos(v));
    if (f == "arctan") return bounded(GiNaC::atan(v));
    if (f == "arccot") return bounded(pi() / numeric(2) - GiNaC::atan(v));
    require(abs(v.real()) < numeric(10'000));
    if (f == "exp") return bounded(GiNaC::exp(v));
    if (f == "sinh") return bounded(GiNaC::sinh(v));
    if (f == "cosh") return bounded(GiNaC::cosh(v));
    if (f == "tanh") {
        require(abs(v.real()) < numeric(100));
        return bounded(GiNaC::tanh(v));
    }
    throw Unvalued();
}

/// Without a base, \log is the natural one, as in higher mathematics.
numeric AnswerEvaluator::logarithm(const AnswerNode& n, const numeric& x) {
    require(!x.is_zero());
    if (x == numeric(1)) return numeric(0);
    if (m_point > 0 && x.is_real() && x < numeric(0) && hasLetters(n.kids[0])) throw Undefined();
    const numeric log = bounded(GiNaC::log(floating(x)));
    if (n.text == "lg") return quotient(log, GiNaC::log(floating(numeric(10))));
    if (n.text == "ln" || n.kids.size() == 1) return log;
    const numeric base = of(n.kids[1]);
    require(!base.is_zero() && base != numeric(1));
    return quotient(log, bounded(GiNaC::log(floating(base))));
}

numeric AnswerEvaluator::ofMany(const AnswerNode& n) {
    const AnswerNode& arguments = n.kids[0];
    require((arguments.kind == Kind::Tuple || arguments.kind == Kind::List) && !arguments.kids.empty());
    numeric result = of(arguments.kids[0]);
    for (std::size_t i = 1; i < arguments.kids.size(); ++i) {
        const numeric next = of(arguments.kids[i]);
        require(result.is_real() && next.is_real());
        if (n.text == "max")
            result = result < next ? next : result;
        else if (n.text == "min")
            result = next < result ? next : result;
        else {
            require(result.is_pos_integer() && next.is_pos_integer());
            result = bounded(n.text == "gcd" ? GiNaC::gcd(result, next) : GiNaC::lcm(result, next));
        }
    }
    return result;
}

numeric AnswerEvaluator::rounded(const numeric& x, bool down) {
    require(x.is_real());
    const cln::cl_R real = cln::realpart(x.to_cl_N());
    const numeric nearest(cln::cl_N(cln::round1(real)));
    if (!x.is_rational() && abs(x - nearest) < tenTo(-kLostDigits)) return bounded(nearest);
    return bounded(numeric(cln::cl_N(down ? cln::floor1(real) : cln::ceiling1(real))));
}

}  // namespace scorer
