// A finished run as material for what-ifs: what every pass gave each trace, and how long passes took. Made once from a
// run's events and then only read, so that any number of threads may ask it at once.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/run/event_log.h"
#include "app/run/hidden_file.h"
#include "app/whatif/completeness.h"
#include "app/whatif/pass_time.h"

namespace app {

struct TokenRecord {
    TokenId token{};
    float logProbability = 0;
    float confidence = 0;
    std::uint32_t textEnd = 0;  ///< size of the trace's text with this token
};

struct StepRecord {
    int end = 0;                 ///< generated tokens up to and including the boundary token
    std::optional<float> score;  ///< by the newest scorer of the log
};

struct TraceRecord {
    std::string text;
    std::vector<TokenRecord> tokens;  ///< in the order in which they were drawn
    std::vector<StepRecord> steps;    ///< by `end`
    bool endsText = false;            ///< its last token is the end of the text

    std::string_view textOf(int position) const;
    /// The step that ends with so many generated tokens; null where none does.
    const StepRecord* findStep(int end) const;
};

struct RecordedRun {
    RunStarted header;                ///< with the scorer whose scores the steps have
    std::vector<std::string> notes;   ///< at the beginning of its log
    std::vector<TraceRecord> traces;  ///< [trace - 1], branches included
    Completeness completeness;
    bool hasConfidence = false;  ///< every token of the usable traces has one
    bool hasScores = false;      ///< every step of the usable traces has one
    PassTimeModel passTimes;
    std::shared_ptr<const HiddenFile> hidden;  ///< with a thought of every step of the usable traces; null without

    /// The options of the run as it was asked for; what-ifs start from them.
    const RunOptions& options() const { return header.options; }
};

/// `state` is the fold of the same events. Linear in their number.
RecordedRun recordedRunOf(const EventLog& events, const RunState& state);

/// The hidden rows that lie beside the recording go with it, if there are any. Returns why they cannot be used, one
/// line; empty where they can, and where there are none.
std::string attachHidden(RecordedRun& run, const std::string& recordingPath);

}  // namespace app
