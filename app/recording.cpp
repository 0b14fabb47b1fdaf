#include "app/recording.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include "app/event_json.h"
#include "engine/regular_file.h"

namespace app {
namespace {

constexpr std::size_t kMaxLineBytes = std::size_t{64} << 20;
constexpr int kMaxJsonDepth = 16;

/// Parses one line; deep nesting is refused before it can exhaust the stack.
nlohmann::json parseLine(const std::string& line) {
    const auto limitDepth = [](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
        if (depth > kMaxJsonDepth) throw std::runtime_error("JSON nested deeper than a recording is");
        return true;
    };
    try {
        return nlohmann::json::parse(line, limitDepth);
    } catch (const nlohmann::json::exception&) {
        throw std::runtime_error("not JSON");
    }
}

}  // namespace

std::string toJsonLine(const Event& event) {
    return toJson(event).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<Event> fromJsonLine(const std::string& line) { return eventFromJson(parseLine(line)); }

Recording readRecording(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error(path + ": cannot open: " + std::strerror(errno));
    Recording recording;
    std::string line;
    for (int number = 1; std::getline(file, line); ++number) {
        const bool unfinished = file.eof();  // no line feed: the writer was cut off here, or the file just ends so
        if (line.empty() && unfinished) break;
        if (line.size() > kMaxLineBytes) throw std::runtime_error(path + ": line " + std::to_string(number) + " is too long");
        try {
            std::optional<Event> event = fromJsonLine(line);
            if (number == 1 && (!event || !std::holds_alternative<RunStarted>(event->body))) {
                throw std::runtime_error("not a Stepscope recording: the first line is no header");
            }
            if (event) {
                recording.events.push_back(std::move(*event));
            } else {
                ++recording.skippedLines;
            }
        } catch (const std::exception& error) {
            if (unfinished && number > 1) {
                recording.truncated = true;
                break;
            }
            throw std::runtime_error(path + ": line " + std::to_string(number) + ": " + error.what());
        }
    }
    if (recording.events.empty()) throw std::runtime_error(path + ": not a Stepscope recording: the file is empty");
    return recording;
}

bool startsAsRecording(const std::string& path) {
    try {
        engine::LineReader lines(path, kMaxLineBytes);
        const auto first = lines.next();
        if (!first) return false;
        const nlohmann::json header = parseLine(std::string(first->text));
        return header.is_object() && header.value("e", nlohmann::json()) == "run" && header.contains("format");
    } catch (const std::exception&) {
        return false;
    }
}

}  // namespace app
