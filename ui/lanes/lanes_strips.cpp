// Wheel, mouse and keys on the strips of the lanes: zoom, move, choose a step.
#include <QApplication>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "ui/lanes/lanes_delegate.h"
#include "ui/lanes/lanes_header.h"
#include "ui/lanes/lanes_view.h"

namespace ui {
namespace {

constexpr double kNotch = 120;      // of a wheel
constexpr double kZoomNotch = 0.8;  // of the tokens shown
constexpr double kZoomKey = 0.5;
constexpr double kPanShare = 0.15;  // of the tokens shown

}  // namespace

double LanesView::stripWidth() const {
    const QRectF cell(0, 0, columnWidth(LanesModel::Steps), kNotch);
    return std::max(1.0, LanesDelegate::stripRect(cell).width());
}

std::optional<LanesView::StripHit> LanesView::stripAt(const QPoint& position) const {
    const QModelIndex index = indexAt(position);
    const app::TraceState* trace = index.column() == LanesModel::Steps ? m_model->traceAt(index.row()) : nullptr;
    if (!trace) return std::nullopt;
    const QRectF strip = LanesDelegate::stripRect(visualRect(index));
    StripHit hit{.trace = trace->id, .step = {}};
    hit.token = m_strips.scale(m_model->tokenScale(), strip.width()).tokenAt(position.x() - strip.left());
    if (hit.token >= 0 && hit.token < trace->tokenCount())
        hit.step = findStep(*trace, hit.token).value_or(static_cast<int>(trace->steps.size()));
    return hit;
}

void LanesView::setZoom(const StripZoom& zoom) {
    if (zoom == m_strips.zoom) return;
    m_strips.zoom = zoom;
    m_header->updateScale();
    viewport()->update();
}

void LanesView::zoomStrips(double factor) {
    const int all = m_model->tokenScale();
    StripZoom zoom = m_strips.zoom;
    double around = zoom.first(all) + zoom.tokens(all) / 2.0;
    const auto& chosen = m_strips.chosen;
    const app::TraceState* trace = chosen ? m_model->traceAt(m_model->rowOf(chosen->trace)) : nullptr;
    if (trace && static_cast<std::size_t>(chosen->step) < trace->steps.size()) {
        const int begin = trace->steps[static_cast<std::size_t>(chosen->step)].beginToken;
        if (begin >= zoom.first(all) && begin <= zoom.first(all) + zoom.tokens(all)) around = begin;
    }
    zoom.zoom(factor, around, all);
    setZoom(zoom);
}

void LanesView::showWholeTraces() {
    setZoom({});
}

void LanesView::zoomToChosen(int steps) {
    const auto& chosen = m_strips.chosen;
    const app::TraceState* trace = chosen ? m_model->traceAt(m_model->rowOf(chosen->trace)) : nullptr;
    if (!trace || static_cast<std::size_t>(chosen->step) >= trace->steps.size()) return;
    const app::StepState& step = trace->steps[static_cast<std::size_t>(chosen->step)];
    const int around = (step.endToken - step.beginToken) * (steps - 1) / 2;
    StripZoom zoom;
    zoom.show(step.beginToken - around, step.endToken + around, m_model->tokenScale());
    setZoom(zoom);
}

void LanesView::wheelEvent(QWheelEvent* event) {
    const QRect steps(columnViewportPosition(LanesModel::Steps), 0, columnWidth(LanesModel::Steps),
                      viewport()->height());
    const bool over = steps.contains(event->position().toPoint());
    const int all = m_model->tokenScale();
    StripZoom zoom = m_strips.zoom;
    const QPoint turned = event->angleDelta();
    if (over && event->modifiers() & Qt::ControlModifier) {
        const QRectF strip = LanesDelegate::stripRect(QRectF(steps));
        const double share = std::clamp((event->position().x() - strip.left()) / strip.width(), 0.0, 1.0);
        zoom.zoom(std::pow(kZoomNotch, turned.y() / kNotch), zoom.first(all) + share * zoom.tokens(all), all);
        setZoom(zoom);
        event->accept();
        return;
    }
    // Shift turns the wheel sideways on some systems and not on others.
    const int sideways = event->modifiers() & Qt::ShiftModifier && turned.x() == 0 ? turned.y() : turned.x();
    if (over && sideways != 0 && std::abs(sideways) >= std::abs(turned.y()) && !zoom.isWhole()) {
        zoom.pan(static_cast<int>(std::lround(-sideways / kNotch * kPanShare * zoom.tokens(all))), all);
        setZoom(zoom);
        event->accept();
        return;
    }
    QTableView::wheelEvent(event);
}

void LanesView::mousePressEvent(QMouseEvent* event) {
    m_press.reset();
    if (event->button() == Qt::LeftButton) {
        const QPoint at = event->position().toPoint();
        if (const auto hit = stripAt(at)) m_press = Press{*hit, at, m_strips.zoom.first(m_model->tokenScale())};
    }
    QTableView::mousePressEvent(event);
}

/// A zoomed strip is moved by dragging it.
void LanesView::mouseMoveEvent(QMouseEvent* event) {
    const bool drags = m_press && event->buttons() & Qt::LeftButton;
    if (!drags || m_strips.zoom.isWhole()) {
        QTableView::mouseMoveEvent(event);
        return;
    }
    const int moved = event->position().toPoint().x() - m_press->at.x();
    m_press->pans = m_press->pans || std::abs(moved) >= QApplication::startDragDistance();
    if (!m_press->pans) return;
    const int all = m_model->tokenScale();
    StripZoom zoom = m_strips.zoom;
    const double tokens = moved * zoom.tokens(all) / stripWidth();
    zoom.pan(m_press->firstToken - static_cast<int>(std::lround(tokens)) - zoom.first(all), all);
    setZoom(zoom);
}

void LanesView::mouseReleaseEvent(QMouseEvent* event) {
    QTableView::mouseReleaseEvent(event);
    const auto press = std::exchange(m_press, std::nullopt);
    if (!press || press->pans || event->button() != Qt::LeftButton || !press->hit.step) return;
    const QPoint moved = event->position().toPoint() - press->at;
    // Lanes may have moved meanwhile: what counts is where the button went down.
    if (moved.manhattanLength() < QApplication::startDragDistance())
        Q_EMIT stepChosen(press->hit.trace, *press->hit.step);
}

void LanesView::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) {
        if (const LaneRow* row = m_model->findRow(currentIndex().row())) Q_EMIT copyWanted(row->id);
        return;
    }
    if (!stripKey(*event)) QTableView::keyPressEvent(event);
}

