// Runs over scripted servers: one that behaves, pieces of it for those that do not, and what came of a run.
#pragma once

#include <QTemporaryDir>
#include <nlohmann/json.hpp>

#include "app/run/recording.h"
#include "app/run/steady_seconds.h"
#include "app/run/summary.h"
#include "app/server/server_run.h"
#include "scripted_server.h"

namespace server_support {

using namespace app;
using nlohmann::json;
using scripted::Link;
using scripted::Request;
using scripted::Script;

/// "stepscope-0123456789ab-00007" is trace 7.
inline int traceOf(const Request& request) {
    const auto id = request.headers.find("x-request-id");
    return id == request.headers.end() ? 0 : std::stoi(id->second.substr(id->second.size() - 5));
}

/// What trace `trace` says, token by token: steps, then an answer that two of three traces agree on.
inline std::vector<std::string> tokensOf(int trace) {
    std::vector<std::string> tokens;
    const int steps = 2 + trace % 3;
    for (int step = 0; step < steps; ++step) {
        for (int word = 0; word < 5 + trace % 4; ++word) tokens.push_back(" w" + std::to_string(word));
        tokens.push_back(".\n\n");
    }
    for (const char* part : {"\\boxed{", "", "}"}) tokens.emplace_back(part);
    tokens[tokens.size() - 2] = trace % 3 == 0 ? "41" : "42";
    return tokens;
}

inline json entryOf(const std::string& token, int top, double logProbability) {
    json entry = {{"token", token}, {"logprob", logProbability}, {"top_logprobs", json::array()}};
    for (int i = 0; i < top; ++i)
        entry["top_logprobs"].push_back({{"token", "t"}, {"logprob", logProbability - i * 0.5}});
    return entry;
}

inline std::string chunkOf(const std::string& token, int top = 20, double logProbability = -0.25) {
    json choice = {{"index", 0}, {"delta", {{"content", token}}}, {"finish_reason", nullptr}};
    if (top > 0) choice["logprobs"] = {{"content", json::array({entryOf(token, top, logProbability)})}};
    return "data: " + json({{"choices", {choice}}}).dump() + "\n\n";
}

inline std::string lastChunk(const char* reason = "stop") {
    return "data: " +
           json({{"choices", {{{"index", 0}, {"delta", json::object()}, {"finish_reason", reason}}}}}).dump() +
           "\n\ndata: [DONE]\n\n";
}

/// The whole stream of a trace, `betweenS` between tokens.
inline void sayAll(const Request& request, Link& link, double betweenS = 0, int top = 20) {
    if (!link.beginStream()) return;
    for (const std::string& token : tokensOf(traceOf(request))) {
        if (!link.send(chunkOf(token, top)) || (betweenS > 0 && !link.wait(betweenS))) return;
    }
    link.send(lastChunk());
}

/// Questions that are no stream: models, and the completion of one token. False for a stream.
inline bool answersQuestion(const Request& request, Link& link, int top = 20, const char* owner = "somebody") {
    if (request.path == "/v1/models") {
        link.answer(200, json({{"data", {{{"id", "m1"}, {"owned_by", owner}, {"max_model_len", 4096}}}}}).dump());
    } else if (request.method == "GET") {
        link.answer(404, R"({"error": {"message": "no such page"}})");
    } else if (!json::parse(request.body).value("stream", false)) {
        json choice = {{"message", {{"content", "2"}}}, {"finish_reason", "length"}};
        if (top > 0) choice["logprobs"] = {{"content", json::array({entryOf("2", top, -0.1)})}};
        link.answer(200, json({{"choices", {choice}}, {"usage", {{"prompt_tokens", 21}}}}).dump());
    } else {
        return false;
    }
    return true;
}

/// A server that behaves but for its streams.
inline Script withStreams(std::function<void(const Request&, Link&)> stream, int top = 20) {
    return [stream = std::move(stream), top](const Request& request, Link& link) {
        if (!answersQuestion(request, link, top)) stream(request, link);
    };
}

inline ServerSettings settingsFor(const scripted::Server& server) {
    ServerSettings settings;
    settings.address = server.address();
    settings.retries = 2;
    settings.backOffS = 0.05;
    settings.timeouts = {.connectS = 2, .firstTokenS = 30, .betweenTokensS = 20, .wholeS = 60, .answerS = 10};
    return settings;
}

/// Waits no longer than a test may take.
inline ServerSettings impatientWith(const scripted::Server& server) {
    ServerSettings settings = settingsFor(server);
    settings.timeouts.firstTokenS = 1.0;
    settings.timeouts.betweenTokensS = 0.6;
    settings.timeouts.answerS = 2;
    return settings;
}

inline RunOptions optionsFor(int traces, PolicyKind policy = PolicyKind::SelfConsistency) {
    RunOptions options;
    options.policy = policy;
    options.traces = traces;
    options.maxTokens = 500;
    options.deepconf.warmup = 2;
    return options;
}

struct Outcome {
    std::vector<Event> events;
    RunState state;    // of the recording that was read back
    std::string ways;  // what its reader says is wrong with it
    double seconds = 0;

    int count(FinishReason reason) const {
        return static_cast<int>(std::ranges::count_if(state.traces, [&](const auto& t) { return t.finish == reason; }));
    }
    /// Warnings of the log, a line each.
    std::string warnings() const {
        std::string all;
        for (const Event& event : events) {
            const auto* notice = std::get_if<Notice>(&event.body);
            if (notice && notice->severity != Notice::Severity::Info) all += notice->text + "\n";
        }
        return all;
    }
};

/// Runs to the end, recorded and read back. `between` is called between passes.
inline Outcome runOn(const ServerSettings& settings, const RunOptions& options,
                     const std::function<void(RunLoop&)>& between = {}) {
    const QTemporaryDir folder;
    const std::string path = folder.path().toStdString() + "/run.stepscope";
    Outcome out;
    const double begin = steadySeconds();
    RunRequest request{"What is 6 * 7?", "42", options};
    const ServerDescription server = describeServer(settings, serverPrompt(request));
    {
        RecordingWriter writer(path);
        const auto loop = startServerRun(settings, server, request, [&](const Event& event) {
            out.events.push_back(event);
            (void)writer.append(event);
        });
        while (!loop->isFinished()) {
            if (between) between(*loop);
            (void)loop->step();
        }
    }
    out.seconds = steadySeconds() - begin;
    const auto notes = foldRecording(path, out.state);
    for (const std::string& line : notes.warnings()) out.ways += line + "\n";
    return out;
}

}  // namespace server_support
