#include "ui/session/trace_search.h"

#include <algorithm>

namespace ui {
namespace {

constexpr qsizetype kAround = 60;  // letters of the surroundings

bool continues(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

std::size_t bytesOf(QStringView text) {
    return static_cast<std::size_t>(text.toUtf8().size());
}

int stepAt(const app::TraceState& trace, std::size_t byte) {
    const auto step = std::upper_bound(trace.steps.begin(), trace.steps.end(), byte,
                                       [](std::size_t at, const app::StepState& s) { return at < s.endByte; });
    return static_cast<int>(step - trace.steps.begin());
}

/// On one line, without spaces at its outer end.
QString oneLine(QString text) {
    for (QChar& letter : text) {
        if (letter.isSpace()) letter = u' ';
    }
    return text;
}

}  // namespace

void TraceSearch::start(const QString& needle) {
    m_needle = needle;
    m_hits.clear();
    m_trace = 0;
    m_byte = 0;
    m_running = !needle.isEmpty();
}

bool TraceSearch::work(const app::RunState& state) {
    if (!m_running) return false;
    if (m_trace >= state.traces.size() || hasTooMany()) return m_running = false;
    const app::TraceState& trace = state.traces[m_trace];
    // A hit may lie across the end of a piece: pieces overlap by more than a needle. A letter has four bytes at most.
    const std::size_t overlap = 4 * static_cast<std::size_t>(m_needle.size()) + 4;
    std::string bytes = trace.text.substr(m_byte, kPieceBytes + overlap);
    const bool isLast = m_byte + bytes.size() >= trace.text.size();
    std::size_t next = bytes.size();  // within the piece: a hit from there on belongs to the next one
    if (!isLast) {
        next = std::min(kPieceBytes, bytes.size() - 1);
        while (next > 1 && continues(bytes[next])) --next;
        while (bytes.size() > next && continues(bytes.back())) bytes.pop_back();  // whole letters
        if (bytes.size() > next) bytes.pop_back();
    }
    const QString piece = QString::fromStdString(bytes);
    qsizetype counted = 0;
    std::size_t begin = 0;
    for (qsizetype at = piece.indexOf(m_needle, 0, Qt::CaseInsensitive); at >= 0 && !hasTooMany();
         at = piece.indexOf(m_needle, at + m_needle.size(), Qt::CaseInsensitive)) {
        begin += bytesOf(QStringView(piece).sliced(counted, at - counted));
        counted = at;
        if (begin >= next && !isLast) break;  // the next piece has it
        take(trace, m_byte + begin, piece, at);
        next = std::max(next, begin + bytesOf(QStringView(piece).sliced(at, m_needle.size())));  // no overlaps
    }
    m_trace += isLast ? 1 : 0;
    m_byte = isLast ? 0 : m_byte + next;
    if (m_trace >= state.traces.size() || hasTooMany()) m_running = false;
    return m_running;
}

void TraceSearch::take(const app::TraceState& trace, std::size_t begin, const QString& piece, qsizetype at) {
    SearchHit hit{
        .trace = trace.id, .step = stepAt(trace, begin), .byte = begin, .before = {}, .text = {}, .after = {}};
    const qsizetype from = std::max<qsizetype>(0, at - kAround);
    hit.before = oneLine(piece.mid(from, at - from));
    hit.text = oneLine(piece.mid(at, m_needle.size()));
    hit.after = oneLine(piece.mid(at + m_needle.size(), kAround));
    m_hits.push_back(std::move(hit));
}

double TraceSearch::progress(const app::RunState& state) const {
    if (!m_running || state.traces.empty()) return 1;
    const double size = m_trace < state.traces.size() ? static_cast<double>(state.traces[m_trace].text.size()) : 0;
    const double part = size > 0 ? static_cast<double>(m_byte) / size : 0;
    return (static_cast<double>(m_trace) + part) / static_cast<double>(state.traces.size());
}

}  // namespace ui