bool LanesView::stripKey(const QKeyEvent& event) {
    const bool shift = event.modifiers() & Qt::ShiftModifier;
    if (event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) return false;
    const int all = m_model->tokenScale();
    const auto pan = [&](double share) {
        StripZoom zoom = m_strips.zoom;
        zoom.pan(static_cast<int>(std::lround(share * zoom.tokens(all))), all);
        setZoom(zoom);
    };
    switch (event.key()) {
        case Qt::Key_Plus:
        case Qt::Key_Equal: zoomStrips(kZoomKey); return true;
        case Qt::Key_Minus: zoomStrips(1 / kZoomKey); return true;
        case Qt::Key_0: showWholeTraces(); return true;
        case Qt::Key_Left: shift ? pan(-kPanShare) : moveStep(-1); return true;
        case Qt::Key_Right: shift ? pan(kPanShare) : moveStep(1); return true;
        default: return false;
    }
}

/// The step before or after the chosen one of the selected lane; from none, its first or last.
void LanesView::moveStep(int by) {
    const app::TraceState* trace = m_model->traceAt(currentIndex().row());
    if (!trace || trace->tokenCount() == 0) return;
    const int steps = static_cast<int>(trace->steps.size());
    const int scored = steps == 0 ? 0 : trace->steps.back().endToken;
    const int last = trace->tokenCount() > scored ? steps : steps - 1;
    int step = by > 0 ? 0 : last;
    if (m_strips.chosen && m_strips.chosen->trace == trace->id) step = m_strips.chosen->step + by;
    Q_EMIT stepChosen(trace->id, std::clamp(step, 0, last));
}

void LanesView::contextMenuEvent(QContextMenuEvent* event) {
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    const LaneRow* row = m_model->findRow(index.row());
    if (!row) return;
    std::optional<int> step;
    QPoint global = event->globalPos();
    if (byKey) {
        if (m_strips.chosen && m_strips.chosen->trace == row->id) step = m_strips.chosen->step;
        const QRect cell = visualRect(index.siblingAtColumn(LanesModel::State));
        global = viewport()->mapToGlobal(cell.bottomLeft());
    } else if (const auto hit = stripAt(event->pos())) {
        step = hit->step;
    }
    Q_EMIT menuWanted(row->id, step, global);
}

}  // namespace ui
