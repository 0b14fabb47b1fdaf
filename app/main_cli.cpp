// stepscope-cli: the program without a window. Exit codes: 0 done, 2 bad usage or input, 1 the run failed or its output
// could not be written, 128 + N ended by signal N (130: Ctrl+C).
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <ios>
#include <new>
#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/cli/version_text.h"
#include "app/run/memory_end.h"
#include "app/run/resources.h"
#include "engine/files/json_text.h"

namespace {

/// Standard streams that are closed get a file that refuses their use, so that no file opened later takes their place.
void fillStandardStreams() {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
        if (::fcntl(fd, F_GETFD) >= 0 || errno != EBADF) continue;
        (void)::open("/dev/null",
                     fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);  // the lowest free number, which is this one
    }
}

/// Flushes standard output; the exit code says if that fails.
int flushOutput(int code) {
    errno = 0;
    const bool failed = std::fflush(stdout) != 0 || std::ferror(stdout) != 0;
    if (!failed) return code;
    char text[160];
    std::snprintf(text, sizeof text, "the output cannot be written%s%s", errno != 0 ? ": " : "",
                  errno != 0 ? std::strerror(errno) : "");
    app::cli::tell(text);
    return code == 0 ? 1 : code;
}

/// nlohmann's "[json.exception.type_error.302] type must be ..." without its first word.
std::string withoutMark(const std::string& message) {
    const std::size_t end = message.find("] ");
    return message.starts_with('[') && end != std::string::npos ? message.substr(end + 2) : message;
}

/// Without memory the words for another error may be lost as well; that is thrown on.
int runCommand(CLI::App& program, app::cli::Action& action, int argc, char** argv) {
    using app::cli::tell;
    try {
        program.parse(argc, argv);
        return action();
    } catch (const CLI::CallForHelp& e) {
        return program.exit(e);
    } catch (const CLI::CallForVersion& e) {
        return program.exit(e);
    } catch (const CLI::RequiredError& e) {
        if (argc > 1 && program.get_subcommands().empty() && argv[1][0] != '-')
            tell(engine::inQuotes(argv[1]) + " is no subcommand (see --help)");
        else
            tell(std::string(e.what()) + " (see --help)");
        return 2;
    } catch (const CLI::Error& e) {
        tell(std::string(e.what()) + " (see --help)");
        return 2;
    } catch (const app::UsageError& e) {
        tell(e.what());
        return 2;
    } catch (const std::filesystem::filesystem_error& e) {
        tell(e.path1().string() + ": " + e.code().message());
        return 2;
    } catch (const std::ios_base::failure& e) {
        tell("a file cannot be read or written: " + e.code().message());
        return 2;
    } catch (const nlohmann::json::exception& e) {
        tell("a file's JSON has another form than expected: " + withoutMark(e.what()));
        return 2;
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& e) {
        tell(e.what());
        return 1;
    }
}

int runProgram(int argc, char** argv) {
    CLI::App program("Stepscope: watch a language model reason in parallel, scored and pruned step by step",
                     "stepscope-cli");
    program.set_version_flag(
        "--version", [] { return app::cli::versionText("stepscope-cli", ""); },
        "Print version, commit, build, CUDA and Qt, and exit");
    program.require_subcommand(1);
    app::cli::Action action;
    app::cli::addRun(program, action);
    app::cli::addEval(program, action);
    app::cli::addStudy(program, action);
    app::cli::addTrainScorer(program, action);
    app::cli::addReplay(program, action);
    app::cli::addCompare(program, action);
    app::cli::addWhatIf(program, action);
    app::cli::addRerun(program, action);
    app::cli::addFinish(program, action);
    app::cli::addExport(program, action);
    app::cli::addRescore(program, action);
    app::cli::addBench(program, action);
    app::cli::addTokenize(program, action);
    app::cli::addLogits(program, action);
    app::cli::addModels(program, action);
    app::cli::addOptions(program, action);
    app::cli::addManual(program, action);
    return runCommand(program, action, argc, argv);
}

}  // namespace

int main(int argc, char** argv) {
    fillStandardStreams();
    app::endInOrderWithoutMemory("stepscope-cli");
    std::signal(SIGXFSZ, SIG_IGN);  // a file at its size limit is a full disk: the write fails and says so
    int code = 1;
    try {
        code = runProgram(argc, argv);
    } catch (const std::exception&) {  // std::bad_alloc, also while something else was told
        app::cli::tell("out of memory");
    }
    return flushOutput(code);
}
