#include "scorer/training/training.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "kernels/mlp_trainer.h"
#include "scorer/training/training_random.h"

namespace scorer {
namespace {

constexpr std::size_t kProgressBatches = 16;
constexpr std::size_t kScoreRows = 1024;  // at once

using Clock = std::chrono::steady_clock;

void requireSettings(const TrainingData& data, const TrainingConfig& c) {
    const auto require = [](bool ok, const char* what) {
        if (!ok) throw std::invalid_argument(std::string("training: expected ") + what);
    };
    require(data.width >= 1, "rows of a width of at least 1");
    require(c.hiddenWidth >= 1 && c.hiddenWidth <= 1 << 16, "a hidden width of 1 to 65536");
    require(c.learningRate > 0 && std::isfinite(c.learningRate), "a learning rate above 0");
    require(c.weightDecay >= 0 && std::isfinite(c.weightDecay), "a weight decay of at least 0");
    require(c.batchSize >= 1 && c.batchSize <= 1 << 20, "a batch of 1 to 1048576 steps");
    require(c.maxEpochs >= 1, "at least 1 epoch");
    require(c.patience >= 1, "a patience of at least 1 epoch");
    require(c.aucShare >= 0 && c.aucShare <= 1, "a share of the AUC from 0 to 1");
    require(c.minimumGain >= 0, "a minimum gain of at least 0");
    require(c.tracesPerClass >= 1, "at least 1 trace of each class");
    require(c.validationShare > 0 && c.validationShare < 1, "a share of validation problems between 0 and 1");
}

/// One step: where its row is and its trace's label.
struct Step {
    const std::byte* row;
    bool right;
};

std::vector<Step> stepsOf(const TrainingData& data, const std::vector<SplitProblem>& problems) {
    std::vector<Step> steps;
    for (const SplitProblem& problem : problems)
        for (const std::size_t place : problem.traces) {
            const TraceRows& trace = data.problems[problem.index].traces[place];
            for (const std::byte* row : trace.rows) steps.push_back({row, trace.right});
        }
    return steps;
}

std::size_t countRight(const std::vector<Step>& steps) {
    return static_cast<std::size_t>(std::ranges::count_if(steps, &Step::right));
}

/// As torch.nn.Linear begins: weights and biases uniform within 1 / sqrt(inputs).
kernels::MlpParameters initialWeights(int input, int hidden, std::uint64_t seed) {
    TrainingRandom random(seed, TrainingRandom::Use::Weights);
    const auto fill = [&](std::size_t count, int inputs) {
        const double bound = 1 / std::sqrt(static_cast<double>(inputs));
        std::vector<float> values(count);
        for (float& value : values) value = static_cast<float>((2 * random.uniform() - 1) * bound);
        return values;
    };
    const auto width = static_cast<std::size_t>(hidden);
    kernels::MlpParameters weights;
    weights.w0 = fill(width * static_cast<std::size_t>(input), input);
    weights.b0 = fill(width, input);
    weights.w1 = fill(width, hidden);
    weights.b1 = fill(1, hidden)[0];
    return weights;
}

class Training {
public:
    Training(kernels::Backend& backend, const TrainingData& data, const TrainingConfig& config,
             const TrainingCallback& progress)
        : m_data(data), m_config(config), m_progress(progress), m_began(Clock::now()) {
        m_report.config = config;
        m_report.inputWidth = data.width;
        m_report.device = backend.info().name;
        m_report.split =
            splitTraces(data, static_cast<std::size_t>(config.tracesPerClass), config.validationShare, config.seed);
        m_train = stepsOf(data, m_report.split.train);
        m_validation = stepsOf(data, m_report.split.validation);
        countTraces();
        m_report.trainSteps = m_train.size();
        m_report.rightTrainSteps = countRight(m_train);
        const auto right = static_cast<double>(m_report.rightTrainSteps);
        m_report.positiveWeight = (static_cast<double>(m_train.size()) - right) / right;
        m_trainer = backend.makeMlpTrainer({.inputWidth = data.width,
                                            .hiddenWidth = config.hiddenWidth,
                                            .learningRate = config.learningRate,
                                            .weightDecay = config.weightDecay,
                                            .positiveWeight = m_report.positiveWeight},
                                           initialWeights(data.width, config.hiddenWidth, config.seed));
    }

    TrainedScorer run() {
        double best = -1;
        int since = 0;
        for (int epoch = 1; epoch <= m_config.maxEpochs && since < m_config.patience; ++epoch) {
            EpochReport report{.epoch = epoch, .trainLoss = trainEpoch(epoch)};
            const ScorerMetrics metrics = validate(report);
            m_report.epochs.push_back(report);
            if (m_report.chosenEpoch == 0 || report.quality > best + m_config.minimumGain) {
                best = report.quality;
                since = 0;
                m_report.chosenEpoch = epoch;
                m_report.validation = metrics;
                m_best = m_trainer->parameters();
            } else {
                ++since;
            }
            tell(epoch, 1, report.trainLoss, report);
        }
        m_report.seconds = elapsed();
        TrainedScorer result{.weights = {.inputWidth = m_data.width,
                                         .hiddenWidth = m_config.hiddenWidth,
                                         .w0 = std::move(m_best.w0),
                                         .b0 = std::move(m_best.b0),
                                         .w1 = std::move(m_best.w1),
                                         .b1 = m_best.b1,
                                         .metrics = checkpointMetrics(m_report)},
                             .report = std::move(m_report)};
        return result;
    }

private:
    void countTraces() {
        for (const auto* side : {&m_report.split.train, &m_report.split.validation})
            for (const SplitProblem& problem : *side)
                for (const std::size_t place : problem.traces) {
                    ++m_report.traces;
                    m_report.rightTraces += m_data.problems[problem.index].traces[place].right ? 1 : 0;
                }
    }

