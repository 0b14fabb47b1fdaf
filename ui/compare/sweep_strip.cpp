#include "ui/compare/sweep_strip.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "app/run/units.h"
#include "ui/paint/accessible_role.h"
#include "ui/paint/app_text.h"
#include "ui/paint/format.h"
#include "ui/paint/glyphs.h"
#include "ui/paint/score_color.h"

using namespace Qt::StringLiterals;

namespace ui {
namespace {

constexpr double kCellHeight = 20;
constexpr double kMark = 9;

}  // namespace

SweepStrip::SweepStrip(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleRole(*this, QAccessible::Chart);
    setAccessibleName(tr("Answer by memory"));
    connect(&theme, &Theme::changed, this, [this] { update(); });
}

void SweepStrip::show(const app::Sweep& sweep, std::map<std::string, int> colors) {
    m_sweep = sweep;
    m_colors = std::move(colors);
    for (const app::SweepCell& cell : m_sweep.cells) {
        if (!cell.figures) continue;
        for (const app::VoteCount count : {app::VoteCount::AsRun, app::VoteCount::Weighted, app::VoteCount::Majority}) {
            const app::VoteFigures& vote = cell.figures->vote(count);
            if (vote.answer) m_colors.try_emplace(vote.key, static_cast<int>(m_colors.size()));
        }
    }
    describe();
}

void SweepStrip::describe() {
    QStringList spoken;
    for (std::size_t i = 0; i < m_sweep.cells.size(); ++i) spoken << textOf(i);
    setAccessibleDescription(spoken.join(u"; "_s));
    update();
}

void SweepStrip::setVote(app::VoteCount vote) {
    m_vote = vote;
    describe();
}

void SweepStrip::clear() {
    m_sweep = {};
    m_cell = -1;
    update();
}

void SweepStrip::setBlocks(int blocks) {
    const auto distance = [blocks](const app::SweepCell& cell) { return std::abs(cell.kvBlocks - blocks); };
    const auto nearest = std::ranges::min_element(m_sweep.cells, {}, distance);
    m_cell = nearest == m_sweep.cells.end() ? -1 : static_cast<int>(nearest - m_sweep.cells.begin());
    update();
}

QRectF SweepStrip::cellRect(std::size_t i) const {
    const double wide =
        static_cast<double>(width()) / static_cast<double>(std::max<std::size_t>(1, m_sweep.cells.size()));
    return {wide * static_cast<double>(i), 2, wide, kCellHeight};
}

int SweepStrip::cellAt(double x) const {
    if (m_sweep.cells.empty()) return -1;
    const auto count = static_cast<int>(m_sweep.cells.size());
    return std::clamp(static_cast<int>(x / width() * count), 0, count - 1);
}

QString SweepStrip::textOf(std::size_t i) const {
    const app::SweepCell& cell = m_sweep.cells[i];
    const QString memory =
        tr("%1, %2 of the peak").arg(formatBytes(cell.kvMib * app::kMib), formatPercent(cell.share, 0));
    if (!cell.figures) return tr("%1: %2").arg(memory, appSentence(cell.problem));
    const app::VoteFigures& vote = cell.figures->vote(m_vote);
    QString text = vote.answer ? shortened(formatAnswer(*vote.answer), 40) : tr("no answer");
    if (vote.right) text += *vote.right ? tr(", right") : tr(", wrong");
    return tr("%1: %2, %3 pruned, %4 (simulated)")
        .arg(memory, text, formatCount(cell.figures->pruned), formatSeconds(cell.figures->latencyS));
}

void SweepStrip::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colors& c = m_theme.colors();
    for (std::size_t i = 0; i < m_sweep.cells.size(); ++i) {
        const app::SweepCell& cell = m_sweep.cells[i];
        const QRectF box = cellRect(i).adjusted(0.5, 0, -0.5, 0);
        const app::VoteFigures* vote = cell.figures ? &cell.figures->vote(m_vote) : nullptr;
        const bool answers = vote && vote->answer;
        painter.fillRect(box, answers ? answerColor(m_colors.at(vote->key), c.dark) : c.track);
        if (!answers || !vote->right) continue;
        QRectF mark(0, 0, std::min(kMark, box.width()), kMark);
        mark.moveCenter({box.center().x(), box.bottom() + 8});
        paintGlyph(painter, *vote->right ? Glyph::Check : Glyph::Cross, mark, *vote->right ? c.good : c.bad);
    }
    if (m_cell >= 0 && m_cell < static_cast<int>(m_sweep.cells.size())) {
        painter.setPen(QPen(c.text, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(cellRect(static_cast<std::size_t>(m_cell)).adjusted(0, -1, 0, 1), 2, 2);
    }
    if (hasFocus()) {
        painter.setPen(QPen(c.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

void SweepStrip::choose(int cell) {
    if (cell < 0 || cell >= static_cast<int>(m_sweep.cells.size())) return;
    m_cell = cell;
    update();
    Q_EMIT chosen(m_sweep.cells[static_cast<std::size_t>(cell)].kvBlocks);
}

void SweepStrip::mousePressEvent(QMouseEvent* event) {
    choose(cellAt(event->position().x()));
}

void SweepStrip::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left: choose(m_cell - 1); return;
        case Qt::Key_Right: choose(m_cell + 1); return;
        case Qt::Key_Home: choose(0); return;
        case Qt::Key_End: choose(static_cast<int>(m_sweep.cells.size()) - 1); return;
        default: QWidget::keyPressEvent(event);
    }
}

bool SweepStrip::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int cell = cellAt(help->pos().x());
    QToolTip::showText(help->globalPos(), cell < 0 ? QString() : textOf(static_cast<std::size_t>(cell)), this);
    return true;
}

}  // namespace ui
