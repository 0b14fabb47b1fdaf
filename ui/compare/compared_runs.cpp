#include "ui/compare/compared_runs.h"

#include <QCoreApplication>
#include <algorithm>
#include <filesystem>

#include "app/run/recording_writer.h"
#include "app/study/comparison_folder.h"
#include "ui/paint/app_text.h"

namespace ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("ui::ComparedRuns", text);
}

bool isCut(const app::TraceState& trace) {
    return trace.phase == app::TracePhase::Pruned || trace.phase == app::TracePhase::Stopped;
}

bool isMoment(app::LogKind kind) {
    switch (kind) {
        case app::LogKind::Saturated:
        case app::LogKind::Pruned:
        case app::LogKind::Waiting:
        case app::LogKind::Resumed:
        case app::LogKind::Finished:
        case app::LogKind::Stopped:
        case app::LogKind::LeaderChanged:
        case app::LogKind::Branched: return true;
        default: return false;
    }
}

}  // namespace

QString ComparedRuns::add(ComparedSide side) {
    if (m_sides.size() >= app::kMostCompared) return tr("There are four runs already. Remove one first.");
    if (!m_sides.empty()) {
        const std::vector<const app::RunState*> two{&end(0), &side.timeline->latest()};
        if (!app::whyNotComparable(two).empty())
            return tr("This run is of another problem. Only runs of the same problem can be compared.");
    }
    m_sides.push_back(std::move(side));
    renew();
    return {};
}

void ComparedRuns::remove(std::size_t i) {
    m_sides.erase(m_sides.begin() + static_cast<std::ptrdiff_t>(i));
    renew();
}

void ComparedRuns::replace(std::size_t i, ComparedSide side) {
    m_sides[i] = std::move(side);
    renew();
}

void ComparedRuns::renew() {
    std::vector<const app::RunState*> states;
    for (const ComparedSide& side : m_sides) states.push_back(&side.timeline->latest());
    m_labels = app::labelsOf(states);
    m_differences.assign(m_sides.size(), {});
    m_moments.clear();
    for (std::size_t i = 0; i < m_sides.size(); ++i) {
        const auto compared = [&](std::size_t k) {
            return app::ComparedRun{m_labels[k], states[k], &m_sides[k].timeline->events(), {}};
        };
        if (i > 0) {
            for (const std::string& text : app::differencesOf(compared(0), compared(i)))
                m_differences[i] << appSentence(text);
        }
        for (const app::LogEntry& entry : states[i]->log)
            if (isMoment(entry.kind)) m_moments.push_back(entry.t);
        m_moments.push_back(states[i]->now);
    }
    std::ranges::sort(m_moments);
    const auto repeated = std::ranges::unique(m_moments);
    m_moments.erase(repeated.begin(), repeated.end());
}

double ComparedRuns::duration() const {
    double longest = 0;
    for (const ComparedSide& side : m_sides) longest = std::max(longest, side.timeline->duration());
    return longest;
}

Twin ComparedRuns::twin(std::size_t i, engine::TraceId id) const {
    if (size() < 2) return Twin::None;
    const app::TraceState* here = end(i).findTrace(id);
    const app::TraceState* there = end(otherOf(i)).findTrace(id);
    if (!here || !there || here->parent || there->parent) return Twin::None;
    if (app::isActive(here->phase) || app::isActive(there->phase)) return Twin::None;
    if (isCut(*here) && isCut(*there)) return Twin::Same;
    if (isCut(*there)) return Twin::CutThere;
    if (isCut(*here)) {
        const auto right = app::rightAtItsEnd(end(i), end(otherOf(i)), id);
        return !right ? Twin::Other : *right ? Twin::RightThere : Twin::WrongThere;
    }
    const scorer::AnswerMode mode = end(i).header.options.answers;
    const bool isSame = here->answer && there->answer ? scorer::areSameKeys(here->answerKey, there->answerKey, mode)
                                                      : here->answer == there->answer;
    return isSame ? Twin::Same : Twin::Other;
}

std::vector<std::string> ComparedRuns::answers() const {
    std::vector<std::string> keys;
    for (const ComparedSide& side : m_sides) {
        std::vector<const app::AnswerVote*> order;
        for (const app::AnswerVote& answer : side.timeline->latest().vote.answers) order.push_back(&answer);
        std::ranges::stable_sort(order, {}, &app::AnswerVote::firstAt);
        for (const app::AnswerVote* answer : order)
            if (std::ranges::find(keys, answer->key) == keys.end()) keys.push_back(answer->key);
    }
    return keys;
}

int ComparedRuns::longestTrace() const {
    int longest = 1;
    for (const ComparedSide& side : m_sides)
        for (const app::TraceState& trace : side.timeline->latest().traces)
            longest = std::max(longest, trace.tokenCount());
    return longest;
}

QStringList ComparedRuns::differences(std::size_t i) const {
    return m_differences[i];
}

void ComparedRuns::save(const QString& folder) const {
    const std::filesystem::path place = folder.toStdString();
    std::filesystem::create_directories(place);
    std::vector<app::ComparedRun> runs;
    for (std::size_t i = 0; i < m_sides.size(); ++i) {
        const std::string file = app::comparedFileName(i + 1, end(i));
        app::saveRecording((place / file).string(), m_sides[i].timeline->events());
        runs.push_back({m_labels[i], &end(i), &m_sides[i].timeline->events(), file});
    }
    app::writeComparison(place, runs);
}

}  // namespace ui
