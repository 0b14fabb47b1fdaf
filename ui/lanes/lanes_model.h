// The traces of the shown run as a table: one row per trace, ordered for people. The order is renewed at most twice a
// second, so that lanes do not jump. Rows are copies; only strips look at the run itself. GUI thread.
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "app/run/run_state.h"
#include "ui/paint/theme.h"

namespace ui {

struct LaneRow {
    engine::TraceId id{};
    app::TracePhase phase = app::TracePhase::Queued;
    bool isLost = false;  ///< the connection to its server broke
    bool nextVictim = false;
    std::optional<double> score;
    int tokens = 0;
    int steps = 0;
    QString answer;                  ///< for one that is still running, what it said when it was last probed
    bool answerIsProbed = false;     ///< no answer of its own yet
    std::optional<int> answerIndex;  ///< colour of its vote; empty if it does not vote
    std::optional<bool> correct;
    int wouldHaveTokens = 0;  ///< of one that was cut and went on after the run: where it came to
    QString wouldHaveAnswer;
    std::optional<bool> wouldHaveRight;
    double waitedS = 0;
    app::PruneCause pruneCause = app::PruneCause::Memory;
    std::optional<engine::TraceId> parent;  ///< set for a branch
    int branchToken = 0;                    ///< tokens it has from its parent
    int givenTokens = 0;                    ///< that follow those, and that it did not draw either
    int writtenTokens = 0;                  ///< the last so many of them were written by a person
    std::optional<int> earlierTrace;        ///< its number in the run that its given tokens come from
    bool byHand = false;                    ///< a person wrote some of its text
    bool isProtected = false;

    /// Its beginning was drawn by another trace, or written by a person.
    bool hasOrigin() const { return parent || givenTokens > 0; }

    bool operator==(const LaneRow&) const = default;
};

class LanesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Trace, State, Score, Steps, Tokens, Answer, ColumnCount };
    enum Role { TraceIdRole = Qt::UserRole + 1, SortRole };

    explicit LanesModel(const Theme& theme, QObject* parent = nullptr);

    /// Shows `state`, which must stay alive and be shown again after each change. `resort` renews the order.
    void show(const app::RunState& state, bool resort);
    void renewOrder();

    /// Keys of answers that have the first colours, in this order (see AnswerColors).
    void setKnownAnswers(std::vector<std::string> keys) { m_knownAnswers = std::move(keys); }

    /// The strips hold at least so many tokens, whatever this run's longest trace.
    void setLeastTokens(int tokens) { m_leastTokens = tokens; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    const LaneRow* findRow(int row) const;
    int rowOf(engine::TraceId id) const;  ///< -1 if it is not there, as QModelIndex has it
    /// The trace itself; null if the run has gone on without it.
    const app::TraceState* traceAt(int row) const;
    /// Tokens over the full width of every strip.
    int tokenScale() const { return m_tokenScale; }
    Column sortColumn() const { return m_sortColumn; }
    Qt::SortOrder sortOrder() const { return m_sortOrder; }

private:
    std::vector<LaneRow> makeRows(const app::RunState& state);
    QString shownAnswer(std::size_t trace, const std::string& answer);
    bool before(const LaneRow& a, const LaneRow& b) const;
    QString toolTip(const LaneRow& row, int column) const;

    const Theme& m_theme;
    const app::RunState* m_state = nullptr;
    std::vector<LaneRow> m_rows;  ///< by trace, as in the run
    struct Shown {
        std::string answer;
        QString text;
    };
    std::vector<Shown> m_shown;  ///< by trace: answers as they are written for people, which takes a while
    std::vector<int> m_order;    ///< row in the view -> index into m_rows
    std::vector<std::string> m_knownAnswers;
    int m_tokenScale = 100;
    int m_leastTokens = 1;
    Column m_sortColumn = Score;
    Qt::SortOrder m_sortOrder = Qt::DescendingOrder;
};

}  // namespace ui
