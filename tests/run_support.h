// What tests of whole runs have in common.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/run/event_json.h"

/// The events as lines, without what the clock wrote: equal for two runs of the same seed.
inline std::string timeless(const std::vector<app::Event>& events) {
    std::string text;
    for (const app::Event& event : events) {
        nlohmann::json j = app::toJson(event);
        for (const char* key : {"t", "pass_s", "scorer_s", "prefill_s", "decode_s", "waited_s", "started"})
            j.erase(key);
        text += j.dump() + '\n';
    }
    return text;
}
