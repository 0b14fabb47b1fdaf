#include "ui/panels/events_model.h"

#include <QRegularExpression>
#include <algorithm>
#include <iterator>
#include <utility>

#include "app/run/policy_table.h"
#include "ui/paint/app_text.h"
#include "ui/paint/format.h"
#include "ui/session/moments.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr std::size_t kMostLines = 2000;
constexpr std::size_t kNamedTraces = 4;  // of a folded line

/// As the beginning of a sentence, but for an answer or a symbol, whose case has a meaning.
QString withCapital(const QString& text) {
    const qsizetype word = std::min(text.size(), std::max<qsizetype>(0, text.indexOf(u' ')));
    const bool isWord = word > 1 && std::all_of(text.begin(), text.begin() + word, [](QChar letter) {
                            return letter.isLower() || letter == u'-' || letter == u':';
                        });
    return isWord ? QString(text.at(0).toUpper() + text.mid(1)) : text;
}

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

QString plainText(const app::LogEntry& entry) {
    QString plain = formatAnswer(entry.text);
    const bool namesTraces = entry.kind == app::LogKind::Branched || isRelief(entry.kind);  // no answers are in these
    static const QRegularExpression trace(u"\\btrace (\\d+)"_s);
    return namesTraces ? plain.replace(trace, u"#\\1"_s) : plain;
}

QString describe(const app::LogEntry& entry, const app::RunState& state) {
    QString plain = plainText(entry);
    // Where every vote weighs the same, its weight says nothing.
    const bool counts = app::policyRow(state.header.options.policy).votes == app::VoteWeight::Equal;
    if (entry.kind == app::LogKind::Finished && counts) plain.remove(u" with weight 1.00"_s);
    plain = appSentence(plain);
    if (entry.kind == app::LogKind::LeaderChanged) return plain;
    const app::TraceState* trace = entry.trace ? state.findTrace(*entry.trace) : nullptr;
    if (!trace) return withCapital(plain);
    return QString(formatTrace(*entry.trace) + QChar(0x00a0) + plain);
}

// ---- lines ----------------------------------------------------------------------------------------------------------

bool EventsModel::joins(std::size_t earlier, std::size_t later) const {
    const auto& log = m_run->latest().log;
    return isRelief(log[earlier].kind) && log[earlier].kind == log[later].kind &&
           m_run->markOf(earlier).passes == m_run->markOf(later).passes;
}

QString EventsModel::describeAll(const std::vector<std::size_t>& entries) const {
    const app::RunState& state = m_run->latest();
    QStringList names;
    for (const std::size_t entry : entries) {
        if (static_cast<std::size_t>(names.size()) == kNamedTraces) break;
        const auto id = state.log[entry].trace;
        const app::TraceState* trace = id ? state.findTrace(*id) : nullptr;
        if (trace) names << QString(formatTrace(*id) + QChar(0x00a0) + formatScore(trace->score()));
    }
    const auto count = static_cast<qint64>(entries.size());
    const bool pruned = state.log[entries.front()].kind == app::LogKind::Pruned;
    QString text = (pruned ? tr("%1 traces pruned in one pass: ") : tr("%1 traces preempted in one pass: "))
                       .arg(formatCount(count)) +
                   listed(names);
    if (entries.size() > kNamedTraces) text += u' ' + tr("and %1 more").arg(count - static_cast<qint64>(kNamedTraces));
    return text;
}

EventsModel::Line EventsModel::lineOf(std::vector<std::size_t> entries) const {
    Line line;
    if (entries.size() > 1) {
        line.fold = m_open.contains(entries.front()) ? Fold::Open : Fold::Closed;
        line.text = describeAll(entries);
    } else {
        line.text = describe(m_run->latest().log[entries.front()], m_run->latest());
    }
    line.entries = std::move(entries);
    return line;
}