    double elapsed() const { return std::chrono::duration<double>(Clock::now() - m_began).count(); }
    void tell(int epoch, double share, double loss, const std::optional<EpochReport>& finished) const {
        if (!m_progress) return;
        m_progress({.epoch = epoch,
                    .maxEpochs = m_config.maxEpochs,
                    .epochShare = share,
                    .trainLoss = loss,
                    .finished = finished,
                    .elapsedSeconds = elapsed()});
    }

    /// Rows and labels of steps[order[0]], steps[order[1]], ... as the trainer takes them.
    void gather(const std::vector<Step>& steps, std::span<const std::uint32_t> order) {
        const auto width = static_cast<std::size_t>(m_data.width);
        m_rows.resize(order.size() * width);
        m_labels.resize(order.size());
        for (std::size_t i = 0; i < order.size(); ++i) {
            readRow(steps[order[i]].row, std::span(m_rows).subspan(i * width, width));
            m_labels[i] = steps[order[i]].right ? 1.0F : 0.0F;
        }
    }
    kernels::Tensor<const float> rows() const {
        return {m_rows.data(), static_cast<int>(m_labels.size()), m_data.width};
    }
    kernels::Tensor<const float> labels() const { return {m_labels.data(), static_cast<int>(m_labels.size())}; }

    /// One pass over the training steps in a new order; the last batch may be smaller. Returns the mean loss.
    double trainEpoch(int epoch) {
        std::vector<std::uint32_t> order(m_train.size());
        std::iota(order.begin(), order.end(), 0U);
        TrainingRandom(m_config.seed, TrainingRandom::Use::Order, static_cast<std::uint32_t>(epoch))
            .shuffle(std::span(order));
        const auto batch = static_cast<std::size_t>(m_config.batchSize);
        double loss = 0;
        std::size_t done = 0;
        for (std::size_t number = 1; done < order.size(); ++number) {
            const std::size_t count = std::min(batch, order.size() - done);
            gather(m_train, std::span(order).subspan(done, count));
            loss += double{m_trainer->step(rows(), labels())} * static_cast<double>(count);
            done += count;
            if (!std::isfinite(loss)) {
                throw std::runtime_error("training: the loss is no longer finite in epoch " + std::to_string(epoch) +
                                         ": choose a smaller learning rate");
            }
            const auto total = static_cast<double>(order.size());
            if (number % kProgressBatches == 0)
                tell(epoch, static_cast<double>(done) / total, loss / static_cast<double>(done), std::nullopt);
        }
        return loss / static_cast<double>(done);
    }

    /// Logits of the validation steps, their loss, and what their scores are worth.
    ScorerMetrics validate(EpochReport& report) {
        std::vector<std::uint32_t> order(m_validation.size());
        std::iota(order.begin(), order.end(), 0U);
        std::vector<float> scores(m_validation.size());
        double loss = 0;
        for (std::size_t done = 0; done < order.size(); done += kScoreRows) {
            const std::size_t count = std::min(kScoreRows, order.size() - done);
            if (done / kScoreRows % kProgressBatches == kProgressBatches - 1)
                tell(report.epoch, 1, report.trainLoss, std::nullopt);
            gather(m_validation, std::span(order).subspan(done, count));
            m_trainer->logits(rows(), {scores.data() + done, static_cast<int>(count)});
            for (std::size_t i = 0; i < count; ++i) {
                float& place = scores[done + i];
                const double x = double{place};
                const double towards = m_labels[i] != 0 ? -x : x;  // the loss is softplus of this
                loss += (m_labels[i] != 0 ? m_report.positiveWeight : 1.0) *
                        (std::max(towards, 0.0) + std::log1p(std::exp(-std::abs(x))));
                place = static_cast<float>(1 / (1 + std::exp(-x)));
            }
        }
        const ScorerMetrics metrics = measureScores(validationProblems(scores));
        report.validationLoss = loss / static_cast<double>(order.size());
        report.auc = metrics.stepAuc.value_or(0);
        report.f1 = metrics.f1;
        report.quality = m_config.aucShare * report.auc + (1 - m_config.aucShare) * report.f1;
        return metrics;
    }

    std::vector<ScoredProblem> validationProblems(std::span<const float> scores) const {
        std::vector<ScoredProblem> problems;
        for (const SplitProblem& problem : m_report.split.validation) {
            ScoredProblem& scored = problems.emplace_back();
            for (const std::size_t place : problem.traces) {
                const TraceRows& trace = m_data.problems[problem.index].traces[place];
                const auto own = scores.first(trace.rows.size());
                scored.traces.push_back({.right = trace.right, .scores = {own.begin(), own.end()}});
                scores = scores.subspan(trace.rows.size());
            }
        }
        return problems;
    }

    const TrainingData& m_data;
    const TrainingConfig& m_config;
    const TrainingCallback& m_progress;
    Clock::time_point m_began;
    TrainingReport m_report;
    std::vector<Step> m_train, m_validation;
    std::unique_ptr<kernels::MlpTrainer> m_trainer;
    kernels::MlpParameters m_best;
    std::vector<float> m_rows;    ///< [batch, width]
    std::vector<float> m_labels;  ///< [batch]
};

}  // namespace

TrainedScorer trainScorer(kernels::Backend& backend, const TrainingData& data, const TrainingConfig& config,
                          const TrainingCallback& progress) {
    requireSettings(data, config);
    return Training(backend, data, config, progress).run();
}

}  // namespace scorer
