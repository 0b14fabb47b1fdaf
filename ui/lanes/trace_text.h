// The text of one trace with a chip for every step's score in the margin and a cursor after live text. Appends what is
// new instead of setting everything again. GUI thread.
#pragma once

#include <QTextBlock>
#include <QTextEdit>
#include <cstdint>
#include <optional>

#include "app/run/run_state.h"
#include "ui/paint/theme.h"

namespace ui {

class TraceText : public QTextEdit {
    Q_OBJECT
public:
    explicit TraceText(const Theme& theme, QWidget* parent = nullptr);

    /// Of a trace that the run had cut: what it wrote afterwards, with where that begins and what is said there.
    struct Continued {
        std::size_t fromByte = 0;
        QString note;
        bool isOver = false;  ///< nothing more comes
    };
    /// `trace` may be null. Follows the end while the reader has not scrolled away from it. `run` is another number for
    /// every run. Of a text that is too long for any window only the end is shown, with a note.
    void show(const app::TraceState* trace, std::uint64_t run, const std::optional<Continued>& continued = {});
    bool followsText() const { return m_follow; }
    void setFollowsText(bool follow);
    /// Marks every occurrence; gives their number. Empty text clears.
    int highlight(const QString& needle);
    bool findNext(const QString& needle, bool backward);
    /// Marks a step and scrolls to it, and to the first `needle` in it; no longer follows the end. The number of steps
    /// stands for the text after the last scored one. Empty: no step is marked.
    void showStep(std::optional<int> step, const QString& needle = {});
    /// The selected text, each step that begins in it with its score in front.
    QString selectedText() const;

Q_SIGNALS:
    void followChanged(bool follows);
    /// `step`: the one under the pointer, as in showStep().
    void menuWanted(std::optional<int> step, QPoint global);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    QMimeData* createMimeDataFromSelection() const override;

private:
    friend class StepGutter;
    // State of a block of the document: the step that begins there, or:
    static constexpr int kContinued = -1;  ///< it continues the step above
    static constexpr int kUnscored = -2;   ///< text without a score begins here
    void paintGutter(QWidget& gutter);
    /// A place that text and document have in common.
    struct Mark {
        std::size_t byte = 0;  ///< of the trace's text
        int position = 0;      ///< in the document
        int state = -1;        ///< of the last block before it
    };
    void restart();
    void begin(const app::TraceState& trace);
    void cutAfter(const Mark& mark);
    void appendSteps(const app::TraceState& trace);
    void appendTail(const app::TraceState& trace);
    enum class Kind { Written, WouldHave, Note };
    void appendBytes(const app::TraceState& trace, std::size_t from, std::size_t to, int step);
    void appendStep(const QString& text, int step, Kind kind = Kind::Written);
    Mark markAt(std::size_t byte) const;
    QTextBlock blockOfStep(int step) const;
    std::optional<int> stepOf(const QTextBlock& block) const;
    void mark();
    void placeGutter();
    void noteScroll();

    const Theme& m_theme;
    QWidget* m_gutter = nullptr;
    int m_gutterWidth = 0;
    std::uint64_t m_run = 0;
    std::optional<engine::TraceId> m_id;
    std::size_t m_shownBytes = 0;
    int m_shownSteps = 0;
    Mark m_scored;                ///< after the last scored step
    Mark m_written;               ///< after what is not written again while the text grows
    std::size_t m_firstByte = 0;  ///< of the text, where it is too long to be shown whole
    std::vector<float> m_scores;
    std::optional<std::size_t> m_cut;  ///< byte at which the run cut the trace, where it went on afterwards
    QString m_cutNote;
    int m_stepsInRun = 0;  ///< those that end behind the cut were scored after the run
    bool m_live = false;
    bool m_follow = true;
    bool m_changing = false;
    QString m_needle;
    std::optional<int> m_step;  ///< marked
    QList<QTextCursor> m_hits;
};

}  // namespace ui
