// A lesson: pages that operate the live program, written as data (resources/lessons/README.md has the format). Its
// files are input: bounded, typed, refused with one line. Every number that a page says comes from its runs through
// placeholders (lesson_values.h), so a file cannot claim one. Plain values, any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/lesson/lesson_sight.h"
#include "app/lesson/lesson_text.h"
#include "app/run/option_table.h"
#include "app/run/pause_points.h"

namespace app {

/// What a page's button does in the program.
enum class LessonDo {
    Run,        ///< runs a problem
    FinishCut,  ///< lets the traces go on that the run shown has cut
    WhatIf,     ///< asks a finished run about another policy or memory
    Look,       ///< goes to a step or a moment of the run shown
    Own         ///< leaves it to the person: a problem of their own
};

struct LessonRun {
    std::string problem;
    std::optional<std::string> answer;                              ///< the known one
    std::vector<std::pair<const OptionRow*, OptionValue>> options;  ///< those that are not the model's defaults
    double pace = 0;                                                ///< tokens a second and trace; 0: full speed
    PausePoints pauseAt;

    void applyTo(RunOptions& options) const;
};

struct LessonAction {
    std::string id;  ///< no two of a lesson have the same; placeholders name its run by it
    LessonDo kind = LessonDo::Run;
    std::string label;                            ///< of the button
    LessonRun run;                                ///< Run
    std::string of;                               ///< WhatIf: the action whose run is asked
    std::optional<PolicyKind> policy;             ///< WhatIf: what is asked about first
    LessonSight sight = LessonSight::LowestStep;  ///< Look
    std::vector<LessonClaim> until;   ///< has to hold before the action counts as done; empty: its end is enough
    std::vector<LessonClaim> claims;  ///< what the text says of the run, so that it can be checked
    std::string after;                ///< said once it is done
};

struct LessonPage {
    std::string title;
    std::string text;
    std::vector<std::string> highlights;  ///< names of lessonPlaces()
    std::vector<LessonAction> actions;    ///< the next page is open once all are done
    std::string question;
    std::string answer;  ///< shown once the actions are done
};

struct Lesson {
    std::string title;
    std::vector<LessonPage> pages;

    /// Null for an unknown one.
    const LessonAction* find(const std::string& action) const;
};

/// What a page can highlight: "lanes", "kv", "vote" ...
const std::vector<std::string>& lessonPlaces();

/// Throws std::runtime_error: file, field, what was expected and found.
Lesson readLesson(const std::filesystem::path& file);
/// The folder of the lessons that come with the program, and the one that is opened where none is named.
/// @param language  "de", "zh_CN" ...; English where there is none in it
std::filesystem::path lessonFolder();
std::filesystem::path firstLesson(const std::string& language = "en");

}  // namespace app
