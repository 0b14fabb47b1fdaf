// What a scorer is trained on, as a view: rows of float16 by problem and trace, and whether each trace is right.
// Whoever holds the rows (scorer/training/step_rows_set.h, a test) must outlive the view. Plain data, any thread may
// read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace scorer {

struct TraceRows {
    std::int32_t id = 0;
    bool right = false;
    std::vector<const std::byte*> rows;  ///< of its steps in order: [width] float16, little endian, maybe not aligned
};

struct ProblemRows {
    std::string name;  ///< the same for the same problem whenever the data is read; its file's name
    std::vector<TraceRows> traces;
};

struct TrainingData {
    int width = 0;  ///< of every row, the model's hidden size
    std::vector<ProblemRows> problems;
};

/// The row as float32, exactly; `out` has the row's width. Finite values only.
void readRow(const std::byte* row, std::span<float> out);

}  // namespace scorer
