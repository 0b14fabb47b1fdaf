// Where the program's own files lie: beside the build, or where they were installed. Pure look-ups, any thread.
#pragma once

#include <filesystem>

namespace app {

/// The resources folder: $STEPSCOPE_RESOURCES, ../share/stepscope beside the program, or the source tree's.
/// Throws std::runtime_error naming the places that were tried.
std::filesystem::path resourceDir();
/// The embedded model's folder, resourceDir()/demo-model.
std::filesystem::path demoModelDir();

inline constexpr const char* kProgramVersion = STEPSCOPE_VERSION;

}  // namespace app
