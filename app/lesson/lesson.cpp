#include "app/lesson/lesson.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "app/run/policy_table.h"
#include "app/run/resources.h"
#include "app/run/user_text.h"
#include "app/study/examples.h"
#include "engine/files/json_text.h"

namespace app {
namespace {

namespace fs = std::filesystem;
using engine::JsonObject;
using nlohmann::json;

constexpr int kVersion = 1;
constexpr std::uint64_t kMostFileBytes = 1 << 20;
constexpr std::size_t kMostPages = 50;
constexpr std::size_t kMostActions = 6;
constexpr std::size_t kMostItems = 20;  // claims, highlights
constexpr std::size_t kMostTextBytes = 4000;
constexpr std::size_t kMostIdBytes = 30;
constexpr std::size_t kMostLabelBytes = 34;
constexpr double kMostPace = 10'000;

constexpr std::pair<const char*, LessonDo> kDoings[] = {{"run", LessonDo::Run},
                                                        {"finish_cut", LessonDo::FinishCut},
                                                        {"what_if", LessonDo::WhatIf},
                                                        {"look", LessonDo::Look},
                                                        {"own", LessonDo::Own}};
constexpr std::pair<const char*, LessonSight> kSights[] = {{"lowest_step", LessonSight::LowestStep},
                                                           {"highest_step", LessonSight::HighestStep},
                                                           {"first_low_step", LessonSight::FirstLowStep},
                                                           {"memory_full", LessonSight::MemoryFull},
                                                           {"most_waiting", LessonSight::MostWaiting}};
constexpr std::pair<const char*, bool PausePoints::*> kPauses[] = {{"saturation", &PausePoints::saturation},
                                                                   {"prune", &PausePoints::prune},
                                                                   {"leader", &PausePoints::leader},
                                                                   {"answer", &PausePoints::answer}};

std::string listOf(const auto& rows) {
    std::string all;
    for (const auto& [word, value] : rows) all += (all.empty() ? "" : ", ") + std::string(word);
    return all;
}

std::string textFrom(const json& value, const engine::JsonPlace& place) {
    std::string text = engine::stringFrom(value, place);
    if (text.size() > kMostTextBytes)
        place.fail("expected at most " + std::to_string(kMostTextBytes) + " bytes, found " +
                   std::to_string(text.size()));
    if (findTextFault(text)) place.fail("expected text, found a NUL");
    return text;
}

std::string textOf(const JsonObject& object, const char* field) {
    return textFrom(object.requireValue(field, "a text"), object.at(field));
}
std::string textOr(const JsonObject& object, const char* field) {
    return object.has(field) ? textOf(object, field) : std::string();
}

const json& listFrom(const JsonObject& object, const char* field, std::size_t most) {
    const json& list = object.requireList(field);
    if (list.size() > most)
        object.fail(field, "expected at most " + std::to_string(most) + ", found " + std::to_string(list.size()));
    return list;
}

std::vector<std::string> texts(const JsonObject& object, const char* field) {
    std::vector<std::string> all;
    if (!object.has(field)) return all;
    for (const json& item : listFrom(object, field, kMostItems)) all.push_back(textFrom(item, object.at(field)));
    return all;
}

/// Calls it, and names the field where it throws.
template <typename Call>
auto at(const JsonObject& object, const char* field, Call call) {
    try {
        return call();
    } catch (const std::runtime_error& error) {
        object.fail(field, error.what());
    }
}

OptionValue optionFrom(const OptionRow& row, const json& value, const engine::JsonPlace& place) {
    switch (row.kind) {
        case OptionKind::Flag:
        case OptionKind::Truth: return engine::boolFrom(value, place);
        case OptionKind::Whole:
            return static_cast<std::int64_t>(
                engine::intFrom(value, place, static_cast<int>(row.low), static_cast<int>(row.high)));
        case OptionKind::Real:
        case OptionKind::Pace: return engine::numberFrom(value, place, row.low, row.high);
        case OptionKind::Seed: return engine::unsignedFrom(value, place);
        case OptionKind::Text: return textFrom(value, place);
        case OptionKind::Word: break;
    }
    const std::string word = engine::stringFrom(value, place);
    if (const auto found = findWord(row, word)) return *found;
    std::string all;
    for (const OptionWord& known : row.words) all += (all.empty() ? "" : ", ") + std::string(known.word);
    place.fail("expected one of " + all + ", found " + engine::inQuotes(word));
}

class Reader {
public:
    explicit Reader(std::string file) : m_file(std::move(file)) {}

