#include "scorer/answers/answer_numerics.h"

#include <cln/cln.h>

#include <cmath>
#include <sstream>

namespace scorer {
namespace {

using GiNaC::numeric;

constexpr long kDigits = 100;   // of the arithmetic
constexpr int kKeyDigits = 30;  // of a key

template <class Number>
std::string written(const Number& number) {
    std::ostringstream out;
    out << number;
    return out.str();
}

/// Long numbers as their first digits and a hash of two words over all of them.
std::string shortened(std::string digits) {
    constexpr std::size_t kLong = 200;
    if (digits.size() <= kLong) return digits;
    const std::uint64_t first = hashOf(digits);
    const std::uint64_t second = hashOf("second " + digits);
    return digits.substr(0, kKeyDigits) + "..." + std::to_string(digits.size()) + '#' + std::to_string(first) + '.' +
           std::to_string(second);
}

std::string realKey(const numeric& v) {
    if (v.is_zero()) return "0";
    if (v.is_rational()) return shortened(written(v));
    const cln::cl_R x = cln::realpart(v.to_cl_N());
    const double magnitude = log10Of(abs(v));
    // A fraction with a small denominator cannot be met by chance at this precision.
    if (std::abs(magnitude) < 30) {
        const cln::cl_RA simple = cln::rationalize(cln::cl_float(x, cln::float_format(kDigits - 25)));
        if (cln::denominator(simple) < 1'000'000'000) return written(simple);
    }
    int exponent = static_cast<int>(std::floor(magnitude));
    static const cln::cl_I most = cln::expt_pos(cln::cl_I(10), kKeyDigits);
    cln::cl_I digits = 0;
    for (int tries = 0; tries < 3; ++tries) {
        digits = cln::round1(x * cln::expt(cln::cl_RA(10), kKeyDigits - 1 - exponent));
        if (cln::abs(digits) >= most)
            ++exponent;
        else if (cln::abs(digits) * 10 < most)
            --exponent;
        else
            break;
    }
    return "~" + written(digits) + "e" + std::to_string(exponent);
}

}  // namespace

numeric tenTo(int exponent) {
    return numeric(10).power(numeric(exponent));
}

int bitsOf(const numeric& real) {
    return real.numer().int_length() + real.denom().int_length();
}

numeric floating(const numeric& v) {
    const cln::float_format_t format = cln::float_format(kDigits);
    const cln::cl_N n = v.to_cl_N();
    if (v.is_real()) return numeric(cln::cl_N(cln::cl_float(cln::realpart(n), format)));
    return numeric(cln::complex(cln::cl_float(cln::realpart(n), format), cln::cl_float(cln::imagpart(n), format)));
}

numeric pi() {
    return numeric(cln::pi(cln::float_format(kDigits)));
}

double log10Of(const numeric& positive) {
    if (positive.is_rational()) return 0.30103 * (positive.numer().int_length() - positive.denom().int_length());
    const cln::cl_F x = cln::cl_float(cln::realpart(positive.to_cl_N()), cln::float_format(20));
    const double exponent = static_cast<double>(cln::float_exponent(x));
    const double mantissa = cln::double_approx(cln::scale_float(x, -cln::float_exponent(x)));
    return 0.30102999566 * exponent + std::log10(std::abs(mantissa));
}

numeric withoutRounding(const numeric& v) {
    static const numeric least = tenTo(-kLostDigits);
    const numeric re = v.real();
    const numeric im = v.imag();
    if (im.is_zero()) return re;
    if (v.is_crational()) return v;
    if (abs(im) < abs(re) * least) return re;
    if (abs(re) < abs(im) * least) return im * GiNaC::ex_to<numeric>(GiNaC::I);
    return v;
}

std::string textOf(const numeric& v) {
    return written(v);
}

std::uint64_t hashOf(const std::string& text) {
    std::uint64_t hash = 1469598103934665603ULL;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return hash ^ (hash >> 29);
}

bool isZero(const numeric& v) {
    return v.is_zero();
}

std::string numberKey(const numeric& v) {
    const numeric clean = withoutRounding(v);
    return clean.is_real() ? realKey(clean.real()) : realKey(clean.real()) + "+" + realKey(clean.imag()) + "i";
}

}  // namespace scorer
