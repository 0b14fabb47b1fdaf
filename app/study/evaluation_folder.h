// A folder of an evaluation: eval.json, which says what the results depend on, and one file per question. It accepts
// only results of the same problems, model and options. One thread; several processes, each with a part of its own.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/study/folder_lock.h"
#include "app/study/problems.h"

namespace app {

class EvaluationFolder {
public:
    /// Makes the folder. Throws UsageError naming what differs if it holds results of another evaluation, or of a
    /// version without eval.json; if another command writes into it; if it cannot be written.
    EvaluationFolder(std::filesystem::path folder, nlohmann::json fingerprint, const Shard& part);

    /// A finished problem's file, if it exists. Throws UsageError naming file and field if it is damaged.
    std::optional<nlohmann::json> findQuestion(const Problem& problem) const;
    void write(const nlohmann::json& question) const;
    const std::filesystem::path& path() const { return m_folder; }

private:
    std::filesystem::path m_folder;
    std::optional<FolderLock> m_lock;
};

/// question_NNNN.json lies in the folder.
bool hasQuestions(const std::filesystem::path& folder);

}  // namespace app
