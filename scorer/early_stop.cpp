#include "scorer/early_stop.h"

#include <cmath>

namespace scorer {

double betaConfidence(int leader, int runnerUp) {
    const int trials = leader + runnerUp + 1;
    // Terms in logarithms: C(n, i) leaves a double's range beyond n = 1000, and n may be 4096.
    double term = -trials * std::log(2.0);
    double sum = 0;
    for (int i = 0; i <= leader; ++i) {
        sum += std::exp(term);
        term += std::log(static_cast<double>(trials - i) / (i + 1));
    }
    return sum;
}

}  // namespace scorer
