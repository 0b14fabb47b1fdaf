// How long a prompt is on a server that is known already: one question, asked again where the server is busy.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

#include "app/run/steady_seconds.h"
#include "app/run/usage_error.h"
#include "app/server/completion_chunk.h"
#include "app/server/http_get.h"
#include "app/server/server_description.h"
#include "app/server/server_request.h"

namespace app {
namespace {

constexpr double kStopS = 0.02;  // how soon a wait is given up

using IsStopped = std::function<bool()>;

bool isOver(const IsStopped& isStopped) {
    return isStopped && isStopped();
}

void waitFor(double seconds, const IsStopped& isStopped) {
    const double until = steadySeconds() + seconds;
    while (!isOver(isStopped) && steadySeconds() < until)
        std::this_thread::sleep_for(std::chrono::duration<double>(std::min(kStopS, seconds)));
}

/// The prompt is at fault, and another one may do.
bool refusesPrompt(long status) {
    return status == 400 || status == 413 || status == 422;
}

}  // namespace

int countPromptTokens(const ServerSettings& settings, const ServerDescription& server, const ServerPrompt& prompt,
                      const IsStopped& isStopped) {
    const RequestExtras extras{.sampling = server.takesSampling,
                               .logProbabilities = server.sendsLogProbabilities,
                               .topLogProbabilities = 1,
                               .tokenIds = server.sendsTokenIds};
    const HttpQuestion question{.url = settings.address + "/v1/chat/completions",
                                .json = sampleRequest(server.model, prompt, extras),
                                .timeoutS = settings.timeouts.firstTokenS,
                                .isStopped = isStopped};
    for (int attempt = 0;; ++attempt) {
        const double begin = steadySeconds();
        const HttpAnswer answer = askHttp(settings, question);
        if (isOver(isStopped)) return 0;
        const std::string why = problemOf(answer, settings, settings.address);
        if (why.empty()) {
            try {
                return sampleOf(answer.body).promptTokens;
            } catch (const std::exception& error) {
                throw ServerGone(settings.address + ": " + serverText(error.what(), settings));
            }
        }
        if (refusesPrompt(answer.status)) throw UsageError(why);
        // A server that let the whole time pass is not asked a second time.
        const bool isLate = steadySeconds() - begin >= question.timeoutS;
        const bool mayHelp = !isLate && (answer.status == 0 || isTransient(answer.status));
        if (!mayHelp || attempt >= settings.retries) throw ServerGone(why);
        waitFor(settings.backOffS * std::pow(2.0, attempt), isStopped);
    }
}

}  // namespace app
