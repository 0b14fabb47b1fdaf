#include "ui/trace_text.h"

#include <QAbstractTextDocumentLayout>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextDocument>
#include <algorithm>
#include <utility>

#include "ui/format.h"
#include "ui/score_color.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr int kGutterWidth = 62;
constexpr int kContinued = -1;  // block state: goes on with the step above; a state >= 0 is the step that begins there
constexpr int kUnscored = -2;   // block state: text without a score begins here

QStringView trimmedEnd(QStringView text) {
    while (!text.isEmpty() && text.back().isSpace()) text.chop(1);
    return text;
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
    setViewportMargins(kGutterWidth, 0, 6, 0);
    document()->setDocumentMargin(6);
    setAccessibleName(tr("Text of the selected trace"));
    setPlaceholderText(tr("Select a lane to read its steps."));
    m_gutter = new StepGutter(this);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, m_gutter, qOverload<>(&QWidget::update));
    connect(verticalScrollBar(), &QScrollBar::actionTriggered, this,
            [this] { QMetaObject::invokeMethod(this, &TraceText::noteScroll, Qt::QueuedConnection); });
    connect(&theme, &Theme::changed, this, [this] { m_gutter->update(); });
}

void TraceText::show(const app::TraceState* trace, const std::string& runKey) {
    if (!trace) {
        if (m_id || !document()->isEmpty()) {
            restart();
            m_id.reset();
        }
        return;
    }
    const bool goesOn = m_id == trace->id && m_runKey == runKey && m_shownBytes <= trace->text.size() &&
                        m_shownSteps <= static_cast<int>(trace->steps.size());
    const bool live = app::isActive(trace->phase);
    const bool changed =
        !goesOn || m_shownBytes != trace->text.size() || m_shownSteps != static_cast<int>(trace->steps.size());
    if (!goesOn) {
        restart();
        m_id = trace->id;
        m_runKey = runKey;
    }
    m_scores.resize(trace->steps.size());
    bool rescored = false;
    for (std::size_t i = 0; i < m_scores.size(); ++i) {
        if (std::exchange(m_scores[i], trace->steps[i].score) != trace->steps[i].score) rescored = true;
    }
    if (std::exchange(m_live, live) != live || rescored) m_gutter->update();
    if (!changed) return;

    const QScopedValueRollback guard(m_changing, true);
    setUpdatesEnabled(false);
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    cursor.setPosition(m_tailStart);
    cursor.movePosition(QTextCursor::End, QTextCursor::KeepAnchor);
    cursor.removeSelectedText();
    if (m_shownSteps > 0) cursor.block().setUserState(m_lastStepState);  // removal merges blocks and their states
    for (; m_shownSteps < static_cast<int>(trace->steps.size()); ++m_shownSteps) {
        const app::StepState& step = trace->steps[static_cast<std::size_t>(m_shownSteps)];
        appendStep(QString::fromUtf8(trace->text.data() + step.beginByte,
                                     static_cast<qsizetype>(step.endByte - step.beginByte)),
                   m_shownSteps);
    }
    m_tailStart = std::max(0, document()->characterCount() - 1);
    const std::size_t tail = trace->steps.empty() ? 0 : trace->steps.back().endByte;
    appendStep(QString::fromUtf8(trace->text.data() + tail, static_cast<qsizetype>(trace->text.size() - tail)),
               kUnscored);
    cursor.endEditBlock();
    m_shownBytes = trace->text.size();
    setUpdatesEnabled(true);
    if (!m_needle.isEmpty()) highlight(m_needle);
    if (m_follow) verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    placeGutter();
    m_gutter->update();
}

/// One paragraph a line; blank lines between steps become space below the paragraph.
void TraceText::appendStep(QStringView text, int step) {
    text = trimmedEnd(text);
    while (!text.isEmpty() && (text.front() == u'\n' || text.front() == u' ')) text = text.sliced(1);
    if (text.isEmpty() && step == kUnscored && !m_live) return;
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    QTextBlockFormat tight;
    tight.setBottomMargin(1);
    QTextBlockFormat last;
    last.setBottomMargin(8);
    const auto lines = text.split(u'\n', Qt::SkipEmptyParts);
    const qsizetype count = std::max<qsizetype>(1, lines.size());
    for (qsizetype i = 0; i < count; ++i) {
        const QTextBlockFormat& format = i + 1 == count ? last : tight;
        if (document()->isEmpty() || (i == 0 && cursor.block().length() == 1 && cursor.position() == 0)) {
            cursor.setBlockFormat(format);
        } else {
            cursor.insertBlock(format);
        }
        cursor.block().setUserState(i == 0 ? step : kContinued);
        if (step >= 0) m_lastStepState = cursor.block().userState();
        if (i < lines.size()) cursor.insertText(lines[i].toString());
    }
}

void TraceText::restart() {
    const QScopedValueRollback guard(m_changing, true);
    clear();
    m_shownBytes = 0;
    m_shownSteps = 0;
    m_tailStart = 0;
    m_scores.clear();
    setFollowsText(true);
    m_gutter->update();
}

// ---- margin and cursor
// ------------------------------------------------------------------------------------------------

void TraceText::placeGutter() {
    const QRect box = contentsRect();
    m_gutter->setGeometry(box.left(), box.top(), kGutterWidth, box.height());
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
        const QRectF chip(14, top + (lineHeight - height) / 2, kGutterWidth - 22, height);
        const QColor color =
            state >= 0 ? scoreColor(static_cast<double>(m_scores[static_cast<std::size_t>(state)])) : c.raised;
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawRoundedRect(chip, 4, 4);
        painter.setPen(state >= 0 ? inkOn(color) : c.muted);
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

// ---- search
// -----------------------------------------------------------------------------------------------------------

int TraceText::highlight(const QString& needle) {
    m_needle = needle;
    QList<ExtraSelection> marks;
    if (!needle.isEmpty()) {
        const Colors& c = m_theme.colors();
        for (QTextCursor at = document()->find(needle, 0); !at.isNull() && marks.size() < 2000;
             at = document()->find(needle, at)) {
            ExtraSelection mark;
            mark.cursor = at;
            mark.format.setBackground(c.dark ? QColor(0x6b5410) : QColor(0xffe58a));
            mark.format.setForeground(c.text);
            marks.append(mark);
        }
    }
    setExtraSelections(marks);
    return static_cast<int>(marks.size());
}

bool TraceText::findNext(const QString& needle, bool backward) {
    if (needle.isEmpty()) return false;
    const auto flags = backward ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    setFollowsText(false);
    if (find(needle, flags)) return true;
    moveCursor(backward ? QTextCursor::End : QTextCursor::Start);
    return find(needle, flags);
}

}  // namespace ui
