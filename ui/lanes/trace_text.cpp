#include "ui/lanes/trace_text.h"

#include <QAbstractTextDocumentLayout>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextDocument>
#include <algorithm>
#include <utility>

#include "ui/paint/format.h"
#include "ui/paint/score_color.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr double kGutterLetters = 7.3;
constexpr std::size_t kMostTailBytes = 4096;                   // of unscored text that is written again as it grows
constexpr std::size_t kMostShownBytes = std::size_t{1} << 20;  // four times what a long trace has
constexpr qsizetype kMostLineChars = 4000;

QStringView trimmedEnd(QStringView text) {
    while (!text.isEmpty() && text.back().isSpace()) text.chop(1);
    return text;
}

/// Without empty lines; an endless one in several, since a paragraph is laid out as a whole.
QList<QStringView> linesOf(QStringView text) {
    QList<QStringView> lines;
    for (QStringView line : text.split(u'\n', Qt::SkipEmptyParts)) {
        while (line.size() > kMostLineChars) {
            const qsizetype length = line[kMostLineChars - 1].isHighSurrogate() ? kMostLineChars - 1 : kMostLineChars;
            lines.append(line.first(length));
            line = line.sliced(length);
        }
        lines.append(line);
    }
    return lines;
}

/// Bytes of the piece up to its last blank line, else its last line, else its last whole character.
std::size_t pieceEnd(const std::string& piece) {
    if (const std::size_t blank = piece.rfind("\n\n"); blank != std::string::npos && blank > 0) return blank + 2;
    if (const std::size_t line = piece.rfind('\n'); line != std::string::npos && line > 0) return line + 1;
    std::size_t end = piece.size();
    while (end > 1 && (static_cast<unsigned char>(piece[end - 1]) & 0xC0) == 0x80) --end;
    return end > 1 ? end - 1 : piece.size();
}

}  // namespace

/// The margin with the chips; a child widget, since the viewport belongs to the text.
class StepGutter : public QWidget {
public:
    explicit StepGutter(TraceText* text) : QWidget(text), m_text(text) {}

protected:
    void paintEvent(QPaintEvent*) override { m_text->paintGutter(*this); }

private:
    TraceText* m_text;
};

TraceText::TraceText(const Theme& theme, QWidget* parent) : QTextEdit(parent), m_theme(theme) {
    setObjectName(u"reader"_s);
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setUndoRedoEnabled(false);
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    document()->setDocumentMargin(6);
    setAccessibleName(tr("Text of the selected trace"));
    show(nullptr, 0, {});
    m_gutter = new StepGutter(this);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, m_gutter, qOverload<>(&QWidget::update));
    connect(verticalScrollBar(), &QScrollBar::actionTriggered, this,
            [this] { QMetaObject::invokeMethod(this, &TraceText::noteScroll, Qt::QueuedConnection); });
    connect(&theme, &Theme::changed, this, [this] {
        if (m_cut) m_id.reset();  // what was written after the run has its own colours: it is written again
    });
    theme.whenever(this, [this] {
        m_gutterWidth = m_theme.letters(kGutterLetters);
        setViewportMargins(m_gutterWidth, 0, 6, 0);
        placeGutter();
        m_gutter->update();
    });
}

void TraceText::show(const app::TraceState* trace, std::uint64_t run, const std::optional<Continued>& continued) {
    // A lane that has written nothing yet, as those that wait in a server, is read already.
    setPlaceholderText(trace ? QString() : tr("Select a lane to read its steps."));
    if (!trace) {
        if (m_id || !document()->isEmpty()) {
            m_step.reset();
            restart();
            m_id.reset();
        }
        return;
    }
    const auto cut = continued ? std::optional(continued->fromByte) : std::nullopt;
    const bool goesOn = m_id == trace->id && m_run == run && m_cut == cut && m_shownBytes <= trace->text.size() &&
                        m_shownSteps <= static_cast<int>(trace->steps.size()) &&
                        trace->text.size() - m_firstByte <= 2 * kMostShownBytes;
    const bool live = app::isActive(trace->phase) && !(continued && continued->isOver);
    const bool changed =
        !goesOn || m_shownBytes != trace->text.size() || m_shownSteps != static_cast<int>(trace->steps.size());
    if (!goesOn) {
        if (m_id != trace->id || m_run != run) m_step.reset();
        restart();
        m_id = trace->id;
        m_run = run;
        m_cut = cut;
        m_cutNote = continued ? continued->note : QString();
    }
    m_scores.resize(trace->steps.size());
    bool rescored = false;
    std::size_t at = 0;
    for (const app::StepState& step : trace->steps) {
        if (std::exchange(m_scores[at++], step.score) != step.score) rescored = true;
    }
    const bool liveChanged = std::exchange(m_live, live) != live;
    if (liveChanged || rescored) m_gutter->update();
    if (liveChanged) viewport()->update();  // the cursor comes or goes
    if (!changed && !liveChanged) return;

    const QScopedValueRollback guard(m_changing, true);
    setUpdatesEnabled(false);
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    if (!goesOn) begin(*trace);
    if (m_shownSteps < static_cast<int>(trace->steps.size())) {
        cutAfter(m_scored);
        appendSteps(*trace);
    } else {
        cutAfter(m_written);
    }
    appendTail(*trace);
    cursor.endEditBlock();
    m_shownBytes = trace->text.size();
    setUpdatesEnabled(true);
    if (!m_needle.isEmpty() || m_step) highlight(m_needle);
    if (m_step && !goesOn) showStep(m_step);
    if (m_follow) verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    placeGutter();
    m_gutter->update();
}

