// Recordings for tests: one event of each kind, and files of them.
#pragma once

#include <QTemporaryDir>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "app/run/event_json.h"
#include "app/run/recording.h"

namespace recording_support {

using namespace app;

inline ScorerInfo someScorer() {
    return {"s.pt", "", "abc", 320, 512, {{"auc", "0.9"}}};
}

inline TraceForked forkedLane() {
    TraceForked lane{TraceId{2}, TraceId{1}, 5};
    lane.logProbability = -2.5;
    lane.unmeasured = 1;
    lane.confidences = {1.5f, 2.5f};
    lane.given = {{TokenId{3}, "So", std::nullopt}, {TokenId{4}, " 5", -0.25f, 2.5f}};
    lane.written = 1;
    lane.handFrom = 6;
    return lane;
}

inline std::vector<Event> oneOfEach() {
    RunStarted header;
    header.programVersion = "0.1";
    header.model.name = "m";
    header.model.hiddenSize = 320;
    header.scorer = someScorer();
    header.options.kvCacheMib = 24.5;
    header.options.sampling.seed = 0xFFFFFFFFFFFFFFFFULL;
    header.options.victim = VictimRule::Longest;
    header.problem = "Ünï \"quoted\"\nline";
    header.knownAnswer = "1/2";
    header.hint = "hint";
    header.kvBlocks = 12;
    header.simulated = true;
    Rescored rescored;
    rescored.scorer = someScorer();
    rescored.traces = {{TraceId{1}, {0.25f, 0.5f}}};
    return {
        {0, header},
        {0.5, PromptBlocks{{BlockId{0}, BlockId{1}}}},
        {0.5, TraceAdded{TraceId{1}}},
        {0.5, TraceAdmitted{TraceId{1}, {BlockId{2}}, 7, 1.5}},
        {0.6, PassDone{{{TraceId{1}, TokenId{9}, "é\n\n", -1.25f, 10.5f}}, {{TraceId{1}, BlockId{3}}}, 4, 0.1, 0.02}},
        {0.7, StepScored{TraceId{1}, 1, 0.75f}},
        {0.7, StepEnded{TraceId{1}, 1}},
        {0.8, Saturated{2, -1, 3}},
        {0.9, TracePruned{TraceId{1}, 0.5, 3, 2, PruneCause::Memory, std::nullopt, std::nullopt}},
        {0.9, TracePruned{TraceId{1}, std::nullopt, 3, 2, PruneCause::Similarity, TraceId{4}, 0.97}},
        {0.9, TraceBranched{TraceId{2}, TraceId{1}, 33, {BlockId{7}}, 2}},
        {0.9, TraceAdmitted{TraceId{1}, {BlockId{2}}, 7, 0, 3}},
        {0.9, TracePruned{TraceId{1}, 0.5, 3, 2, PruneCause::Hand, {}, {}, {TraceId{4}, true}}},
        {0.9, TracePreempted{TraceId{1}, 4, {TraceId{2}, false}}},
        {0.9, TraceProtected{TraceId{1}, false}},
        {0.9, TraceSpared{TraceId{1}, PruneCause::Similarity, 0.5}},
        {0.9, forkedLane()},
        {0.9, TraceForked{TraceId{3}, std::nullopt, 0, 0, 0, {}, {{TokenId{4}, "a", -0.5f, 1.5f}}, 0, 0, 7}},
        {0.9, ThresholdSet{12.5, 90, 16}},
        {0.9, ThoughtSeen{TraceId{1}, 40, TraceId{3}, 0.5}},
        {0.9, ThoughtSeen{TraceId{1}, 50, std::nullopt, 0}},
        {1.0, TracePreempted{TraceId{1}, 4}},
        {1.1, TraceFinished{TraceId{1}, FinishReason::Length, "42", 2}},
        {1.1, TraceFinished{TraceId{1}, FinishReason::Stopped, std::nullopt, 2}},
        {1.2, LimitsChanged{40, std::nullopt}},
        {1.2, LimitsChanged{std::nullopt, 8}},
        {1.3, rescored},
        {1.4, PaceChanged{12}},
        {1.5, Paused{}},
        {1.6, Resumed{}},
        {1.7, Notice{Notice::Severity::Warning, "careful"}},
        {1.8, RunFinished{RunEnd::VoteLock, "m", 0.1, 0.2, 0.3}},
        {0, TracesContinued{{TraceId{1}, TraceId{3}}}, true},
        {0.1, PassDone{{{TraceId{1}, TokenId{9}, "b", -1.25f}}, {}, 0, 0.1, 0}, true},
        {0.2, StepScored{TraceId{1}, 2, 0.5f}, true}};
}

inline std::string write(const QTemporaryDir& dir, const std::string& text) {
    const std::string path = dir.filePath(QStringLiteral("r.stepscope")).toStdString();
    std::ofstream(path, std::ios::binary) << text;
    return path;
}

inline std::string textOf(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline std::string allLines() {
    std::string text;
    for (const Event& e : oneOfEach()) text += toJsonLine(e) + "\n";
    return text;
}

}  // namespace recording_support