void EventsModel::put(std::vector<Line>& lines, std::vector<std::size_t> entries) const {
    Line line = lineOf(std::move(entries));
    if (line.fold == Fold::Open) {
        for (const std::size_t entry : line.entries) {
            lines.push_back(lineOf({entry}));
            lines.back().fold = Fold::Part;
        }
    }
    lines.push_back(std::move(line));
}

void EventsModel::show(const app::Timeline& run, std::size_t reached, std::optional<std::size_t> current) {
    const bool other = m_identity != run.identity() || run.latest().log.size() < m_seen;
    const bool allWereReached = m_reached >= m_seen;
    m_run = &run;
    m_identity = run.identity();
    if (other) {
        m_open.clear();
        m_reached = reached;
        m_current = current;
        reload();
    } else {
        takeNew();
    }
    // At the end of a live run there are no later ones, before and now: lines stay as they are.
    const bool moved = std::exchange(m_reached, reached) != reached && !(allWereReached && reached >= m_seen);
    const bool another = std::exchange(m_current, current) != current || other;
    if (another && current) {
        const int row = rowOf(*current);
        if (row >= 0 && lineAt(row).fold == Fold::Closed) setOpen(row, true);
    }
    if (moved || another) changed({LaterRole, CurrentRole});
}

void EventsModel::changed(const QList<int>& roles) {
    if (rowCount() > 0) Q_EMIT dataChanged(index(0), index(rowCount() - 1), roles);
}

/// The entries of the newest line, which is removed together with its parts.
std::vector<std::size_t> EventsModel::takeNewest() {
    if (m_lines.empty()) return {};
    std::size_t count = 1;
    while (count < m_lines.size() && m_lines[m_lines.size() - 1 - count].fold == Fold::Part &&
           m_lines.back().fold == Fold::Open)
        ++count;
    std::vector<std::size_t> entries = m_lines.back().entries;
    beginRemoveRows({}, 0, static_cast<int>(count) - 1);
    m_lines.resize(m_lines.size() - count);
    endRemoveRows();
    return entries;
}

void EventsModel::takeNew() {
    const auto& log = m_run->latest().log;
    if (log.size() - m_seen > kMostLines) return reload();
    std::vector<std::vector<std::size_t>> groups;
    for (; m_seen < log.size(); ++m_seen) {
        if (!passes(m_filter, log[m_seen].kind)) continue;
        if (groups.empty() && !m_lines.empty() && joins(m_lines.back().entries.back(), m_seen))
            groups.push_back(takeNewest());
        if (!groups.empty() && joins(groups.back().back(), m_seen)) {
            groups.back().push_back(m_seen);
        } else {
            groups.push_back({m_seen});
        }
    }
    std::vector<Line> fresh;
    for (auto& group : groups) put(fresh, std::move(group));
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
    m_seen = m_run ? m_run->latest().log.size() : 0;
    std::vector<std::vector<std::size_t>> groups;  // newest first, their entries too
    for (std::size_t i = m_seen; i-- > 0;) {
        if (!passes(m_filter, m_run->latest().log[i].kind)) continue;
        if (!groups.empty() && m_leftOut == 0 && joins(i, groups.back().back())) {
            groups.back().push_back(i);
        } else if (groups.size() < kMostLines) {
            groups.push_back({i});
        } else {
            ++m_leftOut;
        }
    }
    for (auto group = groups.rbegin(); group != groups.rend(); ++group) {
        std::reverse(group->begin(), group->end());
        put(m_lines, std::move(*group));
    }
    endResetModel();
}

// ---- rows -----------------------------------------------------------------------------------------------------------

QString EventsModel::textOfLeftOut() const {
    return formatNumberOf(m_leftOut, tr("1 earlier event is not listed."), tr("%1 earlier events are not listed."));
}

int EventsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size()) + (m_leftOut > 0 ? 1 : 0);
}

