// Numbers of the computer algebra library: floating ones of a fixed length, their size, and the text that equal ones
// share. Callers hold libraryLock() (answer_evaluator.h).
#pragma once

#include <ginac/ginac.h>

#include <cstdint>
#include <string>

namespace scorer {

constexpr int kLostDigits = 60;  ///< a sum so much smaller than its terms is zero

GiNaC::numeric tenTo(int exponent);
/// Of numerator and denominator.
int bitsOf(const GiNaC::numeric& real);
GiNaC::numeric floating(const GiNaC::numeric& v);
GiNaC::numeric pi();
bool isZero(const GiNaC::numeric& v);
/// The decimal logarithm of a positive number of any size, to a digit or so.
double log10Of(const GiNaC::numeric& positive);
/// Real where the other part is rounding.
GiNaC::numeric withoutRounding(const GiNaC::numeric& v);

std::string textOf(const GiNaC::numeric& v);
std::uint64_t hashOf(const std::string& text);
/// "n", "n/d", or "~" with 30 digits and a power of ten; complex numbers have two of these.
std::string numberKey(const GiNaC::numeric& v);

}  // namespace scorer
