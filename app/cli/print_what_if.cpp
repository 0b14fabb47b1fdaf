#include "app/cli/print_what_if.h"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/run/event_json.h"
#include "app/run/number_text.h"
#include "app/run/policy_table.h"
#include "app/run/units.h"
#include "engine/files/json_text.h"
#include "engine/files/printable.h"

namespace app::cli {
namespace {

using engine::orNull;
using engine::printable;
using nlohmann::json;

constexpr std::size_t kMostAnswer = 24;  // bytes in a table

std::string answerText(const VoteFigures& vote) {
    if (!vote.answer) return "none";
    const std::string mark = vote.right ? (*vote.right ? "  right" : "  wrong") : "";
    return printable(*vote.answer, kMostAnswer) + mark;
}

double mibOf(int blocks, const RecordedRun& record) {
    return static_cast<double>(blocks) * static_cast<double>(record.header.model.blockBytes) / kMib;
}

std::string timesText(const PassTimeModel& times) {
    if (times.passes == 0) return "times: none, because the recording times no pass that can be learnt from";
    return "times are simulated: fitted to " + std::to_string(times.passes) + " recorded passes, off by " +
           fixedText(100 * times.relativeError, 1) + " % (" + fixedText(1e3 * times.meanErrorS, 3) + " ms a pass)";
}

/// One line for each thing that limits what the figures say.
void printNotes(const WhatIfPage& page) {
    if (page.really.isRescored())
        std::printf("scores: re-scored with %s\n", printable(page.really.scorer->name).c_str());
    std::printf("%s\n", timesText(page.record.passTimes).c_str());
    if (page.record.header.server) {
        std::printf("recorded on a server, whose order of tokens is its own: a real run may differ\n");
    } else if (page.record.header.backend != "cpu") {
        std::printf(
            "recorded on a GPU: a real run may draw other tokens, because rounding there depends on which "
            "traces share a pass\n");
    }
}

void printRow(const char* name, const std::string& left, const std::string& right) {
    std::printf("  %-14s %-28s %s\n", name, left.c_str(), right.c_str());
}

std::string tokensText(const RunFigures& figures) {
    std::string text = std::to_string(figures.generatedTokens);
    if (figures.recomputedTokens > 0) text += ", " + std::to_string(figures.recomputedTokens) + " recomputed";
    return text;
}

json jsonOf(const VoteFigures& vote) {
    return {{"answer", orNull(vote.answer)},
            {"right", orNull(vote.right)},
            {"margin", vote.margin},
            {"weight", vote.weight}};
}

json jsonOf(const RunFigures& figures, const RecordedRun& record) {
    return {{"votes",
             {{"as_run", jsonOf(figures.asRun)},
              {"weighted", jsonOf(figures.weighted)},
              {"majority", jsonOf(figures.majority)}}},
            {"ended", nameOf(figures.end)},
            {"finished", figures.finished},
            {"pruned", figures.pruned},
            {"waited_s", figures.waitedS},
            {"latency_s", figures.latencyS},
            {"tokens", figures.generatedTokens},
            {"recomputed_tokens", figures.recomputedTokens},
            {"kv_blocks", figures.kvBlocks},
            {"kv_mib", mibOf(figures.kvBlocks, record)},
            {"peak_blocks", figures.peakBlocks}};
}

json jsonOf(const RunState& state, const RunFigures& figures, const WhatIfPage& page) {
    json out = jsonOf(figures, page.record);
    const RunOptions& options = state.header.options;
    out["policy"] = nameOf(options.policy);
    out["victim"] = nameOf(options.victim);
    out["n"] = tracesOf(options);
    const VoteFigures& vote = figures.vote(page.vote);
    out["answer"] = orNull(vote.answer);
    out["right"] = orNull(vote.right);
    out["margin"] = vote.margin;
    json traces = json::array();
    for (const TraceState& trace : state.traces) {
        traces.push_back({{"trace", index(trace.id)},
                          {"state", nameOf(trace.phase)},
                          {"tokens", trace.tokenCount()},
                          {"score", orNull(trace.score())},
                          {"answer", orNull(trace.answer)},
                          {"right", orNull(trace.right)}});
    }
    out["traces"] = std::move(traces);
    return out;
}

json jsonOf(const PassTimeModel& times) {
    return {{"simulated", true},
            {"passes", times.passes},
            {"pass_s", times.perPassS},
            {"row_s", times.perRowS},
            {"kv_token_s", times.perKvTokenS},
            {"prefill_token_s", times.perPrefillTokenS},
            {"between_passes_s", times.betweenPassesS},
            {"mean_error_s", times.meanErrorS},
            {"relative_error", times.relativeError}};
}

json pageJson(const WhatIfPage& page) {
    return {{"file", page.file},
            {"rescored", page.really.isRescored()},
            {"scorer", page.really.scorer ? json(page.really.scorer->name) : json(nullptr)},
            {"exact", page.isExact},
            {"times", jsonOf(page.record.passTimes)},
            {"recorded", jsonOf(page.really, figuresOf(page.really), page)}};
}

void print(const json& object) {
    std::printf("%s\n", object.dump(-1, ' ', false, json::error_handler_t::replace).c_str());
}

/// A field of CSV: in quotes where it has to be.
std::string field(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

std::string rightText(const VoteFigures& vote) {
    return vote.right ? (*vote.right ? "right" : "wrong") : "";
}

}  // namespace

const char* wordOf(VoteCount count) {
    switch (count) {
        case VoteCount::AsRun: return "as the policy weighs it";
        case VoteCount::Weighted: return "weighted by trace score";
        case VoteCount::Majority: return "majority";
    }
    return "";
}

std::string policyText(const RunOptions& options) {
    std::string text = nameOf(options.policy);
    if (options.victim != VictimRule::LowestScore) text += std::string(":") + nameOf(options.victim);
    return text + ", n " + std::to_string(tracesOf(options));
}

void printWhatIf(const WhatIfPage& page, const WhatIfResult& result) {
    const RunFigures really = figuresOf(page.really);
    const RunFigures& whatIf = result.figures;
    std::printf("what-if, from the recorded traces of %s\n", printable(page.file).c_str());
    printRow("", "what really happened", "what if");
    printRow("policy", policyText(page.really.header.options), policyText(result.state.header.options));
    const auto memory = [&](const RunFigures& figures) {
        return fixedText(mibOf(figures.kvBlocks, page.record), 2) + " MiB, " + std::to_string(figures.kvBlocks) +
               " blocks";
    };
    printRow("KV cache", memory(really), memory(whatIf));
    printRow("answer", answerText(really.vote(page.vote)), answerText(whatIf.vote(page.vote)));
    printRow("margin", fixedText(really.vote(page.vote).margin, 2), fixedText(whatIf.vote(page.vote).margin, 2));
    printRow("majority", answerText(really.majority), answerText(whatIf.majority));
    printRow("finished", std::to_string(really.finished), std::to_string(whatIf.finished));
    printRow("pruned", std::to_string(really.pruned), std::to_string(whatIf.pruned));
    printRow("waiting", fixedText(really.waitedS, 2) + " s", fixedText(whatIf.waitedS, 2) + " s simulated");
    printRow("latency", fixedText(really.latencyS, 2) + " s", fixedText(whatIf.latencyS, 2) + " s simulated");
    printRow("tokens", tokensText(really), tokensText(whatIf));
    printRow("peak KV", std::to_string(really.peakBlocks) + " blocks", std::to_string(whatIf.peakBlocks) + " blocks");
    printRow("ended", nameOf(really.end), nameOf(whatIf.end));
    if (page.vote != VoteCount::AsRun) std::printf("answer and margin: %s\n", wordOf(page.vote));
    printNotes(page);
}

void printWhatIfJson(const WhatIfPage& page, const WhatIfResult& result) {
    json out = pageJson(page);
    out["what_if"] = jsonOf(result.state, result.figures, page);
    print(out);
}

void printSweep(const WhatIfPage& page, const RunOptions& options, const Sweep& sweep) {
    std::printf("what-if, from the recorded traces of %s: %s, vote %s\n", printable(page.file).c_str(),
                policyText(options).c_str(), wordOf(page.vote));
    std::printf("unpruned peak: %d blocks, %s MiB\n", sweep.peakBlocks,
                fixedText(mibOf(sweep.peakBlocks, page.record), 2).c_str());
    std::printf("%7s %9s %7s  %-32s %7s %7s %8s %9s %9s\n", "memory", "MiB", "blocks", "answer", "margin", "pruned",
                "finished", "waiting", "latency");
    for (const SweepCell& cell : sweep.cells) {
        std::printf("%5.0f %% %9.2f %7d  ", 100 * cell.share, cell.kvMib, cell.kvBlocks);
        if (!cell.figures) {
            std::printf("cannot start: %s\n", cell.problem.c_str());
            continue;
        }
        const VoteFigures& vote = cell.figures->vote(page.vote);
        std::printf("%-32s %7.2f %7d %8d %7.2f s %7.2f s\n", answerText(vote).c_str(), vote.margin,
                    cell.figures->pruned, cell.figures->finished, cell.figures->waitedS, cell.figures->latencyS);
    }
    printNotes(page);
}

void printSweepJson(const WhatIfPage& page, const RunOptions& options, const Sweep& sweep) {
    json out = pageJson(page);
    out["policy"] = nameOf(options.policy);
    out["victim"] = nameOf(options.victim);
    out["n"] = tracesOf(options);
    out["unpruned_peak_blocks"] = sweep.peakBlocks;
    json cells = json::array();
    for (const SweepCell& cell : sweep.cells) {
        json one = cell.figures ? jsonOf(*cell.figures, page.record) : json::object();
        one["share"] = cell.share;
        one["kv_blocks"] = cell.kvBlocks;
        one["kv_mib"] = cell.kvMib;
        if (!cell.figures) one["problem"] = cell.problem;
        cells.push_back(std::move(one));
    }
    out["sweep"] = std::move(cells);
    print(out);
}

std::string sweepCsv(const RecordedRun& record, const RunOptions& options, const Sweep& sweep) {
    std::string text =
        "policy,victim,n,seed,memory_share,kv_mib,kv_blocks,answer,right,margin,majority_answer,majority_right,"
        "weighted_answer,weighted_right,pruned,finished,simulated_waited_s,simulated_latency_s,tokens,"
        "recomputed_tokens,peak_blocks,ended,problem\n";
    for (const SweepCell& cell : sweep.cells) {
        text += std::string(nameOf(options.policy)) + ',' + nameOf(options.victim) + ',' +
                std::to_string(tracesOf(options)) + ',' + std::to_string(record.options().sampling.seed) + ',' +
                shortText(cell.share) + ',' + shortText(cell.kvMib) + ',' + std::to_string(cell.kvBlocks) + ',';
        if (!cell.figures) {
            text += std::string(15, ',') + field(cell.problem) + '\n';
            continue;
        }
        const RunFigures& f = *cell.figures;
        for (const VoteFigures* vote : {&f.asRun, &f.majority, &f.weighted}) {
            text += field(vote->answer.value_or("")) + ',' + rightText(*vote) + ',';
            if (vote == &f.asRun) text += shortText(vote->margin) + ',';
        }
        text += std::to_string(f.pruned) + ',' + std::to_string(f.finished) + ',' + shortText(f.waitedS) + ',' +
                shortText(f.latencyS) + ',' + std::to_string(f.generatedTokens) + ',' +
                std::to_string(f.recomputedTokens) + ',' + std::to_string(f.peakBlocks) + ',' + nameOf(f.end) + ",\n";
    }
    return text;
}

}  // namespace app::cli
