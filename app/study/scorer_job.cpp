#include "app/study/scorer_job.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/run/number_text.h"
#include "app/run/policy_table.h"
#include "app/run/reference_run.h"
#include "app/run/steady_seconds.h"
#include "app/study/evaluation.h"
#include "app/study/fingerprint.h"
#include "app/study/folder_lock.h"
#include "app/study/result_files.h"
#include "engine/files/atomic_file.h"
#include "engine/files/json_text.h"
#include "scorer/checkpoint/checkpoint_writer.h"
#include "scorer/training/score_rows.h"
#include "scorer/training/step_rows.h"
#include "scorer/training/step_rows_set.h"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr int kTrainingParts = 1000;

/// Thrown through the training where the job is stopped.
struct Stopped {};

std::string rowsFileName(int index) {
    char name[40];
    std::snprintf(name, sizeof name, "problem_%05d.safetensors", index);
    return name;
}

constexpr std::size_t kMostProblems = 99999;  // what file names count to

/// A draft that can be opened beside the output shows that the output can be written.
void requireWritable(const fs::path& output) {
    std::error_code error;
    if (fs::is_directory(output, error))
        throw UsageError("--output: " + output.string() + " is a folder; give the name of a file");
    try {
        const engine::FileDraft draft(output);
    } catch (const std::runtime_error& failure) {
        throw UsageError(std::string("--output: ") + failure.what());
    }
}

/// The text of a file that is not as it must be, as an error that the user can fix.
template <typename Read>
auto readRows(Read read) {
    try {
        return read();
    } catch (const UsageError&) {
        throw;
    } catch (const std::runtime_error& error) {
        throw UsageError(std::string(error.what()) + "; remove the file to have its problem sampled again");
    }
}

class Job {
public:
    Job(ModelSession& session, const ScorerPlan& plan, const ScorerObserver& observer)
        : m_session(session),
          m_plan(plan),
          m_observer(observer),
          m_folder(plan.rowsFolder.empty() ? fs::path(plan.output.string() + ".rows") : plan.rowsFolder) {}

    ScorerOutcome run() {
        if (m_plan.problems.empty()) throw UsageError("no problem to train on");
        const std::string extension = m_plan.output.extension().string();
        if (extension != ".safetensors" && extension != ".pt")
            throw UsageError("--output: expected a name ending in .safetensors or .pt, not '" + m_plan.output.string() +
                             "'");
        requireWritable(m_plan.output);
        ScorerOutcome outcome;
        outcome.file = m_plan.output;
        std::vector<Problem> problems = m_plan.problems;
        std::vector<Problem> testProblems = m_plan.testProblems;
        const auto stop = [this] { return isStopped(); };
        outcome.unusable = takeUnusable(m_session, m_plan.options, problems, stop);
        outcome.unusableTest = takeUnusable(m_session, m_plan.options, testProblems, stop);
        if (stop()) throw Stopped();
        if (m_observer.leftOut) m_observer.leftOut(outcome.unusable, outcome.unusableTest);
        if (problems.empty()) throw UsageError("no problem to train on can run; " + outcome.unusable.front().reason);
        const FolderLock lock(m_folder, {});
        // The recipe trains on what was thought; the test is on what a run scores.
        RunOptions training = m_plan.options;
        training.scoreAfterThink = false;
        sample("sampling", problems, training, m_folder / "train", outcome);
        outcome.problems = static_cast<int>(problems.size());
        if (!testProblems.empty())
            sample("sampling for the test", testProblems, m_plan.options, m_folder / "test", outcome);

        const auto rows = readRows([&] { return scorer::StepRowsSet::open(m_folder / "train"); });
        scorer::TrainedScorer trained = train(rows.data());
        outcome.report = trained.report;
        if (m_session.scorer()) {
            const auto validation = scorer::onlyThese(rows.data(), trained.report.split.validation);
            outcome.validationBefore = measureBefore(validation);
        }
        if (!testProblems.empty()) test(trained.weights, outcome);
        save(trained.weights, outcome);
        return outcome;
    }

private:
    bool isStopped() const { return m_observer.isStopped && m_observer.isStopped(); }
    void report(const ScorerProgress& progress) const {
        if (m_observer.progress) m_observer.progress(progress);
    }

