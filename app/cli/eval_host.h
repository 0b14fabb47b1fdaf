// Where an evaluation's runs happen: a model of this machine, or a server. One thread.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "app/cli/cli_options.h"
#include "app/run/run_jobs.h"
#include "app/study/usable_problems.h"

namespace app {

class EvalHost {
public:
    EvalHost() = default;
    EvalHost(const EvalHost&) = delete;
    EvalHost& operator=(const EvalHost&) = delete;
    virtual ~EvalHost() = default;

    virtual RunOptions defaults() const = 0;
    virtual std::string modelName() const = 0;
    virtual std::string modelPath() const = 0;
    /// Takes out what cannot run.
    virtual std::vector<UnusableProblem> takeUnusable(const RunOptions& options,
                                                      std::vector<Problem>& problems) const = 0;
    /// What the results depend on (app/study/fingerprint.h).
    virtual nlohmann::json fingerprint(const RunOptions& options, std::span<const Problem> problems) const = 0;
    /// MiB of KV cache that are such a share of a peak. Throws UsageError where memory has no size.
    virtual double kvCap(const std::string& question, const RunOptions& options, double share,
                         int peakBlocks) const = 0;
    virtual void run(std::span<const RunJob> jobs, int parallel, const JobObserver& observer) = 0;
};

/// Loads the model that the options name, or asks their server.
std::unique_ptr<EvalHost> makeEvalHost(const CliRunOptions& options);

}  // namespace app
