#include "app/export/web_page.h"

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>

#include "app/export/gzip.h"
#include "app/export/page_data.h"
#include "app/export/web_files.h"
#include "app/run/resources.h"
#include "engine/files/json_text.h"
#include "engine/files/sha256.h"

namespace app {
namespace {

using nlohmann::json;

std::string packed(const json& value) {
    return base64Of(gzipOf(value.dump(-1, ' ', false, json::error_handler_t::replace)));
}

/// What a content security policy calls a script or a style sheet.
std::string sourceHash(std::string_view text) {
    const std::string hex = engine::sha256Hex(text);
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    return "'sha256-" + base64Of(bytes) + "'";
}

json notesOf(const RunNotes& notes) {
    json out = json::array();
    for (const RunNote& note : notes.all())
        out.push_back({{"t", note.atS},
                       {"trace", engine::orNull(note.trace)},
                       {"step", engine::orNull(note.step)},
                       {"text", note.text},
                       {"written", note.written}});
    return out;
}

void putIn(std::string& page, std::string_view mark, std::string_view text) {
    const std::size_t at = page.find(mark);
    if (at == std::string::npos) throw std::logic_error("page.html lacks " + std::string(mark));
    page.replace(at, mark.size(), text);
}

}  // namespace

std::string webPageOf(std::span<const PagedRun> runs, const PageOptions& options) {
    json core = {{"format", 1},
                 {"program", kProgramVersion},
                 {"at", options.atS},
                 {"theme", options.theme},
                 {"runs", json::array()}};
    json texts = json::array();
    for (const PagedRun& run : runs) {
        PageData data = pageDataOf(*run.events);
        data.run["label"] = run.label;
        data.run["notes"] = notesOf(run.notes);
        core["runs"].push_back(std::move(data.run));
        texts.push_back(std::move(data.texts));
    }
    std::string page, style, script = "\"use strict\";\n";
    for (const WebFile& file : webFiles()) {
        if (file.name.ends_with(".js")) script += file.text;
        if (file.name.ends_with(".css")) style += file.text;
        if (file.name.ends_with(".html")) page = file.text;
    }
    putIn(page, "@script-hash@", sourceHash(script));
    putIn(page, "@style-hash@", sourceHash(style));
    putIn(page, "@theme@", options.theme);
    putIn(page, "@style@", style);
    putIn(page, "@core@", packed(core));
    putIn(page, "@texts@", packed(texts));
    putIn(page, "@script@", script);
    return page;
}

}  // namespace app
