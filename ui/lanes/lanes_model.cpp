#include "ui/lanes/lanes_model.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "ui/lanes/strip_layout.h"
#include "ui/lanes/trace_look.h"
#include "ui/paint/answer_colors.h"
#include "ui/paint/format.h"
#include "ui/paint/glossary.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

QString columnToolTip(int column) {
    switch (column) {
        case LanesModel::Trace: return meaningOf(LanesModel::tr("Trace"));
        case LanesModel::State: return LanesModel::tr("What the trace is doing, or how it ended.");
        case LanesModel::Score: return meaningOf(LanesModel::tr("Trace score"));
        case LanesModel::Steps:
            return LanesModel::tr("A box is a step, as long as its tokens.") + u'\n' +
                   meaningOf(LanesModel::tr("Step score"));
        case LanesModel::Tokens: return meaningOf(LanesModel::tr("Token"));
        case LanesModel::Answer: return LanesModel::tr("What the trace wrote in its box: its vote, if it finished.");
        default: return {};
    }
}

/// Pruned and stopped lanes lie below those that still count; one whose answer a probe has read counts.
bool isOut(const LaneRow& row) {
    return row.phase == app::TracePhase::Pruned || (row.phase == app::TracePhase::Stopped && !row.answerIndex);
}

/// "branch of #2 from token 120 on, then 8 tokens written by hand".
QString originText(const LaneRow& row) {
    QStringList parts;
    const int drawn = row.givenTokens - row.writtenTokens;
    if (row.parent)
        parts << LanesModel::tr("branch of %1 from token %2 on")
                     .arg(formatTrace(*row.parent), formatCount(row.branchToken));
    if (drawn > 0) {
        const QString tokens = formatNumberOf(drawn, LanesModel::tr("1 token"), LanesModel::tr("%1 tokens"));
        parts << (row.earlierTrace ? LanesModel::tr("begins with %1 of %2 of an earlier run")
                                         .arg(tokens, formatTrace(engine::TraceId{*row.earlierTrace}))
                                   : LanesModel::tr("begins with %1 of an earlier run").arg(tokens));
    }
    if (row.writtenTokens > 0)
        parts << formatNumberOf(row.writtenTokens, LanesModel::tr("1 token written by hand"),
                                LanesModel::tr("%1 tokens written by hand"));
    else if (row.byHand)
        parts << LanesModel::tr("with words written by hand");
    return parts.join(LanesModel::tr(", then "));
}

/// What is special about a lane; empty for most.
QString remarkText(const LaneRow& row) {
    QStringList parts;
    if (row.isProtected) parts << LanesModel::tr("protected by hand");
    if (row.hasOrigin()) parts << originText(row);
    return listed(parts);
}

template <class T>
int compare(const T& a, const T& b) {
    return a < b ? -1 : b < a ? 1 : 0;
}

}  // namespace

LanesModel::LanesModel(const Theme& theme, QObject* parent) : QAbstractTableModel(parent), m_theme(theme) {}

void LanesModel::show(const app::RunState& state, bool resort) {
    m_state = &state;
    std::vector<LaneRow> rows = makeRows(state);
    int longest = m_leastTokens;
    for (const LaneRow& row : rows) longest = std::max({longest, row.tokens, row.wouldHaveTokens});
    const int scale = niceTokenScale(longest);
    const bool rescaled = std::exchange(m_tokenScale, scale) != scale;

    if (rows.size() < m_rows.size()) {
        beginResetModel();
        m_rows = std::move(rows);
        m_order.resize(m_rows.size());
        std::iota(m_order.begin(), m_order.end(), 0);
        std::stable_sort(m_order.begin(), m_order.end(), [this](int a, int b) {
            return before(m_rows[static_cast<std::size_t>(a)], m_rows[static_cast<std::size_t>(b)]);
        });
        endResetModel();
        return;
    }
    std::vector<bool> changed(m_order.size(), rescaled);
    for (std::size_t view = 0; view < m_order.size(); ++view) {
        const auto at = static_cast<std::size_t>(m_order[view]);
        if (!(rows[at] == m_rows[at])) {
            m_rows[at] = std::move(rows[at]);
            changed[view] = true;
        }
    }
    if (rows.size() > m_rows.size()) {
        const int first = static_cast<int>(m_rows.size());
        beginInsertRows({}, first, static_cast<int>(rows.size()) - 1);
        for (std::size_t i = m_rows.size(); i < rows.size(); ++i) m_order.push_back(static_cast<int>(i));
        m_rows.insert(m_rows.end(), std::make_move_iterator(rows.begin() + first), std::make_move_iterator(rows.end()));
        endInsertRows();
    }
    const auto from = std::find(changed.begin(), changed.end(), true);
    if (from != changed.end()) {
        const auto last = std::find(changed.rbegin(), changed.rend(), true);
        Q_EMIT dataChanged(index(static_cast<int>(from - changed.begin()), 0),
                           index(static_cast<int>(changed.rend() - last) - 1, ColumnCount - 1));
    }
    if (resort) renewOrder();
}

