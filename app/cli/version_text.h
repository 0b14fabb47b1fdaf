// What --version prints: version, commit, build, CUDA and Qt. Pure function, any thread.
#pragma once

#include <string>

namespace app::cli {

/// Lines, the first "PROGRAM 0.1.0". `qt` is the version that the program runs with; empty: it uses none.
std::string versionText(const std::string& program, const std::string& qt);

}  // namespace app::cli
