// Problems of a set that a model cannot run: blank, longer than its context, refused by its chat template. They are
// left out and told, so that the others run. One thread, the session's.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <vector>

#include "app/run/model_session.h"
#include "app/study/problems.h"

namespace app {

struct UnusableProblem {
    int index = 0;  ///< among the usable problems of its set, from 0
    int line = 0;   ///< in its file, from 1
    std::string reason;
};

/// Takes out what cannot run with `options`. Large sets take a while: once isStopped() says true, the problems left are
/// not looked at.
std::vector<UnusableProblem> takeUnusable(const ModelSession& session, const RunOptions& options,
                                          std::vector<Problem>& problems, const std::function<bool()>& isStopped = {});

/// "set.jsonl: line 3: problem 2: WHY; skipped", one a line, the first few and how many more.
std::string unusableText(const std::string& file, std::span<const UnusableProblem> unusable);
/// [{"problem", "line", "reason"}]
nlohmann::json toJson(std::span<const UnusableProblem> unusable);

}  // namespace app
