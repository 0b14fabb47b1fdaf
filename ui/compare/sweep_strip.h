// What a run would have answered at many memories: a cell for each, in the colour of its answer, with a mark for right
// or wrong. A cell can be chosen by click and by the arrow keys. GUI thread.
#pragma once

#include <QWidget>
#include <map>
#include <optional>
#include <string>

#include "app/whatif/what_if_sweep.h"
#include "ui/paint/theme.h"

namespace ui {

class SweepStrip : public QWidget {
    Q_OBJECT
public:
    explicit SweepStrip(const Theme& theme, QWidget* parent = nullptr);
    /// @param colors  by the key of an answer; answers that are not there get the next ones
    void show(const app::Sweep& sweep, std::map<std::string, int> colors);
    void clear();
    /// How ballots are counted for the answers shown.
    void setVote(app::VoteCount vote);
    /// The cell nearest to this memory is framed.
    void setBlocks(int blocks);
    const app::Sweep& sweep() const { return m_sweep; }
    QSize sizeHint() const override { return {400, 38}; }
    QSize minimumSizeHint() const override { return {160, 38}; }

Q_SIGNALS:
    void chosen(int blocks);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    QRectF cellRect(std::size_t i) const;
    int cellAt(double x) const;
    void choose(int cell);
    QString textOf(std::size_t i) const;
    void describe();

    const Theme& m_theme;
    app::Sweep m_sweep;
    std::map<std::string, int> m_colors;
    app::VoteCount m_vote = app::VoteCount::AsRun;
    int m_cell = -1;
};

}  // namespace ui