/// Leaves out the beginning of a text that is too long.
void TraceText::begin(const app::TraceState& trace) {
    if (trace.text.size() <= kMostShownBytes) return;
    m_firstByte = trace.text.size() - kMostShownBytes;
    const auto first =
        std::upper_bound(trace.steps.begin(), trace.steps.end(), m_firstByte,
                         [](std::size_t byte, const app::StepState& step) { return byte < step.endByte; });
    m_shownSteps = static_cast<int>(first - trace.steps.begin());
    appendStep(tr("%1 of text before this are not shown.").arg(formatBytes(static_cast<double>(m_firstByte))),
               kContinued);
    m_scored = m_written = markAt(m_firstByte);
}

TraceText::Mark TraceText::markAt(std::size_t byte) const {
    return {byte, std::max(0, document()->characterCount() - 1), document()->lastBlock().userState()};
}

void TraceText::cutAfter(const Mark& mark) {
    QTextCursor cursor(document());
    cursor.setPosition(mark.position);
    cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
    cursor.removeSelectedText();
    if (mark.position > 0) cursor.block().setUserState(mark.state);  // removal merges blocks and their states
}

void TraceText::appendSteps(const app::TraceState& trace) {
    for (; m_shownSteps < static_cast<int>(trace.steps.size()); ++m_shownSteps) {
        const app::StepState& step = trace.steps[static_cast<std::size_t>(m_shownSteps)];
        const std::size_t from = std::max<std::size_t>(step.beginByte, m_firstByte);
        appendBytes(trace, from, step.endByte, m_shownSteps);
        if (!m_cut || step.endByte <= *m_cut) m_stepsInRun = m_shownSteps + 1;
    }
    m_scored = m_written = markAt(std::max<std::size_t>(trace.steps.back().endByte, m_firstByte));
}

/// Text without a score is written in pieces that end where a paragraph does, and only the last one is written again as
/// it grows: without a scorer the whole trace is such text.
void TraceText::appendTail(const app::TraceState& trace) {
    std::size_t from = m_written.byte;
    const auto stateAt = [this](std::size_t byte) { return byte == m_scored.byte ? kUnscored : kContinued; };
    while (trace.text.size() - from > kMostTailBytes) {
        const std::string piece = trace.text.substr(from, kMostTailBytes);
        const std::size_t length = pieceEnd(piece);
        appendBytes(trace, from, from + length, stateAt(from));
        from += length;
        m_written = markAt(from);
    }
    appendBytes(trace, from, trace.text.size(), stateAt(from));
}

/// A piece of the text. At the cut the note comes in, and what follows looks as what would have been.
void TraceText::appendBytes(const app::TraceState& trace, std::size_t from, std::size_t to, int step) {
    const auto piece = [&trace](std::size_t begin, std::size_t end) {
        return QString::fromStdString(trace.text.substr(begin, end - begin));
    };
    if (!m_cut || to <= *m_cut) return appendStep(piece(from, to), step);
    if (from > *m_cut) return appendStep(piece(from, to), step, Kind::WouldHave);
    if (from < *m_cut) {
        appendStep(piece(from, *m_cut), step);
        step = kContinued;
    }
    appendStep(m_cutNote, kContinued, Kind::Note);
    appendStep(piece(*m_cut, to), step, Kind::WouldHave);
}

