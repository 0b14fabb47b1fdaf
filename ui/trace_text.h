// The text of one trace with a chip for every step's score in the margin and a cursor after live text. Appends what is
// new instead of setting everything again. GUI thread.
#pragma once

#include <QTextEdit>
#include <optional>

#include "app/run_state.h"
#include "ui/theme.h"

namespace ui {

class TraceText : public QTextEdit {
    Q_OBJECT
public:
    explicit TraceText(const Theme& theme, QWidget* parent = nullptr);

    /// `trace` may be null. Follows the end while the reader has not scrolled away from it.
    void show(const app::TraceState* trace, const std::string& runKey);
    bool followsText() const { return m_follow; }
    void setFollowsText(bool follow);
    /// Marks every occurrence; gives their number. Empty text clears.
    int highlight(const QString& needle);
    bool findNext(const QString& needle, bool backward);

Q_SIGNALS:
    void followChanged(bool follows);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    friend class StepGutter;
    void paintGutter(QWidget& gutter);
    void restart();
    void appendStep(QStringView text, int step);
    void placeGutter();
    void noteScroll();

    const Theme& m_theme;
    QWidget* m_gutter = nullptr;
    std::string m_runKey;
    std::optional<engine::TraceId> m_id;
    std::size_t m_shownBytes = 0;
    int m_shownSteps = 0;
    int m_tailStart = 0;       ///< document position where the unfinished step begins
    int m_lastStepState = -1;  ///< of the last block before that position
    std::vector<float> m_scores;
    bool m_live = false;
    bool m_follow = true;
    bool m_changing = false;
    QString m_needle;
};

}  // namespace ui
