#include "app/run/notes.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <system_error>

#include "app/run/user_text.h"
#include "app/run/utc_now.h"
#include "engine/files/atomic_file.h"
#include "engine/files/json_text.h"

namespace app {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kVersion = 1;
constexpr std::uint64_t kMostFileBytes = std::uint64_t{16} << 20;
constexpr double kMostSeconds = 1e9;
constexpr std::size_t kMostWrittenBytes = 40;

/// Why a text cannot be a note's; empty if it can.
std::string faultOf(const std::string& text) {
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) return "the note has no text";
    if (text.size() > kMostNoteBytes)
        return "the note has " + std::to_string(text.size()) + " bytes, at most " + std::to_string(kMostNoteBytes) +
               " are kept";
    if (const auto fault = findTextFault(text)) return "the note is " + describe(*fault);
    return {};
}

void requireKeepable(const std::string& text) {
    if (const std::string fault = faultOf(text); !fault.empty()) throw std::runtime_error(fault);
}

RunNote noteFrom(const engine::JsonObject& object) {
    RunNote note{.id = object.requireInt("id", 1),
                 .atS = object.requireNumber("at_s", 0, kMostSeconds),
                 .trace = object.findInt("trace", 1),
                 .step = object.findInt("step", 1),
                 .text = object.requireString("text"),
                 .written = object.findString("written").value_or("")};
    if (const auto event = object.findInteger("event", 0)) note.event = static_cast<std::size_t>(*event);
    if (const std::string fault = faultOf(note.text); !fault.empty()) object.fail("text", fault);
    if (note.written.size() > kMostWrittenBytes || findTextFault(note.written))
        object.fail("written", "expected a time such as 2026-01-01T00:00:00Z");
    if (note.step && !note.trace) object.fail("trace", "missing; a note on a step says of which trace");
    return note;
}

json toJson(const RunNote& note) {
    json object{{"id", note.id}, {"at_s", note.atS}, {"text", note.text}, {"written", note.written}};
    if (note.event) object["event"] = *note.event;
    if (note.trace) object["trace"] = *note.trace;
    if (note.step) object["step"] = *note.step;
    return object;
}

bool isEarlier(const RunNote& a, const RunNote& b) {
    if (a.atS != b.atS) return a.atS < b.atS;
    return a.event.value_or(0) != b.event.value_or(0) ? a.event.value_or(0) < b.event.value_or(0) : a.id < b.id;
}

}  // namespace

const RunNote* RunNotes::find(int id) const {
    const auto found = std::ranges::find(m_notes, id, &RunNote::id);
    return found == m_notes.end() ? nullptr : &*found;
}

int RunNotes::add(RunNote note) {
    requireKeepable(note.text);
    if (isFull())
        throw std::runtime_error("the recording has " + std::to_string(kMostNotes) +
                                 " notes, which is the most; delete one first");
    if (note.id < 1 || find(note.id)) {
        int last = 0;
        for (const RunNote& other : m_notes) last = std::max(last, other.id);
        note.id = last + 1;
    }
    if (note.written.empty()) note.written = utcNow();
    const int id = note.id;
    const auto place = std::ranges::find_if(m_notes, [&](const RunNote& other) { return isEarlier(note, other); });
    m_notes.insert(place, std::move(note));
    return id;
}

void RunNotes::setText(int id, std::string text) {
    requireKeepable(text);
    const auto found = std::ranges::find(m_notes, id, &RunNote::id);
    if (found != m_notes.end()) found->text = std::move(text);
}

void RunNotes::remove(int id) {
    std::erase_if(m_notes, [id](const RunNote& note) { return note.id == id; });
}

fs::path notesPathOf(const fs::path& recording) {
    fs::path path = recording;
    path += ".notes.json";
    return path;
}

RunNotes readNotes(const fs::path& file) {
    RunNotes notes;
    std::error_code error;
    if (fs::symlink_status(file, error).type() == fs::file_type::not_found) return notes;
    const json all = engine::readJsonFile(file, kMostFileBytes, {.depth = 8});
    const engine::JsonObject object(all, file.string());
    const int version = object.requireInt("version", 1);
    if (version > kVersion)
        object.fail("version", "expected " + std::to_string(kVersion) + ", found " + std::to_string(version) +
                                   "; a newer version of Stepscope wrote these notes");
    const json& list = object.requireList("notes");
    if (list.size() > kMostNotes)
        object.fail("notes",
                    "expected at most " + std::to_string(kMostNotes) + " notes, found " + std::to_string(list.size()));
    std::size_t place = 0;
    for (const json& item : list) {
        const engine::JsonObject entry(item, file.string(), "notes[" + std::to_string(place++) + "]");
        RunNote note = noteFrom(entry);
        if (notes.find(note.id)) entry.fail("id", std::to_string(note.id) + " is used twice");
        notes.add(std::move(note));
    }
    return notes;
}

void writeNotes(const fs::path& file, const RunNotes& notes) {
    if (notes.isEmpty()) {
        std::error_code error;
        fs::remove(file, error);
        if (error) throw std::runtime_error(file.string() + ": cannot be removed: " + error.message());
        return;
    }
    json list = json::array();
    for (const RunNote& note : notes.all()) list.push_back(toJson(note));
    const json all{{"version", kVersion}, {"notes", std::move(list)}};
    engine::writeFileAtomically(file, all.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
}

}  // namespace app