/// One paragraph a line; blank lines between steps become space below the paragraph.
void TraceText::appendStep(const QString& whole, int step, Kind kind) {
    QStringView text = trimmedEnd(whole);
    while (!text.isEmpty() && (text.front() == u'\n' || text.front() == u' ')) text = text.sliced(1);
    if (text.isEmpty() && (step == kContinued || (step == kUnscored && !m_live))) return;
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    QTextBlockFormat tight;
    tight.setBottomMargin(1);
    QTextBlockFormat last;
    last.setBottomMargin(8);
    QTextCharFormat letters;
    if (kind != Kind::Written) letters.setForeground(m_theme.colors().muted);
    if (kind == Kind::Note) {
        letters.setFont(m_theme.small());
        letters.setForeground(m_theme.colors().bad);
        last.setTopMargin(2);
    }
    const QList<QStringView> lines = linesOf(text);
    const qsizetype count = std::max<qsizetype>(1, lines.size());
    for (qsizetype i = 0; i < count; ++i) {
        const QTextBlockFormat& format = i + 1 == count ? last : tight;
        if (document()->isEmpty() || (i == 0 && cursor.block().length() == 1 && cursor.position() == 0)) {
            cursor.setBlockFormat(format);
        } else {
            cursor.insertBlock(format);
        }
        cursor.block().setUserState(i == 0 ? step : kContinued);
        if (i < lines.size()) cursor.insertText(lines[i].toString(), letters);
    }
}

void TraceText::restart() {
    const QScopedValueRollback guard(m_changing, true);
    clear();
    m_shownBytes = 0;
    m_shownSteps = 0;
    m_scored = {};
    m_written = {};
    m_firstByte = 0;
    m_scores.clear();
    m_cut.reset();
    m_stepsInRun = 0;
    setFollowsText(true);
    m_gutter->update();
}

// ---- margin and cursor
// ------------------------------------------------------------------------------------------------

void TraceText::placeGutter() {
    const QRect box = contentsRect();
    m_gutter->setGeometry(box.left(), box.top(), m_gutterWidth, box.height());
}

void TraceText::resizeEvent(QResizeEvent* event) {
    QTextEdit::resizeEvent(event);
    placeGutter();
    if (m_follow) verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

void TraceText::paintGutter(QWidget& gutter) {
    if (!m_id) return;
    QPainter painter(&gutter);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors& c = m_theme.colors();
    painter.setFont(m_theme.smallNumbers());
    const double height = painter.fontMetrics().height() + 2;
    const double offset = verticalScrollBar()->value() - viewport()->y();
    for (QTextBlock block = cursorForPosition(QPoint(1, 1)).block(); block.isValid(); block = block.next()) {
        const QRectF place = document()->documentLayout()->blockBoundingRect(block);
        const double top = place.top() - offset;
        if (top > gutter.height()) break;
        const int state = block.userState();
        if (state == kContinued || state >= static_cast<int>(m_scores.size())) continue;
        if (state == kUnscored && block.length() <= 1 && !m_live) continue;
        const double lineHeight = block.layout()->lineCount() > 0 ? block.layout()->lineAt(0).height() : height;
        const QRectF chip(14, top + (lineHeight - height) / 2, m_gutterWidth - 22, height);
        const QColor color =
            state >= 0 ? scoreColor(static_cast<double>(m_scores[static_cast<std::size_t>(state)])) : c.raised;
        const bool wasAfter = m_cut && state >= m_stepsInRun;  // no score that the run had: a frame, not filled
        painter.setPen(wasAfter ? QPen(color, 1.5) : QPen(Qt::NoPen));
        painter.setBrush(wasAfter ? QBrush(Qt::NoBrush) : QBrush(color));
        painter.drawRoundedRect(wasAfter ? chip.adjusted(0.75, 0.75, -0.75, -0.75) : chip, 4, 4);
        painter.setPen(wasAfter ? c.text : state >= 0 ? inkOn(color) : c.muted);
        painter.drawText(chip, Qt::AlignCenter,
                         state >= 0 ? formatScore(static_cast<double>(m_scores[static_cast<std::size_t>(state)]))
                                    : QString(QChar(0x2026)));
    }
}

void TraceText::paintEvent(QPaintEvent* event) {
    QTextEdit::paintEvent(event);
    if (!m_live || !m_id) return;
    QTextCursor end(document());
    end.movePosition(QTextCursor::End);
    const QRectF at = cursorRect(end);
    QPainter painter(viewport());
    painter.fillRect(QRectF(at.left() + 2, at.top() + 2, 6, at.height() - 4), m_theme.colors().accent);
}

// ---- following
// --------------------------------------------------------------------------------------------------------

void TraceText::setFollowsText(bool follow) {
    if (m_follow == follow) return;
    m_follow = follow;
    if (follow) verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    Q_EMIT followChanged(follow);
}

void TraceText::noteScroll() {
    setFollowsText(verticalScrollBar()->value() >= verticalScrollBar()->maximum() - 4);
}

void TraceText::wheelEvent(QWheelEvent* event) {
    QTextEdit::wheelEvent(event);
    noteScroll();
}

void TraceText::keyPressEvent(QKeyEvent* event) {
    QTextEdit::keyPressEvent(event);
    noteScroll();
}

}  // namespace ui
