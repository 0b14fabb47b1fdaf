// The runs that a comparison window shows: their events with the state at any time, their names, and what is known of
// their differences. GUI thread.
#pragma once

#include <QString>
#include <QStringList>
#include <memory>
#include <optional>
#include <vector>

#include "app/run/timeline.h"
#include "app/study/comparison_words.h"
#include "ui/paint/app_text.h"

namespace ui {

struct ComparedSide {
    std::unique_ptr<app::Timeline> timeline;
    QString path;  ///< of its recording; empty: not on disk
};

/// What became of a trace elsewhere, seen from one run.
enum class Twin {
    None,        ///< there is no such trace, or nothing to say yet
    Same,        ///< it ended with the same answer
    Other,       ///< it ended otherwise
    CutThere,    ///< it was pruned or stopped there
    RightThere,  ///< cut here, it ends right there
    WrongThere   ///< cut here, it ends wrong there
};

class ComparedRuns {
public:
    std::size_t size() const { return m_sides.size(); }
    /// Why this run cannot be added: another problem, or there are four already. Empty if it was.
    QString add(ComparedSide side);
    void remove(std::size_t i);
    /// Another run in the place of this one.
    void replace(std::size_t i, ComparedSide side);

    app::Timeline& timeline(std::size_t i) { return *m_sides[i].timeline; }
    const app::RunState& end(std::size_t i) const { return m_sides[i].timeline->latest(); }
    const QString& path(std::size_t i) const { return m_sides[i].path; }
    QString label(std::size_t i) const { return appSentence(m_labels[i]); }
    double duration() const;
    /// How ballots are counted for the answers of all runs.
    app::VoteCount vote() const { return m_vote; }
    void setVote(app::VoteCount vote) { m_vote = vote; }
    app::ComparedFigures figures(std::size_t i) const { return app::comparedFiguresOf(end(i)); }
    /// The run that run `i` is compared with: the first one; for the first one the second.
    std::size_t otherOf(std::size_t i) const { return i == 0 ? 1 : 0; }
    /// At their ends.
    Twin twin(std::size_t i, engine::TraceId trace) const;
    /// What run `i` differs in from the first one, a sentence each. Not for the first one.
    QStringList differences(std::size_t i) const;
    /// Keys of all runs' answers, those of the first run first: one colour for an answer everywhere.
    std::vector<std::string> answers() const;
    /// Tokens of the longest trace of all runs: one scale for the strips of all.
    int longestTrace() const;
    /// When something was decided in any of them, in order: steps for the time cursor.
    const std::vector<double>& moments() const { return m_moments; }

    /// Writes the recordings and compare.json. Throws std::runtime_error.
    void save(const QString& folder) const;

private:
    void renew();

    std::vector<ComparedSide> m_sides;
    std::vector<std::string> m_labels;
    std::vector<QStringList> m_differences;
    std::vector<double> m_moments;
    app::VoteCount m_vote = app::VoteCount::AsRun;
};

}  // namespace ui
