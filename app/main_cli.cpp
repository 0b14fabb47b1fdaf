// stepscope-cli: the program without a window. Exit codes: 0 done, 2 bad usage or input, 1 the run failed.
#include <csignal>
#include <cstdio>
#include <cstdlib>

#include "app/cli/commands.h"
#include "app/cli/progress.h"
#include "app/resources.h"

namespace {

volatile std::sig_atomic_t g_interrupts = 0;

void onInterrupt(int) {
    g_interrupts = g_interrupts + 1;
    if (g_interrupts > 1) std::_Exit(130);
}

}  // namespace

namespace app::cli {

bool isInterrupted() { return g_interrupts > 0; }
void catchInterrupts() { std::signal(SIGINT, onInterrupt); }

std::unique_ptr<ModelSession> loadSession(const CliRunOptions& options) {
    Progress progress;
    const auto show = [&](const std::string& stage, double fraction) {
        char text[128];
        std::snprintf(text, sizeof text, "%3.0f %%  %s", 100 * fraction, stage.c_str());
        progress.show(text);
    };
    return ModelSession::load(options.loadOrder(), {.progress = show, .priced = {}});
}

}  // namespace app::cli

int main(int argc, char** argv) {
    CLI::App program("Stepscope: watch a language model reason in parallel, scored and pruned step by step", "stepscope-cli");
    program.set_version_flag("--version", app::kProgramVersion);
    program.require_subcommand(1);
    app::cli::Action action;
    app::cli::addRun(program, action);
    app::cli::addEval(program, action);
    app::cli::addStudy(program, action);
    app::cli::addTrainScorer(program, action);
    app::cli::addReplay(program, action);
    app::cli::addBench(program, action);
    app::cli::addTokenize(program, action);
    app::cli::addLogits(program, action);
    app::cli::addModels(program, action);
    try {
        program.parse(argc, argv);
        return action();
    } catch (const CLI::CallForHelp& e) {
        return program.exit(e);
    } catch (const CLI::CallForVersion& e) {
        return program.exit(e);
    } catch (const CLI::Error& e) {
        std::fprintf(stderr, "stepscope-cli: %s (see --help)\n", e.what());
        return 2;
    } catch (const app::UsageError& e) {
        std::fprintf(stderr, "stepscope-cli: %s\n", e.what());
        return 2;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "stepscope-cli: %s\n", e.what());
        return 1;
    }
}