    scorer::StepRowsInfo infoOf(const Problem& problem, const std::string& fingerprint) const {
        const engine::SamplingParams& sampling = m_plan.options.sampling;
        return {problem.question, problem.answer.value_or(""), m_session.info().name,   m_session.info().sha256,
                sampling.seed,    sampling.temperature,        m_plan.tracesPerProblem, fingerprint};
    }

    /// The rows are there already, of the same problem, model and sampling.
    bool isSampled(const fs::path& file, const Problem& problem, const std::string& fingerprint) const {
        if (!fs::exists(file)) return false;
        const scorer::StepRowsInfo found = readRows([&] { return scorer::StepRowsFile::open(file).info(); });
        if (found.question != problem.question || found.answer != problem.answer.value_or("")) {
            throw UsageError(file.string() +
                             ": rows of another problem; choose another output or another folder for the rows");
        }
        if (found.fingerprint.empty()) {
            throw UsageError(file.string() +
                             ": field 'fingerprint' is missing: an earlier version wrote these rows and did not say of "
                             "what they are; "
                             "choose another output or another folder for the rows");
        }
        const auto kept = readRows(
            [&] { return engine::parseJson(found.fingerprint, file.string() + ": fingerprint", {.depth = 16}); });
        requireSameFingerprint(file, kept, nlohmann::json::parse(fingerprint));
        return true;
    }

    /// Rows of more problems than are asked for would be trained on as well.
    void requireNoMore(const fs::path& folder, std::size_t problems) const {
        for (std::size_t i = problems; i <= kMostProblems; ++i) {
            const fs::path file = folder / rowsFileName(static_cast<int>(i));
            if (fs::exists(file))
                throw UsageError(file.string() + ": rows of more than these " + std::to_string(problems) +
                                 " problems; choose another output or another folder for the rows");
            if (i > problems + 1000) break;  // gaps are left by a stop, at most as many as run together
        }
    }

    void sample(const std::string& what, const std::vector<Problem>& problems, RunOptions options,
                const fs::path& folder, ScorerOutcome& outcome) {
        std::error_code error;
        fs::create_directories(folder, error);
        if (error) throw UsageError(folder.string() + ": " + error.message());
        requireNoMore(folder, problems.size());
        options = referenceOptions(options);
        options.traces = m_plan.tracesPerProblem;
        options.pace = 0;
        options.kvCacheMib.reset();
        const std::string fingerprint =
            fingerprintOf(m_session, options).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        std::vector<RunJob> jobs;
        for (std::size_t i = 0; i < problems.size(); ++i) {
            if (isStopped()) throw Stopped();
            const int tag = static_cast<int>(i);
            if (isSampled(folder / rowsFileName(tag), problems[i], fingerprint)) continue;
            jobs.push_back({tag, RunRequest{.problem = problems[i].question,
                                            .knownAnswer = problems[i].answer,
                                            .options = options,
                                            .keepRows = true}});
        }
        const int total = static_cast<int>(jobs.size());
        int done = 0;
        const double begin = steadySeconds();
        JobObserver observer;
        observer.isStopped = [this] { return isStopped(); };
        observer.stepped = [&](const RunJob&, const RunLoop&) {
            report({what, done, total,
                    done ? std::optional((steadySeconds() - begin) / done * (total - done)) : std::nullopt,
                    std::nullopt});
        };
        observer.ended = [&](const RunJob& job, const RunLoop& run) {
            if (run.state().finished->end == RunEnd::Failed)
                throw std::runtime_error("sampling failed: " + run.state().finished->message);
            const Problem& problem = problems[static_cast<std::size_t>(job.tag)];
            scorer::writeStepRows(folder / rowsFileName(job.tag), rowsOf(run, problem, fingerprint, outcome));
            ++done;
        };
        runJobs(m_session, jobs, m_plan.parallel, observer);
        if (isStopped()) throw Stopped();
    }

    scorer::StepRows rowsOf(const RunLoop& run, const Problem& problem, const std::string& fingerprint,
                            ScorerOutcome& outcome) const {
        scorer::StepRows rows;
        rows.info = infoOf(problem, fingerprint);
        rows.width = m_session.info().hiddenSize;
        const auto width = static_cast<std::size_t>(rows.width);
        for (const TraceState& trace : run.state().traces) {
            if (!trace.answer) {
                ++outcome.droppedTraces;
                continue;
            }
            rows.addTrace(index(trace.id), run.state().isCorrect(trace).value_or(false));
            const StepEnds steps = run.stepEnds(trace.id);
            for (std::size_t i = 0; i < steps.ends.size(); ++i) {
                rows.addStep(index(trace.id), steps.ends[i], std::span(steps.hidden).subspan(i * width, width));
            }
        }
        return rows;
    }