std::vector<LaneRow> LanesModel::makeRows(const app::RunState& state) {
    const auto victim = state.nextVictim();
    const AnswerColors answers(state.vote, m_knownAnswers);
    std::vector<LaneRow> rows;
    rows.reserve(state.traces.size());
    for (const app::TraceState& trace : state.traces) {
        LaneRow row;
        row.id = trace.id;
        row.phase = trace.phase;
        row.isLost = trace.finish == app::FinishReason::Lost;
        row.nextVictim = victim == trace.id;
        row.score = trace.score();
        row.tokens = trace.tokenCount();
        row.steps = static_cast<int>(trace.steps.size());
        if (trace.answer) {
            row.answer = shownAnswer(rows.size(), *trace.answer);
            row.answerIndex = answers.ofTrace(trace.id);
            row.correct = state.isCorrect(trace);
        } else if (trace.probed && app::isActive(trace.phase)) {
            row.answer = shownAnswer(rows.size(), *trace.probed);
            row.answerIsProbed = true;
        }
        if (const app::TraceState* on = state.wouldHave ? state.wouldHave->find(trace.id) : nullptr) {
            row.wouldHaveTokens = on->tokenCount();
            if (on->answer) row.wouldHaveAnswer = shownAnswer(rows.size(), *on->answer);
            row.wouldHaveRight = on->right;
        }
        row.waitedS = state.waitedS(trace);
        row.pruneCause = trace.pruneCause;
        row.parent = trace.parent;
        row.branchToken = trace.branchToken;
        row.givenTokens = trace.givenTokens;
        row.writtenTokens = trace.writtenTokens;
        row.earlierTrace = trace.earlierTrace;
        row.byHand = trace.byHand();
        row.isProtected = trace.isProtected;
        rows.push_back(std::move(row));
    }
    return rows;
}

QString LanesModel::shownAnswer(std::size_t trace, const std::string& answer) {
    if (m_shown.size() <= trace) m_shown.resize(trace + 1);
    Shown& shown = m_shown[trace];
    if (shown.text.isNull() || shown.answer != answer) shown = {answer, formatAnswer(answer)};
    return shown.text;
}

bool LanesModel::before(const LaneRow& a, const LaneRow& b) const {
    int order = 0;
    switch (m_sortColumn) {
        case Trace: order = compare(a.id, b.id); break;
        case State: order = compare(a.phase, b.phase); break;
        case Steps: order = compare(a.steps, b.steps); break;
        case Tokens: order = compare(a.tokens, b.tokens); break;
        case Answer: order = -compare(a.answerIndex.value_or(99), b.answerIndex.value_or(99)); break;
        case Score:
        case ColumnCount:
            if (isOut(a) != isOut(b)) return isOut(b);
            order = compare(a.score.value_or(-1), b.score.value_or(-1));
            break;
    }
    if (order == 0) return a.id < b.id;
    return m_sortOrder == Qt::AscendingOrder ? order < 0 : order > 0;
}

void LanesModel::renewOrder() {
    std::vector<int> order = m_order;
    std::stable_sort(order.begin(), order.end(), [this](int a, int b) {
        return before(m_rows[static_cast<std::size_t>(a)], m_rows[static_cast<std::size_t>(b)]);
    });
    if (order == m_order) return;
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    std::vector<int> viewOf(order.size());
    for (std::size_t view = 0; view < order.size(); ++view)
        viewOf[static_cast<std::size_t>(order[view])] = static_cast<int>(view);
    QModelIndexList to;
    const QModelIndexList from = persistentIndexList();
    for (const QModelIndex& old : from) {
        const int trace = m_order[static_cast<std::size_t>(old.row())];
        to.append(index(viewOf[static_cast<std::size_t>(trace)], old.column()));
    }
    m_order = std::move(order);
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

void LanesModel::sort(int column, Qt::SortOrder order) {
    if (column < 0 || column >= ColumnCount) return;
    m_sortColumn = static_cast<Column>(column);
    m_sortOrder = order;
    renewOrder();
}

int LanesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_order.size());
}

int LanesModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

const LaneRow* LanesModel::findRow(int row) const {
    if (row < 0 || row >= rowCount()) return nullptr;
    return &m_rows[static_cast<std::size_t>(m_order[static_cast<std::size_t>(row)])];
}

int LanesModel::rowOf(engine::TraceId id) const {
    const auto it = std::find(m_order.begin(), m_order.end(), engine::index(id) - 1);
    return it == m_order.end() ? -1 : static_cast<int>(it - m_order.begin());
}

const app::TraceState* LanesModel::traceAt(int row) const {
    const LaneRow* lane = findRow(row);
    return lane && m_state ? m_state->findTrace(lane->id) : nullptr;
}

QVariant LanesModel::data(const QModelIndex& index, int role) const {
    const LaneRow* row = index.isValid() ? findRow(index.row()) : nullptr;
    if (!row) return {};
    if (role == TraceIdRole) return engine::index(row->id);
    if (role == Qt::ToolTipRole) return toolTip(*row, index.column());
    if (role == Qt::TextAlignmentRole && index.column() == Tokens) return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole) return {};
    switch (index.column()) {
        case Trace:
            if (role == Qt::AccessibleTextRole) {
                if (const QString remark = remarkText(*row); !remark.isEmpty())
                    return listed({formatTrace(row->id), remark});
            }
            return formatTrace(row->id);
        case State:
            return row->isLost ? lookOfLost(m_theme.colors()).word
                               : lookOf(row->phase, row->nextVictim, m_theme.colors()).word;
        case Score: return formatScore(row->score);
        case Steps: return formatNumberOf(row->steps, tr("1 step"), tr("%1 steps"));
        case Tokens: return formatCount(row->tokens);
        case Answer:
            if (row->answer.isEmpty() && !row->wouldHaveAnswer.isEmpty())
                return tr("would have answered %1").arg(row->wouldHaveAnswer);
            return row->answerIsProbed ? tr("would answer %1").arg(row->answer) : row->answer;
        default: return {};
    }
}

QString LanesModel::toolTip(const LaneRow& row, int column) const {
    switch (column) {
        case Trace: return remarkText(row);
        case State: {
            QString text = explain(row.phase, row.nextVictim);
            if (row.phase == app::TracePhase::Pruned) text = explain(row.pruneCause);
            if (row.phase == app::TracePhase::Stopped && row.answerIndex) text = explainProbed();
            if (row.isLost) text = explainLost();
            if (row.waitedS > 0) text += u'\n' + tr("Waited %1 for memory.").arg(formatSeconds(row.waitedS));
            return text;
        }
        case Score:
            return row.score && m_state ? explainScore(*row.score, row.steps, m_state->header.options.traceScore)
                                        : tr("No step has been scored yet.");
        case Tokens: return formatNumberOf(row.tokens, tr("1 token generated."), tr("%1 tokens generated."));
        case Answer:
            if (row.answer.isEmpty()) return {};
            if (row.answerIsProbed) return tr("Its last probe answered %1. It does not vote yet.").arg(row.answer);
            if (!row.answerIndex) return tr("Answer %1. It does not vote.").arg(row.answer);
            if (row.correct)
                return *row.correct ? tr("Votes for %1, the known answer.").arg(row.answer)
                                    : tr("Votes for %1, not the known answer.").arg(row.answer);
            return tr("Votes for %1.").arg(row.answer);
        default: return {};
    }
}

QVariant LanesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return int(section == Tokens ? Qt::AlignRight : Qt::AlignLeft) | int(Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) return columnToolTip(section);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Trace: return tr("Trace");
        case State: return tr("State");
        case Score: return tr("Score");
        case Steps: return tr("Steps, by tokens; colour is the step score");
        case Tokens: return tr("Tokens");
        case Answer: return tr("Answer");
        default: return {};
    }
}

}  // namespace ui