    Lesson read(const json& all) {
        const JsonObject object(all, m_file);
        if (const int version = object.requireInt("version", 1); version > kVersion)
            object.fail("version", "expected " + std::to_string(kVersion) + ", found " + std::to_string(version) +
                                       "; the lesson is for a newer version of Stepscope");
        Lesson lesson{.title = textOf(object, "title"), .pages = {}};
        const json& pages = listFrom(object, "pages", kMostPages);
        if (pages.empty()) object.fail("pages", "a lesson has at least one page");
        for (const json& page : pages)
            lesson.pages.push_back(
                readPage(JsonObject(page, m_file, "pages[" + std::to_string(lesson.pages.size()) + "]")));
        return lesson;
    }

private:
    /// As textOf(), with placeholders of actions up to here.
    std::string filling(const JsonObject& object, const char* field, bool isRequired) {
        std::string text = isRequired ? textOf(object, field) : textOr(object, field);
        at(object, field, [&] { return placeholdersOf(text, m_actions); });
        return text;
    }

    LessonPage readPage(const JsonObject& object) {
        LessonPage page{.title = textOf(object, "title"),
                        .text = filling(object, "text", true),
                        .highlights = texts(object, "highlight"),
                        .actions = {},
                        .question = filling(object, "question", false),
                        .answer = {}};
        for (const std::string& place : page.highlights) {
            if (std::ranges::find(lessonPlaces(), place) == lessonPlaces().end())
                object.fail("highlight", "there is no place " + engine::inQuotes(place));
        }
        if (object.has("actions")) {
            const std::string place = object.placeOf("actions");
            for (const json& action : listFrom(object, "actions", kMostActions))
                page.actions.push_back(
                    readAction(JsonObject(action, m_file, place + "[" + std::to_string(page.actions.size()) + "]")));
        }
        page.answer = filling(object, "answer", !page.question.empty());
        return page;
    }

    LessonAction readAction(const JsonObject& object) {
        LessonAction action;
        action.id = textOf(object, "id");
        action.label = textOf(object, "label");
        if (action.label.size() > kMostLabelBytes)
            object.fail("label", "expected at most " + std::to_string(kMostLabelBytes) +
                                     " letters, which a button has room for");
        const bool isName =
            !action.id.empty() && action.id.size() <= kMostIdBytes && std::ranges::all_of(action.id, [](char c) {
                return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
            });
        if (!isName) object.fail("id", "expected small letters, digits and _, found " + engine::inQuotes(action.id));
        action.kind = doingFrom(object);
        if (action.kind == LessonDo::Run) action.run = readRun(object);
        if (action.kind == LessonDo::WhatIf) {
            action.of = textOf(object, "of");
            if (!m_runs.contains(action.of))
                object.fail("of", "there is no run " + engine::inQuotes(action.of) + " up to here");
            if (const auto word = object.findString("policy")) {
                action.policy = findPolicy(*word);
                if (!action.policy) object.fail("policy", "there is no policy " + engine::inQuotes(*word));
            }
        }
        if (action.kind == LessonDo::Look) action.sight = sightFrom(object);
        if (!m_actions.insert(action.id).second) object.fail("id", engine::inQuotes(action.id) + " is used twice");
        if (action.kind == LessonDo::Run) m_runs.insert(action.id);
        const auto claims = [&](const char* field) {
            std::vector<LessonClaim> all;
            for (const std::string& claim : texts(object, field))
                all.push_back(at(object, field, [&] { return parseLessonClaim(claim, m_actions); }));
            return all;
        };
        action.until = claims("until");
        action.claims = claims("claims");
        action.after = filling(object, "after", false);
        return action;
    }

