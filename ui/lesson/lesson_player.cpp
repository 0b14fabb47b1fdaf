#include "ui/lesson/lesson_player.h"

#include <algorithm>
#include <utility>

#include "app/lesson/lesson_values.h"
#include "ui/paint/app_text.h"
#include "ui/session/session_controller.h"

namespace ui {

using app::LessonAction;
using app::LessonDo;

LessonPlayer::LessonPlayer(app::Lesson lesson, SessionController& session, QObject* parent)
    : QObject(parent), m_lesson(std::move(lesson)), m_session(session) {
    connect(&session, &SessionController::statusChanged, this, &LessonPlayer::follow);
    connect(&session, &SessionController::frame, this, &LessonPlayer::followFrame);
}

bool LessonPlayer::isPageDone() const {
    return std::ranges::all_of(page().actions, [this](const LessonAction& action) { return isDone(action); });
}

void LessonPlayer::goTo(std::size_t page) {
    if (page >= m_lesson.pages.size()) return;
    m_page = page;
    Q_EMIT changed();
    follow();
}

QString LessonPlayer::whyNot(const LessonAction& action) const {
    if (m_session.runActive()) return tr("A run is in progress.");
    switch (action.kind) {
        case LessonDo::Run: return m_session.whyNot(Action::Run);
        case LessonDo::FinishCut:
            return m_session.latest().finished ? QString()
                                               : tr("Run something first, so that there is something to finish.");
        case LessonDo::WhatIf:
            return m_runs.contains(action.of) ? QString()
                                              : tr("This asks a run of an earlier page. Make that run first.");
        case LessonDo::Look:
            return m_session.shown().traces.empty() ? tr("Make a run first, so that there is something to look at.")
                                                    : QString();
        case LessonDo::Own: break;
    }
    return {};
}

void LessonPlayer::start(const LessonAction& action) {
    if (!whyNot(action).isEmpty()) return;
    m_at = action.id;
    m_runBefore = m_session.runNumber();
    m_hasBegun = false;
    switch (action.kind) {
        case LessonDo::Run: Q_EMIT runWanted(action.run); break;
        case LessonDo::FinishCut: Q_EMIT finishWanted(); break;
        case LessonDo::WhatIf: {
            const auto run = m_runs.find(action.of);
            Q_EMIT whatIfWanted(std::make_shared<app::Timeline>(*run->second), action.policy);
            break;
        }
        case LessonDo::Look: look(action); return;
        case LessonDo::Own: Q_EMIT problemWanted(); break;
    }
    Q_EMIT changed();
    follow();
}

void LessonPlayer::giveUp() {
    m_at.clear();
    Q_EMIT changed();
}

/// What the page wants to be looked at, of the run shown. Of a moment, the values are those of that moment.
void LessonPlayer::look(const LessonAction& action) {
    if (const auto step = app::findLessonStep(m_session.latest(), action.sight)) {
        Q_EMIT stepWanted(step->first, step->second);
        return finish(action, m_session.latest());
    }
    if (const auto events = app::findLessonMoment(m_session.timeline(), action.sight)) {
        Q_EMIT momentWanted(*events);
        return finish(action, m_session.shown());
    }
    giveUp();
}

void LessonPlayer::takeWhatIf(const std::shared_ptr<app::Timeline>& run) {
    for (const LessonAction& action : page().actions) {
        if (action.kind != LessonDo::WhatIf || isDone(action)) continue;
        m_states.insert_or_assign(action.id, run->latest());
        const app::LessonLookUp lookUp = lookUpFor(&action);
        const bool holds = std::ranges::all_of(
            action.until, [&](const app::LessonClaim& claim) { return claim.holds(lookUp).value_or(false); });
        if (holds) finish(action, run->latest());
        return;
    }
}

/// What the program was asked for has come to its end, or was given up.
void LessonPlayer::follow() {
    const app::RunState& run = m_session.latest();
    const bool isNew = m_session.kind() == SourceKind::Live && m_session.runNumber() != m_runBefore;
    const LessonAction* at = m_at.empty() ? nullptr : m_lesson.find(m_at);
    if (at && at->kind == LessonDo::Run) {
        m_hasBegun = m_hasBegun || isNew;
        if (m_hasBegun && run.finished && !m_session.runActive()) {
            const bool isWhole = run.finished->end != app::RunEnd::Stopped && run.finished->end != app::RunEnd::Failed;
            if (isWhole && run.header.problem == at->run.problem) {
                m_runs[at->id] = std::make_shared<const app::Timeline>(m_session.timeline());
                finish(*at, run);
            } else {
                m_at.clear();
            }
        } else if (!m_hasBegun && !m_session.starting() && !m_session.runActive()) {
            m_at.clear();  // refused, and the reason is said already
        }
    }
    for (const LessonAction& action : page().actions) {
        const bool isOwn = action.kind == LessonDo::Own && m_session.kind() == SourceKind::Live && run.finished &&
                           !isOfLesson(run.header.problem);
        if (isOwn && !isDone(action)) finish(action, run);
    }
    Q_EMIT changed();
}

void LessonPlayer::followFrame() {
    const LessonAction* at = m_at.empty() ? nullptr : m_lesson.find(m_at);
    if (!at || at->kind != LessonDo::FinishCut) return;
    const app::RunState& run = m_session.latest();
    if (run.wouldHave && run.wouldHave->finished) finish(*at, run);
}

void LessonPlayer::finish(const LessonAction& action, app::RunState state) {
    m_done.insert(action.id);
    m_latest = action.id;
    m_states.insert_or_assign(action.id, std::move(state));
    m_at.clear();
    Q_EMIT changed();
}

bool LessonPlayer::isOfLesson(const std::string& problem) const {
    return std::ranges::any_of(m_lesson.pages, [&](const app::LessonPage& page) {
        return std::ranges::any_of(page.actions,
                                   [&](const LessonAction& action) { return action.run.problem == problem; });
    });
}

/// A value without an action's name is of the page's own run, else of the latest one.
app::LessonLookUp LessonPlayer::lookUpFor(const LessonAction* own) const {
    return [this, own](const std::string& action, const std::string& name) -> std::optional<app::LessonValue> {
        const auto state = m_states.find(!action.empty() ? action : own ? own->id : m_latest);
        return state == m_states.end() ? std::nullopt : app::findLessonValue(state->second, name);
    };
}

QString LessonPlayer::filled(const std::string& text, const LessonAction* own) const {
    std::vector<std::string> missing;
    // "right" and "wrong" are words; everything else that a value says is a number or an answer.
    const auto inWords = [find = lookUpFor(own)](const std::string& action, const std::string& name) {
        auto value = find(action, name);
        if (value && name.ends_with("verdict")) value->text = appSentence(value->text).toStdString();
        return value;
    };
    const std::string words = app::filledText(text, inWords, missing);
    m_missing.insert(missing.begin(), missing.end());
    return QString::fromStdString(words);
}

QStringList LessonPlayer::surprises(const LessonAction& action) const {
    QStringList found;
    if (!isDone(action)) return found;
    const app::LessonLookUp lookUp = lookUpFor(&action);
    for (const app::LessonClaim& claim : action.claims) {
        if (!claim.holds(lookUp).value_or(false)) found << QString::fromStdString(claim.text());
    }
    return found;
}

}  // namespace ui
