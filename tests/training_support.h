// What the tests of the scorer's training share: made-up step rows whose best possible scorer is known.
#pragma once

#include <cmath>

#include "random_model.h"
#include "scorer/training/step_rows.h"
#include "scorer/training/training_data.h"

namespace test {

struct RowsShape {
    int problems = 40;
    int traces = 8;  ///< of each problem, right and wrong in turn
    int steps = 6;   ///< of each trace
    int width = 16;
};

/// A problem's rows: noise of about unit variance, and rows of right traces lie `signal` further along a direction that
/// is the same for all problems, so the best step AUC is Phi(signal / sqrt(2)).
inline scorer::StepRows makeRows(const RowsShape& shape, int problem, double signal, std::uint64_t seed) {
    RandomValues random(seed + std::uint64_t(problem) * 1000);
    scorer::StepRows rows;
    rows.info = {.question = "What is " + std::to_string(problem) + " + 1?",
                 .answer = std::to_string(problem + 1),
                 .modelName = "made up",
                 .modelSha256 = std::string(64, 'a'),
                 .seed = seed,
                 .temperature = 0.6,
                 .n = shape.traces};
    rows.width = shape.width;
    for (int trace = 0; trace < shape.traces; ++trace) {
        const bool right = trace % 2 == 0;
        rows.addTrace(trace * 3, right);  // ids with gaps, as traces without an answer leave them
        for (int step = 0; step < shape.steps; ++step) {
            std::vector<float> row = random.vector(std::size_t(shape.width));
            for (std::size_t i = 0; right && i < row.size(); ++i)
                row[i] += float((i % 2 == 0 ? 1 : -1) * signal / std::sqrt(double(shape.width)));
            rows.addStep(trace * 3, 10 * (step + 1), row);
        }
    }
    return rows;
}

/// Problems in memory with a view for the training.
class RowsInMemory {
public:
    RowsInMemory(const RowsShape& shape, double signal, std::uint64_t seed) {
        for (int p = 0; p < shape.problems; ++p) m_rows.push_back(makeRows(shape, p, signal, seed));
        m_data.width = shape.width;
        for (int p = 0; p < shape.problems; ++p) {
            const scorer::StepRows& rows = m_rows[std::size_t(p)];
            scorer::ProblemRows problem{.name = fileName(p), .traces = {}};
            for (std::size_t t = 0; t < rows.traceIds.size(); ++t) {
                scorer::TraceRows trace{rows.traceIds[t], rows.right[t] != 0, {}};
                for (std::size_t s = 0; s < rows.trace.size(); ++s)
                    if (rows.trace[s] == trace.id)
                        trace.rows.push_back(
                            std::as_bytes(std::span(rows.hidden)).subspan(s * std::size_t(shape.width) * 2).data());
                problem.traces.push_back(trace);
            }
            m_data.problems.push_back(problem);
        }
    }
    static std::string fileName(int problem) {
        const std::string number = std::to_string(problem);
        return "problem_" + std::string(4 - number.size(), '0') + number + ".safetensors";
    }
    scorer::TrainingData& data() { return m_data; }
    std::vector<scorer::StepRows>& rows() { return m_rows; }

private:
    std::vector<scorer::StepRows> m_rows;
    scorer::TrainingData m_data;
};

}  // namespace test
