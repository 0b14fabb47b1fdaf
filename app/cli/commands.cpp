#include "app/cli/commands.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "app/cli/progress.h"
#include "app/models/load_session.h"
#include "engine/files/printable.h"

namespace app::cli {
namespace {

volatile std::sig_atomic_t g_signal = 0;

/// The first signal asks the command to end; the same one again ends the program. Not SIGHUP: a closing terminal sends
/// several.
void onSignal(int signal) {
    if (g_signal == signal && signal != SIGHUP) std::_Exit(128 + signal);
    if (g_signal == 0) g_signal = signal;
}

}  // namespace

bool isInterrupted() {
    return g_signal != 0;
}
int interruptCode() {
    return 128 + g_signal;
}

void catchInterrupts() {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        const auto before = std::signal(signal, onSignal);
        if (signal == SIGHUP && before == SIG_IGN) std::signal(signal, SIG_IGN);  // under nohup
    }
}

void tell(std::string_view message) noexcept {
    try {
        const std::string line = engine::printable(message);
        std::fprintf(stderr, "stepscope-cli: %s\n", line.c_str());
    } catch (const std::exception&) {  // no memory to look at characters: what is not plain ASCII becomes a blank
        std::fputs("stepscope-cli: ", stderr);
        for (const char c : message) std::fputc(c >= 0x20 && c < 0x7F ? c : ' ', stderr);
        std::fputc('\n', stderr);
    }
}

std::unique_ptr<ModelSession> loadSession(const CliRunOptions& options) {
    Progress progress;
    const auto show = [&](const std::string& stage, double fraction) { progress.show(loadingText(stage, fraction)); };
    return app::loadSession(options.loadOrder(), {.progress = show, .priced = {}});
}

}  // namespace app::cli