    scorer::TrainedScorer train(const scorer::TrainingData& data) const {
        const auto progress = [&](const scorer::TrainingProgress& p) {
            if (isStopped()) throw Stopped();
            const double share = (p.epoch - 1 + p.epochShare) / p.maxEpochs;
            report({"training, epoch " + std::to_string(p.epoch), static_cast<int>(share * kTrainingParts),
                    kTrainingParts, share > 0 ? std::optional(p.elapsedSeconds / share * (1 - share)) : std::nullopt,
                    p.finished});
        };
        return scorer::trainScorer(m_session.backend(), data, m_plan.training, progress);
    }

    void test(const scorer::ScorerWeights& weights, ScorerOutcome& outcome) const {
        const auto rows = readRows([&] { return scorer::StepRowsSet::open(m_folder / "test"); });
        outcome.test = measure(weights, "the new scorer", rows.data());
        if (m_session.scorer()) outcome.testBefore = measureBefore(rows.data());
    }

    scorer::ScorerMetrics measure(const scorer::ScorerWeights& weights, const std::string& name,
                                  const scorer::TrainingData& data) const {
        const auto goOn = [this] {
            if (isStopped()) throw Stopped();
        };
        return scorer::measureScores(scorer::scoreRows(m_session.backend(), weights, data, name, goOn));
    }

    /// The session's scorer; there is one.
    scorer::ScorerMetrics measureBefore(const scorer::TrainingData& data) const {
        return measure(scorer::loadScorer(m_session.scorer()->path), m_session.scorer()->name, data);
    }

    void save(scorer::ScorerWeights& weights, const ScorerOutcome& outcome) const {
        const auto add = [&](const char* name, const std::optional<double>& value) {
            if (value) weights.metrics.emplace_back(name, fixedText(*value, 4));
        };
        if (outcome.test) {
            add("test_auc", outcome.test->stepAuc);
            add("test_trace_auc", outcome.test->traceAuc);
            add("test_f1", outcome.test->f1);
        }
        weights.metrics.emplace_back("model", m_session.info().name);
        weights.metrics.emplace_back("weights", m_session.info().weights);  // of whose hidden states it was trained
        scorer::saveScorer(m_plan.output, weights);
        if (m_plan.alsoTorch) scorer::saveScorer(fs::path(m_plan.output).replace_extension(".pt"), weights);
        auto all = nlohmann::json::parse(scorer::toJson(outcome.report));
        all.update(nlohmann::json::parse(toJson(outcome)));
        writeJson(fs::path(m_plan.output).replace_extension(".training.json"), all);
    }

    ModelSession& m_session;
    const ScorerPlan& m_plan;
    const ScorerObserver& m_observer;
    fs::path m_folder;
};

}  // namespace

std::optional<ScorerOutcome> trainScorer(ModelSession& session, const ScorerPlan& plan,
                                         const ScorerObserver& observer) {
    try {
        return Job(session, plan, observer).run();
    } catch (const Stopped&) {
        return std::nullopt;
    }
}

std::string toJson(const ScorerOutcome& outcome) {
    const auto metrics = [](const std::optional<scorer::ScorerMetrics>& m) {
        return m ? nlohmann::json::parse(scorer::toJson(*m)) : nlohmann::json(nullptr);
    };
    const nlohmann::json out = {{"scorer", outcome.file.filename().string()},
                                {"problems", outcome.problems},
                                {"unusable", toJson(outcome.unusable)},
                                {"unusable_test", toJson(outcome.unusableTest)},
                                {"dropped_traces", outcome.droppedTraces},
                                {"chosen_epoch", outcome.report.chosenEpoch},
                                {"validation", metrics(outcome.report.validation)},
                                {"validation_before", metrics(outcome.validationBefore)},
                                {"test", metrics(outcome.test)},
                                {"test_before", metrics(outcome.testBefore)}};
    return out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace app
