#include "app/study/report/study_files.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <tuple>

#include "app/run/usage_error.h"
#include "app/study/report/report_html.h"
#include "engine/files/atomic_file.h"
#include "engine/files/json_text.h"
#include "engine/files/regular_file.h"

namespace app {
namespace {

using nlohmann::json;

constexpr std::uint64_t kMaxLineBytes = std::uint64_t{256} << 20;
constexpr engine::JsonLimits kLimits{.depth = 16};

std::string quoted(const std::string& field) {
    if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
    std::string out = "\"";
    for (char c : field) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

/// The shortest text that reads back as the same number.
std::string number(double value) {
    return json(value).dump();
}

struct Sums {
    int problems = 0;
    double correct = 0, generated = 0, recomputed = 0, probe = 0, pruned = 0, latency = 0, waited = 0, alive = 0,
           traces = 0;
};

}  // namespace

std::vector<StudyRecord> readStudyRecords(const std::filesystem::path& path) {
    std::vector<StudyRecord> records;
    std::string where = path.string();
    try {
        engine::LineReader lines(path, kMaxLineBytes);
        while (const auto line = lines.next()) {
            if (!line->endsInLineFeed) break;  // not written to its end
            if (line->text.empty()) continue;
            where = path.string() + ": line " + std::to_string(line->number);
            records.push_back(studyRecordFrom(engine::parseJson(line->text, where, kLimits)));
        }
    } catch (const std::runtime_error& error) {
        const std::string what = error.what();
        throw UsageError(what.starts_with(path.string()) ? what : where + ": " + what);
    }
    return records;
}

std::vector<StudyRecord> eachRunOnce(std::vector<StudyRecord> records) {
    std::set<std::tuple<std::string, int, double, std::uint64_t, bool, int>> seen;
    std::erase_if(records, [&](const StudyRecord& r) {
        return !seen.emplace(r.cell.policy, r.cell.traces, r.cell.memory, r.cell.seed, r.cell.alone, r.problem).second;
    });
    return records;
}

std::string resultsCsv(std::span<const StudyRecord> records, bool knowsWaiting) {
    using Key = std::tuple<std::string, int, double, std::uint64_t, bool>;
    std::map<Key, Sums> rows;
    for (const StudyRecord& r : records) {
        Sums& sums = rows[{r.cell.policy, r.cell.traces, r.cell.memory, r.cell.seed, r.cell.alone}];
        ++sums.problems;
        sums.correct += r.correct ? 1 : 0;
        sums.generated += static_cast<double>(r.generated);
        sums.recomputed += static_cast<double>(r.recomputed);
        sums.probe += static_cast<double>(r.probe);
        sums.pruned += r.pruned;
        sums.latency += r.latencyS;
        sums.waited += r.waitedS;
        sums.alive += r.aliveS;
        sums.traces += static_cast<double>(r.traces.size());
    }
    std::string out =
        "policy,n_traces,memory_share,seed,alone,problems,accuracy_share,tokens_per_problem,generated_tokens_per_"
        "problem,recomputed_tokens_per_problem,probe_tokens_per_problem,pruned_traces_per_problem,latency_s_per_"
        "problem,waiting_share,waited_s_"
        "per_trace,decoded_s_per_trace\r\n";
    for (const auto& [key, s] : rows) {
        const auto& [policy, traces, memory, seed, alone] = key;
        const auto ratio = [](double part, double whole, bool known = true) {
            return known && whole > 0 ? number(part / whole) : std::string();
        };
        out += quoted(policy) + "," + std::to_string(traces) + "," + number(memory) + "," + std::to_string(seed) + "," +
               (alone ? "true" : "false") + "," + std::to_string(s.problems) + "," + ratio(s.correct, s.problems) +
               "," + ratio(s.generated, s.problems) + "," + ratio(s.generated, s.problems) + "," +
               ratio(s.recomputed, s.problems) + "," + ratio(s.probe, s.problems) + "," + ratio(s.pruned, s.problems) +
               "," + ratio(s.latency, s.problems, alone) + "," + ratio(s.waited, s.alive, alone && knowsWaiting) + "," +
               ratio(s.waited, s.traces, alone && knowsWaiting) + "," +
               ratio(s.alive - s.waited, s.traces, alone && knowsWaiting) + "\r\n";
    }
    return out;
}

void writeStudyFiles(const std::filesystem::path& folder, const StudySetup& setup,
                     std::span<const StudyRecord> records) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) throw std::runtime_error(folder.string() + ": cannot be made: " + error.message());
    const StudyStatistics statistics = statisticsOf(setup, records);
    const json summary = {{"setup", toJson(setup)}, {"statistics", toJson(statistics)}};
    engine::writeFileAtomically(folder / "results.csv", resultsCsv(records, knowsWaiting(setup)));
    engine::writeFileAtomically(folder / "summary.json",
                                summary.dump(1, ' ', false, json::error_handler_t::replace) + "\n");
    engine::writeFileAtomically(folder / "tables.md", tablesMarkdown(setup, statistics));
    engine::writeFileAtomically(folder / "report.html", reportHtml(setup, statistics));
}

}  // namespace app
