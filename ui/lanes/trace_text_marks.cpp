// What is marked in the reader, and what is copied out of it: the chosen step, hits of a search, text with step scores.
#include <QContextMenuEvent>
#include <QMimeData>
#include <QScrollBar>
#include <QTextDocument>
#include <climits>

#include "ui/lanes/trace_text.h"
#include "ui/paint/format.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {
constexpr qsizetype kMostHits = 2000;
constexpr int kAbove = 8;  // pixels over a step that was scrolled to
}  // namespace

QTextBlock TraceText::blockOfStep(int step) const {
    const int scored = static_cast<int>(m_scores.size());
    if (step > scored) return {};  // not written yet
    const int state = step == scored ? kUnscored : step;
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        if (block.userState() == state) return block;
    }
    return {};
}

std::optional<int> TraceText::stepOf(const QTextBlock& block) const {
    for (QTextBlock at = block; at.isValid(); at = at.previous()) {
        if (at.userState() == kUnscored) return static_cast<int>(m_scores.size());
        if (at.userState() >= 0) return at.userState();
    }
    return std::nullopt;
}

void TraceText::showStep(std::optional<int> step, const QString& needle) {
    m_step = step;
    mark();
    const QTextBlock block = step ? blockOfStep(*step) : QTextBlock();
    if (!block.isValid()) return;
    setFollowsText(false);
    QTextCursor cursor(block);
    if (!needle.isEmpty()) {
        const QTextCursor hit = document()->find(needle, block.position());
        if (!hit.isNull() && stepOf(hit.block()) == step) cursor = hit;
    }
    setTextCursor(cursor);
    const int top = verticalScrollBar()->value() + cursorRect(QTextCursor(block)).top() - kAbove;
    verticalScrollBar()->setValue(top);
    ensureCursorVisible();  // a hit far down in a long step
}

void TraceText::mark() {
    const Colors& c = m_theme.colors();
    QList<ExtraSelection> marks;
    QTextBlock block = m_step ? blockOfStep(*m_step) : QTextBlock();
    for (bool first = true; block.isValid() && (first || block.userState() == kContinued); block = block.next()) {
        first = false;
        ExtraSelection mark;
        mark.cursor = QTextCursor(block);
        mark.format.setBackground(c.selection);
        mark.format.setProperty(QTextFormat::FullWidthSelection, true);
        marks.append(mark);
    }
    for (const QTextCursor& hit : std::as_const(m_hits)) {
        ExtraSelection mark;
        mark.cursor = hit;
        mark.format.setBackground(c.found);
        mark.format.setForeground(c.text);
        marks.append(mark);
    }
    setExtraSelections(marks);
}

int TraceText::highlight(const QString& needle) {
    m_needle = needle;
    m_hits.clear();
    if (!needle.isEmpty()) {
        for (QTextCursor at = document()->find(needle, 0); !at.isNull() && m_hits.size() < kMostHits;
             at = document()->find(needle, at))
            m_hits.append(at);
    }
    mark();
    return static_cast<int>(m_hits.size());
}

bool TraceText::findNext(const QString& needle, bool backward) {
    if (needle.isEmpty()) return false;
    const auto flags = backward ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    setFollowsText(false);
    if (find(needle, flags)) return true;
    moveCursor(backward ? QTextCursor::End : QTextCursor::Start);
    return find(needle, flags);
}

QString TraceText::selectedText() const {
    const QTextCursor cursor = textCursor();
    const int from = cursor.selectionStart();
    const int to = cursor.selectionEnd();
    const QTextBlock last = document()->findBlock(to);
    QString text;
    for (QTextBlock block = document()->findBlock(from); block.isValid(); block = block.next()) {
        const int begin = std::max(from, block.position()) - block.position();
        const int end = std::min(to - block.position(), block.length() - 1);
        const auto step = static_cast<std::size_t>(std::max(0, block.userState()));
        const bool whole = begin == 0 && block.userState() >= 0 && step < m_scores.size();
        const bool goesOn = from > block.position() && from < block.position() + block.length() - 1 && block != last;
        const auto owner = static_cast<std::size_t>(goesOn ? stepOf(block).value_or(INT_MAX) : INT_MAX);
        if (!text.isEmpty()) text += whole || block.userState() == kUnscored ? u"\n\n"_s : u"\n"_s;
        if (whole && end > begin) {
            text += u"[%1] "_s.arg(formatScore(static_cast<double>(m_scores[step])));
        } else if (owner < m_scores.size()) {
            text += u"[%1] \u2026"_s.arg(formatScore(static_cast<double>(m_scores[owner])));
        }
        text += block.text().mid(begin, end - begin);
        if (block == last) break;
    }
    return text;
}

QMimeData* TraceText::createMimeDataFromSelection() const {
    auto* copied = new QMimeData;
    copied->setText(selectedText());
    return copied;
}

void TraceText::contextMenuEvent(QContextMenuEvent* event) {
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QTextCursor at = byKey ? textCursor() : cursorForPosition(event->pos());
    const QPoint global = byKey ? viewport()->mapToGlobal(cursorRect().bottomLeft()) : event->globalPos();
    if (m_id) Q_EMIT menuWanted(stepOf(at.block()), global);
}

}  // namespace ui
