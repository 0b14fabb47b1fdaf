#include "app/cli/window_program.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>

#include "app/run/usage_error.h"

namespace app::cli {

int runWindowProgram(const std::vector<std::string>& arguments) {
    std::error_code error;
    const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", error);
    const std::string program = (self.parent_path() / "stepscope").string();
    if (error || ::access(program.c_str(), X_OK) != 0)
        throw UsageError("pictures are painted by the window's program, expected at " + program +
                         "; build it (WITH_GUI=ON), or leave --svg and --png out");
    ::setenv("QT_QPA_PLATFORM", "offscreen", 0);
    // Qt would warn on standard error that it is not set, as in containers and services.
    ::setenv("XDG_RUNTIME_DIR", std::filesystem::temp_directory_path(error).c_str(), 0);
    std::vector<char*> argv{const_cast<char*>(program.c_str())};
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    pid_t child = 0;
    if (const int failure = ::posix_spawn(&child, program.c_str(), nullptr, nullptr, argv.data(), environ))
        throw std::runtime_error(program + " cannot be started: " + std::strerror(failure));
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

}  // namespace app::cli
