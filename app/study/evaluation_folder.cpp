#include "app/study/evaluation_folder.h"

#include <limits>

#include "app/run/resources.h"
#include "app/run/usage_error.h"
#include "app/run/utc_now.h"
#include "app/study/evaluation.h"
#include "app/study/fingerprint.h"
#include "app/study/result_files.h"
#include "app/study/usable_problems.h"
#include "engine/files/json_text.h"

namespace app {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::uint64_t kMaxSetupBytes = 1 << 20;
constexpr std::uint64_t kMaxQuestionBytes = std::uint64_t{1} << 30;
constexpr engine::JsonLimits kLimits{.depth = 16};

/// What summaries take from the file is there and of its type.
void requireQuestion(const engine::JsonObject& file, const Problem& problem) {
    constexpr double kMost = 1e15;
    constexpr std::int64_t kMostCount = std::numeric_limits<int>::max();
    file.requireInteger("question_index", problem.index, problem.index);
    if (file.requireString("question") != problem.question) file.fail("question", "is another problem's");
    file.requireBool("is_final_correct");
    for (const char* count : {"num_correct_traces", "total_traces", "peak_kv_blocks"})
        file.requireInteger(count, 0, kMostCount);
    for (const char* number :
         {"generation_time", "tokens", "recomputed_tokens", "probe_tokens", "waited_s", "alive_s", "pruned"}) {
        file.requireNumber(number, 0, kMost);
    }
    for (const char* known : {"ground_truth", "final_answer"}) {
        if (!file.value().contains(known)) file.fail(known, "is missing");
    }
    file.requireObject("generation_results");
}

}  // namespace

bool hasQuestions(const fs::path& folder) {
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name.starts_with("question_") && name.ends_with(".json")) return true;
    }
    return false;
}

EvaluationFolder::EvaluationFolder(fs::path folder, json fingerprint, const Shard& part) : m_folder(std::move(folder)) {
    m_lock.emplace(m_folder, part);
    const FolderLock turn = FolderLock::turn(m_folder);
    const fs::path file = m_folder / "eval.json";
    if (hasQuestions(m_folder)) {
        if (!fs::exists(file)) {
            throw UsageError(
                m_folder.string() +
                ": holds results of an earlier version without eval.json, so their options are not known; choose "
                "another folder");
        }
        try {
            const json kept = engine::parseJson(engine::readTextFile(file, kMaxSetupBytes), file.string(), kLimits);
            const engine::JsonObject object(kept, file.string());
            requireSameFingerprint(file, object.requireObject("fingerprint").value(), fingerprint);
        } catch (const UsageError&) {
            throw;
        } catch (const std::runtime_error& error) {
            throw UsageError(std::string(error.what()) + "; choose another folder");
        }
    }
    writeJson(file, {{"version", kProgramVersion}, {"written_at", utcNow()}, {"fingerprint", std::move(fingerprint)}});
}

std::optional<json> EvaluationFolder::findQuestion(const Problem& problem) const {
    const fs::path file = m_folder / questionFileName(problem.index);
    if (!fs::exists(file)) return std::nullopt;
    try {
        json value = engine::parseJson(engine::readTextFile(file, kMaxQuestionBytes), file.string(), kLimits);
        requireQuestion(engine::JsonObject(value, file.string()), problem);
        return value;
    } catch (const std::runtime_error& error) {
        throw UsageError(std::string(error.what()) + "; remove the file to have its problem run again");
    }
}

void EvaluationFolder::write(const json& question) const {
    writeJson(m_folder / questionFileName(question.at("question_index").get<int>()), question);
}

}  // namespace app
