// plan.json in a study's folder: what was asked for, and with which model, so that the study can be continued without
// asking again. Written by whoever runs the study; read from disk, so not trusted. Any thread.
#pragma once

#include "app/study/study_plan.h"

namespace app {

struct KeptPlan {
    StudyPlan plan;         ///< its problems are not read yet: readProblemsOf()
    std::string modelPath;  ///< empty: the embedded model
    std::string modelName;
    std::string scorerPath;  ///< empty: none
};

/// Throws std::runtime_error.
void writePlanFile(const StudyPlan& plan, const RunHost& host);

/// The plan of the study in the folder, without its problems. Throws UsageError if there is none (also in folders of
/// earlier versions), it cannot be read, or its runs are on a server.
KeptPlan readPlanFile(const std::filesystem::path& folder);

/// Reads the plan's problem set and chooses from it as the plan says; those without an answer are left out. Returns the
/// lines that cannot be used. Throws UsageError if the file is gone or has no usable problem.
LineNotes readProblemsOf(StudyPlan& plan);

}  // namespace app
