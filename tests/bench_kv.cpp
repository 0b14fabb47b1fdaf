// How far the next token's distribution moves with a coarser KV cache: mean and largest Kullback-Leibler divergence
// from the exactest type that the backend has, and how often the most likely token is another. Contexts are texts that
// the embedded model writes, one after another up to the length asked for; or random tokens to a shape with random
// weights. Not a test: run it by hand.
//   bench_kv [cpu|cuda] [contexts 100] [tokens 2000] [shape: demo's weights, or qwen3-4b ...]
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "app/run/devices.h"
#include "app/run/run_loop.h"
#include "app/study/benchmark.h"
#include "app/study/problems.h"
#include "random_model.h"

namespace {

using engine::TokenId;
using kernels::KvType;

constexpr int kTracesEach = 4;

std::vector<double> logProbabilities(const std::vector<float>& logits) {
    const float largest = *std::max_element(logits.begin(), logits.end());
    double sum = 0;
    for (const float x : logits) sum += std::exp(double(x) - double(largest));
    std::vector<double> result;
    result.reserve(logits.size());
    for (const float x : logits) result.push_back(double(x) - double(largest) - std::log(sum));
    return result;
}

struct Distance {
    double kl = 0, worst = 0, logitError = 0;
    int sameBest = 0, contexts = 0;

    void add(const std::vector<float>& exact, const std::vector<float>& other) {
        const std::vector<double> p = logProbabilities(exact), q = logProbabilities(other);
        double divergence = 0, difference = 0, norm = 0;
        for (std::size_t i = 0; i < p.size(); ++i) {
            divergence += std::exp(p[i]) * (p[i] - q[i]);
            difference += std::pow(double(exact[i]) - double(other[i]), 2);
            norm += std::pow(double(exact[i]), 2);
        }
        kl += divergence;
        worst = std::max(worst, divergence);
        logitError += std::sqrt(difference / norm);
        sameBest +=
            std::max_element(p.begin(), p.end()) - p.begin() == std::max_element(q.begin(), q.end()) - q.begin();
        ++contexts;
    }
};

/// What the model writes to the problems of a set, in pieces of `tokens` tokens that end anywhere.
std::vector<std::vector<TokenId>> writtenContexts(app::ModelSession& session, int count, int tokens) {
    const app::ProblemSet set = app::readProblems(std::string(STEPSCOPE_RESOURCES) + "/problems/heldout.jsonl");
    std::vector<std::vector<TokenId>> contexts;
    std::vector<TokenId> text;
    for (std::size_t i = 0; int(contexts.size()) < count; i = (i + 1) % set.problems.size()) {
        app::RunOptions options = session.defaults();
        options.policy = app::PolicyKind::SelfConsistency;
        options.traces = kTracesEach;
        options.sampling.seed = contexts.size() + 1;
        std::vector<std::vector<TokenId>> traces(kTracesEach);
        app::RunLoop loop(session, {set.problems[i].question, {}, options}, [&](const app::Event& event) {
            if (const auto* pass = std::get_if<app::PassDone>(&event.body))
                for (const app::TokenOut& token : pass->tokens)
                    traces[std::size_t(index(token.trace)) - 1].push_back(token.token);
        });
        while (!loop.isFinished()) loop.step();
        const std::vector<TokenId> prompt = session.promptTokens(set.problems[i].question, options.systemPrompt);
        for (const std::vector<TokenId>& trace : traces) {
            text.insert(text.end(), prompt.begin(), prompt.end());
            text.insert(text.end(), trace.begin(), trace.end());
        }
        if (int(text.size()) < tokens + 64) continue;
        const std::size_t from = contexts.size() * 13 % 64;  // so that the end is anywhere in a text
        contexts.emplace_back(text.begin() + std::ptrdiff_t(from), text.begin() + std::ptrdiff_t(from) + tokens);
        text.clear();
    }
    return contexts;
}

std::vector<std::vector<TokenId>> randomContexts(int vocabulary, int count, int tokens) {
    test::RandomValues random(3);
    std::vector<std::vector<TokenId>> contexts(static_cast<std::size_t>(count));
    for (std::vector<TokenId>& text : contexts)
        for (int i = 0; i < tokens; ++i) text.push_back(TokenId{random.below(vocabulary)});
    return contexts;
}

void compare(engine::Transformer& model, const kernels::Backend& backend,
             const std::vector<std::vector<TokenId>>& contexts) {
    std::vector<std::vector<float>> exact;
    for (const KvType type : {KvType::F32, KvType::Bf16, KvType::Q8}) {
        if (!backend.takesKv(type)) continue;
        model.setKvType(type);
        const bool isFirst = exact.empty();
        Distance distance;
        for (std::size_t i = 0; i < contexts.size(); ++i) {
            std::vector<float> logits = model.logitsOf(contexts[i]).logits;
            if (isFirst)
                exact.push_back(std::move(logits));
            else
                distance.add(exact[i], logits);
        }
        if (isFirst) {
            std::printf("%-4s %6.0f bytes a token, taken as exact\n", nameOf(type),
                        double(model.blockBytes()) / engine::kBlockTokens);
            continue;
        }
        std::printf(
            "%-4s %6.0f bytes a token: mean KL %.3g, largest %.3g; the likeliest token is the same in %d of %d; "
            "mean relative error of the logits %.3g\n",
            nameOf(type), double(model.blockBytes()) / engine::kBlockTokens, distance.kl / distance.contexts,
            distance.worst, distance.sameBest, distance.contexts, distance.logitError / distance.contexts);
    }
}

}  // namespace

int main(int argc, char** argv) {
    const auto number = [&](int i, int standard) { return argc > i ? std::atoi(argv[i]) : standard; };
    const bool gpu = argc > 1 && std::string(argv[1]) == "cuda";
    const app::BackendChoice backend = gpu ? app::BackendChoice::Cuda : app::BackendChoice::Cpu;
    const int count = number(2, 100), tokens = number(3, 2000);
    std::printf("%d contexts of %d tokens\n", count, tokens);
    if (argc > 4) {
        const auto device = app::makeBackend(backend, std::nullopt);
        engine::Transformer model(*device, app::findShape(argv[4]).value(), engine::RandomWeights{});
        compare(model, *device, randomContexts(model.config().vocabSize, count, tokens));
    } else {
        const auto session = app::ModelSession::load({.backend = backend});
        compare(session->transformer(), session->backend(), writtenContexts(*session, count, tokens));
    }
    return 0;
}
