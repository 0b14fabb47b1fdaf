// A folder of step rows (scorer/training/step_rows.h), one file a problem, mapped: the data of a training without a
// copy of it. Owns the mappings; immutable after opening, any thread may read.
#pragma once

#include "scorer/training/step_rows_file.h"
#include "scorer/training/training_data.h"

namespace scorer {

class StepRowsSet {
public:
    /// Opens all `.safetensors` files of the folder in the order of their names and reads them once to check them.
    /// Throws std::runtime_error with one line: no files, a file that is refused, rows of another width, another
    /// model or another sampling than those of the first file.
    static StepRowsSet open(const std::filesystem::path& folder);

    StepRowsSet(StepRowsSet&&) = default;
    StepRowsSet& operator=(StepRowsSet&&) = default;

    const std::vector<StepRowsFile>& files() const { return m_files; }
    int width() const { return m_data.width; }

    /// A view into this set; problems are named as their files are.
    const TrainingData& data() const { return m_data; }

private:
    StepRowsSet() = default;

    std::vector<StepRowsFile> m_files;
    TrainingData m_data;
};

}  // namespace scorer
