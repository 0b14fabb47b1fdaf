#include "app/run/resources.h"

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <vector>

namespace app {

std::filesystem::path resourceDir() {
    namespace fs = std::filesystem;
    std::vector<fs::path> places;
    if (const char* given = std::getenv("STEPSCOPE_RESOURCES"); given && *given) places.emplace_back(given);
    std::error_code error;
    if (const fs::path program = fs::read_symlink("/proc/self/exe", error); !error) {
        places.push_back(program.parent_path().parent_path() / "share" / "stepscope");
    }
#ifdef STEPSCOPE_SOURCE_RESOURCES  // not in packages
    places.emplace_back(STEPSCOPE_SOURCE_RESOURCES);
#endif
    std::string tried;
    for (const fs::path& place : places) {
        if (fs::is_directory(place / "demo-model", error)) return place;
        tried += (tried.empty() ? "" : ", ") + place.string();
    }
    throw std::runtime_error("resources not found; tried " + tried + " (set STEPSCOPE_RESOURCES)");
}

std::filesystem::path demoModelDir() {
    return resourceDir() / "demo-model";
}

}  // namespace app
