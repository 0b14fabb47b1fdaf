#include "scorer/training/training_split.h"

#include <algorithm>
#include <stdexcept>

#include "scorer/training/training_random.h"

namespace scorer {
namespace {

struct Place {
    std::size_t problem;
    std::size_t trace;
    auto operator<=>(const Place&) const = default;
};

std::vector<Place> draw(const TrainingData& data, bool right, std::size_t atMost, std::uint64_t seed) {
    std::vector<Place> places;
    for (std::size_t p = 0; p < data.problems.size(); ++p) {
        const auto& traces = data.problems[p].traces;
        for (std::size_t t = 0; t < traces.size(); ++t)
            if (traces[t].right == right && !traces[t].rows.empty()) places.push_back({p, t});
    }
    if (places.empty()) {
        throw std::runtime_error(std::string("training: expected right and wrong traces, found no ") +
                                 (right ? "right" : "wrong") + " trace with a step");
    }
    using enum TrainingRandom::Use;
    TrainingRandom(seed, right ? DrawRight : DrawWrong).shuffle(std::span(places));
    if (places.size() > atMost) places.resize(atMost);
    return places;
}

void requireBothClasses(const TrainingData& data, const std::vector<SplitProblem>& side, const char* name) {
    bool has[2] = {false, false};
    for (const SplitProblem& problem : side)
        for (const std::size_t trace : problem.traces)
            has[data.problems[problem.index].traces[trace].right ? 1 : 0] = true;
    if (has[0] && has[1]) return;
    throw std::runtime_error(std::string("training: expected right and wrong traces among the ") + name +
                             " problems, found only " + (has[1] ? "right" : "wrong") + " ones in " +
                             std::to_string(side.size()) + ": sample more problems or choose another seed");
}

}  // namespace

TrainingSplit splitTraces(const TrainingData& data, std::size_t tracesPerClass, double validationShare,
                          std::uint64_t seed) {
    std::vector<Place> chosen = draw(data, true, tracesPerClass, seed);
    const std::vector<Place> wrong = draw(data, false, tracesPerClass, seed);
    chosen.insert(chosen.end(), wrong.begin(), wrong.end());
    std::ranges::sort(chosen);

    std::vector<SplitProblem> problems;
    for (const Place& place : chosen) {
        const ProblemRows& rows = data.problems[place.problem];
        if (problems.empty() || problems.back().index != place.problem)
            problems.push_back({.index = place.problem, .name = rows.name, .traces = {}, .traceIds = {}});
        problems.back().traces.push_back(place.trace);
        problems.back().traceIds.push_back(rows.traces[place.trace].id);
    }
    if (problems.size() < 2) {
        throw std::runtime_error(
            "training: expected traces of at least 2 problems, to keep one for validation, found " +
            std::to_string(problems.size()));
    }

    const auto wanted = static_cast<std::size_t>(validationShare * static_cast<double>(problems.size()));
    const std::size_t kept = std::clamp<std::size_t>(wanted, 1, problems.size() - 1);
    std::vector<std::size_t> order(problems.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    TrainingRandom(seed, TrainingRandom::Use::Split).shuffle(std::span(order));
    std::vector<bool> isValidation(problems.size(), false);
    for (std::size_t i = 0; i < kept; ++i) isValidation[order[i]] = true;

    TrainingSplit split;
    for (std::size_t i = 0; i < problems.size(); ++i)
        (isValidation[i] ? split.validation : split.train).push_back(std::move(problems[i]));
    requireBothClasses(data, split.train, "training");
    requireBothClasses(data, split.validation, "validation");
    return split;
}

}  // namespace scorer
