#include "ui/panels/events_model.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "ui/paint/format.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr std::size_t kMostLines = 2000;

}  // namespace

bool passes(EventFilter filter, app::LogKind kind) {
    using app::LogKind;
    switch (filter) {
        case EventFilter::All: return true;
        case EventFilter::Memory:
            return kind == LogKind::Saturated || kind == LogKind::Pruned || kind == LogKind::Waiting ||
                   kind == LogKind::Resumed || kind == LogKind::Limits || kind == LogKind::Branched ||
                   kind == LogKind::Steered;
        case EventFilter::Finished: return kind == LogKind::Finished || kind == LogKind::Stopped;
        case EventFilter::Vote:
            return kind == LogKind::LeaderChanged || kind == LogKind::Rescored || kind == LogKind::Probed;
        case EventFilter::Messages: return kind == LogKind::Info || kind == LogKind::Warning || kind == LogKind::Error;
    }
    return true;
}

QString describe(const app::LogEntry& entry, const app::RunState& state) {
    const QString plain = formatAnswer(entry.text);
    const app::TraceState* trace = entry.trace ? state.findTrace(*entry.trace) : nullptr;
    if (entry.kind == app::LogKind::LeaderChanged || !trace) {
        return plain.isEmpty() ? plain : QString(plain.at(0).toUpper() + plain.mid(1));
    }
    return QString(formatTrace(*entry.trace) + QChar(0x00a0) + plain);
}

void EventsModel::show(const app::RunState& state, bool jumped) {
    const bool shrunk = state.log.size() < m_seen;
    const bool other = m_state != &state;
    m_state = &state;
    if (jumped || shrunk || (other && m_seen > 0)) {
        reload();
        return;
    }
    std::vector<Line> fresh;
    for (; m_seen < state.log.size(); ++m_seen) {
        const app::LogEntry& entry = state.log[m_seen];
        if (passes(m_filter, entry.kind)) fresh.push_back({entry, describe(entry, state)});
        if (fresh.size() > kMostLines) {
            reload();
            return;
        }
    }
    if (fresh.empty()) return;
    beginInsertRows({}, 0, static_cast<int>(fresh.size()) - 1);
    m_lines.insert(m_lines.end(), std::make_move_iterator(fresh.begin()), std::make_move_iterator(fresh.end()));
    endInsertRows();
    if (m_lines.size() > kMostLines + kMostLines / 4) trim();
}

void EventsModel::trim() {
    const std::size_t gone = m_lines.size() - kMostLines;
    const int last = rowCount() - 1;
    // The row that counts the omitted lines is removed and inserted again with its new number.
    beginRemoveRows({}, last + 1 - static_cast<int>(gone) - (m_leftOut > 0 ? 1 : 0), last);
    m_lines.erase(m_lines.begin(), m_lines.begin() + static_cast<std::ptrdiff_t>(gone));
    const qint64 before = std::exchange(m_leftOut, 0);
    endRemoveRows();
    beginInsertRows({}, rowCount(), rowCount());
    m_leftOut = before + static_cast<qint64>(gone);
    endInsertRows();
}

void EventsModel::setFilter(EventFilter filter) {
    m_filter = filter;
    reload();
}

void EventsModel::reload() {
    beginResetModel();
    m_lines.clear();
    m_leftOut = 0;
    m_seen = m_state ? m_state->log.size() : 0;
    for (std::size_t i = m_seen; i-- > 0;) {
        const app::LogEntry& entry = m_state->log[i];
        if (!passes(m_filter, entry.kind)) continue;
        if (m_lines.size() < kMostLines) {
            m_lines.push_back({entry, describe(entry, *m_state)});
        } else {
            ++m_leftOut;
        }
    }
    std::reverse(m_lines.begin(), m_lines.end());
    endResetModel();
}

EventsModel::Line EventsModel::lineOfLeftOut() const {
    const double t = m_lines.empty() ? 0.0 : m_lines.front().entry.t;
    return {{t, app::LogKind::Info, std::nullopt, {}},
            formatNumberOf(m_leftOut, tr("1 earlier event is not listed."), tr("%1 earlier events are not listed."))};
}

int EventsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size()) + (m_leftOut > 0 ? 1 : 0);
}

const app::LogEntry* EventsModel::findEntry(int row) const {
    if (row < 0 || row >= static_cast<int>(m_lines.size())) return nullptr;
    return &m_lines[m_lines.size() - 1 - static_cast<std::size_t>(row)].entry;
}

QVariant EventsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const bool isLeftOut = index.row() == static_cast<int>(m_lines.size());
    const Line line = isLeftOut ? lineOfLeftOut() : m_lines[m_lines.size() - 1 - static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole: return QString(formatSeconds(line.entry.t) + u"  "_s + line.text);
        case Qt::ToolTipRole: return EventsModel::tr("Click: show this moment and its trace");
        case TextRole: return line.text;
        case TimeRole: return line.entry.t;
        case KindRole: return static_cast<int>(line.entry.kind);
        case TraceIdRole: return line.entry.trace ? QVariant(engine::index(*line.entry.trace)) : QVariant();
        default: return {};
    }
}

}  // namespace ui