const app::LogEntry* EventsModel::findEntry(int row) const {
    if (row < 0 || row >= static_cast<int>(m_lines.size())) return nullptr;
    const std::size_t entry = lineAt(row).entries.back();
    return entry < m_run->latest().log.size() ? &m_run->latest().log[entry] : nullptr;  // another run may have begun
}

std::optional<std::size_t> EventsModel::indexOf(int row) const {
    if (row < 0 || row >= static_cast<int>(m_lines.size())) return std::nullopt;
    return lineAt(row).entries.front();
}

int EventsModel::rowOf(std::size_t entry) const {
    int found = -1;
    for (int row = 0; row < static_cast<int>(m_lines.size()); ++row) {
        const Line& line = lineAt(row);
        if (entry < line.entries.front() || entry > line.entries.back()) continue;
        found = row;
        if (line.entries.size() == 1) break;  // else its part, if it is open
    }
    return found;
}

void EventsModel::setOpen(int row, bool open) {
    if (row < 0 || row >= static_cast<int>(m_lines.size())) return;
    const std::size_t at = m_lines.size() - 1 - static_cast<std::size_t>(row);
    if (m_lines[at].fold != (open ? Fold::Closed : Fold::Open)) return;
    const auto place = m_lines.begin() + static_cast<std::ptrdiff_t>(at);
    if (open) {
        m_open.insert(place->entries.front());
        std::vector<Line> parts;
        put(parts, place->entries);
        place->fold = Fold::Open;
        parts.pop_back();
        beginInsertRows({}, row + 1, row + static_cast<int>(parts.size()));
        m_lines.insert(place, std::make_move_iterator(parts.begin()), std::make_move_iterator(parts.end()));
        endInsertRows();
    } else {
        m_open.erase(place->entries.front());
        place->fold = Fold::Closed;
        std::size_t count = 0;  // the oldest may have been omitted
        while (count < at && m_lines[at - 1 - count].fold == Fold::Part) ++count;
        if (count > 0) {
            beginRemoveRows({}, row + 1, row + static_cast<int>(count));
            m_lines.erase(place - static_cast<std::ptrdiff_t>(count), place);
            endRemoveRows();
        }
    }
    Q_EMIT dataChanged(index(row), index(row), {FoldRole});
}

QVariant EventsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    if (index.row() == static_cast<int>(m_lines.size())) {  // what is left out
        const app::LogEntry* first = findEntry(index.row() - 1);
        const double t = first ? first->t : 0.0;
        switch (role) {
            case Qt::DisplayRole: return QString(formatSeconds(t) + u"  "_s + textOfLeftOut());
            case TextRole: return textOfLeftOut();
            case TimeRole: return t;
            case KindRole: return static_cast<int>(app::LogKind::Info);
            default: return {};
        }
    }
    const Line& line = lineAt(index.row());
    const app::LogEntry* const found = findEntry(index.row());
    if (!found) return {};
    const app::LogEntry& entry = *found;
    const bool later = line.entries.front() >= m_reached;
    switch (role) {
        case Qt::DisplayRole: return QString(formatSeconds(entry.t) + u"  "_s + line.text);
        case Qt::AccessibleTextRole:
            return QString(formatSeconds(entry.t) + u"  "_s + line.text + (later ? tr(", later") : QString()));
        case Qt::ToolTipRole:
            if (line.fold == Fold::Closed) return tr("Click: show the first of them, and each on a line of its own");
            return tr("Click: show this moment and its trace");
        case TextRole: return line.text;
        case TimeRole: return entry.t;
        case KindRole: return static_cast<int>(entry.kind);
        case TraceIdRole: return entry.trace ? QVariant(engine::index(*entry.trace)) : QVariant();
        case LaterRole: return later;
        case CurrentRole: return m_current && line.entries.size() == 1 && line.entries.front() == *m_current;
        case FoldRole: return static_cast<int>(line.fold);
        default: return {};
    }
}

}  // namespace ui