    static LessonDo doingFrom(const JsonObject& object) {
        const std::string word = object.requireString("do");
        for (const auto& [name, doing] : kDoings) {
            if (word == name) return doing;
        }
        object.fail("do", "expected one of " + listOf(kDoings) + ", found " + engine::inQuotes(word));
    }

    static LessonSight sightFrom(const JsonObject& object) {
        const std::string word = object.requireString("at");
        for (const auto& [name, sight] : kSights) {
            if (word == name) return sight;
        }
        object.fail("at", "expected one of " + listOf(kSights) + ", found " + engine::inQuotes(word));
    }

    LessonRun readRun(const JsonObject& object) {
        LessonRun run;
        if (object.has("example")) {
            if (m_examples.empty()) m_examples = loadExamples();
            const auto place =
                static_cast<std::size_t>(object.requireInt("example", 1, static_cast<int>(m_examples.size())));
            run.problem = m_examples[place - 1].question;
            run.answer = m_examples[place - 1].answer;
        } else {
            run.problem = textOf(object, "problem");
            if (object.has("answer")) run.answer = textOf(object, "answer");
        }
        if (const auto options = object.findObject("options")) {
            for (const auto& option : options->value().items()) {
                const std::string& key = option.key();
                const auto row =
                    std::ranges::find_if(optionTable(), [&](const OptionRow& known) { return key == known.key; });
                if (row == optionTable().end()) object.fail("options", "there is no option " + engine::inQuotes(key));
                run.options.emplace_back(&*row, optionFrom(*row, option.value(), options->at(row->key)));
            }
        }
        if (object.has("pace")) run.pace = object.requireNumber("pace", 0, kMostPace);
        for (const std::string& word : texts(object, "pause_at")) {
            const auto found = std::ranges::find_if(kPauses, [&](const auto& row) { return word == row.first; });
            if (found == std::end(kPauses))
                object.fail("pause_at", "expected one of " + listOf(kPauses) + ", found " + engine::inQuotes(word));
            run.pauseAt.*(found->second) = true;
        }
        return run;
    }

    std::string m_file;
    std::set<std::string> m_actions;
    std::set<std::string> m_runs;
    std::vector<Example> m_examples;
};

}  // namespace

void LessonRun::applyTo(RunOptions& given) const {
    // In the order of the table, in which values are laid over defaults.
    for (const OptionRow& row : optionTable()) {
        for (const auto& [option, value] : options) {
            if (option == &row) row.set(given, value);
        }
    }
}

const LessonAction* Lesson::find(const std::string& action) const {
    for (const LessonPage& page : pages) {
        for (const LessonAction& each : page.actions) {
            if (each.id == action) return &each;
        }
    }
    return nullptr;
}

const std::vector<std::string>& lessonPlaces() {
    static const std::vector<std::string> places{"problem", "policy", "run",    "traces",  "memory",  "lanes", "kv",
                                                 "vote",    "reader", "events", "outcome", "what_if", "time"};
    return places;
}

Lesson readLesson(const fs::path& file) {
    const json all = engine::readJsonFile(file, kMostFileBytes, {.depth = 16, .refuseDuplicateKeys = true});
    return Reader(file.string()).read(all);
}

fs::path lessonFolder() {
    return resourceDir() / "lessons";
}

fs::path firstLesson(const std::string& language) {
    const fs::path own = lessonFolder() / ("first-steps." + language + ".json");
    std::error_code error;
    return fs::is_regular_file(own, error) ? own : lessonFolder() / "first-steps.json";
}

}  // namespace app
