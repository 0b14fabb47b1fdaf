#include "app/run/recording.h"

#include <cstdint>
#include <new>
#include <stdexcept>
#include <string_view>

#include "app/run/event_json.h"
#include "app/run/policy_table.h"
#include "engine/files/json_text.h"
#include "engine/files/regular_file.h"

namespace app {
namespace {

constexpr std::uint64_t kMaxLineBytes = std::uint64_t{64} << 20;
constexpr std::uint64_t kMaxFileBytes = std::uint64_t{2} << 30;
constexpr int kMaxJsonDepth = 16;
constexpr double kMostKvBytes = 128e12;  // more than any device has
constexpr std::int64_t kLinesBetweenQuestions = 1000;

nlohmann::json parseLine(std::string_view line) {
    const std::string name = "event";
    try {
        return engine::parseJson(line, name, {.depth = kMaxJsonDepth});
    } catch (const std::runtime_error& error) {
        throw std::runtime_error(std::string(error.what()).substr(name.size() + 2));
    }
}

std::string placeOf(const engine::LineReader::Line& line) {
    return "line " + std::to_string(line.number) + ", byte " + std::to_string(line.offset);
}

/// What the header says and cannot mean, or means to a newer version only.
void noteOddities(const RunStarted& header, const nlohmann::json& json, std::vector<std::string>& oddities) {
    const auto word = [&json](const char* object, const char* key) {
        const auto found = json.find(object);
        return found != json.end() && found->is_object() ? found->value(key, std::string()) : std::string();
    };
    const std::string policy = word("options", "policy");
    if (policy != nameOf(header.options.policy)) {
        oddities.push_back("the policy \"" + policy + "\" is not known to this version; the run is shown as " +
                           nameOf(header.options.policy));
    }
    if (header.kvBlocks < 0 || header.kvBlocks * static_cast<double>(header.model.blockBytes) > kMostKvBytes) {
        oddities.push_back("a KV cache of " + std::to_string(header.kvBlocks) + " blocks cannot be");
    }
    if (const auto tokens = json.find("block_tokens"); tokens != json.end() && *tokens != engine::kBlockTokens) {
        oddities.push_back("blocks of " + engine::describeJson(*tokens) + " tokens, this version counts in blocks of " +
                           std::to_string(engine::kBlockTokens));
    }
}

/// Reads one file and hands its events on.
class Reader {
public:
    Reader(const std::string& path, RecordingNotes& notes)
        : m_path(path), m_notes(notes), m_lines(path, kMaxLineBytes, kMaxFileBytes) {}

    template <typename Take>
    void readAll(const IsGivenUp& isGivenUp, Take&& take) {
        while (const auto line = nextLine()) {
            if (isGivenUp && line->number % kLinesBetweenQuestions == 1 && isGivenUp())
                throw std::runtime_error(m_path + ": given up");
            if (line->text.empty()) {
                if (!m_blank) m_blank = placeOf(*line);
                continue;
            }
            if (m_blank) {
                leaveOut(*m_blank + ": an empty line, expected an event");
                return;
            }
            try {
                if (std::optional<Event> event = read(*line)) take(*event);
            } catch (const std::bad_alloc&) {  // says nothing about the file
                throw;
            } catch (const std::exception& error) {
                if (line->number == 1) throw std::runtime_error(m_path + ": line 1: " + error.what());
                if (line->endsInLineFeed) {
                    leaveOut(placeOf(*line) + ": " + error.what());
                } else {
                    m_notes.truncated = true;
                }
                return;
            }
        }
        if (!m_begun) throw std::runtime_error(m_path + ": not a Stepscope recording: the file is empty");
    }

private:
    /// A line that is too long ends the recording like any other that cannot be read.
    std::optional<engine::LineReader::Line> nextLine() {
        try {
            return m_lines.next();
        } catch (const std::bad_alloc&) {
            throw;
        } catch (const std::exception& error) {
            if (!m_begun) throw;
            std::string what = error.what();
            if (what.starts_with(m_path + ": ")) what.erase(0, m_path.size() + 2);
            leaveOut(what);
            return std::nullopt;
        }
    }

    void leaveOut(const std::string& why) { m_notes.leftOut = why; }

    std::optional<Event> read(const engine::LineReader::Line& line) {
        const nlohmann::json json = parseLine(line.text);
        std::optional<Event> event = eventFromJson(json);
        const auto* header = event ? std::get_if<RunStarted>(&event->body) : nullptr;
        if (!m_begun) {
            if (!header) throw std::runtime_error("not a Stepscope recording: the first line is no header");
            noteOddities(*header, json, m_notes.oddities);
            m_begun = true;
        } else if (header) {
            throw std::runtime_error("a second header, expected the events of one run");
        }
        if (!event && !lacksScore(json)) ++m_notes.skippedLines;
        return event;
    }

    const std::string& m_path;
    RecordingNotes& m_notes;
    engine::LineReader m_lines;
    bool m_begun = false;
    std::optional<std::string> m_blank;  ///< place of the first empty line
};

std::string lines(int count) {
    return std::to_string(count) + (count == 1 ? " line" : " lines");
}

/// What the fold has left out is said as well.
void noteStray(const RunState& state, RecordingNotes& notes) {
    const std::int64_t stray = state.strayEvents;
    if (stray == 0) return;
    notes.oddities.push_back(std::to_string(stray) + (stray == 1 ? " event" : " events") +
                             " of unknown traces, or out of order, left out");
}

}  // namespace

std::string toJsonLine(const Event& event) {
    return toJson(event).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<Event> fromJsonLine(const std::string& line) {
    return eventFromJson(parseLine(line));
}

std::vector<std::string> RecordingNotes::warnings() const {
    std::vector<std::string> said = oddities;
    if (leftOut) said.push_back(*leftOut + "; this line and everything after it are left out");
    if (truncated) said.push_back("the recording ends in the middle of a line; everything before it is shown");
    if (skippedLines > 0) said.push_back(lines(skippedLines) + " of unknown event types skipped");
    return said;
}

Recording readRecording(const std::string& path, const IsGivenUp& isGivenUp) {
    Recording recording;
    Reader(path, recording).readAll(isGivenUp, [&](const Event& event) { recording.events.append(event); });
    return recording;
}

RecordingNotes foldRecording(const std::string& path, RunState& state, const IsGivenUp& isGivenUp) {
    RecordingNotes notes;
    Reader(path, notes).readAll(isGivenUp, [&](const Event& event) { state.apply(event); });
    noteStray(state, notes);
    return notes;
}

OpenedRecording openRecording(const std::string& path, const IsGivenUp& isGivenUp) {
    OpenedRecording opened;
    Reader(path, opened).readAll(isGivenUp, [&](const Event& event) { opened.timeline.append(event); });
    noteStray(opened.timeline.latest(), opened);
    return opened;
}

bool startsAsRecording(const std::string& path) {
    try {
        engine::LineReader lines(path, kMaxLineBytes);
        const auto first = lines.next();
        if (!first) return false;
        const nlohmann::json header = parseLine(first->text);
        return header.is_object() && header.value("e", nlohmann::json()) == "run" && header.contains("format");
    } catch (const std::exception&) {
        return false;
    }
}

}  // namespace app
